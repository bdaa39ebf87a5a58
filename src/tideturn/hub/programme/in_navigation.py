"""Where the room is in the navigation, what it is first for, and the help on its pages."""

from __future__ import annotations

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.programme import policy
from tideturn.hub.programme.models import Site, Year
from tideturn.hub.ui.first_use import Step, counted, then
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps

_PAGES = (
    "called",
    "name_programme",
    "rename_programme",
    "site",
    "add_site",
    "change_site",
    "remove_site",
    "year",
    "add_year",
    "change_year",
    "remove_year",
)


def fill_in() -> None:
    """Tell the pages."""
    goes_to(
        "Years and sites",
        "programme:programme",
        Section.PROGRAMME,
        visible=who_may(policy.READ),
        beneath=tuple(f"programme:{page}" for page in _PAGES),
    )
    then(
        PROGRAMME_MANAGER.code,
        Step(
            "Say which years and sites the programme has",
            "Records are kept at a site, and the programme reports by its own years.",
            "programme:programme",
            open_to=who_may(policy.WRITE),
            there=_there,
            place=10,
        ),
    )
    helps(
        "programme:programme",
        "What the programme is called stands on its report, and on the folder that leaves the hub.",
        "A year of the programme is the one by which it reports; it need not be the calendar’s.",
        "A site is a place where you work with a team of its own, or the national team. Roles are granted at a site by "
        "its short name.",
    )


def _there() -> str:
    years, sites = counted(Year.objects.count(), "year"), counted(Site.objects.count(), "site")
    return " and ".join(filter(None, (years, sites)))
