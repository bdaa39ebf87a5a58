"""What a survey strand was asked, how many agree with each question, and how each reads by the rules."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from .folder import Year
from .rules import rule
from .shares import sign_test, wilson
from .standing import TRAINED, Standing
from .surveys import VOICES, Item, Tally, items_of, responses, stage_of, tally
from .trained import Moves, before_after
from .waves import FELL, NEITHER, ROSE, TOO_LITTLE, Moved, compared


def voice_of(at: Standing) -> str:
    return "stakeholder" if at.voice == TRAINED else at.voice


def noun_of(at: Standing) -> str:
    return TRAINED if at.voice == TRAINED else VOICES[at.voice]


def noun_of_one(at: Standing) -> str:
    ones = {"staff": "member of staff", TRAINED: "person trained", "young people": "young person"}
    return ones.get(noun_of(at), noun_of(at).removesuffix("s"))


@cache
def questions(year: Year, at: Standing) -> list[Item]:
    """Return the questions of a survey strand: those that its voice was asked in the year, at this scope."""
    found = []
    for item in items_of(year, at.outcome):
        if item.name in year.words.several(item.survey):
            continue  # counted answer by answer, and read no way
        if bool(stage_of(year, item.survey)) == (at.voice == TRAINED) and answered(year, item, at):
            found.append(item)
    return found


@cache
def answered(year: Year, item: Item, at: Standing) -> list[Any]:
    rows = responses(year, item.survey, voice_of(at), at.scope, None, year.sites_of(at.outcome))
    return [row for row in rows if tally(year, item, [row]).missing == 0] and rows


@cache
def counted(year: Year, item: Item, at: Standing) -> Tally:
    return tally(year, item, answered(year, item, at))


@cache
def moved(year: Year, item: Item, at: Standing) -> Moves:
    return before_after(year, item, year.sites_at(at.outcome, at.scope))


@cache
def since(year: Year, item: Item, at: Standing) -> tuple[Moved, ...]:
    """Return how a question moved since the waves that it is compared with."""
    if at.voice == TRAINED:
        return ()
    return compared(year, item, voice_of(at), tuple(year.sites_at(at.outcome, at.scope)))


@cache
def claim(year: Year, outcome: str) -> str:
    return year.outcomes[outcome]["claim"] or "change"


@dataclass(frozen=True)
class Reading:
    """How a question was answered: agreeing or better, disagreeing or worse, of the opinions or the pairs."""

    item: Item
    k: int
    against: int
    n: int
    moves: bool
    word: str  # positive, negative, no change, mixed; else why it says too little


@cache
def readings(year: Year, at: Standing) -> list[Reading]:
    """Return how each question of a strand was answered, and how the same people's answers moved."""
    found = []
    for item in questions(year, at):
        if stage_of(year, item.survey) == "after":
            moves = moved(year, item, at)
            clear = sign_test(moves.better, moves.worse) < 0.05
            word = ("positive" if moves.better > moves.worse else "negative") if clear else "mixed"
            found.append(Reading(item, moves.better, moves.worse, moves.pairs, True, word))
        count = counted(year, item, at)
        found.append(Reading(item, count.agree, count.disagree, count.n, False, reads(year, item, at)))
    return found


UNASKED, EARLY, FEW, FIRST = "unasked", "too early", "few", "first wave"


@cache
def reads(year: Year, item: Item, at: Standing) -> str:
    """Return how a question reads (METHODS 1a), or why it says too little."""
    count, claims, measures = counted(year, item, at), claim(year, at.outcome), item.row["measures"]
    if not measures or (measures, claims) == ("change", "state"):
        return UNASKED
    if count.too_early > count.agree:
        return EARLY
    if count.n < rule(year.folder, "min_n"):
        return FEW
    moves = since(year, item, at)
    if measures == "level" and claims == "change":
        return moved_as(moves) if at.voice != TRAINED else UNASKED
    above = {name: wilson(k, count.n)[0] > 0.5 for name, k in sides(item, count).items()}
    if measures == "level":
        fell = any(each.word == FELL for each in moves)
        return "positive" if above["agree"] and not fell else "negative" if above["disagree"] else "mixed"
    if above["same"] or above["not better"]:
        return "no change"
    return "positive" if above["agree"] else "negative" if above["worse"] else "mixed"


def sides(item: Item, count: Tally) -> dict[str, int]:
    """Return how many are on each side that may have more than half."""
    level = item.row["measures"] == "level"
    denied = count.disagree - count.worse
    return {
        "agree": count.agree,
        "disagree": count.n - count.agree if level else count.disagree,
        "worse": count.worse,
        "same": count.same,
        "not better": count.same + denied,
    }


def moved_as(moves: tuple[Moved, ...]) -> str:
    """Return how a level reads by its waves: against the reference wave, held back by a fall since the last."""
    if not moves:
        return FIRST
    first, fell = moves[0].word, any(each.word == FELL for each in moves)
    if first == FELL:
        return "negative"
    if fell or first in {NEITHER, TOO_LITTLE}:
        return NEITHER
    return "positive" if first == ROSE else "no change"


@cache
def whole_moves(year: Year, outcome: str) -> set[str]:
    """Return which ways any survey strand of an outcome moved as a whole: most of its questions, or its only one."""
    found = set()
    for voice in VOICES:
        at = Standing(outcome, "programme", "survey", voice)
        levels = [each for each in questions(year, at) if each.row["measures"] == "level"]
        enough = [each for each in levels if counted(year, each, at).n >= rule(year.folder, "min_n")]
        rose = sum(moved_as(since(year, each, at)) == "positive" for each in enough)
        fell = sum(any(one.word == FELL for one in since(year, each, at)) for each in enough)
        for way, k in ((ROSE, rose), (FELL, fell)):
            if enough and Fraction(k, len(enough)) >= rule(year.folder, "item_share"):
                found.add(way)
    return found
