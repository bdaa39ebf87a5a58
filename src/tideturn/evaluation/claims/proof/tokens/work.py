"""Read counts of the work as tokens: how many of how many went ahead, were in time, were delivered or were filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.patterns import NUM, same_share, value
from tideturn.evaluation.claims.proof.places import is_elsewhere, place_of
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.times import times_in
from tideturn.evaluation.claims.proof.tokens import (
    AMOUNT,
    NUMBER,
    SHARE,
    TIME,
    TOPIC,
    WHOM,
    Token,
    kinds_of,
    row_of,
    without,
)
from tideturn.evaluation.claims.proof.words import stems_of, who_in
from tideturn.evaluation.ledger.counts.casework import InTimeCounts
from tideturn.evaluation.ledger.counts.delivery import TrainingCounts
from tideturn.evaluation.ledger.counts.reach import REFERRED
from tideturn.evaluation.model import EvidenceItem

if TYPE_CHECKING:
    from tideturn.evaluation.claims.proof.tokens.stretches import Stretch

NOUN, WHOLE, REST, ONLY = "N", "O", "r", "J"
"""Tokens for what is counted, that there was any of it at all, `the rest`, and `only`."""
_FIELDS: Final = {
    "A": "n",
    "X": "k",
    "L": "late",
    "U": "not_due",
    "E": "events",
    "S": "staff",
    "P": "stakeholder",
    "C": "young_person",
    "F": "family",
    "I": "came_in",
    "G": "went_out",
}
"""Field of each letter of `grammar.toml`; `Y` is all that is not in `k`."""
_APART: Final = "EIG"
"""Letters of fields that are no part of the whole."""
_REST_OF_IT: Final = "Y"
_PARTS: Final = frozenset({*_FIELDS, _REST_OF_IT})
_NUMBERS: Final = frozenset({NUMBER, SHARE, AMOUNT, REST})
_SINGLE: Final = frozenset(
    {"onward", "onward_in_time", "milestones", "posts", "plan", "interviews", "responses", "training"}
)
"""Counts that a number and a noun are enough to name: not sessions, which may be offered or held."""
_PEOPLE: Final = ("young_people", "referred", "training_", "network_answers", "partners", "plan:")
"""Counts of people or organisations, and counts that may be."""
_BEFORE: Final = ("posts", REFERRED.name)
"""Counts of a part that others joined in the year besides those counted."""
_UP: Final = "B"
_DOWN: Final = "D"
"""`Up from` and `down from` the number for another year."""
_SET: Final = "Z"
"""`Set for the year`, which later years' milestones need not be."""
_OF_ALL: Final = Gated(r" of (?:(?:the|all|our|its|those|these) )*")
_DAYS: Final = "days"
_A_DAY: Final = Gated("days|-day ")
_TWO: Final = {
    "k+n": Gated(r"\d (?:against|compared with|out of) (?:the |a plan of )?\d"),
    "n+events": Gated(
        r"\d+ (?:people |professionals |outside professionals )?(?:at|in|over|across) \w+(?: events)?\.?$"
    ),
}
"""Words between two numbers of a second place: `Greater Manchester 51 against 90`."""
_OF_THESE: Final = Gated(r"\bof (?:which|whom|these|those|them)\b")
_DID: Final = Gated(r"\bdid\.?$")
_BARE: Final = Gated(r"of (?:them|those)")
_ANYBODY: Final = Gated(r"people|participants")
_NOBODY: Final = Gated(r"others|answers|famil(?:y|ies)|.*\band\b.*")
"""Words for other counts: of answers, or of families where their members were counted."""
_TO: Final = Gated(r"\b(?:for|(?<!attended )by|(?<!compared )with|(?<!up )(?<!down )from|(?P<to>to)) $")
"""Words before a number of things other than the one counted; people come `to 30 events`."""
_BY: Final = Gated(r"by (?!the end)")
_REACHED: Final = Gated("reached|took on|taken on|worked with")
"""Words for what is done to people alone: sessions that `reached 51` reached 51 people."""
_PLANNED: Final = Gated(r"plan|intend|schedul|target|meant|due\b|expect")
_WITHIN: Final = Gated(
    r"\b(?:in|during|within|over|across|for|throughout|this)(?: the)?(?: whole| course of(?: the)?)? "
    r"(?:programme )?(?:(?:first|second|third|fourth|fifth) )?(?:year|yr|20\d\d)\b"
)
"""A year, and not its last day: a post filled on that day may have been filled years before."""
_THE: Final = Gated(r"\bthe $")
_ONWARD: Final = Gated(r"\bonward referrals\b")
_THAT: Final = Gated(r"\b(?:that|which)\b")
_PAUSE: Final = re.compile("[,:;(–—]")
_IN_OTHER_YEARS: Final = Gated(r"\b(?:accepted|taken on)\b(?: \w+)* (?:year|yr|20\d\d)\b|\breferred\b(?: \w+)* by\b")
"""Words that also count people of another year: `accepted in Year 2`, `referred by the end of it`."""
_NAMED_YEAR: Final = Gated(r"year (?:\d|[a-z])|the (?:first|second|third|fourth|fifth)")


