"""Check reported speech: what a sentence says that a person or a document said.

The words repeat one sentence of that person's own coded passage, or they restate the outcome as the passage is coded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated, built
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.attribution import (
    SECTOR,
    elsewhere,
    of_year,
    place_names,
    veiled,
    where,
    who,
)
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.interviews import VOICES, spoke
from tideturn.evaluation.claims.proof.proposition import forms
from tideturn.evaluation.claims.proof.quotations import holding, whole
from tideturn.evaluation.claims.proof.retold import repeats, repeats_all
from tideturn.evaluation.claims.proof.riders import BEGINS, CONTRASTS, ENDS, has_riders
from tideturn.evaluation.claims.proof.times import MONTH
from tideturn.evaluation.claims.proof.ways import AGAINST, way_said
from tideturn.evaluation.claims.proof.words import WORD, grammar, ignoring_case, stem, who_in
from tideturn.evaluation.claims.quotation import QUOTED, words_of
from tideturn.evaluation.model import EvidenceItem

_THAT: Final = Gated(r"(?:,? that)? ")
_ONE: Final = Gated(r"(?:one|(?P<other>the other)|(?P<next>another))(?: of them)?(?=[ ,])")
_NUMERAL: Final = Gated(rf".*\b{NUMBER}$")
_AND_THAT: Final = re.compile(r"[,;]? (?:and )?that (?=\w+ )(?<=and that )", re.IGNORECASE)
_AND_SO: Final = re.compile(r"[,;] and (?!that )", re.IGNORECASE)
_FRONTED: Final = re.compile(rf"(?P<when>(?:since|in|from|until|by) {MONTH}(?: 20\d\d)?),? (?P<rest>.+)", re.IGNORECASE)
"""A month at the start of a sentence, which a source may have at the end."""
_WHERE: Final = "in|on|at|from|there|when|whom|we|who"
"""Words that begin a place, a time or a way in which something was said."""
_ITS: Final = Gated(r"\b(?:its|their) ")


_WITH_WORDS: Final = re.compile(r": (?=“[^”]+”\.?$)")
"""Marks between a report of what somebody said and that person’s own words."""


class _Account(NamedTuple):
    """Reported words: their span, and the evidence that they rest on."""

    start: int
    end: int
    items: tuple[EvidenceItem, ...]
    field: str


def account(reading: Reading) -> None:
    """Bind each account of what somebody said, if it is true and says no more than they did."""
    told: list[_Account] = []
    for begin in BEGINS.finditer(reading.text):
        if told and begin.end() < told[-1].end:
            continue
        found = max(_accounts(reading, *begin.span(), told), key=lambda one: one.end, default=None)
        if found and _fits(reading, found, begin[0]):
            told.append(found)
    if has_riders(reading, [(one.start, one.end) for one in told]):
        return
    for one in told:
        for item in one.items:
            reading.bind_whole(one.start, one.end, item.evidence_id, one.field)
            if quoted := _WITH_WORDS.match(reading.text, one.end):
                quotation = QUOTED.match(reading.text, quoted.end())
                same = len(one.items) == 1 and quotation and item in holding(reading, words_of(quotation))
                if same and quotation and whole(quotation, item) and one.field == "text":
                    reading.bind_whole(one.end, quotation.end(), item.evidence_id, "text")
        if joined := CONTRASTS.match(reading.text, one.end):
            reading.mark(*joined.span())


def _fits(reading: Reading, found: _Account, opening: str) -> bool:
    """Return whether a word of contrast comes before something that reads otherwise than other evidence."""
    contrast = any(re.search(rf"\b{word}\b", opening, re.IGNORECASE) for word in grammar()["accounts"]["contrasts"])
    ways = {item.polarity for item in found.items}
    return not contrast or any(item.polarity not in ways for item in reading.ground.items)


def _accounts(reading: Reading, start: int, at: int, told: Sequence[_Account]) -> Iterator[_Account]:
    for end, items in _speakers(reading, at, told):
        if all(of_year(reading, item, veiled(reading, item)[at:end]) for item in items):
            yield from _said(reading, start, end, items)
    yield from _behind(reading, start, at)


def _own(reading: Reading) -> Sequence[EvidenceItem]:
    """Return the evidence that a sentence may report: on this outcome, from here, and allowed to be quoted."""
    ground = reading.ground
    if "told" not in reading.memo:
        reading.memo["told"] = [
            item
            for item in ground.items
            if item.kind in ("interview", "document")
            and item.outcome_id == ground.claim.outcome_id
            and item.quotable
            and ground.claim.scope in (item.scope, PROGRAMME_SCOPE)
            and not elsewhere(reading, item)
        ]
    own: Sequence[EvidenceItem] = reading.memo["told"]
    return own


def _speakers(
    reading: Reading, at: int, told: Sequence[_Account], before: tuple[EvidenceItem, ...] = ()
) -> Iterator[tuple[int, tuple[EvidenceItem, ...]]]:
    """Yield the end of each list of speakers from here, with one piece of evidence for each."""
    for item in _own(reading):
        if item.origin in {one.origin for one in before}:
            continue
        for end in {*_named(reading, item, at), *_referred(reading, item, at, told, before)}:
            items = (*before, item)
            yield end, items
            if joined := re.compile(r",? and |, ").match(reading.text, end):
                yield from _speakers(reading, joined.end(), told, items)


def _bits(reading: Reading, item: EvidenceItem, at: int) -> str:
    """Return a pattern for where and when somebody spoke; `there` is a place that was named."""
    earlier = reading.text[:at]
    claim = reading.ground.claim
    there = claim.scope == item.scope or any(name in earlier for name in place_names(reading, item))
    return where(reading, item) + ("|there" if there else "")


def _named(reading: Reading, item: EvidenceItem, at: int) -> Iterator[int]:
    if item.kind == "interview" and not _one_speaker().match(reading.text, at):
        return
    there = _bits(reading, item, at)
    if (key := ("names", id(item), there)) not in reading.memo:
        reading.memo[key] = [*_names(reading, item, there)]
    for name in reading.memo[key]:
        found = name.match(veiled(reading, item), at)
        if found and (not found.groupdict().get("sole") or _only(reading, item)):
            yield found.end()


def _names(reading: Reading, item: EvidenceItem, there: str) -> Iterator[Gated]:
    """Yield patterns for a speaker, with where and when."""
    heard = "|".join(grammar()["accounts"]["heard"])
    for name, _ in who(reading, item):
        yield ignoring_case(
            rf"(?:(?:{there}),? )*(?:(?:{heard}) )?{name}(?:(?:,? (?:{there}))+,|(?:,? (?:{there}))*)(?= )"
        )


@cache
def _one_speaker() -> re.Pattern[str]:
    """Return a pattern for the words that begin every name of an interviewee, so that few patterns are built."""
    heard = "|".join(grammar()["accounts"]["heard"])
    return built(rf"(?:one|an?|some(?:one|body)|the (?:one|only)|{_WHERE}|{heard})\b")


def _only(reading: Reading, item: EvidenceItem) -> bool:
    return list(spoke(reading.ground, (item.voice,), item.year)) == [item.origin]


def _referred(
    reading: Reading, item: EvidenceItem, at: int, told: Sequence[_Account], listed: Sequence[EvidenceItem]
) -> Iterator[int]:
    """Yield the end of `one` or `the other`, where the sentence has named the people it is one of."""
    named = [found.means for found in who_in(reading.text, 0, at) if found.means in VOICES]
    heard = bool(told or listed) or any(bond.evidence_id.startswith("interviews/") for bond in reading.bonds)
    if not heard or item.kind != "interview" or item.in_a_survey or not named or item.voice not in VOICES[named[-1]]:
        return  # one of fifty partners who answered a survey is not one who was interviewed
    there = _bits(reading, item, at)
    text = veiled(reading, item)
    front = ignoring_case(rf"(?:(?:{there}),? )*").match(text, at)
    found = _ONE.match(reading.text, front.end() if front else at)
    if found is None:
        return
    before = {one.origin for account in told for one in account.items}
    people = spoke(reading.ground, (item.voice,), item.year)
    if found["other"] and not (len(people) == 2 and len(before) == 1):
        return
    if (found["other"] or found["next"]) and item.origin in before:
        return
    gloss = ignoring_case(rf"(?:, an? {SECTOR}+ (?:partner|professional),)?(?:,? (?:{there}))*")
    after = gloss.match(text, found.end()) if item.speaker.partition(", ")[2] else None
    yield after.end() if after else found.end()


def _said(reading: Reading, start: int, at: int, items: tuple[EvidenceItem, ...]) -> Iterator[_Account]:
    """Yield the words that the sentence gives to the speakers before `at`."""
    text = reading.text
    for end in _ends(text, at):
        if (
            all(item.kind == "interview" for item in items)
            and _agree(reading, text[at:end], text[:at], items)
            and _is_exact(reading, items)
        ):
            yield _Account(start, end, items, "polarity")
        if len(items) > 1:
            continue
        (item,) = items
        for begin in _verbs(reading, item, at):
            if begin < end and _tells(text[begin:end], item, text[:at], _one_of(reading)):
                yield _Account(start, end, items, "text")


def _is_exact(reading: Reading, items: Sequence[EvidenceItem]) -> bool:
    """Return whether somebody reported beside a count of interviewees is the only one who said so."""
    counted = any(bond.evidence_id.startswith("interviews/") for bond in reading.bonds)
    if not counted:
        return True
    return all([*spoke(reading.ground, (one.voice,), one.year).values()].count(one.polarity) == 1 for one in items)


def _agree(reading: Reading, clause: str, before: str, items: Sequence[EvidenceItem]) -> bool:
    """Return whether everybody's coding says what a clause says of the outcome."""
    way = way_said(clause, before, reading.ground)
    if way == AGAINST and set(forms(reading.ground.named)) & set(grammar()["title"]["turned"]):
        way = AGAINST[1:]  # somebody who saw no change said that there is no more
    return way is not None and all(item.polarity in ways for item in items for ways in way)


