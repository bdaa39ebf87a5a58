"""Bind stretches where every word says who, what, when, where or how many, or claims nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof import taken, tallied, worked
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import MET, Fact
from tideturn.evaluation.claims.proof.pairs import MEANS, TIES, Pair, pairs_of
from tideturn.evaluation.claims.proof.patterns import equals, here, same_share
from tideturn.evaluation.claims.proof.places import place_of
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.restated import flatly
from tideturn.evaluation.claims.proof.shares import tells
from tideturn.evaluation.claims.proof.scored import SCORED, direction, rated
from tideturn.evaluation.claims.proof.tallied import dated_numbers
from tideturn.evaluation.claims.proof.times import Time
from tideturn.evaluation.claims.proof.tokens import (
    AMOUNT,
    NUMBER,
    SHARE,
    STEP,
    TIME,
    TOPIC,
    WHOM,
    Token,
    kind_of_work,
    kinds_of,
    tokens_of,
    without,
)
from tideturn.evaluation.claims.proof.words import counts, stem, who_in
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED
from tideturn.evaluation.waves import FELL, ROSE

_CUT: Final = Gated(
    r"\s*[;:–—]\s*|(?<!\bbefore)(?<!\bstart)(?<!\bfirst),?\s(?:but|while|whereas|although|though|yet|and|so|which|because|since|where)\b\s*|,\s|\)\s?|\s\("
)
_FEWEST: Final = 2
_OF_THEM: Final = Gated(r" of (?:them|these|those|which|whom)\b")
_LIKE: Final = 0.05
"""Up to this difference, two shares are much the same."""
"""Minimum number of tokens in a stretch that can say anything."""
_KINDS: Final = {
    "better": "matched",
    "count_year": "series",
    "met": "pathway",
    "density_after": "network",
    "spread": "compared",
}
_LEADS: Final = Gated(r"(?:on|for|in|at|by|of|among|across|asked)\b")
_AT_WHICH: Final = Gated(r"\b(?:on|at|in) which\s?$")
_BETWEEN: Final = Gated(r"\b(?:between|among) (?:the )?$")
_SCORE: Final = Gated(r"(?: \w+){0,4}? (?:scores?|ratings?|marks?|answers?|ones?)\b")
_EITHER: Final = {
    "then first": re.compile(r"f?npf?nq?|f?pf?nnq?|f?pnqn|npqn|nnq|fnnq?|fnpnq?"),
    "now first": re.compile(r"nqnp|qnpn|nqpn|qnnp"),
}
"""The orders in which two numbers and their two times can stand."""


class Stretch(NamedTuple):
    """Part of a sentence, read for one piece of evidence; `last` is the field bound before, if of the same."""

    reading: Reading
    item: EvidenceItem
    tokens: list[Token]
    start: int
    end: int
    last: str

    @property
    def text(self) -> str:
        """Return its words."""
        return self.reading.text[self.start : self.end]


def account(reading: Reading) -> None:
    """Bind, from the left, the longest stretch that is true of exactly one piece of evidence."""
    text = reading.text
    cuts = [match.span() for match in _CUT.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    last: tuple[EvidenceItem, str] | None = None
    at = 0
    while at < len(starts):
        for to in range(len(ends) - 1, at - 1, -1):
            if all(
                reading.marked(*word.span())
                for word in re.finditer(r"\w+", text[: ends[to]])
                if word.start() >= starts[at]
            ):
                break
            found = [*_true(reading, starts[at], ends[to], last)]
            if len(found) == 1:
                reading.bind(starts[at], ends[to], *found[0])
                last = found[0]
                at = to
                break
        at += 1


def _true(
    reading: Reading, start: int, end: int, last: tuple[EvidenceItem, str] | None
) -> Iterator[tuple[EvidenceItem, str]]:
    """Yield the evidence that a stretch is true of, and the field."""
    if reading.bound and last is None:
        last = reading.bound[-1], reading.bonds[-1].field
    for item, kind in ((item, kind) for item in reading.ground.items for kind in _kinds(item)):
        tokens = tokens_of(reading, item, kind, start, end)
        if tokens is None or not any(one.kind in (NUMBER, SHARE, AMOUNT) for one in tokens) or len(tokens) < _FEWEST:
            continue
        if _flat(reading.text, start, end, tokens):
            continue
        before = last[1] if last is not None and last[0] is item else ""
        if field := _CHECKS[kind.partition(" ")[0]](Stretch(reading, item, tokens, start, end, before)):
            yield item, field


def _kinds(item: EvidenceItem) -> tuple[str, ...]:
    """Return the sections of the grammar that a piece of evidence is read by."""
    kind = next((kind for name, kind in _KINDS.items() if name in (item.value or {})), "") or kind_of_work(item)
    return ("pathway", STEP) if kind == "pathway" else (kind,) if kind else ()


def _flat(text: str, start: int, end: int, tokens: Sequence[Token]) -> bool:
    """Return whether a part without any number of its own may state the outcome: `…, and they understand it`."""
    found = (one for one in _CUT.finditer(text, start, end) if not _AT_WHICH.search(text, 0, one.end()))
    cuts = [start, *(match.end() for match in found), end]
    for one, other in pairwise(cuts):
        kinds = "".join(token.kind for token in tokens if one <= token.start < other)
        about = kinds.count(TOPIC) > 1 or WHOM in kinds
        if about and not set(kinds) - {TOPIC, WHOM} and not _LEADS.match(text, one):
            return True
    return False


def _scores(stretch: Stretch) -> str:
    reading, item, tokens = stretch.reading, stretch.item, without(stretch.tokens, TOPIC)
    if not here(reading, item, stretch.start, stretch.end) or not rated(reading, item, stretch.start, stretch.end):
        return ""
    if any(one.time is not None and (one.time.kind, one.time.number) != ("year", item.year) for one in tokens):
        return ""
    tokens = without(tokens, TIME)
    counted = {
        one.start
        for one, after in zip(tokens, [*tokens[1:], None], strict=False)
        if after and after.kind == WHOM and one.kind == NUMBER
    }
    tokens = without(tokens, WHOM)
    if "M" in kinds_of(tokens) or (stretch.last.startswith("mean") and not set(kinds_of(tokens)) & set("bweul")):
        return _means(stretch, [one for one in tokens if one.start not in counted or one.whole], counted)
    return _parts(stretch, tokens)


def _means(stretch: Stretch, tokens: list[Token], counted: set[int]) -> str:
    """Return the later mean, if both are right and in the order of their times."""
    item = stretch.item
    if any(one.said is not None for one in tokens):
        return ""
    sets = [one for one in stretch.tokens if one.start in counted]
    if any(one.value != item.n or one.whole is not None for one in sets) or any(one.kind == SHARE for one in tokens):
        return ""
    if re.match("[^M]*[RL]", kinds_of(tokens)):
        return ""  # `risk fell …, on average` says more than that the mean did
    pair = next((pair for pair in pairs_of(item) if pair.kind == MEANS), None)
    return _two(pair, without(tokens, "Ms")) if pair is not None else ""


def _two(pair: Pair, tokens: list[Token], *, first: str = "") -> str:
    """Return the field of the later of two numbers, if both are right and a rise or fall is the engine's."""
    ways = {one.kind for one in tokens if one.kind in "RL"}
    seq = kinds_of(without(tokens, "RL"))
    order = first or next((name for name, rule in _EITHER.items() if rule.fullmatch(seq)), "")
    numbers = [one for one in tokens if one.kind == NUMBER]
    if not order or len(numbers) != 2 or any(one.rest or one.every for one in numbers):
        return ""
    then, now = numbers if order == "then first" else numbers[::-1]
    right = equals(then.text, pair.then.k) and equals(now.text, pair.now.k)
    shown = all(pair.moved == {"R": ROSE, "L": FELL}[way] for way in ways)
    return pair.now.field if right and shown else ""


