"""Draw a pathway's map in a release: children by step and by arrow, hiding what gives away a rare arrow.

A release shows the programme's year and the two sides of one comparison. A reader knows more than these: that a child
who comes to a step leaves it or stops there, that places make up the whole, and that a site before a pilot and since is
its two years. So children are also counted for every place and part, in counts that no release shows, and sums join
these to the counts that it shows. To know that somebody went a rare way is to know the child. So the name of a hidden
arrow is left out too, and only the design, which everybody sees, says which steps of few children follow one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.pathway_moves import Moves, ShownMoves, Way, moves_of
from tideturn.evaluation.pathway_window import NOTHING
from tideturn.evaluation.pathways import PathwayAt, PilotSides, identity_of
from tideturn.evaluation.withholding.cells import TOTALS, WHOLE_PROGRAMME, Cells
from tideturn.methods.disclosure import DisclosureRule, Relation
from tideturn.methods.pathways.conformance import Followed

DAY: Final = 86_400
"""Seconds in a day."""
MOST: Final = 1_500
"""Maximum ways that children went on a pathway, counted at every place and time, for a release to draw it.

With more, finding what to hide takes minutes, and hardly anything of what is left is shown.
"""
YEAR, YEAR_BEFORE, BEFORE, AFTER = "year", "year_before", "before", "after"
"""Parts that are drawn: the year, and side by side the year before and the year, or a pilot's two sides."""
_PICTURE: Final = 0.3
"""Cost of hiding a count for the picture, relative to one that the report gives in words and tables."""
_ASIDE: Final = 1e-3
"""Cost of hiding what is never shown: next to nothing."""
_COMPLEMENT: Final = {"taken": "not_taken", "added": "not_added", "step": "not_step"}


@dataclass(frozen=True)
class Part:
    """Some of the cases of a pathway. `prefix` begins the ids of its counts; `shown`: whether the picture has it.

    `side` marks a pilot's side in a release that shows noughts: what all of its cases did is given by the number of
    these cases, and has no count of its own.
    """

    prefix: str
    moves: Moves
    held: Followed
    shown: bool
    weight: float = 1.0
    side: bool = False

    def step(self, name: str) -> str:
        """Return the id of how many children took a step; reuse the id of the same count where there already is one."""
        if self.side and self.moves.steps.get(name, 0) == self.moves.cases:
            return f"{self.prefix}cases"
        return f"{self.prefix}{self._kind(name)}.{name}"

    def not_step(self, name: str) -> str:
        """Return the id of how many children did not take a step."""
        return f"{self.prefix}{_COMPLEMENT[self._kind(name)]}.{name}"

    def _kind(self, name: str) -> str:
        took = self.moves.steps.get(name, 0)
        if any(one.name == name and one.taken == took and one.cases == self.held.cases for one in self.held.steps):
            return "taken"
        return "added" if self.held.added.get(name) == took else "step"

    def way(self, way: Way) -> str:
        """Return the id of how many children went this way."""
        if self.side and self.moves.ways.get(way) == self.moves.cases:
            return f"{self.prefix}cases"
        start, end = (None if name is None else name.replace("→", "→→") for name in way)
        if start is None:
            return f"{self.prefix}starts.{end}"
        return f"{self.prefix}ends.{start}" if end is None else f"{self.prefix}moves.{start} → {end}"


@dataclass(frozen=True)
class Parts:
    """The parts of one pathway, by scope and by kind; `pilot` is the one whose sides are drawn."""

    whole: PathwayAt
    pilot: PilotSides | None
    of: Mapping[tuple[str, str], Part]

    def drawn(self) -> Iterator[tuple[str, str, Part]]:
        """Yield the parts that a release draws, each with its scope and its kind."""
        return ((scope, what, part) for (scope, what), part in self.of.items() if part.shown)


def parts_of(pathways: Sequence[PathwayAt], small: Callable[[int], bool]) -> tuple[Parts, ...]:
    """Return every pathway that is drawn, in order; `small` says whether a count may not be shown."""
    together: dict[str, dict[str, PathwayAt]] = {}
    for at in pathways:
        together.setdefault(at.pathway, {})[at.scope] = at
    found = [_parts(scopes, noughts=not small(0)) for scopes in together.values() if PROGRAMME_SCOPE in scopes]
    return tuple(parts for parts in found if sum(len(part.moves.ways) for part in parts.of.values()) <= MOST)


def pictured_pilot(scopes: Mapping[str, PathwayAt]) -> PilotSides | None:
    """Return the pilot whose sides are drawn: the year's first at a site with cases that are over."""
    pilots = scopes[PROGRAMME_SCOPE].pilots
    return next((one for one in pilots if one.pilot.site in scopes and scopes[one.pilot.site].log is not None), None)


