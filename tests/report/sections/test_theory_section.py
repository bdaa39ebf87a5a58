"""What a report says of the theory of change: its versions, what supports each link, and how faithfully it was done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.annexed import whole

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.theory_records import TocLink
from tideturn.methods.fidelity import fidelity as measured
from tideturn.report.blocks import Block, Bullets, DataTable, Paragraph, Section, Words
from tideturn.report.sections.fidelity import faithfulness, fidelity
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.released import Release
from tideturn.report.sections.theory import spoken_of, theory

NODES = (
    {"node_id": "n", "kind": "activity", "title": "Training"},
    {"node_id": "m", "kind": "output", "title": "People trained"},
    {"node_id": "o", "kind": "outcome", "title": "It is supported", "outcome_id": "supported"},
    {"node_id": "z", "kind": "impact", "title": "An end to it"},
)
LINKS = (
    {"link_id": "l1", "from_node": "n", "to_node": "m", "assumption": "people may go"},
    {"link_id": "l2", "from_node": "m", "to_node": "o"},
    {"link_id": "l3", "from_node": "o", "to_node": "z"},
)


def rows(table: str, given: Iterable[dict[str, Any]]) -> pl.DataFrame:
    schema = TABLES[table].empty().schema
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in given], schema=schema)


def link(link_id: str = "l1", sources: int | None = 0, **given: object) -> TocLink:
    row = next(row for row in LINKS if row["link_id"] == link_id)
    values: dict[str, object] = {"unprompted": sources, "against": 0, "helps": sources, "hinders": 0}
    values |= {"sites": (), "voices": ()}
    return TocLink(link_id, row["from_node"], row["to_node"], sources, **{**values, **given})  # type: ignore[arg-type]


def said(block: Block) -> list[str]:
    """Every heading, sentence and row, in order."""

    def text(words: Words) -> str:
        return "".join(span.text for span in words)

    match block:
        case Section():
            return [block.title, *(line for inner in block.blocks for line in said(inner))]
        case Paragraph():
            return [text(block.words)]
        case Bullets():
            return [text(item) for item in block.items]
        case DataTable():
            return [" | ".join(block.columns), *(" | ".join(text(cell) for cell in row) for row in block.rows)]
        case _:
            raise AssertionError(block)


@pytest.fixture
def look(small_dataset: Dataset, small_evaluation: Evaluation) -> Lookup:
    """The small programme with a theory of three links, of which somebody spoke of one."""
    tables = {
        **small_dataset.tables,
        "toc_nodes": rows("toc_nodes", NODES),
        "toc_links": rows("toc_links", LINKS),
        "toc_versions": rows(
            "toc_versions",
            (
                {"version": 1, "date": date(2018, 9, 1), "reason": "Agreed at the start"},
                {"version": 2, "date": date(2019, 3, 1), "reason": "Travel matters", "learning_id": "l1"},
                {"version": 3, "date": date(2019, 9, 1), "reason": "Written after the year"},
            ),
        ),
    }
    links = (
        link("l1", 3, unprompted=2, voices=("staff", "stakeholder"), sites=("gm", "ldn")),
        link("l2", 0, rivals=("A new law",)),
        link("l3", 0),
    )
    return Lookup(replace(small_dataset, tables=tables), replace(small_evaluation, toc_links=links))


def told(look: Lookup) -> list[str]:
    section = whole(theory(look))
    return said(section)


def test_versions_come_in_order_up_to_the_years_end_with_reason_and_learning(look: Lookup) -> None:
    lines = told(look)
    start = lines.index("How it was changed, and why")
    assert lines[start + 1 : start + 4] == [
        "It was changed once in this year.",
        "Version 1, from 1 September 2018. Agreed at the start.",
        "Version 2, from 1 March 2019. Travel matters. It follows from what was learnt (Greater Manchester, "
        "1 February 2019): Ask about travel first.",
    ]
    assert not any("Written after the year" in line for line in lines)


def test_each_link_is_told_with_who_spoke_of_it_and_a_silent_one_is_said_to_be_so(look: Lookup) -> None:
    lines = told(look)
    assert "People mentioned 1 of them; the other 2 were not mentioned." in lines[1]
    assert any(
        line.startswith(
            "Training | People trained | 3 people, 2 of them unprompted: the programme’s own staff and "
            "partners (Greater Manchester and London). | People may go."
        )
        for line in lines
    )
    assert "People trained | It is supported | Not mentioned. | A new law." in lines
    assert "It is supported | An end to it | Not mentioned." in lines


def test_a_column_that_would_be_empty_is_a_sentence_instead(look: Lookup) -> None:
    lines = told(look)
    assert "From | To | Who mentioned it" in lines
    assert lines[lines.index("It is supported | An end to it | Not mentioned.") + 1] == (
        "No assumptions are recorded for these links. No other explanations were considered for these links."
    )


def test_an_outcomes_node_leads_to_its_outcome(look: Lookup) -> None:
    section = whole(theory(look))
    links = next(block for block in section.blocks if isinstance(block, Section) and block.anchor == "theory-links")
    table = links.blocks[2]
    assert isinstance(table, DataTable)
    assert table.rows[0][1][0].target == "outcome-supported"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sources": 1}, "1 person, unprompted: young people."),
        ({"sources": 2}, "2 people, both unprompted: young people."),
        ({"sources": 3, "unprompted": 0}, "3 people, who may have been prompted: young people."),
        ({"sources": 3, "against": 1}, "3 people, all unprompted: young people. 1 of them does not confirm it."),
        ({"sources": 2, "against": 2}, "2 people, both unprompted: young people. None of them confirms it."),
        (
            {"sources": 3, "against": 2, "hinders": 2},
            "3 people, all unprompted: young people. 2 of them say that the first gets in the way of the second.",
        ),
        (
            {"sources": 2, "against": 2, "hinders": 2},
            "2 people, both unprompted: young people. They all say that the first gets in the way of the second.",
        ),
        (
            {"sources": 3, "against": 2, "hinders": 1},
            "3 people, all unprompted: young people. 2 of them do not confirm it.",
        ),
        ({"sources": None, "unprompted": None, "against": None}, "c people: young people."),
        ({"sources": 14, "unprompted": None, "against": None}, "14 people: young people."),
    ],
)
def test_who_spoke_of_a_link(look: Lookup, given: dict[str, object], words: str) -> None:
    released = replace(look, release=Release("year-1-1", {}))
    assert spoken_of(released, link(voices=("young_person",), **given)) == words  # type: ignore[arg-type]


def test_departures_are_told_with_their_reasons_drift_apart(look: Lookup) -> None:
    section = whole(fidelity(look))
    lines = said(section)
    assert without_numbers(lines[1]) == (
        "2 pieces of work were planned for this year. 1 departed from the plan, drifted (Evidence #)."
    )
    assert "Training days, London | 18 of 20 days (90%) | Not recorded | Modified: drifted" in lines
    assert lines[2:4] == [
        "Drifted, so no longer in line with the theory of change",
        "Training days, London: modified, 18 of 20 days (90%). The venue closed.",
    ]


def without_numbers(text: str) -> str:
    """The sentence without the number of its evidence."""
    return re.sub(r"(Evidence )\d+", r"\1#", text)


def test_what_nobody_judged_and_what_nobody_accounted_for_are_said(
    look: Lookup, recount: Callable[[Dataset, Evaluation], Evaluation]
) -> None:
    plan = look.dataset.table("plan")
    given = [
        {"component": "A", "measure": "m", "planned": 9.0, "delivered": 5.0, "departure": "modified"},
        {"component": "B", "measure": "m", "planned": 9.0, "delivered": 5.0},
        {"component": "C", "measure": "m", "planned": 9.0, "delivered": 9.0, "departure": "added"}
        | {"judged": "adaptation", "reason": "asked for"},
    ]
    more = [{**dict.fromkeys(plan.columns), "node_id": "n", "site": "ldn", "year": 1, **row} for row in given]
    dataset = replace(look.dataset, tables={**look.dataset.tables, "plan": pl.DataFrame(more, schema=plan.schema)})
    section = whole(fidelity(replace(look, dataset=dataset, evaluation=recount(dataset, look.evaluation))))
    lines = said(section)
    assert without_numbers(lines[1]) == (
        "3 pieces of work were planned for this year. 2 departed from the plan: 1 adapted and 1 not judged. "
        "A further 1 fell short of the plan, with no departure recorded (Evidence #)."
    )
    assert lines[2:8] == [
        "Adapted, still in line with the theory of change",
        "C, London: added, 9 of 9 m. Asked for.",
        "Departed from the plan, and not judged yet",
        "A, London: modified, 5 of 9 m. No reason was recorded.",
        "Less than planned, with no reason recorded",
        "B, London: 5 of 9 m.",
    ]


def test_without_a_theory_that_is_said_and_with_neither_theory_nor_plan_there_is_no_section(look: Lookup) -> None:
    bare = {name: frame for name, frame in look.dataset.tables.items() if not name.startswith("toc_")}
    silent = replace(look.evaluation, toc_links=())
    lines = told(Lookup(replace(look.dataset, tables=bare), silent))
    assert lines[1] == "No theory of change was recorded for this year, so no link of it can be tested."
    del bare["plan"]
    assert theory(Lookup(replace(look.dataset, tables=bare), silent)) is None


@pytest.mark.parametrize(
    ("work", "told_as"),
    [
        ([(9.0, 9.0), (10.0, 9.0)], "2 pieces of work, both in full."),
        ([(5.0, 9.0)], "1 piece of work, short of the plan."),
        (
            [(5.0, 9.0), (9.0, 9.0), (None, 9.0)],
            "3 pieces of work: 1 in full, 1 short of the plan and 1 with no count given.",
        ),
    ],
)
def test_work_that_fell_short_is_not_called_faithful(
    look: Lookup, work: list[tuple[float | None, float]], told_as: str
) -> None:
    given = [
        {
            "component": f"part {i}",
            "node_id": "n",
            "site": "ldn",
            "year": 1,
            "measure": "m",
            "delivered": d,
            "planned": p,
        }
        for i, (d, p) in enumerate(work)
    ]
    assert faithfulness(look, measured(rows("plan", given), 1)) == told_as
