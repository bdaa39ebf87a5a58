"""Turn the counts of a pathway into a picture: its steps and arrows, their order, and a note of what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import polars as pl

from tideturn.evaluation.told import explained, stated, told
from tideturn.methods.pathways import Counts, Thinned, thinned
from tideturn.methods.pathways.conformance import Followed
from tideturn.methods.pathways.design import Design, Designed
from tideturn.methods.pathways.drawn_design import DrawnDesign
from tideturn.report.charts.pathway_map import Panel, PathwayMap, Step, Taken, Way
from tideturn.report.charts.pathway_marks import ADDED, DESIGNED, OPTIONAL, PLAIN
from tideturn.report.charts.pathway_order import ordered
from tideturn.report.wording import counted, number, plural

MOST_STEPS: Final = 40
"""Maximum number of steps that can be read. All designed steps are drawn, then the most frequent others."""
_ARROWS, _MOST_ARROWS = 2.4, 64
"""Maximum number of arrows that a reader can tell apart: for each step, and in all."""
_KEEPS: Final = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
"""Shares of all moves, tried in order until there are few enough arrows to tell apart."""

Pair = tuple[str | None, str | None]


@dataclass(frozen=True)
class Move:
    """How often one step came directly after another, and the median wait in seconds.

    `start` is None where cases start and `end` is None where they end. A `count` of None is hidden: the move is not
    drawn, and nothing in the drawing shows that it exists. A `wait` of None is not shown.
    """

    start: str | None
    end: str | None
    count: int | None
    wait: float | None = None


@dataclass(frozen=True)
class Took:
    """How many cases took a step, of how many that should have; None if hidden or not shown.

    `skipped` and `out_of_order` are about a designed step. `everywhere` also counts the cases left out of `cases`
    because their place fairly differs at this step, as the arrows do; None where there are none.
    """

    step: str
    cases: int | None
    of: int | None = None
    skipped: int | None = None
    out_of_order: int | None = None
    everywhere: int | None = None


@dataclass(frozen=True)
class Group:
    """One group of cases: a site, a period, before or after a pilot. Nobody made a move that is not among `moves`.

    If `cases` is None, it is hidden, and the shares of its cases are not drawn either. `thinned` means that these are
    children as a release shows them. Then a move that is not among `moves` may be rare, withheld or made by nobody, and
    it is not drawn.
    """

    title: str
    cases: int | None
    moves: tuple[Move, ...]
    took: tuple[Took, ...] = ()
    thinned: bool = False


@dataclass(frozen=True)
class Meant:
    """The designed steps in their stated order, and those of them that are optional.

    `follows` holds the moves of a drawing with branches; None for steps in one order. `ends` holds activities, other
    than its steps, that close a case after any step.
    """

    steps: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    follows: frozenset[tuple[str, str]] | None = None
    ends: frozenset[str] = frozenset()

    @classmethod
    def of_design(cls, design: Designed) -> Meant:
        """Return the steps and the moves of a design."""
        names = tuple(dict.fromkeys(step.name for step in design.steps))
        optional = frozenset(step.name for step in design.steps if step.optional)
        ends = frozenset(design.closing).difference(names) if isinstance(design, Design) else frozenset()
        return cls(names, optional, design.follows if isinstance(design, DrawnDesign) else None, ends)

    def knows(self, start: str, end: str) -> bool:
        """Return whether the design allows a move from one step to another, skipping no required step."""
        if self.follows is not None:
            return (start, end) in self.follows
        if start in self.steps and end in self.ends:
            return True
        if start not in self.steps or end not in self.steps:
            return False
        one, other = self.steps.index(start), self.steps.index(end)
        return one < other and all(step in self.optional for step in self.steps[one + 1 : other])

    def backbone(self) -> set[tuple[str, str]]:
        """Return each step with the next, optional or not. Anyone may see these, since they are in the design."""
        return set(pairwise(self.steps)) if self.follows is None else set(self.follows)

    def asked(self) -> set[tuple[str, str]]:
        """Return each required step with the next required one. These are all drawn, even if nobody moved that way."""
        required = [step for step in self.steps if step not in self.optional]
        return set(pairwise(required)) if self.follows is None else set()


def of_counts(title: str, counts: Counts, followed: Followed | None = None) -> Group:
    """Return a log's counts as a group; with `followed`, also how its cases kept to each designed step."""
    took = _took(counts)
    designed: dict[str, Took] = {}
    if followed is not None:
        designed = {
            step.name: Took(
                step.name, step.taken, step.cases, step.skipped, step.out_of_order, took.get(step.name, step.taken)
            )
            for step in followed.steps
        }
    cases = [designed.get(name) or Took(name, many, counts.cases) for name, many in took.items()]
    cases += [step for name, step in designed.items() if name not in took]
    rows = counts.flow().select("from", "to", "count", "median_wait").iter_rows()
    return Group(title, counts.cases, tuple(Move(*row) for row in rows), tuple(cases))


