"""What is said of each outcome: its verdict in a word, then in two or three short sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, UNJUDGED, WITHHELD
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.strength import SUGGESTS
from tideturn.evaluation.model import COMPARED, UNCOMPARED, Evaluation, EvidenceItem, OutcomeVerdict, Strand
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import OF_STRAND, Bound, Told, bound_in, carrying, joined, sentence, told, told_list
from tideturn.evaluation.units import SCORED
from tideturn.evaluation.verdicts import QUIET
from tideturn.report.blocks import VerdictMark
from tideturn.report.plain import phrases
from tideturn.report.plain.claims import claimed, edges_of, references_of, stopped, verb_of
from tideturn.report.plain.counts import best_count
from tideturn.report.plain.differences import differences
from tideturn.report.plain.gentle import blames, may_be_told, simpler
from tideturn.report.plain.phrases import (
    MARKS,
    NOBODY_TO_COMPARE,
    PARTNERS,
    SURE,
    YOUNG_PEOPLE,
    contradicted,
    only,
    speakers,
    supported,
    voice,
)

_CHOSEN: Final = "Our rules said “{}”. Someone checked, and chose this answer."
_UNNAMED: Final = "One more thing"
"""An outcome whose own words are not fit for young people."""


@dataclass(frozen=True)
class Line:
    """What a plain report says of one outcome: the verdict's word and shape, how sure it is, and the sentences."""

    outcome_id: str
    label: str
    mark: VerdictMark
    sure: str
    said: Told
    claim: Claim


def plain_claims(dataset: Dataset, evaluation: Evaluation, audience: str) -> tuple[Claim, ...]:
    """Every sentence about an outcome that the plain report for `audience` holds, as claims on its evidence."""
    own = differences(evaluation) if audience == PARTNERS else ()
    return (*(line.claim for line in lines(dataset, evaluation, audience)), *own)


def lines(dataset: Dataset, evaluation: Evaluation, audience: str) -> tuple[Line, ...]:
    """One for each outcome of the whole programme, in the framework's order."""
    rows = {row["outcome_id"]: row for row in dataset.table("outcomes").to_dicts()}
    named = own_words(dataset)
    return tuple(
        _line(dataset, evaluation, verdict, row, _label(row, named, audience, evaluation.rules), audience)
        for verdict in evaluation.outcomes
        if verdict.scope == PROGRAMME_SCOPE and (row := rows.get(verdict.outcome_id)) is not None
    )


def _label(row: Mapping[str, Any], named: Mapping[str, str], audience: str, rules: Rules) -> str:
    """An outcome's name: to partners its title, to young people the programme's own plain words before that."""
    if audience != YOUNG_PEOPLE:
        return str(row["title"])
    for text in (named.get(row["outcome_id"]), simpler(row["title"]), simpler(row["definition"] or "")):
        if text and not blames(text) and may_be_told(text, rules):
            return text
    return _UNNAMED


def own_words(dataset: Dataset) -> Mapping[str, str]:
    """How the programme itself says an outcome or a recommendation plainly: `[report.plain]`, by code."""
    said = dataset.programme.report.get("plain")
    if not isinstance(said, Mapping):
        return {}
    return {code: words.strip() for code, words in said.items() if isinstance(words, str) and words.strip()}


