"""Check how many interviewees said what about an outcome, counting all of them and not only the claim's evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated, built
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.clause import Ground, Reading, Record
from tideturn.evaluation.claims.proof.heads import Head, heads_in, opened_at
from tideturn.evaluation.claims.proof.riders import only_filler, rests
from tideturn.evaluation.claims.proof.ways import Way, on_topic, way_said
from tideturn.evaluation.claims.proof.words import who_in
from tideturn.evaluation.model import EvidenceItem

VOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "partners": ("stakeholder",),
    "staff": ("staff",),
    "anybody": ("stakeholder", "staff"),
}
"""Voices whose interviews may be counted: working adults, and never the few young people or families interviewed."""
PROTECTED: Final = ("young_person", "family")
"""Voices with so few people interviewed that they are never counted."""
YEAR: Final = r"(?:programme )?year (?P<year>\d+|one|two|three|four|five)"
_IN_YEAR: Final = f"in {YEAR.replace('?P<year>', '?:')}"


def spoke(ground: Ground, voices: Iterable[str], year: int) -> dict[str, str]:
    """Return what each person or group interviewed in a year said about the outcome.

    A person who said several things counts once, as `mixed`.
    """
    said: dict[str, set[str]] = defaultdict(set)
    for item in _interviewed(ground.record).get((ground.claim.outcome_id, year), ()):
        if item.voice in set(voices):
            said[item.origin] |= {item.polarity} - {"none"}
    return {who: next(iter(ways)) if len(ways) == 1 else "mixed" for who, ways in said.items() if ways}


@lru_cache(maxsize=1)
def _interviewed(record: Record) -> Mapping[tuple[str, int], Sequence[EvidenceItem]]:
    """Return what was said in interviews, by outcome and year."""
    found: dict[tuple[str, int], list[EvidenceItem]] = defaultdict(list)
    for item in record.evidence:
        if item.kind == "interview" and not item.in_a_survey:
            found[item.outcome_id, item.year].append(item)
    return found


_NTH: Final = dict(
    zip(("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), range(3, 11), strict=True)
)
_REST: Final = "|".join(("other", "remaining", *_NTH))
_NEXT: Final = Gated(
    rf"(?P<join>[,;]? (?:and|but|while|whereas|though|although)|[,;]) (?:"
    rf"(?P<rest>(?:the|an?) (?P<which>{_REST})(?: one)? ?)"
    rf"(?P<k>{NUMBER})?|the (?P<one>one) who did not|(?P<some>{NUMBER}))(?: of them)?(?= )"
)
_ENDS: Final = re.compile(r"[.!?]?$|[,;:—–](?= )| \(")


def account(reading: Reading) -> None:
    """Bind counts of interviewees and what they said."""
    _documents_differ(reading)
    if reading.ground.claim.scope != PROGRAMME_SCOPE or not reading.ground.record.evidence:
        return  # so few people are interviewed at one site that readers could identify them
    told: list[tuple[int, int, str]] = []
    for head in heads_in(reading):
        free = not any(reading.marked(at, at + 1) for at in range(head.start, head.end))
        if free and not any(start < head.end and head.start < end for start, end, _ in told):
            told += _Counted.of(reading, head)
    if not _has_riders(reading, sorted((start, end) for start, end, _ in told)):
        for one in told:
            reading.bind_whole(*one, "said")
    _differ(reading)
    _two_differ(reading)


class _Counted:
    """The interviewees that a sentence counts: how many, which voices and which year."""

    def __init__(self, reading: Reading, voices: tuple[str, ...], year: int, said: Mapping[str, str]) -> None:
        self.reading, self.voices, self.year = reading, voices, year
        self.ways = Counter(said.values())
        self.left = self.whole = len(said)
        self.used: set[str] = set()
        self.before, self.since = "", 0

    @classmethod
    def of(cls, reading: Reading, head: Head) -> list[tuple[int, int, str]]:
        """Read the count and the clauses after it, and return the spans of those that are true, with their name."""
        ground, year = reading.ground, _year(reading)
        voices = _voices(reading, head)
        if year is None or voices is None:
            return []
        said = spoke(ground, voices, year)
        if not is_attached(ground, voices, year) or not said:
            return []
        if len(voices) > 1 and spoke(ground, PROTECTED, year):
            return []  # “people interviewed” would include young people and families
        everybody = {source for at, source, voice in ground.record.interviewed if at == year and voice in voices}
        whole = len(said) if head.about else len(everybody)
        if not head.about and not whole:
            return []
        counted = cls(reading, voices, year, said)
        counted.left = counted.whole = whole
        if head.whole in (None, whole) and (not head.divided or counted._are_divided):
            return [*counted._read(head, whole)]
        return []

    def _read(self, head: Head, whole: int) -> Iterator[tuple[int, int, str]]:
        at, k = head.end, _of_whole(head.many, whole)
        self.before, self.since = self.reading.text[: head.start], head.whom[0] if head.whom else head.end
        if head.only and (k is None or 2 * k >= whole):
            return
        start, verb = head.start, False
        while True:
            found = self._clause(at, k, verb=verb, most=(head.many == "most") * whole * (not verb))
            if found is None:
                return
            end, count, ways = found
            yield start, end, self._named
            if not verb:
                self._introduced(head)
            self.left -= count
            self.used |= ways
            after = _NEXT.match(self.reading.text, end)
            if after is None or self.left <= 0:
                return
            k = self._those(after)
            if k is None or k > self.left:
                return
            start, at, verb = after.start(), after.end(), True

    def _introduced(self, head: Head) -> None:
        """Mark the words before the count: the year, and that interviewees were divided."""
        text = self.reading.text
        if opened := [end for end, _ in opened_at(self.reading) if end == head.start]:
            self.reading.mark(0, opened[0])
        if (
            (less := _LESS_SURE.match(text))
            and less.end() == head.start
            and _is_less_sure(self.reading.ground, self.voices)
        ):
            self.reading.mark(*less.span())
        for match in _OPENING.finditer(text):
            topic = not match["asked"] or on_topic(match["asked"], self.reading.ground)
            if topic and (not match["whom"] or self._are_counted(*match.span("whom"))):
                self.reading.mark(*match.span())  # the sentence names no other year
        divided = _SPLIT.search(text[: head.start])
        of = text[head.start :].lower().startswith(("of ", "among "))
        if of and divided and self._are_divided:
            self._divided(divided)

    def _are_counted(self, start: int, end: int) -> bool:
        """Return whether some words mean the voices counted, and say no more of them."""
        found = [one for one in who_in(self.reading.text, start, end) if (one.start, one.end) == (start, end)]
        return bool(found) and VOICES.get(found[0].means) == self.voices

    @property
    def _are_divided(self) -> bool:
        shares = [count for count in self.ways.values() if count * 3 >= sum(self.ways.values())]
        return len(shares) > 1 and self.ways["supports"] > 0

    def _divided(self, found: re.Match[str]) -> None:
        if not found["on"] or on_topic(found["on"], self.reading.ground):
            self.reading.mark(*found.span())

    def _those(self, after: re.Match[str]) -> int | None:
        if after["one"]:
            return 1 if self.left == 1 else None
        if after["rest"]:
            if _NTH.get(after["which"].lower(), self.whole) != self.whole:
                return None  # a seventh of six
            k = _value(after["k"]) or 1
            return k if k == self.left else None
        return _value(after["some"])

    def _clause(self, at: int, k: int | None, *, verb: bool, most: int) -> tuple[int, int, frozenset[str]] | None:
        """Return the end of the clause from `at`, the number of people it counts, and what they said."""
        text = self.reading.text
        ends = {found.start() for found in _ENDS.finditer(text, at)} | {
            found.start() for found in _NEXT.finditer(text, at)
        }
        for end in sorted(ends, reverse=True):
            way = way_said(text[at:end], f"{self.before} {text[self.since : at]}", self.reading.ground, verb=verb)
            count = self._holds(way, k, most=most) if way is not None else None
            if way is not None and count is not None:
                return end, count, frozenset[str]().union(*way)
        return None

    def _holds(self, way: Way, k: int | None, *, most: int) -> int | None:
        """Return how many said it, if every reading of the words gives the number in the sentence; else None."""
        if any(self.used & ways for ways in way):
            return None  # these people are counted already
        counts = {sum(self.ways[one] for one in ways) for ways in way}
        count = next(iter(counts))
        if len(counts) > 1:
            return None
        if most:
            return count if 2 * count > most else None
        return count if k == count else None

    @property
    def _named(self) -> str:
        claim = self.reading.ground.claim
        return f"interviews/{claim.outcome_id}/{'+'.join(self.voices)}/{claim.scope}/{self.year}"


def _differ(reading: Reading) -> None:
    """Bind statements that two interviewees differ, or that a voice was divided."""
    ground, claim = reading.ground, reading.ground.claim
    for match in _TWO.finditer(reading.text):
        found = who_in(reading.text, *match.span("who"))
        voices = VOICES.get(found[0].means) if found else None
        if voices is not None and len(voices) == 1 and is_attached(ground, voices, claim.year):
            said = spoke(ground, voices, claim.year)
            if sorted(said.values()) == ["contradicts", "supports"]:
                reading.bind_whole(*match.span(), f"interviews/{claim.outcome_id}/{voices[0]}/{claim.scope}", "said")
    for match in _DIVIDED.finditer(reading.text):
        span = match.span("who") if match["who"] else match.span("both")
        named = {found.means for found in who_in(reading.text, *span) if found.means in VOICES}
        if any(match[0].lower().startswith(word) for word in ("some ", "most ", "few ")):
            continue
        voices = tuple(sorted(voice for means in named - {"anybody"} for voice in VOICES[means]))
        if voices and all(_mixed(ground, voice) for voice in voices):
            reading.bind_whole(*match.span(), f"interviews/{claim.outcome_id}/{'+'.join(voices)}/{claim.scope}", "said")


_OPENING: Final = Gated(
    rf"\bin {YEAR}\b|^(?:when (?:the |our )?(?P<whom>[\w’' ]+) were interviewed|in interviews),|"
    rf"^(?:(?:in|during) (?:the |our )?interviews?,? |when )?asked(?: in interviews?)?(?: {_IN_YEAR})?"
    r" (?:about|whether|if) (?P<asked>[\w’' -]+),"
)
_SPLIT: Final = Gated(
    rf"[\w’']+(?: [\w’']+)? (?:were|are) (?:divided|split)(?: on (?P<on>[\w’' -]+?))?(?: in {YEAR})?: ?$"
)
_TWO: Final = Gated(
    r"\b(?:the )?two (?P<who>[\w’' ]+?) (?:who spoke of it|(?:whom )?we interviewed|interviewed)(?: in interviews?)? "
    r"(?:disagree[ds]?(?=:| with (?:each other|one another))(?: with (?:each other|one another))?|"
    r"differ(?:ed)?(?: from (?:each other|one another))?|saw it differently|took opposite views)(?!\w)"
)
_DISAGREE: Final = (
    r"(?:disagree[ds]?|differ(?:ed)?|d(?:o|id) not agree|are at odds|were at odds"
    r"|contradict(?:ed)? (?:each other|one another)"
    r"|(?:say|said|told us|saw) (?:different|opposite) things|(?:take|took) opposite views|(?:see|saw) it differently|"
    r"point(?:ed)? (?:both|different|opposite) ways|point(?:ed)? in (?:both|different|opposite) directions)"
    r"(?: with (?:each other|one another)| from (?:each other|one another))?"
)
_ANY_TWO: Final = Gated(
    rf"^two (?P<who>[\w’' ]+?)(?: (?:whom )?we interviewed| interviewed| in interviews?)? {_DISAGREE}(?= ?[:;,—–])"
)
_DOCUMENTS: Final = Gated(
    rf"^(?:the |our |these )?(?P<n>{NUMBER} )?documents(?: of the year)?"
    rf"(?: (?:in|from|on) (?:the )?(?P<where>[\w’ ]+?))? {_DISAGREE}(?: (?:in|on) (?:the )?(?P<there>[a-z]+ ?[a-z]*))?"
    r"(?: (?:on|about|over) (?P<on>[\w’' -]+?))?(?= ?[:;,—–.])"
)
_DIVIDED: Final = Gated(
    r"\b(?:(?:the )?(?P<who>[\w’' ]{3,40}?) (?:(?:whom )?we |who were )?interviewed|"
    r"those (?:we )?interviewed, (?P<both>[\w’' ]{3,40}?) alike,) (?:were|are) (?:divided|split)(?!\w)"
)


def _two_differ(reading: Reading) -> None:
    """Bind `two partners disagreed`, if the claim has both of them, one for it and one against."""
    ground = reading.ground
    for match in _ANY_TWO.finditer(reading.text):
        found = who_in(reading.text, *match.span("who"))
        voices = VOICES.get(found[0].means) if found else None
        own = [item for item in ground.items if _is_interview(item) and item.voice in (voices or ())]
        said = {item.origin: item.polarity for item in own if item.outcome_id == ground.claim.outcome_id}
        if len(own) == len(said) and sorted(said.values()) == ["contradicts", "supports"]:
            for item in own:
                reading.bind_whole(*match.span(), item.evidence_id, "polarity")


def _has_riders(reading: Reading, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether filler with a verb is beside the counts and could affirm or undo them: `which it had`."""
    pieces = (one.span() for rest in rests(reading, spans) for one in _PIECE.finditer(reading.text, *rest))
    return any(only_filler(reading, *one) and _VERB.search(reading.text, *one) for one in pieces)


