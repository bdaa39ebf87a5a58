"""A pathway's map in a release: children by step and by arrow, as far as nobody can single out one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from tideturn.evaluation.pathway_moves import ShownMoves
from tideturn.evaluation.pathways import PathwayAt
from tideturn.evaluation.rounding import nearest
from tideturn.evaluation.told import Told, explained, joined, stated, told
from tideturn.evaluation.withholding.pathway_arrows import AFTER, BEFORE, DAY, YEAR, YEAR_BEFORE
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import DataTable, Figure, words
from tideturn.report.charts.pathway_groups import Group, Meant, Move, Picture, Took, drawn
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import capital, counted, number

_SIDES: Final = (
    "Every step and every arrow stands at the same place in both pictures, which are thinned by the same rule: "
    "routes of few cases are not shown. What differs between them may be chance."
)


def released_pictures(look: Lookup, scopes: Sequence[PathwayAt]) -> tuple[Figure, ...]:
    """Return the year's map, then the report's two groups side by side; the programme is the first of `scopes`."""
    whole = scopes[0]
    if YEAR not in whole.shown:
        return ()
    anchor = f"chart-pathway-{safe(whole.pathway)}"
    first = f"{whole.design.name}: how cases really moved"
    figures = [_map(look, anchor, first, whole, {"": whole.shown[YEAR]})]
    title, sides = _sides(look, scopes)
    if sides:
        figures.append(_map(look, f"{anchor}-sides", f"{whole.design.name}: {title}", whole, sides))
    return tuple(figures)


def _sides(look: Lookup, scopes: Sequence[PathwayAt]) -> tuple[str, dict[str, ShownMoves]]:
    shown = scopes[0].shown
    if BEFORE in shown and AFTER in shown:
        title = f"{look.place(shown[AFTER].scope)} before the pilot and since"
        return title, {"Before the pilot": shown[BEFORE], "Since the pilot began": shown[AFTER]}
    if YEAR_BEFORE in shown:
        return "the year before and the year", {"In the year before": shown[YEAR_BEFORE], "In the year": shown[YEAR]}
    return "", {}


def _group(title: str, moves: ShownMoves) -> Group:
    ways = tuple(Move(start, end, count, moves.waits.get((start, end))) for (start, end), count in moves.ways.items())
    took = tuple(Took(name, count) for name, count in moves.steps.items())
    return Group(title, moves.cases, ways, took, thinned=True)


def _map(look: Lookup, anchor: str, title: str, at: PathwayAt, parts: Mapping[str, ShownMoves]) -> Figure:
    groups = [_group(name, moves) for name, moves in parts.items()]
    found = drawn(groups, Meant.of_design(at.design))
    return Figure(
        anchor=anchor,
        title=title,
        sentence=_caption(look, found, groups),
        description=" ".join(_in_words(name, moves) for name, moves in parts.items()),
        chart=found.picture,
        wide=replace(found.picture, wide=True),
        table=_table(f"{title}, in numbers", at, parts),
    )


def _caption(look: Lookup, found: Picture, groups: Sequence[Group]) -> str:
    """Say what is drawn, and how it was thinned."""
    said = [_SIDES if len(groups) > 1 else _arrows(look)]
    if missing := _table_alone(found, groups):
        more = explained(counted(missing, "more arrow"))
        said.append(
            told("{more} would make it unreadable, and {stand} in the table.", more=more, stand=_stand(missing))
        )
    return joined(said, " ")


def _arrows(look: Lookup) -> Told:
    return told(
        "An arrow counts cases that went straight to the next step. For {many} or more it says in how many days half "
        "did. Counts {small} are not shown, nor others that would give one away.",
        small=_small(look),
        many=stated("small_denominator", look.evaluation.rules.small_denominator, item="rules"),
    )


def _small(look: Lookup) -> Told:
    """Say which counts are small under the programme's own rules."""
    rules = look.evaluation.rules
    least = explained("1" if rules.show_zero else "0")
    return told("from {least} to {most}", least=least, most=stated("small_count", rules.small_count, item="rules"))


def _table_alone(found: Picture, groups: Sequence[Group]) -> int:
    """Return the number of arrows that may be shown but are not drawn, because too many would be hard to tell apart."""
    between = {(move.start, move.end) for group in groups for move in group.moves if move.start and move.end}
    return len(between - set(found.pairs))


def _stand(many: int) -> str:
    return "stands" if many == 1 else "stand"


def _in_words(name: str, moves: ShownMoves) -> str:
    """List every arrow in words, the most frequent first."""
    ways = sorted(moves.ways.items(), key=lambda one: (-one[1], one[0][0] or "", one[0][1] or ""))
    parts = []
    for (start, end), count in ways:
        if start is not None and end is not None:
            half = f", half of them within {_days(moves.waits[start, end])}" if (start, end) in moves.waits else ""
            parts.append(f"from “{start}” to “{end}” {counted(count, 'case')}{half}")
    said = "; ".join(parts) if parts else "no number may be shown"
    return f"{name}: {said}." if name else f"{capital(said)}."


def _days(seconds: float) -> str:
    return counted(nearest(seconds / DAY), "day")


def _table(caption: str, at: PathwayAt, parts: Mapping[str, ShownMoves]) -> DataTable:
    """Return every step, then every arrow that a part shows; the table does not even name the others."""
    columns = ["From", "To"]
    for name in parts:
        columns += [f"Cases, {name[0].lower()}{name[1:]}", "Half within"] if name else ["Cases", "Half within"]
    order = list(dict.fromkeys([*(s.name for s in at.design.steps), *(n for m in parts.values() for n in m.steps)]))
    place = {None: -1} | {name: number for number, name in enumerate(order)}
    ways = {way for moves in parts.values() for way in moves.ways}
    rows = []
    for name in order:
        cells = [name, "(took the step)"]
        for moves in parts.values():
            count = moves.steps.get(name)
            cells += [HIDDEN if count is None else number(count), ""]
        rows.append(tuple(words(cell) for cell in cells))
    for way in sorted(ways, key=lambda way: tuple(place.get(name, len(place)) for name in way)):
        start, end = way
        cells = [start or "(cases start)", end or "(last step seen)"]
        for moves in parts.values():
            cells.append(number(moves.ways[way]) if way in moves.ways else HIDDEN)
            cells.append(_days(moves.waits[way]) if way in moves.waits else "")
        rows.append(tuple(words(cell) for cell in cells))
    return DataTable(caption, tuple(columns), tuple(rows), frozenset(range(2, len(columns))))
