"""What the coming year could show of each outcome, and what would help most, as the rules will judge it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations
from typing import Any, Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.confidence import LEVELS, Asked, confidence
from tideturn.evaluation.counterfactual import lacking
from tideturn.evaluation.evaluate import sites_of
from tideturn.evaluation.gaps import PLACES, about, wanted_for
from tideturn.evaluation.ledger.indicators import Followed, followed
from tideturn.evaluation.ledger.matched import scored_as_places
from tideturn.evaluation.ledger.scopes import outcomes_of
from tideturn.evaluation.model import CHANGE, STATE, Strand
from tideturn.evaluation.planning.additions import Addition, Folder, additions, by_month
from tideturn.evaluation.planning.answers import with_answers, with_baseline
from tideturn.evaluation.planning.coming import Coming, coming
from tideturn.evaluation.planning.counts import count_power
from tideturn.evaluation.planning.samples import Key, Sample, samples_of
from tideturn.evaluation.planning.seen import POINTS, Seen, seen_of
from tideturn.evaluation.planning.strands import SERIES, Planned, Scope, planned_strands, read_again
from tideturn.evaluation.planning.systems import designs_of
from tideturn.evaluation.readings_surveys import FEW, FIRST_WAVE
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.verdicts import FEW as FEW_SPEAK
from tideturn.evaluation.verdicts import INSUFFICIENT, POSITIVE, decide, lack
from tideturn.methods.power import Least

NOT_DUE, COULD, COULD_NOT = "not_due", "could", "could_not"
"""What a year could show of an outcome."""
_FEW_MORE: Final = 1.5
"""A question is named that takes more answers where so many times as many would do."""
_WORTH: Final = 0.01
"""Months are named where they would show a change that is smaller by so much."""


@dataclass(frozen=True)
class Best:
    """The best that strands could come to: whether supported, and how sure."""

    supported: bool
    confidence: str | None
    reasons: tuple[str, ...]
    carried: tuple[str, ...]
    """The keys of the strands that carry it."""

    @property
    def rank(self) -> tuple[bool, int]:
        """Order it among others, the best last."""
        return self.supported, -LEVELS.index(self.confidence) if self.confidence else -len(LEVELS)


@dataclass(frozen=True)
class Advice:
    """The cheapest addition, or two together, and what would come of them."""

    additions: tuple[Addition, ...]
    best: Best
    smaller: tuple[float, float] | None = None
    """The least rise or fall that would show without it and with it, where that is all that it changes."""


@dataclass(frozen=True)
class OutcomePlan:
    """What the year could show of one outcome."""

    outcome_id: str
    title: str
    due_year: int
    claim: str
    standing: str
    """`could`, `could_not` or `not_due`."""
    best: Best
    why_not: str
    """Which part of the rule fails, as a clause; empty where none does."""
    seen: tuple[Seen, ...]
    advice: Advice | None


@dataclass(frozen=True)
class Help:
    """What an addition would do: how many outcomes it lets be shown by itself, how many together with another one.

    `others` could be shown without it; of them it makes surer, or sees more.
    """

    name: str
    alone: int
    partly: int
    others: int


@dataclass(frozen=True)
class Plan:
    """What a year could show, before it begins."""

    programme: str
    coming: Coming
    samples: tuple[Sample, ...]
    last: Mapping[str, int]
    """For each kind of source that is expected as it was last time, the year of that."""
    outcomes: tuple[OutcomePlan, ...]

    @property
    def due(self) -> tuple[OutcomePlan, ...]:
        """Return the outcomes that the year will judge."""
        return tuple(one for one in self.outcomes if one.standing != NOT_DUE)

    @property
    def helps_most(self) -> Help | None:
        """Return the addition that helps most, counted over the outcomes for which it is named; None where none is."""
        alone, partly, others = Counter[str](), Counter[str](), Counter[str]()
        for one in self.due:
            added = one.advice.additions if one.advice else ()
            count = others if one.standing == COULD else alone if len(added) == 1 else partly
            count.update({addition.name for addition in added})
        found = [Help(name, alone[name], partly[name], others[name]) for name in sorted(alone | partly | others)]
        return max(found, key=lambda one: (one.alone, one.partly, one.others), default=None)


def plan(dataset: Dataset, *, year: int | None = None, answers: Mapping[Key, int] | None = None) -> Plan:
    """Say what the coming year could show of each outcome of the framework.

    `year` is by default the first for which nothing is recorded; `answers` says how many will answer a survey, where
    that is known better than from last time. Raises TideturnError for a year that cannot be planned, for answers to no
    survey, and where no outcome is named.
    """
    rules = Rules.of(dataset.programme.rules)
    if not dataset.has("outcomes"):
        raise TideturnError(
            "The table lists no outcome, so there is nothing to plan for.",
            place="outcomes.csv",
            mend="Give each outcome that the programme hopes for a row, with the year in which it is due.",
        )
    ahead = coming(dataset, year)
    samples = samples_of(ahead, rules, answers)
    planned = planned_strands(ahead, samples, rules)
    judge = _Judge(
        ahead,
        rules,
        planned,
        more=_with_more(ahead, samples, planned, rules),
        baseline=_with_baseline(ahead, samples, planned, rules),
        followed=_followed(ahead, planned, rules),
        piloted=_piloted(ahead),
        of_places=scored_as_places(dataset),
    )
    rows = ({**row, "claim": row["claim"] or CHANGE} for row in dataset.table("outcomes").to_dicts())
    outcomes = tuple(judge.outcome(row) for row in rows)
    return Plan(dataset.programme.name, ahead, samples, planned.last, outcomes)


def _questions(planned: Planned, cause: str) -> dict[tuple[str, str, str], int]:
    """Return how many would give an opinion on each question that reads nothing for this cause: survey, item, voice."""
    return {
        (survey, item, voice): one.n
        for (_, scope), strands in planned.strands.items()
        for strand in strands
        for one in strand.items
        if scope == PROGRAMME_SCOPE and one.cause == cause and one.n and one.evidence.startswith("survey/")
        for _, survey, item, voice, *_ in [one.evidence.split("/")]
    }


def _with_more(
    ahead: Coming, samples: tuple[Sample, ...], planned: Planned, rules: Rules
) -> Mapping[Scope, tuple[Strand, ...]]:
    """What surveys would read if as many more answered as every question takes; empty where enough do."""
    few = {key: n for key, n in _questions(planned, FEW).items() if n * _FEW_MORE >= rules.min_n}
    if not few:
        return {}
    fewest: dict[Key, int] = {}
    for (survey, _, voice), n in few.items():
        fewest[survey, voice] = min(n, fewest.get((survey, voice), n))
    larger = tuple(
        replace(one, people=math.ceil(one.people * rules.min_n / fewest.get((one.survey, one.voice), rules.min_n)))
        for one in samples
    )
    answered = with_answers(ahead.dataset, larger, ahead.year.number)
    return read_again(answered, ahead.year, rules, series=False)


def _with_baseline(
    ahead: Coming, samples: tuple[Sample, ...], planned: Planned, rules: Rules
) -> Mapping[Scope, tuple[Strand, ...]]:
    """What surveys would read with a wave before the year of every question that has none; empty where all have."""
    new = _questions(planned, FIRST_WAVE)
    if not new:
        return {}
    before = with_baseline(planned.dataset, samples, ahead.year.number - 1, new)
    return read_again(before, ahead.year, rules, series=False)


def _followed(ahead: Coming, planned: Planned, rules: Rules) -> Mapping[str, Mapping[str, Followed]]:
    """Return each outcome's series, by the evidence of their strands."""
    found = defaultdict[str, dict[str, Followed]](dict)
    for one in followed(planned.dataset, outcomes_of(planned.dataset), ahead.year, rules):
        if one.scope == PROGRAMME_SCOPE:
            found[one.outcome.outcome_id][one.evidence_id(ahead.year)] = one
    return found


