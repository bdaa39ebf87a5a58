"""Two theories side by side: which boxes and links came, went and say something else, in words and for the drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from tideturn.hub.theory.shape import Arrow, Box, Mark, Theory
from tideturn.hub.theory.terms import Kind

T = TypeVar("T", Box, Arrow)


@dataclass(frozen=True)
class Difference:
    """What became of a box or link: what it is, what it said before, and what it says since."""

    mark: Mark
    what: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compared:
    """The two as one, with a mark at what is not the same in both, and the same in words."""

    theory: Theory
    boxes: tuple[Difference, ...]
    links: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not self.boxes and not self.links

    @property
    def summary(self) -> str:
        """How many came, went and changed, in a sentence."""
        told = [
            f"{_many(sum(one.mark is mark for one in found), kind)} {verb}"
            for kind, found in (("box", self.boxes), ("link", self.links))
            for mark, verb in ((Mark.NEW, "came"), (Mark.GONE, "went"), (Mark.CHANGED, "changed"))
            if any(one.mark is mark for one in found)
        ]
        return f"{', '.join(told)}." if told else "The two say the same."


def compared(before: Theory, after: Theory) -> Compared:
    """What differs from the one to the other."""
    old_boxes = {one.key: one for one in before.boxes}
    old_arrows = {one.key: one for one in before.arrows}
    titles = {one.key: one.title for one in (*before.boxes, *after.boxes)}
    titles_before = titles | {one.key: one.title for one in before.boxes}
    boxes = _marked(before.boxes, after.boxes)
    arrows = _marked(before.arrows, after.arrows)
    return Compared(
        Theory(boxes, arrows),
        tuple(
            Difference(
                one.mark,
                one.title,
                _of_a_box(old_boxes[one.key]) if one.mark is Mark.CHANGED else (),
                _of_a_box(one) if one.mark is Mark.CHANGED else (),
            )
            for one in boxes
            if one.mark
        ),
        tuple(
            Difference(
                one.mark,
                _between(one, titles_before if one.mark is Mark.GONE else titles),
                _of_an_arrow(old_arrows[one.key], titles_before) if one.mark is Mark.CHANGED else (),
                _of_an_arrow(one, titles) if one.mark is Mark.CHANGED else (),
            )
            for one in arrows
            if one.mark
        ),
    )


def _marked(before: Sequence[T], after: Sequence[T]) -> tuple[T, ...]:
    """All of the later ones, then those that went, each with what became of it."""
    old = {one.key: one for one in before}
    stays = {one.key for one in after}
    found: list[T] = [replace(one, mark=_mark(old.get(one.key), one)) for one in after]
    found += [replace(one, mark=Mark.GONE) for one in before if one.key not in stays]
    return tuple(found)


def _mark(before: T | None, after: T) -> Mark:
    if before is None:
        return Mark.NEW
    return Mark.NONE if replace(before, id=after.id) == after else Mark.CHANGED


def _of_a_box(box: Box) -> tuple[str, ...]:
    told = (f"{Kind(box.kind).label}: {box.title}", f"Stands for the outcome: {box.outcome}" if box.outcome else "")
    return tuple(filter(None, told))


def _of_an_arrow(arrow: Arrow, titles: Mapping[UUID, str]) -> tuple[str, ...]:
    told = (
        _between(arrow, titles),
        f"Assumption: {arrow.assumption}" if arrow.assumption else "No assumption",
        f"What else might explain it: {'; '.join(arrow.rivals)}" if arrow.rivals else "",
    )
    return tuple(filter(None, told))


def _between(arrow: Arrow, titles: Mapping[UUID, str]) -> str:
    return f"{titles[arrow.start]} → {titles[arrow.end]}"


def _many(many: int, what: str) -> str:
    plural = "boxes" if what == "box" else "links"
    return f"{many} {what if many == 1 else plural}"
