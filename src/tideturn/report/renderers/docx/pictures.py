"""Draw charts and verdict shapes as PNG, which every version of Word shows. Each is drawn once."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.report import fonts
from tideturn.report.blocks import Block, Disclosure, Figure, Report, Section, StrandBlock
from tideturn.report.charts import theme
from tideturn.report.charts.draw import Chart, image
from tideturn.report.charts.verdict_glyphs import colour_of, glyph

_SHEETS: Final = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for drawing in json(bytes(sys.inputs.drawings)) { page(image(bytes(drawing), format: "svg")) }"""
_DOTS: Final = 144
"""Dots per inch of the drawing's own size: two for each of its units, as on a high-resolution screen."""


@dataclass(frozen=True)
class Picture:
    """A PNG file, and its ratio of height to width."""

    content: bytes
    ratio: float


def chart_pictures(report: Report) -> dict[Chart, Picture]:
    """Return every chart of a report, in the colours of paper, drawn together. The same chart gives the same bytes."""
    charts = list(dict.fromkeys(chain.from_iterable(map(_charts, (*report.front, *report.sections)))))
    drawn = _drawn(tuple(image(chart, "", "").decode() for chart in charts))
    return dict(zip(charts, drawn, strict=True))


@cache
def verdict_pictures() -> dict[Verdict, Picture]:
    """Return each verdict's shape in its colour."""
    box = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16"'
    shapes = (theme.in_colours(f"<svg {box}>{glyph(one, colour_of(one))}</svg>") for one in Verdict)
    return dict(zip(Verdict, _drawn(tuple(shapes)), strict=True))


def _charts(block: Block) -> Iterator[Chart]:
    """Yield the charts of a block and of those inside it, as the body sets them."""
    match block:
        case Figure():
            yield block.wide or block.chart
        case StrandBlock():
            yield from (measure.drawing for measure in block.measures if measure.drawing)
        case Disclosure() | Section():
            yield from chain.from_iterable(map(_charts, block.blocks))
        case _:
            return


@lru_cache(maxsize=8)
def _drawn(drawings: tuple[str, ...]) -> tuple[Picture, ...]:
    """Return each SVG drawing as a picture. Draw all in one run, since most of the time of a run is its start."""
    import typst  # heavy: a compiler, which only a file that needs pictures has to load

    if not drawings:
        return ()
    drawn = typst.compile(
        _SHEETS,
        format="png",
        ppi=_DOTS,
        font_paths=fonts.for_typesetting(),
        ignore_system_fonts=True,
        sys_inputs={"drawings": json.dumps(drawings)},
    )
    pages = [drawn] if isinstance(drawn, bytes) else drawn
    return tuple(map(_picture, pages))


def _picture(png: bytes) -> Picture:
    width, height = struct.unpack(">II", png[16:24])
    return Picture(png, height / width)
