"""Compare sites, periods, and sites before and after a pilot, for `tideturn measure pathway`."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tideturn.methods.pathways import EventLog
    from tideturn.methods.pathways.consistency import Consistency
    from tideturn.methods.pathways.convergence import Convergence, Moved
    from tideturn.methods.pathways.design import Designed
    from tideturn.methods.pathways.groups import Groups

SITES, PERIODS, PILOT = "site", "period", "pilot"
COMPARED: Final = (SITES, PERIODS, PILOT)
MOST: Final = 12
"""Maximum number of periods to compare: with more, chance alone sets some pair apart, and comparing all takes long."""


@dataclass(frozen=True)
class Compared:
    """Every pair of compared sites or periods, and whether sites became more alike; None where not asked."""

    between: str
    consistent: Consistency | None = None
    converged: tuple[Convergence, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Return everything worth noting, in sentences."""
        return self.consistent.notes if self.consistent else ()


def check_compare(args: argparse.Namespace) -> None:
    """Raise TideturnError for a comparison that cannot be made, before anything is read."""
    needed = {SITES: ("site",), PERIODS: ("period",), PILOT: ("site", "design")}.get(args.compare, ())
    for name in needed:
        if getattr(args, name) is None:
            raise TideturnError(f"--compare {args.compare} needs --{name}.", mend=f"Give --{name} too.")


def compared(log: EventLog, args: argparse.Namespace, design: Designed | None) -> Compared:
    """Compare sites if they are known, or what `--compare` asks for. Raises TideturnError for too many periods."""
    from tideturn.methods.pathways.consistency import consistency
    from tideturn.methods.pathways.convergence import convergence

    sites = args.site is not None and bool(log.sites)
    drawn: dict[str, Any] = {"permutations": args.permutations, "seed": args.seed}
    if args.compare == PERIODS:
        periods = _periods(log, args.period)
        both = sites and len(periods.names) == 2
        # A step that fairly differs at a site does so in every period.
        found = consistency(log, periods, **drawn)
        return Compared("periods", found, convergence(log, periods, design=design, **drawn) if both else ())
    if not sites:
        return Compared("sites")
    found = consistency(log, design=design, **drawn)
    about = _about_pilots(log, args, design) if args.compare == PILOT else ()
    return Compared(
        "sites", found, tuple(one for periods in about for one in convergence(log, periods, design=design, **drawn))
    )


def _periods(log: EventLog, period: str) -> Groups:
    from tideturn.methods.pathways.splitting import in_periods

    found = in_periods(log, period)
    if len(found.names) > MOST:
        mend = f"More than {MOST} cannot be compared: take a longer --period, or fewer years."
        raise TideturnError(f"there are {len(found.names)} periods to hold against each other.", mend=mend)
    return found


def _about_pilots(log: EventLog, args: argparse.Namespace, design: Designed | None) -> Iterator[Groups]:
    """Yield all cases in two groups for the day of each pilot: before it, and since it."""
    from dataclasses import replace

    from tideturn.methods.pathways.design import Design
    from tideturn.methods.pathways.groups import before_after
    from tideturn.report.wording import day

    days = sorted({pilot.day for pilot in design.pilots}) if isinstance(design, Design) else []
    if not days:
        raise TideturnError("the design has no pilot.", place=str(args.design), mend="Write it as [[pilots]].")
    for one in days:
        groups = before_after(log, one)
        yield replace(groups, names=(f"before {day(one)}", f"since {day(one)}"))


def converged_answer(found: Convergence) -> dict[str, Any]:
    """Return two sites, earlier and later, under the names of the JSON answer."""
    names = ("cases_a_earlier", "cases_a_later", "cases_b_earlier", "cases_b_later")
    told: dict[str, Any] = {"a": found.a, "b": found.b, "earlier": found.earlier, "later": found.later}
    told |= dict(zip(names, found.cases, strict=True)) | {"left_out": list(found.left_out)}
    near, far = found.emd, found.jsd
    # Conformance measures how near the two are; the earth mover's distance measures how far.
    told |= {"emsc_earlier": near and 1 - near.before, "emsc_later": near and 1 - near.after, "p_emsc": near and near.p}
    told |= {"jsd_earlier": far.before, "jsd_later": far.after, "p_jsd": far.p}
    return told | {"became": _became(near or far) if found.enough else None}


def _became(moved: Moved) -> str:
    from tideturn.methods.pathways.consistency import LEVEL

    if moved.p >= LEVEL:
        return "no different"
    return "more alike" if moved.change < 0 else "less alike"
