"""The parts of a judgement: evidence items, the verdicts on outcomes, and the year's evaluation."""

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
"""Kind of evidence that counts work done, or what the evaluation rests on; it belongs to no outcome."""
THEME: Final = "theme"
"""Kind of evidence that counts who raised a theme in interviews; it belongs to no outcome."""


JUDGEMENT: Final = 2
"""The version of the rules: verdicts of two versions are never compared as better or worse."""
BY_CHANCE: Final = 0.025
"""Share of measured readings that would read positive if nothing had changed; the same share would read negative."""
CHANGE: Final = "change"
STATE: Final = "state"
"""Claims that an outcome can make: that something changed, or that something is so."""


@dataclass(frozen=True)
class Provenance:
    """What was read: the table and the keys of its rows, or the file and the span; and its SHA-256."""

    table: str
    rows: tuple[str, ...]
    """Rows in a form that can be found again: `row 12` of the table's file, or `start-end` of a text; at most 20."""
    count: int
    """Number of all the rows read."""
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """Return the fields for `evaluation.json`."""
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
    """Unit that it counts, a key of `units.NOUNS`."""
    as_of: date
    """Last day whose records it uses."""
    population: Population = NOBODY_KNOWS
    """Population that the item could have covered, and how many of it the item did cover."""
    quotable: bool = False
    """Whether the words may be quoted, with the kind of speaker who said them."""
    speaker: str = ""
    """Kind of speaker, such as `Stakeholder, police`; never more than that."""
    choices: Answers = AGREEING
    """Answers that count for and against a survey's question."""
    tokens: frozenset[str] = frozenset()
    """Collection that it comes from, and whose account it is: `survey:S`, `people:staff`."""

    @property
    def in_a_survey(self) -> bool:
        """Return whether it is an answer written in a survey.

        Such an answer is quoted, and its writer is not a source of an interview.
        """
        return self.kind == "interview" and self.origin.startswith("survey:")

    @property
    def of_whole(self) -> bool:
        """Return whether it counts `k` of `n`: those who agree, who raised a theme, or a part of the work."""
        return isinstance(self.value, AnswerCounts | ThemeCounts | WorkCounts) and "k" not in self.value.left_out

    @property
    def k(self) -> int | None:
        """Return `k`, how many of all are counted; None for other evidence, or where a release hides it."""
        return self.value.k if isinstance(self.value, AnswerCounts | ThemeCounts | WorkCounts) else None

    @property
    def share(self) -> float | None:
        """Return the share counted, of 1; None for other evidence, for few people, or where a release hides it."""
        return self.value.share if isinstance(self.value, AnswerCounts | ThemeCounts | WorkCounts) else None

    @property
    def against(self) -> int | None:
        """Return how many disagree, or say that it got worse; None for other evidence, or where a release hides it."""
        return self.value.against if isinstance(self.value, AnswerCounts) else None

    def number(self, name: str) -> float | None:
        """Return the number of a name that comes from data, such as a grammar; None where it is hidden or absent."""
        return self.value.number(name) if self.value is not None else None

    @property
    def code(self) -> str:
        """Return the code of a theme; empty for other evidence."""
        return self.evidence_id.split("/")[1] if self.kind == THEME else ""

    @property
    def by_name(self) -> Mapping[str, Any]:
        """Return what was measured, for code that reads a field whose name comes from data.

        Empty for what people and documents say.
        """
        return self.value.by_name if self.value is not None else {}

    def value_as(self, kind: type[_Kind]) -> _Kind:
        """Return what was measured, as this kind; raise TypeError if it is of another kind."""
        if not isinstance(self.value, kind):
            raise TypeError(f"{self.evidence_id} holds {type(self.value).__name__}, not {kind.__name__}.")
        return self.value

    def value_if(self, kind: type[_Kind]) -> _Kind | None:
        """Return what was measured if it is of this kind, else None."""
        return self.value if isinstance(self.value, kind) else None

    @property
    def answers(self) -> Collection[str]:
        """Return the answers that a question was given; empty for other evidence."""
        return self.value.counts or () if isinstance(self.value, AnswerCounts) else ()

    @property
    def waves(self) -> Sequence[Wave]:
        """Return the earlier waves of a question; empty for other evidence."""
        return self.value.waves or () if isinstance(self.value, AnswerCounts) else ()

    @property
    def median_change(self) -> float | None:
        """Return the median change of paired assessments; None for other evidence, or where it is not known."""
        return self.value.median_change if isinstance(self.value, AssessmentPairs) else None

    @property
    def periods(self) -> Sequence[str]:
        """Return the periods of a series; empty for other evidence, or where a release hides them."""
        return self.value.periods or () if isinstance(self.value, SeriesCounts) else ()

    @property
    def totals(self) -> Totals | None:
        """Return the whole years of a series; None for other evidence, or where a release hides them."""
        return self.value.totals if isinstance(self.value, SeriesCounts) else None

    @property
    def pilot_sites(self) -> frozenset[str]:
        """Return the sites of a pathway's pilots; empty for other evidence."""
        pilots = self.value.pilots or () if isinstance(self.value, PathwayCases) else ()
        return frozenset(pilot.site for pilot in pilots)


