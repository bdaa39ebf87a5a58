"""Check quotations: the words, the speaker, the place and the time, against the evidence they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.attribution import VERB, of_year, veiled, where, who
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.interviews import VOICES, spoke
from tideturn.evaluation.claims.proof.retold import names
from tideturn.evaluation.claims.proof.riders import has_riders
from tideturn.evaluation.claims.proof.ways import FOR, on_topic, way_said
from tideturn.evaluation.claims.proof.words import WORD, grammar, ignoring_case, stem, who_in
from tideturn.evaluation.claims.quotation import QUOTED, cut_in, plain, verbatim, words_of
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.model import EvidenceItem

_LINK: Final = r"(?P<link>(?:^|[,;]? )(?:and|but|yet|while|whereas|although|though) |^|(?<=[:;—–] ))"
_CONTRAST: Final = frozenset({"but", "yet", "while", "whereas", "although", "though"})
_AFTER: Final = Gated(
    r"[\s.,]*$|[,;]? (?P<link>and|but|yet|while|whereas|although|though) |[,;:]? (?:and )?(?=adding\b|“)|; (?=[^“]*“)"
)
_APART: Final = r"(?P<link>[^\w“]*? |.*[:;—–] )"
"""Words that may come before a quotation whose speaker follows it."""
_GOES_ON: Final = Gated(
    r"[:;,.]? (?:(?:and )?(?:added|adding|continued|continuing|went on|going on)(?: that)?[:,]? |and(?: that)? )?"
)
"""Words that may be between two sentences of one speaker."""
_SAYING: Final = (
    "said|says|told us|wrote|writes|explained|recalled|answered|replied|remarked|added|"
    "reported|noted|commented|observed"
)
_SHOWN: Final = Gated(r"\b(?:example|how (?:it|this|that) works)\b")
_IMPLIES: Final = Gated(
    r"\b(?:that|which|who|how|why|is|are|was|were|has|have|had|(?!working|wellbeing)\w+(?:ing|ed)|"
    r"more|less|fewer|better|worse|safer|(?!carrier|barrier)\w+ier|falls?|rises?|improve\w*)\b"
)
"""Words that make a topic more than a name: `practice that has changed`, `shared information`, `safer streets`."""
_TOPIC: Final = r"(?: (?:of|about|on) (?P<topic>[\w’' -]+?))?"
_NAMED: Final = r"(?P<topic_{}>[\w’' -]+?)"
_OF_IT: Final = (
    r"(?:described|summed up|put|(?:spoke|talked) (?:to us )?(?:of|about)|"
    r"gave (?:us )?(?:an?|one|this|the following) (?:example|account|description) of)"
)
"""Verbs of saying with a direct object."""
_AS_FOLLOWS: Final = "(?: (?:as follows|like this|this way|thus|in these (?:words|terms)))?"
_COUNTED: Final = re.compile(rf"\b{NUMBER}\b", re.IGNORECASE)
_CUT: Final = re.compile(r"…|\.\.\.|\[")
_SENTENCE: Final = 4
"""Minimum words of a match that cannot be chance."""
_DEICTIC: Final = Gated(r"\b(?:I|we|us|our|my|me|here|now|today|this|these|you|your)\b")
"""Words whose meaning depends on the speaker."""


class _Told(NamedTuple):
    """A quotation with its introduction: its span and the evidence whose words it has."""

    start: int
    end: int
    item: EvidenceItem


def account(reading: Reading) -> None:
    """Bind each quotation with the right words, speaker and place, and mark its introduction."""
    _told(reading)
    told: list[_Told] = []
    at = 0
    for quotation in QUOTED.finditer(reading.text):
        last = told[-1] if told else None
        found = (_bound(reading, quotation, item, at, last) for item in holding(reading, words_of(quotation)))
        if one := next(filter(None, found), None):
            told.append(one)
        at = max(quotation.end(), one.end if one else 0)
    if len(told) > 1 and has_riders(reading, [(one.start, one.end) for one in told]):
        return
    for one in told:
        reading.bind_whole(one.start, one.end, one.item.evidence_id, "text")


def _told(reading: Reading) -> None:
    """Bind a document's own words without quotation marks: `according to the minutes, …`."""
    text = reading.text
    for item in reading.ground.items:
        words = item.text.strip(" .")
        own_text = veiled(reading, item)
        start = (
            text.lower().find(words.lower()) if len(words.split()) >= _SENTENCE and not _DEICTIC.search(words) else -1
        )
        own = item.kind == "document" and item.outcome_id == reading.ground.claim.outcome_id
        if start < 0 or not own or not re.fullmatch(r"[\s.]*", text[start + len(words) :]):
            continue
        bits = rf"(?:,? (?:{where(reading, item)}))*"
        for name, verb in who(reading, item):
            for frame in (rf"According to {name}{bits}, ", rf"{name}{bits} {verb} that "):
                if ignoring_case(frame).fullmatch(own_text[:start]) and of_year(reading, item, own_text[:start]):
                    reading.bind_whole(0, start + len(words), item.evidence_id, "text")


