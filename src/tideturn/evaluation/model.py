"""What a judgement is made of: evidence items, the verdicts on outcomes, and the year's evaluation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tideturn.dataset.model import Year
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.answered import AGREEING, Answers
from tideturn.evaluation.evidence_values import AnswerCounts, AssessmentPairs, EvidenceValue, ThemeCounts, WorkCounts
from tideturn.evaluation.measured import Measured
from tideturn.evaluation.population import NOBODY_KNOWS, Population
from tideturn.evaluation.record_values import PathwayCases, SeriesCounts, Totals
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.theory_records import ProposedLink, SaidCause, SaidMechanism, TocLink
from tideturn.evaluation.waves import Wave
from tideturn.methods.agreement import Agreement
from tideturn.methods.fidelity import Fidelity

if TYPE_CHECKING:
    from tideturn.evaluation.claims.grade import Grading
    from tideturn.evaluation.claims.model import Check, Claim
    from tideturn.evaluation.contribution import Contribution
    from tideturn.evaluation.networks import NetworkAt
    from tideturn.evaluation.pathways import PathwayAt

COUNT: Final = "count"
"""The kind of evidence that counts work done or what the evaluation rests on, and is of no outcome."""
THEME: Final = "theme"
"""The kind of evidence that counts who raised a theme in interviews, and is of no outcome."""


JUDGEMENT: Final = 2
"""The version of the rules: verdicts of two versions are never compared as better or worse."""
BY_CHANCE: Final = 0.025
"""The share of measured readings that would read positive if nothing had changed, and as many negative."""
CHANGE: Final = "change"
STATE: Final = "state"
"""What an outcome claims: that something changed, or that something is so."""


@dataclass(frozen=True)
class Provenance:
    """What was read: the table and the rows' keys, or the file and the span; and its SHA-256."""

    table: str
    rows: tuple[str, ...]
    """The rows as they can be found again: `row 12` of the table's file, or `start-end` of a text; at most 20."""
    count: int
    """How many rows were read, all of them counted."""
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """For `evaluation.json`."""
        return {"table": self.table, "rows": list(self.rows), "count": self.count, "sha256": self.sha256}


_Kind = TypeVar("_Kind", bound=Measured)


