"""A report as one page that needs nothing beside itself: no network, no script, its typefaces and style within it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tideturn.report.blocks import Figure, Report, Section
from tideturn.report.charts.draw import NO_TEXT, draw, draw_all

_HERE: Final = Path(__file__).parent
_FONTS: Final = _HERE.parent / "fonts"
_FACES: Final = (
    ("Atkinson Hyperlegible Next", "atkinson-hyperlegible-next-latin-400-normal", "400", "normal"),
    ("Atkinson Hyperlegible Next", "atkinson-hyperlegible-next-latin-600-normal", "600 700", "normal"),
    ("Source Serif 4", "source-serif-4-latin-wght-normal", "200 900", "normal"),
    ("Source Serif 4", "source-serif-4-latin-wght-italic", "200 900", "italic"),
)
_OPENING: Final = re.compile(r"<svg ")


def page(report: Report) -> bytes:
    """The report's page in UTF-8. The same report gives the same bytes."""
    draw_all(chart for section in report.sections for chart in _charts(section))
    template = _environment().get_template("page.html")
    return NO_TEXT.sub("", template.render(report=report, style=_style())).encode()


def _charts(section: Section) -> Iterator[Mapping[str, Any]]:
    """The charts of a section and of those within it."""
    for block in section.blocks:
        if isinstance(block, Figure):
            yield block.chart
        elif isinstance(block, Section):
            yield from _charts(block)


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
    environment.filters["drawn"] = draw
    environment.filters["named_drawing"] = named_drawing
    environment.filters["hidden_drawing"] = hidden_drawing
    return environment


@cache
def _style() -> Markup:
    """The style sheet with the typefaces in it."""
    faces = "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slope};font-display:swap;'
        f"src:url(data:font/woff2;base64,{_base64(file)}) format('woff2')}}\n"
        for family, file, weight, slope in _FACES
    )
    return Markup(faces + (_HERE / "report.css").read_text(encoding="utf-8"))  # noqa: S704 (our own file)


def _base64(file: str) -> str:
    return b64encode((_FONTS / f"{file}.woff2").read_bytes()).decode()


def named_drawing(svg: str, anchor: str, title: str, description: str) -> Markup:
    """The SVG as an image that says its name and what it shows to whoever cannot see it."""
    name, told = f"{anchor}.title", f"{anchor}.told"
    opening = Markup('<svg role="img" aria-labelledby="{}" aria-describedby="{}" ').format(name, told)
    inner = Markup('<title id="{}">{}</title><desc id="{}">{}</desc>').format(name, title, told, description)
    head, _, rest = svg.partition(">")
    return opening + Markup(head.removeprefix("<svg ") + ">") + inner + Markup(rest)  # noqa: S704 (drawn by us)


def hidden_drawing(svg: str) -> Markup:
    """An SVG whose every word stands beside it already, so that it is not said twice."""
    return Markup(_OPENING.sub('<svg aria-hidden="true" ', svg, count=1))  # noqa: S704 (drawn by us)
