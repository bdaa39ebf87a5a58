"""Read scores that were given twice as tokens: how many moved which way, and their means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.pairs import MEANS, Pair, pairs_of
from tideturn.evaluation.claims.proof.patterns import equals, here, same_share, value
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.restated import flatly
from tideturn.evaluation.claims.proof.scored import BY_SCORES, SCORED, better_way, rated
from tideturn.evaluation.claims.proof.tokens import (
    NUMBER,
    SHARE,
    TIME,
    TOPIC,
    WHOM,
    Token,
    kinds_of,
    score_words,
    without,
)
from tideturn.evaluation.claims.proof.tokens.lost_scores import lost
from tideturn.evaluation.claims.proof.words import counts, stem, who_in
from tideturn.evaluation.evidence_values import AnswerPairs, AssessmentPairs, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.rounding import round_half_up
from tideturn.evaluation.units import TRAINED
from tideturn.evaluation.waves import FELL, ROSE

if TYPE_CHECKING:
    from tideturn.evaluation.claims.proof.tokens.stretches import Stretch

_TWO: Final = 2
_NEAR: Final = 0.1
"""Tolerance of the amount of a move, compared with the means beside it, which are rounded."""
_SMALL: Final = 0.035
"""Largest small move of a mean, as a part of its scale."""
_UP: Final = Gated(r"up|ris|rose|gain|increas|higher|climb|more")
_DOWN: Final = Gated(r"down|fall|fell|drop|decreas|lower|declin|less")
_STILL: Final = Gated(r"hardly|barely|scarcely|little (?:change|movement|difference|sign)|much the same")
_WHO: Final = Gated(r" (?:of them|who|whose|with|twice|matched|paired|pairs|both|again|scored)\b")
_OUT_OF: Final = Gated(r"(?:\bout|\)) of (?:the |all |those )*$")
_END: Final = Gated(r"(?:at|by) the (?:end|close) of\b")
_SOON: Final = Gated(r"\b(?:straight|just|right|immediately|directly|shortly) after|\bleaving\b")
_BOTH: Final = Gated(r"both times|(?:on )?both occasions|each time")
_TOGETHER: Final = Gated(
    r"\b(?:(?:mean|average)(?: \w+){0,2} (?:of|for|among|across|over)|across|among|over) (?:the scores of )?$"
)
"""Words before a group that make a mean that of the whole group."""
_OF_MEAN: Final = Gated(r"\b(?:scores?|ratings?|marks?|mean|average|level|views?|confidence|understanding)\b")
_ON_AVERAGE: Final = Gated(r"\bon average\b")
_HAVING: Final = ("", "have", "had", "all", "all had", "had all", "moved", "were")
_SCORE: Final = Gated(r"(?: \w+){0,4}? (?:scores?|ratings?|marks?|answers?|ones?)\b")
_EITHER: Final = {
    "then first": re.compile(r"f?npf?nq?|f?pf?nnq?|f?pnqn|npqn|nnq|fnnq?|fnpnq?"),
    "now first": re.compile(r"nqnp|qnpn|nqpn|qnnp|nq?fp?np?|qnfp?np?"),
}
"""Possible orders of two numbers and their two times."""


def read(stretch: Stretch) -> str:
    """Return the field that a stretch states of scores given twice, if each word is right."""
    reading, item, tokens = stretch.reading, stretch.item, without(stretch.tokens, TOPIC)
    if not here(reading, item, stretch.start, stretch.end) or not rated(reading, item, stretch.start, stretch.end):
        return ""
    if any(one.time is not None and (one.time.kind, one.time.number) != ("year", item.year) for one in tokens):
        return ""
    if not _so_soon(stretch) or _astray(stretch, tokens):
        return ""
    tokens = _ended(tokens)
    counted = {
        one.start
        for one, after in zip(tokens, [*tokens[1:], None], strict=False)
        if after and after.kind == WHOM and one.kind == NUMBER
    }
    tokens = without(tokens, WHOM)
    if score_words.LEVEL in kinds_of(tokens):
        return _levels(item, tokens)
    moves = bool(set(kinds_of(tokens)) & set("bweulxC"))
    if "M" in kinds_of(tokens) or (not moves and _decimals(tokens)) or (stretch.last.startswith("mean") and not moves):
        return _means(stretch, [one for one in tokens if one.start not in counted or one.whole], counted)
    return _parts(stretch, tokens)


def _means(stretch: Stretch, tokens: list[Token], counted: set[int]) -> str:
    """Return the later mean, if both are right and in the order of their times."""
    item = stretch.item
    pair = next((pair for pair in pairs_of(item) if pair.kind == MEANS), None)
    if any(one.said is not None for one in tokens) or set(kinds_of(tokens)) & {SHARE, "D", "x"}:
        return ""
    if _of_each(stretch):
        return ""
    tokens = without(tokens, "~" + score_words.MEDIAN)
    if "e" in kinds_of(tokens):
        if pair is None or round_half_up(pair.then.k, 1) != round_half_up(pair.now.k, 1):
            return ""
        tokens = without(tokens, "e")
    limited = [after for one, after in pairwise(stretch.tokens) if one.kind == "O" and after.kind == NUMBER]
    if any(one.value == item.n and not _is_few(one, item) for one in limited):
        return ""  # `only 13 were scored twice`
    if small := [one.text for one in tokens if one.kind in "Oy"]:
        ways = "".join(small) + "".join(one.text for one in tokens if one.kind in "RL")
        if not is_small(item, ways):
            return ""
        tokens = without(tokens, "OyRL")
    sets = [one for one in stretch.tokens if one.start in counted]
    if len([one for one in tokens if one.kind == NUMBER]) == _TWO + 1 and not sets:
        sets = [
            one
            for one, after in pairwise(tokens)
            if one.kind == NUMBER and (after.kind == "s" or _WHO.match(stretch.reading.text, one.end))
        ][:1]
        tokens = [one for one in tokens if one not in sets]
    if any(one.value != item.n or one.whole is not None for one in sets):
        return ""
    top = (score_words.scale_of(item) or (None, None))[1]
    if any(one.whole not in (None, top) for one in tokens):
        return ""
    tokens = [one._replace(whole=None) for one in tokens]
    ways = "fM|fnnM|fnMn|Mfnn" if SCORED.search(stretch.reading.text) else "fM"
    if re.match(f"[^M]*[RL](?!{ways})", kinds_of(tokens)):
        return ""  # `risk fell …, on average` says more than that the mean did
    if score_words.BY in kinds_of(tokens) and sum(one.kind == NUMBER for one in tokens) == _TWO:
        by = next(one.levels[0] for one in tokens if one.kind == score_words.BY)
        amount = value("one" if by == "a" else by) or 0
        if pair is None or abs(amount - abs(pair.now.k - pair.then.k)) > _NEAR:
            return ""
        tokens = without(tokens, score_words.BY)
    if sum(one.kind == NUMBER for one in tokens) == 1:
        tokens = [one._replace(kind="K") if _BOTH.fullmatch(one.text) else one for one in tokens]
    if pair is None:
        return ""
    tokens = without(tokens, "Ms")
    then = [one for one in tokens if one.kind != "q" or one.text.lower() != "then"]
    in_turn = "then first" if kinds_of(tokens) == "nqn" and kinds_of(then) == "nn" else ""
    return _mean(pair, tokens) or two(pair, then if in_turn else tokens, first=in_turn)


def _of_each(stretch: Stretch) -> bool:
    """Return whether a sentence says that people moved, although only their mean is known to have moved."""
    text, tokens = stretch.reading.text, stretch.tokens
    if any(one.every and not _TOGETHER.search(text, 0, one.start) for one in tokens):
        return True
    for one, after in pairwise(tokens if not _ON_AVERAGE.search(text, stretch.start, stretch.end) else []):
        if one.kind == WHOM and after.kind in "ORLey" and text[one.end : after.start].strip() in _HAVING:
            begin = max(stretch.start, text.rfind(",", 0, one.start) + 1)
            if not _OF_MEAN.search(text, begin, one.start):
                return True
    return False


def is_small(item: EvidenceItem, said: str = "") -> bool:
    """Return whether the mean made a small move in the direction said, and the engine reads no change."""
    held, ends = item.value_if(ScorePairs), score_words.scale_of(item)
    if held is None or ends is None or item.polarity not in ("none", "no_change"):
        return False
    if held.mean_before is None or held.mean_after is None:
        return False
    moved = held.mean_after - held.mean_before
    wrong = _DOWN if moved > 0 else _UP
    return abs(moved) <= _SMALL * (ends[1] - ends[0]) and not wrong.search(said)


def _mean(pair: Pair, tokens: list[Token]) -> str:
    """Return the field of one mean at its time, of one that stayed the same, or of the amount it moved."""
    seq, numbers = kinds_of(tokens), [one.text for one in tokens if one.kind == NUMBER]
    if any(one.every or one.rest for one in tokens):
        return ""
    if seq in ("nq", "qn", "np", "pn"):
        end = pair.now if "q" in seq else pair.then
        return end.field if equals(numbers[0], end.k) else ""
    if re.fullmatch("[pq]?Kn[pq]?|nK", seq):
        same = all(equals(numbers[0], end.k) for end in (pair.then, pair.now))
        return pair.now.field if same else ""
    if re.fullmatch("[RL]B|B[RL]", re.sub("[pq]", "", seq)):
        by = next(one.levels[0] for one in tokens if one.kind == score_words.BY)
        right = equals("one" if by == "a" else by, abs(pair.now.k - pair.then.k))
        return pair.now.field if right and pair.moved == (ROSE if "R" in seq else FELL) else ""
    return ""


def _ended(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the year; keep `at the end of Year 2` after a number, which is a later time."""
    first = next((one.start for one in tokens if one.kind == NUMBER), 0)
    return [
        one._replace(kind="q") if one.kind == TIME else one
        for before, one in pairwise([Token("", 0, 0), *tokens])
        if one.kind != TIME or (one.start > first and before.kind != "s" and _END.match(one.text or ""))
    ]