def _parts(stretch: Stretch, tokens: list[Token]) -> str:
    """Return which scores are counted, if each number is right of the degree beside it."""
    item, seq = stretch.item, kinds_of(tokens)
    if item.unit != TRAINED and not SCORED.search(stretch.reading.text):
        return ""
    topics = [stem(one.text) for one in stretch.tokens if one.kind == TOPIC]
    if _of_things(stretch) or flatly(stretch.reading.text, stretch.start, stretch.end, topics):
        return ""
    if ("p" in seq and "q" not in seq) or set(seq) & set("Mf"):
        return ""
    tokens = without(tokens, "pqs")
    seq = kinds_of(tokens).replace(SHARE, "").replace("R", "u").replace("L", "l")
    match = re.fullmatch(r"(?P<n>n(?=n|[bweul]))?(?:(?:n[bweul])+|(?:[bweul]n)+)", seq) or re.fullmatch(
        r"(?P<n>)(?:(?:n[bweul])+|(?:[bweul]n)+)", seq
    )
    if match is None:
        paired = "s" in kinds_of(stretch.tokens) and seq == "n" and tokens[0].whole is None
        return "n" if paired and tokens[0].value == item.n and not tokens[0].rest else ""
    held, total = item.value or {}, item.n
    body = tokens
    if match["n"]:
        if tokens[0].value != total or tokens[0].whole is not None:
            return ""
        body = tokens[1:]
    used: list[str] = []
    numbers = [one for one in body if one.kind == NUMBER]
    degrees = [one for one in body if one.kind in "bweulRL"]
    for number, degree in zip(numbers, degrees, strict=True):
        part = _part(item, degree.kind)
        left = (total or 0) - sum(held[one] for one in used)
        whole = number.whole in (None, total)
        if not part or part in used or not whole or not _is(number, item, part):
            return ""
        if (number.rest and (not used or left != number.value)) or (number.every and number.value != total):
            return ""
        used.append(part)
    for share, before in zip(body[1:], body, strict=False):
        if share.kind == SHARE and not (before.kind == NUMBER and same_share(share.text, before.value, total or 0)):
            return ""
    return "+".join(used)


