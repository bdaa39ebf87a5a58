"""How small a change of a pathway could show, beside drawing its cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from tideturn.evaluation.planning.coming import coming
from tideturn.evaluation.planning.systems import least_moved, planned_networks, planned_pathways
from tideturn.evaluation.readings_pathways import Sides, read_pathway
from tideturn.evaluation.rules import Rules

SIDES = Sides(30, 80, 0, 80)
ELSEWHERE = Sides(24, 60, 24, 60)


def often(reading: str, share: float, elsewhere: Sides | None) -> float:
    """How often cases drawn by numpy read so, of 2,000 draws of the time after; the time before is as it was."""
    dice = np.random.default_rng(7)
    met = dice.binomial(SIDES.cases, share, 2000)
    there = dice.binomial(60, 0.4, 2000)
    read = [
        read_pathway(
            replace(SIDES, met=int(one)), Rules(), elsewhere=replace(elsewhere, met=int(other)) if elsewhere else None
        ).reading
        for one, other in zip(met, there, strict=True)
    ]
    return read.count(reading) / 2000


def test_the_least_changes_are_close_to_a_normal_reckoning_by_hand() -> None:
    rise, fall = least_moved(SIDES, None)
    # Shares of 31/82 before and x after: 2.80 standard errors of both, solved for x.
    error = (31 / 82 * 51 / 82 / 82 + 0.6 * 0.4 / 82) ** 0.5
    assert rise == pytest.approx(2.80 * error, abs=0.02)
    assert fall == pytest.approx(rise, abs=0.04)


def test_the_least_rise_shows_in_four_of_five_draws_or_more() -> None:
    # The time before is in hand and is drawn no more, so that the interval of both errs on the careful side.
    rise, fall = least_moved(SIDES, None)
    share = SIDES.met_before / SIDES.cases_before
    assert 0.78 <= often("positive", share + rise, None) <= 0.95
    assert 0.78 <= often("negative", share - fall, None) <= 0.95
    beyond, _ = least_moved(SIDES, ELSEWHERE)
    assert beyond > rise
    assert 0.78 <= often("positive", share + beyond, ELSEWHERE) <= 0.97


def test_months_and_places_that_vary_and_few_cases_show_less() -> None:
    rise, _ = least_moved(SIDES, None)
    varying, _ = least_moved(replace(SIDES, dispersion=2.0), None)
    assert varying > 1.3 * rise
    assert least_moved(Sides(3, 9, 0, 9), None) == (None, None)


OUTCOMES = [{"outcome_id": "joint", "area": "system", "title": "Joint", "due_year": 1}]
DESIGN = {
    "name": "Custody",
    "outcome_id": "joint",
    "kept_by": "other",
    "steps": [{"name": "arrives"}, {"name": "is seen"}],
}


def cases(number: int, site: str, *, met: int):
    """Return cases of the first year at a site; the first `met` of them are seen."""
    rows = []
    for place in range(number):
        start = datetime(2018, 10, 2, 9, tzinfo=UTC) + timedelta(days=7 * place % 350)
        for step, activity in enumerate(["arrives", "is seen"][: 2 if place < met else 1]):
            rows.append(
                {
                    "pathway": "custody",
                    "case_id": f"{site}-{place}",
                    "activity": activity,
                    "time": (start + timedelta(hours=step)).isoformat(),
                    "site": site,
                }
            )
    return rows


def test_a_pathway_is_measured_by_its_second_year_and_compared_where_a_pilot_begins(make) -> None:
    events = cases(30, "north", met=10) + cases(30, "south", met=10)
    dataset = replace(make(events=events, outcomes=OUTCOMES), pathways={"custody.toml": DESIGN})
    whole = {one.scope: one for one in planned_pathways(coming(dataset, 2), Rules())}
    assert (whole["programme"].strand.design, whole["programme"].strand.reading) == ("measured", "positive")
    assert whole["programme"].strand.n == 60
    pilot = {**DESIGN, "pilots": [{"site": "north", "date": date(2020, 1, 1)}]}
    piloted = replace(dataset, pathways={"custody.toml": pilot})
    [here] = [one for one in planned_pathways(coming(piloted, 2), Rules()) if one.scope == "programme"]
    assert here.strand.design == "compared"
    # A pilot from January on holds three quarters of the year's 30 cases.
    assert here.strand.n == 22


def test_a_network_needs_ten_organisations_and_names_no_size_before_its_second_wave(make) -> None:
    waves = [
        {"wave": 1, "date": date(2019, 3, 1), "organisation_id": f"o{place}", "responded": place < 11}
        for place in range(14)
    ]
    organisations = [
        {"organisation_id": f"o{place}", "name": f"O{place}", "sector": "police", "site": "north" if place else "south"}
        for place in range(14)
    ]
    dataset = make(waves=waves, organisations=organisations, outcomes=OUTCOMES)
    dataset = replace(dataset, programme=replace(dataset.programme, network_outcome="joint"))
    found = {one.scope: one for one in planned_networks(coming(dataset, 2), Rules())}
    assert (found["programme"].strand.n, found["programme"].strand.reading) == (11, "positive")
    assert found["programme"].least == (None, None)
    assert found["south"].strand.reading == "insufficient"
    assert found["south"].strand.needs == "9 more organisations that answer both waves"
