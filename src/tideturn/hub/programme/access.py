"""Say who may do what with years and sites. They hold no personal data, so everybody in the programme may read them."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import IN_THE_PROGRAMME, PROGRAMME_MANAGER
from tideturn.hub.access.rules import unrestricted
from tideturn.hub.programme.models import Programme, Site, Year

READ: Final = permission(
    "programme.read", to="read about the programme’s name, years and sites", roles=IN_THE_PROGRAMME
)
WRITE: Final = permission(
    "programme.write",
    to="say what the programme is called, and which years and sites it has",
    roles=(PROGRAMME_MANAGER,),
)

PROGRAMMES: Final = unrestricted(Programme, READ)
WRITABLE_PROGRAMMES: Final = unrestricted(Programme, WRITE)
SITES: Final = unrestricted(Site, READ)
WRITABLE_SITES: Final = unrestricted(Site, WRITE)
YEARS: Final = unrestricted(Year, READ)
WRITABLE_YEARS: Final = unrestricted(Year, WRITE)