def _of_things(stretch: Stretch) -> bool:
    """Return whether a number counts things, or people whom nobody scored, or it is a topic that is better."""
    text, tokens = stretch.reading.text, stretch.tokens
    for one, after in pairwise(tokens):
        beside = text[one.end : after.start].strip() in _OF_THE
        if one.kind == NUMBER and after.kind == TOPIC and beside:
            return True  # `84 of the 124 support services`
        if one.kind in "bw" and after.kind == TOPIC and beside and not _SCORE.match(text, after.end):
            return True  # `have better support`
    if any(one.said is not None for one in tokens) and re.search(f"{TOPIC}[bweulRL]", kinds_of(tokens)):
        return True  # `most services improved`
    numbers = [one for one in tokens if one.kind == NUMBER]
    others = [
        one
        for one in who_in(text, stretch.start, stretch.end)
        if one.means != "cases" and not counts(one.means, stretch.item)
    ]
    return any(
        number.end <= one.start and text[number.end : one.start].strip() in _OF_THE
        for one in others
        for number in numbers
    )


_OF_THE: Final = ("", "of", "of the", "the")


def _is(number: Token, item: EvidenceItem, part: str) -> bool:
    """Return whether a number is how many scores are a part of all, or an amount is true of them."""
    k, n = (item.value or {})[part], item.n or 0
    return number.value == k if number.said is None else holds(number.said, Fact(item, part, part, k, n))


def _part(item: EvidenceItem, letter: str) -> str:
    plain = {"b": "better", "w": "worse", "e": "same"}
    if letter in plain:
        return plain[letter]
    up = direction(item)
    way = {"u": "up", "R": "up", "l": "down", "L": "down"}[letter]
    return ("better" if way == up else "worse") if up else ""


def _pathway(stretch: Stretch) -> str:
    """Return how many of how many cases met the pathway, at the times that the words name."""
    reading, item, tokens = stretch.reading, stretch.item, without(stretch.tokens, TOPIC + WHOM)
    held, claim = item.value or {}, reading.ground.claim
    unmet = "u" in kinds_of(tokens)
    if item.year != claim.year or (not set(kinds_of(tokens)) & set("mu") and not stretch.last):
        return ""
    if unmet and ("m" in kinds_of(tokens) or kinds_of(tokens).count(NUMBER) != 1):
        return ""
    pilots = held.get("pilots") or []
    shown = place_of(reading, stretch.start, stretch.end).scope
    around = any(one.kind in "AB" for one in tokens)
    if shown != (pilots[0]["site"] if around and len(pilots) == 1 else item.scope):
        return ""
    if around and (len(pilots) != 1 or item.scope != claim.scope or "pilot" not in reading.text.lower()):
        return ""
    if not around and "pilot" in reading.text.lower():
        return ""
    tokens = _of_the_first(reading, tokens)
    ways = [one.kind for one in tokens if one.kind in "UDEN"]
    amounts = [one for one in tokens if one.kind == AMOUNT]
    if any(not _is_beside(tokens, at) for at, one in enumerate(tokens) if one.kind == SHARE):
        return ""
    tokens = without(tokens, AMOUNT)
    dated = dated_numbers(
        without(tokens, SHARE + "UDEN"), lambda one: one.time or Time("pilot before" if one.kind == "B" else "pilot since", 0, 0)
    )
    if dated is None:
        return ""
    for number, time in dated:
        where, side = _side_of(item, time)
        k, n = where.get(f"met{side}"), where.get(f"cases{side}")
        if k is None or not n:
            return ""
        k = n - k if unmet else k
        if (number.value, number.whole) != (k, n):
            return ""
        if any(len(dated) > 1 or not tells(one, Fact(item, MET, "", k, int(n))) for one in amounts):
            return ""
    if re.match(f"[^{NUMBER}]*[UDE]", kinds_of(tokens)):
        return ""  # `more than 30 of 39`
    if ways and (len(dated) != 2 or len(ways) > 1 or not _moved(ways[0], dated[0][0], dated[1][0], where)):  # noqa: PLR2004
        return ""
    return f"met: {dated[0][0].value:g} of {dated[0][0].whole:g}"


