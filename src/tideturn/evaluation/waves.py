"""Compare one wave of a question with an earlier one: did the share who agree rise, fall or stay the same?

Two samples are compared by Newcombe's interval (1998, method 10) of the difference of their shares, with a design
effect. People who can be identified in both waves are compared by the exact sign test, and by Agresti and Min's
interval (2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from tideturn.evaluation.readings import ALPHA, exceeds
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, joined, stated, told
from tideturn.methods.change import sign_test
from tideturn.methods.intervals import Z_OF_TWO, newcombe, paired_difference, wilson
from tideturn.methods.power import DESIGN_EFFECT, least_net, smallest_rise

ROSE: Final = "rose"
FELL: Final = "fell"
SAME: Final = "same"
UNCLEAR: Final = "unclear"
"""Movement of the share from an earlier wave to a later one."""
MIX_MARGIN: Final = 0.2
"""Maximum difference in the share of a site or a sector, beyond which two waves have a different mix."""
NEXT_WAVES: Final = (30, 100)
"""Sizes of a next wave, in people; the report says how small a rise each would show."""


@dataclass(frozen=True)
class Mixed:
    """The share of those who gave an opinion that came from a site or a sector, then and now."""

    by: str
    """site or sector."""
    name: str
    then: float
    now: float


@dataclass(frozen=True)
class Wave:
    """An earlier wave of a question, compared with the year's own at the sites where both have opinions.

    `n_now` and the like are the year's numbers at these sites. `difference` is the later share minus the earlier, with
    its 95 % limits. With `pairs` it is of the people who gave an opinion both times: `gained` agree only now.
    """

    year: int
    sites: tuple[str, ...]
    surveys: tuple[str, ...]
    """Surveys that asked the question then."""
    n: int
    k: int
    share: float
    low: float
    high: float
    n_now: int
    k_now: int
    share_now: float
    apart: float
    """Share now minus the share then, of all who answered, with the ends of Newcombe's interval."""
    apart_low: float
    apart_high: float
    difference: float
    difference_low: float
    difference_high: float
    moved: str
    """rose, fell, same or unclear."""
    surely: bool = False
    """Whether the share moved far enough for one of two comparisons to show it: at 97.5 % instead of 95 %."""
    pairs: int = 0
    gained: int = 0
    lost: int = 0
    p_sign: float | None = None
    reference: bool = False
    """Whether changes are measured from this wave: the last from before the programme, else the first."""
    last: bool = False
    """Whether it is the wave just before the year's."""
    against: int = 0
    """Number of the `n` who said the opposite then."""
    elsewhere: tuple[int, int] = (0, 0)
    """Number of opinions then, and now, at sites that the other wave does not have."""
    mix: tuple[Mixed, ...] = ()
    """Parts of both waves by site, or by sector, where these differ by more than `MIX_MARGIN`."""

    @property
    def lower(self) -> bool:
        """Return whether the share is lower at 95 %, whether or not that is enough to call it a fall."""
        if self.p_sign is not None:
            return self.p_sign < ALPHA and self.gained < self.lost
        return self.difference_high < 0

    @property
    def least_shown(self) -> float:
        """Return the change below which none would have shown: by the sign test for pairs, else half the interval."""
        if self.pairs:
            return least_net(self.pairs, self.gained + self.lost)
        return (self.difference_high - self.difference_low) / 2

    def as_dict(self) -> dict[str, Any]:
        """Return the fields for `evaluation.json`."""
        plain = asdict(self) | {"least_shown": self.least_shown}
        return plain | {"sites": list(self.sites), "surveys": list(self.surveys), "elsewhere": list(self.elsewhere)}


@dataclass(frozen=True)
class Moved:
    """How a question moved, over all the waves that it is compared with."""

    rose: bool = False
    fell: bool = False
    same: bool = False


