"""Conformance, how far cases followed a designed pathway: the share that met it whole, and steps skipped or added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.dataset.wording import counted
from tideturn.methods.intervals import Interval, fisher, independent_difference, wilson
from tideturn.methods.pathways.design import Design, Designed, Fit
from tideturn.methods.pathways.groups import AFTER, BEFORE, NOWHERE, Groups, before_after, by_period, by_site
from tideturn.methods.pathways.log import EventLog
from tideturn.methods.pathways.traces import traces


@dataclass(frozen=True)
class StepCount:
    """One designed step over the cases that it applies to: a site that is allowed to differ in it does not count."""

    name: str
    optional: bool
    cases: int
    taken: int
    skipped: int
    """Cases that never took it; always 0 for an optional step, which nobody can skip."""
    out_of_order: int

    @property
    def share(self) -> float | None:
        """Return the share of those cases that took it."""
        return self.taken / self.cases if self.cases else None

    @property
    def interval(self) -> Interval | None:
        """Return the Wilson interval of that share."""
        return wilson(self.taken, self.cases)


@dataclass(frozen=True)
class Followed:
    """A group of cases: how many met the whole designed pathway, and what happened to each step.

    `added` counts, by activity, the cases that did something outside the design.
    """

    cases: int
    met: int
    steps: tuple[StepCount, ...]
    added: Mapping[str, int]

    @property
    def share(self) -> float | None:
        """Return the share of cases that met the whole designed pathway."""
        return self.met / self.cases if self.cases else None

    @property
    def interval(self) -> Interval | None:
        """Return the Wilson interval of that share."""
        return wilson(self.met, self.cases)

    def __str__(self) -> str:
        said = f"{self.met:,} of {counted(self.cases, 'case')} met the whole designed pathway"
        if self.share is None or self.interval is None:
            return said
        low, high = self.interval.low, self.interval.high
        return f"{said} ({self.share:.3f}, 95 % interval {low:.3f} to {high:.3f})"


@dataclass(frozen=True)
class Change:
    """Cases that met the whole pathway, earlier ones compared with later ones.

    `p` is from Fisher's exact two-sided test, `interval` the Agresti–Caffo interval of after less before.
    """

    before: Followed
    after: Followed

    @property
    def difference(self) -> float | None:
        """Return the share after less the share before; None where either side has no case."""
        before, after = self.before.share, self.after.share
        return None if before is None or after is None else after - before

    @property
    def interval(self) -> Interval | None:
        """Return the interval of that difference."""
        return independent_difference(self.after.met, self.after.cases, self.before.met, self.before.cases)

    @property
    def p(self) -> float | None:
        """Return the p that both shares are the same; None where either side has no case."""
        if self.difference is None:
            return None
        return fisher(self.after.met, self.after.cases, self.before.met, self.before.cases)


@dataclass(frozen=True)
class PilotEffect(Change):
    """The change at a pilot's site: cases that began before its day compared with those that began on it or after."""

    site: str
    day: date


@dataclass(frozen=True, eq=False)
class Conformance:
    """How a log followed a design: over all cases, by site, by period and by any other groups, and about each pilot.

    `fits` are the different fits of the cases to the design, and `of` gives the index of each case's fit, by case code;
    −1 for a case that is left out because it is not over.
    """

    whole: Followed
    by_site: Mapping[str, Followed]
    by_period: Mapping[str, Followed]
    by_group: Mapping[str, Followed]
    pilots: tuple[PilotEffect, ...]
    fits: tuple[Fit, ...]
    of: NDArray[np.int64]
    cases: pl.Series
    not_over: int

    def __str__(self) -> str:
        return str(self.whole)

    def change(self, earlier: str, later: str) -> Change:
        """Return the change from one period to another. Raise KeyError for a period that was not asked for."""
        return Change(self.by_period[earlier], self.by_period[later])

    def frame(self) -> pl.DataFrame:
        """Return one row per case: its name, whether it met the pathway, and steps skipped, added and out of order."""
        parts = ("skipped", "added", "out_of_order")
        told = {part: [list(getattr(fit, part)) for fit in self.fits] for part in parts}
        fits = pl.DataFrame(
            {"met": [fit.met for fit in self.fits], **told},
            schema={"met": pl.Boolean, **dict.fromkeys(parts, pl.List(pl.String))},
        )
        over = pl.Series(self.of >= 0)
        own = pl.Series(self.of).filter(over)
        return pl.DataFrame({"case": self.cases.filter(over)}).hstack(fits[own])