class _Said(NamedTuple):
    """A number, the tokens that say what it counts, and whether `only` comes before it."""

    number: Token
    words: Sequence[Token]
    only: bool = False
    definite: bool = False
    """Whether `the` comes before it."""


def read(stretch: Stretch) -> str:
    """Return the fields that a stretch counts, if each number is right of the words beside it."""
    tokens = _counting(stretch)
    if tokens is None or not _is_here(stretch):
        return ""
    if _of_plan(stretch, tokens) or (stretch.item.unit == "posts" and _WITHIN.search(stretch.reading.text)):
        return ""
    if _measure(stretch.item) == REFERRED.name and _IN_OTHER_YEARS.search(stretch.text):
        return ""
    apart = is_elsewhere(stretch.reading, stretch.item, stretch.start, stretch.end)
    if (
        not stretch.last
        and not _is_named(stretch, tokens)
        and (not apart or re.fullmatch(f"{NUMBER}+{WHOLE}?", kinds_of(tokens)))
    ):
        return _again(stretch, tokens)
    fields = (_fields(stretch.item, said) for said in _orders(stretch, tokens))
    field = next((field for field in fields if field), "")
    return "" if field == "n" and _DID.search(stretch.text) else field  # `20 planned did` says that 20 took place


def _of_plan(stretch: Stretch, tokens: Sequence[Token]) -> bool:
    """Return whether a denominator is the plan, although the sentence does not say so."""
    whole = any(
        (one.kind == NUMBER and (one.whole is not None or one.every))
        or (one.kind in (AMOUNT, SHARE) and stretch.item.unit == "young people")
        for one in tokens
    )
    return whole and _measure(stretch.item).startswith("plan:") and not _PLANNED.search(stretch.reading.text)


def _counting(stretch: Stretch) -> list[Token] | None:
    """Return the tokens without times, and with one for what is counted; None if other people are counted."""
    item, text = stretch.item, stretch.reading.text
    found: list[Token] = []
    for one in without(stretch.tokens, TIME):
        said = text[one.start : one.end]
        if one.kind == WHOM and not _BARE.fullmatch(said):
            if not _measure(item).startswith(_PEOPLE) or _NOBODY.fullmatch(said) or not _is_sole(stretch, said):
                return None
            found.append(one._replace(kind=NOUN))
            found += [one._replace(kind="A")] if "train" in said.lower() else []
        elif (
            (one.kind == NUMBER and _is_of_others(stretch, one))
            or (one.kind == _SET and item.year != 1)
            or (_REACHED.fullmatch(said) and item.unit != "young people")
            or (_A_DAY.search(said) and not _is_target(item, said))
        ):
            return None
        elif (
            one.kind == NUMBER
            and one.whole is None
            and found
            and found[-1].kind == AMOUNT
            and _OF_ALL.fullmatch(text, found[-1].end, one.start)
        ):
            if one.value != item.n:
                return None  # `over four in five of the 1,833 sessions`
        elif one.kind == TOPIC:
            found.append(one._replace(kind=NOUN))
        elif one.kind not in (WHOM, _SET):
            found.append(one)
    return found


def _is_of_others(stretch: Stretch, number: Token) -> bool:
    """Return whether a number counts the people something is done for, by or with."""
    if any(one.kind in _PARTS and one.end + 1 == number.start for one in stretch.tokens):
        return False  # `met its target for 92 of …`
    before = _TO.search(stretch.reading.text, stretch.start, number.start)
    return before is not None and not (before["to"] and _measure(stretch.item).startswith("training_"))