def _parts(scopes: Mapping[str, PathwayAt], *, noughts: bool) -> Parts:
    whole = scopes[PROGRAMME_SCOPE]
    pilot = pictured_pilot(scopes)
    found: dict[tuple[str, str], Part] = {}
    beside = pilot is None and whole.log is not None and whole.log_before is not None
    for scope, at in scopes.items():
        everywhere = scope == PROGRAMME_SCOPE
        weight = WHOLE_PROGRAMME if everywhere else 1.0
        past = f"{identity_of(at.pathway, scope, at.year.number - 1)}#"
        found[scope, YEAR] = Part(f"{at.identity}#", moves_of(at.log), at.now, everywhere, weight)
        found[scope, YEAR_BEFORE] = Part(past, moves_of(at.log_before), at.before, everywhere and beside, weight)
    if pilot is not None:
        at, day = scopes[pilot.pilot.site], pilot.pilot.day
        assert at.log is not None
        early, late = at.log.between(end=day), at.log.between(start=day)
        prefix = f"{at.identity}#pilot.{day.isoformat()}."
        found[at.scope, BEFORE] = Part(
            f"{prefix}before.", moves_of(at.log_before, early), NOTHING, shown=True, side=noughts
        )
        found[at.scope, AFTER] = Part(f"{prefix}after.", moves_of(late), NOTHING, shown=True, side=noughts)
    return Parts(whole, pilot, found)


def arrow_cells(pathways: Sequence[PathwayAt], small: Callable[[int], bool], cells: Cells) -> None:
    """Add children by step and by arrow, with the sums that join steps, arrows, places and times.

    `small` says whether a count may not be shown. The cases of each year and side must be among `cells` already.
    """
    for parts in parts_of(pathways, small):
        designed = [step.name for step in parts.whole.design.steps]
        for part in parts.of.values():
            _one(part, designed, small, cells)
        for what in (YEAR, YEAR_BEFORE):
            own = [part for (scope, one), part in parts.of.items() if one == what and scope != PROGRAMME_SCOPE]
            _joined([parts.of[PROGRAMME_SCOPE, what]], own, cells)
        if parts.pilot is not None:
            _about(parts, parts.pilot.pilot.site, cells)


def _one(part: Part, designed: Sequence[str], small: Callable[[int], bool], cells: Cells) -> None:
    """Add the counts of one part: a child who takes a step comes from somewhere, and goes on or stops there."""
    moves = part.moves
    if not moves.cases:
        return
    whole = cells.add(f"{part.prefix}cases", moves.cases, weight=part.weight * TOTALS)
    for way, count in moves.ways.items():
        _add(part, part.way(way), count, cells)
    cells.unnamed.update({part.way(way) for way in moves.ways} - {whole})
    for end, name in enumerate(("start", "end")):
        own = [part.way(way) for way in moves.ways if way[end] is None]
        _sum(whole, [*own, *_nobody(part, name, small, cells)], cells)
    for name in dict.fromkeys([*designed, *moves.steps]):
        took = moves.steps.get(name, 0)
        step = part.step(name)
        if step not in cells.counts:
            _add(part, step, took, cells)
            _sum(whole, [step, _aside(part.not_step(name), moves.cases - took, cells)], cells)
        if name not in designed:
            cells.unnamed.update({step, part.not_step(name)} - {whole})
        for side, place in (("to", 1), ("from", 0)):
            _at_step(part, step, f"{side}.{name}", [way for way in moves.ways if way[place] == name], small, cells)


def _at_step(part: Part, step: str, name: str, ways: Sequence[Way], small: Callable[[int], bool], cells: Cells) -> None:
    """Join the ways into a step, or out of it: as many children as took it, and again those who went several."""
    if not ways:
        return
    took, counts = cells.counts[step].count, [part.moves.ways[way] for way in ways]
    own = list(map(part.way, ways))
    others = _nobody(part, name, small, cells)
    again = sum(counts) - took
    if again:
        twice = _aside(f"{part.prefix}again.{name}", again, cells)
        cells.relations.append(Relation(((step, -1), (twice, -1), *((way, 1) for way in (*own, *others)))))
        for way in own:
            cells.at_most([way], [step])
    else:
        _sum(step, [*own, *others], cells)
    # Several ways of few children are a group of few as well, if their total is small.
    rare = [way for way, count in zip(own, counts, strict=True) if small(count)]
    if part.shown and len(rare) > 1:
        together = sum(cells.counts[way].count for way in rare)
        cells.total(_aside(f"{part.prefix}rare.{name}", together, cells), rare)


