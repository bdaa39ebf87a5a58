"""Where one's own jobs are in the navigation, and the help on their pages."""

from __future__ import annotations

from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps


def fill_in() -> None:
    """Tell the pages."""
    goes_to("Work under way", "jobs:jobs", Section.ACCOUNT, beneath=("jobs:job",))
    helps(
        "jobs:job",
        "You may close this page or log out: the work goes on, and what comes of it waits here for 24 hours.",
        "If you cancel it, it stops at its next step. What it has done until then stays done.",
        "If it did not work, give whoever looks after the hub the reference. Nobody but you sees what it was about.",
    )
