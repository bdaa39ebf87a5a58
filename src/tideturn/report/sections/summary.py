"""The executive summary: what was found, area by area, the board of verdicts, and how sure it is."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tideturn.dataset.vocabulary import CONFIDENCE, WITHHELD
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.told import Told, carrying, stated, stated_noun, told, told_list
from tideturn.evaluation.verdicts import UNJUDGED
from tideturn.report.blocks import Block, Paragraph, Section, words
from tideturn.report.sections.board import board
from tideturn.report.sections.front import setting, status
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.written import SUMMARY, Written
from tideturn.report.wording import sentence

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
    classification = setting(look, "classification")
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
    verdicts = f"verdicts/{look.evaluation.year.number}"
    counts = Counter(verdict.standing for verdict in look.whole)
    parts = [
        told("{n} {stand}", n=stated(f"stands.{v}", counts[v], item=verdicts), stand=_SAID[v][counts[v] != 1])
        for v in _SAID
        if counts[v]
    ]
    outcomes = stated_noun("all", len(look.whole), "outcome", item=verdicts)
    text = told("Of {outcomes}, {parts}.", outcomes=outcomes, parts=told_list(parts))
    if len(look.whole) == 1:
        text = Told(f"The one outcome {_SAID[look.whole[0].standing][0]}.", text.bound)
    blocks: list[Block] = [Paragraph(words(text), "lede")]
    warned = [v for v in look.whole if any(sign.reading == "negative" for sign in v.early_signs)]
    if warned:
        links = [look.link(v.outcome_id) for v in warned]
        joined = [part for link in links for part in (link, ", ")][:-1]
        lead = carrying("A negative early sign needs attention now: ", "warned", item=verdicts)
        blocks.append(Paragraph(words(lead, *joined, ".")))
    changed = [v for v in look.evaluation.outcomes if v.override]
    if changed:
        subject = stated_noun("overridden", len(changed), "verdict was", "verdicts were", item=verdicts)
        text = told("{verdicts} changed by a person, with a reason; the rules’ own are printed too.", verdicts=subject)
        blocks.append(Paragraph(words(text)))
    return tuple(blocks)


def _sure(look: Lookup) -> list[Block]:
    """How many verdicts are held with which confidence."""
    levels = Counter(v.confidence for v in look.whole if v.confidence and v.standing not in UNJUDGED)
    item = f"verdicts/{look.evaluation.year.number}"
    parts = [
        told(
            "{level} in {n}",
            level=CONFIDENCE.terms[level],
            n=stated(f"confidence.{level}", levels[level], item=item),
        )
        for level in CONFIDENCE.codes
        if levels[level]
    ]
    if not parts:
        return []
    verdicts = stated_noun("sure", levels.total(), "verdict", item=item)
    text = told("How sure: of {verdicts}, confidence is {parts}.", verdicts=verdicts, parts=told_list(parts))
    return [Paragraph(words(text))]