def _piloted(ahead: Coming) -> frozenset[str]:
    """Return the tokens of pathways with a pilot that begins within the year."""
    designs = designs_of(ahead.dataset).items()
    return frozenset(
        f"pathway:{code}" for code, design in designs if any(ahead.year.holds(one.day) for one in design.pilots)
    )


@dataclass(frozen=True)
class _Judge:
    """Judges each outcome's planned strands, with and without what could be added."""

    ahead: Coming
    rules: Rules
    planned: Planned
    more: Mapping[Scope, tuple[Strand, ...]]
    baseline: Mapping[Scope, tuple[Strand, ...]]
    followed: Mapping[str, Mapping[str, Followed]]
    piloted: frozenset[str]
    of_places: frozenset[str]

    def outcome(self, row: Mapping[str, Any]) -> OutcomePlan:
        outcome_id, due, claim = row["outcome_id"], row["due_year"], row["claim"]
        strands = self.planned.strands.get((outcome_id, PROGRAMME_SCOPE), ())
        is_due = due <= self.ahead.year.number
        judged = self.followed[outcome_id].items() if is_due else ()
        counts = {evidence: power for evidence, one in judged if (power := count_power(one))}
        least = {**self.planned.least, **counts}
        seen = tuple(
            seen_of(strand, claim, self.rules, least.get(next(iter(strand.evidence), "")))
            for strand in strands
            if strand.n != 0
        )
        # What could read positive by luck alone is no plan.
        luck = {one.source for one in seen if one.form == POINTS and one.rise is None}
        strands = tuple(replace(one, reading=INSUFFICIENT) if one.key in luck else one for one in strands)
        best = self.best(row, strands)
        standing = NOT_DUE if not is_due else COULD if best.supported else COULD_NOT
        advice = self.advice(row, strands, best, counts) if standing != NOT_DUE else None
        why_not = _why_not(strands, claim) if standing == COULD_NOT else ""
        return OutcomePlan(outcome_id, row["title"], due, claim, standing, best, why_not, seen, advice)

    def best(self, row: Mapping[str, Any], strands: Sequence[Strand]) -> Best:
        """Return what the rules would say, were the outcome due."""
        claim, year = row["claim"], self.ahead.year.number
        sites = sites_of(self.ahead.dataset, row)
        by_site = {site: self.planned.strands.get((row["outcome_id"], site), ()) for site in sites}
        decision = decide(strands, due_year=year, year=year, claim=claim)
        names = {site.code: site.name for site in self.ahead.dataset.programme.sites}
        level, reasons = confidence(decision, strands, self.rules, Asked(claim, row["area"], by_site, names))
        carried = tuple(strand.key for strand in decision.carried)
        return Best(decision.verdict == "supported", level, reasons, carried)

    def advice(
        self, row: Mapping[str, Any], strands: Sequence[Strand], best: Best, counts: Mapping[str, Least]
    ) -> Advice | None:
        """Return the first addition that lets it be shown, else two; else what makes it surer; else what sees more."""
        outcome_id, of_places = row["outcome_id"], row["outcome_id"] in self.of_places
        about_it = about(row["area"], row["element"], of_places=of_places)
        folder = Folder(
            year=self.ahead.year.number,
            claim=row["claim"],
            ordered=bool(self.ahead.dataset.programme.comparison_order),
            about=about_it,
            speakers=self.rules.interview_supported,
            piloted=self.piloted,
            records=self.records(row, about_it),
            wanted=wanted_for(row["area"], row["element"], of_places=of_places),
            followed=self.followed[outcome_id],
            with_more=_by_key(self.more.get((outcome_id, PROGRAMME_SCOPE), ())),
            with_baseline=_by_key(self.baseline.get((outcome_id, PROGRAMME_SCOPE), ())),
        )
        could = [*additions(strands, folder)]
        if not best.supported:
            return self._enough(row, strands, could)
        tried = (Advice((one,), self.best(row, one.to(strands))) for one in could if one.kind != SERIES)
        surer = next((advice for advice in tried if advice.best.rank > best.rank), None)
        return surer or self._sees_more(row, strands, best, counts)

    def records(self, row: Mapping[str, Any], about_it: str) -> bool:
        """Whether new records could show the outcome: not a state, not places, and not by a network of another."""
        networked = self.ahead.dataset.programme.network_outcome
        of_another = about_it == "collaboration" and networked not in (None, row["outcome_id"])
        return row["claim"] != STATE and about_it != PLACES and not of_another

    def _enough(self, row: Mapping[str, Any], strands: Sequence[Strand], could: Sequence[Addition]) -> Advice | None:
        """Return the first that is enough alone, else two together; a new count, which there may not be, after all."""
        pairs = [pair for pair in combinations(could, 2) if pair[0].strands.keys().isdisjoint(pair[1].strands)]
        tried = [*((one,) for one in could), *pairs]
        for some in sorted(tried, key=lambda some: any(one.kind == SERIES for one in some)):
            then = reduce(lambda before, one: one.to(before), some, tuple(strands))
            best = self.best(row, then)
            if best.supported:
                return Advice(some, best)
        return None

    def _sees_more(
        self, row: Mapping[str, Any], strands: Sequence[Strand], best: Best, counts: Mapping[str, Least]
    ) -> Advice | None:
        """Return months in the place of quarters, if they would show a smaller change the way that was registered."""
        for strand in strands:
            evidence = next(iter(strand.evidence), "")
            if evidence not in counts or strand.reading != POSITIVE:
                continue
            one, now = self.followed[row["outcome_id"]][evidence], counts[evidence]
            if one.moved.whole.span != "quarter":
                continue
            way = "fall" if one.moved.expected == "down" else "rise"
            before, after = (getattr(power, way) for power in (now, count_power(one, by_month=True) or now))
            if before is not None and after is not None and before - after >= _WORTH:
                return Advice((by_month(strand),), best, (before, after))
        return None


def _by_key(strands: Iterable[Strand]) -> dict[str, Strand]:
    return {strand.key: strand for strand in strands}


def _why_not(strands: Sequence[Strand], claim: str) -> str:
    """Which part of the rule of *supported* fails, in the words of `explain`."""
    if not strands:
        return "nothing is collected about it"
    if not any(strand.reading == POSITIVE for strand in strands):
        return "nothing that is planned can be read"
    if lack(strands, claim) == FEW_SPEAK:
        return "too few people would be asked in interviews to be one of its two sources"
    return lacking(strands, claim)
