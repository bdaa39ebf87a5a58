"""What a programme may set in `[rules]`."""

from __future__ import annotations

from datetime import date

import pytest

from tideturn.dataset.model import Programme, Site, Year
from tideturn.dataset.problems import Severity, TideturnError
from tideturn.evaluation.rules import WITHDRAWN, Rules, rule_problems


def test_the_defaults_are_those_of_the_methods() -> None:
    rules = Rules.of({})
    assert (rules.min_n, rules.min_pairs, rules.series_years, rules.seed) == (10, 10, 5, 1)
    assert (rules.interview_share, rules.asked_share) == (2 / 3, 0.5)


def test_a_programme_may_set_its_own() -> None:
    assert Rules.of({"min_n": 20, "no_change_margin": 0.1}).min_n == 20


def test_a_rule_of_the_first_version_changes_nothing() -> None:
    assert Rules.of({"series_baseline": 24}) == Rules()


@pytest.mark.parametrize("share", [0, 1, 0.07, 0.29, 0.57, 1 / 3, 2 / 3, 0.667, 0.6667, 0.333])
def test_a_share_that_is_printed_as_it_is_may_be_set(share: float) -> None:
    assert Rules.of({"coherence": share}).coherence == share


def test_what_to_write_in_place_of_a_share_that_would_be_printed_as_another() -> None:
    with pytest.raises(TideturnError) as caught:
        Rules.of({"coherence": 0.999999})
    assert caught.value.place == "[rules] coherence"
    assert caught.value.mend == "Write two decimals at most, such as 1. Thirds may have more."


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"min_m": 3}, "not a rule"),
        ({"min_n": "ten"}, "not a number"),
        ({"min_n": True}, "not a number"),
        ({"min_n": 2.5}, "not a count"),
        ({"min_n": -1}, "not a count"),
        ({"min_n": float("nan")}, "not a count"),
        ({"min_n": float("inf")}, "not a count"),
        ({"coherence": 67}, "not a share"),
        ({"coherence": 0.999999}, "printed as 100%"),
        ({"response_rate": 0.004}, "printed as 0%"),
        ({"item_share": 0.505}, "printed as 51%"),
        ({"agreement_concern": 0.675}, "printed as 68%"),
        ({"show_zero": 1}, "neither true nor false"),
    ],
)
def test_anything_else_is_refused_with_its_name(setting: dict, said: str) -> None:
    with pytest.raises(TideturnError, match=said) as caught:
        Rules.of(setting)
    assert caught.value.place == f"[rules] {next(iter(setting))}"
    assert caught.value.mend


def test_a_rule_that_was_withdrawn_is_a_query_and_has_no_effect() -> None:
    assert Rules.of({"series_baseline": 3, "adequacy_sources": "many", "min_n": 12}) == Rules(min_n=12)
    site, year = Site("L", "London"), Year(1, date(2018, 9, 1), date(2019, 8, 31))
    programme = Programme("Tidewater", (site,), (year,), rules=dict.fromkeys(WITHDRAWN, 3) | {"min_n": 12})
    found = rule_problems(programme)
    assert [problem.column for problem in found] == ["series_baseline", "adequacy_sources", "adequacy_answers"]
    assert {problem.severity for problem in found} == {Severity.QUERY}
    wrong = rule_problems(Programme("Tidewater", (site,), (year,), rules={"series_baseline": 3, "min_m": 12}))
    assert [(problem.column, problem.severity) for problem in wrong] == [
        ("min_m", Severity.ERROR),
        ("series_baseline", Severity.QUERY),
    ]
