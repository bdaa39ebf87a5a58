"""Guard pathways in a release: which counts need it, how they depend on each other, and what else may be released.

A rare route is a child. So a release gives counts by step, by rule and by side of a comparison, each guarded, and
arrows only with many children (`pathway_arrows`). It never gives a route or the number of routes. It gives times in
whole days, of ten cases and more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem, Provenance
from tideturn.evaluation.pathway_moves import ShownMoves
from tideturn.evaluation.pathway_window import NOTHING
from tideturn.evaluation.pathways import PATHWAY, PathwayAt, PilotSides, identity_of
from tideturn.evaluation.readings_pathways import Sides
from tideturn.evaluation.record_values import PathwayCases
from tideturn.evaluation.withholding.cells import TOTALS, WHOLE_PROGRAMME, Cells
from tideturn.evaluation.withholding.pathway_arrows import DAY, released_moves
from tideturn.methods.disclosure import DisclosureRule, Relation
from tideturn.methods.pathways.conformance import Followed, StepCount
from tideturn.methods.pathways.constraints import Tally, Template
from tideturn.methods.pathways.skipped import BY_HOUR

_COUNTS: Final = ("met", "cases", "met_before", "cases_before")
_DERIVED: Final = ("share", "share_before", "difference", "low", "high", "p")
SAID: Final = ("comparison", *_COUNTS, *_DERIVED)
"""Fields that a piece of evidence on a pathway still has in a release."""


def of_a_pathway(item: EvidenceItem) -> bool:
    """Return whether it is about cases along a pathway."""
    return item.evidence_id.startswith(PATHWAY)


def year_before(at: PathwayAt) -> str:
    """Return the prefix of the ids of the counts of the year before: the same as for that year's own counts."""
    return identity_of(at.pathway, at.scope, at.year.number - 1)


def pilot_cell(at: PathwayAt, one: PilotSides, side: str, name: str) -> str:
    """Return the id of a count on one side of a pilot; the programme's is that of the pilot's site."""
    place = identity_of(at.pathway, one.pilot.site, at.year.number)
    return f"{place}#pilot.{one.pilot.day.isoformat()}.{side}.{name}"


def side_cells(at: PathwayAt) -> tuple[str, str, str, str]:
    """Return the ids of the counts in the comparison that is read: met and cases in the year, met and cases before."""
    if at.pilot is None:
        now, past = at.identity, year_before(at)
        return f"{now}#met", f"{now}#cases", f"{past}#met", f"{past}#cases"
    after, before = (pilot_cell(at, at.pilot, side, "met") for side in ("after", "before"))
    whole, whole_before = (pilot_cell(at, at.pilot, side, "cases") for side in ("after", "before"))
    return after, whole, before, whole_before


def asked_cell(at: PathwayAt, step: StepCount) -> str:
    """Return the id of how many cases a step was asked of: of all, unless the step fairly differs somewhere."""
    return f"{at.identity}#cases" if step.cases == at.now.cases else f"{at.identity}#asked.{step.name}"


def rule_cell(at: PathwayAt, number: int, part: str) -> str:
    """Return the id of how many cases kept a rule, broke it, are undecided or were not asked; number rules by place."""
    return f"{at.identity}#rule.{number + 1}.{part}"


def pathway_cells(pathways: Sequence[PathwayAt], sites: Sequence[str], cells: Cells) -> None:
    """Add the counts of cases along pathways, with the sums that join steps, rules, sides, sites and years."""
    for at in pathways:
        _one(at, cells)
    for at in pathways:
        if at.scope == PROGRAMME_SCOPE:
            _across_sites(at, sites, cells)
        for pilot in at.pilots:
            _about(at, pilot, cells)