def holding(reading: Reading, quoted: str) -> Iterator[EvidenceItem]:
    """Yield the claim's evidence that has these words as whole sentences and may be quoted."""
    ground = reading.ground
    if _CUT.search(quoted):
        return  # words left out could reverse the meaning
    for item in ground.items:
        own = item.outcome_id == ground.claim.outcome_id and item.kind in ("interview", "document")
        here = ground.claim.scope in (item.scope, PROGRAMME_SCOPE)
        if not (own and here and item.quotable and verbatim(quoted, item.text)):
            continue
        if not cut_in(quoted, item.text) and not cut_in(quoted, ground.record.source(item)):
            yield item


def _bound(reading: Reading, quotation: re.Match[str], item: EvidenceItem, at: int, last: _Told | None) -> _Told | None:
    """Return a quotation with the words around it that name its speaker, if all of them are true."""
    text = veiled(reading, item)
    before, after = text[at : quotation.start()], text[quotation.end() :]
    if last and item.origin == last.item.origin and last.end == at and _GOES_ON.fullmatch(before):
        return _Told(at, quotation.end(), item) if whole(quotation, item) and _AFTER.match(after) else None
    for frame in _before(reading, item, quotation.start(), last):
        found = frame.search(before)
        follows = _AFTER.match(after)
        if found and follows and _holds(reading, quotation, item, found, at, before[: found.start()]):
            start, end = at + found.start(), quotation.end()
            if _joined(reading, item, found["link"], start, end, follows["link"] or "", told=last is not None):
                return _Told(start, end, item)
    for frame in _behind(reading, item, quotation, last):
        found = frame.match(after)
        lead = re.fullmatch(_LINK, before) or re.fullmatch(_APART, before)
        if found and lead and _holds(reading, quotation, item, found, quotation.end(), before):
            start, end = at + lead.end("link"), quotation.end() + found.end()
            if _joined(reading, item, lead["link"], start, end, "", told=last is not None):
                return _Told(at if re.fullmatch(_LINK, before) else start, end, item)
    return None


def _holds(
    reading: Reading, quotation: re.Match[str], item: EvidenceItem, found: re.Match[str], begin: int, prefix: str
) -> bool:
    """Return whether an introduction found in the sentence from `begin` says no more than the evidence."""
    groups = {name: reading.text[begin:][slice(*found.span(name))] for name in found.groupdict() if found[name]}
    apart = groups.get("link", "").strip(" ,;") or prefix.rstrip().endswith((":", ";", "—", "–"))
    if not of_year(reading, item, found[0]) or (begin == 0 and prefix.strip() and not apart):
        return False
    if groups.get("sole") and not _sole(reading, item):
        return False
    if _SHOWN.search(found[0]) and item.polarity != "supports":
        return False
    if says := groups.get("says"):
        way = way_said(says, reading.text[: quotation.start() - len(says)], reading.ground)
        return way is not None and all(item.polarity in ways for ways in way)
    topics = [said for name, said in groups.items() if name.startswith("topic")]
    asked = [*topics, *(groups.get(name) for name in ("asked", "asked_too"))]
    counted = {number(said) for one in asked if one for said in _COUNTED.findall(one)}
    if counted - {number(said) for said in _COUNTED.findall(reading.ground.named)}:
        return False
    if any(one and not _is_asked(one, reading, quotation, item) for one in asked):
        return False
    # “Spoke of safer streets” implies that they are safer, so the speaker must have said so.
    topics += [groups.get("asked") or ""] * ("asked about" in found[0].lower())
    implied = any(_IMPLIES.search(topic) for topic in topics)
    return whole(quotation, item) and (not implied or item.polarity in FOR[0])


