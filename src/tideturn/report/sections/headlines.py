"""Write an outcome's line in the summary: its verdict, the confidence, and the number behind it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE
from tideturn.evaluation.evidence_values import ComparedPairs, ScorePairs
from tideturn.evaluation.ledger.compared import OTHERS
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.told import Told, bound_in, stated, stated_of, told
from tideturn.evaluation.verdicts import describe
from tideturn.evaluation.withholding.published import NOT_SHOWN
from tideturn.report.blocks import Span, Words, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.outcomes import counts_of
from tideturn.report.sections.strands import did_better
from tideturn.report.wording import of_those, sentence

_KINDS: Final = {"monitoring": 0, "survey": 1, "interview": 2}
"""Order of the kinds of strand."""


def headline(look: Lookup, verdict: OutcomeVerdict) -> tuple[str, Words]:
    """Return an outcome's title, and its verdict, confidence and a number from each side behind it."""
    word = Span(verdict.word, strong=True, target=look.anchor(verdict.outcome_id))
    due = (
        f", due in Year {look.outcomes[verdict.outcome_id]['due_year']}"
        if verdict.standing is Verdict.TOO_EARLY
        else ""
    )
    sure = f", {CONFIDENCE.terms[verdict.sure]} confidence" if verdict.sure else due
    said = [part for one in _numbers(look, verdict) for part in (" ", look.of_verdict(sentence(one), verdict))]
    if not said and any(NOT_SHOWN in strand.why for strand in verdict.strands):
        said = [" Its numbers are not shown, since small ones could be worked out."]
    return look.title(verdict.outcome_id), words(word, f"{sure}.", *said)


def _numbers(look: Lookup, verdict: OutcomeVerdict) -> Iterator[Told]:
    """Yield one number for each reading behind the verdict; if no strand has that reading, one from any strand.

    A comparison with others comes first, the programme's own account last.
    """
    ranked = sorted(
        verdict.strands,
        key=lambda strand: (
            strand.design != COMPARED,
            strand.by_staff,
            _KINDS.get(strand.kind, len(_KINDS)),
            -(strand.n or 0),
        ),
    )
    if not verdict.standing.judged:
        return
    sides = [[strand for strand in ranked if strand.reading == reading] for reading in verdict.standing.reads]
    for side in sides if any(sides) else [ranked]:
        yield from islice(filter(None, (_number(look, strand, verdict.outcome_id) for strand in side)), 1)


def _number(look: Lookup, strand: Strand, outcome_id: str) -> Told:
    """Return a strand's number: against others if it was compared, and those who disagree if it is negative."""
    if strand.design == COMPARED and (said := _beside_others(look, strand, outcome_id)):
        return said
    if strand.reading == "negative" and (said := _against(look, strand, outcome_id)):
        return said
    # Prefer a question that was asked before: it shows whether something changed.
    counts = counts_of(look, strand, outcome_id)
    first = sorted(counts, key=lambda one: not any(bound.field.startswith("waves.") for bound in one.bound))
    if not first:
        return _still_shown(look, strand, outcome_id)
    return told("{said}{few}", said=first[0], few=_few_answered(look, strand, outcome_id))


def _still_shown(look: Lookup, strand: Strand, outcome_id: str) -> Told:
    """Return how many did better, where a release hides only how many did not: the strand has no numbers then."""
    item = look.evidence.get((outcome_id, strand.evidence[0])) if strand.evidence else None
    better = item.value.better if item is not None and isinstance(item.value, ScorePairs) else None
    if item is None or not item.n or better is None or strand.design == COMPARED:
        return Told("")
    counts = of_those(
        *(better, item.n, better / item.n),
        unit=item.unit,
        item=item.evidence_id,
        fields=("better", "n", "better/n"),
        predicate="better",
    )
    return told("{counts} {did}", counts=counts, did=did_better(strand))


def _few_answered(look: Lookup, strand: Strand, outcome_id: str) -> Told:
    """Return `; only 17 of the 70 asked answered`; empty if a third did, or if the number asked is not known."""
    item = (
        look.evidence.get((outcome_id, strand.items[0].evidence)) if strand.kind == "survey" and strand.items else None
    )
    asked, answered = (item.population.asked, item.population.answered) if item is not None else (None, None)
    if item is None or asked is None or answered is None or 3 * answered >= asked:
        return Told("")
    return told(
        "; only {answered} of the {asked} asked answered",
        answered=stated("population.answered", answered, item=item.evidence_id),
        asked=stated("population.asked", asked, item=item.evidence_id),
    )


def _beside_others(look: Lookup, strand: Strand, outcome_id: str) -> Told:
    """Return how much better those served did than the others; empty if a release hides it."""
    item = look.evidence.get((outcome_id, strand.evidence[0])) if strand.evidence else None
    value = item.value_if(ComparedPairs) if item is not None else None
    if item is None or value is None or value.against is None:
        return Told("")
    if None in (value.difference, value.low, value.high) or value.programme is None or value.comparison is None:
        return Told("")
    return told(
        "allowing for where each began, the {served} who were served ended {by} points better than the {others} who "
        "{were} ({low} to {high})",
        served=stated_of("programme", value.programme, item.unit, item=item.evidence_id),
        by=stated("difference", value.difference, "tenths", item=item.evidence_id),
        others=stated("comparison", value.comparison, item=item.evidence_id),
        were=OTHERS[value.against],
        low=stated("low", value.low, "tenths", item=item.evidence_id),
        high=stated("high", value.high, "tenths", item=item.evidence_id),
    )


def _contradicted(strand: Strand) -> Told:
    """Return how many interviewees contradict it, as the strand's own reason counts them; else empty."""
    said = next((bound for bound in bound_in(strand.why) if bound.field == "said.contradicts"), None)
    if said is None or not strand.n:
        return Told("")
    counted = told(
        "in {interviews}, {k} of {n} who spoke of it {contradict} it",
        interviews=describe(strand),
        k=Told(said.printed, (said,)),
        n=stated("n", strand.n),
        contradict="contradicts" if said.printed == "1" else "contradict",
    )
    return strand.tells(counted)


def _against(look: Lookup, strand: Strand, outcome_id: str) -> Told:
    """Return how many said the opposite; empty if that is not known or not shown."""
    if strand.kind == "interview":
        return _contradicted(strand)
    for at, one in enumerate(strand.items):
        item = look.evidence.get((outcome_id, one.evidence))
        if item is None or not item.n or one.share is None or not one.choices.against_it:
            continue
        against = item.against
        if against is None:
            continue
        counts = of_those(
            *(against, item.n, against / item.n),
            unit=item.unit,
            item=item.evidence_id,
            fields=("disagree+worse", "n", "disagree+worse/n"),
            predicate=one.choices.predicates[1],
        )
        return strand.tells(told("{counts} {did}", counts=counts, did=one.choices.against_it.at(f"items.{at}.")))
    return Told("")