def conformance(
    log: EventLog,
    design: Designed,
    *,
    periods: Mapping[str, tuple[date, date]] | None = None,
    groups: Groups | None = None,
    not_over: Collection[str] = (),
) -> Conformance:
    """Compare every case of the log with the design.

    A case counts in the period, and on the side of a pilot, of its first event's local day. `not_over` names cases that
    were still running when the log ends: if one of them has not met the pathway yet, it may still do so, and is left
    out. Pilots are those of a `Design`.
    """
    taken, sites = traces(log), by_site(log)
    width = len(sites.names) + 1
    keys, of = np.unique(taken.of * width + sites.of + 1, return_inverse=True)
    places = [None, *sites.names]
    held = [
        _Held(design.fit(taken.steps[trace], places[site]), frozenset(design.exempt(places[site])))
        for trace, site in (divmod(key, width) for key in keys.tolist())
    ]
    if not_over:
        met = np.array([one.fit.met for one in held], dtype=np.bool_)
        of[log.cases.is_in(list(not_over)).to_numpy() & ~met[of]] = NOWHERE

    def among(chosen: NDArray[np.bool_]) -> Followed:
        counts = np.bincount(of[chosen & (of != NOWHERE)], minlength=len(held)).tolist()
        return _followed(design, [(one, cases) for one, cases in zip(held, counts, strict=True) if cases])

    def of_each(groups: Groups) -> dict[str, Followed]:
        return {name: among(groups.cases(name)) for name in groups.names}

    effects = []
    for pilot in design.pilots if isinstance(design, Design) else ():
        sides = of_each(before_after(log, pilot.day, pilot.site))
        effects.append(PilotEffect(sides[BEFORE], sides[AFTER], pilot.site, pilot.day))
    return Conformance(
        whole=among(np.ones(of.size, dtype=np.bool_)),
        by_site=of_each(sites),
        by_period=of_each(by_period(log, periods)) if periods else {},
        by_group=of_each(groups) if groups else {},
        pilots=tuple(effects),
        fits=tuple(one.fit for one in held),
        of=of,
        cases=log.cases,
        not_over=int((of == NOWHERE).sum()),
    )


@dataclass(frozen=True)
class _Held:
    """The fit of a trace to the design at a site, and the steps that were not checked there."""

    fit: Fit
    exempt: frozenset[str]


def _followed(design: Designed, held: list[tuple[_Held, int]]) -> Followed:
    tallies = {part: Counter[str]() for part in ("taken", "skipped", "added", "out_of_order")}
    asked = Counter[str]()
    for one, cases in held:
        asked.update(dict.fromkeys((step.name for step in design.steps if step.name not in one.exempt), cases))
        for part, tally in tallies.items():
            tally.update(dict.fromkeys(getattr(one.fit, part), cases))
    return Followed(
        cases=sum(cases for _, cases in held),
        met=sum(cases for one, cases in held if one.fit.met),
        steps=tuple(
            StepCount(
                step.name,
                step.optional,
                asked[step.name],
                *(tallies[part][step.name] for part in ("taken", "skipped", "out_of_order")),
            )
            for step in design.steps
        ),
        added=dict(sorted(tallies["added"].items())),
    )


def together(design: Designed, parts: Sequence[Followed]) -> Followed:
    """Merge the counts of groups that share no case."""
    steps = []
    for place, step in enumerate(design.steps):
        of = [part.steps[place] for part in parts if part.steps]
        sums = (sum(getattr(one, count) for one in of) for count in ("cases", "taken", "skipped", "out_of_order"))
        steps.append(StepCount(step.name, step.optional, *sums))
    added = sum((Counter(part.added) for part in parts), Counter[str]())
    return Followed(sum(p.cases for p in parts), sum(p.met for p in parts), tuple(steps), dict(sorted(added.items())))
