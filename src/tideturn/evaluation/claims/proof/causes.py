"""Check the causes that people named: how many people, their voice and year, and whether it helps or hinders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import number
from tideturn.evaluation.claims.proof.clause import Reading, SaidBy
from tideturn.evaluation.claims.proof.factors import own_parts
from tideturn.evaluation.claims.proof.interviews import YEAR
from tideturn.evaluation.claims.proof.stated import Stated, stated_at
from tideturn.evaluation.claims.proof.tellers import Group, Tellers, asides_at
from tideturn.evaluation.claims.proof.words import WORD, silent

NAMED: Final = "named"
"""Predicate of a bond to what people named as a cause."""
_JOINS: Final = r"(?:and|but|although|though|while|whereas|yet)\b"
_BEGINS: Final = Gated(rf"^|[;:—–]\s*(?:{_JOINS}\s*)?|,\s*(?:{_JOINS})\s*")
_FRONTED: Final = Gated(rf"(?:in (?:the |our )?interviews?|when interviewed|in {YEAR}),? ")
_ASKED: Final = Gated(
    r"(?:(unprompted|without being (?:asked|prompted))|"
    r"(?:when )?(?:asked|prompted)(?: what (?:had |has )?(?:helped|made the difference))?), "
)
_PIECES: Final = re.compile(r"[,;:()—–]")
_CONTRASTS: Final = frozenset({"and", "but", "although", "though", "while", "whereas", "yet"})
_ENDS: Final = Gated(rf"[.!?]?$|[;:—–](?= )| [—–-] |,? {_JOINS}|,(?= )|(?<=[^\s]) \(")


def account(reading: Reading) -> None:
    """Bind each whole statement that people named a cause of an effect."""
    ground = reading.ground
    if ground.claim.scope != PROGRAMME_SCOPE or not ground.record.causes:
        return  # so few people are interviewed at one site that readers could identify them
    done = 0
    for begin in _BEGINS.finditer(reading.text):
        if begin.start() < done or reading.marked(begin.end(), begin.end() + 1):
            continue
        for end, voices, year in _statements(reading, begin.end()):
            name = f"causes/{ground.claim.outcome_id}/{'+'.join(voices)}/{year}"
            reading.bind_whole(begin.end(), end, name, NAMED)
            done = end
            break


def _says_something_empty(text: str) -> bool:
    """Return whether some words beside a statement are only filler, which could affirm or undo it: `which it did`."""
    pieces = [[word.lower() for word in WORD.findall(piece)] for piece in _PIECES.split(text)]
    return any(words and set(words) <= silent() and not set(words) <= _CONTRASTS for words in pieces)


def _statements(reading: Reading, begin: int) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """Yield the end of each true statement from a place on, longest first, with the voices and the year."""
    from_year = _FRONTED.match(reading.text, begin)
    start = from_year.end() if from_year else begin
    asked = _ASKED.match(reading.text, begin)
    before = (("unprompted",) if asked[1] else ("prompted",)) if asked else ()
    start = asked.end() if asked else start
    found = []
    for stated in stated_at(reading, "named", start):
        tellers: Tellers = stated.gaps["tellers"]
        told = (*tellers.told, *stated.gaps.get("told", ()), *before)
        last: tuple[int, Tellers] | None = (stated.end, replace(tellers, told=told))
        while last:
            end, tellers = last
            year = _year(reading, tellers, from_year["year"] if from_year else None)
            empty = _says_something_empty(reading.text[end:]) or _says_something_empty(reading.text[:begin])
            if year and not empty and _ENDS.match(reading.text, end) and _holds(reading, stated, tellers, year):
                voices = dict.fromkeys(voice for group in tellers.groups for voice in group.voices)
                found.append((end, tuple(voices), year))
            last = asides_at(reading.text, end, tellers)
    yield from sorted(found, reverse=True)[:1]


def _year(reading: Reading, tellers: Tellers, said: str | None) -> int | None:
    """Return the year that a statement names, or the claim's own; None if it names two, or one to come."""
    own = reading.ground.claim.year
    named = {tellers.year, number(said.lower()) if said else None} - {None}
    year = named.pop() if named else own
    return None if named or year is None or year > own else year


