"""Find where one character that a reader sees ends and the next begins, in a text of Unicode code points.

The boundaries are those of extended grapheme clusters in Unicode Standard Annex #29 (rules GB3 to GB13), with combining
marks from `unicodedata`'s general categories.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_JOINER: Final = "\u200d"
_NON_JOINER: Final = "\u200c"
_MARKS: Final = frozenset({"Mn", "Me", "Mc"})


def splits_character(text: str, offset: int) -> bool:
    """Return whether `offset` (0 to the length of `text`) falls inside a character as a reader sees it."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if before == "\r" and after == "\n":
        return True
    if _is_control(before) or _is_control(after):
        return False
    if _extends(after) or _joins(text, offset) or _jamo_joined(before, after):
        return True
    return _is_regional(before) and _is_regional(after) and _regionals_before(text, offset) % 2 == 1


def _joins(text: str, offset: int) -> bool:
    """Return whether a joiner turns two pictures into one; between letters a joiner only shapes them."""
    return text[offset - 1] == _JOINER and _is_picture(text[offset])


def _is_picture(character: str) -> bool:
    point = ord(character)
    return point >= 0x1F000 or 0x2190 <= point <= 0x2BFF or point in (0xA9, 0xAE, 0x203C, 0x2049, 0x3030, 0x303D)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Zl", "Zp")


def _extends(character: str) -> bool:
    point = ord(character)
    return (
        unicodedata.category(character) in _MARKS
        or character in (_JOINER, _NON_JOINER)
        or 0xFE00 <= point <= 0xFE0F  # variation selectors
        or 0xE0100 <= point <= 0xE01EF
        or 0x1F3FB <= point <= 0x1F3FF  # shades of skin
        or 0xE0020 <= point <= 0xE007F  # tags, as in the flags of England, Scotland and Wales
    )


def _is_regional(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def _regionals_before(text: str, offset: int) -> int:
    count = 0
    while offset - count > 0 and _is_regional(text[offset - count - 1]):
        count += 1
    return count


def _jamo_joined(before: str, after: str) -> bool:
    """Return whether two Korean letters belong to one syllable written as its parts."""
    one, two = ord(before), ord(after)
    syllable = 0xAC00 <= one <= 0xD7A3
    leading = 0x1100 <= one <= 0x115F or 0xA960 <= one <= 0xA97C
    vowel = 0x1160 <= one <= 0x11A7 or 0xD7B0 <= one <= 0xD7C6
    trailing = 0x11A8 <= one <= 0x11FF or 0xD7CB <= one <= 0xD7FB
    then_vowel = 0x1160 <= two <= 0x11A7 or 0xD7B0 <= two <= 0xD7C6
    then_trailing = 0x11A8 <= two <= 0x11FF or 0xD7CB <= two <= 0xD7FB
    then_block = 0x1100 <= two <= 0x115F or 0xA960 <= two <= 0xA97C or 0xAC00 <= two <= 0xD7A3
    open_syllable = syllable and (one - 0xAC00) % 28 == 0
    return (
        (leading and (then_block or then_vowel))
        or ((vowel or open_syllable) and (then_vowel or then_trailing))
        or ((trailing or syllable) and then_trailing)
    )
