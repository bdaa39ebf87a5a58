"""Where one's own drafts are in the navigation, and the help on their page."""

from __future__ import annotations

from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps


def navigate() -> None:
    """Tell the pages."""
    goes_to("Your drafts", "forms:drafts", Section.ACCOUNT)
    helps(
        "forms:drafts",
        "What you type is kept as you type it. It is saved where it belongs once you send it, and then goes from here.",
        "Of what you may not open any more, nothing is told here but when you wrote it. You can throw it away.",
    )