def _holds(reading: Reading, stated: Stated, tellers: Tellers, year: int) -> bool:
    """Return whether as many people of each group named the cause as the sentence says."""
    ground = reading.ground
    effects = stated.gaps.get("effect") or own_parts(ground)
    said = [
        one
        for one in ground.record.causes
        if (one.cause, one.does) == (stated.gaps["cause"], stated.means) and one.effect in effects
    ]
    if not tellers.interviewed and any(not one.voice for one in said):
        return False  # somebody wrote it in a survey, with no known voice and year here
    said = [one for one in said if one.voice and one.year == year]
    if tellers.sites:
        said = [one for one in said if one.site in tellers.sites]
        many = tellers.groups[0].exactly or len(tellers.sites)
        if {one.site for one in said} != tellers.sites or len(tellers.groups) > 1 or many < len(tellers.sites):
            return False
    groups = (*tellers.groups, *tellers.parts)
    heard = {item.voice for item in ground.items if item.kind == "interview" and item.year == year}
    if not any(heard & set(group.voices) for group in groups):
        return False
    sources = {source for group in groups for source in group.of_them(said)}
    named = all(_group_holds(reading, group, tellers, said, year) for group in groups)
    return (
        named and _whole(tellers) and _everywhere(reading, tellers, said) and _places(reading, sources, tellers, year)
    )


def _places(reading: Reading, sources: set[str], tellers: Tellers, year: int) -> bool:
    """Return whether these people spoke of the outcome at as many sites as the sentence says."""
    if tellers.places is None:
        return True
    outcome, evidence = reading.ground.claim.outcome_id, reading.ground.record.evidence
    own = {
        item.scope for item in evidence if (item.outcome_id, item.year) == (outcome, year) and item.origin in sources
    }
    return tellers.places == len(own - {PROGRAMME_SCOPE})


def _everywhere(reading: Reading, tellers: Tellers, said: Sequence[SaidBy]) -> bool:
    """Return whether those who said so are from every site, where the sentence says that."""
    if tellers.everywhere is None:
        return True
    sites = reading.ground.record.sites
    of_them = frozenset[str]().union(*(group.of_them(said) for group in tellers.groups))
    return {one.site for one in said if one.source in of_them} == sites and tellers.everywhere in (0, len(sites))


def _whole(tellers: Tellers) -> bool:
    """Return whether no group is part of another, and the parts of a whole add up to it."""
    for several in (tellers.groups, tellers.parts):
        whose = [(voice, group.site) for group in several for voice in group.voices]
        apart = {voice for voice, site in whose if not site}  # without a site: others of that voice may be the same
        if len(whose) != len(set(whose)) or any(site and voice in apart for voice, site in whose):
            return False
    counts = [group.exactly or 0 for group in tellers.parts]
    if any(not set(group.voices) <= set(tellers.groups[0].voices) for group in tellers.parts):
        return False
    whole = tellers.groups[0].exactly or 0
    return 0 not in counts and (sum(counts) == whole or (len(counts) == 1 and sum(counts) < whole) or not counts)


def _group_holds(reading: Reading, group: Group, tellers: Tellers, said: Sequence[SaidBy], year: int) -> bool:
    unasked = group.of_them(one for one in said if one.prompted is False)
    asked = group.of_them(one for one in said if one.prompted) - unasked
    who = whole = group.of_them(said)
    for told in tellers.told:
        few, _, how = told.rpartition(" ")
        own = whole & (asked if how == "prompted" else unasked)
        if few.isdigit() and (len(own) != int(few) or tellers.groups != (group,)):
            return False
        if few == "all" and group.exactly is not None and own != whole:
            return False
        who &= whole if few.isdigit() else own
    heard = {source for at, source, voice in reading.ground.record.interviewed if at == year and voice in group.voices}
    return group.holds(len(who), len(heard))
