"""What `tideturn measure pathway` holds a log against, by the names that the JSON answer gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands.measure_pathway_log import begins
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    from tideturn.methods.intervals import Interval
    from tideturn.methods.pathways import EventLog
    from tideturn.methods.pathways.conformance import Conformance, Followed, PilotEffect
    from tideturn.methods.pathways.consistency import Consistency, Distance, Pair
    from tideturn.methods.pathways.constraints import Checked, Tally
    from tideturn.methods.pathways.design import Designed

ENOUGH: Final = 10
"""Below so many cases there are counts, and neither a share nor an interval."""


@dataclass(frozen=True, eq=False)
class Held:
    """A design's name, how far cases followed it, and what became of its rules."""

    name: str
    following: Conformance
    checked: tuple[Checked, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noticed, in sentences."""
        return tuple(dict.fromkeys(note for checked in self.checked for note in checked.notes))


def read_design(path: Path) -> tuple[str, Designed]:
    """The name of a design and the design: a drawing in BPMN 2.0, else a file as `pathways/P.toml`."""
    if begins(path).startswith(b"<"):
        from tideturn.methods.pathways.bpmn import read_bpmn
        from tideturn.methods.pathways.drawn_design import design_of

        model = read_bpmn(path)
        return model.name or path.stem, design_of(model)
    from tideturn.dataset.programme_file import parse_toml
    from tideturn.methods.pathways.design import Design

    said, problems = parse_toml(path.read_bytes(), str(path))
    if said is None:
        raise TideturnError(problems[0].what, place=problems[0].place, mend=problems[0].mend)
    return str(said.get("name") or path.stem), Design.from_mapping(said, place=str(path))


def hold(log: EventLog, name: str, design: Designed, until: date | None = None) -> Held:
    """Hold the log against the design, and against its rules where it has any: a drawing has none."""
    from tideturn.methods.pathways.conformance import conformance
    from tideturn.methods.pathways.constraints import check
    from tideturn.methods.pathways.design import Design
    from tideturn.methods.pathways.groups import by_site

    rules = design.constraints if isinstance(design, Design) else ()
    return Held(name, conformance(log, design), check(log, rules, cutoff=until, groups=by_site(log)))


def design_answer(held: Held) -> dict[str, Any]:
    """How far the design was followed."""
    return {"name": held.name, **_following(held.following)}


def constraints_answer(checked: Sequence[Checked]) -> list[dict[str, Any]]:
    """What became of every rule, by case and by activation."""
    return [_checked(one) for one in checked]


def consistency_answer(found: Consistency) -> list[dict[str, Any]]:
    """Every pair of sites, with its distances, what chance makes of them, and p before and after all are considered."""
    return [_pair(pair) for pair in found.pairs]


def _following(found: Conformance) -> dict[str, Any]:
    return {
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


def _checked(found: Checked) -> dict[str, Any]:
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
    told: dict[str, Any] = {"a": pair.a, "b": pair.b, "cases_a": pair.cases_a, "cases_b": pair.cases_b}
    told |= {"variants": pair.variants, "left_out": list(pair.left_out), "emsc": pair.emsc}
    for name, distance in (("emsc", pair.emd), ("jsd", pair.jsd), ("entropy", pair.entropy)):
        told |= _distance(name, distance)
    told["emsc"] = pair.emsc
    chance = told["emsc_by_chance"]
    told["emsc_by_chance"] = None if chance is None else 1 - chance
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
