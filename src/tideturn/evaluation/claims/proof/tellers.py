"""Find the people interviewed who said something: how many, of which voices, and whether a question prompted them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.clause import Ground, SaidBy
from tideturn.evaluation.claims.proof.words import grammar, pattern_of

EVERY_VOICE: Final = ("stakeholder", "staff", "young_person", "family")
_VOICES: Final = {
    "partners": ("stakeholder", ("stakeholder",)),
    "staff": ("staff", ("staff",)),
    "young": ("young_person", ("young_person",)),
    "families": ("family", ("family",)),
    "anybody": ("anybody", EVERY_VOICE),
}
"""Rules for people, with the rule for one of them and the voices."""
FEW: Final = "a small number"
SMALL: Final = 5
"""Most people that a small number may be."""
_LEAST: Final = {"some": 2, "several": 3}
_IN_PLACES: Final = re.compile(
    rf",? (?:in|at|from) (?P<k>{NUMBER}) (?:different )?(?:places?|sites?|areas?)(?!\w)", re.I
)
_LIST: Final = re.compile(r",? and |, ", re.I)


@dataclass(frozen=True)
class Group:
    """One group of people: how many they are said to be, and their voices; `role` is the work of one of the staff."""

    voices: tuple[str, ...]
    many: str
    """A number; or a, some, several, all or most."""
    of: int | None = None
    """How many were interviewed, if the sentence says so."""
    role: str = ""

    @property
    def exactly(self) -> int | None:
        """Return the number of people, if the sentence gives one."""
        return 1 if self.many in ("a", "an") else number(self.many) if re.fullmatch(NUMBER, self.many) else None

    def of_them(self, causes: Iterable[SaidBy]) -> frozenset[str]:
        """Return the sources among some statements who belong to this group."""
        own = (one for one in causes if one.voice in self.voices and self.role in ("", one.role.lower()))
        return frozenset(one.source for one in own)

    def holds(self, count: int, heard: int) -> bool:
        """Return whether so many, of so many interviewed, are as many as the sentence says."""
        if self.of is not None and self.of != heard:
            return False
        match self.many:
            case "a" | "an":
                return count >= 1
            case "some" | "several":
                return count >= _LEAST[self.many]
            case "a small number":
                return 1 <= count <= SMALL
            case "all":
                return count == heard > 1
            case "both":
                return count == heard == _LEAST["some"]
            case "most":
                return 2 * count > heard
        return count == number(self.many)


@dataclass(frozen=True)
class Tellers:
    """The people who said something, as a sentence tells of them."""

    groups: tuple[Group, ...]
    parts: tuple[Group, ...] = ()
    """The groups that the whole is made of: three staff and a partner."""
    year: int | None = None
    interviewed: bool = False
    places: int | None = None
    """At how many sites they were interviewed, if the sentence says so."""
    told: tuple[str, ...] = ()
    """Rules of `prompting` that the words around them name."""


def tellers_at(ground: Ground, text: str, at: int) -> Iterator[tuple[int, Tellers]]:
    """Yield the end of each stretch that names people who say something, longest first, with who they are."""
    found = [(end, Tellers(groups)) for end, groups in _groups(ground, text, at)]
    for end, tellers in found:  # grows while it is read
        if aside := asides_at(text, end, tellers):
            found += [aside, (aside[0] + 1, aside[1])] if text.startswith(",", aside[0]) else [aside]
        if len(tellers.groups) == 1 and not tellers.parts and (within := _within(ground, text, end)):
            found.append((within[0], replace(tellers, parts=within[1])))
    yield from sorted(found, key=lambda one: -one[0])


def says_at(text: str, at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the end of a verb of saying, with whether a question prompted it."""
    said = re.compile(grammar()["teller"]["said"], re.I).match(text, at)
    if said is None:
        return
    aside = asides_at(text, said.end(), Tellers(()))
    for end, told in ((said.end(), ()), *([(aside[0], aside[1].told)] if aside and aside[1].told else ())):
        that = re.compile(r",? (?:that(?! not)|how)\b", re.I).match(text, end)
        if that:
            yield that.end(), told
        yield end, told


