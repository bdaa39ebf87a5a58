"""A report as a PDF file: tagged, with bookmarks, its typefaces within it, and the same bytes for the same report."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.report.blocks import Report
from tideturn.report.charts.text_width import advance_widths
from tideturn.report.renderers.typst.content import content
from tideturn.report.renderers.typst.letters import BREAK, named, unset

if TYPE_CHECKING:
    from typst import Fonts

_HERE: Final = Path(__file__).parent
_FONTS: Final = _HERE.parents[1] / "fonts"
_STANDARD: Final = "ua-1"
_PROBE: Final = b'#set document(title: "-", date: none)\n#for letter in sys.inputs.letters.codepoints() [#letter \\ ]'
_OURS: Final = frozenset(map(chr, range(0x20, 0x7F))) | {BREAK}


def pdf(report: Report) -> bytes:
    """The report as PDF/UA-1. The same report gives the same bytes."""
    from typst import TypstError

    written = json.dumps(content(report), ensure_ascii=False, sort_keys=True)
    foreign = "".join(sorted(frozenset(written) - _OURS - advance_widths(400).keys()))
    try:
        return _compiled(_template(), report=_told(written, _missing(foreign)))
    except TypstError:
        # Letters that can be set alone may not go together: a mark from one script on a letter of another.
        return _compiled(_template(), report=_told(written, foreign))


def _told(written: str, letters: str) -> str:
    """The content with the names of these letters in their place: a PDF/UA may not show a gap."""
    return written.translate({ord(letter): named(letter) for letter in letters})


@lru_cache(maxsize=64)
def _missing(letters: str) -> str:
    """Those of the letters that no typeface holds."""
    return unset(letters, _can_be_set)


def _can_be_set(letters: str) -> bool:
    from typst import TypstError

    try:
        _compiled(_PROBE, letters=letters)
    except TypstError:
        return False
    return True


def _compiled(template: bytes, **inputs: str) -> bytes:
    import typst  # heavy: a compiler, which nothing but a PDF needs

    return typst.compile(
        template,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=[_STANDARD],
        sys_inputs=inputs,
        timestamp=0,
    )


@cache
def _fonts() -> Fonts:
    """Our own typefaces, and those that typst carries for letters which ours lack; none of this machine's."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_FONTS])


@cache
def _template() -> Any:
    return (_HERE / "report.typ").read_bytes()
