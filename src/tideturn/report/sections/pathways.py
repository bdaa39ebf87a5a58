"""How young people moved through the system: the design of each pathway, and what happened along it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from tideturn.evaluation.claims.recounted import along
from tideturn.evaluation.pathways import Apart, PathwayAt
from tideturn.evaluation.readings_pathways import FEWEST_CASES, Sides
from tideturn.evaluation.rounding import decimal, nearest, round_half_up, said_p
from tideturn.evaluation.told import Told, joined, quoted_from, stated, told
from tideturn.evaluation.withholding.pathway_arrows import DAY
from tideturn.evaluation.withholding.pathways import pilot_cell, rule_cell, year_before
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import Annex, Block, Bullets, DataTable, Figure, Paragraph, Section, Words, words
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.sections.pathway_pictures import pictures
from tideturn.report.sections.pathway_skips import skipped_more
from tideturn.report.wording import counted, day, listed, number, plural

_HOUR: Final = 3600
_DAYS: Final = 2 * DAY
"""Shortest time, in seconds, that is printed in days; shorter times are printed in hours."""
_NONE: Final = "–"
Row = tuple[str, ...]


def moved(look: Lookup) -> Section | None:
    """Return a part for each pathway on which a case began in the year; None if there is none."""
    pathways: dict[str, list[PathwayAt]] = {}
    for at in look.evaluation.pathways:
        pathways.setdefault(at.pathway, []).append(at)
    if not pathways:
        return None
    inner = tuple(_pathway(look, of_scopes) for of_scopes in pathways.values())
    return Section("pathways", "How young people moved through the system", 2, inner)


def _pathway(look: Lookup, scopes: Sequence[PathwayAt]) -> Section:
    whole = scopes[0]
    first, *others = pictures(look, scopes) or (None,)
    designed = _designed(look, whole)
    blocks: list[Block] = [
        *(() if first else designed),  # the chart shows the steps one by one
        Paragraph(words(_happened(look, whole))),
        *_pilots(look, whole),
        *([_headed(look, whole, first)] if first else []),
        *_undrawn(look, whole),
    ]
    detail: list[Block] = [
        *(designed if first else ()),
        *_places(look, scopes),
        *others,
        *_steps(look, scopes),
        *skipped_more(look, whole),
        *_deadlines(look, scopes),
        *_waits(look, scopes),
        *_apart(look, whole),
    ]
    if whole.last_event is not None:
        notes = (
            f"The last event on record by {day(whole.watched_until)}: {day(whole.last_event)}.",
            *(quoted_from(along(whole), f"of.notes.{place}", note) for place, note in enumerate(whole.notes)),
        )
        detail.append(Paragraph(words("How the records were read:"), "quiet"))
        detail.append(Bullets(tuple(words(note) for note in notes)))
    return Section(f"pathway-{safe(whole.pathway)}", whole.design.name, 3, (*blocks, Annex(tuple(detail))))


def _headed(look: Lookup, at: PathwayAt, figure: Figure) -> Figure:
    """Title the map with how many cases met the whole pathway, if that may be shown."""
    local = " Some steps differ by place." if at.design.local else ""
    figure = replace(figure, sentence=joined([figure.sentence, local]))
    if not _shown(look, f"{at.identity}#met", f"{at.identity}#cases"):
        return figure
    return replace(
        figure, title=told("{name}: {met} met the whole pathway", name=at.design.name, met=_of(look, at, "now"))
    )


def _designed(look: Lookup, at: PathwayAt) -> list[Block]:
    """Return the steps in order, and the places where they differ for good reason."""
    steps = tuple(words(step.name, " (where it is called for)" if step.optional else "") for step in at.design.steps)
    blocks: list[Block] = [Paragraph(words("The intended pathway:")), Bullets(steps, numbered=True)]
    for local in at.design.local:
        reason = f" {local.reason.rstrip('.')}." if local.reason else ""
        told = f"{_quoted(local.steps)} may differ for good reason, so {_are_no_steps(local.steps)} there."
        blocks.append(Paragraph(words(f"In {look.place(local.site)}, {told}{reason}"), "quiet"))
    return blocks


def _quoted(steps: Sequence[str]) -> str:
    return listed([f"“{step}”" for step in steps])


def _are_no_steps(steps: Sequence[str]) -> str:
    return "it is not an intended step" if len(steps) == 1 else "they are not intended steps"


def _count(look: Lookup, cell: str) -> str:
    return look.said(look.counts[cell]) if cell in look.counts else number(0)


def _shown(look: Lookup, *cells: str) -> list[int] | None:
    """Return the counts if all of them may be shown, else None."""
    counts = [look.counts.get(cell, 0) for cell in cells]
    return None if None in counts else [count or 0 for count in counts]


def _of(look: Lookup, at: PathwayAt, side: str) -> Told:
    """Return `38 of 77`, with the share if there are ten cases or more.

    `side` is the year that the cases are from: `now` or `before`.
    """
    year = at.identity if side == "now" else year_before(at)
    return _part(look, f"{year}#met", f"{year}#cases", at, (f"of.{side}.met", f"of.{side}.cases"))


def _part(look: Lookup, part: str, whole: str, at: PathwayAt | None = None, fields: tuple[str, str] = ("", "")) -> Told:
    """Return the part of a whole, each counted in its cell; in a sentence, bound to those `fields` of the pathway."""
    bound = [_bound(look, cell, at, field) for cell, field in zip((part, whole), fields, strict=True)]
    said = told("{part} of {whole}", part=bound[0], whole=bound[1])
    shown = _shown(look, part, whole)
    if not shown or shown[1] < FEWEST_CASES:
        return said
    share = stated("/".join(fields), shown[0] / shown[1], "share", item=along(at) if at else "")
    return told("{said} ({share})", said=said, share=share)


def _bound(look: Lookup, cell: str, at: PathwayAt | None, field: str) -> str:
    count = look.counts.get(cell, 0)
    return look.said(None) if count is None else stated(field, count, item=along(at) if at else "")


def _undrawn(look: Lookup, whole: PathwayAt) -> Iterator[Block]:
    """Yield the reason why a release has no map of the pathway, if it has none."""
    if look.release is not None and not whole.shown:
        told = "Children took so many different routes that no map is published"
        yield Paragraph(words(f"{told}: most routes would show only a few cases."))


def _happened(look: Lookup, at: PathwayAt) -> Told:
    said = [told("Of the cases that began in the year, {met} met the whole pathway", met=_of(look, at, "now"))]
    if look.counts.get(f"{year_before(at)}#cases", 0) != 0:
        difference, p = _compared(look, *_year_cells(at), spread=at.spread, at=at, field="of.by_year")
        by = "" if p in (HIDDEN, _NONE) else told(", a difference of {points}", points=difference)
        said.append(told("; {before}{by}", before=_before(look, at), by=by))
    running = f"{at.identity}#not_over"
    if look.counts.get(running, 0) != 0:
        left = _bound(look, running, at, "of.not_over")
        said.append(
            told(". Cases left out, because not all their deadlines could have passed by then: {left}", left=left)
        )
    lead = f"This year’s cases were watched until {day(at.watched_until)}"
    sooner = at.watched_before and at.watched_before + timedelta(days=1) < at.year.start
    if at.watched_before and sooner:
        lead += f", and those of the year before until {day(at.watched_before)}, as that year was judged"
    lead += "."
    return told("{lead} {said}.", lead=lead, said=joined(said))


def _before(look: Lookup, at: PathwayAt) -> Told:
    if _shown(look, *_year_cells(at)[:2]) is None:
        return Told("the number of the year before is not shown")
    return told("in the year before, {met} did", met=_of(look, at, "before"))


def _places(look: Lookup, scopes: Sequence[PathwayAt]) -> list[Block]:
    """Return each place, with the year compared with the year before."""
    rows = [
        (
            look.place(at.scope),
            _of(look, at, "now"),
            _of(look, at, "before"),
            *_compared(look, *_year_cells(at), spread=at.spread),
        )
        for at in scopes
    ]
    columns = ("Place", "Met it in the year", "In the year before", "Difference (95%)", "Fisher’s exact test")
    note = "A case counts in the year of its first event. The ranges allow for how much places and months vary."
    return [_table("Cases that met the whole designed pathway", columns, rows), Paragraph(words(note), "quiet")]


def _year_cells(at: PathwayAt) -> tuple[str, str, str, str]:
    before = year_before(at)
    return f"{before}#met", f"{before}#cases", f"{at.identity}#met", f"{at.identity}#cases"


def _compared(
    look: Lookup, *cells: str, spread: tuple[float, float], at: PathwayAt | None = None, field: str = ""
) -> tuple[str, str]:
    """Return the difference with its interval, and the test, bound to the `Sides` in that field of the pathway.

    `spread` is how much more months and places vary than chance gives, and how far places move by themselves.
    """
    shown = _shown(look, *cells)
    if shown is None:
        return HIDDEN, HIDDEN
    met_before, cases_before, met, cases = shown
    sides = Sides(met_before, cases_before, met, cases, *spread)
    if not sides.enough or sides.difference is None or sides.interval is None or sides.p is None:
        return "too few to say", _NONE
    item = along(at) if at else ""
    difference = told(
        "{difference} ({low} to {high})",
        difference=stated(f"{field}.difference", sides.difference, "in points", item=item),
        low=stated(f"{field}.interval.low", sides.interval.low, "points", item=item),
        high=stated(f"{field}.interval.high", sides.interval.high, "points", item=item),
    )
    return difference, stated(f"{field}.p", sides.p, "p", item=item)


def _pilots(look: Lookup, at: PathwayAt) -> list[Block]:
    """Compare the cases before a pilot's first day with those since, at its site."""
    blocks: list[Block] = []
    for place, one in enumerate(at.pilots):
        began = f"In {look.place(one.pilot.site)} a pilot began on {day(one.pilot.day)}"
        began += f", meant to change {_quoted(one.pilot.moved)}" if one.pilot.moved else ""
        blocks.append(Paragraph(words(told("{began}. {since}", began=began, since=_since(look, at, place)))))
    return blocks


