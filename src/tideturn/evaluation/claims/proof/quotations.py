"""Check quotations: the words, the speaker, the place and the time, against the evidence they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.proof.attribution import VERB, of_year, where, who
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.interviews import spoke
from tideturn.evaluation.claims.proof.ways import FOR, on_topic, way_said
from tideturn.evaluation.claims.quotation import QUOTED, cut_in, plain, verbatim, words_of
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.model import EvidenceItem

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
        bits = rf"(?:,? (?:{where(reading, item)}))*"
        for name, verb in who(reading, item):
            for frame in (rf"According to {name}{bits}, ", rf"{name}{bits} {verb} that "):
                if re.fullmatch(frame, text[:start], re.IGNORECASE) and of_year(reading, item, text[:start]):
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
        if found and lead and _whole(quotation, item) and of_year(reading, item, before + found[0]):
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
    if not of_year(reading, item, found[0]) or (at == 0 and prefix.strip() and not found["link"].strip(" ,;")):
        return False
    if groups.get("sole") and not _sole(reading, item):
        return False
    if says := groups.get("says"):
        way = way_said(says, reading.text[: quotation.start() - len(says)], reading.ground)
        return way is not None and all(item.polarity in ways for ways in way)
    if (asked := groups.get("asked")) and not on_topic(asked, reading.ground):
        return False
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
    there = where(reading, item)
    front = rf"(?:(?:when )?asked about (?P<asked>[\w’' -]+?), )?(?:(?:{there}),? )*"
    bits = rf"(?:,? (?:{there}))*"
    topic = r"(?: (?:of|about|on) (?P<topic>[\w’' -]+?))?"
    for name, verb in who(reading, item):
        patterns = [
            rf"{_LINK}{front}{name}{bits} {verb}{bits}{topic}[:,] $",
            rf"{_LINK}{front}{name}{bits} (?P<says>[\w’' ]+)[:,] $",
            rf"(?P<link>^)As {name}{bits} (?:put it|said|wrote){bits}[:,] $",
            rf"(?P<link>^)(?:In the words of|According to) {name}{bits}[:,] $",
        ]
        yield from (re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    if last is not None and last.voice == item.voice and last.origin != item.origin:
        yield re.compile(rf"(?P<link>,? and )another(?: {VERB})?[:,] $", re.IGNORECASE)


def _behind(reading: Reading, item: EvidenceItem) -> Iterator[re.Pattern[str]]:
    """Yield patterns that may follow a quotation and name the speaker."""
    bits = rf"(?:,? (?:{where(reading, item)}))*"
    for name, verb in who(reading, item):
        for pattern in (
            rf",? (?:said|told us|wrote|says|writes) {name}{bits}\.?$",
            rf",? {name}{bits} {verb}{bits}\.?$",
        ):
            if "sole" not in pattern:
                yield re.compile(pattern, re.IGNORECASE)
