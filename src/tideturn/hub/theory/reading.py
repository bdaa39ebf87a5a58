"""A theory in words, in the order in which it is read: each box, what it leads to, on what assumption, and rivals."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tideturn.hub.theory.drawing import Drawing
from tideturn.hub.theory.shape import Arrow, Box
from tideturn.hub.theory.terms import Kind


@dataclass(frozen=True)
class Lead:
    """That a box leads to another."""

    number: int
    arrow: Arrow
    to: str


@dataclass(frozen=True)
class Told:
    """A box, and what it leads to."""

    box: Box
    kind: str
    leads: tuple[Lead, ...]
    is_loose: bool
    """Whether it leads to nothing, and nothing to it."""


def read(drawing: Drawing) -> tuple[Told, ...]:
    """Every box of a drawing, from the activities to the impact; links have the numbers of the drawing."""
    titles: dict[UUID, str] = {one.box.key: one.box.title for one in drawing.boxes}
    return tuple(
        Told(
            one.box,
            str(Kind(one.box.kind).label),
            tuple(
                Lead(drawn.number, drawn.arrow, titles[drawn.arrow.end])
                for drawn in drawing.arrows
                if drawn.arrow.start == one.box.key
            ),
            not any(one.box.key in (drawn.arrow.start, drawn.arrow.end) for drawn in drawing.arrows),
        )
        for one in drawing.boxes
    )