def _is_target(item: EvidenceItem, words: str) -> bool:
    """Return whether `within three days` is the programme's own target."""
    days = re.search(rf"(\w+)(?: {_DAYS}|-day )", words)
    number = re.fullmatch(NUM, days[1], re.IGNORECASE) if days else None
    target = item.value.target_days if isinstance(item.value, InTimeCounts) else None
    return number is not None and target is not None and value(number[0]) == target


def _measure(item: EvidenceItem) -> str:
    return item.evidence_id.split("/")[1]


def _is_sole(stretch: Stretch, whom: str) -> bool:
    """Return whether `people` means all who were trained: nobody else was, in the same year and place."""
    _, measure, scope, year = stretch.item.evidence_id.split("/")
    every = [one.split("/") for one in stretch.reading.ground.record.counted]
    audiences = {one[1] for one in every if one[1].startswith("training_") and one[2:] == [scope, year]}
    return _ANYBODY.fullmatch(whom) is None or audiences <= {measure}


def _is_named(stretch: Stretch, tokens: Sequence[Token]) -> bool:
    """Return whether a stretch says what is counted, with all words of a row of the plan."""
    text, item = stretch.reading.text, stretch.item
    said = " ".join(text[one.start : one.end] for one in stretch.tokens if one.kind in (TOPIC, WHOM, NOUN))
    needed = frozenset(stems_of(row_of(item)))
    if not needed <= frozenset(stems_of(said)) or (":" in item.text and not needed):
        return False
    if any(one.kind == NOUN for one in tokens) or (
        _measure(item).startswith("onward") and _ONWARD.search(stretch.text) is not None
    ):
        return True
    last = stretch.reading.bound[-1] if stretch.reading.bound else None
    if last is not None and {_measure(last), _measure(item)} == {"onward", "onward_in_time"}:
        same = (last.scope, last.year, last.n) == (item.scope, item.year, item.n)
        return same and _is_parted(tokens) and _OF_THESE.search(text, 0, stretch.end) is None
    # `…; 163 had a case open` leaves out the young people named before.
    named = {one.means for one in who_in(text, 0, stretch.start)}
    return "A" in kinds_of(list(tokens)) and item.unit == "young people" and named == {"young"}


def _is_parted(tokens: Sequence[Token]) -> bool:
    """Return whether the one number of a stretch has words for the part that it counts."""
    return kinds_of([*tokens]).count(NUMBER) == 1 and bool(_parts(tokens) - {"A"})


def _is_here(stretch: Stretch) -> bool:
    """Return whether evidence is from the place and year of a stretch; any other place is a wrong token."""
    reading, item, claim = stretch.reading, stretch.item, stretch.reading.ground.claim
    own = [name for name, code in reading.ground.places.items() if code == item.scope]
    if not any(re.search(rf"\b{re.escape(name)}\b", stretch.text, re.IGNORECASE) for name in own) and not place_of(
        reading, stretch.start, stretch.end
    ).holds(item.scope):
        return False
    times = [one.time for one in stretch.tokens if one.time is not None]
    dated = [time for time in times if _NAMED_YEAR.search(reading.text, time.start, time.end)]
    if any((time.kind, time.number) != ("year", item.year) or _BY.match(reading.text, time.start) for time in times):
        return False
    named = [time for time in times_in(reading.text, 0, stretch.start) if time.kind == "year"]
    return bool(dated) or (named[-1].number if named else claim.year) == item.year


def _again(stretch: Stretch, tokens: Sequence[Token]) -> str:
    """Return the field of the same count of another year, in `…, and 92 of 120 in Year 2`."""
    bound, bonds, item = stretch.reading.bound, stretch.reading.bonds, stretch.item
    dated = any(one.time is not None for one in stretch.tokens)
    apart = is_elsewhere(stretch.reading, item, stretch.start, stretch.end)
    two = _TWO.get(bonds[-1].field) if bonds else None
    if apart and two and two.search(stretch.text) and re.fullmatch(f"{NUMBER}{{2}}{WHOLE}?", kinds_of(list(tokens))):
        held = [_count(item, name) for name in bonds[-1].field.split("+")]
        plain = all(_is_plain(one) and not one.rest for one in tokens[:2])
        return bonds[-1].field if plain and [one.value for one in tokens[:2]] == held else ""
    way = re.fullmatch(rf"([{_UP}{_DOWN}]?){NUMBER}", kinds_of(list(tokens)))
    if not bound or not (dated or apart) or way is None or bonds[-1].evidence_id != bound[-1].evidence_id:
        return ""
    field, number = bonds[-1].field, tokens[-1]
    same = (_measure(bound[-1]), bound[-1].scope) == (_measure(item), item.scope) and bound[-1].year != item.year
    k, n = item.number(field), item.n
    if (
        not (same or (apart and not way[1]))
        or number.rest
        or (number.every and (number.value, n) != (k, k))
        or not _moved(way[1], field, bound[-1], item)
    ):
        return ""
    if field == "n":
        return "n" if (number.value, number.whole) == (n, None) else ""
    whole = n if number.every and number.whole is None else number.whole
    return field if k is not None and (number.value, whole) == (k, n) else ""


