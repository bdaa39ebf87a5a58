"""Measure how young people moved along each designed pathway in a year, at every site, compared with the time before.

The rule for comparing a year with a time before was decided before any record was looked at:

- A case belongs to the year that holds the local day of its first event. Each year's cases are watched until that
  year's end, or until the last day that its records cover if that is sooner; later events are not seen. So
  neither side is watched for longer, and what a year says about itself does not change a year later.
- A case is not over if it began too late for all of the pathway's deadlines, one after the other, to pass before the
  watch ended. It is on neither side, whether it has met the pathway or not: counting the quick ones and leaving out the
  others would flatter.
- A case that ended without a step no longer waits for it, and breaks a rule that still asks for it. Its end is an
  activity that the design names (`closing`), or its `closed` in `cases.csv`. If neither is known, nothing says that the
  case waits: it was not seen to take the step. Whether a case is over, and whether it met the pathway, does not depend
  on its end.
- At a site where a pilot began within the year, the cases from that day on are compared with the year's cases before it
  together with those of the year before (for the first such pilot, if there are several). If other places have no pilot
  and enough cases, their cases over the same months are beside these, and the difference of the two changes decides, at
  the site and for the whole programme. Everywhere else the year is compared with the year before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.closings import Closings, closing_days
from tideturn.evaluation.pathway_moves import ShownMoves
from tideturn.evaluation.pathway_spread import Cases, cases_of, sides_of
from tideturn.evaluation.pathway_window import NOTHING, Window
from tideturn.evaluation.readings_pathways import Differences, Sides
from tideturn.evaluation.rules import Rules
from tideturn.methods.pathways import EventLog, event_log, variants
from tideturn.methods.pathways.conformance import Followed, conformance, together
from tideturn.methods.pathways.consistency import Consistency, Pair, consistency
from tideturn.methods.pathways.constraints import Checked, Constraint, Tally, check
from tideturn.methods.pathways.design import Design, Pilot
from tideturn.methods.pathways.groups import Groups, by_hour, by_site
from tideturn.methods.pathways.incidence import Incidence
from tideturn.methods.pathways.skipped import BY_HOUR, BY_PILOT, BY_SITE, HOURS, Cut, Skipped, skipped_by
from tideturn.methods.pathways.time_to_step import time_to_step

PATHWAY: Final = "pathway/"
"""Prefix of the id of evidence on a pathway."""
ZONE: Final = "Europe/London"
YEAR, PILOT = "year", "pilot"
"""Names of the two comparisons: one of them is read."""
_Sides = tuple[Cut, Followed, Followed]


@dataclass(frozen=True)
class Deadline:
    """A rule, how the cases that it applied to did, and the number of cases that it did not apply to."""

    constraint: Constraint
    cases: Tally
    not_asked: int


@dataclass(frozen=True)
class PilotSides:
    """A pilot, with the cases before its day and from that day on, at its site and over the same months at the others.

    The others are places where no pilot has begun by the year's end; None if there are none.
    """

    pilot: Pilot
    sides: Sides
    elsewhere: Sides | None = None

    @property
    def compared(self) -> Sides | None:
        """Return the cases of the others, if there are enough on all sides to compare with; else None."""
        return self.elsewhere if self.elsewhere and Differences(self.sides, self.elsewhere).enough else None


@dataclass(frozen=True)
class Apart:
    """Two sites compared: whether their cases take the same routes, allowing for differences by chance.

    `emsc` is the earth movers' stochastic conformance, and `jsd` the Jensen–Shannon divergence of what directly follows
    what. `by_chance` is the mean conformance when the cases are dealt to the two sites at random. Only one test
    decides, so there are only the many pairs to allow for: `p` is the p of the conformance, or of the divergence where
    there is no conformance, over all pairs (Holm 1979). Numbers are None where they could not be calculated, or where a
    release does not give them; `differs` is None where there are too few cases.
    """

    a: str
    b: str
    cases: tuple[int, int] | None
    emsc: float | None
    by_chance: float | None
    p_emsc: float | None
    jsd: float | None
    p_jsd: float | None
    p: float | None
    differs: bool | None
    left_out: tuple[str, ...]
    """Steps that may fairly differ at either site, and are left out of the comparison."""


@dataclass(frozen=True, eq=False)
class PathwayAt:
    """One pathway in a year at one scope: the whole programme, or one site's own cases.

    `log` holds the year's cases that are over, as far as they were watched. It is None in a release, which has no row
    about a child.
    """

    pathway: str
    design: Design
    scope: str
    year: Year
    watched_until: date
    watched_before: date | None
    """Day until which the cases of the year before were watched, as when that year was judged; None if none began."""
    last_event: date | None
    """The day of the last event on record by then, at any site; None in a release."""
    before: Followed
    """The cases of the year before that are over."""
    now: Followed
    """The cases of the year that are over."""
    not_over: int
    not_over_before: int
    pilots: tuple[PilotSides, ...]
    """Pilots that began within the year: a site's own, and for the programme every site's, each at its site."""
    deadlines: tuple[Deadline, ...]
    """Deadlines of all cases of the year, including those that are not over."""
    waits: Mapping[str, Incidence]
    """Wait from the first step to each later step that is not optional."""
    some_closed: bool
    """Whether an end in `cases.csv` affects any of the year's cases."""
    half: Mapping[str, float | None]
    """Seconds until half of all cases watched had reached each of those steps; None where half have not."""
    skipped: tuple[Skipped, ...]
    """Each step, split by the hour a case began, by side of a pilot and, for the programme, by site."""
    variants: int
    """Number of different routes that the year's cases that are over took."""
    apart: tuple[Apart, ...]
    """Comparisons of each pair of sites; only for the programme."""
    notes: tuple[str, ...]
    log: EventLog | None
    log_before: EventLog | None
    """Log of the year before; None if it has no case, and in a release."""
    spread: tuple[float, float] = (1.0, 0.0)
    """Dispersion of the year and the year before, and the variance of places that move without a cause."""
    shown: Mapping[str, ShownMoves] = field(default_factory=dict)
    """What a release draws of the pathway, by part; empty outside a release, where `log` can be counted."""

    @property
    def identity(self) -> str:
        """Return the id of this pathway's evidence, which is also the prefix of the ids of its counts."""
        return identity_of(self.pathway, self.scope, self.year.number)

    @property
    def by_year(self) -> Sides:
        """Return the comparison of the year with the year before."""
        return Sides(self.before.met, self.before.cases, self.now.met, self.now.cases, *self.spread)

    @property
    def pilot(self) -> PilotSides | None:
        """Return the pilot whose comparison is read; None if the year is compared with the year before.

        For the whole programme this is the first pilot that can be compared with places without one.
        """
        if self.scope != PROGRAMME_SCOPE:
            return self.pilots[0] if self.pilots else None
        return next((one for one in self.pilots if one.compared), None)

    @property
    def sides(self) -> Sides:
        """Return the comparison that is read, by the module's rule."""
        return self.pilot.sides if self.pilot else self.by_year


