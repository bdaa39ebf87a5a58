"""Decide which paragraphs stay on the page of what follows, in PDF and Word."""

from __future__ import annotations

from tideturn.report.blocks import Block, DataTable, Figure, VerdictLine


def leads(after: Block | None, *, first: bool) -> bool:
    """Return whether what stands before a block stays with it.

    So what was found stays with its verdict, and the `first` words of a section with the chart or table they are about.
    """
    return isinstance(after, VerdictLine) or (first and isinstance(after, Figure | DataTable))
