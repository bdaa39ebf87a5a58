"""Outcomes by group: the sentences and tables of small programmes, counted by hand, and those of the worked example."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.frames import frame
from tests.worked_example import engine_claims, example, judged

from tideturn.dataset.model import Dataset, Programme, Site, Year
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.by_group import DID_BETTER, WERE_LOST, comparisons, released_groups
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.ledger.counts.better import better_of
from tideturn.methods.disclosure import DisclosureRule
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


RULE = DisclosureRule()


def released(dataset: Dataset, rule: DisclosureRule = RULE, hidden: str = "") -> str:
    evaluation = evaluate(dataset, year=1)
    groups = released_groups(evaluation, rule, lambda cell: bool(hidden) and cell.endswith(hidden))
    return said(by_group(Lookup(dataset, replace(evaluation, groups=groups), Release("year-1-1", {}))))


MANY_APART = programme((GIRLS, 34, 6, 0), (BOYS, 10, 30, 0))
MANY_ALIKE = programme((GIRLS, 20, 20, 9), (BOYS, 20, 20, 9))


def test_a_release_says_where_groups_differ_without_a_count() -> None:
    told = released(MANY_APART)
    assert "explain (Fisher’s exact test, Holm’s correction): by gender for “Safety” (scored by workers)." in told
    assert "This does not show why." in told
    assert not re.search(r"\d", told)
    told = released(MANY_ALIKE)
    assert told.count("no difference was larger than chance would explain") == 2


OTHER = {"gender": "non-binary"}
ONLINE, CRIMINAL, NO_TYPE = ({"exploitation_types": name} for name in ("online", "criminal", ""))
NOTHING_SAID = (
    "A published report does not say how groups of young people did: small numbers could be worked out from them."
)


@pytest.mark.parametrize(
    "dataset",
    [
        # Few on a side did, or did not.
        APART,
        OVERLAP,
        programme((GIRLS, 34, 5, 0), (BOYS, 10, 30, 0)),
        # Of the others few did: with 14 of 30 better and at least six on either side, they are two.
        programme((GIRLS, 6, 6, 0), (BOYS, 6, 6, 0), (OTHER, 2, 4, 0)),
        programme((GIRLS, 14, 6, 0), (BOYS, 6, 14, 0), (OTHER, 2, 4, 0)),
        programme((GIRLS, 6, 94, 0), (BOYS, 7, 93, 0), (OTHER, 1, 5, 0)),
        programme((GIRLS, 14, 14, 0), (BOYS, 6, 6, 0), (OTHER, 1, 0, 0)),
        programme((CRIMINAL, 6, 6, 0), (ONLINE, 6, 6, 0), (NO_TYPE, 2, 4, 0)),
        programme((GIRLS, 6, 6, 0), (BOYS, 6, 6, 0), (OTHER, 6, 5, 0)),
    ],
)
def test_a_release_does_not_say_how_groups_did_where_few_did_or_few_did_not(dataset: Dataset) -> None:
    assert comparisons(evaluate(dataset, year=1), DID_BETTER)
    assert released(dataset) == NOTHING_SAID


def test_a_release_does_not_say_who_has_no_later_score_where_few_of_the_others_have_none() -> None:
    told = released(programme((GIRLS, 20, 20, 6), (BOYS, 20, 20, 6), (OTHER, 6, 6, 1)))
    assert "Who did better: among these groups, no difference" in told
    assert "later score" not in told


@pytest.mark.parametrize("hidden", ["#n", "#better", "#worse", "#open", "reached_by_gender/programme/1#counts.girl"])
def test_a_release_does_not_say_how_groups_did_where_it_hides_a_number_of_theirs(hidden: str) -> None:
    many = programme((GIRLS, 20, 20, 9), (BOYS, 20, 20, 9))
    tables = {**many.tables, "sessions": held(many)}
    dataset = replace(many, tables=tables)
    assert "among these groups" in released(dataset)
    assert released(dataset, hidden=hidden) == NOTHING_SAID


def test_where_nought_is_hidden_that_there_are_no_others_is_not_told() -> None:
    assert "among these groups" in released(MANY_ALIKE)
    assert released(MANY_ALIKE, DisclosureRule(show_zero=False)) == NOTHING_SAID


def held(dataset: Dataset) -> pl.DataFrame:
    """A session for each young person, so that they count as reached."""
    rows = [
        {"case_id": case, "date": START, "kind": "one_to_one", "held": True}
        for case in dataset.table("cases")["case_id"]
    ]
    return frame(TABLES["sessions"], rows)


def test_a_release_says_nothing_of_groups_where_nobody_was_scored_twice() -> None:
    assert released(programme((GIRLS, 0, 0, 5))) == ""


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
        value, whole = item.value or {}, evidence[f"matched/{outcome}/{voice}/programme/2"]
        assert sum(n for field, n in value.items() if field.startswith("counts.")) + value["not_recorded"] == item.n
        better = sum(n for field, n in value.items() if field.startswith("better"))
        assert (whole.n, (whole.value or {})["better"]) == (item.n, better)


def test_of_the_worked_example_no_outcome_differs_and_one_loses_some_more_often() -> None:
    assert not any(one.apart for one in comparisons(judged(2), DID_BETTER))
    apart = [one for one in comparisons(judged(2), WERE_LOST) if one.apart]
    assert {(one.outcome_id, one.group) for one in apart} == {("mental_health", "exploitation_type")}
    assert "52 comparisons" in said(by_group(Lookup(example(), judged(2))))
