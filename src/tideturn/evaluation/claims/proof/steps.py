"""Bind cases that met a pathway, in a year and around a pilot, and how many took each of its steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from tideturn.dataset.wording import MONTHS
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import MET, Fact
from tideturn.evaluation.claims.proof.patterns import (
    Binding,
    equals,
    groups,
    here,
    leading,
    matches,
    named_by,
    same_share,
    value,
)
from tideturn.evaluation.claims.proof.places import places_in
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.tokens.step_roles import in_role
from tideturn.evaluation.claims.proof.words import stems_of
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import CasesBeside, PathwayCases

_OF_STEPS: Final = ("taken", "reached", "untaken", "went without")
_PILOT: Final = Gated(r"\bpilot\b")
_WITHOUT: Final = Gated(r"\bwithout (?:a|the) pilot\b")
_CUT: Final = Gated(r"[;:]|,? (?:while|whereas|but)\b")
_TO_COME: Final = Gated(r"\b(?:is|are|was|were|has|have|had|yet) to\b")
"""Words for a step that has still to be taken."""
_ENOUGH: Final = 0.6
"""Share of a step's words that is enough to name it, where cases reached it."""


class Step(NamedTuple):
    """One step or deadline of a pathway: cases that took it, of those in which it was due."""

    name: str
    field: str
    taken: int
    cases: int


def account(reading: Reading) -> None:
    """Bind each count of cases in order."""
    items = [item for item in reading.ground.items if isinstance(item.value, PathwayCases)]
    done: list[Binding] = []
    while items:
        begin = done[-1].end if done else 0
        found = [one for item in items for one in _counts(reading, item, begin, done)]
        fits = leading(found)
        if len({(id(one.item), one.field) for one in fits}) != 1:
            return
        reading.bind(*fits[0][:4])
        if _WITHOUT.search(reading.text):
            _mark_without(reading)
        done.append(fits[0])


def _mark_without(reading: Reading) -> None:
    for match in re.finditer(r"\b(?:at|in) (?:the )?(?:\w+ )?without (?:a|the) pilot\b", reading.text, re.IGNORECASE):
        reading.mark(*match.span())


def _counts(reading: Reading, item: EvidenceItem, begin: int, done: Sequence[Binding]) -> list[Binding]:
    """Return the first stretches of the sentence that are true of a pathway."""
    found: list[Binding] = []
    for name, match in matches(reading, item, "steps", begin):
        if name in _OF_STEPS:
            continue
        held = _of_cases(reading, item, name, match, done)
        if held is not None:
            field, k, n = held
            found.append(Binding(*match.span(), item, field, k, n))
            break
    for step in steps_of(item):
        for name, match in matches(reading, item, "steps", begin, step.name):
            if (
                name in _OF_STEPS
                and not _TO_COME.search(reading.text, *match.span())
                and here(reading, item, *match.span())
            ):
                count = step.cases - step.taken if name in ("untaken", "went without") else step.taken
                whole = done[-1].n if done and done[-1].item is item else None
                named = _named(reading, match, step, item, loosely=name in ("reached", "went without"))
                if (
                    named
                    and _fits(reading, match, count, step.cases, whole)
                    and _amount(reading, match, count, step.cases, item)
                ):
                    found.append(Binding(*match.span(), item, step.field, count, step.cases))
                    break
    return found


def steps_of(item: EvidenceItem) -> Iterator[Step]:
    """Yield the steps and the deadlines of a pathway that were checked in its cases."""
    held = item.value_as(PathwayCases)
    for at, step in enumerate(held.steps or ()):
        yield Step(step.step, f"steps.{at}.taken", step.taken, step.cases)
    for at, one in enumerate(held.constraints or ()):
        if not one.open:
            yield Step(one.name, f"constraints.{at}.satisfied", one.satisfied, one.satisfied + one.violated)


def _named(reading: Reading, match: re.Match[str], step: Step, item: EvidenceItem, *, loosely: bool) -> bool:
    """Return whether the words name this step and no other."""
    own = named_by(step.name)
    said = named_by(reading.text[match.start() : match.end()]) & own
    others = [named_by(one.name) for one in steps_of(item) if one.field.startswith("steps") and one.name != step.name]
    if loosely and " or " not in step.name:
        return len(said) >= _ENOUGH * len(own) and not any(said <= other for other in others)
    text = reading.text[match.start() : match.end()]
    first = next(iter(steps_of(item)), step)
    entry = named_by(first.name) - own if first.taken == first.cases else frozenset()
    return (
        said == own
        and in_turn(text, step)
        and (step.field.startswith("constraints") or in_role(text, step.name, entry))
    )


def in_turn(text: str, step: Step) -> bool:
    """Return whether words name a deadline's two steps in its own order: contact follows arrival, and not before it."""
    if not step.field.startswith("constraints") or not _FOLLOWS.search(text):
        return True
    own = [*stems_of(step.name)]
    before, after = ([one for one in stems_of(part) if one in own] for part in _FOLLOWS.split(text, maxsplit=1))
    return bool(before and after) and own.index(before[-1]) < own.index(after[0])


_FOLLOWS: Final = re.compile(r"\b(?:followed|follows|came after)\b", re.IGNORECASE)


def _fits(reading: Reading, match: re.Match[str], k: float, n: float, whole: float | None = None) -> bool:
    """Return whether the numbers of a stretch are `k` of `n`; without a denominator the one before it counts."""
    said = groups(reading, match)
    limit = said.get("limit", "").lower()
    of = value(said.get("n"))
    few = k == n if limit == "all" else 2 * k < n if limit else True
    return value(said.get("k")) == k and (of if of is not None else whole or n) == n and few and _shared(said, k, n)


