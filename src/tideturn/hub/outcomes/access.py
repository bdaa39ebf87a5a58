"""Say who may do what with outcomes and definitions. They hold no personal data, so everybody in the programme may read
them.
"""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import IN_THE_PROGRAMME, PROGRAMME_MANAGER
from tideturn.hub.access.rules import unrestricted
from tideturn.hub.outcomes.models import Definition, Outcome

READ: Final = permission("outcomes.read", to="read about the programme’s outcomes", roles=IN_THE_PROGRAMME)
WRITE: Final = permission(
    "outcomes.write", to="say what the programme hopes to change, and what it means", roles=(PROGRAMME_MANAGER,)
)

OUTCOMES: Final = unrestricted(Outcome, READ)
WRITABLE_OUTCOMES: Final = unrestricted(Outcome, WRITE)
DEFINITIONS: Final = unrestricted(Definition, READ)
WRITABLE_DEFINITIONS: Final = unrestricted(Definition, WRITE)
