"""The parts of a drawing as SVG 1.1 text: what a browser, typst and Word all draw alike, with no style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape  # that of xml.sax brings the whole of urllib with it
from typing import Final

from tideturn.report.charts import theme
from tideturn.report.charts.text_width import text_width

NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What no page and no drawing may hold (XML 1.0, §2.2), and the controls that it advises against.

Nor the signs that turn round what is shown after them (UAX #9, §2): letters know their own direction without them, and
one that somebody's words leave open would turn round ours.
"""

_FACES: Final = "Atkinson Hyperlegible Next, sans-serif"
_MIDDLE: Final = 0.334
"""Half the height of a capital, in ems of the typeface: how far below the middle of its line a word stands."""
_GAP: Final = 5
"""How far apart the strokes of a hatching are."""


def picture(width: float, height: float, parts: Iterable[str]) -> str:
    """The whole drawing, sized by whatever holds it: a view box, and neither width nor height nor a name."""
    box = f"0 0 {units(width)} {units(height)}"
    return (
        f'<svg viewBox="{box}" xmlns="http://www.w3.org/2000/svg" font-family="{_FACES}" '
        f'font-size="{units(theme.TEXT)}">{"".join(parts)}</svg>'
    )


def named(svg: str, title: str, description: str, *, anchor: str = "chart", size: bool = False) -> str:
    """The drawing as an image that says its name and what it shows to whoever cannot see it.

    `anchor` sets its ids apart from those of the page's other drawings. With `size` it is as large as its view box,
    which a file by itself wants.
    """
    ids = [f'"{written(f"{anchor}.{part}")}"' for part in ("title", "told")]
    head, _, rest = svg.partition(">")
    if size:
        width, height = head.split('viewBox="0 0 ')[1].split('"')[0].split(" ")
        head = head.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)
    head = head.replace("<svg ", f'<svg role="img" aria-labelledby={ids[0]} aria-describedby={ids[1]} ', 1)
    return f"{head}><title id={ids[0]}>{written(title)}</title><desc id={ids[1]}>{written(description)}</desc>{rest}"


def hidden(svg: str) -> str:
    """A drawing whose every word stands beside it already, so that it is not said twice."""
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
    """One line of words whose capitals stand evenly about `middle`; `anchor` is start, middle or end."""
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
    """Lines below each other, each `height` high; an empty one is left free."""
    return "".join(
        text(x, top + (i + 0.5) * height, line, anchor=anchor, fill=fill, size=size, bold=bold)
        for i, line in enumerate(words)
        if line
    )


def within(x: float, words: str, low: float, high: float, *, size: float = theme.TEXT) -> float:
    """Where words centred at `x` are centred when they must stay between `low` and `high`."""
    half = text_width(words, size) / 2
    return max(low + half, min(high - half, x))


def rect(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "", dash: str = "") -> str:
    """A box; without `stroke` it has no edge."""
    edge = f' stroke="{stroke}"' if stroke else ""
    edge += f' stroke-dasharray="{dash}"' if dash else ""
    return f'<rect x="{units(x)}" y="{units(y)}" width="{units(width)}" height="{units(height)}" fill="{fill}"{edge}/>'


def line(x: float, y: float, to_x: float, to_y: float, *, stroke: str, width: float = 1, dash: str = "") -> str:
    """A straight stroke."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return path(f"M{at(x, y)}L{at(to_x, to_y)}", stroke=stroke, width=width, extra=dashed)


def path(d: str, *, fill: str = "none", stroke: str = "", width: float = 1, extra: str = "") -> str:
    """A shape by its SVG path; `extra` are further attributes, written by us."""
    edge = f' stroke="{stroke}"' if stroke else ""
    edge += f' stroke-width="{units(width)}"' if stroke and width != 1 else ""
    return f'<path d="{d}" fill="{fill}"{edge}{extra}/>'


def circle(x: float, y: float, radius: float, *, fill: str) -> str:
    """A filled dot."""
    return f'<circle cx="{units(x)}" cy="{units(y)}" r="{units(radius)}" fill="{fill}"/>'


def group(parts: Iterable[str], *, x: float = 0, y: float = 0, scale: float = 1) -> str:
    """Parts that are moved, and made larger or smaller, together."""
    sized = f" scale({units(scale)})" if scale != 1 else ""
    return f'<g transform="translate({units(x)} {units(y)}){sized}">{"".join(parts)}</g>'


def hatch(x: float, y: float, width: float, height: float, *, stroke: str) -> str:
    """Slanting strokes that fill a box and stay within it: a pattern without an id, which a second chart would repeat.

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
    """Words as a drawing may hold them: escaped, quotes too so that none looks like an attribute, and clean."""
    return escape(clean(words), quote=False).replace('"', "&quot;")


def clean(words: str) -> str:
    """The words without what neither a page nor a drawing may hold."""
    return NO_TEXT.sub("", words)


def outline(corners: Iterable[tuple[float, float]]) -> str:
    """The path of a closed shape by its corners."""
    return f"M{'L'.join(at(*corner) for corner in corners)}Z"


def at(x: float, y: float) -> str:
    """A place as a path has it."""
    return f"{units(x)} {units(y)}"


def units(value: float) -> str:
    """A length with at most two places, always written the same way."""
    told = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if told == "-0" else told