def _decimals(tokens: list[Token]) -> bool:
    """Return whether two numbers cannot be counts, so that they can only be means."""
    return sum(one.kind == NUMBER and "." in one.text for one in tokens) == _TWO


def _levels(item: EvidenceItem, tokens: list[Token]) -> str:
    """Return the field of the last number, if as many gave these scores at first, and later, as the words say."""
    held, level = item.value_as(ScorePairs), next(one for one in tokens if one.kind == score_words.LEVEL)
    counts = {"p": held.before, "q": held.after}
    seq = kinds_of(without(tokens, "s" + score_words.LEVEL + SHARE))
    dated = re.fullmatch(r"n?(?P<two>pnqn|npnq|npqn|pnnq)|n?(?P<one>pn|np|qn|nq)", seq)
    if dated is None or kinds_of(tokens).count(score_words.LEVEL) != 1 or SHARE in kinds_of(tokens):
        return ""
    own = [one for one in tokens if one.kind == NUMBER]
    asked = re.sub("n", "", dated["two"] or dated["one"])
    wholes, own = own[: len(own) - len(asked)], own[len(own) - len(asked) :]
    if any(one.value != item.n or one.whole is not None for one in wholes):
        return ""
    for number, end in zip(own, asked, strict=True):
        given = counts[end] or {}
        many = [given.get(score, 0) for score in level.levels]
        if not given or None in many or number.whole not in (None, item.n) or number.value != sum(many) or number.every:
            return ""
    return "before+after" if len(asked) == _TWO else {"p": "before", "q": "after"}[asked]