def _is_asked(topic: str, reading: Reading, quotation: re.Match[str], item: EvidenceItem) -> bool:
    """Return whether a topic is the outcome's, the time that the speaker names, or named in the whole passage."""
    if (often := _OFTEN.search(topic)) and often[0] not in reading.ground.title:
        return False
    if on_topic(_LOOSE.sub("", topic), reading.ground) or _then(topic, quotation, item):
        return True
    if the := _THE.fullmatch(topic):
        return stem(the[1]) in {stem(word) for word in WORD.findall(words_of(quotation))}
    return not _IMPLIES.search(topic) and len(topic.split()) > 1 and names(topic, item.text)


_OFTEN: Final = Gated(r"\b(?:dai|week|month|year|fortnight)ly\b")
_LOOSE: Final = Gated(r"\b(?:down|together|now|yet|really|there|having)\b")
_THE: Final = Gated(r"(?:the|this|that) ([a-z]+)")
"""A noun that the quotation itself contains."""


def _then(topic: str, quotation: re.Match[str], item: EvidenceItem) -> bool:
    """Return whether a topic is a day or a time of day that the sentence before the one quoted names."""
    before = plain(item.text).partition(plain(words_of(quotation)).strip(" .,"))[0]
    times = {stem(word) for word in grammar()["accounts"]["times"].split()}
    return stem(topic) in times & {stem(word) for word in WORD.findall(re.split(r"[.!?]", before.rstrip(" .!?"))[-1])}


def whole(quotation: re.Match[str], item: EvidenceItem) -> bool:
    """Return whether the whole coded passage is quoted, or a sentence of one that says one thing."""
    quoted, text = (plain(words).strip(" .,;:") for words in (words_of(quotation), item.text))
    return quoted == text or item.polarity != "mixed"


def _sole(reading: Reading, item: EvidenceItem) -> bool:
    return list(spoke(reading.ground, (item.voice,), item.year)) == [item.origin]


def _joined(
    reading: Reading, item: EvidenceItem, link: str, start: int, end: int, following: str, *, told: bool
) -> bool:
    """Return whether the rest of the sentence fits: a count, or `but` before evidence that reads the other way."""
    rest = QUOTED.sub("", reading.text[:start]) + " " + QUOTED.sub("", reading.text[end:])
    words = {word for joint in (link, following) for word in re.findall(r"[a-z]+", joint.lower())}
    others = [one for one in reading.ground.items if one is not item and one.outcome_id == item.outcome_id]
    if words & _CONTRAST and (not others or any(one.polarity == item.polarity for one in others)):
        return False
    introduced = not re.search(r"\w", reading.text[:start]) or reading.text[:start].rstrip().endswith(":")
    first = introduced and QUOTED.search(reading.text, end)
    spoken = told or first or any(reading.marked(at, at + 1) for at in range(start))
    return not re.search(r"\w", rest) or bool(numbers_said(rest) or spoken)


