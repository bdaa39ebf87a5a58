"""The year's plan in a report: each piece of work with what was delivered, hidden where a release hides it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import polars as pl

from tideturn.dataset.vocabulary import DEPARTURE, PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.plan import PIECES, PieceCounts, component_measure, piece_measure, pieces
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Bound, Told, joined, stated, told
from tideturn.evaluation.units import noun
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import Annex, Block, DataTable, Figure, Paragraph, words
from tideturn.report.charts.delivered import Delivered, Piece
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, listed, number

_UNRECORDED: Final = "has no record of what was delivered"
_IN_A_CHART: Final = 20
"""Maximum number of pieces of work in a chart: more would not fit on a page beside the chart's words."""
_FURTHEST: Final = 2


@dataclass(frozen=True)
class Work:
    """One measure of one component at one place; `delivered` is None if it is hidden or nobody recorded it."""

    component: str
    place: str
    measure: str
    planned: float
    delivered: float | None
    hidden: bool
    quality: str
    departure: str | None
    judged: str | None
    reason: str
    item: EvidenceItem | None = None
    """Count that the numbers come from."""

    @property
    def name(self) -> str:
        """Return `Training, Birmingham`."""
        return f"{capital(self.component)}, {self.place}"

    @property
    def known(self) -> bool:
        """Return whether anybody recorded what was delivered, hidden or not."""
        return self.hidden or self.delivered is not None

    @property
    def count(self) -> str:
        """Return what was delivered, in figures, or say that it is hidden or not recorded."""
        if self.hidden:
            return HIDDEN
        return "not recorded" if self.delivered is None else number(self.delivered)

    @property
    def of_planned(self) -> Told:
        """Return `27 of 36 young people (75%)`, bound to its count; no percentage if fewer than ten were planned."""
        joint = ", of" if self.delivered is None and not self.hidden else " of"
        name = self.item.evidence_id if self.item is not None else ""
        said = told(
            "{delivered}{joint} {planned} {measure}",
            delivered=Told(self.count, (Bound("delivered", self.count, item=name),) if self.known else ()),
            joint=joint,
            planned=stated("planned", self.planned, item=name),
            measure=self.measure,
        )
        if self.delivered is None or self.planned < 10:
            return said
        share = stated("delivered/planned", self.delivered / self.planned, "share", item=name)
        return told("{said} ({share})", said=said, share=share)

    @property
    def short(self) -> bool:
        """Return whether less was delivered than planned, as far as that may be known."""
        return self.delivered is not None and self.delivered < self.planned

    @property
    def departed(self) -> str:
        """Say how the work departed from the plan: `not all delivered`, `modified`, `added`.

        Return an empty string if nobody recorded a departure.
        """
        if self.departure is None:
            return ""
        if self.departure == "not_delivered" and self.hidden:
            return "not as planned"  # saying that less was delivered would narrow down the hidden number
        if self.departure == "not_delivered" and self.delivered:
            return "not all delivered"
        return DEPARTURE.terms[self.departure]


def planned(look: Lookup) -> tuple[Work, ...]:
    """Return every piece of work planned for the year, in the plan's order."""
    rows = look.dataset.table("plan").filter(pl.col("year") == look.evaluation.year.number).to_dicts()
    found = []
    for row in rows:
        item = look.count(piece_measure(row["component"], row["measure"]).name, row["site"])
        if item is None:
            continue
        value = item.value_as(PieceCounts)
        found.append(
            Work(
                component=row["component"],
                place=look.place(row["site"]),
                measure=row["measure"],
                planned=known(value.planned),
                delivered=value.delivered,
                hidden=value.delivered is None and "delivered" not in value.left_out,
                quality=row["quality"] or "",
                departure=row["departure"],
                judged=row["judged"],
                reason=row["reason"] or "",
                item=item,
            )
        )
    return tuple(found)


def furthest_behind(look: Lookup) -> Told:
    """Return `Furthest behind the plan: Transport, Birmingham, 2 of 6 stations; …`, two pieces of work at most.

    Return an empty text if a release hides a number: the sentence would say that the hidden work is no further behind.
    """
    work = planned(look)
    short = sorted((one for one in work if one.short), key=lambda one: (one.delivered or 0) / one.planned)
    if not short or any(one.hidden for one in work):
        return Told("")
    parts = [told("{name}, {of_planned}", name=one.name, of_planned=one.of_planned) for one in short[:_FURTHEST]]
    return told("Furthest behind the plan: {parts}.", parts=joined(parts, "; "))


