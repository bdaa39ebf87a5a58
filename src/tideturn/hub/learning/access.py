"""Say who may do what with learning points. They hold no personal data, so everybody in the programme may read them."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import CASEWORKER, IN_THE_PROGRAMME, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.access.rules import unrestricted
from tideturn.hub.learning.models import Elsewhere, LearningPoint, Share

READ: Final = permission("learning.read_point", to="read what was learnt", roles=IN_THE_PROGRAMME)
WRITE: Final = permission(
    "learning.write_point",
    to="write what was learnt",
    roles=(CASEWORKER, TEAM_MANAGER, SYSTEMS_LEAD, PROGRAMME_MANAGER),
)
_ELSEWHERE: Final = "The learning point is another site’s."

READABLE: Final = unrestricted(LearningPoint, READ)
WRITABLE: Final = unrestricted(LearningPoint, WRITE, refusal=_ELSEWHERE, within="site")
SHARES: Final = unrestricted(Share, READ)
ELSEWHERE: Final = unrestricted(Elsewhere, READ)
WRITABLE_SHARES: Final = unrestricted(Share, WRITE, refusal=_ELSEWHERE, within="point__site")
