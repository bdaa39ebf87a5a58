"""Build one wide chart of a whole causal map: the theory's links with their weight, and the links it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tideturn.methods.causal_map import HINDERS, Arrow, CausalMap, Part
from tideturn.report.charts.causal_map import Box, Causes, Line, layered, told_weight

MOST: Final = 40
"""Maximum number of links drawn if there is no theory to choose them: those that most people mention."""


def whole_map(found: CausalMap, titles: Mapping[str, str]) -> Causes:
    """Return every link of the theory and every proposal; without a theory, the links that most people mention.

    `titles` name the theory's parts by their codes.
    """
    ends = [(Part(link.from_node, in_theory=True), Part(link.to_node, in_theory=True)) for link in found.links]
    lines = [
        line
        for (start, end), link in zip(ends, found.links, strict=True)
        if start != end
        for line in (
            _line(start, end, len(link.sources)),
            *([_line(start, end, len(link.hinders), hinders=True)] if link.hinders else []),
        )
    ]
    lacking = [(one.arrow.start, one.arrow.end) for one in found.proposals if not one.opposed]
    lines += [_of_arrow(one.arrow, lacking=True) for one in found.proposals if not one.opposed]
    if not found.links:
        most = sorted(found.arrows, key=lambda arrow: (-arrow.capacity, arrow.start, arrow.end))[:MOST]
        ends = [(arrow.start, arrow.end) for arrow in most if arrow.sources]
        lines = [_of_arrow(arrow) for arrow in most if arrow.sources]
    parts = dict.fromkeys(part for pair in (*ends, *lacking) for part in pair)
    foreign = bool(found.links)
    boxes = [
        Box(
            _key(part),
            titles.get(part.name, part.name) if part.in_theory else part.name,
            foreign and not part.in_theory,
        )
        for part in parts
    ]
    return layered(boxes, lines)


def _of_arrow(arrow: Arrow, *, lacking: bool = False) -> Line:
    return _line(arrow.start, arrow.end, arrow.capacity, lacking=lacking, hinders=arrow.effect == HINDERS)


def _line(start: Part, end: Part, sources: int, *, lacking: bool = False, hinders: bool = False) -> Line:
    return Line(_key(start), _key(end), sources, told_weight(sources), lacking, hinders)


def _key(part: Part) -> str:
    return f"{'node' if part.in_theory else 'factor'} {part.name}"