def compared(
    *, year: int, k: int, n: int, k_now: int, n_now: int, pairs: tuple[int, int, int], rules: Rules, **more: Any
) -> Wave:
    """Compare k_now of n_now opinions with k of n of an earlier wave.

    `pairs` is how many people gave an opinion in both waves, how many of them agree only now, and how many only then;
    if there are at least `min_pairs` of them, they decide. Raise ValueError if a wave has no opinion.
    """
    then, whole = wilson(k, n), newcombe(k_now, n_now, k, n, DESIGN_EFFECT)
    both, gained, lost = pairs
    p: float | None = None
    if both >= max(rules.min_pairs, 1):
        difference, interval = (gained - lost) / both, paired_difference(gained, lost, both)
        p = sign_test(gained, lost)
        moved, surely = _way(gained - lost if p < ALPHA else 0), p < ALPHA / 2
    else:
        both = gained = lost = 0
        interval, wider = whole, newcombe(k_now, n_now, k, n, DESIGN_EFFECT, Z_OF_TWO)
        difference = k_now / n_now - k / n if n_now and n else 0.0
        moved = _way(0 if interval is None else (interval.low > 0) - (interval.high < 0))
        surely = wider is not None and not wider.low <= 0 <= wider.high
    if then is None or whole is None or interval is None:
        raise ValueError("a wave without an opinion is none")
    if moved == UNCLEAR and interval.within(rules.level_margin):
        moved = SAME
    return Wave(
        year=year,
        n=n,
        k=k,
        share=k / n,
        low=then.low,
        high=then.high,
        n_now=n_now,
        k_now=k_now,
        share_now=k_now / n_now,
        apart=k_now / n_now - k / n,
        apart_low=whole.low,
        apart_high=whole.high,
        difference=difference,
        difference_low=interval.low,
        difference_high=interval.high,
        moved=moved,
        surely=surely,
        pairs=both,
        gained=gained,
        lost=lost,
        p_sign=p,
        **more,
    )


def _way(sign: int) -> str:
    return ROSE if sign > 0 else FELL if sign < 0 else UNCLEAR


def reference_of(years: Sequence[int]) -> int:
    """Return the wave that changes are measured from: the last before the programme began, else the first in it."""
    before = [year for year in years if year < 1]
    return max(before) if before else min(years)


def moved(waves: Sequence[Wave]) -> Moved:
    """Return how the share moved: up from the reference and not down from the last; or down from either.

    It stayed the same if it did neither, and lies within `level_margin` of the reference.
    """
    fell = any(wave.moved == FELL for wave in waves)
    against = next((wave.moved for wave in waves if wave.reference), "")
    return Moved(rose=against == ROSE and not fell, fell=fell, same=against == SAME and not fell)


def settled(waves: Sequence[Wave]) -> tuple[Wave, ...]:
    """Return the waves; a fall since only one of two remains a fall only if it is sure.

    Either two falls show at 95 %, or one at 97.5 %. Source: Hochberg 1988, Biometrika 75:800–802.
    """
    if all(wave.moved == FELL for wave in waves):
        return tuple(waves)
    return tuple(replace(wave, moved=UNCLEAR) if wave.moved == FELL and not wave.surely else wave for wave in waves)


def mix_of(by: str, then: dict[str, int], now: dict[str, int]) -> tuple[Mixed, ...]:
    """Return the parts of both waves by site or sector; empty if none moved by more than `MIX_MARGIN`."""
    before, after = sum(then.values()), sum(now.values())
    if not (before and after):
        return ()
    names = sorted({*then, *now}, key=lambda name: (-then.get(name, 0), name))
    parts = tuple(Mixed(by, name, then.get(name, 0) / before, now.get(name, 0) / after) for name in names)
    return parts if any(exceeds(abs(part.now - part.then), MIX_MARGIN) for part in parts) else ()


def differences_of(waves: Sequence[Wave], year: int, evidence: str) -> Iterator[Told]:
    """Say of each wave with a different mix of people from `year`: the parts by site, or by sector, then and now."""
    for at, wave in enumerate(waves):
        for by in dict.fromkeys(part.by for part in wave.mix):
            parts = [
                told(
                    "{name} {then} and {now}",
                    name=part.name,
                    then=stated(f"waves.{at}.mix.{place}.then", part.then, "share", item=evidence),
                    now=stated(f"waves.{at}.mix.{place}.now", part.now, "share", item=evidence),
                )
                for place, part in enumerate(wave.mix)
                if part.by == by
            ]
            before = f"{in_year(wave.year)} and in Year {year}"
            yield told(
                "Those who answered {before} differ by {by}: {parts}.", before=before, by=by, parts=joined(parts, "; ")
            )


def in_year(year: int) -> str:
    """Return `in Year 1`; for a wave from before the programme, `before Year 1`."""
    return "before Year 1" if year < 1 else f"in Year {year}"


def could_show(k: int, n: int) -> dict[str, float | None]:
    """Return how small a rise a next wave would show, by its size; None where no rise could be shown."""
    return {str(size): smallest_rise(k, n, size) for size in NEXT_WAVES}
