"""What the coming year could show of each outcome, and what would help most, as the rules will judge it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, SPEAKER
from tideturn.evaluation.ledger.indicators import Followed, followed
from tideturn.evaluation.ledger.matched import scored_as_places
from tideturn.evaluation.ledger.scopes import outcomes_of
from tideturn.evaluation.model import CHANGE
from tideturn.evaluation.planning.answers import with_answers, with_baseline
from tideturn.evaluation.planning.coming import Coming, coming
from tideturn.evaluation.planning.judge import COULD, NOT_DUE, Judge, OutcomePlan
from tideturn.evaluation.planning.samples import Key, Sample, samples_of
from tideturn.evaluation.planning.stated import AS_LAST, Numbers, Stated, with_numbers
from tideturn.evaluation.planning.strands import Planned, planned_strands, read_again
from tideturn.evaluation.planning.systems import designs_of
from tideturn.evaluation.readings_surveys import FEW, FIRST_WAVE
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand

_FEW_MORE: Final = 1.5
"""Maximum multiple of a question's answers that would be enough for advice to name the question."""


@dataclass(frozen=True)
class Help:
    """Effect of an addition: how many outcomes it lets be shown alone, and how many together with another one.

    `others` could be shown without it; for some of them it makes the result surer, or shows smaller changes.
    """

    name: str
    alone: int
    partly: int
    others: int


@dataclass(frozen=True)
class Plan:
    """Possible results of a year, before it begins."""

    programme: str
    coming: Coming
    samples: tuple[Sample, ...]
    stated: tuple[Stated, ...]
    """Interviews and waiting young people with a number from the user."""
    last: Mapping[str, int]
    """Year of the last collection, for each kind of source that is expected as it was then."""
    outcomes: tuple[OutcomePlan, ...]

    @property
    def interviewed(self) -> Mapping[str, int]:
        """Return last time's number of interviews by voice, without voices that the user gives a number for."""
        given = {one.who for one in self.stated if one.kind == "interview" and one.outcome_id is None}
        talks = self.coming.dataset.table("interviews")
        voices = Counter(talks.filter(year=self.last.get("interview", 0))["voice"])
        return {voice: voices[voice] for voice in SPEAKER.codes if voices[voice] and voice not in given}

    @property
    def due(self) -> tuple[OutcomePlan, ...]:
        """Return the outcomes that the year will judge."""
        return tuple(one for one in self.outcomes if one.standing != NOT_DUE)

    @property
    def helps_most(self) -> Help | None:
        """Return the addition that helps most, by the number of outcomes that name it; None if none does."""
        alone, partly, others = Counter[str](), Counter[str](), Counter[str]()
        for one in self.due:
            added = one.advice.additions if one.advice else ()
            count = others if one.standing == COULD else alone if len(added) == 1 else partly
            count.update({addition.name for addition in added})
        found = [Help(name, alone[name], partly[name], others[name]) for name in sorted(alone | partly | others)]
        return max(found, key=lambda one: (one.alone, one.partly, one.others), default=None)


def plan(dataset: Dataset, *, year: int | None = None, numbers: Numbers = AS_LAST) -> Plan:
    """Say what the coming year could show of each outcome of the framework.

    `year` is by default the first with nothing recorded. `numbers` says how many will answer, be interviewed or wait,
    where that is known better than from last time. Raise TideturnError for a year that cannot be planned, for numbers
    of something that does not exist, and where the table lists no outcome.
    """
    if not dataset.has("outcomes"):
        raise TideturnError(
            "The table lists no outcome, so there is nothing to plan for.",
            place="outcomes.csv",
            mend="Give each outcome that the programme hopes for a row, with the year in which it is due.",
        )
    judge, samples, stated = _judge(dataset, coming(dataset, year), numbers)
    outcomes = tuple(judge.outcome(row) for row in _rows(dataset))
    return Plan(dataset.programme.name, judge.ahead, samples, stated, judge.planned.last, outcomes)


def plan_one(dataset: Dataset, outcome_id: str, scope: str, *, beyond: int, most: int) -> tuple[Coming, OutcomePlan]:
    """Say what one outcome's next year could show at a scope: the first after `beyond` with nothing recorded yet.

    Name at most `most` additions. Raise KeyError for an outcome that the framework does not have.
    """
    row = {row["outcome_id"]: row for row in _rows(dataset)}[outcome_id]
    judge, _, _ = _judge(dataset, coming(dataset, beyond=beyond), scope=scope)
    return judge.ahead, judge.outcome(row, most)