def _moved(way: str, field: str, now: EvidenceItem, then: EvidenceItem) -> bool:
    """Return whether `up from` and `down from` are true of a count and of its share."""
    k, before = _count(now, field), _count(then, field)
    if k is None or before is None:
        return not way
    n, whole = (1, 1) if field == "n" else (now.n or 1, then.n or 1)
    up, down = k > before and k / n > before / whole, k < before and k / n < before / whole
    return not way or (up if way == _UP else down)


def _count(item: EvidenceItem, field: str) -> float | None:
    """Return the count in a field. The grammar, or an earlier binding, names the field."""
    return item.n if field == "n" else item.number(field)


def _orders(stretch: Stretch, tokens: Sequence[Token]) -> Iterator[list[_Said]]:
    """Yield the numbers with the words after them, then with the words before them, where these may be theirs."""
    kept, only = _without_limits(tokens)
    at = [place for place, one in enumerate(kept) if one.kind in _NUMBERS]
    if len(at) > 1 and kept[at[0]].kind == AMOUNT:
        at = at[1:]  # `Few … were prompt: 19 of 97 …` and `most went ahead, 278 of 336` count once
    beside = [place for place in at[1:] if kept[place].kind == SHARE and kept[place].whole is None]
    at = [place for place in at if place not in beside]
    if not at or only is None:
        return
    ends, starts = [*at[1:], len(kept)], [0, *(place + 1 for place in at[:-1])]
    text = stretch.reading.text
    the = {place for place in at if _THE.search(text, 0, kept[place].start)}
    after = [_Said(kept[a], kept[a + 1 : b], a in only, a in the) for a, b in zip(at, ends, strict=True)]
    before = [_Said(kept[a], kept[b:a], a in only, a in the) for a, b in zip(at, starts, strict=True)]
    planned = not _measure(stretch.item).startswith("onward")
    if planned and any(kept[place].whole is not None and kept[place - 1].kind == WHOLE for place in at if place):
        return  # `planned 51 of the 90 that it delivered`
    if any(_is_of_whole(stretch, kept[place], kept[place + 1 :]) for place in at if kept[place].whole is not None):
        return
    lead, trail = kept[: at[0]], kept[at[-1] + 1 :]
    amounts = [one for one in lead if one.kind == AMOUNT]
    if not _parts(lead) or (amounts and _parts(lead) == _parts(after[0].words)):
        leading = [one for one in lead if one.kind in (AMOUNT, WHOLE)]
        yield [after[0]._replace(words=(*leading, *after[0].words)), *after[1:]]
    elif (
        _measure(stretch.item).startswith("training_")
        and len(after) > 1
        and not _parts(after[0].words)
        and not any(one.kind == NOUN for one in lead)
    ):
        yield [after[0]._replace(words=(*lead, *after[0].words)), *after[1:]]  # `trained 666 … at 30 events`
    # `The sessions went ahead: 278 of 336` says first that all did.
    flat = [one for one in lead if one.kind in _PARTS and _PAUSE.search(text, one.end, kept[at[0]].start)]
    planned = any(WHOLE in kinds_of([*one.words]) for one in after[1:])
    if planned and not flat and not _parts(after[0].words):
        yield [after[0]._replace(words=(*lead, *after[0].words)), *after[1:]]  # `Birmingham held 84 against 60 planned`
    if not _parts(trail) and (amounts or not flat):
        shares = [one for one in trail if one.kind == SHARE]
        yield [*before[:-1], before[-1]._replace(words=(*before[-1].words, *shares))]


