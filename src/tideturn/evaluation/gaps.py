"""What to collect next: for every due outcome that could not be judged, the kinds of evidence that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.wording import listed, quoted
from tideturn.evaluation.model import EVALUATOR, Gap, OutcomeVerdict
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.units import OF_VOICE, TRAINED
from tideturn.evaluation.verdicts import QUIET

# For each area, the kinds and voices that would best show the outcome, in that order, how to go about it, and who does.
# A verdict of `supported` takes two that are independent, one of them compared; so each says what to compare with.
_TEAMS: Final = "caseworkers and team managers"
_CHANGES: Final = "the systems-change lead"
_KEEPERS: Final = "the partners who keep the records"
ASK_TRAINED: Final = (
    "Ask those who are trained the same questions before and three months later, and count those invited"
)
_TWICE: Final = "as well, twice and months apart"
_TIES: Final = "Ask partner organisations about their ties in two waves"
KINDS_SHOWN: Final = 8
"""Maximum recommendations of data to show: more could not be read and acted on. The evidence lists every gap."""
PLACES: Final = "places"
Wanted = tuple[str, str, str, str]
_WANTED: Final[dict[str, tuple[Wanted, ...]]] = {
    "cyp": (
        (
            "monitoring",
            "young_person",
            "Ask young people to score it themselves at the start, at a review and at closure. Ask those who wait "
            f"{_TWICE}",
            _TEAMS,
        ),
        (
            "monitoring",
            "record",
            f"Score it at the start of the work and again at a review or closure. Score those who wait {_TWICE}",
            _TEAMS,
        ),
        ("interview", "stakeholder", "Ask the professionals around the young people about it in interviews", EVALUATOR),
    ),
    PLACES: (
        (
            "monitoring",
            "record",
            "Score the places at the start of the work and again at a review or the end. Score places where no work "
            f"has begun {_TWICE}",
            _TEAMS,
        ),
        ("interview", "stakeholder", "Ask partners who know the places about it in interviews", EVALUATOR),
        ("interview", "young_person", "Ask young people who use the places about it in interviews", EVALUATOR),
    ),
    "practitioner": (
        ("survey", "stakeholder", ASK_TRAINED, EVALUATOR),
        ("interview", "stakeholder", "Ask practitioners’ managers in interviews what they have seen", EVALUATOR),
        ("interview", "staff", "Ask the programme’s own staff about it in interviews", EVALUATOR),
    ),
    "pathways": (
        (
            "monitoring",
            "record",
            "Record the steps of the pathway with their times, before and after any change to it, and where nothing "
            "changes",
            _KEEPERS,
        ),
        ("interview", "stakeholder", "Ask the partners who run the pathway about it in interviews", EVALUATOR),
        ("document", "record", "Collect the partners’ written pathways and protocols", EVALUATOR),
    ),
    "structures": (
        (
            "change",
            "stakeholder",
            "Harvest changes and ask somebody outside the programme what they know of each",
            _CHANGES,
        ),
        ("document", "record", "Collect the policies, guidance and minutes that would show it", EVALUATOR),
        ("interview", "stakeholder", "Ask partners at senior level about it in interviews", EVALUATOR),
    ),
    "collaboration": (
        (
            "survey",
            "stakeholder",
            "Ask partners how things are, in the same words in two waves, and count those invited",
            EVALUATOR,
        ),
        ("monitoring", "record", _TIES, EVALUATOR),
        ("interview", "stakeholder", "Ask partners about it in interviews", EVALUATOR),
    ),
}


def gaps_of(
    verdict: OutcomeVerdict,
    *,
    area: str,
    element: str | None,
    place: str,
    of_places: bool = False,
    of_ties: bool = True,
) -> tuple[Gap, ...]:
    """Return the gaps behind a verdict of not_measured or insufficient: up to two missing kinds, best first.

    `place` is the scope's name as a reader knows it. `of_places` means that places or groups are scored, not people.
    `of_ties` means that ties between organisations would be evidence of the outcome.
    """
    if verdict.verdict not in (Verdict.NOT_MEASURED, Verdict.INSUFFICIENT):
        return ()
    wanted = wanted_for(area, element, of_places=of_places, of_ties=of_ties)
    missing = [row for row in wanted if not _closed(verdict.strands, row[0], row[1])]
    return tuple(
        Gap(
            outcome_id=verdict.outcome_id,
            scope=verdict.scope,
            missing_kind=kind,
            missing_voice=voice,
            collect=_collect(verdict.strands, kind, voice, how, place),
            by=by,
            how=_how(verdict.strands, kind, voice, how),
        )
        for kind, voice, how, by in missing[:2]
    )


def wanted_for(area: str, element: str | None, *, of_places: bool, of_ties: bool) -> tuple[Wanted, ...]:
    """Return the kinds and voices that would best show an outcome, how to go about each, and who does."""
    rows = _WANTED[about(area, element, of_places=of_places)]
    return rows if of_ties else tuple(row for row in rows if row[2] != _TIES)


def about(area: str, element: str | None, *, of_places: bool = False) -> str:
    """Return what an outcome is about, for collecting evidence: its area, places, or an element of the system."""
    return PLACES if of_places else area if area != "system" else element or "structures"


def _closed(strands: Sequence[Strand], kind: str, voice: str) -> bool:
    """Return whether the strand can be read already, or more of it would not help."""
    own = [strand for strand in strands if (strand.kind, strand.voice) == (kind, voice)]
    return any(strand.reading not in QUIET or not strand.needs for strand in own)


def _collect(strands: Sequence[Strand], kind: str, voice: str, how: str, place: str) -> str:
    """Say how to collect it and, if there is some already, how much more is needed and who from."""
    strand = _there(strands, kind, voice, how)
    if strand is None:
        return f"{how} ({place})."
    if kind == "survey":
        how = ASK_TRAINED if strand.unit == TRAINED else _again(strand, _as_in(strand))
    return f"{how} ({place}). It takes {strand.needs}."


def _how(strands: Sequence[Strand], kind: str, voice: str, how: str) -> str:
    """Say how to collect it, in words that fit every outcome and place where the same is missing."""
    strand = _there(strands, kind, voice, how)
    if strand is not None and kind == "survey":
        how = ASK_TRAINED if strand.unit == TRAINED else _again(strand, "in the same words")
    return f"{how}."


def _there(strands: Sequence[Strand], kind: str, voice: str, how: str) -> Strand | None:
    """Return the strand that has some evidence already, but not enough."""
    there = [strand for strand in strands if (strand.kind, strand.voice) == (kind, voice) and strand.needs]
    return min(there, key=lambda one: (one.unit == TRAINED) != (how == ASK_TRAINED), default=None)


def _again(strand: Strand, worded: str) -> str:
    return f"Ask {OF_VOICE[strand.voice]} about it again, {worded}, and count those invited"


def _as_in(strand: Strand) -> str:
    surveys = sorted(token.removeprefix("survey:") for token in strand.tokens if token.startswith("survey:"))
    return f"as in the {'survey' if len(surveys) == 1 else 'surveys'} {listed([quoted(each) for each in surveys])}"
