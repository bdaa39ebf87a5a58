"""Outcomes by group: the sentences and tables of small programmes, counted by hand, and those of the worked example."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.frames import frame
from tests.worked_example import engine_claims, example, judged

from tideturn.dataset.model import Dataset, Programme, Site, Year
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.by_group import DID_BETTER, WERE_LOST, comparisons
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.ledger.counts.better import better_of
from tideturn.report.blocks import Annex, Block, Bullets, DataTable, Paragraph
from tideturn.report.compose import compose
from tideturn.report.sections.by_group import by_group
from tideturn.report.sections.lookup import Lookup, Release

YEAR = Year(1, date(2018, 9, 1), date(2019, 8, 31))
START, LATER = date(2018, 11, 1), date(2019, 3, 1)
OUTCOME = {"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1}


def programme(*groups: tuple[dict[str, Any], int, int, int]) -> Dataset:
    """Young people alike in each group: so many did better, so many did not, and so many have no later score."""
    cases: list[dict[str, Any]] = []
    scores: list[dict[str, Any]] = []
    for recorded, better, same, lost in groups:
        for later in (*[5] * better, *[3] * same, *[None] * lost):
            case = {"case_id": f"c{len(cases)}", "site": "n", "received": START, "opened": START, **recorded}
            of = {"case_id": case["case_id"], "outcome_id": "safety"}
            cases.append(case)
            scores.append({**of, "date": START, "stage": "baseline", "score": 3})
            scores += [{**of, "date": LATER, "stage": "review", "score": later}] if later else []
    tables = {"outcomes": [OUTCOME], "cases": cases, "assessments": scores}
    frames = {name: frame(TABLES[name], rows) for name, rows in tables.items()}
    return Dataset(Programme(name="P", sites=(Site("n", "North"),), years=(YEAR,)), frames, {}, {})


GIRLS, BOYS = {"gender": "girl"}, {"gender": "boy"}
APART = programme((GIRLS, 12, 0, 0), (BOYS, 2, 10, 0), ({}, 1, 2, 0))
LOST = programme((GIRLS, 6, 6, 0), (BOYS, 6, 6, 12))
OVERLAP = programme(
    ({"exploitation_types": "criminal"}, 12, 0, 0),
    ({"exploitation_types": "criminal|online"}, 0, 3, 0),
    ({"exploitation_types": "sexual"}, 1, 11, 0),
)


def look(dataset: Dataset) -> Lookup:
    return Lookup(dataset, evaluate(dataset, year=1))


def said(blocks: tuple[Block, ...]) -> str:
    lines = []
    for block in blocks:
        match block:
            case Paragraph():
                lines.append("".join(span.text for span in block.words))
            case Bullets():
                lines += ["".join(span.text for span in item) for item in block.items]
    return "\n".join(lines)


def table(blocks: tuple[Block, ...]) -> dict[str, tuple[str, ...]]:
    annex = next(block for block in blocks if isinstance(block, Annex))
    found = next(block for block in annex.blocks if isinstance(block, DataTable))
    rows = [["".join(span.text for span in cell) for cell in row] for row in found.rows]  # type: ignore[union-attr]
    return {row[0]: tuple(row[1:]) for row in rows}


def test_a_difference_beyond_chance_is_told_with_both_shares_and_no_cause() -> None:
    told = said(by_group(look(APART)))
    assert "which left 1 comparison. Some differences were larger than chance" in told
    assert (
        "“Safety”, scored by workers: 100% of those whose gender is recorded as “girl” did better (12 of 12), and 17% "
        "of those whose gender is recorded as “boy” (2 of 12)."
    ) in told
    assert "This does not show why." in told


def test_the_table_has_everyone_and_those_not_recorded() -> None:
    # Wilson's intervals of 15 of 27, 2 of 12 and 12 of 12: 1/(1 + 1.9600²/12) is 0.7575.
    assert table(by_group(look(APART))) == {
        "Everyone": ("27", "15", "56% (37% to 72%)"),
        "Gender: boy": ("12", "2", "17% (5% to 45%)"),
        "Gender: girl": ("12", "12", "100% (76% to 100%)"),
        "Gender: not recorded": ("3", "1", "–"),
    }


def test_who_is_missing_more_often_is_told() -> None:
    told = said(by_group(look(LOST)))
    assert "No difference was larger than chance would explain" in told
    assert "none (1 comparison). One group stood out" in told
    assert (
        "50% of those whose gender is recorded as “boy” have no later score (12 of 24), and 0% of those whose gender "
        "is recorded as “girl” (0 of 12)."
    ) in told


def test_a_type_that_one_may_have_beside_others_is_held_against_all_without_it() -> None:
    found = comparisons(evaluate(OVERLAP, year=1), DID_BETTER)
    sides = {one.sides[0].value: [(side.k, side.n) for side in one.sides] for one in found}
    # Three with two types are few, and no group of them is compared.
    assert sides == {"criminal": [(12, 15), (1, 12)], "sexual": [(1, 12), (12, 15)]}
    assert "80% of those whose exploitation type is recorded as “criminal”" in said(by_group(look(OVERLAP)))
    assert "8% of those with another exploitation type (1 of 12)" in said(by_group(look(OVERLAP)))


def test_each_p_is_raised_for_all_that_were_compared() -> None:
    first, second = comparisons(evaluate(OVERLAP, year=1), DID_BETTER)
    # Of C(27, 13) ways 455 × 12 give 12 of 15 against 1 of 12; no likelier are 105, and at the other end 15 and 1,260.
    assert first.p == second.p == pytest.approx((5_460 + 105 + 15 + 1_260) / 20_058_300)
    assert first.adjusted == pytest.approx(2 * first.p)


def test_too_few_to_compare_are_not_compared() -> None:
    few = programme((GIRLS, 9, 0, 0), (BOYS, 0, 9, 0))
    assert said(by_group(look(few))).startswith("Too few young people in any group were scored twice")
    assert by_group(look(programme((GIRLS, 0, 0, 5)))) == ()


def test_a_release_does_not_say_how_groups_did() -> None:
    evaluation = evaluate(APART, year=1)
    told = said(by_group(Lookup(APART, evaluation, Release("year-1-1", {}))))
    assert told.startswith("A published report does not say how groups of young people did")


@pytest.mark.parametrize("dataset", [APART, LOST, OVERLAP])
def test_every_sentence_is_proved(dataset: Dataset) -> None:
    evaluation = evaluate(dataset, year=1)
    claims = engine_claims(compose(dataset, evaluation), Bindings(evaluation, dataset=dataset))
    told = [one for one in claims if "did better" in one.text or "later score" in one.text]
    assert told
    for one in told:
        assert (one.why_not, one.unbound) == ((), ()), one.text


def test_the_groups_of_the_worked_example_add_up_to_the_outcome() -> None:
    evidence = {item.evidence_id: item for item in judged(2).evidence}
    groups = [name for name in evidence if "/better_by:" in name and "exploitation_type" not in name]
    assert groups
    for name in groups:
        item, (_, outcome, voice) = evidence[name], better_of(name.split("/")[1]) or ("", "", "")
        value, whole = item.by_name, evidence[f"matched/{outcome}/{voice}/programme/2"]
        assert sum(n for field, n in value.items() if field.startswith("counts.")) + value["not_recorded"] == item.n
        better = sum(n for field, n in value.items() if field.startswith("better"))
        assert (whole.n, whole.by_name["better"]) == (item.n, better)


def test_of_the_worked_example_no_outcome_differs_and_one_loses_some_more_often() -> None:
    assert not any(one.apart for one in comparisons(judged(2), DID_BETTER))
    apart = [one for one in comparisons(judged(2), WERE_LOST) if one.apart]
    assert {(one.outcome_id, one.group) for one in apart} == {("mental_health", "exploitation_type")}
    assert "52 comparisons" in said(by_group(Lookup(example(), judged(2))))
