"""Costs that are no money, in two currencies, for unknown work or of some sites alone; recommendations by halves."""

import polars as pl
import pytest

from tideturn.dataset.check.money import (
    amount_below_a_penny,
    cost_of_unknown_work,
    currencies_mixed,
    site_without_costs,
)
from tideturn.dataset.check.recommendations import recommendation_gives_a_reason, recommendation_in_part
from tideturn.dataset.check.references import unknown_reference
from tideturn.dataset.raw import RawTable
from tideturn.dataset.tables import TABLES
from tideturn.dataset.typing_cells import typed


def cost(site="L", amount="10", **more):
    return {"year": "1", "site": site, "category": "salaries", "amount": amount, **more}


@pytest.mark.parametrize(
    ("amount", "right"),
    [("0", True), ("12345.6", True), ("0.29", True), ("1000000.01", True), ("12.345", False), ("0.001", False)],
)
def test_an_amount_has_at_most_two_decimals(folder, places, amount, right):
    found = places(amount_below_a_penny, folder(costs=[cost(amount=amount)]))
    assert found == ([] if right else [("costs.csv", 2, "amount")])


@pytest.mark.parametrize("amount", ["-5", "£500", "1,200"])
def test_an_amount_is_a_plain_number_of_nought_or_more(amount):
    text = pl.DataFrame({name: [value] for name, value in cost(amount=amount).items()})
    _, problems = typed(RawTable("costs", "costs.csv", text, TABLES["costs"]))
    assert [(problem.row, problem.column) for problem in problems] == [(2, "amount")]


def test_each_further_currency_is_asked_about_once(folder):
    rows = [cost(), cost(currency="gbp"), cost(currency="EUR"), cost(currency="EUR"), cost(currency="USD")]
    found = list(currencies_mixed.problems(folder(costs=rows)))
    assert [problem.row for problem in found] == [4, 6]
    assert found[0].what == "This amount is in EUR, and those above are in GBP."


def test_one_currency_is_left_alone(folder):
    for rows in ([], [cost(), cost(currency="GBP")], [cost(currency="EUR")]):
        assert list(currencies_mixed.problems(folder(costs=rows))) == []


PLAN = {"component": "casework", "node_id": "n", "site": "L", "year": "2", "measure": "young people", "planned": "4"}


def test_a_component_that_the_plan_does_not_have_is_asked_about_once(folder):
    rows = [cost(component="case work"), cost(component="casework"), cost(), cost(component="case work")]
    (found,) = cost_of_unknown_work.problems(folder(costs=rows, plan=[PLAN]))
    assert (found.row, found.column) == (2, "component")
    assert found.what == "plan.csv has no component “case work”."
    assert found.mend == "Perhaps “casework”? Use its name in the plan, or leave it empty."


def test_a_component_without_any_plan(folder, places):
    assert places(cost_of_unknown_work, folder(costs=[cost(component="x")])) == [("costs.csv", 2, "component")]


def test_each_site_that_a_years_costs_leave_out(folder):
    rows = [cost("L"), cost("programme"), {**cost("M"), "year": "2"}, {**cost("L"), "year": "2"}]
    rows += [{**cost("N", "0"), "year": "2"}]
    found = list(site_without_costs.problems(folder(costs=rows)))
    assert [(problem.key, problem.value) for problem in found] == [("1|M", "M"), ("1|N", "N")]
    assert found[0].what == "Year 1 has costs at other sites, and none at “M”."


@pytest.mark.parametrize("rows", [[], [cost("programme")], [cost("L"), cost("M"), cost("N")]])
def test_costs_of_no_place_or_of_every_place_ask_nothing(folder, rows):
    assert list(site_without_costs.problems(folder(costs=rows))) == []


def test_a_year_or_place_that_does_not_exist_is_an_error(folder, places):
    rows = [{**cost(), "year": "7"}, cost("X"), cost("programme")]
    assert places(unknown_reference, folder(costs=rows)) == [("costs.csv", 2, "year"), ("costs.csv", 3, "site")]


def recommended(name="r", year="2", **more):
    return {"recommendation_id": name, "year": year, "text": "t", "for_whom": "all", **more}


FINDINGS = [{"claim_id": "f1", "year": "1"}, {"claim_id": "f2", "year": "2"}]
WHOLE = {"claim_id": "f2", "priority": "high", "due": "2021-01-01"}


@pytest.mark.parametrize(
    ("absent", "column", "said"),
    [
        ((), None, ""),
        (("priority",), "priority", "“r” has no priority."),
        (("claim_id", "due"), "claim_id", "“r” has no claim_id or due."),
    ],
)
def test_a_recommendation_of_the_last_year_says_all_that_is_printed(folder, absent, column, said):
    row = recommended(**{name: value for name, value in WHOLE.items() if name not in absent})
    found = list(recommendation_in_part.problems(folder(recommendations=[row], findings=FINDINGS)))
    assert [(problem.column, problem.what) for problem in found] == ([(column, said)] if column else [])


def test_earlier_recommendations_are_left_as_they_are(folder):
    rows = [recommended("old", "1"), recommended(**WHOLE)]
    assert list(recommendation_in_part.problems(folder(recommendations=rows, findings=FINDINGS))) == []
    assert list(recommendation_in_part.problems(folder())) == []


def test_no_finding_is_asked_for_where_the_year_has_none(folder):
    row = recommended(priority="low", due="2021-01-01")
    assert list(recommendation_in_part.problems(folder(recommendations=[row], findings=FINDINGS[:1]))) == []


def test_a_recommendation_follows_from_a_finding_of_its_own_year(folder):
    row = recommended(**{**WHOLE, "claim_id": "f1"})
    (found,) = recommendation_in_part.problems(folder(recommendations=[row], findings=FINDINGS))
    assert found.what == "“r” is of Year 2, and follows from “f1”, a finding of Year 1."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Fill the posts in London, since girls were helped half as often.", ", since"),
        ("Train the 40% who have not come.", "40%"),
        ("See the 3 of 8 partners who disagree.", "3 of 8"),
        ("Ask the partners why they are told less, by January 2021.", ""),
        ("Train two more workers within 3 months.", ""),
        ("Keep the panel, which has met since 2019.", ""),
    ],
)
def test_a_recommendation_that_states_a_fact_is_asked_about(folder, text, said):
    row = recommended(**{**WHOLE, "text": text})
    found = list(recommendation_gives_a_reason.problems(folder(recommendations=[row], findings=FINDINGS)))
    assert [one.what for one in found] == ([f"“r” says “{said.strip(' ,')}”, which nothing checks."] if said else [])


def test_a_finding_that_does_not_exist_is_an_error(folder, places):
    row = recommended(**{**WHOLE, "claim_id": "f9"})
    within = folder(recommendations=[row], findings=FINDINGS)
    assert places(unknown_reference, within) == [("recommendations.csv", 2, "claim_id")]
    assert places(unknown_reference, folder(recommendations=[row])) == [("recommendations.csv", 2, "claim_id")]