@dataclass(frozen=True)
class Triangulation:
    """How two bodies of evidence relate to each other, after the triangulation protocol."""

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
    """Sites that have their own verdict, where it differs; only for the programme."""
    claim: str = CHANGE
    """Whether the outcome claims a `change` or a `state`."""
    sides: int = 0
    """Number of sides that show signs: 2 if two positive strands are independent, 1 if any is positive, else 0."""
    printed: bool = True
    """Whether a report shows it; if not, a site's numbers appear under the programme's verdict."""
    left_out: bool = False
    """Whether a release leaves out some of the strands that the verdict rests on."""

    @property
    def standing(self) -> Verdict:
        """Return the verdict in force: the override's if there is one."""
        return self.override.verdict if self.override else self.verdict

    @property
    def holds(self) -> bool:
        """Return whether it says that a state holds, which is never counted as a change."""
        return self.claim == STATE and self.standing is Verdict.SUPPORTED

    @property
    def word(self) -> str:
        """Return the verdict in force, as a report words it."""
        return self.mark.word

    @property
    def mark(self) -> Verdict:
        """Return the verdict that a report shows: HOLDS for a state that holds, else the verdict in force."""
        return Verdict.HOLDS if self.holds else self.standing

    @property
    def own(self) -> bool:
        """Return whether this verdict may be shown as the scope's own.

        An outcome that is not due yet has the programme's verdict everywhere, so that verdict counts as its own.
        """
        return self.printed or self.standing is Verdict.TOO_EARLY

    @property
    def sure(self) -> str:
        """Return how sure the rules are of the verdict in force.

        Empty if nothing was judged, or if a person set the verdict.
        """
        return self.confidence or "" if self.verdict.judged and not self.override else ""


EVALUATOR: Final = "the evaluator"
"""Person who collects what nobody else does."""


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
    """What to do, as a sentence, without the place and the amount; gaps that are filled in the same way share it."""


@dataclass(frozen=True)
class Evaluation:
    """One judged year of a programme."""

    programme: str
    year: Year
    rules: Rules
    outcomes: tuple[OutcomeVerdict, ...]
    """Verdicts in the framework's order of outcomes: for each, the programme first and then its sites."""
    evidence: tuple[EvidenceItem, ...]
    """Evidence items, sorted by evidence id."""
    gaps: tuple[Gap, ...] = ()
    limits: tuple[str, ...] = ()
    """Sentences on what the evaluation cannot know."""
    toc_links: tuple[TocLink, ...] = ()
    """Every link of the theory of change in force in the year."""
    fidelity: tuple[Fidelity, ...] = ()
    """Work delivered of the work planned, by component and site."""
    causes: tuple[SaidCause, ...] = ()
    """What people said helps or hinders each outcome, in the framework's order, the nearest and most said first."""
    proposals: tuple[ProposedLink, ...] = ()
    """Links of help or hindrance that people describe and the theory lacks."""
    mechanisms: tuple[SaidMechanism, ...] = ()
    """What people said works, who for and where, most often named first."""
    rings: tuple[tuple[str, ...], ...] = ()
    """Chains of causes in the map that lead back to their beginning."""
    earlier: tuple[Evaluation, ...] = ()
    """Earlier years of the programme, judged again from the same folder, the latest last."""
    claims: tuple[Claim, ...] = ()
    """Sentences that somebody wrote, in their order."""
    checks: tuple[Check, ...] = ()
    """Results of every check on every claim."""
    gradings: tuple[Grading, ...] = ()
    """Grade of each claim by its evidence: proved, judged or stopped."""
    networks: tuple[NetworkAt, ...] = ()
    """Networks of organisations, for the whole programme and for each site; empty if the year has no wave."""
    pathways: tuple[PathwayAt, ...] = ()
    """Movement of cases along each pathway in the year: for the whole programme, then for each site that had one."""
    contributions: tuple[Contribution, ...] = ()
    """Contribution of the programme to each outcome as a cause, in the framework's order."""
    agreement: Agreement | None = None
    """Agreement between those who coded the year's interviews; None if no text of the year had two coders."""

    @property
    def ledger(self) -> tuple[EvidenceItem, ...]:
        """Return the evidence of this year and of the earlier ones."""
        return (*self.evidence, *(item for past in self.earlier for item in past.evidence))

    @property
    def readings(self) -> int:
        """Return how many measured readings of a change the whole programme has: some read positive by chance alone."""
        return sum(
            strand.measured
            for verdict in self.outcomes
            if verdict.scope == PROGRAMME_SCOPE and verdict.claim == CHANGE
            for strand in verdict.strands
        )

    def verdict(self, outcome_id: str, scope: str) -> OutcomeVerdict | None:
        """Return the verdict on this outcome at this scope, or None if the outcome does not apply there."""
        return next((v for v in self.outcomes if (v.outcome_id, v.scope) == (outcome_id, scope)), None)
