"""Decide which paragraphs stay on the page of what follows, in PDF and Word."""

from __future__ import annotations

from tideturn.report.blocks import Block, DataTable, Figure, VerdictLine


def leads(after: Block | None, *, first: bool) -> bool:
    """Return whether the block before `after` stays on the same page as it.

    This keeps what was found with its verdict, and the `first` words of a section with the chart or table they are
    about.
    """
    return isinstance(after, VerdictLine) or (first and isinstance(after, Figure | DataTable))
