"""Read steps of a pathway as tokens: in how many of how many cases a step was taken, in any order of the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.facts import MET, Fact
from tideturn.evaluation.claims.proof.patterns import named_by, same_share
from tideturn.evaluation.claims.proof.places import place_of
from tideturn.evaluation.claims.proof.steps import Step, in_turn, steps_of
from tideturn.evaluation.claims.proof.tokens import AMOUNT, NUMBER, SHARE, TOPIC, Token
from tideturn.evaluation.claims.proof.tokens.shares import tells
from tideturn.evaluation.claims.proof.tokens.step_roles import in_role, is_done
from tideturn.evaluation.claims.proof.words import stem, stems_of
from tideturn.evaluation.model import EvidenceItem

if TYPE_CHECKING:
    from tideturn.evaluation.claims.proof.tokens.stretches import Stretch

_ELSE: Final = Gated(
    r"\b(?:yet|ended|finished|stood|gave|given|gives|own|put|saw|rated|scored|recorded|counted|to be|"
    r"to have|record|answer\w*|"
    r"then|went|received|got|(?:was|were|is|are|has|have|had) to)\b"
)
"""Words that are silent elsewhere but have a meaning for a step."""
_WITHIN: Final = re.compile(r"\bwithin (\w+(?: working)?) (hours?|days?|weeks?)\b")
_FOLLOWS: Final = re.compile(r"(?P<later>.+) follows (?P<sooner>.+) within .+")
_WITHIN_OF: Final = re.compile(r"\bwithin \w+(?: working)? (?:hours?|days?|weeks?) (?:of|after)\b")
_MADE: Final = Gated(r"\bmade\b")
_OF: Final = Gated(r"\b(?:of|among|in|out of) (?:(?:the|those|these|all|our) )*$")


def read(stretch: Stretch) -> str:
    """Return the field of the one step that all words name, if it was taken in as many cases as they say."""
    item, text = stretch.item, stretch.text
    if (
        item.year != stretch.reading.ground.claim.year
        or _ELSE.search(text)
        or re.search(r"\bpilot\b", stretch.reading.text)
    ):
        return ""
    if place_of(stretch.reading, stretch.start, stretch.end).scope != item.scope:
        return ""
    if any(one.time is not None and (one.time.kind, one.time.number) != ("year", item.year) for one in stretch.tokens):
        return ""
    fits = [step for step in steps_of(item) if _is(stretch, step)]
    return fits[0].field if len(fits) == 1 else ""


def _is(stretch: Stretch, step: Step) -> bool:
    """Return whether the words name a step of the pathway, and the numbers are the step's own."""
    own, item = named_by(step.name), stretch.item
    said = frozenset(stem(part) for one in stretch.tokens if one.kind == TOPIC for part in one.text.split("-"))
    said |= {stem("makes")} if _MADE.search(stretch.text) else frozenset()
    numerals = {one.start for one in stretch.tokens if one.kind == NUMBER and stem(one.text) in own}
    said |= {stem(one.text) for one in stretch.tokens if one.start in numerals}
    rest = [one for one in stretch.tokens if one.kind in (NUMBER, SHARE, AMOUNT) and one.start not in numerals]
    entry = _entry(stretch)
    limit = step.field.startswith("constraints")
    if limit and (turned := _FOLLOWS.fullmatch(step.name)) and (soon := _WITHIN_OF.search(stretch.text)):
        later, sooner = named_by(turned["later"]), named_by(turned["sooner"])
        own -= {stem("follows")}
        near, far = (named_by(part) & own for part in (stretch.text[: soon.start()], stretch.text[soon.end() :]))
        named = [named_by(one.name) for one in steps_of(item) if not one.field.startswith("constraints")]
        entry |= frozenset().union(*(one for one in named if later <= one))
        if near & sooner - later or far & later - sooner or not sooner & far:
            return False
    if not own - (entry if limit else frozenset()) <= said or not said <= own | entry | {*stems_of(_name(item))}:
        return False
    if limit and not (_in_time(stretch, step) and in_turn(stretch.text, step) and is_done(stretch.text, step.name)):
        return False
    if not limit and not in_role(stretch.text, step.name, entry - own):
        return False
    if (" or " in step.name) != (" or " in stretch.text) or (" or " in step.name and " and " in stretch.text):
        return False
    return _right(stretch, rest, step)


def _in_time(stretch: Stretch, step: Step) -> bool:
    """Return whether the words give a deadline's own time: `within a day`, `within two working days`."""
    own, said = (_WITHIN.findall(text.lower()) for text in (step.name, stretch.text))
    return bool(own) and own == said


def _name(item: EvidenceItem) -> str:
    """Return the name and the code of a pathway, without what its cases are counted for."""
    return f"{item.text.partition(':')[0]} {item.evidence_id.split('/')[1]}"


def _entry(stretch: Stretch) -> frozenset[str]:
    """Return the stems of the step that each case begins with."""
    first = next(iter(steps_of(stretch.item)), None)
    return named_by(first.name) if first is not None and first.taken == first.cases else frozenset()


def _right(stretch: Stretch, rest: list[Token], step: Step) -> bool:
    fact = Fact(stretch.item, MET, step.field, step.taken, step.cases)
    rest = [one for one in rest if one.kind != AMOUNT or not tells(one, fact)]
    numbers = [one for one in rest if one.kind == NUMBER]
    shares = [one for one in rest if one.kind == SHARE]
    if len(numbers) + len(shares) != len(rest) or not all(
        same_share(one.text, step.taken, step.cases) for one in shares
    ):
        return False
    if any(one.rest or (one.every and one.value != step.cases) for one in numbers):
        return False
    if len(numbers) == 2 and numbers[0].whole is None:
        whole, numbers = numbers[0], numbers[1:]
        if whole.value != step.cases or not _OF.search(stretch.reading.text, 0, whole.start):
            return False
    return len(numbers) == 1 and numbers[0].value == step.taken and numbers[0].whole in (None, step.cases)
