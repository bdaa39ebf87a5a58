"""One strand of evidence as a reader meets it: kind and voice, what it says, and each number with its range."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, READING
from tideturn.evaluation.ledger.matched import BEFORE_AND_AFTER
from tideturn.evaluation.networks import ID_PREFIX
from tideturn.evaluation.readings_surveys import movement
from tideturn.evaluation.strand import Strand, StrandItem
from tideturn.evaluation.told import Told, bound_in, joined, sentence, stated, told
from tideturn.evaluation.units import SELF_SCORING, TRAINED, of_unit
from tideturn.report.blocks import Measure, StrandBlock, words
from tideturn.report.charts.strip import Strip
from tideturn.report.sections.before_training import agreed_before, did_no_better
from tideturn.report.sections.lookup import Lookup, kind_name, voice_name
from tideturn.report.sections.options import option_measures
from tideturn.report.sections.ties_by_place import places_pull_apart
from tideturn.report.wording import of_those, percent

_RATERS: Final = {"record": "workers", "young_person": "young people", "stakeholder": SELF_SCORING}
"""Words for who gave the scores, by voice."""


def strand_block(look: Lookup, outcome_id: str, scope: str, strand: Strand, *, drawn: bool = True) -> StrandBlock:
    """Return the strand with its numbers; `drawn` adds the strip beside each share."""
    return StrandBlock(
        kind=kind_name(strand),
        voice=voice_name(strand),
        words=words(look.of_outcome(joined((*_said(strand), *_apart(look, strand, scope))), outcome_id, scope)),
        measures=tuple(
            replace(one, words=words(*(look.of_outcome(span.text, outcome_id, scope) for span in one.words)))
            for one in _measures(look, outcome_id, strand, drawn=drawn)
        )
        + option_measures(look, outcome_id, strand),
        evidence=look.references(outcome_id, strand.evidence),
    )


def _apart(look: Lookup, strand: Strand, scope: str) -> list[Told]:
    """Say where what ties carry rose at one place and fell at another, for the whole programme's network."""
    of_ties = scope == PROGRAMME_SCOPE and any(one.startswith(ID_PREFIX) for one in strand.evidence)
    return [told(" {sentence}", sentence=one) for one in places_pull_apart(look)] if of_ties else []


def _said(strand: Strand) -> tuple[Told, ...]:
    """Return the reading, then why it reads so, who is covered, and what it would take to say more."""
    parts = [strand.tells(stated("reading", strand.reading, "reading")), strand.tells(_why(strand))]
    if strand.detail:
        parts.append(strand.tells(told(" {detail}", detail=strand.detail)))
    covered = strand.population.chain(strand.unit)
    if covered and strand.kind != "interview":  # an interview's own sentence says how many were asked and spoke
        parts.append(strand.tells(told(" {covered}", covered=sentence(covered))))
    if strand.too_early and not ("too early" in strand.why or "too soon" in strand.why):
        soon = stated("too_early", strand.too_early)
        said = sentence(told("{n} said that it is too soon to tell", n=soon))
        parts.append(strand.tells(told(" {said}", said=said)))
    if strand.needs and strand.reading in ("insufficient", "mixed"):
        parts.append(strand.tells(told(" To say more, it would take {needs}.", needs=strand.needs)))
    return tuple(parts)


def _why(strand: Strand) -> str:
    """Say why it reads so; if one question's number follows anyway, say only what that number means."""
    if strand.kind == "survey" and strand.share is not None and len(strand.items) == 1 and strand.items[0].meaning:
        return told(": {meaning}.", meaning=strand.items[0].meaning)
    # In a release, the text in place of numbers repeats the reading, which is already printed before it.
    repeated = f"It reads as {READING.terms[strand.reading]}; "
    why = Told(strand.why.removeprefix(repeated), bound_in(strand.why))
    return told(". {why}", why=sentence(why))


def _measures(look: Lookup, outcome_id: str, strand: Strand, *, drawn: bool) -> tuple[Measure, ...]:
    """Return a survey's questions one by one; other strands give their numbers in their sentence."""
    if strand.kind != "survey":
        return ()
    if strand.items:
        return tuple(
            _measure(
                look,
                asked_in(look, item),
                item,
                strand,
                f"items.{place}.",
                beside=_beside(look, outcome_id, strand, item),
                drawn=drawn,
            )
            for place, item in enumerate(strand.items)
        )
    if strand.n is None or strand.k is None:
        return ()
    return (_measure(look, "", strand, strand, "", drawn=drawn),)


def did_better(strand: Strand) -> str:
    """Return the predicate for those who did better: `gave themselves a better score than at the start`."""
    if strand.unit == TRAINED:
        return "did better after the training than before"
    rater = _RATERS[strand.voice]
    had = "gave themselves a better score" if strand.unit == rater else f"had a better score from {rater}"
    return f"{had} than at the start"


def asked_in(look: Lookup, item: StrandItem) -> str:
    """Return what a question asked; surveys may use one name for questions that they word differently."""
    _, survey, *_ = f"{item.evidence}/".split("/", 2)
    return look.questions.get(f"{survey}/{item.item}") or look.questions.get(item.item) or item.item


def _beside(look: Lookup, outcome_id: str, strand: Strand, item: StrandItem) -> str:
    """Return what goes beside how many of those trained answered well: who had before, or who did no better."""
    own = look.evidence.get((outcome_id, item.evidence))
    if own is None or strand.unit != TRAINED:
        return ""
    if item.item == BEFORE_AND_AFTER:
        return did_no_better(own)
    every = (found for one in strand.evidence if (found := look.evidence.get((outcome_id, one))) is not None)
    those = agreed_before(own, every)
    return told("; before the training, {those} had", those=those) if those else ""


def _measure(
    look: Lookup,
    label: str,
    counted: StrandItem | Strand,
    strand: Strand,
    at: str,
    *,
    beside: str = "",
    drawn: bool,
) -> Measure:
    k, n, unit = counted.k or 0, counted.n or 0, strand.unit
    share, low, high = counted.share, counted.low, counted.high
    twice = label == BEFORE_AND_AFTER
    does = Told("gave a better answer afterwards") if twice else counted.choices.for_it
    moved = movement(counted.waves).at(at) if isinstance(counted, StrandItem) else Told("")
    said = told(
        "{of_those} {does}{beside}{few}{moved}",
        of_those=of_those(
            *(k, n, share, low, high),
            unit=unit,
            fields=[f"{at}{name}" for name in ("k", "n", "share", "low", "high")],
            predicate="better" if twice else counted.choices.predicates[0],
        ),
        does=does.at(at),
        beside=beside,
        moved=told("; {moved}", moved=moved) if moved else "",
        few="" if share is not None else "; too few for a percentage",
    )
    said = strand.tells(said)
    if n == 0:
        said = Told("nobody gave an opinion" if look.release is None else "too few gave an opinion to be shown")
    if not drawn or share is None or low is None or high is None:
        return Measure(label, words(said))
    described = (
        f"{k} of {of_unit(n, unit)} {does}, {percent(share)}; the share would probably lie between "
        f"{percent(low)} and {percent(high)}."
    )
    return Measure(label, words(said), Strip(share, low, high), described)
