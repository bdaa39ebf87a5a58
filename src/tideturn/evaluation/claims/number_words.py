"""Read numbers in words, as English writes them: `sixty-five`, `one hundred and seven`, `two thirds`."""

from __future__ import annotations

from typing import Final

_UNITS: Final = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
PARTS: Final = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
}
"""Denominator of each part; plurals are these with an s."""
PART: Final = "(?:half|halves|" + "|".join(f"{part}s?" for part in PARTS if not part.startswith("hal")) + ")"
"""A part, for a pattern."""
GLYPHS: Final = {
    "½": 1 / 2,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅕": 1 / 5,
    "⅖": 2 / 5,
    "⅗": 3 / 5,
    "⅘": 4 / 5,
}

_SMALL: Final = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_BIG: Final = "|".join(_SCALES)
ANY: Final = rf"(?:{_SMALL}|{_BIG})"
"""One number word."""
# The words are in it once, after their separator, because some hundred other patterns contain this one.
PATTERN: Final = rf"(?=\w)(?:(?:[- ]|(?<=hundred) and |(?<=thousand) and )?\b{ANY})+"
"""A run of number words, for a pattern that ignores case and holds whole words only."""
NUMBER: Final = rf"(?:\d+|{PATTERN})"
"""A whole number in figures or in words."""


def value_of(words: str) -> int:
    """Return the value of number words: `one hundred and seven` is 107. Raise ValueError for any other word."""
    total = group = 0
    for word in words.lower().replace("-", " ").split():
        if word == "and":
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                group = max(group, 1) * scale
            else:
                total, group = total + max(group, 1) * scale, 0
        elif word in _UNITS or word in _TENS:
            group += _UNITS.get(word, 0) or _TENS.get(word, 0)
        else:
            raise ValueError(f"“{word}” is no number word")
    return total + group


def number(said: str) -> int:
    """Return the value of a whole number in figures or in words. Raise ValueError for any other word."""
    return int(said) if said.isdigit() else value_of(said)


def spelled(value: int) -> str:
    """Return a whole number from 0 to 999 in words. Raise ValueError for any other."""
    if not 0 <= value <= 999:
        raise ValueError(f"{value} is not spelled here")
    hundreds, rest = divmod(value, 100)
    parts = [f"{_name(_UNITS, hundreds)} hundred"] if hundreds else []
    if rest or not hundreds:
        tens, unit = divmod(rest, 10)
        small = (
            _name(_UNITS, rest) if rest < 20 else _name(_TENS, tens * 10) + (f"-{_name(_UNITS, unit)}" if unit else "")
        )
        parts.append(small)
    return " and ".join(parts)


def told_count(value: int) -> str:
    """Return a count as a sentence gives it: in words up to ten, in figures above."""
    return spelled(value) if value <= 10 else str(value)


def _name(words: dict[str, int], value: int) -> str:
    return next(word for word, number in words.items() if number == value)