def _since(look: Lookup, at: PathwayAt, place: int) -> Told:
    one, field = at.pilots[place], f"of.pilots.{place}.sides"
    since, before = (
        _part(look, pilot_cell(at, one, side, "met"), pilot_cell(at, one, side, "cases"), at, fields)
        for side, fields in (
            ("after", (f"{field}.met", f"{field}.cases")),
            ("before", (f"{field}.met_before", f"{field}.cases_before")),
        )
    )
    cells = [pilot_cell(at, one, side, name) for side in ("before", "after") for name in ("met", "cases")]
    difference, p = _compared(look, *cells, spread=one.sides.spread, at=at, field=field)
    hidden = _shown(look, *cells[:2]) is None
    said = told(
        "Of the cases that began since, {since} met the whole pathway; {before}",
        since=since,
        before="the number before is not shown" if hidden else told("of those before, {before} did", before=before),
    )
    if difference == HIDDEN:
        return told("{said}.", said=said)
    template = "{said}: {difference}." if p == _NONE else "{said}, a difference of {difference}, {p}."
    return told(template, said=said, difference=difference, p=p)


def _steps(look: Lookup, scopes: Sequence[PathwayAt]) -> list[Block]:
    """Return how many cases missed each step, of those that should take it, place by place; then the added steps.

    Not every case should take a step that is only taken where it is called for, so no case counts as missing it.
    """
    open_ = look.release is None
    whole = scopes[0]
    out_of_order = {step.name: step.out_of_order for step in whole.now.steps}
    columns = ["Step", *(look.place(at.scope) for at in scopes)]
    columns += ["Out of order, all"] if open_ else []
    rows: list[Row] = []
    for name in whole.design.required:
        cells = [name]
        for at in scopes:
            left, asked = f"{at.identity}#not_taken.{name}", f"{at.identity}#asked.{name}"
            whole_of = asked if asked in look.counts else f"{at.identity}#cases"
            cells.append(_part(look, left, whole_of) if left in look.counts else _NONE)
        rows.append((*cells, *([number(out_of_order[name])] if open_ else [])))
    until = day(whole.watched_until)
    blocks: list[Block] = [_table(f"Cases without a step by {until}, of those that should take it", columns, rows)]
    if open_ and whole.waits:
        note = f"A case without a step had ended without it, or neither the step nor an end was seen by {until}."
        blocks.append(Paragraph(words(f"{note} The table “How long cases took” shows how many of each."), "quiet"))
    added = [
        (name, _part(look, f"{whole.identity}#added.{name}", f"{whole.identity}#cases")) for name in whole.now.added
    ]
    if added:
        blocks.append(_table("Steps that are not in the design", ("Step", "Cases"), added))
    return blocks


