"""Build the parts of both plain reports: ordered outcomes, short lists, recommendations and progress on last year's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import polars as pl

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE
from tideturn.evaluation.told import Told, stated, stated_noun, told
from tideturn.report.blocks import Block, Bullets, Paragraph, Section, Words, words
from tideturn.report.plain.findings import Line
from tideturn.report.plain.gentle import may_be_told
from tideturn.report.sections.lookup import Lookup

MOST: Final = 5
"""Maximum number of points in a list."""
_LONGEST: Final = 400
"""Maximum length of a point in characters. Longer points are left to the full report."""
_RANKS: Final = (
    *(Verdict.SUPPORTED, Verdict.EMERGING, Verdict.ADVERSE, Verdict.CONTESTED),
    *(Verdict.MIXED, Verdict.NO_CHANGE, Verdict.TOO_EARLY),
)
"""Verdicts in the order that a reader hears them."""


def best_first(lines: Iterable[Line]) -> list[Line]:
    """Return lines with the best supported first: changes before what only holds, the surest first."""
    return sorted(lines, key=_rank)


def _rank(line: Line) -> tuple[int, bool, int]:
    place = _RANKS.index(line.verdict.standing) if line.verdict.standing in _RANKS else len(_RANKS)
    sure = CONFIDENCE.codes
    rank = sure.index(line.verdict.sure) if line.verdict.sure in sure else len(sure)
    return place, only_holds(line), rank


def only_holds(line: Line) -> bool:
    """Return whether the line says how things are, not that they changed."""
    return line.verdict.holds and not any(s.rose for s in line.verdict.strands if s.reading == "positive")


def of_area(look: Lookup, lines: Iterable[Line], area: str) -> tuple[Line, ...]:
    """Return the lines of one area of the outcome framework."""
    return tuple(line for line in lines if look.outcomes[line.outcome_id]["area"] == area)


def short_list(
    anchor: str, title: str, items: Sequence[Words], *, lead: str = "", level: int = 2, most: int = MOST
) -> Section | None:
    """Return a section: a lead, the first few items, and a note if the report has more; None where there is nothing."""
    if not items and not lead:
        return None
    told_of = [item for item in items if sum(len(span.text) for span in item) <= _LONGEST][:most]
    blocks: list[Block] = [Paragraph(words(lead))] if lead else []
    if told_of:
        blocks.append(Bullets(tuple(told_of)))
    if len(told_of) < len(items):
        blocks.append(Paragraph(words("The full report has more."), "quiet"))
    return Section(anchor, title, level, tuple(blocks))


def recommended(look: Lookup) -> list[dict[str, Any]]:
    """Return the year's recommendations, in their order, without those that give a small number away."""
    frame = look.dataset.table("recommendations").filter(pl.col("year") == look.evaluation.year.number)
    return [row for row in frame.to_dicts() if may_be_told(row["text"], look.evaluation.rules)]


def of_last_year(look: Lookup) -> Told:
    """Say how many of last year's recommendations are done; nothing where there were none."""
    year = look.evaluation.year.number - 1
    rows = look.dataset.table("recommendations").filter(pl.col("year") == year).to_dicts()
    if not rows:
        return Told("")
    item, done = f"recommendations/{year}", sum(row["done"] is True for row in rows)
    things = stated_noun("all", len(rows), "thing", item=item)
    have = "has" if done == 1 else "have"
    became = told(f"So far {{n}} of them {have} been done.", n=stated("done", done, item=item))
    if len(rows) == 1:
        became = Told("It has been done." if done else "It has not been done yet.")
    return told("Last year we asked for {things}. {became}", things=things, became=became)