def _astray(stretch: Stretch, tokens: list[Token]) -> bool:
    """Return whether two times are together, as in `asked again before it`, or a number is a part of another."""
    text, held = stretch.reading.text, stretch.item.value_as(ScorePairs)
    known = (stretch.item.n, held.due, held.scale_max if isinstance(held, AssessmentPairs) else None)
    beside = [(one, after) for one, after in pairwise(tokens) if {one.kind, after.kind} == {"p", "q"}]
    twos = (text[one.end : after.start].isspace() for one, after in beside)
    of = (one.value for one in tokens if one.kind == NUMBER and _OUT_OF.search(text, 0, one.start))
    return any(twos) or any(whole not in known for whole in of)


def _so_soon(stretch: Stretch) -> bool:
    """Return whether answers are from the day, if the words say so."""
    later = stretch.item.value.later if isinstance(stretch.item.value, AnswerPairs) else None
    return later in (None, "after") or not _SOON.search(stretch.text)


def two(pair: Pair, tokens: list[Token], *, first: str = "") -> str:
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
    if re.fullmatch(f"n?s?{score_words.MEDIAN}", seq) and all(
        one.value == item.n for one in tokens if one.kind == NUMBER
    ):
        return "median_change" if all(one.whole is None for one in tokens) else ""
    if "m" in seq:
        return _median(stretch, without(tokens, "spq~"))
    if item.unit != TRAINED and not SCORED.search(stretch.reading.text):
        return ""
    topics = [stem(one.text) for one in stretch.tokens if one.kind == TOPIC]
    if _of_things(stretch) or flatly(stretch.reading.text, stretch.start, stretch.end, topics):
        return ""
    few = [after for one, after in pairwise([*tokens, None]) if one is not None and one.kind == "O"]
    if any(one is None or one.kind != NUMBER or not _is_few(one, item) for one in few):
        return ""
    counts_only = _without_amounts(stretch.reading.text, item, without(tokens, "O"))
    if counts_only is None:
        return ""
    tokens, seq = counts_only, kinds_of(counts_only)
    if "D" in seq and "z" in seq:
        tokens = [one._replace(kind="x") if one.kind == "z" and one.text.endswith(" not") else one for one in tokens]
    if "y" in seq:
        still = all(_STILL.search(one.text) for one in tokens if one.kind == "y")
        same = item.value_as(ScorePairs).same
        most = same is not None and item.n is not None and 2 * same > item.n
        if not still or item.polarity not in ("none", "no_change") or not most:
            return ""
        tokens = without(tokens, "y")
        seq = kinds_of(tokens)
    if "x" in kinds_of(tokens):
        return lost(item, tokens)
    held, total = item.value_as(ScorePairs), item.n
    if total is None:
        return ""
    if "D" in seq and total == held.due and "n" in seq:
        tokens = without(tokens, "D")  # all who were scored at first were scored again
        seq = kinds_of(tokens)
    if seq in ("nD", "Dn"):
        number = next(one for one in tokens if one.kind == NUMBER)
        return "due" if number.value == held.due and number.whole is None and not _odd(number) else ""
    if ("p" in seq and "q" not in seq) or set(seq) & set("MfD~"):
        return ""
    by_median = [kinds_of([one]) for one in tokens if one.kind in "bweulRLz"] if score_words.MEDIAN_BY in seq else ["b"]
    if not by_median or _part(stretch, by_median[-1]) != "better":
        return ""
    median = score_words.MEDIAN in seq
    tokens = without(tokens, "pqs" + score_words.MEDIAN + score_words.MEDIAN_BY)
    seq = kinds_of(tokens).replace(SHARE, "").replace("R", "u").replace("L", "l")
    if (
        re.fullmatch(r"(?:n[bweulz])+n|(?:[bweulz]n)+n", seq)
        and tokens[-1].value == item.n
        and tokens[-1].whole is None
    ):
        tokens, seq = [tokens[-1], *tokens[:-1]], f"n{seq[:-1]}"
    if _only_median(stretch, tokens):
        return "median_change"
    match = re.fullmatch(r"(?P<n>n(?=n|[bweulz]))?(?:(?:n[bweulz])+|(?:[bweulz]n)+)", seq) or re.fullmatch(
        r"(?P<n>)(?:(?:n[bweulz])+|(?:[bweulz]n)+)", seq
    )
    if match is None:
        if median and not seq:
            return "median_change"
        paired = "s" in kinds_of(stretch.tokens) and seq == "n" and tokens[0].whole is None
        return "n" if paired and tokens[0].value == item.n and not tokens[0].rest else ""
    body = tokens
    if match["n"]:
        if tokens[0].value != total or tokens[0].whole is not None:
            return ""
        body = tokens[1:]
    used: list[str] = []
    numbers = [one for one in body if one.kind == NUMBER]
    degrees = [one for one in body if one.kind in "bweulRLz"]
    for number, degree in zip(numbers, degrees, strict=True):
        parts = [*filter(None, _part(stretch, degree.kind).split("+"))]
        left = held.others(total, used)
        whole = number.whole in (None, total)
        if not parts or {*parts} & {*used} or not whole or not _is(number, item, parts):
            return ""
        if (number.rest and (not used or left != number.value)) or (number.every and number.value != total):
            return ""
        used += parts
    for before, share in pairwise([Token("", 0, 0), *tokens]):
        if share.kind == SHARE and not (before.kind == NUMBER and same_share(share.text, before.value, total)):
            return ""
    return "" if _told_already(stretch, used) else "+".join(used)


