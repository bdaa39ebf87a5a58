"""Where the room is in the navigation, what it is first for, and the help on its pages."""

from __future__ import annotations

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.theory import policy
from tideturn.hub.theory.models import Version
from tideturn.hub.ui.first_use import Step, counted, then
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps

_PAGES = (
    "say_since_when",
    "version",
    "compare",
    "next",
    "throw_away",
    "make_version",
    "add_box",
    "change_box",
    "remove_box",
    "add_link",
    "change_link",
    "remove_link",
)


def fill_in() -> None:
    """Tell the pages."""
    goes_to(
        "Theory of change",
        "theory:now",
        Section.PROGRAMME,
        visible=who_may(policy.READ),
        beneath=tuple(f"theory:{page}" for page in _PAGES),
    )
    then(
        PROGRAMME_MANAGER.code,
        Step(
            "Draw the theory of change",
            "What you do, what should come of it, and why you think so: begin from a template, or from nothing.",
            "theory:now",
            open_to=who_may(policy.WRITE),
            there=lambda: counted(Version.objects.count(), "version"),
            place=40,
        ),
    )
    helps(
        "theory:now",
        "A theory of change says how what you do should lead to what you hope for. Each link rests on an assumption, "
        "which the evaluation tests, beside what else might explain it.",
        "A version that was made is never altered. What is learnt goes into the next one, with a reason or the "
        "learning point that led to it.",
    )
    helps(
        "theory:next",
        "Alter boxes and links one after the other: the drawing follows. Nobody but those who may alter the theory "
        "sees it until you make it the version.",
        "A box that says something else, or that is taken out, stays as it was in the versions before.",
    )
