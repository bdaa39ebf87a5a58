"""Who may do what with the theory of change. It is about no person: everybody who works in the programme reads it.

Only people who may alter the theory see the next version before it is published.
"""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import IN_THE_PROGRAMME, PROGRAMME_MANAGER
from tideturn.hub.access.rules import unrestricted
from tideturn.hub.theory.models import Link, Node, Version, WorkingLink, WorkingNode

READ: Final = permission("theory.read", to="read the theory of change", roles=IN_THE_PROGRAMME)
WRITE: Final = permission("theory.write", to="alter the theory of change", roles=(PROGRAMME_MANAGER,))

VERSIONS: Final = unrestricted(Version, READ)
WRITABLE_VERSIONS: Final = unrestricted(Version, WRITE)
NODES: Final = unrestricted(Node, READ)
WRITABLE_NODES: Final = unrestricted(Node, WRITE)
LINKS: Final = unrestricted(Link, READ)
WRITABLE_LINKS: Final = unrestricted(Link, WRITE)
NEXT_BOXES: Final = unrestricted(WorkingNode, WRITE)
NEXT_LINKS: Final = unrestricted(WorkingLink, WRITE)
