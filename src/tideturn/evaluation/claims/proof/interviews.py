"""Check how many interviewees said what about an outcome, counting all of them and not only the claim's evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.clause import Ground, Reading
from tideturn.evaluation.claims.proof.ways import Way, on_topic, way_said
from tideturn.evaluation.claims.proof.words import grammar, who_in
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
    for item in ground.record.evidence:
        own = item.outcome_id == ground.claim.outcome_id and item.year == year
        if own and item.kind == "interview" and not item.in_a_survey and item.voice in set(voices):
            said[item.origin] |= {item.polarity} - {"none"}
    return {who: next(iter(ways)) if len(ways) == 1 else "mixed" for who, ways in said.items() if ways}


_LONGEST: Final = 8
"""Maximum number of words in a topic that a count of interviewees names."""


_HEARD: Final = (
    r"(?:(?:who|that) (?:spoke|talked|commented|gave (?:us )?(?:a|their) view|told us|were asked|was asked)"
    r"(?: (?:to|with) us)?(?: in (?:the |our )?interviews?)? (?:of|about|on)|"
    r"(?:whom we |who were |we )?(?:asked|interviewed)(?: in (?:the |our )?interviews?)? (?:about|on)) "
)
_SPEAKS: Final = re.compile(_HEARD, re.IGNORECASE)
"""Words that each head below has, so that heads are built only where one may stand."""


@cache
def _head(words: int) -> re.Pattern[str]:
    """Return the pattern for `k of the n partners who spoke of it`, where a topic has so many words."""
    who = "|".join(rule for name in VOICES for rule in grammar()["who"][name]).replace("<’>", "[’']")
    heard = (
        rf"{_HEARD}(?P<about{{0}}>it|this|that|[\w’'-]+(?: [\w’'-]+){{{{{words}}}}})(?: to us)?"
        rf"(?: in (?:the |our )?interviews?| (?:when |who were )?interviewed| {_IN_YEAR})*"
    )
    whom = rf"(?:the |our )?(?P<n>{NUMBER} )?(?P<who>{who})? ?{heard.format('')}"
    return re.compile(
        rf"\b(?:(?:(?P<but>all but )?(?P<k>{NUMBER}) (?:out )?of|(?P<none>none of|not one of|no(?= partner\b))|"
        rf"(?P<all>all(?: of)?|both(?: of)?|each of|each|every one of|every)|"
        rf"(?P<most>most(?: of)?|a majority of)) {whom}"
        rf"|(?:of|among) (?:the )?(?P<of>{NUMBER}) (?:(?P<those>{who}) )?{heard.format('_of')},"
        rf" (?P<part>{NUMBER})(?: of them)?"
        rf"|(?P<led>{who}) {heard.format('_led')} (?:were|are) (?:divided|split)[:;,] of (?:the )?(?P<of_led>{NUMBER}),"
        rf" (?P<part_led>{NUMBER})(?: of them)?)(?= )",
        re.IGNORECASE,
    )


_REST: Final = "other|remaining|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_NEXT: Final = re.compile(
    rf"(?P<join>[,;]? (?:and|but|while|whereas|though|although)|[,;]) (?:(?P<rest>the (?:{_REST})(?: one)? ?)"
    rf"(?P<k>{NUMBER})?|the (?P<one>one) who did not|(?P<some>{NUMBER}))(?: of them)?(?= )",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"[.!?]?$|[,;:—–](?= )| \(")


def account(reading: Reading) -> None:
    """Bind counts of interviewees and what they said."""
    _documents_differ(reading)
    if reading.ground.claim.scope != PROGRAMME_SCOPE or not reading.ground.record.evidence:
        return  # so few people are interviewed at one site that readers could identify them
    for words in sorted(_lengths(reading)):
        for head in _head(words).finditer(reading.text):
            if not any(reading.marked(at, at + 1) for at in range(head.start(), head.end())):
                _Counted.of(reading, head)
    _differ(reading)
    _two_differ(reading)


def _lengths(reading: Reading) -> set[int]:
    """Return how many words more than one a topic may have, wherever somebody is said to speak of one."""
    found = set()
    for heard in _SPEAKS.finditer(reading.text):
        words = reading.text[heard.end() :].split(" ")[:_LONGEST]
        found |= {n for n in range(len(words)) if n == 0 or on_topic(" ".join(words[: n + 1]), reading.ground)}
    return found


class _Counted:
    """The interviewees that a sentence counts: how many, which voices and which year."""

    def __init__(self, reading: Reading, voices: tuple[str, ...], year: int, said: Mapping[str, str]) -> None:
        self.reading, self.voices, self.year = reading, voices, year
        self.ways = Counter(said.values())
        self.left = len(said)
        self.used: set[str] = set()

    @classmethod
    def of(cls, reading: Reading, head: re.Match[str]) -> None:
        """Read the count and the clauses after it, and bind those that are true."""
        ground, year = reading.ground, _year(reading)
        voices = _voices(reading, head)
        if year is None or voices is None or not _about(head, ground):
            return
        said = spoke(ground, voices, year)
        if not is_attached(ground, voices, year) or not said:
            return
        if len(voices) > 1 and spoke(ground, PROTECTED, year):
            return  # “people interviewed” would include young people and families
        whole = _value(head["n"] or head["of"] or head["of_led"])
        if whole is not None and whole != len(said):
            return
        counted = cls(reading, voices, year, said)
        if not head["led"] or counted._are_divided:
            counted._read(head)

    def _read(self, head: re.Match[str]) -> None:
        at, whole = head.end(), self.left
        k: int | None = _value(head["k"] or head["part"] or head["part_led"])
        if head["but"] and k is not None:
            k = whole - k
        if head["all"]:
            k = whole if not head["all"].lower().startswith("both") or whole == 2 else None
        elif head["none"]:
            k = 0
        start, verb = head.start(), False
        while True:
            found = self._clause(at, k, verb=verb, most=bool(head["most"]) and not verb)
            if found is None:
                return
            end, count, ways = found
            self.reading.bind_whole(start, end, self._named, "said")
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

    def _introduced(self, head: re.Match[str]) -> None:
        """Mark the words before the count: the year, and that interviewees were divided."""
        text = self.reading.text
        for match in _OPENING.finditer(text):
            if not match["asked"] or on_topic(match["asked"], self.reading.ground):
                self.reading.mark(*match.span())  # the sentence names no other year
        divided = _SPLIT.search(text[: head.start()])
        if head["of"] and divided and self._are_divided:
            self._divided(divided)

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
            k = _value(after["k"]) or 1
            return k if k == self.left else None
        return _value(after["some"])

    def _clause(self, at: int, k: int | None, *, verb: bool, most: bool) -> tuple[int, int, frozenset[str]] | None:
        """Return the end of the clause from `at`, the number of people it counts, and what they said."""
        text = self.reading.text
        ends = {found.start() for found in _ENDS.finditer(text, at)} | {
            found.start() for found in _NEXT.finditer(text, at)
        }
        for end in sorted(ends, reverse=True):
            way = way_said(text[at:end], text[:at], self.reading.ground, verb=verb)
            count = self._holds(way, k, most=most) if way is not None else None
            if way is not None and count is not None:
                return end, count, frozenset[str]().union(*way)
        return None

    def _holds(self, way: Way, k: int | None, *, most: bool) -> int | None:
        """Return how many said so, if every reading of the words gives the number in the sentence; else None."""
        if any(self.used & ways for ways in way):
            return None  # these people are counted already
        counts = {sum(self.ways[one] for one in ways) for ways in way}
        count = next(iter(counts))
        if len(counts) > 1:
            return None
        if most:
            return count if 2 * count > self.left else None
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


_OPENING: Final = re.compile(
    rf"\bin {YEAR}\b|^(?:when (?:[\w’' ]+) were |in )interview(?:ed|s),|"
    rf"^(?:(?:in|during) (?:the |our )?interviews?,? |when )?asked(?: in interviews?)?(?: {_IN_YEAR})?"
    r" (?:about|whether|if) (?P<asked>[\w’' -]+),",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(
    rf"[\w’']+(?: [\w’']+)? (?:were|are) (?:divided|split)(?: on (?P<on>[\w’' -]+?))?(?: in {YEAR})?: ?$", re.IGNORECASE
)
_TWO: Final = re.compile(
    r"\b(?:the )?two (?P<who>[\w’' ]+?) (?:who spoke of it|(?:whom )?we interviewed|interviewed)(?: in interviews?)? "
    r"(?:disagree[ds]?(?=:| with (?:each other|one another))(?: with (?:each other|one another))?|"
    r"differ(?:ed)?(?: from (?:each other|one another))?|saw it differently|took opposite views)(?!\w)",
    re.IGNORECASE,
)
_DISAGREE: Final = (
    r"(?:disagree[ds]?|differ(?:ed)?|d(?:o|id) not agree|are at odds|were at odds"
    r"|contradict(?:ed)? (?:each other|one another)"
    r"|(?:say|said|told us|saw) (?:different|opposite) things|(?:take|took) opposite views|(?:see|saw) it differently|"
    r"point(?:ed)? (?:both|different|opposite) ways|point(?:ed)? in (?:both|different|opposite) directions)"
    r"(?: with (?:each other|one another)| from (?:each other|one another))?"
)
_ANY_TWO: Final = re.compile(
    rf"^two (?P<who>[\w’' ]+?)(?: (?:whom )?we interviewed| interviewed| in interviews?)? {_DISAGREE}(?= ?[:;,—–])",
    re.I,
)
_DOCUMENTS: Final = re.compile(
    rf"^(?:the |our |these )?(?P<n>{NUMBER} )?documents {_DISAGREE}"
    r"(?: (?:on|about|over) (?P<on>[\w’' -]+?))?(?= ?[:;,—–.])",
    re.I,
)
_DIVIDED: Final = re.compile(
    r"\b(?:(?:the )?(?P<who>[\w’' ]{3,40}?) (?:(?:whom )?we |who were )?interviewed|"
    r"those (?:we )?interviewed, (?P<both>[\w’' ]{3,40}?) alike,) (?:were|are) (?:divided|split)(?!\w)",
    re.IGNORECASE,
)


def _two_differ(reading: Reading) -> None:
    """Bind `two partners disagreed`, where the claim has both of them, and one is for it and one against."""
    ground = reading.ground
    for match in _ANY_TWO.finditer(reading.text):
        found = who_in(reading.text, *match.span("who"))
        voices = VOICES.get(found[0].means) if found else None
        own = [item for item in ground.items if _is_interview(item) and item.voice in (voices or ())]
        said = {item.origin: item.polarity for item in own if item.outcome_id == ground.claim.outcome_id}
        if len(own) == len(said) and sorted(said.values()) == ["contradicts", "supports"]:
            for item in own:
                reading.bind_whole(*match.span(), item.evidence_id, "polarity")


def _documents_differ(reading: Reading) -> None:
    """Bind `the documents disagree`, where one of the claim's is for the outcome and one against it."""
    ground = reading.ground
    own = [one for one in ground.items if one.kind == "document" and one.outcome_id == ground.claim.outcome_id]
    if not {"supports", "contradicts"} <= {one.polarity for one in own}:
        return
    for match in _DOCUMENTS.finditer(reading.text):
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
    named = {_value(match["year"]) for match in re.finditer(YEAR, reading.text, re.IGNORECASE)}
    if len(named) > 1:
        return None
    return next(iter(named), reading.ground.claim.year)


def _voices(reading: Reading, head: re.Match[str]) -> tuple[str, ...] | None:
    name = next((name for name in ("who", "those", "led") if head[name]), "")
    if name:
        found = who_in(reading.text, *head.span(name))
    else:
        found = [one for one in who_in(reading.text, 0, head.start()) if one.means in VOICES][-1:]
    return VOICES.get(found[0].means) if found else None


def _about(head: re.Match[str], ground: Ground) -> bool:
    about = head["about"] or head["about_of"] or head["about_led"]
    return about is None or about.lower() in ("it", "this", "that") or on_topic(about, ground)


def is_attached(ground: Ground, voices: Iterable[str], year: int) -> bool:
    """Return whether the claim has evidence from any of these interviews."""
    own = set(voices)
    return any(_is_interview(item) and item.voice in own and item.year == year for item in ground.items)


def _is_interview(item: EvidenceItem) -> bool:
    return item.kind == "interview" and not item.in_a_survey


def _value(words: str | None) -> int | None:
    return number(words.strip()) if words else None
