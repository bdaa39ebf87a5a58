"""The figures of a pathway: each with its sentence, its words for whoever cannot see it, and the table behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import numpy as np
import polars as pl
import pytest
from docx import Document

from tideturn.methods.pathways import count, event_log
from tideturn.methods.pathways.conformance import conformance
from tideturn.methods.pathways.design import Design, LocalDifference, Step
from tideturn.methods.pathways.incidence import CLOSED, OPEN, REACHED, incidence
from tideturn.report.blocks import DataTable, Figure, Report, Section, Span
from tideturn.report.charts.pathway_groups import Group, Meant, Move, Took, of_counts
from tideturn.report.charts.pathway_map import PathwayMap
from tideturn.report.charts.pathway_marks import PLAIN
from tideturn.report.charts.waits import Reaching
from tideturn.report.renderers.docx.word import docx
from tideturn.report.renderers.html import page
from tideturn.report.renderers.typst.content import content
from tideturn.report.renderers.typst.pdf import pdf
from tideturn.report.sections.pathway_figures import Pictured, pathway_figures, waited

WHOLE = Group(
    "All cases",
    20,
    (
        Move(None, "Desk", 20),
        Move("Desk", "Look-up", 14, 7200.0),
        Move("Look-up", "Worker", 13, 86400.0),
        Move("Desk", "Worker", 5, 3600.0),
        Move("Desk", "Call", None),
        Move("Worker", None, 18),
    ),
    (Took("Desk", 20, 20, 0, 0), Took("Look-up", 14, 20, 6, 0), Took("Worker", 18, 20, None, 0), Took("Call", None)),
)
BEFORE = Group("Before: 8 cases", 8, (Move("Desk", "Look-up", 4, 7200.0), Move("Look-up", "Worker", 4)))
AFTER = Group("After: 12 cases", 12, (Move("Desk", "Look-up", 10, 60.0), Move("Look-up", "Worker", None)))
WAIT = waited(
    "Desk",
    "Worker",
    {"All cases": incidence(np.arange(1.0, 13) * 3600, np.array([REACHED] * 9 + [OPEN] * 3))},
    date(2026, 6, 30),
)
PICTURED = Pictured(
    "custody",
    "Custody",
    WHOLE,
    Meant(("Desk", "Look-up", "Worker")),
    (BEFORE, AFTER),
    "before and after the pilot in Hull",
    (WAIT,),
)


@pytest.fixture(scope="module")
def figures() -> tuple[Figure, ...]:
    return pathway_figures(PICTURED)


def cells(table: DataTable) -> list[list[str]]:
    rows = []
    for row in table.rows:
        rows.append(["".join(span.text for span in cell if isinstance(span, Span)) for cell in row])  # type: ignore[union-attr]
    return rows


def test_one_figure_each_with_anchors_of_its_own(figures: tuple[Figure, ...]) -> None:
    assert [figure.anchor for figure in figures] == [
        "chart-pathway-custody",
        "chart-pathway-custody-design",
        "chart-pathway-custody-sides",
        "chart-pathway-custody-wait-1",
    ]
    for figure in figures[:3]:
        assert isinstance(figure.chart, PathwayMap)
        assert figure.wide == replace(figure.chart, wide=True)
    assert isinstance(figures[3].chart, Reaching)
    assert pathway_figures(Pictured("x", "X", WHOLE)) == (pathway_figures(Pictured("x", "X", WHOLE))[0],)


def test_the_map_says_what_it_shows_and_its_table_has_every_arrow(figures: tuple[Figure, ...]) -> None:
    figure = figures[0]
    assert figure.sentence.startswith("What came next after each step for 20 cases")
    assert figure.description == (
        "From “Desk” to “Look-up” 14 times, median wait 2 h; from “Look-up” to “Worker” 13 times, median wait 24 h; "
        "from “Desk” to “Worker” 5 times, median wait 60 min."
    )
    assert cells(figure.table) == [
        ["Desk", "Look-up", "14", "2 h"],
        ["Desk", "Worker", "5", "60 min"],
        ["Look-up", "Worker", "13", "24 h"],
        ["(cases start)", "Desk", "20", ""],
        ["Worker", "(last step seen)", "18", ""],
    ]


def test_what_is_hidden_is_in_no_figure(figures: tuple[Figure, ...]) -> None:
    for figure in figures:
        assert "Call" not in repr(figure)
    # Who skipped the worker is hidden: neither the box nor the table has a number, also not by its words.
    assert cells(figures[1].table)[2] == ["Worker", "yes", "18", "20", "c", "0"]
    assert isinstance(figures[1].chart, PathwayMap)
    assert figures[1].chart.panels[0].taken[2].note == ""


def test_the_design_is_told_by_what_was_skipped_most(figures: tuple[Figure, ...]) -> None:
    assert figures[1].sentence == "The step most often missing is “Look-up”: 6 of 20 cases."
    added = replace(WHOLE, moves=(*WHOLE.moves, Move("Desk", "Tea", 11), Move("Tea", "Look-up", 11)))
    more = pathway_figures(replace(PICTURED, whole=added, sides=(), waits=()))[1]
    assert more.sentence == "The step most often missing is “Look-up”: 6 of 20 cases. Not in the design: “Tea”."
    both = tuple(replace(one, skipped=6, of=20) if one.step == "Worker" else one for one in WHOLE.took)
    tied = pathway_figures(replace(PICTURED, whole=replace(WHOLE, took=both)))[1]
    assert tied.sentence == "The steps most often missing are “Look-up” and “Worker”: 6 of 20 cases each."
    told = tuple(replace(one, skipped=0) for one in WHOLE.took)
    none = pathway_figures(replace(PICTURED, whole=replace(WHOLE, took=told), sides=(), waits=()))[1]
    assert none.sentence == "No step that every case should take is known to be missing."


def test_nobody_skips_a_step_that_is_taken_where_it_is_called_for() -> None:
    meant = Meant(("Desk", "Look-up", "Worker"), optional=frozenset({"Look-up"}))
    took = tuple(replace(one, skipped=0) if one.step == "Look-up" else one for one in WHOLE.took)
    figure = pathway_figures(replace(PICTURED, design=meant, whole=replace(WHOLE, took=took)))[1]
    assert cells(figure.table)[1] == ["Look-up", "where called for", "14", "20", "", "0"]
    assert cells(figure.table)[0] == ["Desk", "yes", "20", "20", "0", "0"]


def test_one_of_anything_is_told_as_one() -> None:
    once = Group("All cases", 1, (Move("Desk", "Look-up", 1, 60.0),), (Took("Desk", 1), Took("Look-up", 1)))
    unseen = waited("Desk", "Worker", {"All": incidence(np.array([3600.0]), np.array([OPEN]))}, date(2026, 6, 30))
    first, *_, last = pathway_figures(Pictured("x", "X", once, waits=(unseen,)))
    assert first.description == "From “Desk” to “Look-up” once, median wait 1 min."
    assert last.description.startswith("All: of 1 case, 0 reached it, 0 ended without it and 1 was not seen to do")


def test_what_ends_a_case_is_not_something_that_the_design_lacks() -> None:
    ended = replace(WHOLE, moves=(*WHOLE.moves, Move("Desk", "Moved away", 11)))
    ends = Meant(("Desk", "Look-up", "Worker"), ends=frozenset({"Moved away"}))
    figure = pathway_figures(replace(PICTURED, whole=ended, design=ends, sides=(), waits=()))[1]
    assert figure.sentence == "The step most often missing is “Look-up”: 6 of 20 cases."
    assert ["Moved away", "as an end"] in [row[:2] for row in cells(figure.table)]
    assert isinstance(figure.chart, PathwayMap)
    assert {step.kind for step in figure.chart.steps if step.name == "Moved away"} == {PLAIN}
    design = Design("D", (Step("Desk"), Step("Worker")), closing=("Worker", "Moved away"))
    assert Meant.of_design(design).ends == {"Moved away"}


def test_a_step_of_the_map_counts_as_its_arrows_do_and_that_of_the_design_only_those_it_is_asked_of() -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    # In Hull the look-up is no step that is asked for: 4 of its 5 cases took it nonetheless.
    routes = [("Hull", ["Desk", "Look-up"])] * 4 + [("Hull", ["Desk"])] + [("York", ["Desk", "Look-up"])] * 3
    rows = [
        (f"c{case}", step, start + timedelta(hours=at), site)
        for case, (site, steps) in enumerate(routes)
        for at, step in enumerate(steps)
    ]
    log = event_log(pl.DataFrame(rows, schema=["case", "activity", "time", "site"], orient="row"), site="site")
    design = Design("D", (Step("Desk"), Step("Look-up")), local=(LocalDifference("Hull", "on paper", ("Look-up",)),))
    whole = of_counts("", count(log), conformance(log, design).whole)
    runs, meant = pathway_figures(Pictured("d", "D", whole, Meant.of_design(design)))
    assert isinstance(runs.chart, PathwayMap)
    assert isinstance(meant.chart, PathwayMap)
    assert [(one.number, one.share) for one in runs.chart.panels[0].taken] == [("8", 1.0), ("7", 0.875)]
    assert [way.count for way in runs.chart.panels[0].ways] == [7]
    assert [one.number for one in meant.chart.panels[0].taken] == ["8 of 8", "3 of 3"]
    assert meant.sentence.endswith("The arrows count every case.")
    asked_everywhere = of_counts("", count(log), conformance(log, replace(design, local=())).whole)
    assert "arrows" not in pathway_figures(Pictured("d", "D", asked_everywhere, Meant.of_design(design)))[1].sentence


def test_two_groups_stand_beside_each_other_and_hidden_is_written_as_asked() -> None:
    figure = pathway_figures(PICTURED, hidden="few")[2]
    assert figure.title == "Custody: before and after the pilot in Hull"
    assert "may be due to chance" in figure.sentence
    assert figure.table.columns[2:4] == ("How often, Before: 8 cases", "Median wait, Before: 8 cases")
    assert cells(figure.table) == [
        ["Desk", "Look-up", "4", "2 h", "10", "1 min"],
        ["Look-up", "Worker", "4", "", "few", "few"],
    ]
    assert figure.description.startswith("Before: 8 cases: from “Desk” to “Look-up” 4 times, median wait 2 h; from ")


def test_a_wait_tells_those_who_were_not_seen_and_not_that_they_wait(figures: tuple[Figure, ...]) -> None:
    figure = figures[3]
    assert figure.title == "Custody: how long from “Desk” to “Worker”"
    (row,) = cells(figure.table)
    assert row[:6] == ["All cases", "12", "9", "0", "3", "6 h"]
    assert row[6].endswith(" h") or row[6].endswith("not reached")
    assert figure.table.columns[4] == "Not seen by 30 June 2026"
    assert figure.description == (
        "All cases: of 12 cases, 9 reached it, 0 ended without it and 3 were not seen to do either by 30 June 2026; "
        "half had reached it by 6 h."
    )
    assert "marks a case without the step or an end by 30 June 2026" in figure.sentence
    assert "wait" not in figure.sentence + figure.description


def test_a_wait_that_fewer_than_half_came_through_says_so() -> None:
    few = incidence(np.arange(1.0, 13) * 3600, np.array([REACHED] * 4 + [CLOSED] * 8))
    wait = waited("Desk", "Worker", {"All": few}, date(2026, 6, 30))
    assert pathway_figures(replace(PICTURED, waits=(wait,)))[-1].description.endswith("fewer than half had reached it.")


def test_page_pdf_and_word_take_them(figures: tuple[Figure, ...]) -> None:
    report = Report(
        programme="P", title="T", kicker="K", status="S", front=(), sections=(Section("s", "S", 2, figures),)
    )
    html = page(report).decode()
    assert html.count('class="if-wide"') == html.count('class="if-narrow"') == 3
    blocks = [block for section in content(report)["sections"] for block in section["blocks"]]
    assert ['viewBox="0 0 672 ' in block["svg"] for block in blocks] == [True, True, True, False]
    assert all(block["alt"] for block in blocks)
    assert pdf(report).startswith(b"%PDF")
    assert len(Document(BytesIO(docx(report))).inline_shapes) == 4
