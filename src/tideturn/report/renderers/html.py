"""Write a report as one self-contained page: no network, no script, with its typefaces and style inside."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tideturn.dataset.verdict import Verdict
from tideturn.report import fonts
from tideturn.report.blocks import DataTable, Report, VerdictMark
from tideturn.report.charts.draw import Chart, draw
from tideturn.report.charts.svg import clean, hidden, named
from tideturn.report.charts.verdict_glyphs import glyph
from tideturn.report.renderers.columns import least_widths, measured
from tideturn.report.renderers.letters import line

_HERE: Final = Path(__file__).parent
_PHONE: Final = 288
_LETTER: Final = 14.0
_GAPS: Final = 8.0
"""Width of a table on the smallest phone, and its letter and gap widths in pixels, as in the style sheet."""
_ANCHOR: Final = re.compile(r' id="([^"]*)"')
_LINK: Final = re.compile(r'href="#([^"]*)"')


def page(report: Report) -> bytes:
    """Return the report's page in UTF-8. The same report gives the same bytes."""
    template = _environment().get_template("page.html")
    return clean(_led(template.render(report=report, style=_style()), report.companion)).encode()


def _led(html: str, companion: str) -> str:
    """Return the page with links to anchors that it lacks pointing to the companion document."""
    if not companion:
        return html
    here = set(_ANCHOR.findall(html))

    def link(found: re.Match[str]) -> str:
        return found[0] if found[1] in here else f'href="{companion}#{found[1]}"'

    return _LINK.sub(link, html)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.tests["verdict"] = lambda cell: isinstance(cell, VerdictMark)
    environment.tests["wide"] = wide
    environment.filters["named_drawing"] = named_drawing
    environment.filters["hidden_drawing"] = hidden_drawing
    environment.filters["glyph"] = verdict_glyph
    environment.filters["css_string"] = css_string
    return environment


@cache
def _style() -> Markup:
    """Return the style sheet with the typefaces in it."""
    faces = fonts.embedded((*fonts.SANS, *fonts.SERIF))
    return Markup(faces + (_HERE / "report.css").read_text(encoding="utf-8"))  # noqa: S704 (our own file)


def wide(table: DataTable) -> bool:
    """Return whether a table is wider than a phone with each of its words on its own line, or holds a verdict."""
    if any(isinstance(cell, VerdictMark) for row in table.rows for cell in row):
        return True
    rows = [[measured(cell) for cell in row] for row in table.rows]
    return (
        sum(least_widths([line(column) for column in table.columns], rows)) * _LETTER + _GAPS * len(table.columns)
        > _PHONE
    )


def css_string(text: str) -> Markup:
    """Return the text as a CSS string. Escape all but plain characters by number, so that none can end the string."""
    letters = "".join(c if c.isascii() and (c.isalnum() or c in " ,-") else f"\\{ord(c):06x}" for c in text)
    return Markup(f'"{letters}"')  # noqa: S704 (only letters, digits, spaces, commas, hyphens and numbers)


def named_drawing(chart: Chart, anchor: str, title: str, description: str) -> Markup:
    """Return the chart as an image with a name and a description, for readers who cannot see it."""
    return Markup(named(draw(chart), title, description, anchor=anchor))  # noqa: S704 (drawn by us, words escaped)


def hidden_drawing(chart: Chart) -> Markup:
    """Return a chart hidden from screen readers, because text next to it already has all its words."""
    return Markup(hidden(draw(chart)))  # noqa: S704 (drawn by us, words escaped)


def verdict_glyph(verdict: Verdict | None) -> Markup:
    """Return the verdict's shape in the colour that the style sheet gives to its word."""
    return Markup(glyph(verdict, "var(--c)"))  # noqa: S704 (drawn by us)
