"""What charts of counts over time mark: the programme's start, events and milestones, each by a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl
from tests.worked_example import example, judged

from tideturn.report.blocks import Bullets, Figure, Paragraph
from tideturn.report.charts.xmr import Mark, Xmr
from tideturn.report.sections.happened import Happening, happened_nationally, happenings, key_of, marked, told_marks
from tideturn.report.sections.lookup import Lookup

MONTHS = tuple(f"2018-{month:02}" for month in range(8, 13))
FOUND = (
    Happening("A", date(2018, 8, 20), "", ""),
    Happening("B", date(2018, 9, 30), "London", "Team in post"),
    Happening("C", date(2018, 10, 1), "London", "A trial"),
    Happening("D", date(2019, 1, 1), "London", "Later"),
)


def test_a_day_is_marked_in_the_period_that_holds_it_and_none_beyond_the_chart() -> None:
    assert marked(FOUND, MONTHS) == (Mark(1, "B"), Mark(2, "C"))
    assert marked(FOUND, ("2018-Q2", "2018-Q3", "2018-Q4")) == (Mark(1, "A"), Mark(1, "B"), Mark(2, "C"))
    assert told_marks(marked(FOUND, MONTHS), MONTHS) == " Marked: B in September 2018 and C in October 2018."
    assert told_marks((), MONTHS) == ""


def test_events_come_before_milestones_and_the_start_is_always_there() -> None:
    """context.csv holds four events by the end of Year 2, milestones.csv more milestones than there is room for."""
    found = happenings(Lookup(example(), judged(2)))
    assert [one.letter for one in found] == list("ABCDEFG")
    assert (found[0].day, found[0].text) == (date(2018, 9, 1), "")
    assert sum("trial of adults" in one.text or "schools closed" in one.text for one in found) == 2
    assert [one.day for one in found] == sorted(one.day for one in found)


def test_the_summary_tells_the_last_national_event_of_the_year() -> None:
    """Of Year 2 there are two, and two more at places; of Year 1 there is one, in London."""
    assert happened_nationally(Lookup(example(), judged(1))) == ()
    (told,) = happened_nationally(Lookup(example(), judged(2)))
    assert isinstance(told, Paragraph)
    text = "".join(span.text for span in told.words)
    assert text.startswith("What else happened nationally, from 23 March 2020: In the spring of 2020 schools closed")


def test_nothing_is_marked_that_happened_after_the_year_or_has_no_day() -> None:
    dataset = example()
    rows = dataset.table("context").with_columns(
        pl.when(pl.col("kind") == "event").then(None).otherwise(pl.col("from")).alias("from")
    )
    bare = replace(
        dataset, tables={**dataset.tables, "context": rows, "milestones": dataset.table("milestones").clear()}
    )
    assert [one.text for one in happenings(Lookup(bare, judged(1)))] == [""]
    assert all(one.day <= date(2019, 8, 31) for one in happenings(Lookup(dataset, judged(1))))


def test_the_key_tells_the_letters_that_a_chart_has() -> None:
    chart = Xmr((), 1, 0, 2, (Mark(1, "B"),))
    figure: Mapping[str, object] = {"anchor": "a", "title": "t", "sentence": "", "description": "", "table": None}
    (_, listed) = key_of(FOUND, (Figure(chart=chart, **figure),))  # type: ignore[arg-type]
    assert isinstance(listed, Bullets)
    assert ["".join(span.text for span in item) for item in listed.items] == [
        "B 30 September 2018, London: Team in post."
    ]
    assert key_of(FOUND, (Figure(chart=replace(chart, marks=()), **figure),)) == ()  # type: ignore[arg-type]
