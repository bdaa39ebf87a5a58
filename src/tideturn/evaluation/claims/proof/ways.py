"""Read what somebody said about an outcome: for it, against it, no change, or too early to tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.words import WORD, grammar, said_in, stem, who_in

Way = tuple[frozenset[str], ...]
"""Polarities that words can mean: one set per possible reading; every reading must be true."""

FOR: Final[Way] = (frozenset({"supports"}),)
AGAINST: Final[Way] = (frozenset({"contradicts"}), frozenset({"contradicts", "no_change"}))
"""To deny a rise may mean a fall or no change."""
_MEANS: Final[Mapping[str, Way]] = {
    "for": FOR,
    "against": (frozenset({"contradicts"}),),
    "no change": (frozenset({"no_change"}),),
    "too early": (frozenset({"too_early"}),),
}
_DENIAL: Final = re.compile(r"(?<=\w)(?:\snot|n[’']t)\b", re.IGNORECASE)
_COMPLEMENT: Final = re.compile(r",| rather than | instead of ", re.IGNORECASE)
_TURNING: Final = """
no not never none nobody nothing neither nor without hardly barely less fewer lower worse unlikely than rather instead
risen rise rises rose higher up more fall falls fell fallen down doubt doubts doubted deny denied only unless if
"""
"""Words that reverse what a sentence has named. They are not in the grammar file, where removing a rule proves less."""
_OUGHT: Final = re.compile(r"\b(?:have|has|had|is|are|was|were) (?:to|been)\b", re.IGNORECASE)


def title_of(ground: Ground) -> str:
    """Return the outcome's title without its definition."""
    return re.split(r"\s*\.\s", ground.title)[0].strip(" .")


def content(text: str) -> list[str]:
    """Return the stems of a text's words, without joining words."""
    joining = frozenset(grammar()["joining"]["words"].split())
    return [stem(part) for match in WORD.finditer(text) for part in match[0].split("-") if part.lower() not in joining]


def on_topic(text: str, ground: Ground) -> bool:
    """Return whether a phrase names the outcome's topic, using only words of its title and definition."""
    words = content(text)
    return bool(words) and set(words) <= set(content(ground.title)) and not _DENIAL.search(text)


def _named(rest: str, ground: Ground) -> bool:
    return on_topic(rest.partition(" ")[2], ground)


def way_said(text: str, before: str, ground: Ground, *, verb: bool = False) -> Way | None:
    """Return what a verb and its clause say about the outcome; None if that is unclear.

    `before` is the sentence up to there: `that they are not` may refer to it. With `verb`, a clause alone is enough,
    because the sentence has given its verb before.
    """
    text = text.strip()
    for name, way in _MEANS.items():
        for found in said_in(text):
            if found.means == name and found.start == 0:
                rest = text[found.end :].strip()
                whether = re.match(r"(?:whether|if) (.+)", rest, re.IGNORECASE)
                if not rest or (name == "too early" and whether and _asserts(whether[1], before, ground) == FOR):
                    return way
                if name in ("no change", "too early") and rest.startswith(("in ", "about ")) and _named(rest, ground):
                    return way
    verbs = [found for found in said_in(text) if found.means == "verb" and found.start == 0]
    if verbs:
        clause = re.sub(r"^that\b", "", text[verbs[0].end :].strip(), flags=re.IGNORECASE)
    elif verb and re.match(r"that\b", text, re.IGNORECASE):
        clause = text[4:]
    else:
        return None
    return _asserts(clause.strip(), before, ground)


def _asserts(clause: str, before: str, ground: Ground) -> Way | None:
    """Return FOR if a clause repeats the outcome's title, AGAINST if it denies it, else None."""
    title = title_of(ground)
    denials = [*_DENIAL.finditer(clause)]
    told = _DENIAL.sub("", clause)
    none = re.match(r"(.*\b(?:is|are|was|were) |)no (?=\w+$)", told, re.IGNORECASE)
    if none:
        told = told[: none.end() - 3] + told[none.end() :]
    if re.search(r"[,;:]", clause) and not re.search(r"[,;:]", title):
        return None
    if len(denials) + bool(none) > 1 or (_OUGHT.search(told) and not _OUGHT.search(title)):
        return None
    if not _follows_a_verb(clause, denials):
        return None
    words, core = content(told), _core(title)
    whole = content(_COMPLEMENT.split(title)[0])
    if not core or not _within(words, whole):
        return None
    missing = [word for word in core if word not in words]
    if missing and not (_stands_for(told) and not set(words) - set(core[-len(words) :] if words else ())):
        return None
    if missing and not _named_before(core, before):
        return None
    return AGAINST if denials or none else FOR


def _follows_a_verb(clause: str, denials: Sequence[re.Match[str]]) -> bool:
    verbs = r"(?:is|are|was|were|has|have|had|do|does|did)$"
    return all(re.search(rf"\b{verbs}", clause[: found.start()], re.IGNORECASE) for found in denials)


def _core(title: str) -> list[str]:
    """Return the words that a repeated title must have: without people and without what `of` adds."""
    plain = re.sub(r"\bof \w+", " ", _COMPLEMENT.split(title)[0])
    return [word for word in content(plain) if word not in _free(title)]


def _free(title: str) -> set[str]:
    return {word for found in who_in(title, 0, len(title)) for word in content(title[found.start : found.end])}


def _within(words: Sequence[str], whole: Sequence[str]) -> bool:
    """Return whether words are a subsequence of the whole."""
    left = iter(whole)
    return all(word in left for word in words)


def _stands_for(clause: str) -> bool:
    """Return whether a clause refers back: `they are`, `it has`."""
    return re.match(r"(?:it|they|this|that)\b", clause.strip(), re.IGNORECASE) is not None


def _named_before(core: Sequence[str], before: str) -> bool:
    """Return whether the sentence has named the outcome so far, without denying or reversing it."""
    turning = {stem(word) for word in _TURNING.split()}
    return _within(core, content(before)) and not (set(content(before)) - set(core)) & turning