def _shared(said: Mapping[str, str], k: float, n: float) -> bool:
    return same_share(said.get("share"), k, n)


def _of_cases(
    reading: Reading, item: EvidenceItem, name: str, match: re.Match[str], done: Sequence[Binding]
) -> tuple[str, float, float] | None:
    """Return the field, and how many of how many cases met the pathway, if a stretch is true."""
    if name == "shares":
        said = groups(reading, match)
        two = list(done[-2:])
        fits = len(two) == 2 and all(equals(said[at], 100 * one.k / one.n) for at, one in zip("ab", two, strict=True))
        return (two[1].field, two[1].k, two[1].n) if fits else None
    if name == "rest untaken":
        rest = value(groups(reading, match).get("k"))
        before = [one for one in done if one.item is item and "steps" in one.field][-1:]
        return next(((one.field, rest, one.n) for one in before if rest is not None and one.k + rest == one.n), None)
    k, n = _met(item.value_as(PathwayCases), name)
    if k is None or not n:
        return None
    if name.startswith("elsewhere") != bool(_WITHOUT.search(_part(reading.text, match.start()))):
        return None
    if name == "met both":
        year = value(groups(reading, match).get("y"))
        if year not in (None, item.year - 1) or item.year != reading.ground.claim.year:
            return None
        if not here(reading, item, match.end(), match.end()):
            return None
    elif name in ("met", "unmet"):
        if not here(reading, item, *match.span()) or _PILOT.search(reading.text):
            return None
    elif not _around_pilot(reading, item, name, match):
        return None
    k = n - k if name == "unmet" else k
    whole = done[-1].n if name == "unmet" and done else None
    used = done[-1].k if name == "unmet" and done and "n" not in groups(reading, match) else None
    if name.endswith(" both"):
        return _both(reading, _where(item.value_as(PathwayCases), name), name, match)
    if not _amount(reading, match, k, n, item):
        return None
    if not _fits(reading, match, k, n, whole) or (used is not None and used + k != n):
        return None
    return f"{name}: {k:g} of {n:g}", k, n


def _part(text: str, at: int) -> str:
    """Return the part of a sentence around a place: its places without a pilot are not those of the next part."""
    cuts = [0, *(cut.start() for cut in _CUT.finditer(text)), len(text)]
    return next((text[a:b] for a, b in pairwise(cuts) if a <= at < b), text)


def _amount(reading: Reading, match: re.Match[str], k: float, n: float, item: EvidenceItem) -> bool:
    """Return whether words such as `three quarters` and a percentage before a count say no more than the count."""
    said = groups(reading, match)
    fact = Fact(item, MET, "", k, int(n))
    inside = [one for one in reading.numbers if match.start() <= one.start < match.end()]
    return same_share(said.get("p"), k, n) and all(
        holds(one, fact) for one in inside if one.kind in ("part", "majority")
    )


def _both(
    reading: Reading, where: CasesBeside | None, name: str, match: re.Match[str]
) -> tuple[str, float, float] | None:
    """Return the later share, if both are right and any rise or fall is one that the engine reads."""
    said, way = groups(reading, match), match["way"].lower()
    if where is None or where.share is None or where.share_before is None or where.met is None or where.cases is None:
        return None
    rose, fell = where.low is not None and where.low > 0, where.high is not None and where.high < 0
    shown = rose if way in ("rose", "increased") else fell if way in ("fell", "dropped") else True
    fits = equals(said["a"], 100 * where.share) and equals(said["b"], 100 * where.share_before) and shown
    return (name, where.met, where.cases) if fits else None


def _where(held: PathwayCases, name: str) -> CasesBeside | None:
    """Return the comparison that a rule speaks of."""
    if name in ("met", "unmet", "met both"):
        return held.by_year
    if name.startswith("elsewhere"):
        return held.elsewhere if held.comparison == "pilot" else None
    pilots = held.pilots or []
    return pilots[0] if len(pilots) == 1 else None


def _met(held: PathwayCases, name: str) -> tuple[int | None, int | None]:
    """Return how many of how many cases met the pathway, on the side that a rule speaks of."""
    where = _where(held, name)
    if where is None:
        return None, None
    return (where.met_before, where.cases_before) if name.endswith("before") else (where.met, where.cases)


def _around_pilot(reading: Reading, item: EvidenceItem, name: str, match: re.Match[str]) -> bool:
    """Return whether the sentence is about this pilot, at its site or elsewhere, and names its month if any."""
    pilots = item.value_as(PathwayCases).pilots or []
    if len(pilots) != 1 or not _PILOT.search(reading.text) or item.year != reading.ground.claim.year:
        return False
    places = {code for code, *_ in places_in(reading, 0, len(reading.text))} or {reading.ground.claim.scope}
    elsewhere = name.startswith("elsewhere") and places <= {item.scope, pilots[0].site}
    began = date.fromisoformat(pilots[0].date)
    said = groups(reading, match)
    month = said.get("month", MONTHS[began.month - 1]).lower() == MONTHS[began.month - 1].lower()
    if not month or said.get("in", str(began.year)) != str(began.year):
        return False
    own = places == {pilots[0].site} and not name.startswith("elsewhere")
    return item.scope == reading.ground.claim.scope and (own or elsewhere)
