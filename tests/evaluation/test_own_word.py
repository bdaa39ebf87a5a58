"""A site has a word of its own only where it differs from the others by more than chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.evidence_values import value_of, wave_of

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.evidence_values import AnswerCounts
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict, Override, Provenance
from tideturn.evaluation.own_word import dissents_elsewhere, sites_apart, with_own_word
from tideturn.evaluation.strand import Strand


def item(scope: str, k: int, n: int, name: str = "q", **value: object) -> EvidenceItem:
    return EvidenceItem(
        f"survey/s/{name}/stakeholder/{scope}/1",
        "o",
        scope,
        1,
        "survey",
        "stakeholder",
        "survey:s",
        "supports",
        n,
        AnswerCounts.of({"k": k, **value}),
        None,
        "",
        Provenance("responses", (), n, ""),
        "partners",
        date(2019, 8, 31),
    )


def judged(scope: str, verdict: str = "emerging", *strands: Strand) -> OutcomeVerdict:
    return OutcomeVerdict("o", scope, Verdict.of(verdict), "", "low", (), strands)


def test_fishers_exact_test_of_a_site_against_the_others_with_holms_correction() -> None:
    """By hand: 9 of 10 against 8 of 20. The tables with 17 agreeing of 30 of which 9 or 10 are here: p = 0.0174.

    Three sites of one question are three tests: 0.0174 × 3 = 0.052 differs from nobody; 10 of 10 (p = 0.0016) does.
    """
    others = [item("bhm", 4, 10), item("mcr", 4, 10)]
    assert sites_apart([item("ldn", 9, 10), *others]) == frozenset()
    assert sites_apart([item("ldn", 10, 10), *others]) == {"ldn"}
    assert sites_apart([item("ldn", 10, 10), *others, item("programme", 18, 30)]) == {"ldn"}
    assert sites_apart([item("ldn", 10, 10, unplaced=2), *others]) == frozenset()


def test_the_share_that_got_better_and_the_rise_of_a_count_are_tested_too() -> None:
    def scores(scope: str, better: int) -> EvidenceItem:
        name = f"matched/o/record/{scope}/1"
        return replace(item(scope, 0, 20), evidence_id=name, kind="monitoring", value=value_of({"better": better}))

    def series(scope: str, year: int, before: int, per: float = 1.0) -> EvidenceItem:
        of_periods = {"periods": ["2018", "2019"], "baseline": 1, "exposure_year": per}
        value = {"count_year": year, "count_before": before, **of_periods}
        return replace(
            item(scope, 0, year), evidence_id=f"series/x/{scope}/1", kind="monitoring", value=value_of(value)
        )

    assert sites_apart([scores("ldn", 19), scores("bhm", 5)]) == {"ldn", "bhm"}
    assert sites_apart([scores("ldn", 12), scores("bhm", 10)]) == frozenset()
    assert sites_apart([series("ldn", 90, 30), series("bhm", 30, 30)]) == {"ldn", "bhm"}
    assert sites_apart([series("ldn", 30, 30), series("bhm", 30, 30)]) == frozenset()
    assert sites_apart([series("ldn", 90, 30, per=400.0), series("bhm", 30, 30, per=100.0)]) == frozenset()


def test_which_of_the_same_people_came_to_agree_is_tested() -> None:
    def twice(scope: str, gained: int, *, reference: bool = True) -> EvidenceItem:
        return item(scope, 15, 20, waves=[wave_of(reference=reference, pairs=20, gained=gained)])

    assert sites_apart([twice("ldn", 14), twice("bhm", 2)]) == {"ldn", "bhm"}
    assert sites_apart([twice("ldn", 14, reference=False), twice("bhm", 2, reference=False)]) == frozenset()
    assert sites_apart([twice("ldn", 5), twice("bhm", 4)]) == frozenset()


def test_of_one_site_alone_there_is_nothing_to_differ_from() -> None:
    assert sites_apart([item("ldn", 10, 10)]) == frozenset()


def test_a_site_is_printed_where_it_differs_is_contested_by_place_or_was_overridden() -> None:
    evidence = [item("ldn", 10, 10), item("bhm", 4, 10), item("mcr", 4, 10)]
    by_hand = replace(judged("mcr"), override=Override(Verdict.ADVERSE, "since", "lead"))
    whole, *local = with_own_word(
        [judged("programme"), judged("ldn", "supported"), judged("bhm", "mixed"), by_hand], evidence
    )
    assert [one.printed for one in (whole, *local)] == [True, True, False, True]
    assert whole.sites_that_differ == ("ldn", "mcr")


def test_every_site_is_printed_where_places_read_opposite_ways() -> None:
    up = Strand("survey", "stakeholder", "positive", "", "partners")
    down = replace(up, reading="negative")
    local = [judged("ldn", "emerging", up), judged("bhm", "adverse", down), judged("mcr", "not_measured")]
    whole, *told = with_own_word([judged("programme", "contested"), *local], [])
    assert all(one.printed for one in told)
    assert whole.sites_that_differ == ("ldn", "bhm", "mcr")
    whole, *told = with_own_word([judged("programme", "contested"), local[0]], [])
    assert not told[0].printed


@pytest.mark.parametrize(
    ("verdict", "reading", "said"),
    [
        ("emerging", "no_change", True),
        ("emerging", "positive", False),
        ("contested", "negative", True),
        ("adverse", "negative", False),
        ("insufficient", "mixed", False),
    ],
)
def test_who_dissents_in_the_programme_and_is_too_few_at_a_site_is_named(
    verdict: str, reading: str, said: bool
) -> None:
    dissenting = Strand("interview", "staff", reading, "", "sources", evidence=("i",))
    few = replace(dissenting, reading="insufficient")
    whole = judged("programme", verdict, dissenting)
    assert dissents_elsewhere(whole, judged("ldn", "emerging", few)) == ((dissenting,) if said else ())
    assert dissents_elsewhere(whole, judged("ldn", "emerging", replace(few, evidence=()))) == ()
    assert dissents_elsewhere(whole, judged("ldn")) == ()