def _line(
    dataset: Dataset, evaluation: Evaluation, verdict: OutcomeVerdict, row: Mapping[str, Any], label: str, audience: str
) -> Line:
    """The sentences that the verdict carries; only its word, where a check would stop them."""
    own = [
        claim for claim in evaluation.claims if (claim.outcome_id, claim.scope) == (row["outcome_id"], verdict.scope)
    ]
    body = tuple(claim for claim in own if not claim.summary_of)
    edges = _evidence(evaluation, verdict)
    word = MARKS[verdict.standing]
    told = list(_sentences(verdict, verb_of(verdict, body), audience, row["due_year"]))
    if verdict.standing not in ("contested", *UNJUDGED):
        told += _elsewhere(evaluation, verdict)
    sure = SURE[audience].get(verdict.sure, "")
    if verdict.standing not in UNJUDGED:
        told.append(best_count(_counted(edges, verdict), audience, evaluation.rules, _uncompared(verdict)))
    first = f"{word}, {sure}." if sure else f"{word}."
    claim = claimed(evaluation, verdict, audience, " ".join((first, *filter(None, told))), edges, body)
    if stopped([claim], dataset, evaluation):
        told = [_chosen(verdict)] if verdict.override else []
        claim = claimed(evaluation, verdict, audience, " ".join((first, *told)), edges, body)
    named = Told("", bound_in(*told)).under(f"{verdict.outcome_id}/{verdict.scope}/{evaluation.year.number}")
    said = Told(claim.text.removeprefix(first).lstrip(), (*named.bound, *references_of(claim)))
    return Line(verdict.outcome_id, label, VerdictMark(verdict.standing, word), sure, said, claim)


def _evidence(evaluation: Evaluation, verdict: OutcomeVerdict) -> tuple[Edge, ...]:
    """What the verdict rests on; where places pull apart, what the verdict of each rests on too."""
    evidence = {item.evidence_id: item for item in evaluation.evidence if item.outcome_id == verdict.outcome_id}
    edges = {edge.evidence_id: edge for edge in edges_of(verdict, evidence)}
    if verdict.standing == "contested":
        for place in evaluation.outcomes:
            if place.outcome_id == verdict.outcome_id:
                edges = {edge.evidence_id: edge for edge in edges_of(place, evidence)} | edges
    return tuple(edges.values())


def _counted(edges: Sequence[Edge], verdict: OutcomeVerdict) -> Iterator[EvidenceItem]:
    """The evidence of the whole programme that counts something, and that the verdict was read from."""
    own = {identity for strand in verdict.strands if strand.reading not in QUIET for identity in strand.evidence}
    return (item for edge in edges if edge.evidence_id in own for item in edge.items if item.value)


def _uncompared(verdict: OutcomeVerdict) -> dict[str, Told]:
    """What stands beside scores that went up, by their evidence, where nobody's can be held against them or others."""
    if any(strand.reading == "positive" and strand.design == COMPARED for strand in verdict.strands):
        return {}
    return {
        identity: carrying(NOBODY_TO_COMPARE, "nobody to compare", item=f"{OF_STRAND}{strand.key}")
        for strand in verdict.strands
        if strand.kind == "monitoring" and strand.unit in SCORED
        if strand.reading == "positive" and strand.design == UNCOMPARED
        for identity in strand.evidence
    }


def _sentences(verdict: OutcomeVerdict, verb: int, audience: str, due: object) -> Iterator[str]:
    """The verdict in a sentence or two, who says so, and whether places differ."""
    positive = [strand for strand in verdict.strands if strand.reading == "positive"]
    negative = [strand for strand in verdict.strands if strand.reading == "negative"]
    match verdict.standing:
        case "supported":
            yield _stands("supported", supported(verb, speakers(positive, audience)))
            yield from _held(verdict, positive)
            yield from _compared(positive, audience)
        case "emerging":
            whose = speakers(positive, audience) if verdict.sides > 1 and not verdict.override else ()
            yield _stands("emerging", supported(SUGGESTS, whose))
            yield _but(verdict, positive, audience)
        case "contested":
            yield _stands(
                "contested",
                _sides(verdict, *(speakers(side, audience, verdict.strands) for side in (positive, negative))),
            )
        case "adverse":
            yield _stands("adverse", contradicted(verb, speakers(negative, audience)))
            if verdict.claim == "change":
                yield carrying("It seems to have got worse.", "got worse")
        case "no_change_observed":
            yield _stands("no_change_observed", "We looked, but saw no change here.")
        case "mixed":
            yield _stands("mixed", "What we found does not all go one way.")
            if verdict.claim == "state" and any(strand.fell for strand in verdict.strands):
                yield carrying("Fewer people say so than at an earlier time.", "fell before")
        case "too_early":
            yield _stands("too_early", f"We will say more in Year {due}.")
            if any(sign.reading == "negative" for sign in verdict.early_signs):
                yield carrying("But one early sign is not good, so we will keep watching.", "warned early")
        case "insufficient":
            yield _stands("insufficient", "We know too little about it so far.")
        case "withheld":
            yield "The numbers are so small that this could tell who someone is."
        case _:
            yield _stands("not_measured", "We collected nothing to answer this, so we can’t say.")
    if verdict.override:
        yield _chosen(verdict)


