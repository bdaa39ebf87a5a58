"""How organisations work together: every measure with its meaning, sharing apart, places, and a release."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.annexed import whole
from tests.worked_example import network as example
from tests.worked_example import network_judged as judged

from tideturn.evaluation.withholding import published, released_dataset, withhold
from tideturn.methods.networks import MEANING
from tideturn.report.blocks import Block, DataTable, Figure, Paragraph, Section, Words
from tideturn.report.charts.network import NetworkPicture
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.network import working_together
from tideturn.report.sections.released import Release


@cache
def working(year: int = 2) -> Section:
    return whole(working_together(Lookup(example(), judged(year))))


@cache
def released() -> Section:
    dataset = example()
    held = withhold(dataset, judged(2))
    look = Lookup(
        released_dataset(dataset, held), published(dataset, judged(2), held), Release("year-2-1", held.shown())
    )
    return whole(working_together(look))


def plain(words: Words) -> str:
    return "".join(span.text for span in words)


def table(section: Section, caption: str) -> list[list[str]]:
    (found,) = [b for b in section.blocks if isinstance(b, DataTable) and b.caption.startswith(caption)]
    return [[plain(cell) for cell in row] for row in found.rows]


def figure(section: Section) -> Figure:
    (found,) = [block for block in section.blocks if isinstance(block, Figure)]
    return found


def told(section: Section) -> str:
    return " ".join(plain(block.words) for block in section.blocks if isinstance(block, Paragraph))


def texts(block: Block | Section) -> str:
    if isinstance(block, Section):
        return " ".join(texts(inner) for inner in block.blocks)
    if isinstance(block, Figure):
        return f"{block.sentence} {block.description} {texts(block.table)}"
    if isinstance(block, DataTable):
        return " ".join(plain(cell) for row in block.rows for cell in row)
    return plain(block.words) if isinstance(block, Paragraph) else ""


def test_it_says_who_answered_and_what_changed_among_those_who_answered_both() -> None:
    said = told(working())
    assert "in wave 1 (21 January 2019), 32 of 34 organisations answered" in said
    change = judged(2).networks[0].change
    assert change is not None
    assert f"Among the 30 organisations that answered both, {change.before} of 870 possible ties" in said
    assert f"{change.kept} stayed, {change.new} were new and {change.lost} ended" in said
    assert "more alike than chance gives (QAP correlation" in said


def test_every_measure_stands_with_what_it_can_say() -> None:
    rows = table(working(), "Measures of the network")
    names = ("density", "mean_level", "reciprocity", "confirmed", "in_centralisation", "out_centralisation", "ei", "ei")
    names += ("jaccard", "density_change", "qap", "betweenness")
    assert [row[-1] for row in rows] == [MEANING[name].sentence for name in names]
    assert [row[0] for row in rows if "E–I" not in row[0]] == [MEANING[name].name for name in names if name != "ei"]
    assert [row[0] for row in rows[6:8]] == ["E–I index, by sector", "E–I index, by place"]
    waves = judged(2).networks[0].result.waves
    assert rows[3][1:3] == [f"{wave.confirmed} of {wave.either}" for wave in waves]
    assert all("by chance 0.80 (p = " in cell for cell in rows[6][1:3])
    # Organisations keep to their own place more than chance would have it.
    assert all(float(cell.split(";")[0].replace("−", "-")) < 0.4 for cell in rows[7][1:3])
    assert all(cell.endswith("(p < 0.001)") for cell in rows[7][1:3])
    assert [row[1] for row in rows[8:]] == ["–"] * 4


def test_amount_kind_and_quality_stand_apart() -> None:
    rows = table(working(), "What is shared, apart")
    assert [row[0] for row in rows] == [
        "How much information is shared",
        "How good that information is",
        "How far they trust them",
        "How much they value them",
    ]
    assert rows[0][-1].startswith("−")
    kinds = table(working(), "What kinds")
    assert [row[0] for row in kinds] == ["concerns about a child", "numbers", "places of concern", "plans"]
    assert all(cell.endswith("of 115") for _, cell, _ in kinds)


def test_places_show_where_it_grew_and_where_sharing_got_worse() -> None:
    rows = {row[0]: row[1:] for row in table(working(), "Ties among each place")}
    assert list(rows) == ["London", "Birmingham", "Greater Manchester", "National"]
    assert rows["London"][2].startswith("3")
    assert rows["Greater Manchester"][2].startswith("0 points")
    assert (rows["London"][4][0], rows["Greater Manchester"][4][0]) == ("+", "−")
    # Fewer than ten answered both: no change is read into so few.
    assert rows["Birmingham"][:2] == ["6", "too few to read"]
    # The total alone would hide that they moved both ways.
    assert rows["London"][4] == "+1.8 (+0.9 to +2.5)"
    assert rows["Greater Manchester"][4] == "−2.0 (−2.7 to −1.3)"
    both_ways = (
        "the quality of the information that they share rose by 1.8 (0.9 to 2.5) in London, but fell by 2.0 (1.3 to "
        "2.7) in Greater Manchester; over all ties that stayed it changed by −0.1 (−1.2 to 1.3)."
    )
    assert both_ways in told(working())
    assert told(working()).count("Places differ") == 1


def test_the_picture_has_the_same_table_behind_it() -> None:
    drawn = figure(working())
    assert isinstance(drawn.chart, NetworkPicture)
    assert drawn.wide == replace(drawn.chart, beside=True)
    rows = [[plain(cell) for cell in row] for row in drawn.table.rows]
    assert len(rows) == 34
    assert [row[0] for row in rows] == [f"{n}. {one.name}" for n, one in enumerate(drawn.chart.organisations, start=1)]
    # Place by place, 2 before 10.
    assert [row[1].split(", ")[1] for row in rows[:13]] == ["London"] * 12 + ["Birmingham"]
    assert rows[9][0] == "10. Mental health trust A"
    assert sum("did not answer" in row for row in rows) == 4
    last = judged(2).networks[0].result.waves[-1]
    assert sum(int(row[4]) for row in rows) == last.ties == sum(int(row[5]) for row in rows if row[5].isdigit())
    assert "2 organisations did not answer." in drawn.description


def test_the_first_year_shows_its_wave_and_holds_it_against_nothing() -> None:
    section = working(1)
    assert "wave 2" not in texts(section).lower()
    assert [row[0] for row in table(section, "Measures of the network")][-1] == "Betweenness"
    assert isinstance(figure(section).chart, NetworkPicture)
    assert [b.caption for b in section.blocks if isinstance(b, DataTable)] == [
        "Measures of the network, with what each can say",
        "What is shared, apart from how many share it",
        "What kinds of information are shared",
    ]


def test_a_year_without_a_wave_has_no_such_section() -> None:
    assert working_together(Lookup(example(), replace(judged(2), networks=()))) is None


def test_a_release_says_how_many_each_works_with_and_not_whom_it_named() -> None:
    drawn = figure(released())
    assert drawn.table.columns == (
        "Organisation, by its number",
        "Sector and place",
        "Works with, wave 1",
        "Works with, wave 2",
    )
    assert isinstance(drawn.chart, NetworkPicture)
    for wave in drawn.chart.waves:
        assert wave.silent
        assert not any(wave.silent.intersection(pair) for pair in wave.ties)
    rows = [[plain(cell) for cell in row] for row in drawn.table.rows]
    for at, wave in enumerate(drawn.chart.waves):
        for place, row in enumerate(rows):
            expected = "did not answer" if place in wave.silent else str(sum(place in pair for pair in wave.ties))
            assert row[2 + at] == expected
    assert "Betweenness" not in {row[0] for row in table(released(), "Measures of the network")}
    assert drawn.sentence == "A line joins two that both answered, if either says that they work together."


@pytest.mark.parametrize("place", ["Birmingham", "National"])
def test_a_release_leaves_out_places_where_few_answered_and_says_so(place: str) -> None:
    rows = table(released(), "Ties among each place")
    assert [row[0] for row in rows] == ["London", "Greater Manchester"]
    assert "Left out are Birmingham and National: too few organisations answered to be shown." in told(released())
    assert place not in {row[0] for row in rows}