def pieces_of(item: EvidenceItem | None, work: Sequence[Work]) -> Mapping[str, Told]:
    """Return the fields of a count of pieces of work, bound to it; in a release, of the pieces that it shows.

    It counts all pieces and departures in any case: only what was delivered is hidden.
    """
    every, shown = pieces([vars(one) for one in work]), pieces([vars(one) for one in work if not one.hidden])
    if len(work) > shown["pieces"] or item is None:
        delivered = ("in_full", "short_unexplained")
        return {name: Told(number(shown[name] if name in delivered else count)) for name, count in every.items()}
    # By name, since what is printed is bound to it.
    return {name: stated(name, item.by_name[name], item=item.evidence_id) for name in every}


def in_full(look: Lookup, component: str, work: Sequence[Work]) -> Told:
    """Return `Casework: 7 of 18 planned pieces of work were delivered in full.`"""
    item = look.count(component_measure(component).name)
    return told("{name}: {said}", name=capital(component), said=delivered_in_full(item, work))


def delivered_in_full(item: EvidenceItem | None, work: Sequence[Work]) -> Told:
    """Return `7 of 18 planned pieces of work were delivered in full.`, counting those whose numbers may be shown."""
    fields = pieces_of(item, work)
    hidden = sum(one.hidden for one in work)
    shown = len(work) - hidden
    if not shown:
        return Told("the numbers are too small to show.")
    full = fields["in_full"]
    if shown == 1:
        known = any(one.delivered is not None for one in work)
        done = "was delivered in full" if full == "1" else "was not delivered in full" if known else _UNRECORDED
        said = Told(f"the one planned {noun('pieces of work', 1)} {done}.")
    else:
        said = told(
            "{full} of {whole} planned {pieces} {were} delivered in full.",
            full=full,
            whole=Told(number(shown)) if hidden else fields["pieces"],
            pieces=noun("pieces of work", shown),
            were="was" if full == "1" else "were",
        )
    rest = told(" For {n} more, the numbers are too small to show.", n=number(hidden))
    return joined([said, rest if hidden else ""])


def planned_and_delivered(look: Lookup) -> tuple[Block, ...]:
    """Chart what was delivered of what was planned, in parts that fit half a page each; empty without a plan."""
    every = planned(look)
    groups = _groups(every)
    parts = [list(dict.fromkeys(one.component for one in work)) for work in groups]
    blocks: list[Block] = []
    detail: list[Block] = []
    for i, (work, components) in enumerate(zip(groups, parts, strict=True)):
        continued = ", continued" if components in parts[:i] else ""
        title = "Planned and delivered" + (f": {listed(components)}{continued}" if len(groups) > 1 else "")
        own = {name: [one for one in every if one.component == name] for name in components}
        said = joined((in_full(look, name, all_of_it) for name, all_of_it in own.items()), " ")
        message = _message(look, every) if len(groups) == 1 else None
        blocks.append(_figure(work, title, f"-{i + 1}" if len(groups) > 1 else "", message))
        detail.append(Paragraph(words(said)))
        counts = [look.count(component_measure(name).name, PROGRAMME_SCOPE) for name in components]
        items = [*(item for item in counts if item is not None), *(one.item for one in work if one.item is not None)]
        found = look.references("", tuple(item.evidence_id for item in items))
        if found:
            blocks.append(Paragraph(words(found, "."), "quiet"))
    return (*blocks, Annex(tuple(detail))) if blocks else ()


def _message(look: Lookup, work: Sequence[Work]) -> Told | None:
    """Say how many pieces were delivered in full, `5 of 15 planned pieces of work …`; None if any is hidden."""
    if len(work) == 1 or any(one.hidden for one in work):
        return None
    said = delivered_in_full(look.count(PIECES.name), work)
    return Told(said.removesuffix("."), said.bound)


def _groups(work: Sequence[Work]) -> list[tuple[Work, ...]]:
    """Split the work into parts of at most `_IN_A_CHART`; the places of a component stay together where they can."""
    groups: list[tuple[Work, ...]] = []
    for _, places in groupby(work, key=lambda one: one.component):
        own = tuple(places)
        if groups and len(groups[-1]) + len(own) <= _IN_A_CHART:
            groups[-1] += own
        else:
            groups += [own[start : start + _IN_A_CHART] for start in range(0, len(own), _IN_A_CHART)]
    return groups


def _figure(work: tuple[Work, ...], title: str, suffix: str, message: Told | None) -> Figure:
    several = len({one.name for one in work}) < len(work)
    drawn = tuple(
        Piece(f"{one.name} ({one.measure})" if several else one.name, one.planned, one.delivered, one.of_planned)
        for one in work
    )
    return Figure(
        anchor=f"chart-planned-and-delivered{suffix}",
        title=message or title,
        sentence="What was delivered of each piece of work, against what was planned for the year.",
        description=" ".join(f"{one.name}: {one.of_planned}." for one in work),
        chart=Delivered(drawn),
        wide=Delivered(drawn, wide=True),
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