def _verbs(reading: Reading, item: EvidenceItem, at: int) -> Iterator[int]:
    """Yield where a clause begins after its verb of saying."""
    there = _bits(reading, item, at)
    found_so = grammar()["accounts"]["found"] if re.match(r"(?:I|we) found", item.text, re.IGNORECASE) else ()
    for pattern in (*_saying(item.kind, in_a_survey=item.in_a_survey), *found_so):
        for bits in ("", rf"(?:,? (?:{there}))+"):
            found = ignoring_case(rf" (?:{pattern}){bits}").match(veiled(reading, item), at)
            if found and (that := _THAT.match(reading.text, found.end())):
                yield that.end()
    if item.kind == "document":
        orders = "|".join(grammar()["accounts"]["orders"])
        if found := ignoring_case(rf" (?:{orders})to ").match(reading.text, at):
            yield found.end()
    heard = ignoring_case(rf"(?:{'|'.join(grammar()['accounts']['heard'])})\b")
    if heard.search(reading.text[:at]) and (that := re.compile(" that ").match(reading.text, at)):
        yield that.end()


@cache
def _saying(kind: str, *, in_a_survey: bool) -> tuple[str, ...]:
    name = "written" if kind == "document" else "wrote" if in_a_survey else "said"
    return tuple(grammar()["accounts"][name])


