"""Time to a step: Aalen–Johansen with cases that are open and cases that closed without it."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.intervals import Interval, Z
from tideturn.methods.pathways import EventLog, event_log
from tideturn.methods.pathways.groups import by_site
from tideturn.methods.pathways.incidence import CLOSED, OPEN, REACHED, Incidence, incidence
from tideturn.methods.pathways.time_to_step import time_to_step

DAY = 86_400.0


def watched(*ends: tuple[float, int]) -> Incidence:
    return incidence(np.array([time for time, _ in ends], dtype=np.float64), np.array([how for _, how in ends]))


def test_breast_cancer_as_published() -> None:
    # Satagopan and others 2004, British Journal of Cancer 91:1229–1235, table 2 (open: PMC2410013): of 305 patients
    # the nine with the shortest follow-up; the others were followed beyond 27 months.
    first = [(7, OPEN), (10, REACHED), (14, OPEN), (16, REACHED), (18, CLOSED), (23, REACHED), (24, OPEN)]
    found = watched(*first, (26, CLOSED), (27, REACHED), *[(28.0, OPEN)] * 296)
    table = found.frame().filter(pl.col("reached") + pl.col("closed") > 0)
    assert table["seconds"].to_list() == [10, 16, 18, 23, 26, 27]
    assert table["at_risk"].to_list() == [304, 302, 301, 300, 298, 297]
    # Overall survival, in per cent to one place: what has neither reached the end nor been closed.
    closed = incidence(found.seconds.repeat(found.closed + found.reached + found.open), _ends(found, swap=True))
    survival = 100 * (1 - found.share - closed.share)
    assert [round(survival[np.searchsorted(found.seconds, t)], 1) for t in (10, 16, 18, 23, 26, 27)] == [
        *(99.7, 99.3, 99.0, 98.7, 98.3, 98.0)
    ]
    # Each step of the incidence, which the paper rounds to 0.3 before it sums them to 0.3, 0.6, 0.9 and 1.2.
    steps = np.diff([0, *(100 * found.at(t) for t in (10, 16, 23, 27))])
    assert [round(step, 1) for step in steps] == [0.3] * 4
    assert found.at(28) == pytest.approx(0.0132, abs=5e-5)
    assert found.at(9.9) == 0
    assert (found.median, found.median_interval) == (None, (None, None))


def _ends(found: Incidence, *, swap: bool) -> np.ndarray:
    """How each watch ended, in the order of time, with what was reached and what was closed exchanged."""
    counts = (found.open, found.closed, found.reached) if swap else (found.open, found.reached, found.closed)
    return np.concatenate(
        [np.repeat([OPEN, REACHED, CLOSED], [part[n] for part in counts]) for n in range(found.seconds.size)]
    )


TIMES = np.array([1, 1, 2, 4, 4, 4, 6, 6, 7, 8, 9, 9, 9, 1, 2, 2, 4, 4], dtype=np.float64)
CAUSES = np.array([1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("cause", "shares", "errors"),
    [
        (1, [0.11111111, 0.17037037, *[0.17037037] * 5], [0.07407407, 0.08976251, *[0.08976251] * 5]),
        (2, [0, 0, *[0.20740741] * 5], [0, 0, *[0.10610391] * 5]),
        (3, [0, 0, 0, 0.17777778, *[0.26666667] * 3], [0, 0, 0, 0.11196147, *[0.12787781] * 3]),
    ],
)
def test_incidence_and_its_error_as_r_and_stata_give_them(cause: int, shares: list[float], errors: list[float]) -> None:
    # Data, shares (R, cmprsk::cuminc) and standard errors (Stata, stcompet) as kept in the tests of statsmodels:
    # github.com/statsmodels/statsmodels, statsmodels/duration/tests/test_survfunc.py, test_incidence.
    how = np.where(cause == CAUSES, REACHED, np.where(CAUSES == 0, OPEN, CLOSED))
    found = incidence(TIMES, how)
    assert found.share == pytest.approx(shares, abs=5e-9)
    assert found.error == pytest.approx(errors, abs=5e-9)
    place = int(np.argmax(found.share))
    share, error = shares[place], errors[place]
    # The interval as the R package tidycmprsk documents it: x ^ exp(± z · se / (x · log x)).
    ends = sorted(share ** math.exp(sign * Z * error / (share * math.log(share))) for sign in (-1, 1))
    assert found.interval(9) == Interval(pytest.approx(ends[0], abs=1e-6), pytest.approx(ends[1], abs=1e-6))
    assert found.interval(0.5) is None


ENDS = st.lists(
    st.tuples(st.integers(0, 12).map(float), st.sampled_from([OPEN, REACHED, CLOSED])), min_size=1, max_size=30
)


@settings(max_examples=40, deadline=None)
@given(ENDS)
def test_without_competing_closures_it_is_one_less_kaplan_meier(ends: list[tuple[float, int]]) -> None:
    ends = [(time, OPEN if how == CLOSED else how) for time, how in ends]
    found, survival, greenwood = watched(*ends), 1.0, 0.0
    for place, time in enumerate(found.seconds):
        at_risk = sum(t >= time for t, _ in ends)
        reached = sum(t == time and how == REACHED for t, how in ends)
        survival *= 1 - reached / at_risk
        assert found.share[place] == pytest.approx(1 - survival, abs=1e-12)
        if survival > 0:
            greenwood += reached / (at_risk * (at_risk - reached))
            assert found.error[place] == pytest.approx(survival * math.sqrt(greenwood), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(ENDS)
def test_without_censoring_it_is_the_plain_share(ends: list[tuple[float, int]]) -> None:
    ends = [(time, CLOSED if how == OPEN else how) for time, how in ends]
    found, n = watched(*ends), len(ends)
    for time in range(13):
        share = sum(t <= time and how == REACHED for t, how in ends) / n
        assert found.at(time) == pytest.approx(share, abs=1e-12)
        place = np.searchsorted(found.seconds, time, side="right") - 1
        if place >= 0:
            assert found.error[place] == pytest.approx(math.sqrt(share * (1 - share) / n), abs=1e-7)
    assert found.cases == n


@settings(max_examples=40, deadline=None)
@given(ENDS)
def test_what_can_happen_adds_up(ends: list[tuple[float, int]]) -> None:
    found = watched(*ends)
    other = watched(*((time, {REACHED: CLOSED, CLOSED: REACHED, OPEN: OPEN}[how]) for time, how in ends))
    either = watched(*((time, REACHED if how == CLOSED else how) for time, how in ends))
    assert found.share + other.share == pytest.approx(either.share, abs=1e-12)
    assert (np.diff(found.share, prepend=0) >= -1e-12).all()
    inside = ~np.isnan(found.low)
    assert ((found.low <= found.share) & (found.share <= found.high))[inside].all()
    shifted = watched(*((time * 60, how) for time, how in ends))
    assert shifted.share == pytest.approx(found.share)
    assert shifted.median == (None if found.median is None else 60 * found.median)


def test_the_median_and_its_interval() -> None:
    # Forty cases, one reached each day: half have on the twentieth.
    found = watched(*((float(day), REACHED) for day in range(1, 41)))
    assert found.median == 20
    low, high = found.median_interval
    assert low is not None
    assert high is not None
    assert 12 < low < 20 < high < 28
    assert watched((1.0, REACHED), (2.0, CLOSED), (3.0, CLOSED)).median is None
    assert watched((1.0, REACHED), (2.0, CLOSED)).median == 1


def test_nobody_to_watch() -> None:
    found = watched()
    assert (found.cases, found.at(5), found.median, str(found)) == (0, 0, None, "No case to watch.")
    assert found.frame().height == 0
    with pytest.raises(ValueError, match="less than no time"):
        watched((-1.0, OPEN))


START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def log_of(**cases: list[tuple[float, str]]) -> EventLog:
    rows = [(case, step, START + timedelta(days=days)) for case, events in cases.items() for days, step in events]
    frame = pl.DataFrame(rows, schema=["case", "activity", "time"], orient="row")
    return event_log(frame.with_columns(site=pl.col("case").str.head(1)), site="site")


CASES: dict[str, list[tuple[float, str]]] = {
    "a1": [(0, "in"), (1, "look"), (3, "help")],
    "a2": [(0, "in"), (4, "end")],
    "a3": [(0, "in")],
    "b1": [(2, "in"), (2.5, "help"), (7, "help")],
    "b2": [(2, "in"), (3, "end"), (6, "help")],
    "b3": [(9, "look"), (10, "in")],
}


def test_cases_reach_a_step_are_closed_or_are_still_open() -> None:
    found = time_to_step(log_of(**CASES), "help", closing=["end"], groups=by_site(log_of(**CASES)))
    table = found.whole.frame().select(pl.col("seconds") / DAY, "reached", "closed", "open").rows()
    # b1 half a day, b2 closed after one and not seen to come back, a1 three, a2 closed after four; the last event is
    # on day 10, so that a3 has been open for ten days and b3 for one.
    assert table == [(0.5, 1, 0, 0), (1, 0, 1, 1), (3, 1, 0, 0), (4, 0, 1, 0), (10, 0, 0, 1)]
    assert (found.not_started, found.whole.cases) == (0, 6)
    assert {name: part.cases for name, part in found.by.items()} == {"a": 3, "b": 3}
    assert found.by["b"].at(DAY) == pytest.approx(1 / 3)
    assert str(found) == "help: 2 of 6 cases reached it, 2 were closed without it, 2 were not seen to do either"
    assert found.frame()["group"].unique().sort().to_list() == ["", "a", "b"]


def test_from_a_start_to_the_next() -> None:
    log = log_of(**CASES)
    found = time_to_step(log, "help", start="look", cutoff=START + timedelta(days=20))
    assert found.not_started == 4
    assert found.whole.frame().select(pl.col("seconds") / DAY, "reached", "open").rows() == [(2, 1, 0), (11, 0, 1)]
    again = time_to_step(log, "help", start="help", cutoff=START + timedelta(days=20))
    assert again.whole.frame().select(pl.col("seconds") / DAY, "reached").rows() == [(4.5, 1), (14, 0), (17, 0)]


def test_the_first_event_may_be_the_step() -> None:
    found = time_to_step(log_of(a=[(0, "in"), (1, "in")], b=[(0, "look"), (2, "in")]), "in")
    assert found.whole.frame().select(pl.col("seconds") / DAY, "reached").rows() == [(0, 1), (2, 1)]


def test_closings_by_name() -> None:
    log = log_of(a=[(0, "in")], b=[(0, "in"), (0.2, "help")], c=[(0, "in")], d=[(5, "in")], e=[(0, "help")])
    closed = {
        "a": START + timedelta(days=3),
        "b": date(2026, 1, 5),  # its end: what happened on that day came before
        "c": date(2027, 1, 1),  # after the cut-off
        "d": START,  # before it started
    }
    found = time_to_step(log, "help", closed=closed, cutoff=date(2026, 1, 12)).whole
    assert found.frame().select("seconds", "reached", "closed", "open").rows() == [
        (0, 1, 1, 0),
        (pytest.approx(0.2 * DAY), 1, 0, 0),
        (pytest.approx(3 * DAY, abs=1e-5), 0, 1, 0),
        (pytest.approx(7 * DAY + 15 * 3600), 0, 0, 1),
    ]


def test_what_came_after_the_cut_off_is_not_seen() -> None:
    log = log_of(**CASES)
    found = time_to_step(log, "help", cutoff=START + timedelta(days=2)).whole
    assert (found.cases, int(found.reached.sum()), str(found.seconds.max() / DAY)) == (5, 0, "2.0")


def test_an_activity_that_nobody_did_is_refused() -> None:
    for wrong in ({"step": "halp"}, {"step": "help", "start": "im"}, {"step": "help", "closing": ["ende"]}):
        with pytest.raises(TideturnError) as refused:
            time_to_step(log_of(**CASES), **wrong)  # type: ignore[arg-type]
        assert refused.value.mend == "Spell it as the log does."


def test_nothing_hangs_on_names_on_the_order_of_rows_or_on_the_day() -> None:
    seen = time_to_step(log_of(**CASES), "help", closing=["end"]).whole.frame()
    names = {"in": "z", "look": "y", "help": "a", "end": "m"}
    cases = {case: [(days + 30, names[step]) for days, step in reversed(events)] for case, events in CASES.items()}
    moved = time_to_step(log_of(**dict(reversed(cases.items()))), "a", closing=["m"]).whole.frame()
    assert moved.equals(seen)
