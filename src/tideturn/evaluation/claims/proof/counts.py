"""Numbers: how many, of how many, of whom, did what, where and when, each bound to one field of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tideturn.evaluation.claims.number_words import number
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.answers import named_in
from tideturn.evaluation.claims.proof.clause import Against, Reading
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.numerals import Numeral, numerals
from tideturn.evaluation.claims.proof.places import place_of
from tideturn.evaluation.claims.proof.relation import beside, holds, same_percent
from tideturn.evaluation.claims.proof.words import Found, counts, does_in, stems_of, when_in, who_in
from tideturn.evaluation.units import TRAINED

_NARROWING: Final = frozenset({f.OPINION, f.ANSWERED, f.PAIRED, f.ASKED})
"""What those counted are taken from, if it is said beside something else: `of 28 who had a view, 21 said`."""
_MOST_OF_A_LABEL: Final = 0.6
"""A sentence that says so much of what was asked says that they agreed with it: `43 of 55 pass a worry on`."""
_DENYING: Final = re.compile(r"\b(?:not|no|never|none|nobody|neither|nor|without|hardly|rarely)\b|n[’']t\b", re.I)
_BETWEEN: Final = re.compile(r"[\s,()]*(?:and|or|with)?[\s,()]*(?:of|only|the|just)?[\s,()]*", re.I)
"""What stands between numbers that one verb is said of: `just under half of partners (21 of 43) and 10 of 21 staff`."""
_LIMIT: Final = re.compile(r"\b(?:(all)(?: of)?|only|just)\s+(?:the\s+)?$", re.I)
"""`all 24`, which must be all there were, and `only 6 of 59`, which must be fewer than half."""
_HELD_AGAINST: Final = re.compile(r"\b(?:against|compared with|compared to)(?: the| an?)?\s*$", re.I)
"""Words that hold one number against another, which is bound as well."""
_PARTED: Final = re.compile(r"[,;:]?\s(?:whereas|while|but|although|though|yet|even if)\b|[;:]\s", re.I)
"""Where another statement begins, of which what was said before says nothing."""
_PLAIN: Final = frozenset({"of", "count", "every", "none"})
"""Kinds of number that say so many and no other."""
_NEAR: Final = 45
"""So many letters after a number, its noun has come."""
_DID: Final = re.compile(r"[^.;]{0,40}?\b(did)\b(?! not)\W{0,3}")


@dataclass(frozen=True)
class Around:
    """One number with the words on either side of it, as far as the next number or statement."""

    reading: Reading
    every: Sequence[Numeral]
    at: int

    @property
    def numeral(self) -> Numeral:
        """Return the number."""
        return self.every[self.at]

    @cached_property
    def before(self) -> int:
        """Return where the number before it ends, or the statement that it is part of begins."""
        last = self.every[self.at - 1].end if self.at else 0
        return max([last, *(match.end() for match in _PARTED.finditer(self._open, last, self.numeral.start))])

    @cached_property
    def after(self) -> int:
        """Return where the next number begins, or another statement."""
        following = self.every[self.at + 1].start if self.at + 1 < len(self.every) else len(self.reading.text)
        parted = _PARTED.search(self._open, self.numeral.end, following)
        return parted.start() if parted else following

    @cached_property
    def _open(self) -> str:
        """The sentence with what stands in brackets blanked."""
        return re.sub(r"\([^)]*\)", lambda match: " " * len(match[0]), self.reading.text)

    @property
    def bracketed(self) -> bool:
        """Whether it stands in brackets that were opened after the number before it."""
        last = self.every[self.at - 1].end if self.at else self.numeral.start
        between = self.reading.text[last : self.numeral.start]
        return between.rfind("(") > between.rfind(")")

    @cached_property
    def does(self) -> tuple[Found, ...]:
        """Return what the words after it say was done, without what only narrows whom it is taken from."""
        own = _said_of(self.reading, self.numeral.end, self.after)
        return tuple(one for one in own if one.means not in _NARROWING) or tuple(own)

    @cached_property
    def whom(self) -> Found | None:
        """Return those counted, if the words right beside the number name them."""
        text, numeral = self.reading.text, self.numeral
        end = min([self.after, numeral.end + _NEAR, *(one.start for one in self.does)])
        if after := who_in(text, numeral.start, end):
            return after[0]
        before = who_in(text, self.before, numeral.start)
        close = before and re.fullmatch(r"[\s,:(]*", text[before[-1].end : numeral.start])
        return before[-1] if close else None


def account(reading: Reading) -> None:
    """Bind each number that the words around it say enough of, and account for these words."""
    every = numerals(reading)
    carried: Found | None = None
    whom: Found | None = None
    last: Fact | None = None
    for at in range(len(every)):
        around = Around(reading, every, at)
        if again := _says_again(around, last):
            reading.bind(around.numeral.start, around.numeral.end, again.item, again.field)
            _mark_beside(around, again)
        if last is not None and around.bracketed:
            continue
        does = _does(around, carried)
        whom = around.whom or whom
        carried = does or carried
        found = [*_found(around, does, whom)]
        last = found[0] if len({fact.item.evidence_id for fact in found}) == 1 else None
        if last is not None:
            _bind(around, last, does, whom)
        elif not found and whom is not None and does is not None:
            _contradict(around, does, whom)


def _contradict(around: Around, does: Found, whom: Found) -> None:
    """Keep a number that the only evidence that it can be said of contradicts."""
    facts = [fact for fact in _of(around, does, whom) if fact.does == does.means]
    sure = does.means not in _NARROWING and around.numeral.said.kind in _PLAIN and not around.numeral.said.bound
    if sure and len({fact.item.evidence_id for fact in facts}) == 1:
        (fact, *_) = facts
        numeral, when = around.numeral, _when(around, does)
        text = around.reading.text[numeral.start : numeral.end].strip()
        words = [(numeral.start, numeral.end), (does.start, does.end), (whom.start, whom.end)]
        words += [(when.start, when.end)] if when else []
        words += place_of(around.reading, around.before, around.after).named
        words += [
            one[1:] for one in does_in(around.reading.text, around.before, around.after) if one.means in _NARROWING
        ]
        around.reading.against.append(Against(text, fact, tuple(words)))


def _says_again(around: Around, last: Fact | None) -> Fact | None:
    """The number that what stands in brackets after it says again, as its share, or as the count that it is."""
    said, reading = around.numeral.said, around.reading
    opened = reading.text.rfind("(", 0, around.numeral.start)
    if opened < 0 or ")" in reading.text[opened : around.numeral.start]:
        return None
    bound = {(one.evidence_id, one.field) for one in reading.bonds}
    facts = [last] if last else [f for f in reading.ground.facts if (f.item.evidence_id, f.field) in bound]
    for fact in facts:
        share = said.kind == "percent" and fact.told and fact.share is not None and same_percent(said, fact.share)
        if share or (said.kind == "of" and (fact.k, fact.n) == (said.value, said.whole)):
            return fact
    return None


def _does(around: Around, carried: Found | None) -> Found | None:
    """What those counted did: by the words after it, or after the numbers that follow, else by those before it."""
    text, numeral = around.reading.text, around.numeral
    own = around.does
    if own and own[0].means not in _NARROWING:
        return own[0]
    if carried and (did := _DID.fullmatch(text, numeral.end, around.after)):
        return Found(carried.means, *did.span(1))
    for at in range(around.at + 1, len(around.every)):
        if not _joined(around, at):
            break
        if later := Around(around.reading, around.every, at).does:
            return later[0]
    earlier = _said_of(around.reading, around.before, numeral.start)
    if earlier := [one for one in earlier if one.means not in _NARROWING]:
        return earlier[-1]
    if own:
        return own[0]
    return Found(carried.means, numeral.start, numeral.start) if carried else None


def _said_of(reading: Reading, start: int, end: int) -> list[Found]:
    """What a stretch says was done or answered, of the things that any of the evidence says."""
    known = {fact.does for fact in reading.ground.facts}
    answers = [*named_in(reading, start, end)]
    return answers or [one for one in does_in(reading.text, start, end) if one.means in known]


def _joined(around: Around, at: int) -> bool:
    """Whether nothing but those counted stands between a number and the one before it."""
    text, start, end = around.reading.text, around.every[at - 1].end, around.every[at].start
    named = [*who_in(text, start, end), *(one for one in does_in(text, start, end) if one.means in _NARROWING)]
    rest = text[start:end]
    for one in sorted(named, key=lambda one: -one.start):
        rest = rest[: one.start - start] + rest[one.end - start :]
    return _BETWEEN.fullmatch(rest) is not None


def _found(around: Around, does: Found | None, whom: Found | None) -> Iterator[Fact]:
    """The facts that the number may be of, and that bear it out."""
    numeral = around.numeral
    for fact in _of(around, does, whom):
        named = does is not None and fact.does == does.means
        asked = fact.does == f.AGREED and (does is None or does.means in _NARROWING)
        if (
            numeral.whole in (None, fact.n)
            and holds(numeral.said, fact)
            and (named or (asked and _asked(around, fact)))
            and _of_those(around, fact)
        ):
            yield fact


def _of_those(around: Around, fact: Fact) -> bool:
    """Whether a share is of those it is said of: of people trained few may have answered, so it must say who."""
    numeral = around.numeral
    if fact.item.unit != TRAINED or numeral.said.kind in ("of", "count") or numeral.whole is not None:
        return True
    return any(one.means in _NARROWING for one in does_in(around.reading.text, around.before, around.after))


def _of(around: Around, does: Found | None, whom: Found | None) -> Iterator[Fact]:
    """The facts of those, of the place and of the time that the words around name."""
    reading = around.reading
    place, when = place_of(reading, around.before, around.after), _when(around, does)
    for fact in reading.ground.facts:
        # `than a year ago` may be what was asked: then the label accounts for it.
        at = then(reading, fact, when) or (when is not None and when.means == "last" and then(reading, fact, None))
        if at and place.holds(fact.item.scope) and (whom is None or _counted(whom, fact)):
            yield fact


def _counted(whom: Found, fact: Fact) -> bool:
    """Whether a fact counts those who are named: ties between organisations are no organisations."""
    return counts(whom.means, fact.item) and fact.does not in f.OF_TIES


def _asked(around: Around, fact: Fact) -> bool:
    """Whether the words after a number say most of what was asked, and deny nothing."""
    text = around.reading.text[around.numeral.end : around.after]
    wanted, said = set(stems_of(fact.item.text)), set(stems_of(text))
    return bool(wanted) and len(wanted & said) >= _MOST_OF_A_LABEL * len(wanted) and not _DENYING.search(text)


def _bind(around: Around, fact: Fact, does: Found | None, whom: Found | None) -> None:
    reading, numeral = around.reading, around.numeral
    reading.bind(numeral.start, numeral.end, fact.item, fact.field)
    when = _when(around, does)
    for words in (does, whom, when if then(reading, fact, when) else None):
        if words is not None:
            reading.mark(words.start, words.end)
    place_of(reading, around.before, around.after).mark(reading)
    for one in does_in(reading.text, around.before, around.after):
        if one.means in _NARROWING and (fact.n is not None or fact.does == one.means):
            reading.mark(one.start, one.end)
    limit = _LIMIT.search(reading.text[around.before : numeral.start])
    if limit and fact.share is not None and (fact.share == 1 if limit[1] else fact.share < 1 / 2):
        reading.mark(around.before + limit.start(), around.before + limit.end())
    if held := _HELD_AGAINST.search(reading.text[around.before : numeral.start]):
        reading.mark(around.before + held.start(), around.before + held.end())
    _mark_beside(around, fact)


def _mark_beside(around: Around, fact: Fact) -> None:
    """Account for the share and the limits that stand beside a count, if they are its own."""
    for one in around.reading.numbers:
        inside = around.numeral.end <= one.start < around.after
        if (one.beside is not None or one.ranged) and inside and beside(one, fact):
            around.reading.mark(one.start, one.end)


def _when(around: Around, does: Found | None) -> Found | None:
    """When the words around say that it was: after the number, before it, or earlier in the sentence."""
    text, numeral = around.reading.text, around.numeral
    part_of = [one for one in does_in(text, 0, len(text)) if one.means in _NARROWING]
    part_of += [does] if does else []
    for start, end in ((numeral.end, around.after), (around.before, numeral.start), (0, numeral.start)):
        for found in when_in(text, start, end):
            if not any(one.start < found.end and found.start < one.end for one in part_of):
                return found
    return None


def then(reading: Reading, fact: Fact, when: Found | None) -> bool:
    """Whether a fact is of the time that the words name; without any, it is of the year itself."""
    claim = reading.ground.claim
    if when is None:
        return not fact.when and fact.item.year == claim.year
    words = reading.text[when.start : when.end].lower()
    year = fact.year if fact.when and fact.year is not None else fact.item.year
    match when.means:
        case "before":
            return bool(fact.when) and (fact.year is None or fact.year < 1)
        case "after" | "this":
            return not fact.when and fact.item.year == claim.year
        case "last":
            return year == claim.year - 1
    return year == number(words.split()[-1])