def identity_of(pathway: str, scope: str, year: int) -> str:
    """Return the id of the evidence on a pathway at a scope in the year of that number."""
    return f"{PATHWAY}{pathway}/{scope}/{year}"


def pathways_of(dataset: Dataset, year: Year, rules: Rules) -> tuple[PathwayAt, ...]:
    """Return every pathway with a case that began in the year: the programme first, then each site that has one.

    Raise TideturnError for a pathway's file that designs no pathway.
    """
    found: list[PathwayAt] = []
    closed = closing_days(dataset) if dataset.pathways else {}
    for name in sorted(dataset.pathways):
        code = name.removesuffix(".toml")
        rows = dataset.table("events").filter(pl.col("pathway") == code)
        if rows.height:
            design = Design.from_mapping(dataset.pathways[name], place=f"pathways/{code}.toml")
            sites = _sites(dataset, design)
            measured = _Pathway(code, design, year, rules, closed)
            there = rows.filter(pl.col("site").is_in(sites))
            found += measured.at_each_scope(there, sites, time_before(dataset, year))
    return tuple(found)


def time_before(dataset: Dataset, year: Year) -> Year:
    """Return the year before: the programme's own or, before its first year, a period of the same length."""
    for one in dataset.programme.years:
        if one.number == year.number - 1:
            return one
    day = timedelta(days=1)
    return Year(year.number - 1, year.start - (year.end + day - year.start), year.start - day)


