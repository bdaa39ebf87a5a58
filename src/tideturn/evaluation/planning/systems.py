"""Plan pathways and networks in the coming year: as many cases, and as many organisations, as last time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.networks import ORIGIN
from tideturn.evaluation.ledger.scopes import Outcome, outcomes_of
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.networks import ID_PREFIX, networks_of
from tideturn.evaluation.pathway_spread import Cases, cases_of, sides_of
from tideturn.evaluation.pathway_window import Window
from tideturn.evaluation.pathways import ZONE, identity_of, time_before
from tideturn.evaluation.planning.coming import Coming
from tideturn.evaluation.readings import imprecise
from tideturn.evaluation.readings_networks import FEWEST_ORGANISATIONS
from tideturn.evaluation.readings_pathways import Differences, Sides, read_pathway
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, MEASURED, STAFF, UNCOMPARED, Strand
from tideturn.evaluation.verdicts import INSUFFICIENT, POSITIVE
from tideturn.methods.intervals import Interval, Z
from tideturn.methods.pathways import event_log
from tideturn.methods.pathways.design import Design
from tideturn.methods.power import OF_POWER, Least, least_shown


@dataclass(frozen=True)
class System:
    """A pathway or the network at a scope of its outcome, at its best, and how small a change it could show."""

    outcome_id: str
    scope: str
    strand: Strand
    least: Least
    beside: Least | None = None
    """Least change of a pathway, beside as many cases where there is no pilot."""


@dataclass(frozen=True)
class _Expected:
    """Cases on both sides of the coming comparison: those before as they were, those after as many again."""

    here: Sides
    elsewhere: Sides | None

    def if_met(self, met: int) -> tuple[Sides, Interval | None]:
        """Return the sides, and the interval of the difference, if `met` cases met the pathway afterwards."""
        sides = replace(self.here, met=met)
        return sides, Differences(sides, self.elsewhere).interval if self.elsewhere else sides.interval

    @property
    def enough(self) -> bool:
        """Return whether every group has enough cases."""
        return Differences(self.here, self.elsewhere).enough if self.elsewhere else self.here.enough


def designs_of(dataset: Dataset) -> dict[str, Design]:
    """Return the design of each pathway, by its code."""
    return {
        name.removesuffix(".toml"): Design.from_mapping(dataset.pathways[name], place=f"pathways/{name}")
        for name in sorted(dataset.pathways)
    }


def planned_pathways(coming: Coming, rules: Rules) -> Iterator[System]:
    """Return each pathway with an outcome and cases in the year before, at each scope with any."""
    dataset, year = coming.dataset, coming.year
    outcomes = outcomes_of(dataset)
    past = time_before(dataset, year)
    for code, design in designs_of(dataset).items():
        outcome = outcomes.get(design.outcome_id)
        rows = dataset.table("events").filter(pl.col("pathway") == code)
        rows = rows.filter(pl.col("site").is_in(outcome.sites)) if outcome else rows.clear()
        if outcome is None or rows.is_empty():
            continue
        agency = "agency" if rows["agency"].count() else None
        log = event_log(rows, case="case_id", site="site", agency=agency, zone=ZONE)
        window = Window.of(log, design, past)
        if window is not None:
            cases = cases_of(window, Window.of(log, design, time_before(dataset, past)))
            yield from _of_pathway(code, design, outcome, _LastYear(window, cases, past), year, rules)


@dataclass(frozen=True)
class _LastYear:
    window: Window
    cases: Cases
    year: Year

    def sides(self, sites: Sequence[str], since: float) -> Sides:
        """Return the last year's cases at these sites, before; and as many again, for that share of the year, after.

        With a pilot that begins within the year, cases from earlier in the year join those of the year before.
        """
        own = sides_of(self.cases, sites, self.year.start)
        longer = 2 - since
        counts = (round(own.met * longer), round(own.cases * longer), round(own.met * since), round(own.cases * since))
        return replace(Sides(*counts), dispersion=own.dispersion, shift=own.shift)


def _of_pathway(
    code: str, design: Design, outcome: Outcome, last: _LastYear, year: Year, rules: Rules
) -> Iterator[System]:
    for scope in outcome.scopes:
        if not last.window.has(scope):
            continue
        expected = _expected(design, outcome, scope, last, year)
        best, interval = expected.if_met(expected.here.cases)
        reading = read_pathway(best, rules, before="before", after="in the year", elsewhere=expected.elsewhere)
        design_of = (COMPARED if expected.elsewhere else MEASURED) if expected.enough else UNCOMPARED
        strand = Strand(
            kind="monitoring",
            voice="record",
            reading=reading.reading,
            why="",
            unit="cases",
            about=f"the pathway “{design.name}”",
            n=best.cases,
            evidence=(identity_of(code, scope, year.number),),
            sources=1,
            tokens=frozenset({f"pathway:{code}", *([STAFF] if design.kept_by == "programme" else [])}),
            design=design_of,
            rose=reading.reading == POSITIVE,
            imprecise=imprecise(interval, rules) if expected.enough else "",
            needs=reading.needs,
        )
        least = least_moved(expected.here, expected.elsewhere)
        beside = least if expected.elsewhere else least_moved(expected.here, expected.here)
        yield System(outcome.outcome_id, scope, strand, least, beside)


def _expected(design: Design, outcome: Outcome, scope: str, last: _LastYear, year: Year) -> _Expected:
    """Return the comparison to read: a pilot that begins within the year with other places; else two years."""
    begun = {pilot.site for pilot in design.pilots if pilot.day <= year.end}
    others = [site for site in outcome.sites if site not in begun]
    within = [pilot for pilot in design.pilots if year.holds(pilot.day) and scope in (PROGRAMME_SCOPE, pilot.site)]
    for pilot in sorted(within, key=lambda one: (one.day, one.site)):
        # The share of the year from the pilot's day on.
        since = ((year.end - pilot.day).days + 1) / ((year.end - year.start).days + 1)
        sides = last.sides([pilot.site], since), last.sides(others, since)
        if Differences(*sides).enough:
            return _Expected(*sides)
        if scope != PROGRAMME_SCOPE:
            return _Expected(sides[0], None)
    return _Expected(last.sides(outcome.sites_at(scope), 1), None)


def least_moved(here: Sides, elsewhere: Sides | None) -> Least:
    """Return how many more, and fewer, of the cases must meet the pathway for a change to show in four of five years.

    These are shares of the cases. The whole interval is then above zero, by at least 0.84 of its standard error.
    """
    expected = _Expected(here, elsewhere)
    if not expected.enough:
        return Least(None, None)
    share = here.met_before / here.cases_before

    def shown(met: int, sign: int) -> bool:
        _, interval = expected.if_met(met)
        assert interval is not None  # every group has cases
        nearer = interval.low if sign > 0 else -interval.high
        return nearer >= OF_POWER * interval.width / (2 * Z)

    more = next((met for met in range(here.cases + 1) if shown(met, 1)), None)
    fewer = next((met for met in range(here.cases, -1, -1) if shown(met, -1)), None)
    return Least(
        None if more is None else more / here.cases - share,
        None if fewer is None else share - fewer / here.cases,
    )


def planned_networks(coming: Coming, rules: Rules) -> Iterator[System]:
    """Return the network at each scope where anybody answered the last wave: as many are expected to answer again."""
    dataset = coming.dataset
    outcome = outcomes_of(dataset).get(dataset.programme.network_outcome or "")
    waves = dataset.table("waves").filter(pl.col("responded"))
    if outcome is None or waves.is_empty():
        return
    wave = int(waves["wave"].max())  # type: ignore[arg-type]
    widths = _intervals(dataset, coming, rules)
    home = dataset.table("organisations").select("organisation_id", "site")
    answered = waves.filter(pl.col("wave") == wave).join(home, on="organisation_id", how="left")
    for scope in outcome.scopes:
        there = answered if scope == PROGRAMME_SCOPE else answered.filter(pl.col("site") == scope)
        size = there["organisation_id"].n_unique()
        if not size:
            continue
        enough, interval = size >= FEWEST_ORGANISATIONS, widths.get(scope)
        strand = Strand(
            kind="monitoring",
            voice="record",
            reading=POSITIVE if enough else INSUFFICIENT,
            why="",
            unit="organisations",
            about="ties between organisations",
            n=size,
            evidence=(f"{ID_PREFIX}{wave}/{scope}/{coming.year.number}",),
            sources=size,
            tokens=frozenset({ORIGIN, people("stakeholder")}),
            design=MEASURED,
            rose=enough,
            imprecise=imprecise(interval, rules) if enough else "",
            needs="" if enough else f"{FEWEST_ORGANISATIONS - size} more organisations that answer both waves",
        )
        least = least_shown(interval) if interval and enough else None
        yield System(outcome.outcome_id, scope, strand, Least(least, least))


def _intervals(dataset: Dataset, coming: Coming, rules: Rules) -> dict[str, Interval]:
    """Return the interval of the last change at each scope; empty after one wave alone."""
    for year in coming.past:
        found = networks_of(dataset, year, replace(rules, permutations=1))
        if found:
            return {at.scope: at.change.allowed for at in found if at.change and at.change.allowed}
    return {}
