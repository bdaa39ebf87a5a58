"""What the programme contributed to an outcome: the evidence, the rivals weighed, and the tests of it as a cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, RATINGS, SPEAKER
from tideturn.evaluation.claims.rivals import Rival, rivals_at, rivals_in
from tideturn.evaluation.model import STATE, OutcomeVerdict
from tideturn.evaluation.theory_records import TocLink
from tideturn.evaluation.told import Told, bound_in, carrying, joined, sentence, told

OF_PEOPLE: Final = ("few said", "one voice said")
"""Predicates bound to a sentence that depends on who said so."""
CAME_ABOUT: Final = (Verdict.SUPPORTED, Verdict.EMERGING, Verdict.CONTESTED)
"""Verdicts on an outcome that may have come about; for any other verdict, no cause is rated."""
FEWEST_SAY: Final = 3
"""Minimum people who say, without being asked, that a link into the outcome helps."""
FEWEST_VOICES: Final = 2
NOT_SHOWN, PLAUSIBLE, ONE_OF_SEVERAL, MAIN = RATINGS
_DECIDES: Final = ("smoking_gun", "doubly_decisive")
_REFUTES: Final = ("hoop", "doubly_decisive")
_LIGHTER: Final = ("weaker", "ruled_out")


@dataclass(frozen=True)
class CauseTest:
    """A test of the programme as a cause: its kind, whether the expected was seen, and whether it was predicted."""

    kind: str
    """A key of EVIDENCE_TEST."""
    seen: str
    """yes, no, unclear, or empty if nobody has looked yet."""
    beforehand: bool
    """Whether what would be seen was written down, with the day."""
    expected: str = ""
    evidence_id: str = ""


@dataclass(frozen=True)
class Contribution:
    """How far the programme is a cause of an outcome: the rating, one sentence why, and the rivals with their weights.

    sources, voices: who says without being asked that a link into the outcome helps; never in a release.
    """

    outcome_id: str
    rating: str
    why: str
    rivals: tuple[Rival, ...] = ()
    tests: tuple[CauseTest, ...] = ()
    sources: int | None = None
    voices: tuple[str, ...] = ()

    @property
    def turns_on_people(self) -> bool:
        """Return whether a different number of people who say so would have given another rating."""
        return self.rating != NOT_SHOWN or any(one.predicate in OF_PEOPLE for one in bound_in(self.why))

    def of(self, year: int) -> Contribution:
        """Return the contribution with the facts in its sentence bound to this year's."""
        return replace(self, why=Told(self.why, bound_in(self.why)).of(f"contribution/{self.outcome_id}/{year}"))


def contributions(
    dataset: Dataset, year: Year, verdicts: Iterable[OutcomeVerdict], links: Sequence[TocLink]
) -> tuple[Contribution, ...]:
    """Return the contribution to every outcome of the whole programme, in the order of the verdicts.

    `links` are the theory's in the year, with who says unprompted that each helps.
    """
    rivals = rivals_in(dataset, year)
    outcome_of = dict(dataset.table("toc_nodes").select("node_id", "outcome_id").drop_nulls().iter_rows())
    said: dict[str, set[tuple[str, str]]] = {}
    for link in links:
        said.setdefault(outcome_of.get(link.to_node, ""), set()).update(link.helped_by)
    tests = _tests(dataset, year)
    return tuple(
        rated(
            verdict,
            rivals=rivals_at(rivals, verdict.outcome_id, PROGRAMME_SCOPE),
            tests=tests.get(verdict.outcome_id, ()),
            said=frozenset(said.get(verdict.outcome_id, ())),
        ).of(year.number)
        for verdict in verdicts
        if verdict.scope == PROGRAMME_SCOPE
    )


def rated(
    verdict: OutcomeVerdict,
    *,
    rivals: Sequence[Rival],
    tests: Sequence[CauseTest],
    said: frozenset[tuple[str, str]],
) -> Contribution:
    """Rate the programme's contribution: the first rule that fits (METHODS, section 3).

    `said` holds who says unprompted that a link into the outcome helps: each source with its voice.
    """
    rating, why = _rating(verdict, {rival.weight if rival.weighed else "" for rival in rivals}, tests, said)
    return Contribution(
        outcome_id=verdict.outcome_id,
        rating=rating,
        why=sentence(why),
        rivals=tuple(rivals),
        tests=tuple(tests),
        sources=len({source for source, _ in said}),
        voices=tuple(sorted({voice for _, voice in said})),
    )


