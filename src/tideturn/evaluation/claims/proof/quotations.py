"""Check quotations: the words, the speaker, the place and the time, against the evidence they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.number_words import number, spelled
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.interviews import YEAR, spoke
from tideturn.evaluation.claims.proof.ways import FOR, on_topic, way_said
from tideturn.evaluation.claims.proof.words import speakers
from tideturn.evaluation.claims.quotation import QUOTED, cut_in, plain, verbatim, words_of
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.model import EvidenceItem

_VERB: Final = r"(?:said|says|told us|put it (?:like this|this way)|answered|explained|recalled|described it like this)"
_WRITTEN: Final = r"(?:wrote|writes?|says?|said|states?|stated|notes?|noted|reads?|records?|recorded|reports?|reported)"
_LINK: Final = r"(?P<link>(?:^|[,;]? )(?:and|but|yet|while|whereas|although|though) |^)"
_CONTRAST: Final = frozenset({"but", "yet", "while", "whereas", "although", "though"})
_AFTER: Final = re.compile(r"[\s.,]*$|[,;]? (?P<link>and|but|yet|while|whereas|although|though) ", re.IGNORECASE)
_CUT: Final = re.compile(r"…|\.\.\.|\[")
_SENTENCE: Final = 4
"""Shortest match in words that cannot be chance."""
_DEICTIC: Final = re.compile(r"\b(?:I|we|us|our|my|me|here|now|today|this|these|you|your)\b", re.IGNORECASE)
"""Words whose meaning depends on the speaker."""


def account(reading: Reading) -> None:
    """Bind each quotation with the right words, speaker and place, and mark its introduction."""
    _told(reading)
    last: EvidenceItem | None = None
    at = 0
    for quotation in QUOTED.finditer(reading.text):
        for item in _holding(reading, words_of(quotation)):
            if _bind(reading, quotation, item, at, last):
                last = item
                break
        at = quotation.end()


def _told(reading: Reading) -> None:
    """Bind a document's own words without quotation marks: `according to the minutes, …`."""
    text = reading.text
    for item in reading.ground.items:
        words = item.text.strip(" .")
        start = (
            text.lower().find(words.lower()) if len(words.split()) >= _SENTENCE and not _DEICTIC.search(words) else -1
        )
        own = item.kind == "document" and item.outcome_id == reading.ground.claim.outcome_id
        if start < 0 or not own or not re.fullmatch(r"[\s.]*", text[start + len(words) :]):
            continue
        where = rf"(?:,? (?:{_where(reading, item)}))*"
        for who, verb in _who(reading, item):
            for frame in (rf"According to {who}{where}, ", rf"{who}{where} {verb} that "):
                if re.fullmatch(frame, text[:start], re.IGNORECASE) and _then(reading, item, text[:start]):
                    reading.bind_whole(0, start + len(words), item.evidence_id, "text")


def _holding(reading: Reading, quoted: str) -> Iterator[EvidenceItem]:
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


def _bind(reading: Reading, quotation: re.Match[str], item: EvidenceItem, at: int, last: EvidenceItem | None) -> bool:
    before, after = reading.text[at : quotation.start()], reading.text[quotation.end() :]
    for frame in _before(reading, item, last):
        found = frame.search(before)
        follows = _AFTER.match(after)
        if found and follows and _holds(reading, quotation, item, found, before[: found.start()], at):
            start, end = at + found.start(), quotation.end()
            if _joined(reading, item, found["link"], start, end, follows["link"] or ""):
                reading.bind_whole(start, end, item.evidence_id, "text")
                return True
    for frame in _behind(reading, item):
        found = frame.match(after)
        lead = re.fullmatch(_LINK, before)
        if found and lead and _whole(quotation, item) and _then(reading, item, before + found[0]):
            end = quotation.end() + found.end()
            if _joined(reading, item, lead["link"], at, end, ""):
                reading.bind_whole(at, end, item.evidence_id, "text")
                return True
    return False


def _holds(
    reading: Reading, quotation: re.Match[str], item: EvidenceItem, found: re.Match[str], prefix: str, at: int
) -> bool:
    """Return whether the introduction says no more than the evidence."""
    groups = found.groupdict()
    if not _then(reading, item, found[0]) or (at == 0 and prefix.strip() and not found["link"].strip(" ,;")):
        return False
    if groups.get("sole") and not _sole(reading, item):
        return False
    if says := groups.get("says"):
        way = way_said(says, reading.text[: quotation.start() - len(says)], reading.ground)
        return way is not None and all(item.polarity in ways for ways in way)
    topic = groups.get("topic")
    # “Spoke of safer streets” implies that they are safer, so the speaker must have said so.
    if topic and not (on_topic(topic, reading.ground) and item.polarity in FOR[0]):
        return False
    return _whole(quotation, item)


def _whole(quotation: re.Match[str], item: EvidenceItem) -> bool:
    """Return whether the whole coded passage is quoted; a part of it has no coding of its own."""
    quoted, text = (plain(words).strip(" .,;:") for words in (words_of(quotation), item.text))
    return quoted == text


def _sole(reading: Reading, item: EvidenceItem) -> bool:
    return list(spoke(reading.ground, (item.voice,), item.year)) == [item.origin]


def _then(reading: Reading, item: EvidenceItem, frame: str) -> bool:
    """Return whether the evidence is from the year named, or from the claim's year if none is named."""
    years = {number(match["year"]) for match in re.finditer(YEAR, frame, re.IGNORECASE)}
    return (years or {reading.ground.claim.year}) == {item.year}


