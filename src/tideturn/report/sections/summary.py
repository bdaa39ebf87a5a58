"""The executive summary: what was found, area by area, the board of verdicts, and how sure it is."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tideturn.dataset.vocabulary import CONFIDENCE, WITHHELD
from tideturn.evaluation.claims.model import Claim
from tideturn.report.blocks import Block, Paragraph, Section, words
from tideturn.report.sections.board import board
from tideturn.report.sections.front import status, told
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.written import SUMMARY, Written
from tideturn.report.wording import counted, listed, number, sentence

_UNJUDGED: Final = ("too_early", "insufficient", "not_measured", WITHHELD)
_SAID: Final = {
    "supported": ("is supported", "are supported"),
    "emerging": ("is emerging", "are emerging"),
    "contested": ("is contested", "are contested"),
    "mixed": ("is mixed", "are mixed"),
    "no_change_observed": ("shows no change", "show no change"),
    "adverse": ("is contradicted by the evidence", "are contradicted by the evidence"),
    "insufficient": ("has too little evidence to judge", "have too little evidence to judge"),
    "not_measured": ("was not measured", "were not measured"),
    "too_early": ("is not due yet", "are not due yet"),
    WITHHELD: ("is judged and not shown", "are judged and not shown"),
}


def summary(look: Lookup, written: Written) -> Section:
    """At most two printed pages: the findings that sum up, how sure they are, and the board."""
    lede, *warned = _counted(look)
    blocks = [lede, *_found(written), *warned, *_sure(look), _standing(look)]
    table = board(look)
    return Section(SUMMARY, "Executive summary", 2, (*blocks, table) if table else tuple(blocks), SUMMARY)


def _standing(look: Lookup) -> Block:
    """The status and classification, once more: a summary is often passed on alone."""
    classification = told(look, "classification")
    text = f"{status(look)}." + (f" Classification: {sentence(classification)}" if classification else "")
    return Paragraph(words(text), "quiet")


def _found(written: Written) -> list[Block]:
    """What was written to sum up, a paragraph for each area in the framework's order."""
    areas: dict[str, list[Claim]] = {}
    for claim in written.of(SUMMARY):
        area = written.look.outcomes.get(claim.outcome_id, {}).get("area", "")
        areas.setdefault(area, []).append(claim)
    return [Paragraph(written.sentences(claims)) for claims in areas.values()]


def _counted(look: Lookup) -> tuple[Block, ...]:
    """`Of 16 outcomes, 3 are supported…`, with early warnings and overrides said at once."""
    if not look.whole:
        return (Paragraph(words("The outcome framework holds no outcomes, so there is nothing to judge."), "lede"),)
    counts = Counter(verdict.standing for verdict in look.whole)
    parts = [f"{number(counts[v])} {_SAID[v][counts[v] != 1]}" for v in _SAID if counts[v]]
    text = f"Of {counted(len(look.whole), 'outcome')}, {listed(parts)}."
    if len(look.whole) == 1:
        text = f"The one outcome {_SAID[look.whole[0].standing][0]}."
    blocks: list[Block] = [Paragraph(words(text), "lede")]
    warned = [v for v in look.whole if any(sign.reading == "negative" for sign in v.early_signs)]
    if warned:
        links = [look.link(v.outcome_id) for v in warned]
        joined = [part for link in links for part in (link, ", ")][:-1]
        blocks.append(Paragraph(words("A negative early sign needs attention now: ", *joined, ".")))
    changed = [v for v in look.evaluation.outcomes if v.override]
    if changed:
        subject = "1 verdict was" if len(changed) == 1 else f"{number(len(changed))} verdicts were"
        blocks.append(
            Paragraph(words(f"{subject} set by somebody answerable in place of what the rules gave; both are printed."))
        )
    return tuple(blocks)


def _sure(look: Lookup) -> list[Block]:
    """How many verdicts are held with which confidence."""
    levels = Counter(v.confidence for v in look.whole if v.confidence and v.standing not in _UNJUDGED)
    parts = [f"{CONFIDENCE.terms[level]} in {number(levels[level])}" for level in CONFIDENCE.codes if levels[level]]
    if not parts:
        return []
    return [Paragraph(words(f"How sure: of {counted(levels.total(), 'verdict')}, confidence is {listed(parts)}."))]