def _told_already(stretch: Stretch, used: list[str]) -> bool:
    """Return whether words elsewhere are bound to one of the parts: `nine …, five …, and the rest improved`."""
    told = {
        part
        for bond in stretch.reading.bonds
        if bond.evidence_id == stretch.item.evidence_id and bond.text not in stretch.text
        for part in bond.field.split("+")
    }
    return bool(told & {*used})


def _without_amounts(text: str, item: EvidenceItem, tokens: list[Token]) -> list[Token] | None:
    """Return the tokens without amounts and shares just before a count that they restate; None if one is wrong.

    Examples: `Two thirds of them (84 of 123)`, `68% (84 of 124)`.
    """
    kept: list[Token] = []
    near = [one for one, share in pairwise(tokens) if one.kind == "~" and share.kind == SHARE]
    tokens = [one for one in tokens if one not in near]
    all_of = {item.n, item.value_as(ScorePairs).due} - {None}
    for at, one in enumerate(tokens):
        rest = tokens[at + 1 :]
        after = next((later for later in rest if later.kind not in "spq"), None)
        if one.said is not None and len(aside := [later for later in rest if later.kind == NUMBER]) == 1:
            after = aside[0] if text[: aside[0].start].endswith("(") else after
        said = (one.kind == NUMBER and one.said is not None) or one.kind == SHARE
        if said and after is not None and after.kind == NUMBER and after.said is None and after.whole in all_of:
            k, n = after.value, int(after.whole or 0)
            right = one.said is not None and one.whole in (None, n) and holds(one.said, Fact(item, "", "", k, n))
            if one.said is not None and not right:
                return None
            if one.said is None and not same_share(one.text, k, n):
                return None
            continue
        kept.append(one)
    return kept


