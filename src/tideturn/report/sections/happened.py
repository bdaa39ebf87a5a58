"""What happened while something was counted: the start of the programme, milestones and events, marked in charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Final

from tideturn.dataset.known import last_day
from tideturn.report.blocks import Block, Bullets, Figure, Paragraph, Span, verbatim, words
from tideturn.report.charts.xmr import Mark, Xmr
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import day, listed, period, sentence

_MOST: Final = 7
"""How many things are marked at most: events rather than milestones, and late ones rather than early ones."""
_EVENT: Final = "event"


@dataclass(frozen=True)
class Happening:
    """One thing that happened: its letter, its day, where, and the folder's words; the programme's start has none."""

    letter: str
    day: date
    where: str
    text: str


def happenings(look: Lookup) -> tuple[Happening, ...]:
    """Return what happened by the end of the year, in its order, each with a letter."""
    end = look.evaluation.year.end
    begins = min(year.start for year in look.dataset.programme.years)
    events = [
        (row["from"], look.place(row["site"]), row["description"])
        for row in look.dataset.table("context").to_dicts()
        if row["kind"] == _EVENT and row["from"] is not None and row["from"] <= end
    ]
    milestones = [
        (row["actual"], look.place(row["site"]), row["title"])
        for row in look.dataset.table("milestones").to_dicts()
        if row["actual"] is not None and row["actual"] <= end
    ]
    latest = [*sorted(events, reverse=True), *sorted(milestones, reverse=True)][: _MOST - 1]
    every = sorted([(begins, "", ""), *latest])
    return tuple(Happening(letter, *one) for letter, one in zip(ascii_uppercase, every, strict=False))


def marked(found: Sequence[Happening], periods: Sequence[str]) -> tuple[Mark, ...]:
    """Return what happened within a chart's periods; its first period may have begun at any time, and has none."""
    ends = [last_day(one) for one in periods]
    places = ((next((at for at, end in enumerate(ends) if one.day <= end), 0), one.letter) for one in found)
    return tuple(Mark(place, letter) for place, letter in places if place)


def told_marks(marks: Sequence[Mark], periods: Sequence[str]) -> str:
    """Return the marks in words: ` Marked: A in September 2018.`"""
    if not marks:
        return ""
    return f" Marked: {listed([f'{mark.letter} in {period(periods[mark.place])}' for mark in marks])}."


def key_of(found: Sequence[Happening], charts: Sequence[Block]) -> tuple[Block, ...]:
    """Return what each letter in any of the charts stands for."""
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
