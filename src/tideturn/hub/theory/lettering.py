"""How wide words are, so that they are broken into lines that fit their box wherever they are drawn."""

from __future__ import annotations

from typing import Final

_WIDTHS: Final = {
    letter: width
    for width, letters in {
        0.32: " !\"'(),.:;`ijl|’‘",
        0.42: "-/I[\\]_frt{}1“”",
        0.52: "*?cksvxyz7J",
        0.60: "$23569<>EFLPSTVY^abdeghnopqu~–áàâäéèêëíìîïóòôöúùûü",
        0.70: "#+48=0ABCDGHKNRUXZw",
        0.93: "%&@MOQWm",
    }.items()
    for letter in letters
}
"""Of letters of the hub's sans, in parts of its size; each a little wider than it is."""
_OTHERS: Final = 1.0
_SPARE: Final = 1.12
"""Where the typeface has not come yet, another stands in, which is wider."""


def width_of(text: str, size: float) -> float:
    """How wide a text is at most, in that size."""
    return sum(_WIDTHS.get(letter, _OTHERS) for letter in text) * size * _SPARE


def broken(text: str, *, width: float, size: float) -> tuple[str, ...]:
    """A text in lines of at most that width. A word that is wider than a line is broken too."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for letter in word:
            if line and width_of(line + letter, size) > width:
                lines.append(line)
                line = ""
            line += letter
    return (*lines, line) if line else tuple(lines)