_PIECE: Final = re.compile(r"[^,;:()—–]+")
_VERB: Final = Gated(r"\b(?:is|are|was|were|do|does|did|has|have|had|say|says|said|be|been)\b")
_LESS_SURE: Final = Gated(
    r"(?:the |our )?(?:outside )?(?:partners|professionals|staff) (?:were|are) "
    r"(?:less|not (?:as|so)) (?:sure|certain|convinced|positive|clear)"
    r"(?: (?:of|about) (?:it|this))? (?:in|when) (?:the |our )?interview(?:s|ed): "
)


def _is_less_sure(ground: Ground, voices: Sequence[str]) -> bool:
    """Return whether what people said in interviews is not positive, while their survey is."""
    strands = ground.verdict.strands if ground.verdict is not None else ()
    own = [one for one in strands if (one.voice,) == tuple(voices)]
    asked, heard = ({one.reading for one in own if one.kind == kind} for kind in ("survey", "interview"))
    return asked == {"positive"} and bool(heard) and "positive" not in heard


def _documents_differ(reading: Reading) -> None:
    """Bind `the documents disagree`, where one of the claim's is for the outcome and one against it."""
    ground = reading.ground
    own = [one for one in ground.items if one.kind == "document" and one.outcome_id == ground.claim.outcome_id]
    if not {"supports", "contradicts"} <= {one.polarity for one in own}:
        return
    for match in _DOCUMENTS.finditer(reading.text):
        named = [place for place in (match["where"], match["there"]) if place]
        codes = {name.removeprefix("The "): code for name, code in ground.places.items()}
        if any({one.scope for one in own} != {codes.get(name)} for name in named):
            continue
        if _value(match["n"]) in (None, len(own)) and (not match["on"] or on_topic(match["on"], ground)):
            for item in own:
                reading.bind_whole(*match.span(), item.evidence_id, "polarity")


