"""Find quotations between double, single or angled marks, which are somebody else's words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

QUOTED: Final = re.compile(
    r"“(?P<double>[^”]*)”"
    r"|\"(?P<straight>[^\"]+)\""
    r"|«(?P<angled>[^»]*)»"
    r"|‘(?P<single>(?:[^’]|’(?=\w))*)’(?!\w)"
    r"|(?<!\w)'(?=\w)(?P<typed>(?:[^']|'(?=\w))+)'(?!\w)"
)
"""Pattern of a quotation; an apostrophe within a word does not close one in single marks."""
_LEFT_OUT: Final = re.compile(r"\s*(?:\[[^\]]*\]|…|\.\.\.)\s*")
_SAME: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00ad": ""})
_TURN: Final = r"\n\s*(?:[A-Z][\w .-]{0,24}:|[-•*])\s"
"""Start of another speaker in a transcript, or of another point in a document."""
_BEGINS: Final = re.compile(
    rf"(?:^\s*|[.!?…][\"')\]]*\s+|\n\s*\n\s*|{_TURN}\s*|^\s*(?:[A-Z][\w .-]{{0,24}}:|[-•*])\s+)[\"'(\[]*$"
)
_ENDS: Final = re.compile(rf"[\"')\]]*(?:[.!?…]|(?:\s*[^\w\s,;:-]+)?\s*(?:$|\n\s*\n|{_TURN}))")
_NEAR: Final = 60
"""Characters to read before a position to tell whether a sentence begins there."""


def words_of(found: re.Match[str]) -> str:
    """Return the words between the quotation marks."""
    return next((words for words in found.groups() if words is not None), "").strip()


def without_quotations(text: str) -> str:
    """Return the text with each quotation left out and its marks kept."""
    return QUOTED.sub("“”", text)


def verbatim(quoted: str, text: str) -> bool:
    """Return whether the text has these words in order; `…` and `[ ]` skip some, blanks and marks may differ."""
    whole, at = plain(text), 0
    for part in _LEFT_OUT.split(quoted):
        wanted = plain(part).strip(" ,.;:")
        if not wanted:
            continue
        found = whole.find(wanted, at)
        while found >= 0 and _within_word(whole, found, found + len(wanted)):
            found = whole.find(wanted, found + 1)
        if found < 0:
            return False
        at = found + len(wanted)
    return at > 0


def holds_whole(text: str, passage: str) -> bool:
    """Return whether a text has every word of a passage; full stops and emoji at its ends are not words."""
    return verbatim(re.sub(r"^[^\w\[(“]+|\W+$", "", passage), text)


def _within_word(text: str, start: int, end: int) -> bool:
    """Return whether the span begins or ends inside a word: `able` in `unable`."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return before or after


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """Return the text with one kind of apostrophe, quotation mark and dash, single blanks and no soft hyphens."""
    return re.sub(r"\s+", " ", text.translate(_SAME))


def cut_in(quoted: str, text: str) -> str:
    """Return `begins` or `ends` if a quotation cuts a sentence of the text there without a mark; else empty.

    The text must have the words.
    """
    text, quoted = text.translate(_SAME), quoted.translate(_SAME).strip()
    parts = [part.strip(" ,.;:") for part in _LEFT_OUT.split(quoted)]
    said = [part for part in parts if part]
    if not said:
        return ""
    first, last = _places(said[0], text), _places(said[-1], text)
    opened = not parts[0]
    closed = not parts[-1]
    if len(said) == 1 and not opened and not closed:
        first = [place for place in first if _begins(text, place[0])]
        opened, last = bool(first), first or last
    if not opened and not any(_begins(text, start) for start, _ in first):
        return "begins"
    # Words with their own full stop or question mark end a sentence, whatever follows.
    if not closed and not any(text[end - 1] in ".!?" or _ENDS.match(text, end) for _, end in last):
        return "ends"
    return ""


def _begins(text: str, at: int) -> bool:
    before = text[:at] if at <= _NEAR else f"x{text[at - _NEAR : at]}"
    return _BEGINS.search(before) is not None


def _places(words: str, text: str) -> list[tuple[int, int]]:
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
    return [match.span() for match in pattern.finditer(text) if not _within_word(text, *match.span())]
