"""Where the room is in the navigation, what it is first for, and the help on its pages."""

from __future__ import annotations

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.outcomes import policy
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.ui.first_use import Step, counted, then
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps

_PAGES = ("outcome", "add_outcome", "change_outcome", "remove_outcome")
_WORDS = ("definition", "add_definition", "reword_definition", "remove_definition")


def fill_in() -> None:
    """Tell the pages."""
    goes_to(
        "Outcomes",
        "outcomes:framework",
        Section.PROGRAMME,
        visible=who_may(policy.READ),
        beneath=tuple(f"outcomes:{page}" for page in _PAGES),
    )
    goes_to(
        "What we mean",
        "outcomes:words",
        Section.PROGRAMME,
        visible=who_may(policy.READ),
        beneath=tuple(f"outcomes:{page}" for page in _WORDS),
    )
    then(
        PROGRAMME_MANAGER.code,
        Step(
            "Say what the programme hopes to change",
            "The outcomes by which it is judged, each with the year in which you expect it.",
            "outcomes:framework",
            open_to=who_may(policy.WRITE),
            there=lambda: counted(Outcome.objects.count(), "outcome"),
            place=30,
        ),
    )
    helps(
        "outcomes:framework",
        "An outcome is what should be different in the end, and not what the programme does for it.",
        "Before the year in which it is due, a report says of an outcome that it is too early to tell, unless there is "
        "evidence of it already.",
    )
    helps(
        "outcomes:words",
        "The same term is told in three ways: exact for staff, plain for partners, and short for young people.",
        "A wording is not written over: how it was worded before is kept, with its day and its reason.",
    )
