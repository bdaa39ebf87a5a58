"""Turn a strand's counts into one reading, with the sentence that says which test was passed or failed.

Every test has its mirror image: a negative reading is the same test passed by the opposite answer, never the mere
failure of the positive one. Thresholds come from `Rules`. Each kind of evidence is read in its own module, such as
`readings_surveys`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, stated, told
from tideturn.methods.intervals import Interval

ALPHA: Final = 0.05
HALF: Final = 0.5
_SLACK: Final = 1e-12
"""Tolerance for the last bit of a float, so that two thirds of three is two."""
POLARITY: Final = {"positive": "supports", "negative": "contradicts", "no_change": "no_change", "mixed": "mixed"}


@dataclass(frozen=True)
class Reading:
    """A reading, the sentence with its numbers, and what more a positive reading would need (a phrase)."""

    reading: str
    why: str
    needs: str = ""
    smallest_change: str = ""
    imprecise: str = ""
    """Why it could show only large changes, as a sentence."""

    @property
    def polarity(self) -> str:
        """Return what evidence that carries numbers says, by its own reading; `none` for any other reading."""
        return POLARITY.get(self.reading, "none")


def at_least(share: float, part: int, whole: int) -> bool:
    """Return whether `part` of `whole` is at least `share` of it."""
    return part >= share * whole - _SLACK


def exceeds(number: float, limit: float) -> bool:
    """Return whether a number is above a limit, and by more than the last bit of a float."""
    return number > limit + _SLACK


def half_of(interval: Interval, form: str = "in points") -> Told:
    """Return half the width of an interval, as it is printed: how small a change could not have been seen."""
    return stated("half the interval", interval.width / 2, form)


def imprecise(interval: Interval | None, rules: Rules, what: str = "The difference") -> str:
    """Return a sentence that says `what` is known too roughly; empty if it is not."""
    if interval is None or not exceeds(interval.width, rules.difference_width):
        return ""
    width = stated("interval.1-interval.0", interval.width, "in points")
    return told("{what} is known only to within {width}.", what=what, width=width)


def read_by_interval(
    said: Told,
    interval: Interval,
    margin: float,
    needs: str,
    smallest: Told,
    *,
    changed: str = "anything changed",
    within: str = "",
    shown: bool = True,
) -> Reading:
    """Read a change as positive above zero, negative below it, and none where it lies within `margin` of it.

    `shown` is False if another test does not show it. `within` is added to a reading of no change; `changed` is what
    an insufficient one leaves open.
    """
    why = told("{said}.", said=said)
    if shown and interval.low > 0:
        return Reading("positive", why)
    if shown and interval.high < 0:
        return Reading("negative", why, needs)
    if interval.within(margin):
        return Reading("no_change", told("{said}{within}.", said=said, within=within), needs, smallest)
    why = told(
        "{said}; that does not show whether {changed}. It could have shown {smallest}.",
        said=said,
        changed=changed,
        smallest=smallest,
    )
    return Reading("insufficient", why, needs, smallest)


def beside_a_state(reading: Reading, shows: str) -> Reading:
    """Return the reading of a change beside an outcome that claims a state: insufficient, since it shows no state.

    `shows` names the evidence with its verb, such as `Scores show`.
    """
    why = told(
        "{why} {shows} a change, but the outcome claims a state. So they do not count towards its verdict.",
        why=reading.why,
        shows=shows,
    )
    return Reading("insufficient", why, needs="evidence of how things are, such as a survey")
