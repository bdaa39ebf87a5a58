"""Write the parts of a drawing as SVG 1.1 without a style sheet, which browsers, typst and Word draw alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape  # that of xml.sax imports all of urllib
from typing import Final

from tideturn.report.charts import theme
from tideturn.report.charts.text_width import text_width

NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Pattern of characters that no page or drawing may hold or that XML advises against (XML 1.0, §2.2).

It also matches the marks that reverse the text after them (UAX #9, §2). Letters know their own direction without them,
and a mark left open in somebody's words would reverse ours.
"""

_FACES: Final = "Atkinson Hyperlegible Next, sans-serif"
_MIDDLE: Final = 0.334
"""Half the height of a capital, in ems of the typeface: the distance from the middle of a line to the baseline."""
_GAP: Final = 5
"""Distance between the strokes of a hatching."""


def picture(width: float, height: float, parts: Iterable[str]) -> str:
    """Return the whole drawing with only a view box: its container decides the size, and it has no name."""
    box = f"0 0 {units(width)} {units(height)}"
    return (
        f'<svg viewBox="{box}" xmlns="http://www.w3.org/2000/svg" font-family="{_FACES}" '
        f'font-size="{units(theme.TEXT)}">{"".join(parts)}</svg>'
    )


def named(svg: str, title: str, description: str, *, anchor: str = "chart", size: bool = False) -> str:
    """Return the drawing as an image with a name and a description, for readers who cannot see it.

    `anchor` keeps its ids apart from those of the page's other drawings. `size` gives it the size of its view box,
    which a separate file needs.
    """
    ids = [f'"{written(f"{anchor}.{part}")}"' for part in ("title", "told")]
    head, _, rest = svg.partition(">")
    if size:
        width, height = head.split('viewBox="0 0 ')[1].split('"')[0].split(" ")
        head = head.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)
    head = head.replace("<svg ", f'<svg role="img" aria-labelledby={ids[0]} aria-describedby={ids[1]} ', 1)
    return f"{head}><title id={ids[0]}>{written(title)}</title><desc id={ids[1]}>{written(description)}</desc>{rest}"


def hidden(svg: str) -> str:
    """Hide a drawing from screen readers, because text next to it already has all its words."""
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def text(
    x: float,
    middle: float,
    words: str,
    *,
    anchor: str = "start",
    fill: str = theme.INK,
    size: float = theme.TEXT,
    bold: bool = False,
) -> str:
    """Draw one line of words, with its capitals centred on `middle`; `anchor` is start, middle or end."""
    given = f' x="{units(x)}" y="{units(middle + _MIDDLE * size)}" fill="{fill}"'
    given += f' text-anchor="{anchor}"' if anchor != "start" else ""
    given += f' font-size="{units(size)}"' if size != theme.TEXT else ""
    given += ' font-weight="600"' if bold else ""
    return f"<text{given}>{written(words)}</text>"


def lines(
    x: float,
    top: float,
    words: Iterable[str],
    *,
    anchor: str = "start",
    fill: str = theme.INK,
    size: float = theme.TEXT,
    bold: bool = False,
    height: float = theme.LINE_HEIGHT,
) -> str:
    """Draw lines below each other, each `height` high; an empty line leaves a gap."""
    return "".join(
        text(x, top + (i + 0.5) * height, line, anchor=anchor, fill=fill, size=size, bold=bold)
        for i, line in enumerate(words)
        if line
    )


def within(x: float, words: str, low: float, high: float, *, size: float = theme.TEXT) -> float:
    """Return where to centre words around `x` so that they stay between `low` and `high`."""
    half = text_width(words, size) / 2
    return max(low + half, min(high - half, x))


def rect(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "", dash: str = "") -> str:
    """Draw a box; without `stroke` it has no edge."""
    edge = f' stroke="{stroke}"' if stroke else ""
    edge += f' stroke-dasharray="{dash}"' if dash else ""
    return f'<rect x="{units(x)}" y="{units(y)}" width="{units(width)}" height="{units(height)}" fill="{fill}"{edge}/>'


def line(x: float, y: float, to_x: float, to_y: float, *, stroke: str, width: float = 1, dash: str = "") -> str:
    """Draw a straight stroke."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return path(f"M{at(x, y)}L{at(to_x, to_y)}", stroke=stroke, width=width, extra=dashed)


def path(d: str, *, fill: str = "none", stroke: str = "", width: float = 1, extra: str = "") -> str:
    """Draw a shape from its SVG path; `extra` holds further attributes, which must be our own text."""
    edge = f' stroke="{stroke}"' if stroke else ""
    edge += f' stroke-width="{units(width)}"' if stroke and width != 1 else ""
    return f'<path d="{d}" fill="{fill}"{edge}{extra}/>'


def circle(x: float, y: float, radius: float, *, fill: str) -> str:
    """Draw a filled dot."""
    return f'<circle cx="{units(x)}" cy="{units(y)}" r="{units(radius)}" fill="{fill}"/>'


def group(parts: Iterable[str], *, x: float = 0, y: float = 0, scale: float = 1) -> str:
    """Move and scale parts together."""
    sized = f" scale({units(scale)})" if scale != 1 else ""
    return f'<g transform="translate({units(x)} {units(y)}){sized}">{"".join(parts)}</g>'


def hatch(x: float, y: float, width: float, height: float, *, stroke: str) -> str:
    """Fill a box with slanting strokes. An SVG pattern would need an id, which a second chart would repeat.

    Each runs at 45 degrees, from the left or the lower edge to the upper or the right one.
    """
    strokes = []
    reach = _GAP
    while reach < width + height:
        start = (x + max(0.0, reach - height), y + min(reach, height))
        end = (x + min(reach, width), y + max(0.0, reach - width))
        strokes.append(f"M{at(*start)}L{at(*end)}")
        reach += _GAP
    return path("".join(strokes), stroke=stroke) if strokes else ""


def written(words: str) -> str:
    """Return words for a drawing: cleaned and escaped, including quotes, so that none looks like an attribute."""
    return escape(clean(words), quote=False).replace('"', "&quot;")


def clean(words: str) -> str:
    """Return the words without characters that a page or drawing may not hold."""
    return NO_TEXT.sub("", words)


def outline(corners: Iterable[tuple[float, float]]) -> str:
    """Return the path of a closed shape through its corners."""
    return f"M{'L'.join(at(*corner) for corner in corners)}Z"


def at(x: float, y: float) -> str:
    """Return a position as a path writes it."""
    return f"{units(x)} {units(y)}"


def units(value: float) -> str:
    """Return a length with at most two decimal places, always written the same way."""
    told = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if told == "-0" else told
