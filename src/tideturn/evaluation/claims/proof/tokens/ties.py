"""Read ties between organisations as tokens: how many in each wave, and how many are new, stayed or ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.pairs import TIES, pairs_of
from tideturn.evaluation.claims.proof.patterns import here
from tideturn.evaluation.claims.proof.tokens import NUMBER, SHARE, TOPIC, WHOM, Token, kinds_of, without
from tideturn.evaluation.claims.proof.tokens.scores import two
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import NetworkTies
from tideturn.evaluation.waves import FELL, ROSE

if TYPE_CHECKING:
    from tideturn.evaluation.claims.proof.tokens.stretches import Stretch

_REPORT: Final = Gated(r" (?:have |had )?(?:reported|named|declared|described|had)\b")
_US: Final = Gated(
    r"\b(?:us|we|ourselves|our own|the programme)\b(?! (?:counted|found|asked|surveyed|recorded|saw|measured|mapped))|"
    r"\bties? (?:to|with|from|for|by) (?!each other|one another|\d)|"
    r"\bbetween (?!the (?:first|two|earlier|last)|first|year|\d)(?:\w+ ){1,3}and (?:the |all |those )*\d"
)
"""Ties of the programme itself, or with others than those who answered."""
_AMONG: Final = Gated(r"\b(?:among|between) (?:the )?$")
_BETWEEN: Final = Gated(r"\b(?:between|among) (?:the )?(?:[A-Z]\w+(?: [A-Z]\w+)?(?:[’']s?)? )?$")


def read(stretch: Stretch) -> str:
    """Return the ties of the second wave, if both waves are right, out of as many as possible."""
    reading, item, tokens = stretch.reading, stretch.item, _in_waves(without(stretch.tokens, TOPIC), stretch.item)
    held = item.value_as(NetworkTies)
    if not here(reading, item, stretch.start, stretch.end):
        return ""
    if _US.search(reading.text):
        return ""
    if kinds_of(tokens) in ("nhs", "nsh", "snh"):  # `Ten organisations answered both times`
        one = next(one for one in tokens if one.kind == NUMBER)
        return "n" if one.value == item.n and one.whole in (None, held.asked) and not one.rest else ""
    if not set(kinds_of(tokens)) & set("TYKJ") and not stretch.last:
        return ""
    kept: list[Token] = []
    parted = _parts_of_ties(reading, _without_whom(reading, tokens, item), held)
    if parted is None:
        return ""
    tokens, done = parted
    for at, one in enumerate(tokens):
        after = tokens[at + 1].kind if at + 1 < len(tokens) else ""
        before = tokens[at - 1].kind if at else ""
        if one.kind == WHOM and before != NUMBER and after != "s" and not _is_who(reading, one):
            return ""
        if one.kind == "i" and before != NUMBER:
            return ""
        possible = after == "i" or before == "o"
        if one.kind == NUMBER and one.whole is None and (after == WHOM or possible):
            if one.value != (item.n if after == WHOM else held.possible):
                return ""
        elif one.kind == NUMBER and one.whole not in (None, held.possible):
            return ""
        elif one.kind not in (WHOM, "i", "o", "T", "s"):
            kept.append(one)
    said = kinds_of(stretch.tokens)
    if _OF_THE_TIES.search(stretch.text) and "q" in said.partition(NUMBER)[0] and set(said) & set("KJ"):
        return ""  # `of the ties in the second wave, 94 stayed`
    if done and (not without(kept, "q") or (set(kinds_of(kept)) <= {"p", "q"} and _OF_THE_TIES.search(stretch.text))):
        return done
    pair = next((pair for pair in pairs_of(item) if pair.kind == TIES), None)
    if pair is None or any(one.kind == SHARE for one in kept):
        return ""
    level = [one for one in kept if one.kind == NUMBER]
    ways = set(kinds_of(kept)) & set("UDRLZ2d")
    if len(level) == 1 and not ways and (side := re.sub(NUMBER, "", kinds_of(kept))) in ("p", "q"):
        there = pair.then.k if side == "p" else pair.now.k
        return pair.now.field if level[0].value == there and not level[0].rest and not level[0].every else ""
    if "E" in kinds_of(kept) or (len(level) == 1 and "s" in kinds_of(tokens) and not ways):
        alike = pair.then.k == pair.now.k and not set(kinds_of(kept)) & set("UDRLZf")
        alike = alike and all(kinds_of(kept).count(time) <= 1 for time in "pqE")
        right = all(one.value == pair.now.k and not one.rest and not one.every for one in level)
        return pair.now.field if alike and level and right else ""
    by = next((one.whole for one in kept if one.kind in "UDRL"), None)
    if by is not None and by != abs(pair.now.k - pair.then.k):
        return ""
    if by is not None and len(level) == 1 and re.fullmatch("q?nq?[UD]p", kinds_of(kept)):
        way = ROSE if pair.now.k > pair.then.k else FELL
        return pair.now.field if level[0].value == pair.now.k and ("U" in kinds_of(kept)) == (way == ROSE) else ""
    beside = [one.kind for one in kept if one.kind in "UD"]
    for letter, (least, most) in _TIMES.items():
        if letter in kinds_of(kept):
            read = pair.moved == ROSE or (letter == "2" and not pair.moved)
            if not read or not least <= pair.now.k / pair.then.k < most:
                return ""
            kept = without(kept, letter)
    if beside:
        right = {"U": pair.now.k > pair.then.k, "D": pair.now.k < pair.then.k}[beside[0]]
        plain = re.fullmatch(r"q?n[UD]np?|nq[UD]np?", kinds_of(kept))
        return two(pair, without(kept, "UD"), first="now first") if right and plain else ""
    return two(pair, kept)


def _in_waves(tokens: list[Token], item: EvidenceItem) -> list[Token]:
    """Return the tokens with the year of the evidence as its second wave: `by the second year`."""
    own = [one.time is not None and (one.time.kind, one.time.number) == ("year", item.year) for one in tokens]
    return [one._replace(kind="q", time=None) if is_own else one for one, is_own in zip(tokens, own, strict=True)]


def _is_who(reading: Reading, whom: Token) -> bool:
    """Return whether a sentence names the organisations as having or reporting ties."""
    between = _BETWEEN.search(reading.text, 0, whom.start)
    return between is not None or _REPORT.match(reading.text, whom.end) is not None


def _without_whom(reading: Reading, tokens: list[Token], item: EvidenceItem) -> list[Token]:
    """Return the tokens without `among the ten organisations that answered both times` after the ties of those."""
    at = kinds_of(tokens).find("nhs", 1)
    fits = at > 0 and tokens[at].value == item.n and _AMONG.search(reading.text, 0, tokens[at].start)
    return [*tokens[:at], *tokens[at + 3 :]] if fits and not tokens[at].rest and tokens[at].whole is None else tokens


_OF_THE_TIES: Final = Gated(r"\bof the ties\b")
OF_THE_WHOLE: Final = Gated(r"\b(?:of|among|out of) (?:(?:the|those|these|all) )*$")
_TIMES: Final = {"Z": (2.7, 3), "2": (1.9, 2.1), "d": (1.8, 2)}
"""Range of the ties as a multiple of those of the first wave, for `nearly trebled`, `doubled` and `nearly doubled`."""
_OF_TIES: Final = {"Y": ("new", "ties_after"), "K": ("kept", "ties_before"), "J": ("ended", "ties_before")}
"""Fields of new ties, of those that stayed and those that ended, and of all the ties that these are a part of."""


def _parts_of_ties(reading: Reading, tokens: list[Token], held: NetworkTies) -> tuple[list[Token], str] | None:
    """Return the tokens without those on new, kept or ended ties, and the last field; None if one is wrong.

    The fields are named by the letters of the grammar.
    """
    left: list[Token] = []
    done, at = "", 0
    while at < len(tokens):
        passed = "Tp" if kinds_of(tokens[at + 1 : at + 2]) == WHOM else "Tphs"
        end = next((to for to in range(at + 1, len(tokens)) if tokens[to].kind not in passed), len(tokens))
        kind = tokens[end].kind if end < len(tokens) else ""
        one = tokens[at]
        if one.kind != NUMBER or kind not in _OF_TIES:
            if one.kind in _OF_TIES:
                return None
            left.append(one)
            at += 1
            continue
        done, whole = _OF_TIES[kind]
        every = one.every and (kind != "K" or one.value != held.number(whole))
        if one.value != held.number(done) or one.whole not in (None, held.number(whole)) or one.rest or every:
            return None
        number = max((place for place, other in enumerate(left) if other.kind == NUMBER), default=None)
        if kind in "KJ" and number is not None and one.whole is None:  # `Of the 95 ties in the first wave, 94 …`
            of = OF_THE_WHOLE.search(reading.text, 0, left[number].start)
            if of and left[number].value == held.number(whole) and kinds_of(left[number + 1 :]) in ("T", "Tp", "pT"):
                left = left[:number]
        at = end + 1
    return left, done
