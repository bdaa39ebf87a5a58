"""The year's plan as a report tells it: each piece of work with what was delivered, hidden where a release hides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import polars as pl

from tideturn.dataset.vocabulary import DEPARTURE
from tideturn.evaluation.withholding.records import plan_cell
from tideturn.methods.disclosure import HIDDEN
from tideturn.methods.fidelity import measure_kind
from tideturn.report.blocks import DataTable, Figure, words
from tideturn.report.charts.delivered import Delivered, Piece
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, counted, listed, number, percent, were

_IN_A_CHART: Final = 8
"""How many pieces of work a chart shows: more would not fit beside its words on a page."""


@dataclass(frozen=True)
class Work:
    """One measure of one component at one place; `delivered` is None where it is hidden or nobody recorded it."""

    component: str
    place: str
    measure: str
    planned: float
    delivered: float | None
    hidden: bool
    kind: str | None
    """What its measure counts: `reach` those who were meant, `dose` how much there was, None another thing."""
    quality: str
    departure: str | None
    judged: str | None
    reason: str

    @property
    def name(self) -> str:
        """`Training, Birmingham`."""
        return f"{capital(self.component)}, {self.place}"

    @property
    def count(self) -> str:
        """What was delivered, in figures."""
        if self.hidden:
            return HIDDEN
        return "not recorded" if self.delivered is None else number(self.delivered)

    @property
    def of_planned(self) -> str:
        """`27 of 36 young people (75%)`; of fewer than ten planned, no percentage."""
        joint = ", of" if self.delivered is None and not self.hidden else " of"
        said = f"{self.count}{joint} {number(self.planned)} {self.measure}"
        if self.delivered is None or self.planned < 10:
            return said
        return f"{said} ({percent(self.delivered / self.planned)})"

    @property
    def short(self) -> bool:
        """Whether less was delivered than planned, as far as may be known."""
        return self.delivered is not None and self.delivered < self.planned

    @property
    def departed(self) -> str:
        """How it departed from the plan: `not all delivered`, `modified`, `added`; empty where nobody recorded one."""
        if self.departure is None:
            return ""
        if self.departure == "not_delivered" and (self.hidden or self.delivered):
            return "not all delivered"
        return DEPARTURE.terms[self.departure]


def planned(look: Lookup) -> tuple[Work, ...]:
    """Every piece of work planned for the year, in the plan's order."""
    rows = look.dataset.table("plan").filter(pl.col("year") == look.evaluation.year.number).to_dicts()
    found = []
    for row in rows:
        hidden = look.hidden(plan_cell(row["component"], row["measure"], row["site"], row["year"]))
        found.append(
            Work(
                component=row["component"],
                place=look.place(row["site"]),
                measure=row["measure"],
                planned=row["planned"],
                delivered=None if hidden else row["delivered"],
                hidden=hidden,
                kind=measure_kind(row["measure"]),
                quality=row["quality"] or "",
                departure=row["departure"],
                judged=row["judged"],
                reason=row["reason"] or "",
            )
        )
    return tuple(found)


def in_full(work: tuple[Work, ...]) -> str:
    """`Of 18 planned pieces of work, 7 were delivered in full.`"""
    told = [one for one in work if not one.hidden]
    full = sum(one.delivered is not None and not one.short for one in told)
    said = f"Of {counted(len(told), 'planned piece')} of work, {were(full)} delivered in full." if told else ""
    if len(told) < len(work):
        few = number(len(work) - len(told))
        said += (
            f" Of {few} more the numbers are too small to be shown." if told else "The numbers are too small to show."
        )
    return said.strip()


def planned_and_delivered(look: Lookup) -> tuple[Figure, ...]:
    """Charts of what was delivered of what was planned, as many as fit half a page each; none without a plan."""
    groups = _groups(planned(look))
    if len(groups) < 2:
        return tuple(_figure(work, "Planned and delivered", "") for work in groups)
    parts = [listed(list(dict.fromkeys(one.component for one in work))) for work in groups]
    return tuple(
        _figure(work, f"Planned and delivered: {part}{', continued' if part in parts[:i] else ''}", f"-{i + 1}")
        for i, (work, part) in enumerate(zip(groups, parts, strict=True))
    )


def _groups(work: Sequence[Work]) -> list[tuple[Work, ...]]:
    """The work in parts of at most `_IN_A_CHART`; places of one component stay together where they can."""
    groups: list[tuple[Work, ...]] = []
    for _, places in groupby(work, key=lambda one: one.component):
        own = tuple(places)
        if groups and len(groups[-1]) + len(own) <= _IN_A_CHART:
            groups[-1] += own
        else:
            groups += [own[start : start + _IN_A_CHART] for start in range(0, len(own), _IN_A_CHART)]
    return groups


def _figure(work: tuple[Work, ...], title: str, suffix: str) -> Figure:
    several = len({one.name for one in work}) < len(work)
    return Figure(
        anchor=f"chart-planned-and-delivered{suffix}",
        title=title,
        sentence=in_full(work),
        description=" ".join(f"{one.name}: {one.of_planned}." for one in work),
        chart=Delivered(
            tuple(
                Piece(
                    f"{one.name} ({one.measure})" if several else one.name, one.planned, one.delivered, one.of_planned
                )
                for one in work
            )
        ),
        table=DataTable(
            f"{title}, in numbers",
            ("Part of the work", "Where", "What is counted", "Delivered", "Planned"),
            tuple(
                (
                    words(capital(one.component)),
                    words(one.place),
                    words(one.measure),
                    words(one.count),
                    words(number(one.planned)),
                )
                for one in work
            ),
            frozenset({3, 4}),
        ),
    )
