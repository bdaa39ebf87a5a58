"""Where one's own drafts are in the navigation."""

from __future__ import annotations

from tideturn.hub.ui.navigation import Section, goes_to


def navigate() -> None:
    """Tell the pages."""
    goes_to("Your drafts", "forms:drafts", Section.ACCOUNT)