def _behind(reading: Reading, start: int, at: int) -> Iterator[_Account]:
    """Yield `according to a partner, …` and `…, a partner told us`."""
    text = reading.text
    for item in _own(reading):
        says = "|".join(_saying(item.kind, in_a_survey=item.in_a_survey))
        # Look for the speaker before or after only with these words, so that few patterns are built.
        led, followed = _ahead(item).match(text, at), _told_behind(says).search(text, at)
        if not led and not followed:
            continue
        there = _bits(reading, item, at)
        for name, _ in who(reading, item):
            if "sole" in name:
                continue
            whole = rf"{name}(?:,? (?:{there}))*"
            front = rf"{_under(item)} {whole},? "
            later = rf"(?:,? (?:{there}))*"
            turned = "said|told us" if item.kind == "interview" else says
            back = rf", (?:according to {whole}|(?:as )?{whole} (?:{says}){later}|(?:{turned}) {whole})(?=[.;]|$)"
            own = veiled(reading, item)
            ahead = ignoring_case(front).match(own, at) if led else None
            behind = ignoring_case(back).search(own, at) if followed else None
            found = [(ahead.end(), end, end, ahead[0]) for end in _ends(text, ahead.end())] if ahead else []
            found += [(at, behind.start(), behind.end(), behind[0])] if behind else []
            for begin, end, last, frame in found:
                if of_year(reading, item, frame) and _tells(text[begin:end], item, text[:begin], _one_of(reading)):
                    yield _Account(start, last, (item,), "text")


