"""What it cost: the total, what it comes to for each, the table by place and kind, and what is not counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.worked_example import example, judged

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.ledger.counts.money import PER_SESSION, PER_YOUNG_PERSON
from tideturn.evaluation.model import Evaluation, EvidenceItem
from tideturn.report.blocks import DataTable, Paragraph, Section
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.money import money
from tideturn.report.sections.released import Release

Recount = Callable[[Dataset, Evaluation], Evaluation]
DAY = date(2019, 3, 4)
BESIDE = (
    "This leaves out volunteers, partners’ time and anything else that is not in costs.csv. These figures say what was "
    "spent, not what it was worth: we give no return on investment."
)


def table(name: str, *rows: dict[str, object]) -> pl.DataFrame:
    schema = TABLES[name].empty().schema
    return pl.DataFrame([[row.get(column) for column in schema] for row in rows], schema=schema, orient="row")


def cost(amount: float, category: str = "salaries", site: str = "ldn", **more: object) -> dict[str, object]:
    return {"year": 1, "site": site, "category": category, "amount": amount, **more}


@pytest.fixture
def costing(
    small_dataset: Dataset, small_evaluation: Evaluation, recount: Recount
) -> Callable[..., tuple[str, list[list[str]], str]]:
    """`costing(rows, …)`: the section's first paragraph, its table with its header, and what is said beside it."""

    def made(*rows: dict[str, object], seen: int = 0, **tables: pl.DataFrame) -> tuple[str, list[list[str]], str]:
        cases = [{"case_id": f"c{n}", "site": "ldn", "received": DAY, "opened": DAY} for n in range(seen)]
        held = [{"case_id": f"c{n}", "date": DAY, "kind": "therapy", "held": True} for n in range(seen)]
        own = {"costs": table("costs", *rows), "cases": table("cases", *cases), "sessions": table("sessions", *held)}
        dataset = replace(small_dataset, tables={**small_dataset.tables, **own, **tables})
        section = money(Lookup(dataset, recount(dataset, small_evaluation)))
        assert section is not None
        return of(section)

    return made


def of(section: Section) -> tuple[str, list[list[str]], str]:
    lead, body, beside = section.blocks
    assert isinstance(lead, Paragraph)
    assert isinstance(body, DataTable)
    assert isinstance(beside, Paragraph)
    cells = [["".join(span.text for span in cell) for cell in row if isinstance(cell, tuple)] for row in body.rows]
    return said(lead), [list(body.columns), *cells], said(beside)


def said(block: Paragraph) -> str:
    return "".join(span.text for span in block.words)


def test_no_costs_no_section(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    assert money(Lookup(small_dataset, small_evaluation)) is None
    other = replace(small_dataset, tables={**small_dataset.tables, "costs": table("costs", {**cost(5), "year": 2})})
    assert money(Lookup(other, small_evaluation)) is None


def test_one_cost_has_a_total_and_no_unit_cost(costing) -> None:
    lead, body, beside = costing(cost(1234.4))
    assert lead == "The programme spent £1,234 in Year 1 (Evidence 7)."
    assert body == [["Where", "Salaries", "All"], ["London", "1,234", "1,234"], ["All", "1,234", "1,234"]]
    assert beside == f"{BESIDE} Amounts are rounded, so they may not add up to the totals."


def test_whole_pounds_need_no_note_on_rounding(costing) -> None:
    assert costing(cost(1234))[2] == BESIDE


def test_the_whole_spend_is_divided_and_that_is_said(costing) -> None:
    lead, _, _ = costing(cost(900), cost(90, site="programme"), seen=11)
    assert lead.startswith("The programme spent £990 in Year 1")
    assert (
        "No cost names a part of the plan, so each figure here divides what the whole programme spent. "
        "Do not add them up. That is £90 for each of the 11 young people who had a session that went ahead"
    ) in lead
    assert "For each of the 11 sessions that went ahead, it is £90" in lead
    assert "group session" not in lead


def test_nothing_is_divided_by_nine(costing) -> None:
    assert costing(cost(900), seen=9)[0].startswith("The programme spent £900 in Year 1 (Evidence")
    assert "for each" not in costing(cost(900), seen=9)[0].lower()


def test_a_programme_may_ask_for_more_than_ten() -> None:
    stricter = replace(judged(2), rules=replace(judged(2).rules, small_denominator=200))
    section = money(Lookup(example(), stricter))
    assert section is not None
    assert "163" not in of(section)[0]
    assert "634 outside professionals" in of(section)[0]


def test_two_currencies_get_no_total(small_dataset: Dataset, small_evaluation: Evaluation, recount: Recount) -> None:
    costs = table("costs", cost(1), cost(1, currency="EUR"))
    dataset = replace(small_dataset, tables={**small_dataset.tables, "costs": costs})
    section = money(Lookup(dataset, recount(dataset, small_evaluation)))
    assert section is not None
    (only,) = section.blocks
    assert isinstance(only, Paragraph)
    assert said(only) == "The costs are in EUR and GBP. We do not add up different currencies, so we give no total."


def test_another_currency_has_its_sign(costing) -> None:
    assert costing(cost(5, currency="EUR"))[0].startswith("The programme spent €5 in Year 1")
    assert costing(cost(5, currency="chf"))[0].startswith("The programme spent CHF\N{NO-BREAK SPACE}5 in Year 1")


def test_the_longer_list_runs_down(costing) -> None:
    _, body, _ = costing(cost(10), cost(5, "rent"), cost(2, "travel"), cost(1, "rent", "programme"))
    assert body == [
        ["On what", "London", "No one place", "All"],
        *(["Salaries", "10", "–", "10"], ["Rent", "5", "1", "6"], ["Travel", "2", "–", "2"]),
        ["All", "17", "1", "18"],
    ]


def test_the_example_says_what_it_divides_and_what_it_leaves_out() -> None:
    section = money(Lookup(example(), judged(2)))
    assert section is not None
    lead, body, beside = of(section)
    assert "Casework and therapy cost £372,715. That is £2,287 for each of the 163 young people" in lead
    assert "A group session counts once for each young person who came." in lead
    assert "Training cost £59,411. That is £94 for each of the 634 outside professionals who came to training" in lead
    assert "The other £365,550 paid for other work or for the whole programme; we do not divide it." in lead
    assert [row[0] for row in body] == [
        "Where",
        "London",
        "Birmingham",
        "Greater Manchester",
        "National",
        "No one place",
        "All",
    ]
    assert beside.startswith(BESIDE)


def test_a_release_gives_no_unit_cost_whose_people_it_hides() -> None:
    def hiding(*names: str) -> str:
        def hidden(item: EvidenceItem) -> EvidenceItem:
            if item.evidence_id.split("/")[1] not in names:
                return item
            return replace(item, value=item.value.of({**dict.fromkeys(item.by_name), "spent": 5}))

        evaluation = replace(judged(2), evidence=tuple(map(hidden, judged(2).evidence)))
        section = money(Lookup(example(), evaluation, Release("year-2-1", {})))
        assert section is not None
        return of(section)[0]

    assert "young people who had" not in hiding(PER_YOUNG_PERSON.name)
    assert "For each of the 1,701 sessions" in hiding(PER_YOUNG_PERSON.name)
    none = hiding(PER_YOUNG_PERSON.name, PER_SESSION.name)
    assert "Casework" not in none
    assert "Training cost" in none
