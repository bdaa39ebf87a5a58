"""A series in a release: years that rest on hidden months are not told, nor few who were counted elsewhere."""

from __future__ import annotations

from datetime import date

from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.withholding import published, withhold
from tideturn.evaluation.withholding.published import NOT_SHOWN

OUTCOMES = [{"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1}]
CALLS = {
    "indicator": "calls",
    "title": "Calls",
    "outcome_id": "safety",
    "kept_by": "other",
    "compare_with": "calls_there",
    "expected": "up",
    "registered_on": date(2018, 9, 1),
    "rationale": "More are seen.",
}
THERE = {"indicator": "calls_there", "title": "Calls in other towns", "outcome_id": "safety"}


def rows(indicator, site, *years):
    counts = [count for year in years for count in year]
    months = range(2016 * 12 + 9, 2016 * 12 + 9 + len(counts))
    return [
        {"indicator": indicator, "site": site, "period": f"{m // 12}-{m % 12 + 1:02d}", "count": float(count)}
        for m, count in zip(months, counts, strict=True)
    ]


def released(make, own, there) -> tuple[EvidenceItem, str]:
    series = [*rows("calls", "north", *own), *rows("calls_there", "elsewhere", *there)]
    dataset = make(outcomes=OUTCOMES, indicators=[CALLS, THERE], series=series)
    judged = evaluate(dataset, year=1)
    told = published(dataset, judged, withhold(dataset, judged))
    item = next(one for one in told.evidence if one.evidence_id == "series/calls/programme/1")
    verdict = told.verdict("safety", "programme")
    assert verdict is not None
    return item, " ".join(strand.why for strand in verdict.strands)


MANY = [[20] * 12, [21] * 12, [40] * 12]


def test_many_are_told_with_their_years(make):
    item, why = released(make, MANY, [[20] * 12, [20] * 12, [20] * 12])
    assert (item.totals.elsewhere.last, item.totals.elsewhere.year) == (240, 240)
    assert item.by_name["moved"] == "rose"
    assert why.startswith("The count went from 252")


def test_years_over_a_hidden_month_are_not_told(make):
    item, why = released(make, [[20] * 12, [20] * 11 + [3], [40] * 12], [[20] * 12, [20] * 12, [20] * 12])
    assert "totals" not in item.by_name
    assert "moved" not in item.by_name
    assert why == ""


def test_few_who_were_counted_elsewhere_are_not_told(make):
    item, why = released(make, MANY, [[20] * 12, [20] * 12, [0] * 11 + [4]])
    assert "totals" not in item.by_name
    assert NOT_SHOWN in why
