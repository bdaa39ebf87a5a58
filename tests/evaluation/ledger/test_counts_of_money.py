"""What was spent, and what it comes to for each person and session, on a few costs added up by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.money import pence, sign, whole
from tideturn.evaluation.ledger.counts import counts
from tideturn.evaluation.model import EvidenceItem

DAY = date(2019, 3, 4)
PLAN = [
    {"component": component, "node_id": "n", "site": "north", "year": 1, "measure": measure, "planned": 1.0}
    for component, measure in (("casework", "young people"), ("training", "events"), ("policy", "submissions"))
]


def cost(amount: float, component: str | None = None, site: str = "north", **more: object) -> dict[str, object]:
    return {"year": 1, "site": site, "category": "salaries", "amount": amount, "component": component, **more}


def served(many: int, kinds: tuple[str, ...] = ("one_to_one",)) -> dict[str, list[dict[str, object]]]:
    """So many young people, each with a session of each kind that went ahead, and one that did not."""
    cases = [{"case_id": f"c{n}", "site": "north", "received": DAY, "opened": DAY} for n in range(many)]
    told = [{"case_id": f"c{n}", "date": DAY, "kind": kind, "held": True} for n in range(many) for kind in kinds]
    told += [{"case_id": f"c{n}", "date": date(2019, 3, 5), "kind": kinds[0], "held": False} for n in range(many)]
    return {"cases": cases, "sessions": told}


def trained(many: int, audience: str = "professionals") -> dict[str, list[dict[str, object]]]:
    """Two events, to which the same people came."""
    events = [{"event_id": f"e{n}", "site": "north", "date": DAY, "audience": audience} for n in (1, 2)]
    came = [{"event_id": f"e{n}", "attendee_id": f"p{who}"} for n in (1, 2) for who in range(many)]
    return {"training_events": events, "attendance": came}


@pytest.fixture
def found(make: Callable[..., Dataset], year: Year) -> Callable[..., dict[str, Mapping[str, Any]]]:
    """`found(costs=[…], …)`: what each count of money holds, by its id without `count/` and the year."""

    def of(**tables: Any) -> dict[str, Mapping[str, Any]]:
        told: list[EvidenceItem] = counts(make(**{"plan": PLAN, **tables}), year)
        short = {item.evidence_id.removeprefix("count/").removesuffix("/1"): item.by_name for item in told}
        return {name: value for name, value in short.items() if name.startswith("cost")}

    return of


Found = Callable[..., dict[str, Mapping[str, Any]]]


def test_costs_add_up_by_place_and_by_kind(found: Found) -> None:
    rows = [cost(0.1), cost(0.2), cost(100.25, site="south", category="travel"), cost(40, site="programme")]
    told = found(costs=[*rows, cost(999, year=2)])
    assert {name: value["spent"] for name, value in told.items()} == {
        "cost/programme": 141,
        "cost/north": 0,
        "cost/south": 100,
        "cost:salaries/programme": 40,
        "cost:salaries/north": 0,
        "cost:travel/programme": 100,
        "cost:travel/south": 100,
    }
    assert told["cost/programme"]["k"] == 141


def test_costs_of_a_part_of_the_plan_are_divided_by_whom_it_serves(found: Found) -> None:
    rows = [cost(1000, "casework"), cost(250.5, "casework", "programme"), cost(360, "training")]
    rows += [cost(70, "policy"), cost(30)]
    told = found(costs=rows, **served(12, ("one_to_one", "group")), **trained(10))
    assert told["cost/programme"] == {"spent": 1711, "in_no_unit_cost": 100, "k": 1711}
    assert told["cost_per_young_person/programme"] == {"spent": 1251, "seen": 12, "each": 104, "k": 104}
    assert told["cost_per_session/programme"] == {
        "spent": 1251,
        "sessions_alone": 12,
        "sessions_group": 12,
        "sessions": 24,
        "each": 52,
        "k": 52,
    }
    assert told["cost_per_person_trained/programme"] == {"spent": 360, "people": 10, "each": 36, "k": 36}


def test_the_whole_spend_is_divided_where_no_cost_names_a_part_of_the_plan(found: Found) -> None:
    told = found(costs=[cost(1000), cost(200, site="programme")], **served(10), **trained(12))
    assert told["cost_per_young_person/programme"]["each"] == 120
    assert told["cost_per_person_trained/programme"]["each"] == 100
    assert "in_no_unit_cost" not in told["cost/programme"]


@pytest.mark.parametrize("many", [0, 1, 9, 10])
def test_nothing_is_divided_by_fewer_than_ten(found: Found, many: int) -> None:
    told = found(costs=[cost(1000)], **served(many), **trained(many))
    assert (len(told) > 4) == (many == 10)
    assert ("cost_per_young_person/programme" in told) == (many == 10)
    assert ("cost_per_session/programme" in told) == (many == 10)
    assert ("cost_per_person_trained/programme" in told) == (many == 10)


def test_training_of_others_is_not_divided_by_professionals(found: Found) -> None:
    assert "cost_per_person_trained/programme" not in found(costs=[cost(10, "training")], **trained(12, "staff"))


def test_costs_of_work_that_the_plan_does_not_name_enter_no_unit_cost(found: Found) -> None:
    told = found(costs=[cost(1000, "case work")], **served(12))
    assert set(told) == {f"cost{kind}/{scope}" for kind in ("", ":salaries") for scope in ("programme", "north")}
    assert told["cost/programme"]["in_no_unit_cost"] == 1000


def test_training_sessions_are_training_and_no_casework(found: Found) -> None:
    plan = [{**PLAN[1], "component": "learning", "measure": "training sessions"}]
    told = found(plan=plan, costs=[cost(500, "learning")], **served(12), **trained(10))
    assert [name for name in told if "per" in name] == ["cost_per_person_trained/programme"]


def test_two_currencies_are_never_added_up(found: Found) -> None:
    assert found(costs=[cost(10), cost(10, currency="EUR")], **served(12)) == {}
    assert found(costs=[cost(10), cost(10, currency="gbp")])["cost/programme"]["spent"] == 20
    assert found() == {}


def test_what_is_counted_says_its_currency(make: Callable[..., Dataset], year: Year) -> None:
    for currency, unit, text in (
        (None, "pounds", "What was spent (£)"),
        ("CHF", "amounts spent", "What was spent (CHF)"),
    ):
        item = next(one for one in counts(make(costs=[cost(5, currency=currency)]), year) if one.unit == unit)
        assert (item.text, item.by_name) == (text, {"spent": 5, "k": 5})


@pytest.mark.parametrize(
    ("amount", "expected"), [(0.29, 29), (1.005, 101), (4.35, 435), (0, 0), (123456789.99, 12345678999)]
)
def test_an_amount_in_pence(amount: float, expected: int) -> None:
    assert pence(amount) == expected


@pytest.mark.parametrize(
    ("in_pence", "shared_by", "expected"), [(50, 1, 1), (49, 1, 0), (10_000, 3, 33), (12_512, 1, 125), (0, 10, 0)]
)
def test_whole_pounds_round_half_up(in_pence: int, shared_by: int, expected: int) -> None:
    assert whole(in_pence, shared_by) == expected


def test_signs_of_currencies() -> None:
    assert [sign(each) for each in ("GBP", "EUR", "CHF")] == ["£", "€", "CHF\N{NO-BREAK SPACE}"]