def _only_median(stretch: Stretch, tokens: list[Token]) -> bool:
    """Return whether the scores of all rose or fell by a median that is right: no count says how many."""
    sets = [one for one in tokens if one.kind == NUMBER]
    by = score_words.MEDIAN_BY in kinds_of(stretch.tokens) and re.fullmatch("[RL]n?", kinds_of(tokens))
    return bool(by) and all(one.value == stretch.item.n and one.whole is None and not one.every for one in sets)


def _is_few(number: Token, item: EvidenceItem) -> bool:
    """Return whether `only` fits a number: it is fewer than half of those scored twice.

    If it counts all of those scored twice, it must be fewer than half of those due.
    """
    all_of = item.n if number.value != item.n else item.value_as(ScorePairs).due
    return number.said is None and 2 * number.value < (all_of or 0)


def _median(stretch: Stretch, tokens: list[Token]) -> str:
    """Return the field of a median change that is apart from its amount, if its size and direction are right."""
    item = stretch.item
    *sets, by = [one for one in tokens if one.kind == NUMBER]
    if re.fullmatch("(?:n(?=.*n))?m(?:n(?=n))?n[bwul]?", kinds_of(tokens)) is None:
        return ""
    if any(one.value != item.n or one.whole is not None for one in sets) or by.whole is not None:
        return ""
    what, way = next(one.text for one in tokens if one.kind == "m").lower(), tokens[-1].kind
    better = "gain" in what or "improvement" in what
    says = "u" if re.search("rise|increase", what) else "l" if re.search("fall|drop|reduction|decrease", what) else ""
    means = _part(stretch, says or way) if says or way in "bwul" else "better" if better else ""
    if says and way in "bwul" and _part(stretch, way) != means:
        return ""
    held = item.median_change
    fits = held == (-by.value if means == "worse" else by.value) and bool(means or not by.value)
    return "median_change" if fits and (not better or means == "better") else ""