def asides_at(text: str, at: int, tellers: Tellers) -> tuple[int, Tellers] | None:
    """Return the end of one more thing said of them: when they were interviewed, or that nobody asked."""
    if found := _interviewed().match(text, at):
        said = found[2] or found[3]
        year = number(said.lower()) if said else tellers.year
        if tellers.year not in (None, year):
            return None
        return found.end(), replace(tellers, year=year, interviewed=tellers.interviewed or bool(found["how"]))
    if found := _some_of_them().match(text, at):
        how = "prompted" if found["asked"] else "unprompted"
        return found.end(), replace(tellers, told=(*tellers.told, f"{number(found['k'].lower())} {how}"))
    if tellers.places is None and (found := _IN_PLACES.match(text, at)):
        return found.end(), replace(tellers, places=number(found["k"].lower()))
    for name in grammar()["prompting"]:
        if found := _prompting(name).match(text, at):
            return found.end(), replace(tellers, told=(*tellers.told, name))
    return None


@cache
def _prompting(name: str) -> re.Pattern[str]:
    rules = "|".join(grammar()["prompting"][name]).replace("<unasked>", grammar()["teller"]["unasked"])
    return re.compile(rf"(?:,? | \()(?:{rules})\)?(?!\w)", re.I)


@cache
def _some_of_them() -> re.Pattern[str]:
    asked = r"(?P<asked>(?:when|after being) (?:asked|prompted)|prompted)"
    how = rf"(?:(?:only )?{asked}|{grammar()['teller']['unasked']})"
    return re.compile(rf"(?:,? | \()(?P<k>{NUMBER}) of (?:them|whom) (?:said so )?{how}\)?(?!\w)", re.I)


@cache
def _interviewed() -> re.Pattern[str]:
    how, year = (
        "|".join(grammar()["teller"]["interviewed"]),
        r"in (?:programme )?year (?P<{}>\d+|one|two|three|four|five)",
    )
    return re.compile(rf" (?:(?P<how>{how})(?: {year.format('year')})?|{year.format('alone')})(?!\w)", re.I)


def _within(ground: Ground, text: str, at: int) -> tuple[int, tuple[Group, ...]] | None:
    """Return the groups that a whole is said to be made of, between commas, dashes or brackets."""
    opened = re.compile(r"(?:,| [–—-]| \() ?|(?<=—)").match(text, at)
    if opened is None:
        return None
    for end, groups in _groups(ground, text, opened.end()):
        if len(groups) > 1 and (closed := re.compile(r",(?= )| [–—-](?= )|—|\)").match(text, end)):
            return closed.end(), groups
    return None


def _groups(ground: Ground, text: str, at: int) -> Iterator[tuple[int, tuple[Group, ...]]]:
    """Yield lists of groups, the longest first."""
    found: list[tuple[int, tuple[Group, ...]]] = []
    groups: tuple[Group, ...] = ()
    while one := _group(ground, text, at):
        at, group = one
        groups = (*groups, group)
        found.append((at, groups))
        if (joined := _LIST.match(text, at)) is None:
            break
        at = joined.end()
    yield from reversed(found)


def _group(ground: Ground, text: str, at: int) -> tuple[int, Group] | None:
    begun = _MANY.match(text, at)
    if begun is None:
        return None
    whole = number(begun["n"].lower()) if begun["n"] else None
    many = begun["k"].lower()
    best: tuple[int, Group] | None = None
    for name, (one, voices) in _VOICES.items():
        if (found := _who(name, one).match(text, begun.end())) and (best is None or found.end() > best[0]):
            best = found.end(), Group(voices, many, whole)
    for role in {cause.role.lower() for cause in ground.record.causes if cause.voice == "staff" and cause.role}:
        if text[begun.end() :].lower().startswith(f"{role} ") and (best is None or begun.end() + len(role) > best[0]):
            best = begun.end() + len(role), Group(("staff",), many, whole, role)
    return best


_MANY: Final = re.compile(
    rf"(?P<k>{FEW}|{NUMBER}|an?|most|all|both|some|several)\b(?: (?:out )?of)?(?: the| our)?(?: (?P<n>{NUMBER}))? ",
    re.I,
)


@cache
def _who(name: str, one: str) -> re.Pattern[str]:
    rules = grammar()
    return pattern_of([*rules["teller"].get(name, ()), *rules["who"][name], *rules["speaker"].get(one, ())])
