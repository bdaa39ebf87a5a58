"""Define the pages of the Word file: portrait, landscape for what is wide, and two columns for what is small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.report.renderers.columns import LANDSCAPE, PORTRAIT

_LONG: Final = 16838
_SHORT: Final = 11906
"""Long and short side of A4, in twentieths of a point."""


@dataclass(frozen=True)
class Page:
    """How a page is set; `room` is the width of its lines in points."""

    room: float
    on_its_side: bool = False
    columns: int = 1
    full: bool = False
    """Whether its top and bottom margins are smaller than usual."""

    def section(self, *, opening: str = "") -> str:
        """Return the section properties for such pages; `opening` holds the relations of the header and footer."""
        width, height = (_LONG, _SHORT) if self.on_its_side else (_SHORT, _LONG)
        edge = round((width - self.room * 20) / 2)
        turned = ' w:orient="landscape"' if self.on_its_side else ""
        first = "<w:titlePg/>" if opening else ""
        top, bottom, head, foot = (860, 680, 400, 320) if self.full else (1360, 1247, 680, 624)
        return (
            f'<w:sectPr>{opening}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
            f'<w:pgMar w:top="{top}" w:right="{edge}" w:bottom="{bottom}" w:left="{edge}" w:header="{head}" '
            f'w:footer="{foot}" w:gutter="0"/><w:cols w:num="{self.columns}" w:space="397"/>{first}</w:sectPr>'
        )


UPRIGHT: Final = Page(PORTRAIT)
ON_ITS_SIDE: Final = Page(LANDSCAPE, on_its_side=True)
SPREAD: Final = Page(770.0, on_its_side=True, full=True)
FULL: Final = Page(PORTRAIT, full=True)
IN_COLUMNS: Final = Page(PORTRAIT, columns=2)
