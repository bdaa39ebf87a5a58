"""What a series says beside the same count where the programme does not work."""

from __future__ import annotations

from typing import Any

from scipy import stats

from .expected import Holds
from .printing import significant
from .registering import Said
from .told_series import NAMED, NUMBER, TOLD, WHAT, Told, states_series
from .yearly import yearly


@states_series(
    rf"{WHAT} went from (?P<last>{NUMBER}) in (?P<named>{NAMED}) to (?P<y>{NUMBER}) in the year; "
    rf"elsewhere \(“(?P<other>[^”]+)”\), from (?P<last_there>{NUMBER}) to (?P<y_there>{NUMBER})",
)
def elsewhere(it: Told, said: Said) -> dict[str, Any]:
    both, other = it.both, it.row["compare_with"]
    there = yearly(it.year, other, ("elsewhere",))
    title = next(row["title"] for row in it.year.rows("indicators") if row["indicator"] == other)
    at_its_own = there.of(0) if there else 1.0
    rate = (lambda total: significant(total / at_its_own, 3)) if there and there.rated else (lambda total: total)
    return {
        "what": it.what,
        "named": Holds(said["named"] == it.named(-both.here.h), f"it is {it.named(-both.here.h)}"),
        "last": it.put(both.here.last),
        "y": it.put(both.here.y),
        "other": title,
        "last_there": rate(both.elsewhere.last),
        "y_there": rate(both.elsewhere.y),
    }


@states_series(r"A (?P<way>rise|fall) of less than (?P<least>\d+%) beyond that elsewhere would not have shown")
def least_beside(it: Told, said: Said) -> dict[str, Any]:
    both = it.both
    hidden = Holds(not both.apart(it.way), f"it did show: {both.lead:.3f} beyond {both.bound:.3f}")
    return {"way": TOLD[it.way][0], "least": both.least(it.way), "hidden": hidden}


@states_series(r"But the two were drawing apart already, and that could explain it")
def apart_already(it: Told, said: Said) -> dict[str, Any]:
    both, sign = it.both, 1 if it.way == "up" else -1
    explained = both.apart(it.way) and sign * both.beyond_trend <= stats.t.ppf(0.9, both.here.df)
    return {"explained": Holds(explained, f"{both.beyond_trend:.3f} beyond the trend of their ratio")}
