"""A log as it was at the end of a day is the log of what had happened by then, whatever came later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tideturn.methods.pathways import EventLog, count, event_log
from tideturn.methods.pathways.cut_off import last_seen, seen_until

BEGAN = datetime(2024, 3, 29, tzinfo=UTC)
EVENTS = st.lists(
    st.tuples(st.sampled_from("pqr"), st.sampled_from("abc"), st.integers(0, 96), st.sampled_from(["n", "s", None])),
    max_size=12,
    unique=True,
)


def log_of(rows: list[tuple[str, str, datetime, str | None]]) -> EventLog:
    schema = {"case": pl.String, "activity": pl.String, "time": pl.Datetime("us", "UTC"), "site": pl.String}
    return event_log(pl.DataFrame(rows, schema=schema, orient="row"), site="site")


@given(EVENTS, st.integers(0, 4))
def test_it_is_the_log_of_what_had_happened_by_then(events: list[tuple[str, str, int, str | None]], days: int) -> None:
    rows = [(case, activity, BEGAN + timedelta(hours=hours), site) for case, activity, hours, site in events]
    until = date(2024, 3, 29) + timedelta(days=days)
    # The clocks go forward on 31 March: from that day on the local day ends an hour sooner in UTC.
    ends = datetime(2024, 3, 29, tzinfo=UTC) + timedelta(days=days + 1, hours=-1 if days >= 2 else 0)
    cut, expected = seen_until(log_of(rows), until), log_of([row for row in rows if row[2] < ends])
    assert cut.named().equals(expected.named())
    assert (list(cut.cases), cut.activities, cut.sites) == (list(expected.cases), expected.activities, expected.sites)
    assert str(count(cut)) == str(count(expected))


def test_what_was_left_out_is_said() -> None:
    log = log_of(
        [("p", "a", BEGAN, "n"), ("p", "b", BEGAN + timedelta(days=2), "n"), ("q", "c", BEGAN + timedelta(days=3), "s")]
    )
    cut = seen_until(log, date(2024, 3, 29))
    assert cut.notes == ("After the last day that was watched, and left out: 2 events (all that 1 case had).",)
    assert seen_until(log, date(2024, 4, 30)) is log
    assert (last_seen(log), last_seen(log_of([]))) == (BEGAN + timedelta(days=3), None)