@dataclass(frozen=True)
class Picture:
    """The picture, and sentences on what was left out: `told` also names the rule, and `brief` does not."""

    picture: PathwayMap
    told: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the names at both ends of every arrow drawn in any panel, from the top down."""
        names = [step.name for step in self.picture.steps]
        places = sorted({(way.start, way.end) for panel in self.picture.panels for way in panel.ways})
        return tuple((names[start], names[end]) for start, end in places)


def drawn(
    groups: Sequence[Group],
    meant: Meant | None = None,
    *,
    as_designed: bool = False,
    item: str = "",
) -> Picture:
    """Return the picture of the groups, all on one layout that their pooled moves decide; `item` names what is drawn.

    `as_designed` says of each designed step who skipped it, and marks what the design lacks. Otherwise a design only
    makes sure that its steps are drawn, in their order.
    """
    pooled: Counter[Pair] = Counter()
    for group in groups:
        for move in group.moves:
            # Hidden moves must not even be counted among those left out.
            if move.count:
                pooled[move.start, move.end] += move.count
    designed = meant.steps if meant else ()
    seen = {name for pair in pooled for name in pair if name is not None}
    seen |= {one.step for group in groups for one in group.took if one.cases}
    chosen = _steps(pooled, seen, designed)
    pairs, found = _arrows(pooled, chosen, designed)
    released = any(group.thinned for group in groups)
    if released and meant:
        pairs |= meant.backbone()
    if as_designed and meant:
        pairs |= meant.asked() | _ways(pooled, chosen.difference(designed), chosen)
    steps = {end for pair in pairs for end in pair if end is not None} or chosen
    order = ordered(sorted(steps), pooled, designed)
    rules = [found.rule] if found is not None and found.hidden else []
    brief = []
    if missing := [many for pair, many in pooled.items() if pair not in pairs]:
        verb = "is" if len(missing) == 1 else "are"
        moves = stated("moves" if len(groups) == 1 else "moves of both", pooled.total(), item=item)
        template = f"Left out {verb} {{rarer}} with {{part}} of {{moves}} {plural(pooled.total(), 'move')}."
        rarer, part = explained(counted(len(missing), "rarer arrow")), explained(number(sum(missing)))
        brief.append(told(template, rarer=rarer, part=part, moves=moves))
    if left_out := len(seen.union(designed)) - len(order):
        rules.append(
            f"Not drawn {'is' if left_out == 1 else 'are'} {counted(left_out, 'step')} that cases took less often."
        )
    role = meant if as_designed or released else None
    noted = len(groups) == 1 and not as_designed
    panels = tuple(_panel(group, order, pairs, role, noted=noted) for group in groups)
    hidden = not released and any(move.count is None for group in groups for move in group.moves)
    notes = ("Moves of few cases are not drawn.",) if hidden else ()
    return Picture(
        PathwayMap(tuple(Step(name, _role(name, role)) for name in order), panels, notes=notes, released=released),
        (*rules, *brief),
        tuple(brief),
    )


def _took(counts: Counts) -> dict[str, int]:
    """Return the number of cases that took each step, counting each case once."""
    routes = counts.variants.with_row_index("route").explode("steps").unique(["route", "steps"])
    each = routes.group_by("steps").agg(pl.col("cases").sum()).drop_nulls().sort("steps")
    return {counts.activities[code]: cases for code, cases in each.iter_rows()}


def _steps(pooled: Mapping[Pair, int], seen: Collection[str], designed: Collection[str]) -> set[str]:
    """Return the steps that may be drawn: every designed one, and the most frequent of the others."""
    often = dict.fromkeys(seen, 0)
    for (_, end), count in pooled.items():
        if end is not None:
            often[end] += count
    free = sorted((name for name in often if name not in designed), key=lambda name: (-often[name], name))
    return {*designed, *free[: max(MOST_STEPS - len(designed), 0)]}


def _ways(pooled: Mapping[Pair, int], steps: Collection[str], within: Set[str]) -> set[Pair]:
    """Return for each of these steps its most frequent arrow in and its most frequent arrow out."""
    best: dict[tuple[str, int], tuple[int, str, str]] = {}
    for (start, end), count in pooled.items():
        if start is None or end is None or start == end or not {start, end} <= within:
            continue
        for side, step in enumerate((start, end)):
            if step in steps:
                best[step, side] = min(best.get((step, side), (0, "", "")), (-count, start, end))
    return {(start, end) for _, start, end in best.values() if start}


def _arrows(
    pooled: Mapping[Pair, int], chosen: Collection[str], designed: Sequence[str]
) -> tuple[set[Pair], Thinned | None]:
    """Return the arrows drawn between the chosen steps, with starts and ends of cases, and how they were thinned.

    The second value is None if there are no moves.
    """
    known = {*chosen, None}
    rows = sorted(
        ((*pair, count) for pair, count in pooled.items() if known.issuperset(pair)),
        key=lambda row: (-row[2], row[0] or "", row[1] or ""),
    )
    if not rows:
        return set(), None
    schema = {"from": pl.String, "to": pl.String, "count": pl.Int64}
    edges = pl.DataFrame(rows, schema=schema, orient="row")
    for keep in (1.0, *_KEEPS):
        found = thinned(edges, keep, designed)
        inner = found.frame().drop_nulls(["from", "to"])
        steps = {name for pair in inner.select("from", "to").iter_rows() for name in pair}
        if inner.height <= min(_ARROWS * len(steps), _MOST_ARROWS):
            break
    pairs: set[Pair] = {(start, end) for start, end in found.frame().select("from", "to").iter_rows()}
    return pairs, found


def _role(name: str, meant: Meant | None) -> str:
    if meant is None:
        return PLAIN
    if name not in meant.steps:
        return PLAIN if name in meant.ends else ADDED
    return OPTIONAL if name in meant.optional else DESIGNED


def _panel(group: Group, order: Sequence[str], pairs: Collection[Pair], meant: Meant | None, *, noted: bool) -> Panel:
    """Return one group drawn on the steps; `noted` says in each box where cases start and end."""
    place = {name: at for at, name in enumerate(order)}
    said = {(move.start, move.end): move for move in group.moves}
    ways = []
    for start, end in pairs:
        if start not in place or end not in place:
            continue
        move = said.get((start, end)) or Move(start, end, None if group.thinned else 0)
        if move.count is None and meant is not None and group.thinned and (start, end) in meant.backbone():
            ways.append(Way(place[start], place[end], None))
        elif move.count is not None:
            stray = meant is not None and not meant.knows(start, end)
            ways.append(Way(place[start], place[end], move.count, move.wait if move.count else None, stray))
    took = {one.step: one for one in group.took}
    taken = []
    for name in order:
        one = took.get(name)
        box = _told(one, group.cases, designed=meant is not None and name in meant.steps)
        if one is None:
            moves = (move for pair, move in said.items() if name in pair)
            box = replace(box, there=group.thinned or any(move.count is None or move.count for move in moves))
        if noted:
            box = replace(box, note=_ends(name, said, pairs))
        taken.append(box)
    ways.sort(key=lambda way: (way.start, way.end))
    whole = group.cases or max((way.count or 0 for way in ways), default=0)
    return Panel(group.title, tuple(taken), tuple(ways), whole)


def _told(took: Took | None, cases: int | None, *, designed: bool) -> Taken:
    """Return the content of a step's box."""
    if took is None or took.cases is None:
        return Taken()
    if not designed or took.of is None:
        # Nothing is compared with a design here, so this counts every case, as the arrows do.
        many, whole = took.everywhere or took.cases, None if designed else cases
        return Taken(f"{many:,}", "", many / whole if whole else None, many > 0)
    share = took.cases / took.of if took.of else None
    faults = (("without it", took.skipped), ("out of order", took.out_of_order))
    note = ", ".join(f"{many:,} {words}" for words, many in faults if many)
    return Taken(f"{took.cases:,} of {took.of:,}", note, share, took.cases > 0)


def _ends(name: str, said: Mapping[Pair, Move], pairs: Collection[Pair]) -> str:
    """Say how many cases start at a step and how many were last seen there, if the rule draws those moves."""
    ends: tuple[tuple[Pair, str], ...] = (((None, name), "start"), ((name, None), "last seen"))
    counts = [(said[pair].count, word) for pair, word in ends if pair in pairs and pair in said]
    said_of = ", ".join(f"{count:,} {word}" for count, word in counts if count)
    return f"{said_of} here" if said_of else ""