def _deadlines(look: Lookup, scopes: Sequence[PathwayAt]) -> list[Block]:
    """Return for each rule how many cases kept it, broke it, or were undecided when observation ended."""
    rows = []
    for place, deadline in enumerate(scopes[0].deadlines):
        for at in scopes:
            parts = (_count(look, rule_cell(at, place, part)) for part in ("kept", "broken", "open", "not_asked"))
            rows.append((deadline.constraint.name, look.place(at.scope), *parts))
    columns = ("Rule", "Place", "Kept", "Broken", f"Undecided on {day(scopes[0].watched_until)}", "Did not apply")
    return [_table("Deadlines, in cases", columns, rows)] if rows else []


def _waits(look: Lookup, scopes: Sequence[PathwayAt]) -> list[Block]:
    """Return how long cases took to reach each step, with those not seen to reach it; in a release, in whole days."""
    first = scopes[0].design.required[0]
    if look.release is not None:
        said = [
            (step, *(_within(at, step) for at in scopes))
            for step in scopes[0].design.required[1:]
            if any(step in at.half for at in scopes)
        ]
        places = ("Step", *(look.place(at.scope) for at in scopes))
        caption = f"Time from “{first}” until half of all cases had reached each step, in whole days"
        return [_table(caption, places, said)] if said else []
    whole = scopes[0]
    rows = [
        (
            step,
            number(wait.cases),
            number(int(wait.reached.sum())),
            number(int(wait.closed.sum())),
            number(int(wait.open.sum())),
            "fewer than half did" if wait.median is None else _long(wait.median),
        )
        for step, wait in whole.waits.items()
    ]
    unseen = f"Not seen by {day(whole.watched_until)}"
    columns = ("Step", "Cases watched", "Reached it", "Ended without it", unseen, "Half had reached it after")
    return [_table(f"How long cases took from “{first}”", columns, rows)] if rows else []


