"""Find the people interviewed who said something: how many, their voices, and whether a question prompted them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tideturn.evaluation.claims.gated import Gated, built
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
"""Maximum number of people in a small number."""
_PAIR: Final = 2
_LEAST: Final = {"some": 2, "several": 3}
_IN_PLACES: Final = Gated(rf",? (?:in|at|from) (?P<k>{NUMBER}) (?:different )?(?:places?|sites?|areas?)(?!\w)")
_LIST: Final = Gated(r",? and (?:by )?|, ")


@dataclass(frozen=True)
class Group:
    """One group of people: their number in the sentence and their voices; `role` is the work of one of the staff."""

    voices: tuple[str, ...]
    many: str
    """Number, or one of: a, some, several, all or most."""
    of: int | None = None
    """Number interviewed, if the sentence gives it."""
    role: str = ""
    site: str = ""
    """The site of one person, if the sentence names it."""

    @property
    def exactly(self) -> int | None:
        """Return the number of people, if the sentence gives one."""
        return 1 if self.many in ("a", "an") else number(self.many) if re.fullmatch(NUMBER, self.many) else None

    def of_them(self, causes: Iterable[SaidBy]) -> frozenset[str]:
        """Return the sources among some statements who belong to this group."""
        own = (one for one in causes if one.voice in self.voices and self.role in ("", one.role.lower()))
        return frozenset(one.source for one in own if self.site in ("", one.site))

    def holds(self, count: int, heard: int) -> bool:
        """Return whether a count, out of `heard` people interviewed, is the number that the sentence gives."""
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
    """The people who said something, as a sentence describes them."""

    groups: tuple[Group, ...]
    parts: tuple[Group, ...] = ()
    """The groups that the whole is made of, or one of these: three staff and a partner."""
    year: int | None = None
    interviewed: bool = False
    places: int | None = None
    """Number of sites where they were interviewed, if the sentence says so."""
    everywhere: int | None = None
    """Number of sites they are from, if the sentence says that they are from all of them."""
    sites: frozenset[str] = frozenset()
    """Their sites, if the sentence names more than one."""
    told: tuple[str, ...] = ()
    """Rules of `prompting` that the words around them name."""


def tellers_at(ground: Ground, text: str, at: int) -> Iterator[tuple[int, Tellers]]:
    """Yield the end of each stretch that names people who say something, longest first, with who they are."""
    found = [*((end, Tellers(groups)) for end, groups in _groups(ground, text, at)), *_of_so_many(ground, text, at)]
    if both := built(r"both (?=an? |one )").match(text, at):
        found += [(end, Tellers(groups)) for end, groups in _groups(ground, text, both.end()) if len(groups) == _PAIR]
    for end, tellers in found:  # grows while it is read
        if not tellers.sites and (places := _places(ground, text, end)):
            found.append((places[0], replace(tellers, sites=places[1])))
        if aside := asides_at(text, end, tellers):
            found += [aside, (aside[0] + 1, aside[1])] if text.startswith(",", aside[0]) else [aside]
        if len(tellers.groups) == 1 and not tellers.parts and (within := _within(ground, text, end)):
            found.append((within[0], replace(tellers, parts=within[1])))
    yield from sorted(found, key=lambda one: -one[0])


def says_at(text: str, at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the end of a verb of saying, with whether a question prompted it."""
    said = built(grammar()["teller"]["said"]).match(text, at)
    if said is None:
        return
    for end, told in ((said.end(), ()), *prompted_at(text, said.end())):
        that = built(r",? (?:that(?! not)|how)\b").match(text, end)
        if that:
            yield that.end(), told
        yield end, told