def _nobody(part: Part, name: str, small: Callable[[int], bool], cells: Cells) -> list[str]:
    """Return the ways that nobody went, if a release may not say so: a reader may then not add up the others."""
    return [_aside(f"{part.prefix}nobody.{name}", 0, cells)] if small(0) else []


def _sum(total: str, parts: Sequence[str], cells: Cells) -> None:
    """Add the sum of the parts, unless it says that a count is itself."""
    if [total] != list(parts):
        cells.total(total, parts)


def _joined(one: Sequence[Part], other: Sequence[Part], cells: Cells, rest: str = "") -> None:
    """Record that some parts hold the same children as others, step by step and way by way; with `rest`, some more."""
    ways = dict.fromkeys(way for part in (*one, *other) for way in part.moves.ways)
    steps = dict.fromkeys(name for part in (*one, *other) for name in part.moves.steps)
    named: list[tuple[str, Callable[[Part], str]]] = [
        *((f"{way}", lambda part, way=way: part.way(way)) for way in ways),
        *((name, lambda part, name=name: part.step(name)) for name in steps),
    ]
    for name, cell in named:
        left, right = ([cell(part) for part in parts if cell(part) in cells.counts] for parts in (one, other))
        if rest and left == [f"{part.prefix}cases" for part in one if part.side]:
            continue  # all of a side's cases did it, and a release gives how many of them began before its year
        more = sum(cells.counts[own].count for own in left) - sum(cells.counts[own].count for own in right)
        if rest and more >= 0:
            right.append(_aside(f"{rest}.{name}", more, cells, protected=more > 0))
        elif more:
            continue
        relation = Relation((*((own, -1) for own in left), *((own, 1) for own in right)))
        if left and right and left != right and relation not in cells.relations:
            cells.relations.append(relation)


def _about(parts: Parts, site: str, cells: Cells) -> None:
    """Record that a pilot's sides are its site's two years, cut at another day, and what they leave of the whole."""
    sides = [parts.of[site, BEFORE], parts.of[site, AFTER]]
    years = [parts.of[site, YEAR_BEFORE], parts.of[site, YEAR]]
    everywhere = [parts.of[PROGRAMME_SCOPE, YEAR_BEFORE], parts.of[PROGRAMME_SCOPE, YEAR]]
    _joined(sides, years, cells)
    _joined(sides[:1], years[:1], cells, rest=f"{sides[0].prefix}not_yet")
    _joined(everywhere[1:], sides[1:], cells, rest=f"{sides[1].prefix}else")
    _joined(everywhere, sides, cells, rest=f"{sides[0].prefix}elsewhere")


def _add(part: Part, name: str, count: int, cells: Cells) -> None:
    if part.shown:
        cells.add(name, count, weight=part.weight * _PICTURE)
    else:
        _aside(name, count, cells)


def _aside(name: str, count: int, cells: Cells, *, protected: bool = True) -> str:
    """Add a count that no release shows, and return its name."""
    if name not in cells.counts:
        cells.never.add(cells.add(name, count, weight=_ASIDE, protected=protected))
    return name


def released_moves(
    pathways: Sequence[PathwayAt], hidden: Callable[[str], bool], rule: DisclosureRule
) -> dict[str, dict[str, ShownMoves]]:
    """Return what a release draws of each pathway, by the id of its evidence for the programme, then by part.

    `hidden` says whether the release hides the cell with a given id.
    """
    return {
        parts.whole.identity: {
            what: _shown(scope, part, [step.name for step in parts.whole.design.steps], hidden, rule)
            for scope, what, part in parts.drawn()
        }
        for parts in parts_of(pathways, rule.small)
    }


def _shown(
    scope: str, part: Part, designed: Sequence[str], hidden: Callable[[str], bool], rule: DisclosureRule
) -> ShownMoves:
    moves = part.moves
    told = {name: None if hidden(part.step(name)) else moves.steps.get(name, 0) for name in designed}
    further = {name: count for name, count in moves.steps.items() if name not in told and not hidden(part.step(name))}
    ways = {way: count for way, count in moves.ways.items() if not hidden(part.way(way))}
    return ShownMoves(
        scope=scope,
        cases=None if hidden(f"{part.prefix}cases") else moves.cases,
        steps={**told, **further},
        ways=ways,
        waits=dict(_days(moves, [way for way, count in ways.items() if count >= rule.small_denominator])),
    )


def _days(moves: Moves, ways: Iterable[Way]) -> Iterator[tuple[Way, float]]:
    """Yield median waits in seconds, rounded up to whole days."""
    for way in ways:
        if way in moves.waits:
            yield way, float(max(ceil(moves.waits[way] / DAY), 1) * DAY)
