"""Each outcome at each place, strand by strand: what the report's short sentences about a place rest on."""

from __future__ import annotations

from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.told import joined, told
from tideturn.report.blocks import Block, Paragraph, Section, Span, VerdictLine, words
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.sections.strands import strand_block
from tideturn.report.wording import sentence


def strands_by_place(look: Lookup) -> Section | None:
    """Return outcomes in the framework's order, each with its places; None if no place has any evidence."""
    found = tuple(section for verdict in look.whole if (section := _outcome(look, verdict)) is not None)
    return Section("by-place", "Place by place, strand by strand", 2, found) if found else None


def _outcome(look: Lookup, verdict: OutcomeVerdict) -> Section | None:
    places = []
    for site in look.sites:
        own = look.verdicts.get((verdict.outcome_id, site.code))
        if own is not None and own.strands:
            anchor = f"{look.anchor(own.outcome_id, site.code)}.strands"
            places.append(Section(anchor, site.name, 4, tuple(_strands(look, own)), "place"))
    if not places:
        return None
    return Section(f"by-place-{safe(verdict.outcome_id)}", look.title(verdict.outcome_id), 3, tuple(places))


def _strands(look: Lookup, own: OutcomeVerdict) -> list[Block]:
    """Return the verdict, every strand, and what weakens it."""
    blocks: list[Block] = [VerdictLine(look.mark(own))]
    blocks += [strand_block(look, own.outcome_id, own.scope, strand, drawn=False) for strand in own.strands]
    if own.own and own.confidence_reasons:
        reasons = joined((look.of_verdict(sentence(reason), own) for reason in own.confidence_reasons), " ")
        blocks.append(Paragraph(words(told("How sure: {reasons}", reasons=reasons)), "quiet"))
    back = Span("What the report says of it", target=look.anchor(own.outcome_id, own.scope))
    blocks.append(Paragraph(words(back), "quiet"))
    return blocks