def _before(reading: Reading, item: EvidenceItem, at: int, last: _Told | None) -> Iterator[re.Pattern[str] | Gated]:
    """Yield patterns that may introduce a quotation."""
    there = where(reading, item)
    bits = rf"(?:(?:,? (?:{there}))+,?)?"
    asked = rf"(?:when )?(?:we )?asked{bits} (?:about|whether|if) (?P<asked{{}}>[\w’' -]+?){bits}"
    about = rf"(?:(?:speaking|talking|{there}),? )*(?:of|about|on) {_NAMED.format('front')}{bits}, "
    front = rf"(?:(?:{there}),? )*(?:{asked.format('')}, |{about})?(?:(?:{there}),? )*"
    of_it = rf"(?:(?:speak|talk|reflect|comment)ing )?(?:of|about|on) {_NAMED.format('too')},{bits}"
    too = rf"(?:,? (?:who was )?{asked.format('_too')},?|,? {of_it})?"
    for name, verb in (*who(reading, item), *((name, VERB) for name in _referred(reading, item, at, last))):
        patterns = [
            rf"{_LINK}{front}{name}{bits}{too} {verb}{bits}{_TOPIC}{bits}(?:[:,]| that:?)? $",
            rf"{_LINK}{front}{name}{bits}{too} {_OF_IT}{bits} {_NAMED.format('told')}{bits}{_AS_FOLLOWS}{bits}[:,] $",
            rf"{_LINK}{front}{name}{bits}{too} (?P<says>[\w’' ]+)[:,] $",
            rf"{_LINK}{front}{name}[’']s (?:own )?words(?: were)?{_TOPIC}[:,]? $",
            rf"(?P<link>^)As {name}{bits} (?:put it(?: to us)?|said|wrote|told us|explained){bits}{_TOPIC}[:,] $",
            rf"(?P<link>^)(?:In the words of|According to|To quote) {name}{bits}[:,] $",
            rf"(?P<link>^)In {name}[’']s (?:own )?words[:,] $",
        ]
        yield from map(ignoring_case, patterns)
    if last is not None and last.item.voice == item.voice and last.item.origin != item.origin:
        yield ignoring_case(rf"(?P<link>,? and )another(?: {VERB})?[:,] $")


def _referred(reading: Reading, item: EvidenceItem, at: int, last: _Told | None) -> Iterator[str]:
    """Yield `one` and `the other`, if the sentence has named the two people that they refer to."""
    before = QUOTED.sub("", reading.text[:at])
    named = [found for found in who_in(before, 0, len(before)) if found.means in VOICES]
    people = len(spoke(reading.ground, (item.voice,), item.year))
    counts = [max(one.value, one.whole or 0) for one in numbers_said(before)] + [2] * ("both" in before.lower())
    if not counts or max(counts) > people or "survey" in before.lower():
        return  # one of fifty partners who answered a survey is not one who was interviewed
    if not named or item.kind != "interview" or item.in_a_survey or item.voice not in VOICES[named[-1].means]:
        return
    if last is None:
        yield r"one(?: of them)?"
    elif last.item.voice == item.voice and last.item.origin != item.origin:
        two = re.search(r"\b(?:two|both)\b", before, re.IGNORECASE)
        yield r"(?:the other|another)(?: one)?(?: of them)?" if two else "another(?: of them)?"


def _behind(
    reading: Reading, item: EvidenceItem, quotation: re.Match[str], last: _Told | None
) -> Iterator[re.Pattern[str] | Gated]:
    """Yield patterns that may follow a quotation and name the speaker."""
    bits = rf"(?:,? (?:{where(reading, item)}))*"
    asked = r"(?:,? (?:who was |when )?asked (?:about|whether|if) (?P<asked>[\w’' -]+?))?"
    end = r"(?=\.?$|[,;:]? (?:and )?(?:adding\b|“)|[,;]? (?:and|but|while|whereas|although|though) [^“]*“|[;:] “)"
    referred = ((name, VERB) for name in _referred(reading, item, quotation.start(), last))
    for name, verb in (*who(reading, item), *referred):
        if "sole" in name:
            continue
        for pattern in (
            rf"(?:,|: so)? (?:{_SAYING}) {name}{bits}{_TOPIC}{bits}{asked}{end}",
            rf"(?:,|: th(?:is|at))? (?:is|was) how {name}{bits} (?:put|described|saw|summed up) "
            rf"(?:it|{_NAMED.format('how')}){bits}{end}",
            rf",? (?:in the words of|according to) {name}{bits}{end}",
            rf",? {name}{bits} {verb}{bits}{_TOPIC}{bits}{asked}{end}",
        ):
            yield ignoring_case(pattern)
