"""What happened alongside the work: marked in charts over time, and the last national event for the summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Final

import polars as pl

from tideturn.dataset.known import last_day
from tideturn.report.blocks import Block, Bullets, Figure, Paragraph, Span, verbatim, words
from tideturn.report.charts.xmr import Mark, Xmr
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import day, listed, period, sentence

_MOST: Final = 7
"""Maximum number of marks; events go before milestones, and later ones before earlier ones."""


@dataclass(frozen=True)
class Happening:
    """One event: letter, day, place and the folder's text (none for the programme's start)."""

    letter: str
    day: date
    where: str
    text: str


def happenings(look: Lookup) -> tuple[Happening, ...]:
    """Return the events up to the end of the year in order, each with a letter."""
    begins = min(year.start for year in look.dataset.programme.years)
    events = look.dataset.table("context").filter(pl.col("kind") == "event")
    milestones = look.dataset.table("milestones")
    latest = [*_latest(look, events, "from", "description"), *_latest(look, milestones, "actual", "title")]
    every = sorted([(begins, "", ""), *latest[: _MOST - 1]])
    return tuple(Happening(letter, *one) for letter, one in zip(ascii_uppercase, every, strict=False))


def _latest(look: Lookup, rows: pl.DataFrame, on: str, text: str) -> list[tuple[date, str, str]]:
    """Return the events up to the end of the year, latest first: day, place and the folder's text."""
    done = rows.filter(pl.col(on) <= look.evaluation.year.end)
    return sorted(((row[on], look.place(row["site"]), row[text]) for row in done.to_dicts()), reverse=True)


def happened_nationally(look: Lookup) -> tuple[Block, ...]:
    """Return the last event of the year that is recorded nationally: it may explain much of what the year shows."""
    year, national = look.evaluation.year, [site.code for site in look.sites if site.kind == "national"]
    events = look.dataset.table("context").filter(
        pl.col("kind") == "event", pl.col("site").is_in(national), pl.col("from").is_between(year.start, year.end)
    )
    return tuple(
        Paragraph(
            words(f"What else happened nationally, from {day(row['from'])}: ", verbatim(sentence(row["description"])))
        )
        for row in events.sort("from", "context_id").tail(1).to_dicts()
    )


def marked(found: Sequence[Happening], periods: Sequence[str]) -> tuple[Mark, ...]:
    """Return the marks within a chart's periods; none in the first, whose start is not known."""
    ends = [last_day(one) for one in periods]
    places = ((next((at for at, end in enumerate(ends) if one.day <= end), 0), one.letter) for one in found)
    return tuple(Mark(place, letter) for place, letter in places if place)


def told_marks(marks: Sequence[Mark], periods: Sequence[str]) -> str:
    """Return the marks in words: ` Marked: A in September 2018.`"""
    if not marks:
        return ""
    return f" Marked: {listed([f'{mark.letter} in {period(periods[mark.place])}' for mark in marks])}."


def key_of(found: Sequence[Happening], charts: Sequence[Block]) -> tuple[Block, ...]:
    """Return the key to the letters in the charts."""
    drawn = (one.chart for one in charts if isinstance(one, Figure))
    letters = {mark.letter for chart in drawn if isinstance(chart, Xmr) for mark in chart.marks}
    items = tuple(
        words(Span(one.letter, strong=True), f" {day(one.day)}, {one.where}: ", verbatim(sentence(one.text)))
        if one.text
        else words(Span(one.letter, strong=True), f" {day(one.day)}: the programme began.")
        for one in found
        if one.letter in letters
    )
    return (
        (Paragraph(words("The letters in the charts mark when something happened:")), Bullets(items)) if items else ()
    )