def _held(verdict: OutcomeVerdict, positive: Sequence[Strand]) -> Iterator[Told]:
    """That a state is so is no change; whether more say so than did before."""
    if verdict.claim != "state":
        return
    if any(strand.rose for strand in positive):
        yield carrying("This says how things are now. More people say so than before.", "holds and rose")
    else:
        yield carrying("This says how things are now, and not that they changed.", "holds")


def _compared(positive: Sequence[Strand], audience: str) -> Iterator[Told]:
    """That what was compared with others came out better than there."""
    if any(strand.design == COMPARED for strand in positive):
        yield carrying(phrases.COMPARED[audience], "compared")


def _elsewhere(evaluation: Evaluation, verdict: OutcomeVerdict) -> list[Told]:
    """That some places differ, and apart from it that in some too little is known; each bound to their verdicts."""
    places = [
        place
        for site in verdict.sites_that_differ
        if (place := evaluation.verdict(verdict.outcome_id, site)) is not None and place.standing != WITHHELD
    ]
    known = [place for place in places if place.standing not in UNJUDGED]
    unknown = [place for place in places if place.standing in UNJUDGED]
    told = []
    if known:
        told.append(carrying("Taken alone, some places have a different answer.", "places differ"))
    if unknown:
        which = "In others" if known else "In some places"
        told.append(Told(f"{which} we know too little to say."))
    year = evaluation.year.number
    bound = [
        Bound("standing", place.standing, "words", item=f"verdict/{place.outcome_id}/{place.scope}/{year}")
        for place in places
    ]
    return [Told(one, (*one.bound, *bound)) for one in told]


def _stands(verdict: str, text: str) -> Told:
    """A sentence that is true only where this verdict stands."""
    return Told(text, (Bound("standing", verdict, "words"), *bound_in(text)))


def _chosen(verdict: OutcomeVerdict) -> Told:
    return carrying(_CHOSEN.format(MARKS[verdict.verdict]), "overridden")


def _but(verdict: OutcomeVerdict, positive: Sequence[Strand], audience: str) -> Told:
    """Why a first sign is no more than that."""
    names = speakers(positive, audience)
    if verdict.override or not names:
        return Told("But it is not certain yet.")
    if len({strand.speaker for strand in positive}) == 1:
        return joined([only(names), carrying("", "alone")])
    if all(strand.by_staff for strand in positive):
        return carrying(f"But all of it comes from {voice('staff', audience)}.", "by staff")
    if any(strand.reading in ("negative", "no_change", "mixed") for strand in verdict.strands):
        return carrying("But not everything that we found agrees.", "disputed")
    if verdict.sides > 1:
        return carrying("But there is nothing yet to compare it with.", "from two sides")
    return Told("But all of it comes from the same kind of people, survey or records.")


def _sides(verdict: OutcomeVerdict, up: Sequence[Told], down: Sequence[Told]) -> Told:
    """Both sides of a contested outcome: who says which, or that places differ."""
    if verdict.override and not (up and down):
        return Told("The answers do not all go one way.")
    if not up or not down:
        return Told("Places differ. In some it seems true, but in others it does not.")
    only_up, only_down = [name for name in up if name not in down], [name for name in down if name not in up]
    if only_up and only_down:
        yes, no = told_list(only_up), told_list(only_down)
        return sentence(told("{yes} say that it is true. But {no} say that it is not.", yes=yes, no=no))
    return Told("Some say that it is true. But others say that it is not.")