def _within(at: PathwayAt, step: str) -> str:
    if step not in at.half:
        return "not shown"
    seconds = at.half[step]
    return "fewer than half did" if seconds is None else counted(nearest(seconds / DAY), "day")


def _long(seconds: float) -> str:
    if seconds >= _DAYS:
        days = float(round_half_up(seconds / DAY, 1))
        return f"{number(days)} {plural(days, 'day')}"
    hours = float(round_half_up(seconds / _HOUR, 1))
    return f"{number(hours)} {plural(hours, 'hour')}"


def _apart(look: Lookup, at: PathwayAt) -> list[Block]:
    """Return each pair of sites: whether they differ, and how much difference chance alone would make."""
    if not at.apart:
        return []
    lead = Paragraph(
        words(
            "Two places are alike if their cases follow the same routes. Chance alone makes some difference, so each "
            "pair is compared with the same cases shared out between the two places at random. A difference does not "
            "mean that one is worse."
        )
    )
    if look.release is not None:
        said = [(_pair(look, one), _differs(one)) for one in at.apart]
        return [lead, _table("Whether cases follow the same routes in different places", ("Places", "Result"), said)]
    rows = [
        (
            _pair(look, one),
            _NONE if one.cases is None else f"{number(one.cases[0])} and {number(one.cases[1])}",
            _decimal(one.emsc),
            _decimal(one.by_chance),
            _decimal(one.jsd),
            _NONE if one.p is None else said_p(one.p),
            _differs(one),
        )
        for one in sorted(at.apart, key=lambda one: (-_distance(one), one.a, one.b))
    ]
    columns = (
        *(
            "Places",
            "Cases",
            "Alike (1 is the same)",
            "By chance",
            "Difference in moves, in bits",
            "Test, all pairs (Holm)",
        ),
        "Result",
    )
    return [lead, _table("Whether cases follow the same routes in different places", columns, rows)]


def _distance(one: Apart) -> float:
    """Return how far apart two places are, on the measure that decides."""
    return 1 - one.emsc if one.emsc is not None else one.jsd or 0.0


def _pair(look: Lookup, one: Apart) -> str:
    said = f"{look.place(one.a)} and {look.place(one.b)}"
    return f"{said} (without {_quoted(one.left_out)})" if one.left_out else said


def _differs(one: Apart) -> str:
    if one.differs is None:
        return "too few cases to say"
    return "they differ beyond chance" if one.differs else "no more different than by chance"


def _decimal(value: float | None) -> str:
    return _NONE if value is None else decimal(value, 2)


def _table(caption: str, columns: Sequence[str], rows: Sequence[Row]) -> DataTable:
    cells: tuple[tuple[Words, ...], ...] = tuple(tuple(words(cell) for cell in row) for row in rows)
    return DataTable(caption, tuple(columns), cells, frozenset(range(1, len(columns))))