def _is_of_whole(stretch: Stretch, number: Token, words: Sequence[Token]) -> bool:
    """Return whether the words after a number are about its whole: `88 of the 104 that were held`."""
    after = next((one for one in words if one.kind not in (NOUN, SHARE)), None)
    if after is None or after.kind not in _PARTS - {"A"}:
        return False
    return _THAT.search(stretch.reading.text, number.end, after.start) is not None


def _without_limits(tokens: Sequence[Token]) -> tuple[list[Token], set[int] | None]:
    """Return the tokens without `only`, and the places of the numbers after one; None if one comes before a word."""
    kept: list[Token] = []
    only: set[int] = set()
    for one, after in zip(tokens, (*tokens[1:], None), strict=True):
        if one.kind != ONLY:
            kept.append(one)
        elif after is None or after.kind not in (NUMBER, SHARE):
            return kept, None
        else:
            only.add(len(kept))
    return kept, only


def _parts(words: Sequence[Token]) -> frozenset[str]:
    return frozenset(one.kind for one in words) & _PARTS


def _fields(item: EvidenceItem, said: Sequence[_Said]) -> str:
    """Return the fields of some numbers, if all are right; nothing if no words say what a number counts."""
    fields: list[str] = []
    used = 0.0
    parted = any(_parts(one.words) for one in said) or _measure(item) in _SINGLE
    for one in said:
        letters, kinds = _parts(one.words), {word.kind for word in one.words}
        if len(letters) > 1 or (not letters and not kinds & {WHOLE, *(NOUN if parted else "")}):
            return ""
        if item.evidence_id.startswith("count/plan:") and sum(word.kind in letters for word in one.words) > 1:
            return ""  # `none of the 20 walks held went ahead`
        letter = next(iter(letters), "A")
        if letters and letter != "A" and WHOLE in kinds and _is_plain(one.number):
            return ""  # `92 were made, in time` need not be 92 of those made
        if letters and one.definite and _is_plain(one.number) and not one.number.rest:
            return ""  # `the two milestones of the year were late` says that there were two
        if letter == "X" and _measure(item).startswith(_BEFORE) and _is_plain(one.number) and "n" not in fields:
            return ""  # some of the posts filled, or of the young people accepted, were so before the year
        fact = _fact(item, letter)
        if fact is None or not _right(one, fact, used) or not _beside(one.words, fact):
            return ""
        used += fact.k if letter != "A" else 0
        fields.append(fact.field)
    return "+".join(fields)


def _is_plain(number: Token) -> bool:
    """Return whether a number is a count without a whole of its own."""
    return number.kind == NUMBER and number.whole is None and not number.every


def _fact(item: EvidenceItem, letter: str) -> Fact | None:
    """Return the count that a letter means, out of all that there are; None if the evidence has none."""
    n, told = item.n, item.share is not None
    if letter == "A":
        return Fact(item, letter, "n", n, None) if n is not None else None
    k = _count(item, "k" if letter == _REST_OF_IT else _FIELDS[letter])
    recorded = item.value.recorded if isinstance(item.value, TrainingCounts) else None
    if k is None or n is None or (letter == "E" and recorded != k):
        return None
    if letter == _REST_OF_IT:
        return Fact(item, letter, "n-k", n - k, n, told=told)
    return Fact(item, letter, _FIELDS[letter], k, None if letter in _APART else n, told=told)


def _right(said: _Said, fact: Fact, used: float) -> bool:
    """Return whether a number equals a fact; `the rest` and `the other 28` are all that is left over."""
    number = said.number
    if said.only and (fact.share is None or fact.share >= 1 / 2):
        return False
    if number.kind == AMOUNT:
        return number.said is not None and holds(number.said, fact)
    if number.whole not in (None, fact.n) or (number.every and fact.share not in (None, 1)):
        return False
    if number.kind == SHARE:
        return fact.n is not None and fact.told and same_share(number.text, fact.k, fact.n)
    rest = number.kind == REST or number.rest
    if rest and (not used or fact.n is None or fact.n - used != fact.k):
        return False
    return number.kind == REST or number.value == fact.k


def _beside(words: Sequence[Token], fact: Fact) -> bool:
    """Return whether the shares beside a number are its own."""
    shares = [one for one in words if one.kind in (SHARE, AMOUNT)]
    return all(_right(_Said(one, ()), fact, 0) for one in shares)
