"""What both plain reports are made of: rows of outcomes, words that may be shown, and short lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import polars as pl

from tideturn.report.blocks import Block, Bullets, Key, Paragraph, Section, VerdictLine, VerdictMark, Words, words
from tideturn.report.plain.findings import Line
from tideturn.report.plain.gentle import may_be_told
from tideturn.report.plain.phrases import MARKS
from tideturn.report.sections.lookup import Lookup, safe

MOST: Final = 5
"""How many points a list on two pages holds."""
_LONGEST: Final = 400
"""Letters of a point beyond which it is left to the full report."""
ROWS: Final = 24
"""Outcomes, over all areas, that have room for a row each."""


def found(anchor: str, title: str, lines: Sequence[Line], area: str, look: Lookup) -> Section | None:
    """The outcomes of an area, a row each; by their verdicts alone where there are too many; None where there are none.

    `lines` are those of all areas.
    """
    own = of_area(look, lines, area)
    if not own:
        return None
    if len(lines) <= ROWS:
        return Section(anchor, title, 2, tuple(_row(line) for line in own))
    why = Paragraph(words("The full report says why."), "quiet")
    return Section(anchor, title, 2, (by_verdict(own), why))


def by_verdict(lines: Sequence[Line]) -> Key:
    """Each verdict's word and shape with the outcomes that it stands on."""
    labels = {code: "; ".join(line.label for line in lines if line.mark.verdict == code) for code in MARKS}
    return Key(tuple((VerdictMark(code, MARKS[code]), told) for code, told in labels.items() if told))


def _row(line: Line) -> Section:
    """A row is a section of a verdict and a paragraph, under the outcome as its heading."""
    return Section(
        f"plain-{safe(line.outcome_id)}",
        line.label,
        3,
        (VerdictLine(line.mark, line.sure), Paragraph(words(line.said))),
    )


def of_area(look: Lookup, lines: Iterable[Line], area: str) -> tuple[Line, ...]:
    """The lines of one area of the outcome framework."""
    return tuple(line for line in lines if look.outcomes[line.outcome_id]["area"] == area)


def short_list(anchor: str, title: str, items: Sequence[Words], *, lead: str = "") -> Section | None:
    """A lead, the first few items and whether the report holds more, under a heading; None where there is nothing."""
    if not items and not lead:
        return None
    told = [item for item in items if sum(len(span.text) for span in item) <= _LONGEST][:MOST]
    blocks: list[Block] = [Paragraph(words(lead))] if lead else []
    if told:
        blocks.append(Bullets(tuple(told)))
    if len(told) < len(items):
        blocks.append(Paragraph(words("The full report has more."), "quiet"))
    return Section(anchor, title, 2, tuple(blocks))


def recommended(look: Lookup) -> list[dict[str, Any]]:
    """The year's recommendations, in their order, that may be told."""
    frame = look.dataset.table("recommendations").filter(pl.col("year") == look.evaluation.year.number)
    return [row for row in frame.to_dicts() if may_be_told(row["text"], look.evaluation.rules)]


def done_of_last_year(look: Lookup) -> tuple[int, int] | None:
    """How many of the recommendations of the year before are done, of how many; None where there are none."""
    rows = look.dataset.table("recommendations").filter(pl.col("year") == look.evaluation.year.number - 1).to_dicts()
    return (sum(row["done"] is True for row in rows), len(rows)) if rows else None


def asked_for_more(look: Lookup, *areas: str) -> tuple[str, ...]:
    """Outcomes of these areas of which too little is known somewhere, in the framework's order."""
    wanted = {gap.outcome_id for gap in look.evaluation.gaps}
    return tuple(code for code, row in look.outcomes.items() if code in wanted and row["area"] in areas)