def _mixed(ground: Ground, voice: str) -> bool:
    """Return whether a voice's interviews are mixed, beyond some saying that it is too early."""
    strands = ground.verdict.strands if ground.verdict is not None else ()
    ways = Counter(spoke(ground, (voice,), ground.claim.year).values())
    against = ways["contradicts"] + ways["no_change"] + ways["mixed"]
    reads = any(one.kind == "interview" and one.voice == voice and one.reading == "mixed" for one in strands)
    return reads and bool(ways["supports"] + ways["mixed"]) and bool(against)


def _year(reading: Reading) -> int | None:
    """Return the year that a sentence names, or the claim's own; None if it names several."""
    named = {_value(match["year"]) for match in built(YEAR).finditer(reading.text)}
    if len(named) > 1:
        return None
    return next(iter(named), reading.ground.claim.year)


def _voices(reading: Reading, head: Head) -> tuple[str, ...] | None:
    if head.whom:
        found = who_in(reading.text, *head.whom)
    else:
        found = [one for one in who_in(reading.text, 0, head.start) if one.means in VOICES][-1:]
    return VOICES.get(found[0].means) if found else None


def _of_whole(many: str, whole: int) -> int | None:
    """Return how many of a whole some words count; None if they give no number."""
    match many:
        case "all":
            return whole
        case "both":
            return whole if whole == len(("one", "other")) else None
        case "none":
            return 0
        case "most":
            return None
        case "half":
            return whole // 2 if whole % 2 == 0 else None
        case _ if many.startswith("all but "):
            return whole - (number(many.removeprefix("all but ")) or 0)
    return number(many)


def is_attached(ground: Ground, voices: Iterable[str], year: int) -> bool:
    """Return whether the claim has evidence from any of these interviews."""
    own = set(voices)
    return any(_is_interview(item) and item.voice in own and item.year == year for item in ground.items)


def _is_interview(item: EvidenceItem) -> bool:
    return item.kind == "interview" and not item.in_a_survey


def _value(words: str | None) -> int | None:
    return number(words.strip()) if words else None
