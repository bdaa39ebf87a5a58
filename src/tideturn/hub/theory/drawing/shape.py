"""A theory as a plain value, whichever version it is of: its boxes and links, rings, and how two theories differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from tideturn.hub.theory.models import Kind

H = TypeVar("H", bound=Hashable)


class Mark(StrEnum):
    """What happened to a box or link between two versions."""

    NONE = ""
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"

    @property
    def sign(self) -> str:
        """Return the sign for the drawing, where a word has no room."""
        return {Mark.NONE: "", Mark.NEW: "+", Mark.GONE: "×", Mark.CHANGED: "~"}[self]


@dataclass(frozen=True)
class Box:
    """A box. Its key is the same in every version that has it, even if it says something else there."""

    key: UUID
    id: UUID
    kind: str
    title: str
    outcome: str = ""
    """Name of the outcome that it represents."""
    address: str = ""
    """The page of that outcome."""
    mark: Mark = Mark.NONE

    def named(self, titles: Mapping[UUID, str]) -> str:
        """Return its title."""
        return self.title

    def said(self, titles: Mapping[UUID, str]) -> tuple[str, ...]:
        """Return what it says, in words."""
        outcome = f"Stands for the outcome: {self.outcome}" if self.outcome else ""
        return tuple(filter(None, (f"{Kind(self.kind).label}: {self.title}", outcome)))


@dataclass(frozen=True)
class Arrow:
    """A link from one box to another, by their keys."""

    key: UUID
    id: UUID
    start: UUID
    end: UUID
    assumption: str = ""
    rivals: tuple[str, ...] = ()
    mark: Mark = Mark.NONE

    def named(self, titles: Mapping[UUID, str]) -> str:
        """Return the titles of its two boxes."""
        return f"{titles[self.start]} → {titles[self.end]}"

    def said(self, titles: Mapping[UUID, str]) -> tuple[str, ...]:
        """Return what it says, in words."""
        assumption = f"Assumption: {self.assumption}" if self.assumption else "No assumption"
        rivals = f"What else might explain it: {'; '.join(self.rivals)}" if self.rivals else ""
        return tuple(filter(None, (self.named(titles), assumption, rivals)))


@dataclass(frozen=True)
class Theory:
    """Boxes and the links between them."""

    boxes: tuple[Box, ...] = ()
    arrows: tuple[Arrow, ...] = ()

    @property
    def titles(self) -> dict[UUID, str]:
        """Return the title of each box by its key."""
        return {one.key: one.title for one in self.boxes}


# Rings: a box that is its own cause explains nothing


def ring_closed_by(start: H, end: H, others: Iterable[tuple[H, H]]) -> list[H]:
    """Return the ring that a link from `start` to `end` closes with the others, from `start` on; empty if none."""
    onward: dict[H, list[H]] = defaultdict(list)
    for one, another in others:
        onward[one].append(another)
    ways, met = [[start, end]], {end}
    for way in ways:  # which grows meanwhile, the shortest first
        for following in onward[way[-1]]:
            if following == start:
                return way
            if following not in met:
                met.add(following)
                ways.append([*way, following])
    return []


# Two theories side by side

T = TypeVar("T", Box, Arrow)


@dataclass(frozen=True)
class Difference:
    """A box or link that differs: what it is, what it said before, and what it says since."""

    mark: Mark
    what: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compared:
    """Two theories as one, with a mark at each difference, and the differences in words."""

    theory: Theory
    boxes: tuple[Difference, ...]
    links: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Return whether nothing differs."""
        return not self.boxes and not self.links

    @property
    def summary(self) -> str:
        """Return a sentence that counts what is new, removed and changed."""
        told = [
            f"{many(number, what)} {verb}"
            for what, found in (("box", self.boxes), ("link", self.links))
            for mark, verb in ((Mark.NEW, "added"), (Mark.GONE, "removed"), (Mark.CHANGED, "changed"))
            if (number := sum(one.mark is mark for one in found))
        ]
        return f"{', '.join(told)}." if told else "No differences."


def compared(before: Theory, after: Theory) -> Compared:
    """Return how the second theory differs from the first."""
    was, now = after.titles | before.titles, before.titles | after.titles
    boxes = _marked(before.boxes, after.boxes)
    arrows = _marked(before.arrows, after.arrows)
    return Compared(
        Theory(boxes, arrows),
        tuple(_differences(boxes, before.boxes, was, now)),
        tuple(_differences(arrows, before.arrows, was, now)),
    )


def _differences(
    marked: Sequence[T], before: Sequence[T], was: Mapping[UUID, str], now: Mapping[UUID, str]
) -> Iterator[Difference]:
    old = {one.key: one for one in before}
    for one in marked:
        if one.mark is Mark.CHANGED:
            yield Difference(one.mark, one.named(now), old[one.key].said(was), one.said(now))
        elif one.mark:
            yield Difference(one.mark, one.named(was if one.mark is Mark.GONE else now))


def _marked(before: Sequence[T], after: Sequence[T]) -> tuple[T, ...]:
    """Return the later ones, then those that went, each with its mark."""
    old = {one.key: one for one in before}
    stays = {one.key for one in after}
    found: list[T] = [replace(one, mark=_mark(old.get(one.key), one)) for one in after]
    found += [replace(one, mark=Mark.GONE) for one in before if one.key not in stays]
    return tuple(found)


def _mark(before: T | None, after: T) -> Mark:
    if before is None:
        return Mark.NEW
    return Mark.NONE if replace(before, id=after.id) == after else Mark.CHANGED


def many(number: int, what: str) -> str:
    """Return a number of boxes or links in words."""
    return f"{number} {what}" if number == 1 else f"{number} {'boxes' if what == 'box' else 'links'}"