@cache
def _told_behind(says: str) -> re.Pattern[str]:
    return built(rf",.*\b(?:according to|{says}|said|told us)\b")


def _ahead(item: EvidenceItem) -> re.Pattern[str]:
    return built(rf"{_under(item)} ")


def _under(item: EvidenceItem) -> str:
    return "(?:according to|under|in)" if item.kind == "document" else "according to"


def _tells(clause: str, item: EvidenceItem, before: str, named: str) -> bool:
    """Return whether a clause says what one sentence of somebody's passage says.

    `named` is what there is one of, according to the outcome: somebody asked about it may have said that there is none.
    """
    document = item.kind == "document"
    parts = _AND_THAT.split(clause)
    if len(parts) > 1:
        whole = _AND_THAT.sub(", and ", clause)
        return all(_tells(part, item, before, named) for part in parts) or repeats_all(
            whole, item.text, author=document
        )
    apart = _AND_SO.split(clause)
    if len(apart) > 1 and item.polarity != "mixed" and all(repeats(one, item.text, author=document) for one in apart):
        return True
    clauses = [clause, _ITS.sub("", clause)] if document else [clause]
    if document and clause.startswith("it ") and (this := _THIS.search(item.text)):
        clauses.append(f"{this[0]}{clause[2:]}")
    if named and _NONE.search(item.text):
        clauses += [re.sub(rf"\bno {re.escape(named)}", "none", one, flags=re.IGNORECASE) for one in clauses]
    if fronted := _FRONTED.fullmatch(clause):
        clauses.append(f"{fronted['rest']} {fronted['when']}")
    if _NUMERAL.match(clause):
        # `to ring one`, of something counted before
        counted = {stem(word) for word in WORD.findall(before)}
        clauses += [f"{clause} {word}" for word in WORD.findall(item.text) if stem(word) in counted]
    if item.polarity == "mixed":
        return any(repeats_all(one, item.text, author=document) for one in clauses)
    return any(repeats(one, item.text, author=document, shorter=document) for one in clauses)


def _one_of(reading: Reading) -> str:
    """Return what there is one of, according to the outcome's title."""
    found = _THERE_IS_ONE.fullmatch(reading.ground.named)
    return found[1] if found else ""


_THERE_IS_ONE: Final = re.compile(r"There is one ([\w’ ]+)")
_THIS: Final = re.compile(r"\bThis \w+(?= \w+s\b)")
"""Names that a document uses for itself."""
_NONE: Final = re.compile(r"\bthere(?: is|[’']s) none\b", re.IGNORECASE)


def _ends(text: str, at: int) -> list[int]:
    return [found.start() for found in ENDS.finditer(text, at) if found.start() > at]
