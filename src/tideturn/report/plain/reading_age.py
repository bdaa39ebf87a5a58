"""Measure how hard a text is to read, as the school grade of Flesch and Kincaid (1975)."""

from __future__ import annotations

import re
from typing import Final

HIGHEST: Final = 6.0
"""Highest grade that an eleven-year-old can read."""
_SENTENCE: Final = re.compile(r"[^.!?]+")
_WORD: Final = re.compile(r"[A-Za-zÀ-ɏ]+(?:[’'-][A-Za-zÀ-ɏ]+)*|\d[\d,.]*")
_VOWELS: Final = re.compile(r"[aeiouyâêîôûŵŷ]+", re.IGNORECASE)
_SILENT: Final = re.compile(r"(?:[^laeiouy]e|[^dtaeiou]ed|[^aeiouycgszx]es)$", re.IGNORECASE)
"""Endings that are written but not spoken, as in `made` and `scores`, unlike those of `little`, `wanted`, `places`."""


def grade(text: str) -> float:
    """Return the school grade needed to read a text; 0 if it has no words."""
    sentences = [words for part in _SENTENCE.findall(text) if (words := _WORD.findall(part))]
    count = sum(map(len, sentences))
    if not count:
        return 0.0
    spoken = sum(syllables(word) for words in sentences for word in words)
    return 0.39 * count / len(sentences) + 11.8 * spoken / count - 15.59


def easy(text: str) -> bool:
    """Return whether an eleven-year-old can read the text."""
    return grade(text) <= HIGHEST


def syllables(word: str) -> int:
    """Count the syllables of a word, at least one; a number in figures counts as one."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.lower())) or [""]) if not word[0].isdigit() else 1)
