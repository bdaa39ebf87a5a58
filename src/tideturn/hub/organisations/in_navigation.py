"""Where the room is in the navigation, what it is first for in each role, and the help on its pages."""

from __future__ import annotations

from tideturn.hub.access.roles import PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.organisations import policy
from tideturn.hub.ui.first_use import Step, then
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps

_PAGES = (
    "organisation",
    "add_organisation",
    "change_organisation",
    "history",
    "add_contact",
    "change_contact",
    "record_engagement",
    "change_engagement",
    "remove_engagement",
    "remove_organisation",
    "write_note",
    "attach_file",
    "likely_the_same",
    "merge",
)


def fill_in() -> None:
    """Tell the pages."""
    goes_to(
        "Organisations",
        "organisations:organisations",
        Section.PROGRAMME,
        visible=who_may(policy.READ),
        beneath=tuple(f"organisations:{page}" for page in _PAGES),
    )
    for role in (SYSTEMS_LEAD, PROGRAMME_MANAGER, TEAM_MANAGER):
        then(role.code, _STEP)
    helps(
        "organisations:organisations",
        "An organisation belongs to a site, or to all sites where several teams work with it. You see those of your "
        "sites.",
        "A name is found with a typing mistake in it. The address of the page keeps what you narrowed the list to, so "
        "that you can send it to a colleague.",
    )
    helps(
        "organisations:organisation",
        "How far they have come is recorded by the day on which it was so: the latest day stands as the stage.",
        "A note stays as it was written. What concerns a young person belongs in that young person's record, and not "
        "here.",
    )


_STEP = Step(
    "Say whom you work with",
    "The organisations and people around you, how far each has come, and what is next.",
    "organisations:organisations",
    open_to=who_may(policy.READ),
    place=55,
)