def prompted_at(text: str, at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the end of an aside that says whether a question prompted it, without and with its last comma."""
    aside = asides_at(text, at, Tellers(()))
    if aside and aside[1].told:
        yield aside[0], aside[1].told
        if text.startswith(",", aside[0]):
            yield aside[0] + 1, aside[1].told


def asides_at(text: str, at: int, tellers: Tellers) -> tuple[int, Tellers] | None:
    """Return the end of one more thing said of them: when they were interviewed, or that nobody asked."""
    if found := _interviewed().match(text, at):
        said = found[2] or found[3]
        year = number(said.lower()) if said else tellers.year
        if tellers.year not in (None, year):
            return None
        return found.end(), replace(tellers, year=year, interviewed=tellers.interviewed or bool(found["how"]))
    if (found := _everywhere().match(text, at)) and tellers.everywhere is None:
        sites = number(found["n"].lower()) if found["n"] else 0
        return found.end(), replace(tellers, everywhere=sites)
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
    rules = ("|".join(grammar()["prompting"][name]) or "(?!)").replace("<unasked>", grammar()["teller"]["unasked"])
    return built(rf"(?:,? | \()(?:{rules})\)?(?!\w)")


@cache
def _everywhere() -> re.Pattern[str]:
    every = rf"all(?: of)?(?: (?:the|our))?(?: (?P<n>{NUMBER}))?"  # four in every city would be more than four
    return built(rf"(?:,? | \()(?:in|across|from) {every} (?:cities|places|sites|areas)\)?(?!\w)")


@cache
def _some_of_them() -> re.Pattern[str]:
    asked = r"(?P<asked>(?:when|after being|was|were) (?:asked|prompted)|prompted)"
    how = rf"(?:(?:only )?{asked}|{grammar()['teller']['unasked']})"
    return re.compile(
        rf"(?:,? (?:and )?| \()(?P<k>{NUMBER}) of (?:them|whom) (?:(?:said|did|named it) ?(?:so)? )?{how}\)?(?!\w)",
        re.I,
    )


@cache
def _interviewed() -> re.Pattern[str]:
    how, year = (
        "|".join(grammar()["teller"]["interviewed"]),
        r"in (?:programme )?year (?P<{}>\d+|one|two|three|four|five)",
    )
    return built(rf" (?:(?P<how>{how})(?: {year.format('year')})?|{year.format('alone')})(?!\w)")


def _within(ground: Ground, text: str, at: int) -> tuple[int, tuple[Group, ...]] | None:
    """Return the groups that make up a whole in the sentence, between commas, dashes or brackets."""
    opened = re.compile(r"(?:,| [–—-]| \() ?|(?<=—)").match(text, at)
    if opened is None:
        return None
    inside = [*_groups(ground, text, opened.end())]
    if some := _OF_THEM.match(text, opened.end()):
        part = _people(ground, text, some.end(), Group((), some["k"].lower()))
        inside += [(part[0], (part[1],))] if part else []
    for end, groups in inside:
        if (len(groups) > 1 or some) and (closed := re.compile(r",(?= )| [–—-](?= )|—|\)").match(text, end)):
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
    best = _people(ground, text, begun.end(), Group((), begun["k"].lower(), whole))
    if best and best[1].exactly == 1 and (place := _place(ground, text, best[0])):
        return place[0], replace(best[1], site=place[1])
    return best


def _people(ground: Ground, text: str, at: int, group: Group) -> tuple[int, Group] | None:
    """Return the end of the words for some people, the longest that fit, with the group as these people."""
    found = [
        (match.end(), replace(group, voices=voices))
        for name, (one, voices) in _VOICES.items()
        if (match := _who(name, one).match(text, at))
    ]
    roles = {cause.role for cause in ground.record.causes if cause.voice == "staff" and cause.role}
    found += [
        (at + len(role), replace(group, voices=("staff",), role=role.lower()))
        for role in roles
        if built(rf"{re.escape(role)}(?!\w)").match(text, at)
    ]
    return max(found, key=lambda one: one[0], default=None)


def _of_so_many(ground: Ground, text: str, at: int) -> Iterator[tuple[int, Tellers]]:
    """Yield the end of a group named after everybody interviewed: of the 13 partners interviewed, four."""
    begun = built(rf"of (?:the |our )?(?P<n>{NUMBER}) ").match(text, at)
    whole = _people(ground, text, begun.end(), Group((), "all", number(begun["n"].lower()))) if begun else None
    heard = asides_at(text, whole[0], Tellers(())) if whole else None
    if whole is None or heard is None or not heard[1].interviewed:
        return
    if part := built(rf",? (?P<k>{NUMBER}|all|both|most)\b(?: of them)?").match(text, heard[0]):
        yield part.end(), replace(heard[1], groups=(replace(whole[1], many=part["k"].lower()),))


def _place(ground: Ground, text: str, at: int) -> tuple[int, str] | None:
    """Return the end and the code of the site that follows one person: a partner in London."""
    last = [name.split()[-1] for name in ground.places]
    for name, code in ground.places.items():
        short = name.split()[-1]
        own = [name, *([short] if short.islower() and last.count(short) == 1 else [])]  # the coast
        named = "|".join(map(re.escape, own))
        if code in ground.record.sites and (
            found := built(rf" (?:in|at|on|from) (?:the )?(?:{named})\b").match(text, at)
        ):
            return found.end(), code
    return None


def _places(ground: Ground, text: str, at: int) -> tuple[int, frozenset[str]] | None:
    """Return the end and the codes of two or more sites that follow several people: `, in London and Birmingham,`."""
    begun = built(r",? (?:one )?(?:(?:each )?(?:in|from|at)|both in) ").match(text, at)
    sites: list[str] = []
    while begun:
        at = begun.end() - 1
        if (place := _place(ground, f" in{text[at:]}", 0)) is None:
            return None
        at, sites = at + place[0] - len(" in"), [*sites, place[1]]
        begun = re.compile(r"(?:,? and |, )(?:(?:one )?in )?(?=the [A-Z]|[A-Z])").match(text, at)
    if len(sites) != len(set(sites)) or len(sites) < _PAIR:
        return None
    return at + text.startswith(",", at), frozenset(sites)


_OF_THEM: Final = Gated(rf"(?P<k>{NUMBER}) of (?:them|whom) (?:were |are |(?:was )?an? )?")
_MANY: Final = Gated(
    rf"(?P<k>{FEW}|{NUMBER}|an?|most|all|both|some|several)\b(?: (?:out )?of)?(?: the| our)?(?: (?P<n>{NUMBER}))? "
)


@cache
def _who(name: str, one: str) -> Gated:
    rules = grammar()
    return pattern_of([*rules["teller"].get(name, ()), *rules["who"][name], *rules["speaker"].get(one, ())])
