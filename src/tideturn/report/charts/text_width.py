"""Measure words in the report's own typeface, from the advance widths in its font files, and wrap them into lines.

This reads the tables `cmap`, `hhea` and `hmtx` of the OpenType specification, 1.9. It does not read kerning: in this
typeface, kerning narrows most lines and widens a few words (`chart`, `strict`) by less than the allowance for each
line.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from struct import unpack_from
from typing import Final

from tideturn.report import fonts

_KERNING: Final = 0.08
"""Allowance for a line in ems, for letter pairs that the typeface sets further apart: more than English words need."""
_UNBROKEN: Final = 0.9
"""Share of a line that a piece of a broken word may take, since it may consist of just such pairs."""
_UNKNOWN: Final = 1.0
"""Width in ems of a letter that the typeface lacks: wider than nearly all letters that may replace it."""
_UNKNOWN_WIDE: Final = 1.3
"""Width in ems of a full-width letter (East Asian letters, pictures), drawn by whatever typeface has it."""


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of one line of `text` at `size`, in the unit of `size`, too large rather than too small.

    `weight` is 400 or 600.
    """
    if not text:
        return 0.0
    widths = advance_widths(weight)
    ems = sum(width if (width := widths.get(letter)) is not None else _elsewhere(letter) for letter in text)
    return size * (ems + _KERNING)


def wrapped_to(text: str, width: float, size: float, weight: int = 400) -> tuple[str, ...]:
    """Return the text in lines up to `width` wide, broken at spaces. A word wider than a line is broken inside."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        elif text_width(word, size, weight) <= width:
            lines.append(word)
        else:
            lines.extend(_broken(word, width * _UNBROKEN, size, weight))
    return tuple(lines) or ("",)


def _broken(word: str, width: float, size: float, weight: int) -> list[str]:
    """Break a word into pieces up to `width` wide, at a hyphen or slash if possible. Marks stay with their letters."""
    pieces = [""]
    for letter in word:
        joins = unicodedata.combining(letter) or not pieces[-1]
        if joins or text_width(pieces[-1] + letter, size, weight) <= width:
            pieces[-1] += letter
        else:
            at = max(pieces[-1].rfind(mark) for mark in "-–/") + 1
            rest = pieces[-1][at:] if at else ""
            if rest and text_width(rest + letter, size, weight) > width:
                rest = ""  # what follows the mark is too wide by itself
            pieces[-1] = pieces[-1].removesuffix(rest)
            pieces.append(rest + letter)
    return pieces


def _elsewhere(letter: str) -> float:
    """Return the width in ems of a letter that our typeface lacks: 0 for marks that sit on another letter."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    return _UNKNOWN_WIDE if unicodedata.east_asian_width(letter) in "WF" else _UNKNOWN


@cache
def advance_widths(weight: int) -> dict[str, float]:
    """Return each letter of the typeface with its advance width in ems; every digit has that of the widest digit."""
    font = (fonts.FOLDER / f"atkinson-hyperlegible-next-latin-{weight}-normal.ttf").read_bytes()
    starts = {font[at : at + 4]: unpack_from(">I", font, at + 8)[0] for at in _records(font, 12, 4, 16)}
    em: int = unpack_from(">H", font, starts[b"head"] + 18)[0]
    measured: int = unpack_from(">H", font, starts[b"hhea"] + 34)[0]
    advances = [unpack_from(">H", font, starts[b"hmtx"] + 4 * glyph)[0] / em for glyph in range(measured)]
    # Glyphs after the last one in hmtx share its width (OpenType, hmtx).
    ems = {letter: advances[min(glyph, measured - 1)] for letter, glyph in _glyphs(font, starts[b"cmap"]).items()}
    # A page may set digits in columns, all equally wide, so we count each as the widest.
    return ems | dict.fromkeys("0123456789", max(ems[figure] for figure in "0123456789"))


def _records(font: bytes, first: int, count_at: int, length: int) -> range:
    count: int = unpack_from(">H", font, count_at)[0]
    return range(first, first + count * length, length)


def _glyphs(font: bytes, cmap: int) -> dict[str, int]:
    """Return each letter with its glyph, from the map of the Basic Multilingual Plane (OpenType, cmap, format 4)."""
    for at in _records(font, cmap + 4, cmap + 2, 8):
        start = cmap + unpack_from(">I", font, at + 4)[0]
        if unpack_from(">HH", font, at) in ((0, 3), (3, 1)) and unpack_from(">H", font, start)[0] == 4:
            break
    else:
        raise AssertionError("the report's typeface holds a map of letters in format 4")
    segments: int = unpack_from(">H", font, start + 6)[0] // 2
    ends, firsts = start + 14, start + 16 + 2 * segments
    deltas, offsets = firsts + 2 * segments, firsts + 4 * segments
    found: dict[str, int] = {}
    for segment in range(segments):
        end, first, delta, offset = (
            unpack_from(">H", font, table + 2 * segment)[0] for table in (ends, firsts, deltas, offsets)
        )
        for code in range(first, min(end, 0xFFFE) + 1):
            glyph = code if offset == 0 else _glyph_at(font, offsets + 2 * segment + offset + 2 * (code - first))
            if glyph:
                found[chr(code)] = (glyph + delta) & 0xFFFF
    return found


def _glyph_at(font: bytes, place: int) -> int:
    glyph: int = unpack_from(">H", font, place)[0]
    return glyph
