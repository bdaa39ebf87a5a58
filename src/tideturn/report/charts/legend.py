"""What the parts of a bar stand for: a swatch and a word for each, above the bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.text_width import text_width, wrapped_to

_SWATCH: Final = 11.0
_APART: Final = 16.0


@dataclass(frozen=True)
class Kind:
    """One kind of part: its name, its fill and the colour of words upon it; `hollow` is drawn as slanting strokes."""

    name: str
    fill: str
    ink: str
    hollow: bool = False

    def box(self, x: float, y: float, width: float, height: float) -> tuple[str, ...]:
        """A box of this kind; a hollow one has an edge and strokes, where it is wide enough to hold them."""
        if not self.hollow or width < 2:
            return (svg.rect(x, y, width, height, fill=self.fill),)
        return (
            svg.rect(x + 0.5, y + 0.5, width - 1, height - 1, fill=theme.PAPER, stroke=self.fill),
            svg.hatch(x + 0.5, y + 0.5, width - 1, height - 1, stroke=self.fill),
        )


def legend(kinds: tuple[Kind, ...]) -> tuple[list[str], float]:
    """The drawn legend, and where what follows it begins; a name that does not fit its line takes the next."""
    parts: list[str] = []
    x, top = 0.0, 0.0
    for kind in kinds:
        words = wrapped_to(kind.name, theme.WIDTH - _SWATCH - 6, theme.TEXT)
        width = _SWATCH + 6 + max(text_width(line, theme.TEXT) for line in words)
        if x and x + width > theme.WIDTH:
            x, top = 0.0, top + theme.LINE_HEIGHT
        parts.extend(kind.box(x, top + (theme.LINE_HEIGHT - _SWATCH) / 2, _SWATCH, _SWATCH))
        parts.append(svg.lines(x + _SWATCH + 6, top, words))
        x += width + _APART
        top += theme.LINE_HEIGHT * (len(words) - 1)
    return parts, top + theme.LINE_HEIGHT + 9
