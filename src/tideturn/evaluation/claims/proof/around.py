"""Read the words around one number: who did what, where and when, up to the next number or statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.answers import named_in
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.numerals import Numeral
from tideturn.evaluation.claims.proof.places import Place, place_of, places_in
from tideturn.evaluation.claims.proof.words import Found, does_in, when_in, who_in

NARROWING: Final = frozenset({f.OPINION, f.ANSWERED, f.PAIRED, f.ASKED})
"""Meanings that only narrow the denominator when they are beside another: `of 28 who had a view, 21 said`."""
_IN_BRACKETS: Final = re.compile(r"\((?:[\d.%\s;,–]|\b(?:to|or|per ?cent)\b)*\)")
_BETWEEN: Final = Gated(
    r"(?:[\s,()]|[,;] (?:or )?\d+(?:\.\d+)?(?:%| per ?cent)|\b(?:and|or|with|of|only|the|just|by|then)\b)*"
)
"""Text between numbers that share one verb: `just under half of partners (21 of 43) and 10 of 21 staff`."""
_BREAK: Final = Gated(r"(?:[,;]\s*(?:and|but|while|whereas|where|when)?|\band)\s*$")
_PARTED: Final = Gated(r"[,;:]?\s(?:whereas|while|but|although|though|yet|even if)\b|[;:]\s")
"""Start of another statement: earlier words do not apply to it."""
_NEAR: Final = 45
"""Maximum distance in characters from a number to its noun."""
_OF_THEM: Final = Gated(r"of (?:them|those)\b(?! who)")
_SO: Final = Gated(r"(?:said|say|did) so\b")
_SO_DID: Final = Gated(r"\bso (?:did|do|had)\b(?=.{0,15}$)")
_AS_MUCH: Final = Gated(r"said (?:so|as much)\b")
_TOO_EARLY: Final = Gated(r"\btoo (?:early|soon)\b")
_WITH_IT: Final = Gated(r"\w+ with (?:it|this|that)\b")
_DID_NOT: Final = re.compile(
    r",?(?: or [^,;:()]+,| of (?:them|those|these))? (?P<did>(?:did|do|does|had|have) not)(?=[.;,]|$)"
)
_DENIED: Final = {f.AGREED: f.NOT_AGREED, f.DISAGREED: f.NOT_DISAGREED, f.ANSWERED: f.NOT_ANSWERED}
_DID: Final = re.compile(r"(?:[^.;(]|\([^)]*\)){0,40}?\b(did|had done)\b(?! not)\W{0,3}")


@dataclass(frozen=True)
class Around:
    """One number with the words around it, up to the next number or statement."""

    reading: Reading
    every: Sequence[Numeral]
    at: int

    @property
    def numeral(self) -> Numeral:
        """Return the number."""
        return self.every[self.at]

    @property
    def _last(self) -> int:
        return self.every[self.at - 1].end if self.at else 0

    @cached_property
    def before(self) -> int:
        """Return the end of the previous number, or the start of this statement."""
        last = self._last
        return max([last, *(match.end() for match in _PARTED.finditer(self._open, last, self.numeral.start))])

    @cached_property
    def after(self) -> int:
        """Return the start of the next number or statement, without words that belong to that number."""
        text, at = self.reading.text, self.at + 1
        while at < len(self.every) and Around(self.reading, self.every, at).aside:
            at += 1
        following = self.every[at].start if at < len(self.every) else len(text)
        if at < len(self.every) and (fronted := self._fronted(following)):
            following = fronted
        parted = _PARTED.search(self._open, self.numeral.end, following)
        return parted.start() if parted else following

    def _fronted(self, following: int) -> int | None:
        """Return where the place or time begins that stands right before the next number: `, and in London 15`."""
        text, start = self.reading.text, self.numeral.end
        near = [(one[1], one[2]) for one in places_in(self.reading, start, following)]
        near += [(one.start, one.end) for one in when_in(text, start, following)]
        found = next((one for one in near if text[one[1] : following].strip(" ,") == ""), None)
        return found[0] if found and _BREAK.search(text[start : found[0]]) else None

    @cached_property
    def _open(self) -> str:
        """Return the sentence with bracketed text blanked out."""
        return re.sub(r"\([^)]*\)", lambda match: " " * len(match[0]), self.reading.text)

    @property
    def aside(self) -> bool:
        """Return whether the number repeats the previous one: in brackets, or as `12 of 24, or half,`."""
        if not self.at:
            return False
        last, text = self.every[self.at - 1], self.reading.text
        between = text[last.end : self.numeral.start]
        if between.rfind("(") > between.rfind(")"):
            done = does_in(text, last.end, self.numeral.start)
            return ")" not in between or all(one.means in NARROWING for one in done)
        exact = {one.said.kind in ("of", "count") for one in (last, self.numeral)}
        return (
            len(exact) == 2 and re.search(r",\s*(?:or )?$", between) is not None and text[self.numeral.end :][:1] == ","
        )

    @cached_property
    def place(self) -> Place:
        """Return the place of the number: one named after it, not one that follows an earlier number."""
        start, (first, last) = self.before, (self.numeral.start, self.numeral.end)
        named = places_in(self.reading, start, first)
        fronted = named and not self.reading.text[named[-1][2] : first].strip(" ,(")
        if self.at and named and not fronted and places_in(self.reading, last, self.after):
            start = last
        return place_of(self.reading, start, self.after)

    @cached_property
    def does(self) -> tuple[Found, ...]:
        """Return what the words after the number say people did, without words that only narrow the denominator."""
        own = said_of(self.reading, self.numeral.end, self.after)
        return tuple(one for one in own if one.means not in NARROWING) or tuple(own)

    @cached_property
    def whom(self) -> Found | None:
        """Return the people counted, if the words next to the number name them."""
        text, numeral = self.reading.text, self.numeral
        end = min([self.after, numeral.end + _NEAR, *(one.start for one in self.does)])
        before = who_in(text, self.before, numeral.start)
        if after := who_in(text, numeral.start, end):
            # `of them` are those named before.
            named = before[-1:] if _OF_THEM.match(text, after[0].start) else []
            return (named or after)[0]
        # After `whereas` or a semicolon, use the people named there and no longer those named before.
        close = before and (re.fullmatch(r"[\s,:(]*", text[before[-1].end : numeral.start]) or self.before > self._last)
        return before[-1] if close else None


def does_of(around: Around, carried: Found | None) -> Found | None:
    """Return what people did: from the words after the number, after the next joined numbers, or before it."""
    text, numeral = around.reading.text, around.numeral
    own = around.does
    if own and own[0].means not in NARROWING:
        if (much := _AS_MUCH.match(text, own[0].start)) and _TOO_EARLY.search(text, 0, numeral.start):
            return Found(f.EARLY, *much.span())
        if _agrees_that_it_is_early(around, own[0]):
            return None
        if carried and _SO.match(text, own[0].start):
            return own[0]._replace(means=carried.means)
        return own[0]
    if carried and carried.means in _DENIED and (denied := _DID_NOT.match(text, numeral.end)):
        return Found(_DENIED[carried.means], *denied.span("did"))
    if carried and (did := _DID.fullmatch(text, numeral.end, around.after)):
        return Found(carried.means, *did.span(1))
    lead = [one for one in does_in(text, around.before, numeral.start) if not text[one.end : numeral.start].strip()]
    if lead and lead[-1].means == f.ASKED:
        return lead[-1]
    for at in range(around.at + 1, len(around.every)):
        if not joined(around, at):
            break
        if later := Around(around.reading, around.every, at).does:
            return later[0]
    if carried and (so := _SO_DID.search(text, around.before, numeral.start)):
        return Found(carried.means, *so.span())
    earlier = said_of(around.reading, around.before, numeral.start)
    if earlier := [one for one in earlier if one.means not in NARROWING]:
        return earlier[-1]
    if own or lead:
        return (lead or own)[-1]
    if invited := [one for one in does_in(text, around.before, numeral.start) if one.means == f.ASKED]:
        return invited[-1]
    return Found(carried.means, numeral.start, numeral.start) if carried else None


def _agrees_that_it_is_early(around: Around, own: Found) -> bool:
    """Return whether people agree that it is too early to say, and not with the question."""
    text, said = around.reading.text, around.reading.text[own.start : own.end].lower()
    if own.means not in (f.AGREED, f.NOT_AGREED, f.DISAGREED) or said.startswith("that "):
        return False
    before = around.numeral.start if _WITH_IT.match(text, own.start) else around.every[0].start
    that = (said.endswith(" that") and not said.endswith("with that")) or text.startswith(" that ", own.end)
    return not that and _TOO_EARLY.search(text, 0, before) is not None


def said_of(reading: Reading, start: int, end: int) -> list[Found]:
    """Return the actions and answers in a stretch that some of the evidence records."""
    known = {fact.does for fact in reading.ground.facts}
    answers = [*named_in(reading, start, end)]
    return answers or [one for one in does_in(reading.text, start, end) if one.means in known]


def joined(around: Around, at: int) -> bool:
    """Return whether only the people counted are between a number and the previous one."""
    text, start, end = around.reading.text, around.every[at - 1].end, around.every[at].start
    named = [*who_in(text, start, end), *(one for one in does_in(text, start, end) if one.means in NARROWING)]
    spans = [(one.start, one.end) for one in (*named, *when_in(text, start, end))]
    spans += [(first, last) for _, first, last in places_in(around.reading, start, end)]
    spans += [match.span() for match in _IN_BRACKETS.finditer(text, start, end)]
    rest = text[start:end]
    for first, last in sorted(spans, reverse=True):
        rest = rest[: first - start] + rest[last - start :]
    return _BETWEEN.fullmatch(rest) is not None


def when_of(around: Around, does: Found | None) -> Found | None:
    """Return the time that the words give: after the number, before it, or earlier in the sentence."""
    text, numeral = around.reading.text, around.numeral
    own = {*NARROWING, does.means if does else ""}
    part_of = [one for one in does_in(text, 0, len(text)) if one.means in own]
    part_of += [does] if does else []
    for start, end in ((numeral.end, around.after), (around.before, numeral.start), (0, numeral.start)):
        for found in when_in(text, start, end):
            if not any(one.start < found.end and found.start < one.end for one in part_of):
                return found
    return None
