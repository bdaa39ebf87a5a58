"""Pathways as evidence: how many cases met all of a designed pathway, compared with earlier, at each scope."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Dataset, Programme
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import capital
from tideturn.evaluation.ledger.provenance import digest, of_rows
from tideturn.evaluation.ledger.scopes import Found, Outcome
from tideturn.evaluation.ledger.strands import strand_of
from tideturn.evaluation.model import EvidenceItem, Provenance
from tideturn.evaluation.pathways import PILOT, YEAR, Apart, PathwayAt
from tideturn.evaluation.population import Population
from tideturn.evaluation.readings import beside_a_state, imprecise
from tideturn.evaluation.readings_pathways import Differences, Sides, read_pathway
from tideturn.evaluation.record_values import CasesBeside, Deadline, PathwayCases, PilotCases, StepCases
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, MEASURED, STAFF, UNCOMPARED, Strand
from tideturn.evaluation.told import told
from tideturn.methods.intervals import wilson
from tideturn.methods.pathways.skipped import Skipped

_TABLE: Final = "events"
_STEPS: Final = ("began in the year", "", "were followed for long enough", "")
_CLOSED: Final = "A case that was closed without having met it is one that did not."
_CLOSING: Final = ("case_id", "closed")
_READ: Final = ("pathway", "case_id", "activity", "time", "site", "agency")


def pathways(dataset: Dataset, measured: Sequence[PathwayAt], outcomes: Mapping[str, Outcome], rules: Rules) -> Found:
    """Return each pathway that names an outcome, at each of its scopes where a case began in the year."""
    items: list[EvidenceItem] = []
    strands: list[tuple[str, str, Strand]] = []
    for at in measured:
        outcome = outcomes.get(at.design.outcome_id)
        if outcome is not None and at.scope in outcome.scopes:
            item, strand = _read(dataset, at, outcome, rules)
            items.append(item)
            strands.append((outcome.outcome_id, at.scope, strand))
    return Found(tuple(items), tuple(strands))


def _read(dataset: Dataset, at: PathwayAt, outcome: Outcome, rules: Rules) -> tuple[EvidenceItem, Strand]:
    before, after = sides_said(at, dataset.programme)
    sides, elsewhere = at.sides, at.pilot.compared if at.pilot else None
    reading = read_pathway(sides, rules, before=before, after=after, elsewhere=elsewhere)
    if outcome.claim == "state":
        reading = beside_a_state(reading, "Cases on a pathway show")
    about = f"the pathway “{at.design.name}”"
    origin = f"pathway:{at.pathway}"
    interval = Differences(sides, elsewhere).interval if elsewhere else sides.interval
    population = (
        Population(sides.cases + at.not_over, None, sides.cases, None, _STEPS) if at.pilot is None else Population()
    )
    item = EvidenceItem(
        evidence_id=at.identity,
        outcome_id=outcome.outcome_id,
        scope=at.scope,
        year=at.year.number,
        kind="monitoring",
        voice="record",
        origin=origin,
        polarity=reading.polarity,
        n=sides.cases,
        value=PathwayCases.of(_value(at)),
        interval=(interval.low, interval.high) if interval else None,
        text=f"{at.design.name}: cases that met the whole designed pathway",
        provenance=_provenance(dataset, at, outcome),
        unit="cases",
        as_of=at.year.as_of,
        population=population,
    )
    concern = ""
    if not sides.cases_before:
        concern = f"{capital(about)} has no case {before} to compare with."
    share = wilson(sides.met, sides.cases) if sides.enough else None
    if at.some_closed:
        reading = replace(reading, why=told("{why} {closed}", why=reading.why, closed=_CLOSED))
    return item, strand_of(
        item,
        reading,
        design=(COMPARED if elsewhere else MEASURED) if sides.enough else UNCOMPARED,
        about=about,
        n=sides.cases,
        k=sides.met,
        share=sides.met / sides.cases if share else None,
        low=share.low if share else None,
        high=share.high if share else None,
        tokens=frozenset({origin, *([STAFF] if at.design.kept_by == "programme" else [])}),
        imprecise=imprecise(interval, rules) if sides.enough else "",
        sources=1,
        concerns=(concern,) if concern else (),
    )


def sides_said(at: PathwayAt, programme: Programme) -> tuple[str, str]:
    """Return, in words, which cases are on either side of the comparison that is read."""
    if at.pilot is None:
        return "in the year before", "in the year"
    where = f" in {programme.scope_name(at.pilot.pilot.site)}" if at.scope == PROGRAMME_SCOPE else ""
    return "before the pilot began", f"since the pilot began{where}"


def _value(at: PathwayAt) -> dict[str, Any]:
    """Return everything that was measured, by name; times in seconds. `comparison` says which of the two is read."""
    return {
        "comparison": PILOT if at.pilot else YEAR,
        **_sides(at.sides),
        "elsewhere": CasesBeside(**_sides(elsewhere)) if (elsewhere := at.pilot and at.pilot.compared) else None,
        "apart": Differences(at.sides, elsewhere).difference if elsewhere else None,
        "by_year": CasesBeside(**_sides(at.by_year)),
        "pilots": [
            PilotCases(site=one.pilot.site, date=one.pilot.day.isoformat(), **_sides(one.sides)) for one in at.pilots
        ],
        "watched_until": at.watched_until.isoformat(),
        "last_event": at.last_event.isoformat() if at.last_event else None,
        "not_over": at.not_over,
        "steps": [
            StepCases(
                step=step.name,
                optional=step.optional,
                cases=step.cases,
                taken=step.taken,
                skipped=step.skipped,
                out_of_order=step.out_of_order,
                share=step.share,
            )
            for step in at.now.steps
        ],
        "added": dict(at.now.added),
        "skipped_by": [_skipped(one) for one in at.skipped],
        "constraints": [
            Deadline(
                name=one.constraint.name,
                satisfied=one.cases.satisfied,
                violated=one.cases.violated,
                open=one.cases.open,
            )
            for one in at.deadlines
        ],
        "waits": [
            {
                "step": step,
                "cases": wait.cases,
                "reached": int(wait.reached.sum()),
                "closed": int(wait.closed.sum()),
                "not_seen": int(wait.open.sum()),
                "median": wait.median,
            }
            for step, wait in at.waits.items()
        ],
        "variants": at.variants,
        "consistency": [_pair(pair) for pair in at.apart],
        "notes": list(at.notes),
    }


def _sides(sides: Sides) -> dict[str, Any]:
    interval = sides.interval
    return {
        "met": sides.met,
        "cases": sides.cases,
        "share": sides.met / sides.cases if sides.cases else None,
        "met_before": sides.met_before,
        "cases_before": sides.cases_before,
        "share_before": sides.met_before / sides.cases_before if sides.cases_before else None,
        "difference": sides.difference,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "p": sides.p,
        "dispersion": sides.dispersion,
        "shift": sides.shift,
    }


def _skipped(one: Skipped) -> dict[str, Any]:
    """Return a step in two groups of cases: how many of each skipped it, of how many, and who does so more often."""
    a, b = one.cut.sides
    return {
        "step": one.step,
        "by": one.cut.by,
        "site": one.cut.site or None,
        "date": one.cut.day.isoformat() if one.cut.day else None,
        **{f"skipped_{side}": count for side, count in zip((a, b), one.skipped, strict=True)},
        **dict(zip((a, b), one.cases, strict=True)),
        "p": one.p,
        "adjusted": one.adjusted,
        "more": one.more,
    }


def _pair(pair: Apart) -> dict[str, Any]:
    cases_a, cases_b = pair.cases or (None, None)
    return {
        "a": pair.a,
        "b": pair.b,
        "cases_a": cases_a,
        "cases_b": cases_b,
        "emsc": pair.emsc,
        "p_emsc": pair.p_emsc,
        "jsd": pair.jsd,
        "p_jsd": pair.p_jsd,
        "p_of_all": pair.p,
        "differs": pair.differs,
        "left_out": list(pair.left_out),
    }


def _provenance(dataset: Dataset, at: PathwayAt, outcome: Outcome) -> Provenance:
    """Return the rows of the pathway's events at the scope's sites, whichever of them the two sides hold.

    Their hash also covers when these cases were closed, if any was: closing ends a wait.
    """
    sites = outcome.sites if at.scope == PROGRAMME_SCOPE else (at.scope,)
    rows = dataset.table(_TABLE).filter((pl.col("pathway") == at.pathway) & pl.col("site").is_in(sites))
    of_events = of_rows(_TABLE, rows.sort("case_id", "time", "activity", "site"), _READ)
    known = dataset.table("cases").select(_CLOSING).drop_nulls()
    closed = known.filter(pl.col("case_id").is_in(rows["case_id"].implode()))
    if closed.is_empty():
        return of_events
    whole = f"{of_events.sha256} {digest(closed.sort('case_id'), _CLOSING)}"
    return replace(of_events, sha256=hashlib.sha256(whole.encode()).hexdigest())
