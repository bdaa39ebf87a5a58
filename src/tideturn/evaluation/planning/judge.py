"""Judge what planned strands could show of an outcome, with and without additions, by the rules of the year itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import combinations, islice
from typing import Any, Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE, PROGRAMME_SCOPE
from tideturn.evaluation.confidence import LEVELS, STARTS_HIGH, Asked, confidence
from tideturn.evaluation.counterfactual import lacking
from tideturn.evaluation.gaps import PLACES, about, wanted_for
from tideturn.evaluation.ledger.indicators import Followed
from tideturn.evaluation.ledger.scopes import Outcome, outcomes_of
from tideturn.evaluation.model import CHANGE, STATE
from tideturn.evaluation.networks import ties_would_show
from tideturn.evaluation.planning.additions import Addition, Folder, additions, by_month
from tideturn.evaluation.planning.coming import Coming
from tideturn.evaluation.planning.counts import count_power
from tideturn.evaluation.planning.seen import POINTS, Seen, seen_of, unknown_of
from tideturn.evaluation.planning.sizes import could_see
from tideturn.evaluation.planning.strands import SERIES, Planned
from tideturn.evaluation.rounding import percent
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import FEW as FEW_SPEAK
from tideturn.evaluation.verdicts import INSUFFICIENT, POSITIVE, decide, lack
from tideturn.methods.power import Least

NOT_DUE, COULD, COULD_NOT = "not_due", "could", "could_not"
"""Possible results of a year for an outcome."""
NOTHING_MORE: Final = {
    COULD: "No addition that Tideturn knows of would make it surer.",
    COULD_NOT: "Neither one addition nor two together would be enough.",
}
"""Texts for an outcome without advice."""
_NO_SURER: Final = {
    CHANGE: "nothing is compared with people or places where the work had not begun",
    STATE: "confidence in a state that holds is never above moderate",
}
"""Reasons why confidence starts no higher, by what the outcome claims."""
_WORTH: Final = 0.01
"""Minimum gain, as a share, in the smallest change that months would show for advice to name them."""


@dataclass(frozen=True)
class Best:
    """Best possible result of the strands: whether supported, and how sure."""

    supported: bool
    confidence: str | None
    reasons: tuple[str, ...]
    carried: tuple[str, ...]
    """Keys of the strands behind it."""

    @property
    def rank(self) -> tuple[bool, int]:
        """Return a key that orders it among others, the best last."""
        return self.supported, -LEVELS.index(self.confidence) if self.confidence else -len(LEVELS)


@dataclass(frozen=True)
class Advice:
    """One addition, or two together, their effect, and how small a change they could show."""

    additions: tuple[Addition, ...]
    best: Best
    smaller: tuple[float, float] | None = None
    """Least rise or fall that would show without it and with it, if that is all that it changes."""
    sees: str = ""
    """Smallest change that each could show, as sentences; empty for what measures none."""


@dataclass(frozen=True)
class OutcomePlan:
    """Possible results of the year for one outcome."""

    outcome_id: str
    title: str
    due_year: int
    claim: str
    standing: str
    """`could`, `could_not` or `not_due`."""
    best: Best
    why_not: str
    """Part of the rule that fails, as a clause; empty if none does."""
    seen: tuple[Seen, ...]
    advices: tuple[Advice, ...]
    """Advice, the cheapest first."""

    @property
    def advice(self) -> Advice | None:
        """Return the cheapest."""
        return next(iter(self.advices), None)

    @property
    def no_surer(self) -> str:
        """Return in a few words why confidence is no higher at best, as a sentence; empty if it is high, or none."""
        if self.best.confidence in (None, LEVELS[0]):
            return ""
        start, *concerns = self.best.reasons
        parts = [] if start.startswith(STARTS_HIGH) else [_NO_SURER[self.claim]]
        parts += [concern.rpartition(": ")[2].rstrip(".") for concern in concerns]
        return f"What limits confidence: {'; '.join(f'{part[:1].lower()}{part[1:]}' for part in parts)}."

    def shown(self, most: int) -> list[Seen]:
        """Return the sources that a terminal shows, at most `most`: those that carry it, then those that compare."""
        ranked = sorted(self.seen, key=lambda seen: (seen.source not in self.best.carried, seen.design == "uncompared"))
        return ranked[: most if len(ranked) >= most and ranked[most - 1].design != "uncompared" else most - 1]

    def said(self, advice: Advice) -> str:
        """Return one of its `advices` in words: what to do, its effect, and how small a change it shows."""
        does = " And: ".join(addition.does for addition in advice.additions)
        both = ", do both" if len(advice.additions) > 1 else ""
        to = "To show it" if self.standing == COULD_NOT else "To see more" if advice.smaller else "To be surer"
        level = CONFIDENCE.terms[advice.best.confidence] if advice.best.confidence else ""
        if advice.smaller:
            before, after = advice.smaller
            then = f"A change of about {percent(after)} could then be seen, in place of {percent(before)}."
        elif self.standing == COULD_NOT:
            then = f"It could then be shown, with {level} confidence at best."
        else:
            then = f"Confidence could then be {level}."
        return " ".join(part for part in (f"{to}{both}: {does}", then, advice.sees) if part)


@dataclass(frozen=True)
class Judge:
    """Judge of each outcome's planned strands at a scope, with and without additions."""

    ahead: Coming
    rules: Rules
    planned: Planned
    more: Mapping[str, Mapping[str, Strand]]
    """Readings of each outcome's surveys if enough people answered each question, by strand key."""
    baseline: Mapping[str, Mapping[str, Strand]]
    """Readings of the same surveys with a baseline wave."""
    followed: Mapping[str, Mapping[str, Followed]]
    """Series of each outcome, by the evidence of their strands."""
    piloted: frozenset[str]
    of_places: frozenset[str]
    asked: frozenset[str]
    scope: str

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Return every outcome with its scopes, by its code."""
        return outcomes_of(self.ahead.dataset)

    def outcome(self, row: Mapping[str, Any], most: int = 1) -> OutcomePlan:
        """Return what the year could show of an outcome, with at most `most` pieces of advice."""
        outcome_id, due, claim = row["outcome_id"], row["due_year"], row["claim"]
        strands = self.planned.strands.get((outcome_id, self.scope), ())
        is_due = due <= self.ahead.year.number
        judged = self.followed[outcome_id].items() if is_due else ()
        counts = {evidence: power for evidence, one in judged if (power := count_power(one))}
        least = {**self.planned.least, **counts}
        seen = tuple(
            seen_of(strand, claim, self.rules, least.get(next(iter(strand.evidence), "")))
            for strand in strands
            if strand.n != 0 or unknown_of(strand)
        )
        # A source that could read positive by luck alone is not a plan.
        luck = {one.source for one in seen if one.form == POINTS and one.rise is None}
        strands = tuple(replace(one, reading=INSUFFICIENT) if one.key in luck else one for one in strands)
        best = self.best(row, strands)
        standing = NOT_DUE if not is_due else COULD if best.supported else COULD_NOT
        advices = self.advices(row, strands, best, counts) if standing != NOT_DUE else iter(())
        why_not = _why_not(strands, claim) if standing == COULD_NOT else ""
        some = tuple(islice(_distinct(advices), most))
        return OutcomePlan(outcome_id, row["title"], due, claim, standing, best, why_not, seen, some)

    def best(self, row: Mapping[str, Any], strands: Sequence[Strand], added: Sequence[Addition] = ()) -> Best:
        """Return what the rules would say if the outcome were due; `added` is among the strands already."""
        claim, year, dataset = row["claim"], self.ahead.year.number, self.ahead.dataset
        decision = decide(strands, due_year=year, year=year, claim=claim)
        at_most, by_site = None, {}
        if self.scope == PROGRAMME_SCOPE:
            by_site = {
                site: self.planned.strands.get((row["outcome_id"], site), ())
                for site in self.outcomes[row["outcome_id"]].sites
            }
        else:
            whole = self.planned.strands.get((row["outcome_id"], PROGRAMME_SCOPE), ())
            # An addition at a place is also an addition to the programme.
            everywhere, with_more = replace(self, scope=PROGRAMME_SCOPE), _with(added, whole)
            sure = [everywhere.best(row, some).confidence or LEVELS[-1] for some in (whole, with_more)]
            at_most = min(sure, key=LEVELS.index)
        names = {site.code: site.name for site in dataset.programme.sites}
        asked = Asked(claim, row["area"], by_site, names, at_most)
        level, reasons = confidence(decision, strands, self.rules, asked)
        carried = tuple(strand.key for strand in decision.carried)
        return Best(decision.verdict is Verdict.SUPPORTED, level, reasons, carried)

    def advices(
        self, row: Mapping[str, Any], strands: Sequence[Strand], best: Best, counts: Mapping[str, Least]
    ) -> Iterator[Advice]:
        """Yield what lets it be shown, alone or else two together; else what makes it surer; else what shows more."""
        outcome_id, of_places = row["outcome_id"], row["outcome_id"] in self.of_places
        of_ties = ties_would_show(self.ahead.dataset, outcome_id, self.outcomes[outcome_id].sites_at(self.scope))
        about_it = about(row["area"], row["element"], of_places=of_places)
        folder = Folder(
            year=self.ahead.year.number,
            claim=row["claim"],
            ordered=bool(self.ahead.dataset.programme.comparison_order),
            about=about_it,
            rules=self.rules,
            piloted=self.piloted,
            records=row["claim"] != STATE and about_it != PLACES and (of_ties or about_it != "collaboration"),
            wanted=wanted_for(row["area"], row["element"], of_places=of_places, of_ties=of_ties),
            followed=self.followed[outcome_id],
            with_more=self.more.get(outcome_id, {}),
            with_baseline=self.baseline.get(outcome_id, {}),
            served=self.planned.served,
            beside=self.planned.beside,
            asked=self.asked,
        )
        could = [*additions(strands, folder)]
        if not best.supported:
            found = self._enough(row, strands, could)
        else:
            tried = (Advice((one,), self.best(row, one.to(strands), (one,))) for one in could if one.kind != SERIES)
            surer = [advice for advice in tried if advice.best.rank > best.rank]
            found = iter(surer) if surer else self._sees_more(row, strands, best, counts)
        for advice in found:
            sees = (could_see(one, folder) for one in advice.additions)
            yield replace(advice, sees=" ".join(said for said in sees if said))

    def _enough(self, row: Mapping[str, Any], strands: Sequence[Strand], could: Sequence[Addition]) -> Iterator[Advice]:
        """Yield those that are enough alone, else the first two together; a new count last, since there may be none."""
        pairs = [pair for pair in combinations(could, 2) if pair[0].strands.keys().isdisjoint(pair[1].strands)]
        tried = [*((one,) for one in could), *pairs]
        found = False
        for some in sorted(tried, key=lambda some: any(one.kind == SERIES for one in some)):
            if found and len(some) > 1:
                continue
            best = self.best(row, _with(some, strands), some)
            if best.supported:
                found = True
                yield Advice(some, best)

    def _sees_more(
        self, row: Mapping[str, Any], strands: Sequence[Strand], best: Best, counts: Mapping[str, Least]
    ) -> Iterator[Advice]:
        """Yield months instead of quarters, if they would show a smaller change in the direction registered."""
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
                yield Advice((by_month(strand),), best, (before, after))


def _with(added: Sequence[Addition], strands: Sequence[Strand]) -> tuple[Strand, ...]:
    return reduce(lambda before, one: one.to(before), added, tuple(strands))


def _distinct(advices: Iterable[Advice]) -> Iterator[Advice]:
    """Leave out advice already given in the same words: to fix one file may help two voices."""
    told = set()
    for advice in advices:
        does = tuple(addition.does for addition in advice.additions)
        if does not in told:
            told.add(does)
            yield advice


def _why_not(strands: Sequence[Strand], claim: str) -> str:
    """Return which part of the rule of *supported* fails, in the words of `explain`."""
    if not strands:
        return "nothing is collected about it"
    if not any(strand.reading == POSITIVE for strand in strands):
        return "nothing that is planned can be read"
    if lack(strands, claim) == FEW_SPEAK:
        return "too few people would be asked in interviews to be one of its two sources"
    return lacking(strands, claim)
