"""Numbers of interviews and of waiting young people that the user plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, RATER, SPEAKER
from tideturn.dataset.wording import capital, quoted
from tideturn.evaluation.ledger.interviews import UNIT
from tideturn.evaluation.ledger.matched import VOICES
from tideturn.evaluation.ledger.scopes import Outcome, outcomes_of
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.model import STATE
from tideturn.evaluation.planning.coming import Coming
from tideturn.evaluation.planning.samples import MOST, Key
from tideturn.evaluation.planning.served import Served, beside_those_who_wait
from tideturn.evaluation.planning.strands import (
    MATCHED,
    Planned,
    Scope,
    interviews_at_best,
    of_young_people,
    scores_at_best,
)
from tideturn.evaluation.readings_scores import FEWEST_A_SIDE, FEWEST_COMPARED, enough_to_compare
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, UNCOMPARED, Strand
from tideturn.evaluation.verdicts import INSUFFICIENT, kind_and_people
from tideturn.methods.power import Least

INTERVIEWS: Final = "--interviews"
WAITING: Final = "--waiting"
_SCORE_BOTH: Final = "There is nobody to compare with: score young people who are served too (assessments.csv)."
_RATERS: Final = ("worker", "young_person")
"""Raters of young people; adults score themselves."""


@dataclass(frozen=True)
class Numbers:
    """Numbers of people, where the user knows them better than from last time."""

    answers: Mapping[Key, int] = field(default_factory=dict)
    """Number of answers by survey and voice."""
    interviews: Mapping[Key, int] = field(default_factory=dict)
    """Interviews by outcome and voice; an empty outcome means each outcome of that voice's last interviews."""
    waiting: Mapping[Key, int] = field(default_factory=dict)
    """Number waiting by outcome and rater; an empty outcome means each outcome that the rater scored last time."""


AS_LAST: Final = Numbers()
"""Same numbers as last time, for everything."""


@dataclass(frozen=True)
class Stated:
    """One of these numbers: what it counts, its outcome, how many, and its effect."""

    kind: str
    """`interview`, or `matched` for scores."""
    who: str
    """Voice, or rater."""
    outcome_id: str | None
    number: int
    says: str


def with_numbers(planned: Planned, ahead: Coming, numbers: Numbers, rules: Rules) -> tuple[Planned, tuple[Stated, ...]]:
    """Return what is planned with these numbers of interviews and of people who wait, and each number in words.

    Raise TideturnError for an unknown outcome, voice or rater, for too many people, for interviews of a voice that was
    not heard last time without their outcome, and for waiting people who could be compared with nobody.
    """
    outcomes = outcomes_of(ahead.dataset)
    for option, given, known in ((INTERVIEWS, numbers.interviews, SPEAKER.codes), (WAITING, numbers.waiting, _RATERS)):
        for (outcome_id, who), number in given.items():
            _check(option, outcome_id, who, number, outcomes, known)
    found = _Numbered(dict(planned.strands), dict(planned.least), outcomes, rules)
    stated = [*found.interviews(numbers.interviews)]
    ordered = bool(ahead.dataset.programme.comparison_order)
    for (outcome_id, rater), number in found.each_waiting(numbers.waiting, planned.served).items():
        stated.append(found.waiting(outcome_id, rater, number, planned.served, ordered=ordered))
    return replace(planned, strands=found.strands, least=found.least), tuple(stated)


def _check(
    option: str, outcome_id: str, who: str, number: int, outcomes: Mapping[str, Outcome], known: Sequence[str]
) -> None:
    if outcome_id and outcome_id not in outcomes:
        mend = f"The outcomes are: {', '.join(outcomes)}."
        raise TideturnError(f"There is no outcome {quoted(outcome_id)}.", place=option, mend=mend)
    if who not in known:
        called = "rater of young people" if option == WAITING else "voice"
        raise TideturnError(f"{quoted(who)} is no {called}.", place=option, mend=f"Choose one of {', '.join(known)}.")
    if number > MOST:
        name = f"{outcome_id}/{who}" if outcome_id else who
        mend = f"Give fewer: {option} {name}={MOST}. More would show hardly smaller changes."
        raise TideturnError(f"{number:,} is too many. A plan takes at most {MOST:,}.", place=option, mend=mend)