def _one(at: PathwayAt, cells: Cells) -> None:
    weight = WHOLE_PROGRAMME if at.scope == PROGRAMME_SCOPE else 1.0
    _window(at.identity, at.now, at.not_over, weight, cells)
    if at.before.cases or at.not_over_before:
        _window(year_before(at), at.before, at.not_over_before, weight, cells)
    cases = f"{at.identity}#cases"
    for step in at.now.steps:
        if step.cases:
            asked = asked_cell(at, step)
            cells.add(asked, step.cases, weight=weight * TOTALS)
            taken = cells.add(f"{at.identity}#taken.{step.name}", step.taken, weight=weight)
            left = cells.add(f"{at.identity}#not_taken.{step.name}", step.cases - step.taken, weight=weight)
            cells.total(asked, (taken, left))
    for name, count in at.now.added.items():
        added = cells.add(f"{at.identity}#added.{name}", count, weight=weight)
        cells.total(cases, (added, cells.add(f"{at.identity}#not_added.{name}", at.now.cases - count, weight=weight)))
    for number in range(len(at.deadlines)):
        _rule(at, number, weight, cells)
    for pilot in at.pilots:
        for side, met, count in (
            ("before", pilot.sides.met_before, pilot.sides.cases_before),
            ("after", pilot.sides.met, pilot.sides.cases),
        ):
            # The change since a pilot is shown for the whole programme, and is also what is read at its site.
            whole = cells.add(pilot_cell(at, pilot, side, "cases"), count, weight=WHOLE_PROGRAMME * TOTALS)
            parts = (
                cells.add(pilot_cell(at, pilot, side, "met"), met, weight=WHOLE_PROGRAMME),
                cells.add(pilot_cell(at, pilot, side, "not_met"), count - met, weight=WHOLE_PROGRAMME),
            )
            cells.total(whole, parts)


def _window(identity: str, held: Followed, not_over: int, weight: float, cells: Cells) -> None:
    """Add a year's cases that are over, those of them that met the pathway and did not, and those still running."""
    whole = cells.add(f"{identity}#cases", held.cases, weight=weight * TOTALS)
    met = cells.add(f"{identity}#met", held.met, weight=weight)
    cells.total(whole, (met, cells.add(f"{identity}#not_met", held.cases - held.met, weight=weight)))
    cells.add(f"{identity}#not_over", not_over, weight=weight)


def _rule(at: PathwayAt, number: int, weight: float, cells: Cells) -> None:
    """Add how cases did under a rule: of all that began, and of those that took the step that the rule starts from."""
    deadline = at.deadlines[number]
    tally = deadline.cases
    counts = {"kept": tally.satisfied, "broken": tally.violated, "open": tally.open, "not_asked": deadline.not_asked}
    parts = {part: cells.add(rule_cell(at, number, part), count, weight=weight) for part, count in counts.items()}
    begun = (f"{at.identity}#cases", f"{at.identity}#not_over")
    cells.relations.append(Relation((*((part, 1) for part in parts.values()), *((part, -1) for part in begun))))
    asked = [parts[part] for part in ("kept", "broken", "open")]
    taken = f"{at.identity}#taken.{deadline.constraint.after}"
    running = sum(cells.counts[part].count for part in asked) - (
        cells.counts[taken].count if taken in cells.counts else 0
    )
    if taken in cells.counts and deadline.constraint.template is not Template.PRECEDENCE and running >= 0:
        # Every case under the rule took its first step: those that are over, and some of those that are not.
        early = cells.add(f"{at.identity}#running.{deadline.constraint.after}", running, weight=weight)
        cells.relations.append(Relation((*((part, 1) for part in asked), (taken, -1), (early, -1))))
        rest = at.not_over - running
        if rest >= 0:
            late = cells.add(f"{at.identity}#running_before.{deadline.constraint.after}", rest, weight=weight)
            cells.total(f"{at.identity}#not_over", (early, late))


def _about(at: PathwayAt, one: PilotSides, cells: Cells) -> None:
    """Record that before a pilot and since is the year and the year before, at its site, cut at another day."""
    now, before = (identity_of(at.pathway, one.pilot.site, year) for year in (at.year.number, at.year.number - 1))
    for name in ("cases", "met", "not_met"):
        cut = [pilot_cell(at, one, side, name) for side in ("before", "after")]
        whole = [known for known in (f"{now}#{name}", f"{before}#{name}") if known in cells.counts]
        sums = [sum(cells.counts[known].count for known in names) for names in (cut, whole)]
        relation = Relation((*((known, 1) for known in cut), *((known, -1) for known in whole)))
        if sums[0] == sums[1] and relation not in cells.relations:
            cells.relations.append(relation)