def _rows(dataset: Dataset) -> list[dict[str, Any]]:
    return [row | {"claim": row["claim"] or CHANGE} for row in dataset.table("outcomes").to_dicts()]


def _judge(
    dataset: Dataset, ahead: Coming, numbers: Numbers = AS_LAST, scope: str = PROGRAMME_SCOPE
) -> tuple[Judge, tuple[Sample, ...], tuple[Stated, ...]]:
    rules = Rules.of(dataset.programme.rules)
    samples = samples_of(ahead, rules, numbers.answers)
    planned, stated = with_numbers(planned_strands(ahead, samples, rules), ahead, numbers, rules)
    judge = Judge(
        ahead,
        rules,
        planned,
        more=_with_more(ahead, samples, planned, rules, scope),
        baseline=_with_baseline(ahead, samples, planned, rules, scope),
        followed=_followed(ahead, planned, rules, scope),
        piloted=_piloted(ahead),
        of_places=scored_as_places(dataset),
        asked=_asked(ahead),
        scope=scope,
    )
    return judge, samples, stated


def _questions(planned: Planned, cause: str, scope: str) -> dict[tuple[str, str, str], int]:
    """Return how many would give an opinion on each question that reads nothing for this cause: survey, item, voice."""
    return {
        (survey, item, voice): one.n
        for (_, place), strands in planned.strands.items()
        for strand in strands
        for one in strand.items
        if place == scope and one.cause == cause and one.n and one.evidence.startswith("survey/")
        for _, survey, item, voice, *_ in [one.evidence.split("/")]
    }


def _with_more(
    ahead: Coming, samples: tuple[Sample, ...], planned: Planned, rules: Rules, scope: str
) -> Mapping[str, Mapping[str, Strand]]:
    """Return what surveys would read if enough more people answered for every question that lacks a few.

    Return an empty mapping if no question lacks only a few.
    """
    few = {key: n for key, n in _questions(planned, FEW, scope).items() if n * _FEW_MORE >= rules.min_n}
    if not few:
        return {}
    fewest: dict[Key, int] = {}
    for (survey, _, voice), n in few.items():
        fewest[survey, voice] = min(n, fewest.get((survey, voice), n))
    larger = tuple(
        replace(one, people=math.ceil(one.people * rules.min_n / fewest.get((one.survey, one.voice), rules.min_n)))
        for one in samples
    )
    return _surveys(with_answers(ahead.dataset, larger, ahead.year.number), ahead, rules, scope)


def _with_baseline(
    ahead: Coming, samples: tuple[Sample, ...], planned: Planned, rules: Rules, scope: str
) -> Mapping[str, Mapping[str, Strand]]:
    """Return what surveys would read if each question without an earlier wave had one; empty if all have one."""
    new = _questions(planned, FIRST_WAVE, scope)
    if not new:
        return {}
    return _surveys(with_baseline(planned.dataset, samples, ahead.year.number - 1, new), ahead, rules, scope)


def _surveys(dataset: Dataset, ahead: Coming, rules: Rules, scope: str) -> Mapping[str, Mapping[str, Strand]]:
    """Return what surveys read in the year at a scope, by outcome and by the strands’ keys."""
    read = read_again(dataset, ahead.year, rules, series=False).items()
    return {outcome: {one.key: one for one in strands} for (outcome, place), strands in read if place == scope}


def _followed(ahead: Coming, planned: Planned, rules: Rules, scope: str) -> Mapping[str, Mapping[str, Followed]]:
    """Return each outcome's series, by the evidence of their strands."""
    found = defaultdict[str, dict[str, Followed]](dict)
    for one in followed(planned.dataset, outcomes_of(planned.dataset), ahead.year, rules):
        if one.scope == scope:
            found[one.outcome.outcome_id][one.evidence_id(ahead.year)] = one
    return found


def _asked(ahead: Coming) -> frozenset[str]:
    """Return each question that somebody answered outside any training, with the voice, as its evidence id begins."""
    found = set[str]()
    for code, survey in ahead.dataset.surveys.items():
        answers = survey.responses.filter(survey.responses["stage"].is_null())
        for item in {*survey.items["item"].drop_nulls()} & {*answers.columns}:
            voices = answers.filter(answers[item].is_not_null())["voice"].unique()
            found |= {f"survey/{code}/{item}/{voice}/" for voice in voices}
    return frozenset(found)


def _piloted(ahead: Coming) -> frozenset[str]:
    """Return the tokens of pathways with a pilot that begins within the year."""
    designs = designs_of(ahead.dataset).items()
    return frozenset(
        f"pathway:{code}" for code, design in designs if any(ahead.year.holds(one.day) for one in design.pilots)
    )