@dataclass(frozen=True)
class _Numbered:
    """Planned strands, with the user's numbers put in."""

    strands: dict[Scope, tuple[Strand, ...]]
    least: dict[str, Least]
    outcomes: Mapping[str, Outcome]
    rules: Rules

    def put(self, scope: Scope, old: Strand | None, new: Strand | None) -> None:
        """Replace one strand with another; `old` None only adds, `new` None only removes."""
        there = tuple(one for one in self.strands.get(scope, ()) if one is not old)
        self.strands[scope] = (*there, new) if new else there

    def interviews(self, given: Mapping[Key, int]) -> Iterator[Stated]:
        """Add the interviews to the plan, and yield each number in words.

        Each site keeps its share of last time; without one, all sites have the same share.
        """
        last = {
            (outcome_id, scope, one.voice): one.asked or 0
            for (outcome_id, scope), strands in self.strands.items()
            for one in strands
            if one.kind == "interview"
        }
        heard = {voice for _, _, voice in last}
        # Numbers for every outcome first, so that a number for one outcome overrides them.
        for (named, voice), number in sorted(given.items(), key=lambda pair: pair[0][0]):
            if heard and not named and voice not in heard:
                raise TideturnError(
                    f"Nobody was interviewed as {quoted(voice)} last time, so their outcomes are not known.",
                    place=INTERVIEWS,
                    mend=f"Name each outcome: {INTERVIEWS} OUTCOME/{voice}={number}.",
                )
            asked = [one for one in self.outcomes if not heard or (one, PROGRAMME_SCOPE, voice) in last]
            for outcome_id in [named] if named else asked:
                scopes = self.outcomes[outcome_id].scopes
                in_all = last.get((outcome_id, PROGRAMME_SCOPE, voice), 0)
                for scope in scopes:
                    share = last.get((outcome_id, scope, voice), 0) / in_all if in_all else 1 / max(len(scopes) - 1, 1)
                    here = number if scope == PROGRAMME_SCOPE else round(number * share)
                    own = self.strands.get((outcome_id, scope), ())
                    old = next((one for one in own if (one.kind, one.voice) == ("interview", voice)), None)
                    strand = replace(old or _nobody_yet(outcome_id, voice), asked=here)
                    self.put((outcome_id, scope), old, interviews_at_best(strand, self.rules) if here else None)
            who = capital(kind_and_people("interview", SPEAKER.terms[voice]))
            about = f" about {quoted(self.outcomes[named].title)}" if named else ""
            each = "" if named else ", about the same outcomes" if heard else ", about every outcome"
            yield Stated("interview", voice, named or None, number, f"{who}{about}: {number} (as you say{each})")

    def each_waiting(self, given: Mapping[Key, int], served: Mapping[str, Served]) -> dict[Key, int]:
        """Return the numbers by outcome and rater; a number for one outcome wins over one for all."""
        found: dict[Key, int] = {}
        for rater in (rater for outcome_id, rater in given if not outcome_id):
            every = [
                one for one in self.outcomes if self.outcomes[one].claim != STATE and self.scored(one, rater, served)
            ]
            if not every:
                what = f"Nobody who is served was scored by {RATER.terms[rater]} in the last year with scores."
                raise TideturnError(what, place=WAITING, mend=_SCORE_BOTH)
            found |= {(outcome_id, rater): given["", rater] for outcome_id in every}
        return found | {key: number for key, number in given.items() if key[0]}

    def scored(self, outcome_id: str, rater: str, served: Mapping[str, Served]) -> tuple[Strand, Served] | None:
        """Return the strand and the served young people scored for an outcome, if there are any."""
        own = (one for one in self.strands.get((outcome_id, PROGRAMME_SCOPE), ()) if one.voice == VOICES[rater])
        strand = next((one for one in own if of_young_people(one)), None)
        known = served.get(strand.evidence[-1]) if strand else None
        return (strand, known) if strand and known else None

    def waiting(
        self, outcome_id: str, rater: str, number: int, served: Mapping[str, Served], *, ordered: bool
    ) -> Stated:
        """Add waiting young people to compare with those served, and return their number in words."""
        scope, title = (outcome_id, PROGRAMME_SCOPE), self.outcomes[outcome_id].title
        if self.outcomes[outcome_id].claim == STATE:
            what = f"{quoted(outcome_id)} claims a state, and scores cannot show one."
            raise TideturnError(what, place=WAITING, mend="Give an outcome that claims a change.")
        scored = self.scored(outcome_id, rater, served)
        if scored is None:
            what = (
                f"Nobody who is served was scored for {quoted(f'{outcome_id}/{rater}')} in the last year with scores."
            )
            raise TideturnError(what, place=WAITING, mend=_SCORE_BOTH)
        old, known = scored
        alone = old
        if old.design == COMPARED:
            alone = replace(old, design=UNCOMPARED, evidence=old.evidence[-1:], n=known.twice, concerns=())
            alone = scores_at_best(alone, self.rules)
        new, why = alone, "as you say"
        if enough_to_compare(known.pairs, number):
            new = beside_those_who_wait(alone, known.pairs + number, ordered=ordered)
            new = replace(new, evidence=(f"compared/plan/{outcome_id}/{rater}", *alone.evidence))
            size = known.least(known.pairs, number)
            self.least[new.evidence[0]] = Least(size, size)
        elif number:
            why = (
                f"as you say; beside {known.pairs} who are served and were scored in time they are too few to compare: "
                f"it takes {FEWEST_A_SIDE} on either side and {FEWEST_COMPARED} in all"
            )
        self.put(scope, old, new)
        says = f"Young people who wait, scored twice by {RATER.terms[rater]} for {quoted(title)}: {number} ({why})"
        return Stated(MATCHED, rater, outcome_id, number, says)


def _nobody_yet(outcome_id: str, voice: str) -> Strand:
    return Strand(
        kind="interview",
        voice=voice,
        reading=INSUFFICIENT,
        why="",
        unit=UNIT,
        evidence=(f"interview/plan/{outcome_id}/{voice}",),
        tokens=frozenset({people(voice)}),
    )
