"""What the tests of charts share: a drawing read back as boxes, so that its geometry can be held against itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

import pytest

from tideturn.report.charts.text_width import text_width

ALLOWED = {"svg", "g", "rect", "path", "circle", "text"}
HAIR = 0.02
"""Lengths are written with two places."""


@dataclass(frozen=True)
class Box:
    """Where a line of words stands in the whole drawing: from the height of its capitals down to its descenders."""

    words: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool = False
    line: tuple[float, float] = (0.0, 0.0)
    """From the typeface's ascender to its descender: what the browser takes for the line, and accents reach."""

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right - HAIR
            and other.left < self.right - HAIR
            and self.top < other.bottom - HAIR
            and other.top < self.bottom - HAIR
        )


@dataclass(frozen=True)
class Drawing:
    """A drawing as read back: its size, its words as boxes, and every element with its shift."""

    width: float
    height: float
    texts: tuple[Box, ...]
    elements: tuple[tuple[str, dict[str, str]], ...]

    @property
    def said(self) -> list[str]:
        return [box.words for box in self.texts]

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def read(svg: str) -> Drawing:
    """The drawing, which must be well-formed XML."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    size = float(root.attrib["font-size"])
    texts: list[Box] = []
    elements: list[tuple[str, dict[str, str]]] = []
    for element, x, y, scale in _walk(root, 0.0, 0.0, 1.0):
        tag = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
        elements.append((tag, dict(element.attrib)))
        if tag == "text" and (element.text or "").strip():
            texts.append(_box(element, x, y, scale, size))
    return Drawing(width, height, tuple(texts), tuple(elements))


def _walk(
    element: ElementTree.Element, x: float, y: float, scale: float
) -> Iterator[tuple[ElementTree.Element, float, float, float]]:
    moved = element.attrib.get("transform", "")
    if moved.startswith("translate("):
        by_x, by_y = moved.removeprefix("translate(").split(")")[0].split()
        x, y = x + scale * float(by_x), y + scale * float(by_y)
        scale *= float(moved.partition("scale(")[2].rstrip(")") or 1)
    yield element, x, y, scale
    for inner in element:
        yield from _walk(inner, x, y, scale)


def _box(element: ElementTree.Element, x: float, y: float, scale: float, usual: float) -> Box:
    size = scale * float(element.attrib.get("font-size", usual))
    bold = element.attrib.get("font-weight") == "600"
    words = element.text or ""
    width = text_width(words, size, 600 if bold else 400)
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.attrib.get("text-anchor", "start")]
    left = x + scale * float(element.attrib["x"]) - share * width
    base = y + scale * float(element.attrib["y"])
    line = (base - 0.984 * size, base + 0.316 * size)
    return Box(words, left, base - 0.7 * size, left + width, base + 0.24 * size, bold, line)


def sound(svg: str) -> Drawing:
    """The drawing, once it is known to be plain SVG in which no words meet or are cut off."""
    drawing = read(svg)
    for tag, attributes in drawing.elements:
        assert tag in ALLOWED
        assert not {"id", "class", "style"}.intersection(attributes)
    for box in drawing.texts:
        assert box.left >= -HAIR, box
        assert box.right <= drawing.width + HAIR, box
        assert box.line[0] >= -HAIR, box
        assert box.line[1] <= drawing.height + HAIR, box
    for one, other in combinations(drawing.texts, 2):
        assert not one.meets(other), (one, other)
    for attributes in drawing.of("rect"):
        assert float(attributes["width"]) >= 0
        assert float(attributes["height"]) >= 0
        assert float(attributes["x"]) >= 0
        if not any(tag == "g" for tag, _ in drawing.elements):
            assert float(attributes["x"]) + float(attributes["width"]) <= drawing.width + HAIR
    return drawing


@pytest.fixture(scope="session")
def drawn() -> Callable[[str], Drawing]:
    """Reads a drawing back, and fails if it is not plain, or if words meet or are cut off."""
    return sound
