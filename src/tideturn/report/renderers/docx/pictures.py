"""Charts and the shapes of verdicts as PNG, which every version of Word shows; each is drawn once."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from tideturn.report import fonts
from tideturn.report.charts import theme
from tideturn.report.charts.draw import Chart, image
from tideturn.report.charts.verdict_glyphs import COLOURS, glyph

_SHEET: Final = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.drawing), format: "svg")"""
_DOTS: Final = 144
"""To an inch of the drawing's own size: two to each of its units, as a fine screen has."""


@dataclass(frozen=True)
class Picture:
    """A PNG file, and how high it is for its width."""

    content: bytes
    ratio: float


@lru_cache(maxsize=512)
def chart_picture(chart: Chart) -> Picture:
    """The chart in the colours of paper. The same chart gives the same bytes."""
    return _drawn(image(chart, "", "").decode())


@cache
def verdict_picture(verdict: str) -> Picture | None:
    """The verdict's shape in its colour; None for a code that is no verdict."""
    if verdict not in COLOURS:
        return None
    shape = glyph(verdict, COLOURS[verdict])
    box = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16"'
    return _drawn(theme.in_colours(f"<svg {box}>{shape}</svg>"))


def _drawn(svg: str) -> Picture:
    import typst  # heavy: a compiler, which only a file that needs pictures has to load

    drawn = typst.compile(
        _SHEET,
        format="png",
        ppi=_DOTS,
        font_paths=fonts.for_typesetting(),
        ignore_system_fonts=True,
        sys_inputs={"drawing": svg},
    )
    assert isinstance(drawn, bytes)
    width, height = struct.unpack(">II", drawn[16:24])
    return Picture(drawn, height / width)
