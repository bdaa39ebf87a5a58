"""A theory as a plain value, whichever version it is of: its boxes, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Mark(StrEnum):
    """What became of a box or link between two versions. Each has a word, and a sign that stands beside its number."""

    NONE = ""
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"

    @property
    def word(self) -> str:
        """As a page says it."""
        return self.value.capitalize()

    @property
    def sign(self) -> str:
        """As the drawing has it, where a word has no room."""
        return {Mark.NONE: "", Mark.NEW: "+", Mark.GONE: "×", Mark.CHANGED: "~"}[self]


@dataclass(frozen=True)
class Box:
    """A box. Its key is the same in every version that holds it, also where it says something else there."""

    key: UUID
    id: UUID
    kind: str
    title: str
    outcome: str = ""
    """What the outcome is called that it stands for."""
    address: str = ""
    """Of that outcome’s page."""
    mark: Mark = Mark.NONE


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


@dataclass(frozen=True)
class Theory:
    """Boxes and the links between them."""

    boxes: tuple[Box, ...] = ()
    arrows: tuple[Arrow, ...] = ()
