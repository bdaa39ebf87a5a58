"""Six numbers of the year: how many people the programme reached, what it did, and what changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE
from tideturn.evaluation.ledger.counts.casework import MADE, SEEN
from tideturn.evaluation.ledger.counts.delivery import PARTNERS, TRAINING, PartnerCounts
from tideturn.evaluation.ledger.counts.reach import REFERRED
from tideturn.evaluation.ledger.matched import BEFORE_AND_AFTER
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.told import Told, stated, told
from tideturn.evaluation.units import noun, whose
from tideturn.evaluation.withholding.counts import tells_all
from tideturn.report.blocks import KeyFigure, KeyFigures, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.strands import asked_in, did_better
from tideturn.report.wording import day

_MOST: Final = 6


def key_figures(look: Lookup) -> KeyFigures | None:
    """Return up to six numbers, each with what it counts; None if there is none."""
    figures = (*_work(look), *_changes(look))
    return KeyFigures(figures[:_MOST]) if figures else None


def _work(look: Lookup) -> Iterator[KeyFigure]:
    """Yield what the year's work counts; leave out what a release hides."""
    for measure, whole, fields, shown, caption in (
        (SEEN, "seen", ("seen",), "{seen}", "{unit} had at least one session that went ahead{before}{referred}"),
        (TRAINING["professionals"], "people", ("people", "events"), "{people}", "{unit}, at {events} events"),
        (PARTNERS, "engaged", ("engaged",), "{engaged}", "{unit} had been engaged by {day}{new}"),
        (MADE, "made", ("answered", "made"), "{answered} of {made}", "onward {unit} had been answered by {day}"),
    ):
        item = look.count(measure.name)
        counted = item.number(whole) if item is not None else None  # by name: the table above names the fields
        if item is None or counted is None or any(item.number(field) is None for field in fields):
            continue
        parts: dict[str, object] = {field: look.field(item, field) for field in fields}
        by = item.as_of if measure is MADE else look.evaluation.year.last_known  # answers come after the year too
        parts |= {"unit": noun(item.unit, counted), "day": day(by)}
        referred = _referred(look) if measure is SEEN else None
        parts |= {"before": _before(look, measure.name, whole), "referred": "", "new": _new(look, item)}
        if referred is not None:
            parts["referred"] = told("; {were} referred in the year", were=look.were(referred, "referred"))
        cited = tuple(one.evidence_id for one in (item, referred) if one is not None)
        yield KeyFigure(words(told(shown, **parts)), words(told(caption, **parts)), look.references("", cited))


def _before(look: Lookup, measure: str, field: str) -> str:
    """Return ` (96 in Year 1)`; empty in the first year, or if a release hides it."""
    item = look.year_before(measure)
    if item is None or not tells_all(item):
        return ""
    return told(" ({n} in Year {year})", n=look.field(item, field), year=item.year)


def _new(look: Lookup, item: EvidenceItem) -> str:
    """Return `; none was new in Year 2`; empty for other counts, and in the first year, when all are new."""
    if not look.evaluation.earlier or not isinstance(item.value, PartnerCounts) or item.value.new is None:
        return ""
    return told("; {were} new in Year {year}", were=look.were(item, "new"), year=item.year)


def _referred(look: Lookup) -> EvidenceItem | None:
    """Return the count of people referred in the year; None if a release hides it or nobody was referred."""
    item = look.count(REFERRED.name)
    return item if item is not None and item.n else None


def _changes(look: Lookup) -> Iterator[KeyFigure]:
    """Yield the surest score and the surest answer, each of an outcome that came about."""
    judged = sorted(
        (verdict for verdict in look.whole if verdict.standing.came_about and verdict.sure),
        key=lambda verdict: (verdict.standing is Verdict.EMERGING, CONFIDENCE.codes.index(verdict.sure)),
    )
    yield from islice((one for verdict in judged for one in _scored(look, verdict)), 1)
    yield from islice((one for verdict in judged for one in _answered(look, verdict)), 1)


def _scored(look: Lookup, verdict: OutcomeVerdict) -> Iterator[KeyFigure]:
    for strand in sorted(verdict.strands, key=lambda one: one.design != COMPARED):  # same order as in the summary
        for at, item in enumerate(strand.items):
            scored = strand.kind == "monitoring" and item.item == BEFORE_AND_AFTER
            if scored and strand.reading == "positive" and item.n:  # n is 0 if a release hides it
                value = told(
                    "{k} of {n}",
                    k=stated(f"items.{at}.k", item.k, predicate="better"),
                    n=stated(f"items.{at}.n", item.n),
                )
                who, title = noun(strand.unit, item.n), look.title(verdict.outcome_id)
                caption = f"{who} {did_better(strand)}: “{title}”"
                yield _of_strand(look, verdict, strand, value, caption, item.evidence)


def _answered(look: Lookup, verdict: OutcomeVerdict) -> Iterator[KeyFigure]:
    for strand in verdict.strands:
        for at, item in enumerate(strand.items):
            own = strand.kind == "survey" and strand.reading == "positive" and item.reading == "positive"
            if not own or item.share is None or strand.by_staff or item.item == BEFORE_AND_AFTER:
                continue
            value = told(
                "{k} of {n}",
                k=stated(f"items.{at}.k", item.k, predicate=item.choices.predicates[0]),
                n=stated(f"items.{at}.n", item.n),
            )
            did = item.choices.agreed.at(f"items.{at}.")
            caption = told(
                "{who} {did}: “{asked}”", who=whose(strand.voice, strand.unit), did=did, asked=asked_in(look, item)
            )
            yield _of_strand(look, verdict, strand, value, caption, item.evidence)


def _of_strand(
    look: Lookup, verdict: OutcomeVerdict, strand: Strand, value: Told, caption: str, evidence: str
) -> KeyFigure:
    return KeyFigure(
        words(look.of_verdict(strand.tells(value), verdict)),
        words(look.of_verdict(strand.tells(caption), verdict)),
        look.references(verdict.outcome_id, (evidence,)),
    )
