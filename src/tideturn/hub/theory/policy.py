"""Who may do what about the theory of change. No person is told of in it.

Whoever works in the programme reads its versions; the next one, while it is worked on, is seen by who works on it.
"""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import (
    CASEWORKER,
    EVALUATOR,
    GOVERNANCE_LEAD,
    PROGRAMME_MANAGER,
    SAFEGUARDING_LEAD,
    SYSTEMS_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.access.rules import unrestricted
from tideturn.hub.theory.models import Link, Node, Version, WorkingLink, WorkingNode

READ: Final = permission(
    "theory.read",
    to="read the theory of change",
    roles=(
        CASEWORKER,
        TEAM_MANAGER,
        SYSTEMS_LEAD,
        PROGRAMME_MANAGER,
        EVALUATOR,
        SAFEGUARDING_LEAD,
        GOVERNANCE_LEAD,
    ),
)
WRITE: Final = permission("theory.write", to="alter the theory of change", roles=(PROGRAMME_MANAGER,))

VERSIONS: Final = unrestricted(Version, READ, refusal=READ.refusal)
NODES: Final = unrestricted(Node, READ, refusal=READ.refusal)
LINKS: Final = unrestricted(Link, READ, refusal=READ.refusal)
BOXES_OF_NEXT: Final = unrestricted(WorkingNode, WRITE, refusal=WRITE.refusal)
LINKS_OF_NEXT: Final = unrestricted(WorkingLink, WRITE, refusal=WRITE.refusal)