def _sites(dataset: Dataset, design: Design) -> list[str]:
    """Return the sites that the pathway's outcome applies to; all sites if none are named."""
    outcomes = {row["outcome_id"]: row["sites"] for row in dataset.table("outcomes").to_dicts()}
    named = split_many(outcomes.get(design.outcome_id))
    return [site.code for site in dataset.programme.sites if not named or site.code in named]


@dataclass(frozen=True)
class _Pathway:
    """One pathway, as it is measured in a year."""

    code: str
    design: Design
    year: Year
    rules: Rules
    closed: Mapping[str, date]
    """Day on which each case was closed, for those that were closed."""

    def at_each_scope(self, rows: pl.DataFrame, sites: Sequence[str], past: Year) -> Iterator[PathwayAt]:
        """Yield the programme, then each site, where a case began in the year; measure only once what they share."""
        if rows.is_empty():
            return
        log = event_log(
            rows, case="case_id", site="site", agency="agency" if rows["agency"].count() else None, zone=ZONE
        )
        now = Window.of(log, self.design, self.year)
        if now is None:
            return
        before = Window.of(log, self.design, past)
        apart = self._sites_apart(now)
        closings = Closings.of(now.begun, self.closed, now.until)
        checked = check(
            now.begun,
            self.design.constraints,
            cutoff=now.until,
            closed=closings.days,
            closing=self.design.closing,
            groups=by_site(now.begun),
        )
        cases, hours = cases_of(now, before), self._hours(now.log)
        for scope in (PROGRAMME_SCOPE, *sites):
            if now.has(scope):
                whole = scope == PROGRAMME_SCOPE
                at = self._at(scope, now, before, log, closings, checked, hours[scope], apart if whole else None)
                own = sides_of(cases, sites if whole else [scope], self.year.start)
                pilots = tuple(self._against_others(one, cases, sites) for one in at.pilots)
                yield replace(at, spread=(own.dispersion, own.shift), pilots=pilots)

    def _against_others(self, one: PilotSides, cases: Cases, sites: Sequence[str]) -> PilotSides:
        """Return a pilot beside the places without one, over the same months."""
        begun = {pilot.site for pilot in self.design.pilots if pilot.day <= self.year.end}
        here = sides_of(cases, [one.pilot.site], one.pilot.day)
        others = [site for site in sites if site not in begun]
        there = sides_of(cases, others, one.pilot.day)
        return replace(
            one,
            sides=one.sides.varying_as(here),
            elsewhere=there if there.cases and there.cases_before else None,
        )

    def _sites_apart(self, now: Window) -> Consistency | None:
        """Compare the sites over cases that are over; return None if fewer than two sites have any."""
        if not len(now.log.cases) or now.log.spans["site"].drop_nulls().n_unique() < 2:
            return None
        rules = self.rules
        return consistency(now.log, design=self.design, permutations=max(rules.permutations, 1), seed=rules.seed)

    def _at(
        self,
        scope: str,
        now: Window,
        before: Window | None,
        whole: EventLog,
        closings: Closings,
        checked: Sequence[Checked],
        hours: Mapping[str, Followed],
        apart: Consistency | None,
    ) -> PathwayAt:
        log, begun = (one if scope == PROGRAMME_SCOPE else one.of_sites(scope) for one in (now.log, now.begun))
        waits = self._waits(begun, now.until, closings)
        pilots = tuple(self._pilots(scope, now, before))
        return PathwayAt(
            pathway=self.code,
            design=self.design,
            scope=scope,
            year=self.year,
            watched_until=now.until,
            watched_before=before.until if before else None,
            last_event=now.last_event,
            before=before.followed(scope) if before else NOTHING,
            now=now.followed(scope),
            not_over=now.not_over(scope),
            not_over_before=before.not_over(scope) if before else 0,
            pilots=tuple(one for one, *_ in pilots),
            deadlines=tuple(_deadline(one, scope, len(begun.cases)) for one in checked),
            waits=waits,
            some_closed=bool(closings.days),
            half={step: wait.median for step, wait in waits.items()},
            skipped=skipped_by([*self._cuts(scope, hours, now), *(about for _, about in pilots)]),
            variants=variants(log).height,
            apart=tuple(_apart(pair) for pair in apart.pairs) if apart else (),
            notes=(
                (*whole.notes, *closings.notes(), *(apart.notes if apart else ())) if scope == PROGRAMME_SCOPE else ()
            ),
            log=log,
            log_before=before.at(scope) if before else None,
        )

    def _hours(self, log: EventLog) -> dict[str, dict[str, Followed]]:
        """Return how the cases that began by night and by day followed the design, at every scope."""
        hours, sites = by_hour(log, HOURS), by_site(log)
        names = [(site, hour) for site in ("", *sites.names) for hour in hours.names]
        groups = Groups(tuple(map("/".join, names)), (sites.of + 1) * len(hours.names) + hours.of)
        held = conformance(log, self.design, groups=groups).by_group
        found = {site: {hour: held[f"{site}/{hour}"] for hour in hours.names} for site in sites.names}
        whole = {hour: [held[f"{site}/{of}"] for site, of in names if of == hour] for hour in hours.names}
        return {**found, PROGRAMME_SCOPE: {hour: together(self.design, own) for hour, own in whole.items()}}

    def _cuts(self, scope: str, hours: Mapping[str, Followed], now: Window) -> Iterator[_Sides]:
        """Yield night and day; for the programme also each site and the others, but only one of two sites."""
        yield Cut(BY_HOUR), hours["night"], hours["day"]
        sites = [site for site, own in now.held.by_site.items() if own.cases]
        if scope == PROGRAMME_SCOPE and len(sites) > 1:
            for site in sites[: None if len(sites) > 2 else 1]:
                others = [own for name, own in now.held.by_site.items() if name != site]
                yield Cut(BY_SITE, site), now.held.by_site[site], together(self.design, others)

    def _pilots(self, scope: str, now: Window, before: Window | None) -> Iterator[tuple[PilotSides, _Sides]]:
        """Yield each pilot with its two sides, and what its cases did before and since."""
        within = [pilot for pilot in self.design.pilots if self.year.holds(pilot.day)]
        effects = {(one.site, one.day): one for one in now.held.pilots}
        for pilot in sorted(within, key=lambda one: (one.day, one.site)):
            effect = effects[pilot.site, pilot.day]
            if scope not in (PROGRAMME_SCOPE, pilot.site):
                continue
            past = [before.followed(pilot.site)] if before else []
            until = together(self.design, [effect.before, *past])
            sides = Sides(until.met, until.cases, effect.after.met, effect.after.cases)
            yield PilotSides(pilot, sides), (Cut(BY_PILOT, pilot.site, pilot.day), until, effect.after)

    def _waits(self, log: EventLog, until: date, closings: Closings) -> dict[str, Incidence]:
        """Return the wait from the first step to each other required step, at the sites where that step is asked for.

        When a case ends, it is closed to the steps that it had not reached.
        """
        first, *others = self.design.required
        there = {log.activities[code] for code in log.frame["activity"].unique()}
        if first not in there or not others:
            return {}
        ends = [name for name in self.design.closing if name in there]
        found = {}
        for step in others:
            asking = [site for site in log.sites if step not in self.design.exempt(site)]
            if step in there and asking:
                own = log.of_sites(*asking) if len(asking) < len(log.sites) else log
                wait = time_to_step(own, step, start=first, cutoff=until, closed=closings.days, closing=ends).whole
                if wait.cases:
                    found[step] = wait
        return found


def _deadline(checked: Checked, scope: str, cases: int) -> Deadline:
    tally = checked.cases if scope == PROGRAMME_SCOPE else checked.by[scope]
    return Deadline(checked.constraint, tally, cases - tally.settled - tally.open)


def _apart(pair: Pair) -> Apart:
    decides = pair.emd or pair.jsd
    return Apart(
        a=pair.a,
        b=pair.b,
        cases=(pair.cases_a, pair.cases_b),
        emsc=pair.emsc,
        by_chance=None if pair.emd is None else 1 - pair.emd.chance,
        p_emsc=None if pair.emd is None else pair.emd.p,
        jsd=pair.jsd.value,
        p_jsd=pair.jsd.p,
        p=decides.adjusted,
        differs=decides.differs if pair.enough else None,
        left_out=pair.left_out,
    )