def _rating(
    verdict: OutcomeVerdict, weights: set[str], tests: Sequence[CauseTest], said: frozenset[tuple[str, str]]
) -> tuple[str, Told]:
    """Return the rating and its reason; `weights` holds those of the rivals, empty for each that nobody has weighed."""
    if verdict.standing is Verdict.TOO_EARLY:
        return NOT_SHOWN, Told("The outcome is not due yet")
    if verdict.standing not in CAME_ABOUT:
        return NOT_SHOWN, Told("The evidence does not show that the outcome came about")
    if verdict.claim == STATE and not any(strand.rose for strand in verdict.strands):
        unshown = "The outcome is about how things are, and no source shows in all its questions that they got better"
        return NOT_SHOWN, Told(unshown)
    if "stronger" in weights:
        return NOT_SHOWN, carrying("Another explanation is stronger", "rival stronger")
    if any(test.kind in _REFUTES and test.seen == "no" for test in tests):
        failed = "A test of the programme as a cause failed: nobody saw what it expected"
        return NOT_SHOWN, carrying(failed, "test failed")
    if few := _too_few(said):
        return NOT_SHOWN, few
    if reasons := _only_plausible(verdict, weights):
        return PLAUSIBLE, joined(reasons, ", and ")
    decided = any(test.kind in _DECIDES and test.seen == "yes" and test.beforehand for test in tests)
    if decided and weights <= set(_LIGHTER):
        lighter = carrying("every other explanation is weaker or ruled out", "rivals lighter")
        seen = carrying("somebody saw what only the programme would have brought about", "test decides")
        return MAIN, told("{lighter}, and {seen}", lighter=lighter, seen=seen)
    if "as_strong" in weights:
        return ONE_OF_SEVERAL, carrying("Another explanation is as strong", "rival as strong")
    lighter = carrying("Every other explanation is weaker or ruled out", "rivals lighter")
    return ONE_OF_SEVERAL, told(
        "{lighter}, but {none}",
        lighter=lighter,
        none=carrying("no test tells the programme from them", "no test decides"),
    )


def _too_few(said: frozenset[tuple[str, str]]) -> Told | None:
    """Return why too few people or voices say that a link into the outcome helps; None if enough do."""
    voices = {voice for _, voice in said}
    helps = "without being asked, that a step towards it helps"
    if len({source for source, _ in said}) < FEWEST_SAY:
        return carrying(f"Too few people said, {helps}", "few said")
    if len(voices) < FEWEST_VOICES:
        return carrying(f"Only {SPEAKER.terms[voices.pop()]} said, {helps}", "one voice said")
    return None


def _only_plausible(verdict: OutcomeVerdict, weights: set[str]) -> list[Told]:
    reasons = []
    if verdict.standing is Verdict.CONTESTED:
        reasons.append(Told("the evidence goes both ways"))
    if verdict.standing is Verdict.EMERGING:
        reasons.append(Told("there are only early signs of it"))
    if not weights:
        reasons.append(carrying("no other explanation was considered", "no rival"))
    elif "" in weights:
        reasons.append(carrying("not every other explanation is weighed", "rival not weighed"))
    return reasons


def _tests(dataset: Dataset, year: Year) -> Mapping[str, tuple[CauseTest, ...]]:
    """Return, by outcome, the tests on the evidence of the year's findings."""
    findings = {
        row["claim_id"]: row["outcome_id"] for row in dataset.table("findings").to_dicts() if row["year"] == year.number
    }
    found: dict[str, list[CauseTest]] = {}
    for row in dataset.table("finding_evidence").to_dicts():
        if row["test"] and row["claim_id"] in findings:
            found.setdefault(findings[row["claim_id"]], []).append(_test(row))
    return {outcome: tuple(tests) for outcome, tests in found.items()}


def _test(row: Mapping[str, Any]) -> CauseTest:
    beforehand = bool(row["expected"]) and row["expected_on"] is not None
    return CauseTest(row["test"], row["seen"] or "", beforehand, row["expected"] or "", row["evidence_id"])
