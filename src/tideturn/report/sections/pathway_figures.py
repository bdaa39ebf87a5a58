"""The pictures of a pathway: as it runs, compared with its design, two groups side by side, and the waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tideturn.evaluation.told import Told, explained, joined, quoted_from, stated, told, told_list
from tideturn.methods.disclosure import HIDDEN
from tideturn.methods.pathways.incidence import Incidence
from tideturn.report.blocks import DataTable, Figure, Words, words
from tideturn.report.charts.durations import short
from tideturn.report.charts.pathway_groups import Group, Meant, Move, Picture, Took, drawn
from tideturn.report.charts.waits import Reaching, of_incidences
from tideturn.report.wording import capital, counted, day, listed, number, plural

_TOLD: Final = 12
"""Maximum number of arrows described in words for people who cannot see them; the table has the others."""
_NOT_HALF: Final = "not reached"
_ASKED, _CALLED_FOR = "yes", "where called for"
"""Words for the part of a step in the design.

Every case should take a step marked `yes`. A step `where called for` is only taken if it is needed, so nobody skips it.
"""
_COUNTED: Final = (
    "A step’s own numbers leave out cases that are not, or not yet, expected to take it. The arrows count every case."
)


@dataclass(frozen=True)
class WaitedGroup:
    """Progress of one group's cases towards a step, in cases and seconds; None is hidden, or never reached.

    `unseen` counts the cases that were seen neither to take the step nor to end.
    """

    title: str
    cases: int | None
    reached: int | None
    closed: int | None
    unseen: int | None
    median: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Waited:
    """The wait from a step (None: from a case's first event) to another, by group, and its chart.

    `seen_until` is the last day of observation.
    """

    start: str | None
    step: str
    seen_until: date
    groups: tuple[WaitedGroup, ...]
    chart: Reaching


@dataclass(frozen=True)
class Pictured:
    """What is drawn of one pathway. Counts may already be suppressed: None means hidden everywhere.

    `anchor` tells its figures apart from those of other pathways. `sides` are two or more groups to show side by side
    (before and after a pilot, two sites, two periods), and `sides_title` says what they are. `whole` is drawn against
    the design if there is one; its `took` says who went without which step. `item` names what its sentences are bound
    to, and `sides_item` what the sentences of the groups are bound to.
    """

    anchor: str
    name: str
    whole: Group
    design: Meant | None = None
    sides: tuple[Group, ...] = ()
    sides_title: str = ""
    waits: tuple[Waited, ...] = ()
    item: str = ""
    sides_item: str = ""


def waited(start: str | None, step: str, groups: Mapping[str, Incidence], seen_until: date) -> Waited:
    """Return the wait to a step as it was measured, by groups' titles."""
    rows = []
    for title, found in groups.items():
        low, high = found.median_interval
        reached, closed, unseen = (int(part.sum()) for part in (found.reached, found.closed, found.open))
        rows.append(WaitedGroup(title, found.cases, reached, closed, unseen, found.median, low, high))
    return Waited(start, step, seen_until, tuple(rows), of_incidences(groups, seen_until))


def pathway_figures(of: Pictured, *, hidden: str = HIDDEN) -> tuple[Figure, ...]:
    """Return the figures of a pathway, each with its table; `hidden` is printed for a number that may not be shown."""
    figures = [as_it_runs(of, hidden)]
    if of.design is not None:
        figures.append(against_design(of, of.design, hidden))
    if len(of.sides) > 1:
        figures.append(side_by_side(of, hidden))
    return (*figures, *(how_long(of, at, wait, hidden) for at, wait in enumerate(of.waits, start=1)))


def as_it_runs(of: Pictured, hidden: str = HIDDEN) -> Figure:
    """Draw the map of all cases; the design only makes sure that its steps are there, in their order."""
    found = drawn([replace(of.whole, title="")], of.design, item=of.item)
    title = f"{of.name}: the pathway as it really runs"
    cases = told(" for {cases}", cases=_cases(of.whole.cases, "of.now.cases", of.item)) if of.whole.cases else ""
    sentence = told("What came next after each step{cases}.", cases=cases)
    return _map(f"chart-pathway-{of.anchor}", title, sentence, found, (of.whole,), hidden)


def against_design(of: Pictured, design: Meant, hidden: str = HIDDEN) -> Figure:
    """Draw the designed pathway: how many took each step, how many did not, and what the design lacks.

    A case without a step has ended, or was not seen to end: the report does not say that it skipped the step.
    """
    found = drawn([replace(of.whole, title="")], design, as_designed=True, item=of.item)
    took = {one.step: one for one in of.whole.took}
    skipped = [one for name in design.steps if (one := took.get(name)) and one.skipped]
    added = [step.name for step in found.picture.steps if step.name not in (*design.steps, *design.ends)]
    most = max((one.skipped or 0 for one in skipped), default=0)
    sentence = _most_missing([one for one in skipped if one.skipped == most], of.item)
    if added:
        lacking = listed([f"“{name}”" for name in added[:5]])
        more = told(" and {n} more", n=explained(number(len(added) - 5))) if len(added) > 5 else ""
        sentence = told("{sentence} Not in the design: {lacking}{more}.", sentence=sentence, lacking=lacking, more=more)
    if any((one.everywhere or 0) > (one.cases or 0) for one in took.values()):
        sentence = told("{sentence} {counted}", sentence=sentence, counted=_COUNTED)
    title = f"{of.name}: the designed pathway, with steps missing and steps added"
    figure = _map(f"chart-pathway-{of.anchor}-design", title, sentence, found, (of.whole,), hidden)
    rows = [_step(step.name, _part(design, step.name), took.get(step.name), hidden) for step in found.picture.steps]
    columns = ("Step", "In the design", "Cases that took it", "Of", "Without it", "Out of order")
    return replace(figure, table=DataTable(f"{title}, in numbers", columns, tuple(rows), frozenset({2, 3, 4, 5})))


def side_by_side(of: Pictured, hidden: str = HIDDEN) -> Figure:
    """Draw the groups side by side, with every step and arrow at the same place in all of them."""
    found = drawn(of.sides, of.design, item=of.sides_item)
    title = f"{of.name}: {of.sides_title or listed([side.title for side in of.sides])}"
    sentence = (
        "Every step and arrow is at the same place in each picture. The thicker an arrow, the larger its share of that "
        "picture’s cases. Differences may be due to chance."
    )
    return _map(f"chart-pathway-{of.anchor}-sides", title, sentence, found, of.sides, hidden)


def _cases(count: int, field: str, item: str) -> Told:
    return told("{n} {cases}", n=stated(field, count, item=item), cases=plural(count, "case"))


def _most_missing(most: Sequence[Took], item: str) -> Told:
    """Say which steps are missing most often, all of them if several tie.

    For example: `The step most often missing is “Look-up”: 6 of 20 cases.`
    """
    if not most:
        return Told("No step that every case should take is known to be missing.")
    steps = [
        told("“{step}”", step=quoted_from(item, f"most skipped.{place}.name", one.step))
        for place, one in enumerate(most)
    ]
    field, skipped, whole = "most skipped.0.skipped", most[0].skipped or 0, {one.of for one in most}
    cases = _cases(skipped, field, item)
    if len(whole) == 1 and (of := most[0].of):
        k = stated(field, skipped, item=item)
        cases = told("{k} of {whole}", k=k, whole=_cases(of, "most skipped.0.cases", item))
    return told(
        "The {step} most often missing {be} {steps}: {cases}{each}.",
        step=plural(len(most), "step"),
        be="is" if len(most) == 1 else "are",
        steps=told_list(steps),
        cases=cases,
        each="" if len(most) == 1 else " each",
    )


def _map(anchor: str, title: str, sentence: str, found: Picture, groups: Sequence[Group], hidden: str) -> Figure:
    return Figure(
        anchor=anchor,
        title=title,
        sentence=joined((sentence, *found.brief), " "),
        description=" ".join([*(_in_words(found, group, many=len(groups) > 1) for group in groups), *found.told]),
        chart=found.picture,
        wide=replace(found.picture, wide=True),
        table=_moves(f"{title}, in numbers", found, groups, hidden),
    )


def _in_words(found: Picture, group: Group, *, many: bool) -> str:
    """List the group's arrows in words, the most frequent first."""
    drawn_pairs = set(found.pairs)
    moves = [move for move in group.moves if move.count and (move.start, move.end) in drawn_pairs]
    moves.sort(key=lambda move: (-(move.count or 0), move.start or "", move.end or ""))
    parts = []
    for move in moves[:_TOLD]:
        wait = f", median wait {short(move.wait)}" if move.wait is not None else ""
        often = "once" if move.count == 1 else f"{number(move.count)} times"
        parts.append(f"from “{move.start}” to “{move.end}” {often}{wait}")
    if len(moves) > _TOLD:
        parts.append(f"and {counted(len(moves) - _TOLD, 'more arrow')}, in the table")
    said = "; ".join(parts) if parts else "no move between two steps"
    return f"{group.title}: {said}." if many else f"{capital(said)}."


def _moves(caption: str, found: Picture, groups: Sequence[Group], hidden: str) -> DataTable:
    """Return every arrow that is drawn, and where cases start and end, with each group's count and median wait."""
    several = len(groups) > 1
    columns = ["From", "To"]
    for group in groups:
        columns += (
            [f"How often, {group.title}", f"Median wait, {group.title}"] if several else ["How often", "Median wait"]
        )
    said = [{(move.start, move.end): move for move in group.moves} for group in groups]
    names = [step.name for step in found.picture.steps]
    ends = [*((None, name) for name in names), *((name, None) for name in names)]
    pairs = [*found.pairs, *(pair for pair in ends if any(pair in moves and moves[pair].count for moves in said))]
    rows = []
    for start, end in pairs:
        cells = [start or "(cases start)", end or "(last step seen)"]
        for moves in said:
            cells += _cells(moves.get((start, end)) or Move(start, end, 0), hidden)
        rows.append(tuple(words(cell) for cell in cells))
    return DataTable(caption, tuple(columns), tuple(rows), frozenset(range(2, len(columns))))


def _cells(move: Move, hidden: str) -> Iterator[str]:
    if move.count is None:
        yield from (hidden, hidden if move.start and move.end else "")
        return
    yield number(move.count)
    yield short(move.wait) if move.count else ""


def _part(design: Meant, name: str) -> str:
    """Say what part a step has in the design."""
    if name in design.ends:
        return "as an end"
    if name in design.optional:
        return _CALLED_FOR
    return _ASKED if name in design.steps else "no"


def _step(name: str, part: str, took: Took | None, hidden: str) -> tuple[Words, ...]:
    def said(value: int | None) -> str:
        return hidden if value is None else number(value)

    one = took or Took(name, 0, None, 0, 0)
    cells = [name, part, said(one.cases)]
    skipped = said(one.skipped) if part == _ASKED else ""
    cells += [said(one.of), skipped, said(one.out_of_order)] if part in (_ASKED, _CALLED_FOR) and took else [""] * 3
    return tuple(words(cell) for cell in cells)


def how_long(of: Pictured, at: int, wait: Waited, hidden: str = HIDDEN) -> Figure:
    """Chart the share that had reached a step by each time, group by group; `at` numbers a pathway's waits, from 1."""
    since = f"from “{wait.start}”" if wait.start is not None else "from the first step"
    title = f"{of.name}: how long {since} to “{wait.step}”"
    sentence = told(
        "The share of cases that had reached this step by each time, with its {level} interval. A case that ended "
        "without it counts as never reaching it. A short upright line marks a case without the step or an end by "
        "{day}, at the length of time it was watched.",
        level=explained("95%"),
        day=day(wait.seen_until),
    )
    rows = []
    description = []
    for group in wait.groups:
        counts = [
            hidden if value is None else number(value)
            for value in (group.cases, group.reached, group.closed, group.unseen)
        ]
        span = f"{short(group.low)} to {short(group.high) or 'not reached'}" if group.low is not None else ""
        half = short(group.median) if group.median is not None else hidden if group.reached is None else _NOT_HALF
        rows.append(tuple(words(cell) for cell in (group.title, *counts, half, span)))
        unseen = "was" if group.unseen == 1 else "were"
        description.append(
            f"{group.title}: of {counts[0]} {plural(2 if group.cases is None else group.cases, 'case')}, {counts[1]} "
            f"reached it, {counts[2]} ended without it and {counts[3]} {unseen} not seen to do either by "
            f"{day(wait.seen_until)}; "
            + ("fewer than half had reached it." if half == _NOT_HALF else f"half had reached it by {half}.")
        )
    columns = (
        "Cases",
        "How many",
        "Reached it",
        "Ended without it",
        f"Not seen by {day(wait.seen_until)}",
        "Half had reached it by",
        "95% interval",
    )
    return Figure(
        anchor=f"chart-pathway-{of.anchor}-wait-{at}",
        title=title,
        sentence=sentence,
        description=" ".join(description),
        chart=wait.chart,
        table=DataTable(f"{title}, in numbers", columns, tuple(rows), frozenset({1, 2, 3, 4})),
    )