def _of_things(stretch: Stretch) -> bool:
    """Return whether a number counts things or people without scores, or the sentence calls a topic better."""
    text, tokens = stretch.reading.text, stretch.tokens
    for one, after in pairwise(tokens):
        beside = text[one.end : after.start].strip() in _OF_THE
        if one.kind == NUMBER and after.kind == TOPIC and beside:
            return True  # `84 of the 124 support services`
        if (
            one.kind in "bw"
            and after.kind == TOPIC
            and beside
            and not (_SCORE.match(text, after.end) or BY_SCORES.search(text))
        ):
            return True  # `have better support`
    if any(one.said is not None for one in tokens) and re.search(f"{TOPIC}[bweulRL]", kinds_of(tokens)):
        return True  # `most services improved`
    numbers = [one for one in tokens if one.kind == NUMBER]
    others = [
        one
        for one in who_in(text, stretch.start, stretch.end)
        if one.means != "cases" and not counts(one.means, stretch.item) and not _PRONOUN.match(text, one.start, one.end)
    ]
    return any(
        number.end <= one.start and text[number.end : one.start].strip() in _OF_THE
        for one in others
        for number in numbers
    )


_PRONOUN: Final = Gated(r"(?:of )?them|these|those|they")
_OF_THE: Final = ("", "of", "of the", "the")


def _odd(number: Token) -> bool:
    """Return whether a number is an amount in words, or follows `all` or `the other`."""
    return number.said is not None or number.every or number.rest


def _is(number: Token, item: EvidenceItem, parts: Sequence[str]) -> bool:
    """Return whether a number is how many scores are some parts of all, or an amount is true of them."""
    k = item.value_as(ScorePairs).together(parts)
    if k is None:
        return False
    return number.value == k if number.said is None else holds(number.said, Fact(item, parts[0], parts[0], k, item.n))


def _part(stretch: Stretch, letter: str) -> str:
    """Return the parts of all scores that a degree means: not better is the same or worse."""
    plain = {"b": "better", "w": "worse", "e": "same", "z": "same+worse"}
    if letter in plain:
        return plain[letter]
    up = better_way(stretch.reading, stretch.item)
    way = {"u": "up", "R": "up", "l": "down", "L": "down"}[letter]
    return ("better" if way == up else "worse") if up else ""
