"""Where the hub's health is in the navigation, and the help on its page."""

from __future__ import annotations

from django.http import HttpRequest

from tideturn.hub.access.standing import standing_in
from tideturn.hub.health import policy
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps


def fill_in() -> None:
    """Tell the pages."""
    goes_to("How the hub is", "health:health", Section.HUB, visible=_reads)
    helps(
        "health:health",
        "The worker looks each half minute. After you have mended something, load this page again a minute later.",
        "What cannot wait puts the team’s work at risk today: their data, or that they can work at all.",
        "The page /health/ says the same in one word a line, so that a program can watch the hub and ring you.",
    )


def _reads(request: HttpRequest) -> bool:
    return policy.may_read(standing_in(request))
