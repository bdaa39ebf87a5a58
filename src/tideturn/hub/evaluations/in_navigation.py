"""Where evaluations are in the navigation, and the help on their pages."""

from __future__ import annotations

from tideturn.hub.access.shown_to import who_may
from tideturn.hub.evaluations import policy
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps


def fill_in() -> None:
    """Tell the pages."""
    goes_to(
        "Years judged",
        "evaluations:evaluations",
        Section.EVIDENCE,
        visible=who_may(policy.JUDGE),
        beneath=("evaluations:judge", "evaluations:evaluation", "evaluations:remove"),
    )
    helps(
        "evaluations:evaluations",
        "A year is judged from what the hub holds at that moment: by the same engine, and with the same documents, as "
        "when the folder is taken out and judged by `tideturn evaluate`.",
        "Its documents hold small numbers. They are for whoever evaluates, until a release is published.",
    )