def _is_beside(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a share stands beside the one number that it is of."""
    beside = [tokens[place] for place in (at - 1, at + 1) if 0 <= place < len(tokens)]
    numbers = [one for one in beside if one.kind == NUMBER and one.whole]
    if not numbers and len([one for one in tokens if one.kind == NUMBER]) == 1:
        numbers = [one for one in tokens if one.kind == NUMBER and one.whole]
    return any(same_share(tokens[at].text, one.value, one.whole or 0) for one in numbers)


def _of_the_first(reading: Reading, tokens: list[Token]) -> list[Token]:
    """Return `of the 39 cases …, 30 …` and `39 cases …, 30 of them …` as 30 of 39."""
    numbers = [at for at, one in enumerate(tokens) if one.kind == NUMBER]
    if len(numbers) != 2 or any(tokens[at].whole is not None for at in numbers):  # noqa: PLR2004
        return tokens
    whole, part = (tokens[at] for at in numbers)
    of = _OF_THE_WHOLE.search(reading.text, 0, whole.start) or _OF_THEM.match(reading.text, part.end)
    if not of or len({one.time or one.kind for one in tokens if one.kind in "tAB"}) > 1:
        return tokens
    return [one._replace(whole=whole.value) if one is part else one for one in tokens if one is not whole]


def _moved(way: str, one: Token, other: Token, where: Mapping[str, Any]) -> bool:
    """Return whether the first share is up or down from the other, much the same, or not clearly another."""
    first, second = one.value / (one.whole or 1), other.value / (other.whole or 1)
    low, high = where.get("low"), where.get("high")
    level = low is not None and high is not None and low <= 0 <= high
    return {
        "U": first > second,
        "D": first < second,
        "E": level and abs(first - second) <= _LIKE,
        "N": level,
    }[way]


def _side_of(item: EvidenceItem, time: Time | None) -> tuple[dict[str, float], str]:
    held = item.value or {}
    if time is not None and time.kind.startswith("pilot"):
        return held["pilots"][0], "_before" if time.kind == "pilot before" else ""
    own = time is None or (time.kind == "year" and time.number == item.year)
    last = time is not None and (time.kind == "last" or (time.kind == "year" and time.number == item.year - 1))
    return (held.get("by_year") or {}, "" if own else "_before") if own or last else ({}, "")


def _network(stretch: Stretch) -> str:
    """Return the ties of the second wave, if both waves are right, out of as many as possible."""
    reading, item, tokens = stretch.reading, stretch.item, without(stretch.tokens, TOPIC)
    held = item.value or {}
    if not here(reading, item, stretch.start, stretch.end):
        return ""
    if kinds_of(tokens) in ("nhs", "nsh", "snh"):  # `Ten organisations answered both times`
        one = next(one for one in tokens if one.kind == NUMBER)
        return "n" if one.value == item.n and one.whole in (None, held.get("asked")) and not one.rest else ""
    if not set(kinds_of(tokens)) & set("TYKJ") and not stretch.last:
        return ""
    kept: list[Token] = []
    tokens, done = _parts_of_ties(reading, tokens, held)
    if tokens is None:
        return ""
    for at, one in enumerate(tokens):
        after = tokens[at + 1].kind if at + 1 < len(tokens) else ""
        before = tokens[at - 1].kind if at else ""
        if one.kind == WHOM and before != NUMBER and after != "s" and not _BETWEEN.search(reading.text, 0, one.start):
            return ""
        if one.kind == "i" and before != NUMBER:
            return ""
        possible = after == "i" or before == "o"
        if one.kind == NUMBER and one.whole is None and (after == WHOM or possible):
            if one.value != (item.n if after == WHOM else held.get("possible")):
                return ""
        elif one.kind == NUMBER and one.whole not in (None, held.get("possible")):
            return ""
        elif one.kind not in (WHOM, "i", "o", "T", "s"):
            kept.append(one)
    if done and (not without(kept, "q") or (kinds_of(kept) == "p" and _OF_THE_TIES.search(stretch.text))):
        return done
    pair = next((pair for pair in pairs_of(item) if pair.kind == TIES), None)
    if pair is None or any(one.kind == SHARE for one in kept):
        return ""
    level = [one for one in kept if one.kind == NUMBER]
    if "E" in kinds_of(kept) or (len(level) == 1 and "s" in kinds_of(tokens)):
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
            if pair.moved not in ((ROSE, "") if letter == "2" else (ROSE,)) or not least <= pair.now.k / pair.then.k < most:
                return ""
            kept = without(kept, letter)
    if beside:
        way = {"U": pair.now.k > pair.then.k, "D": pair.now.k < pair.then.k}[beside[0]]
        plain = re.fullmatch(r"q?n[UD]np?|nq[UD]np?", kinds_of(kept))
        return _two(pair, without(kept, "UD"), first="now first") if way and plain else ""
    return _two(pair, kept)


_OF_THE_TIES: Final = Gated(r"\bof the ties\b")
_OF_THE_WHOLE: Final = Gated(r"\b(?:of|among|out of) (?:(?:the|those|these|all) )*$")
_TIMES: Final = {"Z": (2.7, 3), "2": (1.9, 2.1)}
"""How many times the ties of the first wave there are, for `nearly trebled` and `doubled`."""
_OF_TIES: Final = {"Y": ("new", "ties_after"), "K": ("kept", "ties_before"), "J": ("ended", "ties_before")}
"""The fields of new ties, those that stayed and those that ended, and of all that these are of."""


def _parts_of_ties(
    reading: Reading, tokens: list[Token], held: Mapping[str, Any]
) -> tuple[list[Token] | None, str]:
    """Return the tokens without those on ties that are new, stayed or ended, and the last field; None if one is wrong."""
    left: list[Token] = []
    done, at = "", 0
    while at < len(tokens):
        end = next((to for to in range(at + 1, len(tokens)) if tokens[to].kind not in "Tphs"), len(tokens))
        kind = tokens[end].kind if end < len(tokens) else ""
        one = tokens[at]
        if one.kind != NUMBER or kind not in _OF_TIES:
            if one.kind in _OF_TIES:
                return None, ""
            left.append(one)
            at += 1
            continue
        done, whole = _OF_TIES[kind]
        every = one.every and (kind != "K" or one.value != held.get(whole))
        if one.value != held.get(done) or one.whole not in (None, held.get(whole)) or one.rest or every:
            return None, ""
        number = max((place for place, other in enumerate(left) if other.kind == NUMBER), default=None)
        if kind in "KJ" and number is not None and one.whole is None:  # `Of the 95 ties in the first wave, 94 …`
            of = _OF_THE_WHOLE.search(reading.text, 0, left[number].start)
            if of and left[number].value == held.get(whole) and kinds_of(left[number + 1 :]) in ("T", "Tp", "pT"):
                left = left[:number]
        at = end + 1
    return left, done


def _compared(stretch: Stretch) -> str:
    """Return the difference, if the people served did so much better than those waiting, given where both began."""
    item, tokens = stretch.item, without(stretch.tokens, TOPIC)
    held, seq = item.value or {}, kinds_of(without(stretch.tokens, TOPIC))
    if not here(stretch.reading, item, stretch.start, stretch.end) or held.get("against") != "waiting":
        return ""
    numbers = [one for one in tokens if one.kind == NUMBER]
    if item.polarity not in ("supports", "contradicts") or any(one.whole is not None for one in numbers):
        return ""
    if stretch.last == "difference" and seq == "Inn":
        ends = (held["low"], held["high"])
        return "difference" if all(equals(one.text, end) for one, end in zip(numbers, ends, strict=True)) else ""
    fits = re.fullmatch(r"snbN?w", seq.replace("A", "")) and seq.count("A") == 1
    return "difference" if fits and held["difference"] > 0 and equals(numbers[0].text, held["difference"]) else ""


_CHECKS: Final[dict[str, Callable[[Stretch], str]]] = {
    "matched": _scores,
    "series": tallied.read,
    "pathway": _pathway,
    STEP: taken.read,
    "network": _network,
    "compared": _compared,
    "work": worked.read,
}