def _joined(reading: Reading, item: EvidenceItem, link: str, start: int, end: int, following: str) -> bool:
    """Return whether the rest of the sentence fits: a count, or `but` before evidence that reads the other way."""
    rest = QUOTED.sub("", reading.text[:start]) + " " + QUOTED.sub("", reading.text[end:])
    words = {word for joint in (link, following) for word in re.findall(r"[a-z]+", joint.lower())}
    others = [one for one in reading.ground.items if one is not item and one.outcome_id == item.outcome_id]
    if words & _CONTRAST and (not others or any(one.polarity == item.polarity for one in others)):
        return False
    spoken = any(reading.marked(at, at + 1) for at in range(start))
    return not re.search(r"\w", rest) or bool(numbers_said(rest)) or spoken


def _before(reading: Reading, item: EvidenceItem, last: EvidenceItem | None) -> Iterator[re.Pattern[str]]:
    """Yield patterns that may introduce a quotation."""
    where = _where(reading, item)
    front = rf"(?:(?:{where}),? )*"
    bits = rf"(?:,? (?:{where}))*"
    topic = r"(?: (?:of|about|on) (?P<topic>[\w’' -]+?))?"
    for who, verb in _who(reading, item):
        patterns = [
            rf"{_LINK}{front}{who}{bits} {verb}{bits}{topic}[:,] $",
            rf"{_LINK}{front}{who}{bits} (?P<says>[\w’' ]+)[:,] $",
            rf"(?P<link>^)As {who}{bits} (?:put it|said|wrote){bits}[:,] $",
            rf"(?P<link>^)(?:In the words of|According to) {who}{bits}[:,] $",
        ]
        yield from (re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    if last is not None and last.voice == item.voice and last.origin != item.origin:
        yield re.compile(rf"(?P<link>,? and )another(?: {_VERB})?[:,] $", re.IGNORECASE)


def _behind(reading: Reading, item: EvidenceItem) -> Iterator[re.Pattern[str]]:
    """Yield patterns that may follow a quotation and name the speaker."""
    bits = rf"(?:,? (?:{_where(reading, item)}))*"
    for who, verb in _who(reading, item):
        for pattern in (rf",? (?:said|told us|wrote|says|writes) {who}{bits}\.?$", rf",? {who}{bits} {verb}{bits}\.?$"):
            if "sole" not in pattern:
                yield re.compile(pattern, re.IGNORECASE)


def _where(reading: Reading, item: EvidenceItem) -> str:
    """Return a pattern for the place, the time and the way in which something was said."""
    names = [name for name, code in reading.ground.places.items() if code == item.scope]
    last = [name.split()[-1] for name in reading.ground.places]
    names += [f"the {name.split()[-1]}" for name in names if last.count(name.split()[-1]) == 1 and _common(name)]
    places = [rf"(?:in|on|at|from) (?:the )?{re.escape(name)}" for name in names]
    if item.kind == "interview":
        how = [r"in (?:the|our|their|a) survey"] if item.in_a_survey else [r"in (?:an|our|the) interviews?"]
        places += [*how, r"when interviewed"] if not item.in_a_survey else how
    return "|".join((*places, rf"in (?:programme )?year (?:{item.year}|{spelled(item.year)})"))


def _common(name: str) -> bool:
    """Return whether a site's name ends in a common noun: the Northumberland coast."""
    return " " in name and name.split()[-1].islower()


def _who(reading: Reading, item: EvidenceItem) -> Iterator[tuple[str, str]]:
    """Yield patterns for the speaker, no more exact than the evidence, each with its verbs."""
    if item.kind == "document":
        yield from ((name, _WRITTEN) for name in _documents(reading, item))
        return
    sector = item.speaker.partition(", ")[2]
    noun, works = speakers(item.voice), re.escape(sector)
    of = rf"(?: (?:in|from|with) (?:the )?{works})?" if sector else ""
    kind = rf"(?:{works} )?" if sector else ""
    asked = "" if item.in_a_survey else r"(?: (?:whom )?(?:we|who was) interviewed)?"
    one = rf"(?:one|an?) {kind}(?:{noun}){of}{asked}|some(?:body|one){of}"
    named = rf"(?:{one}|one of (?:the|our) (?:{_plural(item)}){asked})"
    verb = r"(?:wrote|said|put it (?:like this|this way))" if item.in_a_survey else _VERB
    yield named, verb
    if not item.in_a_survey and item.voice in ("stakeholder", "staff"):
        yield (
            rf"(?P<sole>the (?:one|only) {kind}(?:{noun}) (?:who|that) (?:spoke|talked) (?:of|about) it"
            r"(?: in (?:our |the )?interviews?)?)",
            _VERB,
        )


def _plural(item: EvidenceItem) -> str:
    return {
        "staff": "programme[’']s (?:own )?staff|workers|staff",
        "stakeholder": "(?:outside )?partners|outside professionals",
        "young_person": "young people",
        "family": "parents and carers",
    }.get(item.voice, "people")


def _documents(reading: Reading, item: EvidenceItem) -> Iterator[str]:
    """Yield names for a document: its title, its author, or both."""
    origin = rf"(?:the )?{_loose(item.origin)}"
    title = reading.ground.record.titles.get(item.evidence_id.split("/")[1], "")
    names = [title, *re.split(r"[,:(]", title)[:1], *re.findall(r"\(([^)]+)\)", title)]
    called = "|".join(_loose(name.strip(" )")) for name in dict.fromkeys(names) if len(name.split()) > 1)
    yield origin
    yield rf"a document (?:of|from|by) {origin}"
    if called:
        yield rf"(?:the )?(?:{called})(?:,? (?:of|from|by) {origin})?"
        yield rf"{origin}[’']s? (?:{called})"


def _loose(name: str) -> str:
    """Return a name escaped for a pattern, with either apostrophe."""
    return re.sub(r"[’']", "[’']", re.escape(name.removeprefix("the ")).replace(r"\ ", " "))
