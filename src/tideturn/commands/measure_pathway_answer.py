"""The results of `tideturn measure pathway`, and the JSON answer made from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands.measure_pathway_compare import Compared, converged_answer

if TYPE_CHECKING:
    from datetime import date

    from tideturn.commands.measure_pathway_design import Held
    from tideturn.methods.intervals import Interval
    from tideturn.methods.pathways import Counts, EventLog, Waits
    from tideturn.methods.pathways.conformance import Conformance, Followed, PilotEffect
    from tideturn.methods.pathways.consistency import Distance, Pair
    from tideturn.methods.pathways.constraints import Checked, Tally
    from tideturn.methods.pathways.time_to_step import TimeToStep

ENOUGH: Final = 10
"""Minimum number of cases for a share or an interval; below it there are only counts."""

Wait = tuple["Waits", "TimeToStep"]
"""The waits of the cases that reached a step, and the time when half of all watched cases had reached it."""
Part = tuple[dict[str, str], "Counts", "Waits"]
"""The name of a part of the log (its site, its period), its counts, and how long its cases take."""


@dataclass(frozen=True)
class Measured:
    """Everything found in a log; `held` is set if a design was given.

    `seen_until` is the last day that was watched; it is None for a log without events. `closing` are the activities
    that end a case.
    """

    log: EventLog
    seen_until: date | None
    closing: tuple[str, ...]
    counts: Counts
    waits: list[Wait]
    parts: list[Part]
    held: Held | None
    compared: Compared

    @property
    def notes(self) -> tuple[str, ...]:
        """Return everything worth noting, in sentences."""
        more = [part.notes for part in (self.held, self.compared) if part is not None]
        return (*self.log.notes, *(note for notes in more for note in notes))


def answer(found: Measured) -> dict[str, Any]:
    """Return the result under the names of the JSON answer, with waits in seconds."""
    from tideturn.methods.pathways import rework, throughput

    pairs = found.compared.consistent.pairs if found.compared.consistent else ()
    return {
        **counts_answer(found.counts),
        "throughput": _spread(throughput(found.log)),
        "rework": rework(found.log).frame().to_dicts(),
        "waits": [_waited(wait) for wait in found.waits],
        "by": [_part(part) for part in found.parts],
        "consistency": [_pair(pair) for pair in pairs],
        "convergence": [converged_answer(one) for one in found.compared.converged],
        "design": _design(found.held.name, found.held.following) if found.held else None,
        "constraints": [_rule(rule) for rule in found.held.checked] if found.held else [],
        "notes": list(found.notes),
    }


def counts_answer(counts: Counts) -> dict[str, Any]:
    """Return the counts under the names of the JSON answer, whichever engine counted them, with waits in seconds."""
    starts, ends = counts.at_ends()
    return {
        "cases": counts.cases,
        "events": counts.events,
        "activities": len(counts.activities),
        "variants": counts.routes().to_dicts(),
        "edges": counts.frame().to_dicts(),
        "starts": starts,
        "ends": ends,
        "entropy": counts.entropy,
    }


def _waited(wait: Wait) -> dict[str, Any]:
    among, reached = wait[0], wait[1].whole
    low, high = reached.median_interval
    ended = {"reached": reached.reached, "closed": reached.closed, "not_seen": reached.open}
    watched = {name: int(cases.sum()) for name, cases in ended.items()}
    return {
        "from": among.first,
        "to": among.then,
        "began": among.began,
        **_spread(among),
        "watched": {"cases": reached.cases, **watched, "median": reached.median, "low": low, "high": high},
    }


def _part(part: Part) -> dict[str, Any]:
    names, counts, through = part
    return {
        **names,
        "cases": counts.cases,
        "events": counts.events,
        "variants": counts.variants.height,
        "entropy": counts.entropy,
        "edges": counts.frame().to_dicts(),
        "throughput": _spread(through),
    }


def _spread(waits: Waits) -> dict[str, Any]:
    spread = waits.spread
    return {
        "cases": spread.number,
        "least": spread.least,
        "lower": spread.lower,
        "median": spread.median,
        "upper": spread.upper,
        "most": spread.most,
    }


def _design(name: str, found: Conformance) -> dict[str, Any]:
    """Return how far the design was followed."""
    return {
        "name": name,
        **_followed(found.whole),
        "steps": [
            {
                "name": step.name,
                "optional": step.optional,
                "cases": step.cases,
                "taken": step.taken,
                "skipped": step.skipped,
                "out_of_order": step.out_of_order,
                **_share(step.share, step.interval, step.cases),
            }
            for step in found.whole.steps
        ],
        "added": dict(found.whole.added),
        "by": [{"site": site, **_followed(part)} for site, part in found.by_site.items() if part.cases],
        "pilots": [
            {
                "site": pilot.site,
                "date": pilot.day.isoformat(),
                "before": _followed(pilot.before),
                "after": _followed(pilot.after),
                **_effect(pilot),
            }
            for pilot in found.pilots
        ],
    }


def _effect(pilot: PilotEffect) -> dict[str, Any]:
    if min(pilot.before.cases, pilot.after.cases) < ENOUGH:
        return {"difference": None, "low": None, "high": None, "p": None}
    return {"difference": pilot.difference, **_ends(pilot.interval), "p": pilot.p}


def _followed(part: Followed) -> dict[str, Any]:
    return {"cases": part.cases, "met": part.met, **_share(part.share, part.interval, part.cases)}


def _rule(found: Checked) -> dict[str, Any]:
    """Return how a rule was met or broken, by case and by activation."""
    return {
        "name": found.constraint.name,
        **_tally(found.cases),
        "not_asked": found.not_asked,
        "activations": _tally(found.activations),
        "by": [{"site": site, **_tally(tally)} for site, tally in found.by.items()],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    counts = {"satisfied": tally.satisfied, "violated": tally.violated, "open": tally.open}
    return {**counts, **_share(tally.share, tally.interval, tally.settled)}


def _pair(pair: Pair) -> dict[str, Any]:
    """Return two groups with their distances, the distances expected by chance, and p before and after adjustment for
    all pairs.
    """
    told: dict[str, Any] = {"a": pair.a, "b": pair.b, "cases_a": pair.cases_a, "cases_b": pair.cases_b}
    told |= {"variants": pair.variants, "left_out": list(pair.left_out)}
    for name, distance in (("emsc", pair.emd), ("jsd", pair.jsd), ("entropy", pair.entropy)):
        told |= _distance(name, distance)
    # Conformance measures how near the two are; the earth mover's distance measures how far.
    told |= {"emsc": pair.emsc, "emsc_by_chance": 1 - pair.emd.chance if pair.emd else None}
    differing = ["emsc" if name == "emd" else name for name, distance in pair.distances.items() if distance.differs]
    told["differs"] = differing if pair.enough else None
    return told


def _distance(name: str, found: Distance | None) -> dict[str, Any]:
    keys = (name, f"{name}_by_chance", f"p_{name}", f"p_{name}_of_all")
    values = (found.value, found.chance, found.p, found.adjusted) if found else (None,) * 4
    return dict(zip(keys, values, strict=True))


def _share(share: float | None, interval: Interval | None, cases: int) -> dict[str, Any]:
    if cases < ENOUGH:
        return {"share": None, "low": None, "high": None}
    return {"share": share, **_ends(interval)}


def _ends(interval: Interval | None) -> dict[str, Any]:
    return {"low": interval and interval.low, "high": interval and interval.high}
