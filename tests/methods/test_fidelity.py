from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tideturn.methods.fidelity import Fidelity, fidelity, measure_kind

SCHEMA = {
    **dict.fromkeys(("component", "node_id", "site"), pl.String),
    "year": pl.Int64,
    "measure": pl.String,
    **dict.fromkeys(("planned", "delivered"), pl.Float64),
    **dict.fromkeys(("quality", "departure", "judged", "reason"), pl.String),
}
ROW = {"component": "casework", "node_id": "act", "site": "ldn", "year": 1, "measure": "young people", "planned": 40.0}


def of(*rows: dict[str, Any], year: int = 1) -> tuple[Fidelity, ...]:
    plan = pl.DataFrame([{**dict.fromkeys(SCHEMA), **ROW, **row} for row in rows], schema=SCHEMA)
    return fidelity(plan, year)


def test_adherence_keeps_its_numerator_and_denominator() -> None:
    (one,) = of({"delivered": 30.0})
    assert (one.delivered, one.planned, one.adherence) == (30, 40, 0.75)
    assert (one.component, one.site, one.year, one.node_id) == ("casework", "ldn", 1, "act")


@pytest.mark.parametrize("row", [{"delivered": None}, {"delivered": 3.0, "planned": 0.0}])
def test_adherence_is_unknown_without_both_numbers(row: dict[str, Any]) -> None:
    (one,) = of(row)
    assert one.adherence is one.coverage is None


def test_more_than_planned_is_said_as_it_is() -> None:
    assert of({"delivered": 50.0})[0].adherence == 1.25


def test_coverage_is_of_those_meant_and_dose_of_how_much() -> None:
    (one,) = of({"delivered": 30.0}, {"measure": "sessions held", "planned": 200.0, "delivered": 120.0})
    assert (one.coverage, one.dose) == (0.75, 0.6)
    # Different measures are never added up.
    assert (one.delivered, one.planned) == (30, 40)
    assert [(m.measure, m.delivered, m.planned) for m in one.measures] == [
        ("young people", 30, 40),
        ("sessions held", 120, 200),
    ]


def test_a_plan_that_counts_neither_cannot_tell_coverage_or_dose() -> None:
    (one,) = of({"measure": "stations", "delivered": 20.0})
    assert (one.adherence, one.coverage, one.dose) == (0.5, None, None)


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        ("young people", "reach"),
        ("Partners committed", "reach"),
        ("sessions with young people", "dose"),
        ("families seen in three sessions", "reach"),
        ("training days", "dose"),
        ("protocols signed", None),
        ("", None),
    ],
)
def test_the_first_word_that_tells_says_what_is_counted(measure: str, kind: str | None) -> None:
    assert measure_kind(measure) == kind


def test_rows_of_one_measure_are_added_and_one_unknown_leaves_the_sum_unknown() -> None:
    (one,) = of({"delivered": 10.0}, {"delivered": 5.0, "planned": 10.0})
    assert (one.delivered, one.planned, one.adherence) == (15, 50, 0.3)
    (one,) = of({"delivered": 10.0}, {"delivered": None, "planned": 10.0})
    assert (one.delivered, one.planned, one.adherence) == (None, 50, None)


def test_a_departure_keeps_its_judgement_and_reason() -> None:
    (one,) = of({"departure": "modified", "judged": "adaptation", "reason": "Lockdown.", "quality": "good"})
    assert (one.departure, one.judged, one.reason, one.quality) == ("modified", "adaptation", "Lockdown.", "good")
    assert not one.not_judged


def test_a_departure_that_nobody_judged_is_not_taken_for_either() -> None:
    (one,) = of({"departure": "modified", "reason": "Lockdown."})
    assert one.judged is None
    assert one.not_judged
    assert one.as_row()["judged"] == "not_judged"
    (none,) = of({})
    assert not none.not_judged
    assert none.as_row()["judged"] is None


def test_the_gravest_departure_leads_and_drift_is_not_hidden_by_adaptation() -> None:
    adapted = {"departure": "added", "judged": "adaptation", "reason": "Asked for."}
    (one,) = of(adapted, {"measure": "sessions", "departure": "not_delivered", "judged": "drift", "reason": "No room."})
    assert (one.departure, one.judged, one.reason) == ("not_delivered", "drift", "Asked for. No room.")
    assert [m.judged for m in one.measures] == ["adaptation", "drift"]
    (one,) = of(adapted, {"measure": "sessions", "departure": "modified"})
    assert (one.judged, one.not_judged) == (None, True)
    (one,) = of(adapted, {"measure": "sessions"})
    assert (one.judged, one.not_judged) == ("adaptation", False)


def test_one_row_a_component_and_site_of_the_year_in_order() -> None:
    found = of({"site": "b"}, {"site": "a"}, {"component": "advice", "site": "c"}, {"year": 2}, {"site": "a"})
    assert [(one.component, one.site) for one in found] == [("advice", "c"), ("casework", "a"), ("casework", "b")]
    assert of({"year": 2}) == ()


def test_a_row_of_the_answer_holds_what_is_promised() -> None:
    (one,) = of({"delivered": 30.0})
    promised = "component site delivered planned coverage dose quality departure judged reason"
    assert list(one.as_row()) == promised.split()