def _across_sites(at: PathwayAt, sites: Sequence[str], cells: Cells) -> None:
    for year in (at.year.number, at.year.number - 1):
        identity = identity_of(at.pathway, at.scope, year)
        for name in [name for name in cells.counts if name.startswith(f"{identity}#")]:
            what = name.partition("#")[2]
            places = [identity_of(at.pathway, site, year) for site in sites]
            step = what.removeprefix("asked.")
            cells.total(name, _asked(places, step, cells) if step != what else [f"{place}#{what}" for place in places])


def _asked(places: Iterable[str], step: str, cells: Cells) -> list[str]:
    """Return the cell of how many cases each place asks a step of, if any: all its cases, or a separate count."""
    asking = [place for place in places if f"{place}#taken.{step}" in cells.counts]
    own = [f"{place}#asked.{step}" for place in asking]
    return [known if known in cells.counts else f"{place}#cases" for place, known in zip(asking, own, strict=True)]


def released_pathways(
    pathways: Iterable[PathwayAt], hidden: Callable[[str], bool], rule: DisclosureRule
) -> tuple[PathwayAt, ...]:
    """Return each pathway with what words may say about it and no count: counts are shown from the guarded cells.

    `hidden` says whether the release hides the cell with a given id.
    """
    every = tuple(pathways)
    drawn = released_moves(every, hidden, rule)
    return tuple(_released(at, drawn.get(at.identity, {}), hidden, rule) for at in every)


def _released(
    at: PathwayAt, drawn: Mapping[str, ShownMoves], hidden: Callable[[str], bool], rule: DisclosureRule
) -> PathwayAt:
    many = at.now.cases >= rule.small_denominator and not hidden(f"{at.identity}#cases")
    told = [name for name in at.now.added if not hidden(f"{at.identity}#added.{name}")]
    return replace(
        at,
        before=NOTHING,
        now=replace(NOTHING, added=dict.fromkeys(told, 0)),
        not_over=0,
        not_over_before=0,
        pilots=tuple(replace(one, sides=Sides(0, 0, 0, 0, *one.sides.spread), elsewhere=None) for one in at.pilots),
        deadlines=tuple(replace(one, cases=Tally(0, 0, 0), not_asked=0) for one in at.deadlines),
        waits={},
        half={
            step: _days(seconds) for step, seconds in at.half.items() if at.waits[step].cases >= rule.small_denominator
        }
        if many
        else {},
        skipped=tuple(
            replace(one, skipped=(0, 0), cases=(0, 0), p=None, adjusted=None)
            for one in at.skipped
            if one.more and one.cut.by == BY_HOUR
        ),
        variants=0,
        apart=tuple(
            replace(one, cases=None, emsc=None, by_chance=None, p_emsc=None, jsd=None, p_jsd=None, p=None)
            for one in at.apart
            if not any(hidden(f"{identity_of(at.pathway, place, at.year.number)}#cases") for place in (one.a, one.b))
        ),
        notes=(),
        last_event=None,
        log=None,
        log_before=None,
        shown=drawn,
    )


def _days(seconds: float | None) -> float | None:
    """Return a time in seconds, rounded up to whole days."""
    return None if seconds is None else math.ceil(seconds / DAY) * DAY


def released_evidence(
    item: EvidenceItem, at: PathwayAt, hidden: Callable[[str], bool], rule: DisclosureRule
) -> EvidenceItem:
    """Return the evidence with the comparison that is read, as far as its counts are shown, and nothing else.

    Leave out every count of the places without a pilot that it is compared with.
    """
    cases = item.value_as(PathwayCases)
    gone = {name for name, known in zip(_COUNTS, side_cells(at), strict=True) if hidden(known)}
    few = min(known(cases.cases), known(cases.cases_before)) < rule.small_denominator
    if gone or few:
        gone |= set(_DERIVED)
    # Fields are read by name: a release shows a list of a pathway's fields.
    value = {name: None if name in gone else cases.by_name[name] for name in SAID}
    return replace(
        item,
        n=None if "cases" in gone else item.n,
        value=PathwayCases.of(value),
        interval=None if gone or cases.elsewhere else item.interval,
        provenance=Provenance(item.provenance.table, (), 0, ""),
    )
