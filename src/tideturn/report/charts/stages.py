"""Draw how far changes have come: the number at each stage, from talk to spread, and the number undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.vocabulary import CHANGE_STAGE
from tideturn.report.charts import svg, theme
from tideturn.report.charts.legend import Kind
from tideturn.report.charts.scale import tick_label
from tideturn.report.charts.text_width import text_width, wrapped_to
from tideturn.report.wording import capital, number

_BAR: Final = 18.0
_GAP: Final = 9.0
_LABEL: Final = 120.0
"""Maximum width of a line of a stage's name."""
_REACHED: Final = Kind("reached", theme.TIDE, theme.PAPER)
_UNDONE: Final = Kind("undone", theme.CONTESTED, theme.INK, hollow=True)


@dataclass(frozen=True)
class Stage:
    """One stage and the number of changes at it; `undone` separates it from the stages that lead upwards."""

    name: str
    count: int
    undone: bool = False


@dataclass(frozen=True)
class Stages:
    """The stages in the order that a change goes through them."""

    stages: tuple[Stage, ...]
    wide: bool = False


def of_changes(counts: Mapping[str, int]) -> Stages:
    """Return every stage of a change, named by the vocabulary, from `counts` by its code; missing counts are 0."""
    return Stages(
        tuple(
            Stage(capital(name), counts.get(code, 0), undone=code == "reversed")
            for code, name in CHANGE_STAGE.terms.items()
        )
    )


def stages(chart: Stages) -> str:
    """Return the SVG: a bar for each stage with its count at the end; what was undone is separate, and hollow."""
    names = [wrapped_to(stage.name, _LABEL, theme.TEXT) for stage in chart.stages]
    counts = [_count(stage.count) for stage in chart.stages]
    left = max((text_width(line, theme.TEXT) for lines in names for line in lines), default=0.0) + 10
    room = max((text_width(count, theme.TEXT, 600) for count in counts), default=0.0) + 7
    width = theme.WIDE if chart.wide else theme.WIDTH
    unit = (width - left - room) / max([1, *(stage.count for stage in chart.stages)])
    parts: list[str] = []
    top = 0.0
    for i, (stage, lines, count) in enumerate(zip(chart.stages, names, counts, strict=True)):
        if stage.undone and i:
            parts.append(svg.line(0, top, width, top, stroke=theme.LINE))
            top += _GAP
        height = max(_BAR, theme.LINE_HEIGHT * len(lines))
        middle, length = top + height / 2, max(0, stage.count) * unit
        parts.append(svg.lines(0, middle - theme.LINE_HEIGHT * len(lines) / 2, lines))
        if length:
            parts.extend((_UNDONE if stage.undone else _REACHED).box(left, middle - _BAR / 2, length, _BAR))
        parts.append(svg.text(left + length + (6 if length else 2), middle, count, bold=True))
        top += height + _GAP
    bottom = max(top - _GAP, 1.0)
    axis = svg.line(left - 1, 0, left - 1, bottom, stroke=theme.QUIET)
    return svg.picture(width, bottom, [*parts, axis])


def _count(count: int) -> str:
    """Return the count for the end of a bar, where only numbers below a billion fit in full."""
    return number(count) if count < 10**9 else tick_label(float(count))