@dataclass(frozen=True)
class EvidenceItem:
    """One thing said about one outcome, at one scope, in one year.

    `value` holds what was measured, and `interval` its 95 % limits; both None for what people and documents say.
    """

    evidence_id: str
    outcome_id: str
    scope: str
    year: int
    kind: str
    voice: str
    origin: str
    polarity: str
    n: int | None
    value: EvidenceValue | None
    interval: tuple[float, float] | None
    text: str
    provenance: Provenance
    unit: str
    """What it counts, a key of `units.NOUNS`."""
    as_of: date
    """The last day whose records it uses."""
    population: Population = NOBODY_KNOWS
    """Whom it could have covered, and how many of them it did."""
    quotable: bool = False
    """Whether the words may be quoted with what kind of speaker said them."""
    speaker: str = ""
    """The kind of speaker, as `Stakeholder, police`; never more than that."""
    choices: Answers = AGREEING
    """Of a survey's question, the answers that count for it and against it."""
    tokens: frozenset[str] = frozenset()
    """The collection that it comes from and whose account it is: `survey:S`, `people:staff`."""

    @property
    def in_a_survey(self) -> bool:
        """Whether it is an answer written in a survey: it is quoted, and its writer is no source of an interview."""
        return self.kind == "interview" and self.origin.startswith("survey:")

    @property
    def of_whole(self) -> bool:
        """Whether it counts some of all, `k` of `n`: those who agree, who raised a theme, or a part of the work."""
        return isinstance(self.value, AnswerCounts | ThemeCounts | WorkCounts) and "k" not in self.value.left_out

    @property
    def k(self) -> int | None:
        """How many of all that is; None of anything else, or where a release hides it."""
        return self.value.k if isinstance(self.value, AnswerCounts | ThemeCounts | WorkCounts) else None

    @property
    def share(self) -> float | None:
        """Their share, of 1; None of anything else, of few, or where a release hides it."""
        return self.value.share if isinstance(self.value, AnswerCounts | ThemeCounts | WorkCounts) else None

    @property
    def against(self) -> int | None:
        """How many disagree, or say that it got worse; None of anything else, or where a release hides it."""
        return self.value.against if isinstance(self.value, AnswerCounts) else None

    def number(self, name: str) -> float | None:
        """Return the number of a name that comes from data, such as a grammar; None where it is hidden or absent."""
        return self.value.number(name) if self.value is not None else None

    @property
    def code(self) -> str:
        """The code of a theme; empty of other evidence."""
        return self.evidence_id.split("/")[1] if self.kind == THEME else ""

    @property
    def by_name(self) -> Mapping[str, Any]:
        """Return what was measured, for code that reads a field whose name comes from data.

        Empty for what people and documents say.
        """
        return self.value.by_name if self.value is not None else {}

    def value_as(self, kind: type[_Kind]) -> _Kind:
        """Return what was measured, as this kind; raise TypeError where it is of another."""
        if not isinstance(self.value, kind):
            raise TypeError(f"{self.evidence_id} holds {type(self.value).__name__}, not {kind.__name__}.")
        return self.value

    def value_if(self, kind: type[_Kind]) -> _Kind | None:
        """Return what was measured if it is of this kind, else None."""
        return self.value if isinstance(self.value, kind) else None

    @property
    def answers(self) -> Collection[str]:
        """The answers that a question was given; none of anything else."""
        return self.value.counts or () if isinstance(self.value, AnswerCounts) else ()

    @property
    def waves(self) -> Sequence[Wave]:
        """The earlier waves of a question."""
        return self.value.waves or () if isinstance(self.value, AnswerCounts) else ()

    @property
    def median_change(self) -> float | None:
        """The median change of assessments in pairs, where it is known."""
        return self.value.median_change if isinstance(self.value, AssessmentPairs) else None

    @property
    def periods(self) -> Sequence[str]:
        """The periods of a series; none of anything else, or where a release hides them."""
        return self.value.periods or () if isinstance(self.value, SeriesCounts) else ()

    @property
    def totals(self) -> Totals | None:
        """The whole years of a series; None of anything else, or where a release hides them."""
        return self.value.totals if isinstance(self.value, SeriesCounts) else None

    @property
    def pilot_sites(self) -> frozenset[str]:
        """The sites of the pilots of a pathway."""
        pilots = self.value.pilots or () if isinstance(self.value, PathwayCases) else ()
        return frozenset(pilot.site for pilot in pilots)


@dataclass(frozen=True)
class Triangulation:
    """How two bodies of evidence stand to each other, after the triangulation protocol."""

    a: str
    b: str
    code: str


@dataclass(frozen=True)
class EarlySign:
    """A reading of an outcome that is not due yet."""

    kind: str
    voice: str
    reading: str
    review_year: int


@dataclass(frozen=True)
class Override:
    """A verdict that an accountable person set in place of the engine's."""

    verdict: Verdict
    reason: str
    by: str


@dataclass(frozen=True)
class OutcomeVerdict:
    """The verdict on one outcome at one scope, why, and how sure."""

    outcome_id: str
    scope: str
    verdict: Verdict
    why: str
    confidence: str | None
    confidence_reasons: tuple[str, ...]
    strands: tuple[Strand, ...]
    triangulation: tuple[Triangulation, ...] = ()
    early_signs: tuple[EarlySign, ...] = ()
    override: Override | None = None
    sites_that_differ: tuple[str, ...] = ()
    """For the programme: the sites that have a word of their own, and another one."""
    claim: str = CHANGE
    """Whether the outcome claims a `change` or a `state`."""
    sides: int = 0
    """2 where two positive strands are independent, 1 where any is positive, else 0."""
    printed: bool = True
    """Whether a report shows it; a site's numbers stand under the programme's verdict where it does not."""
    left_out: bool = False
    """Whether a release leaves out strands that it was judged on as well."""

    @property
    def standing(self) -> Verdict:
        """The verdict that stands: the override's where there is one."""
        return self.override.verdict if self.override else self.verdict

    @property
    def holds(self) -> bool:
        """Whether it says that a state holds, which is never counted as a change."""
        return self.claim == STATE and self.standing is Verdict.SUPPORTED

    @property
    def word(self) -> str:
        """What stands, as a report says it."""
        return self.mark.word

    @property
    def mark(self) -> Verdict:
        """Return what a report shows: of a state that holds, that it does; else the verdict that stands."""
        return Verdict.HOLDS if self.holds else self.standing

    @property
    def own(self) -> bool:
        """Whether the scope has its own verdict; an outcome that is not due yet has the programme's everywhere."""
        return self.printed or self.standing is Verdict.TOO_EARLY

    @property
    def sure(self) -> str:
        """How sure the rules are of what stands; empty where nothing was judged, or a person set the verdict."""
        return self.confidence or "" if self.verdict.judged and not self.override else ""


