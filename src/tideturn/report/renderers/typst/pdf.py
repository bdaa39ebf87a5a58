"""Write a report as a PDF: tagged, with bookmarks and embedded typefaces, and the same bytes for the same report."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from tideturn.report import fonts
from tideturn.report.blocks import PLAIN, SUMMARY, Report
from tideturn.report.charts.text_width import advance_widths
from tideturn.report.renderers.letters import BREAK, named, unset
from tideturn.report.renderers.typst.content import content

_HERE: Final = Path(__file__).parent
_STANDARD: Final = "ua-1"
_SIZES: Final = (10, 9.5, 9, 8.5)
"""Type sizes of a summary in points, tried in order until it fits its pages."""
_SPARE: Final = (4, 8, 14, 22, 34, 50)
"""Space in millimetres kept free on each page for rows that stay whole, from least to most."""
_COUNT: Final = re.compile(rb"/Type */Pages */Count (\d+)")
_PROBE: Final = b'#set document(title: "-", date: none)\n#for letter in sys.inputs.letters.codepoints() [#letter \\ ]'
_OURS: Final = frozenset(map(chr, range(0x20, 0x7F))) | {BREAK}


def pdf(report: Report) -> bytes:
    """Return the report as PDF/UA-1. The same report gives the same bytes."""
    from typst import TypstError

    written = json.dumps(content(report), ensure_ascii=False, sort_keys=True)
    foreign = "".join(sorted(frozenset(written) - _OURS - advance_widths(400).keys()))
    try:
        return _laid_out(report, _told(written, _missing(foreign)))
    except TypstError:
        # Letters that can each be set may not go together: a mark from one script on a letter of another.
        return _laid_out(report, _told(written, foreign))


def _laid_out(report: Report, written: str) -> bytes:
    """Return the PDF of the content: a whole report, or a short one set smaller until it fits its pages."""
    template = _template(report.layout)
    if report.layout == SUMMARY:
        for size in _SIZES:
            file = _compiled(template, report=written, size=str(size))
            if int(_COUNT.findall(file)[0]) <= report.pages:
                break
        return file
    if report.layout != PLAIN:
        return _compiled(template, report=written)
    for spare in _SPARE:
        file = _compiled(template, report=written, spare=str(spare), pages=str(report.pages))
        if int(_COUNT.findall(file)[0]) <= report.pages:
            break
    return file


def _told(written: str, letters: str) -> str:
    """Return the content with these letters replaced by their names: a PDF/UA must not show a gap."""
    return written.translate({ord(letter): named(letter) for letter in letters}) if letters else written


@lru_cache(maxsize=64)
def _missing(letters: str) -> str:
    """Return the letters that no typeface has."""
    return unset(letters, _can_be_set)


def _can_be_set(letters: str) -> bool:
    from typst import TypstError

    try:
        _compiled(_PROBE, letters=letters)
    except TypstError:
        return False
    return True


def _compiled(template: bytes, **inputs: str) -> bytes:
    import typst  # heavy: a compiler, which only a PDF needs

    return typst.compile(
        template,
        font_paths=fonts.for_typesetting(),
        ignore_system_fonts=True,
        pdf_standards=[_STANDARD],
        sys_inputs=inputs,
        timestamp=0,
    )


@cache
def _template(layout: str) -> Any:
    """Return the template for blocks, followed by that of the report's layout."""
    return b"\n".join((_HERE / name).read_bytes() for name in ("blocks.typ", f"{layout or 'report'}.typ"))
