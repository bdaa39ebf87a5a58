"""What a series says beside the same count where the programme does not work."""

from __future__ import annotations

from typing import Any

from scipy import stats

from .expected import Holds
from .folder import Year
from .printing import significant
from .registering import Said, states
from .says_talking import IMPACT
from .told_series import NAMED, NUMBER, TOLD, WHAT, told
from .yearly import beside, yearly


@states(
    IMPACT,
    rf"{WHAT} went from (?P<last>{NUMBER}) in (?P<named>{NAMED}) to (?P<y>{NUMBER}) in the year; "
    rf"elsewhere \(“(?P<other>[^”]+)”\), from (?P<last_there>{NUMBER}) to (?P<y_there>{NUMBER})",
)
def elsewhere(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    both, there = beside(year, it.found, it.row["compare_with"]), yearly(year, it.row["compare_with"], ("elsewhere",))
    title = next(row["title"] for row in year.rows("indicators") if row["indicator"] == it.row["compare_with"])
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


@states(IMPACT, r"A (?P<way>rise|fall) of less than (?P<least>\d+%) beyond that elsewhere would not have shown")
def least_beside(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    both = beside(year, it.found, it.row["compare_with"])
    hidden = Holds(not both.apart(it.way), f"it did show: {both.lead:.3f} beyond {both.bound:.3f}")
    return {"way": TOLD[it.way][0], "least": both.least(it.way), "hidden": hidden}


@states(IMPACT, r"But the two were drawing apart already, and that could explain it")
def apart_already(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    both, sign = beside(year, it.found, it.row["compare_with"]), 1 if it.way == "up" else -1
    explained = both.apart(it.way) and sign * both.beyond_trend <= stats.t.ppf(0.9, both.here.df)
    return {"explained": Holds(explained, f"{both.beyond_trend:.3f} beyond the trend of their ratio")}