EVALUATOR: Final = "the evaluator"
"""Who collects what nobody else does."""


@dataclass(frozen=True)
class Gap:
    """A due outcome without enough evidence at a scope: what is missing, and what to collect next."""

    outcome_id: str
    scope: str
    missing_kind: str
    missing_voice: str
    collect: str
    by: str = EVALUATOR
    """Who collects it, as words within a sentence."""
    how: str = ""
    """What to do, as a sentence, without the place and how much more it takes; gaps that are filled alike share it."""


@dataclass(frozen=True)
class Evaluation:
    """One year of a programme, judged."""

    programme: str
    year: Year
    rules: Rules
    outcomes: tuple[OutcomeVerdict, ...]
    """By outcome in the framework's order, the programme first and then its sites."""
    evidence: tuple[EvidenceItem, ...]
    """By evidence id."""
    gaps: tuple[Gap, ...] = ()
    limits: tuple[str, ...] = ()
    """What the evaluation cannot know, each a sentence."""
    toc_links: tuple[TocLink, ...] = ()
    """Every link of the theory of change in force in the year."""
    fidelity: tuple[Fidelity, ...] = ()
    """What was delivered of what was planned, by component and site."""
    causes: tuple[SaidCause, ...] = ()
    """What people said helps or hinders each outcome, in the framework's order, the nearest and most said first."""
    proposals: tuple[ProposedLink, ...] = ()
    """What people say helps or hinders what, that the theory lacks."""
    mechanisms: tuple[SaidMechanism, ...] = ()
    """What people said works for which people and where, most often named first."""
    rings: tuple[tuple[str, ...], ...] = ()
    """Chains of causes in the map that lead back to their beginning."""
    earlier: tuple[Evaluation, ...] = ()
    """The programme's earlier years, judged again from the same folder, the last of them last."""
    claims: tuple[Claim, ...] = ()
    """The sentences that somebody wrote, in their order."""
    checks: tuple[Check, ...] = ()
    """What every check says of every claim."""
    gradings: tuple[Grading, ...] = ()
    """How each claim stands to its evidence: proved, judged or stopped."""
    networks: tuple[NetworkAt, ...] = ()
    """How organisations work together, of the whole programme and at each site; empty where no wave is of the year."""
    pathways: tuple[PathwayAt, ...] = ()
    """How cases moved along each pathway in the year: of the whole programme, then at each site that had one."""
    contributions: tuple[Contribution, ...] = ()
    """How far the programme is a cause of each outcome, in the framework's order."""
    agreement: Agreement | None = None
    """How far those who coded the year's interviews agree; None where no text of the year was coded by two."""

    @property
    def ledger(self) -> tuple[EvidenceItem, ...]:
        """The evidence of this year and of the earlier ones."""
        return (*self.evidence, *(item for past in self.earlier for item in past.evidence))

    @property
    def readings(self) -> int:
        """How many measured readings of a change the whole programme has: some read positive by chance alone."""
        return sum(
            strand.measured
            for verdict in self.outcomes
            if verdict.scope == PROGRAMME_SCOPE and verdict.claim == CHANGE
            for strand in verdict.strands
        )

    def verdict(self, outcome_id: str, scope: str) -> OutcomeVerdict | None:
        """The verdict on this outcome at this scope, or None where it does not apply there."""
        return next((v for v in self.outcomes if (v.outcome_id, v.scope) == (outcome_id, scope)), None)
