"""The executive summary: what was found, area by area, the board of verdicts, and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from tideturn.dataset.vocabulary import CONFIDENCE, WITHHELD
from tideturn.evaluation.claims.model import SUMMARY, Claim
from tideturn.evaluation.model import CHANGE, STATE
from tideturn.evaluation.told import Told, carrying, joined, stated, stated_noun, told, told_list
from tideturn.report.blocks import Block, Paragraph, Section, words
from tideturn.report.sections.board import board
from tideturn.report.sections.front import setting, status
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.written import JUDGEMENT, Written
from tideturn.report.wording import sentence

_SAID: Final = {
    "supported": "supports {n}",
    "emerging": "gives early support to {n}",
    "contested": "is disputed on {n}",
    "mixed": "is mixed on {n}",
    "no_change_observed": "shows no change in {n}",
    "adverse": "contradicts {n}",
}
"""What the evidence does to so many outcomes."""
_JUDGEMENT: Final = (
    f"A sentence marked “{JUDGEMENT}” is in part the evaluators’ own judgement; the annex of findings says which part, "
    "and why."
)
_NOT_JUDGED: Final = {
    "insufficient": ("{n} could not be judged", "{n} could not be judged"),
    "not_measured": ("{n} was not measured", "{n} were not measured"),
    WITHHELD: ("the verdict on {n} is not shown", "the verdicts on {n} are not shown"),
}


def summary(look: Lookup, written: Written) -> Section:
    """At most two printed pages: the findings that sum up, how sure they are, and the board."""
    lede, *warned = _counted(look)
    blocks = [lede, *_found(written), *warned, *_sure(look), _standing(look, written)]
    table = board(look)
    return Section(SUMMARY, "Executive summary", 2, (*blocks, table) if table else tuple(blocks), SUMMARY)


def _standing(look: Lookup, written: Written) -> Block:
    """Repeat the status, the classification and what a mark means: people often pass on a summary alone."""
    classification = setting(look, "classification")
    text = f"{status(look)}." + (f" Classification: {sentence(classification)}" if classification else "")
    if any(claim.claim_id in written.judged for claim in written.of(SUMMARY)):
        text += f" {_JUDGEMENT}"
    return Paragraph(words(text), "quiet")


def _found(written: Written) -> list[Block]:
    """What was written to sum up, a paragraph for each area in the framework's order."""
    areas: dict[str, list[Claim]] = {}
    for claim in written.of(SUMMARY):
        area = written.look.outcomes.get(claim.outcome_id, {}).get("area", "")
        areas.setdefault(area, []).append(claim)
    return [Paragraph(written.sentences(claims)) for claims in areas.values()]


def _counted(look: Lookup) -> tuple[Block, ...]:
    """`16 of 18 outcomes were due. The evidence supports 8…`, with early warnings and overrides said at once."""
    if not look.whole:
        return (Paragraph(words("The outcome framework holds no outcomes, so there is nothing to judge."), "lede"),)
    verdicts = f"verdicts/{look.evaluation.year.number}"
    counts = Counter(verdict.standing for verdict in look.whole)
    stand = {v: stated(f"stands.{v}", count, item=verdicts) for v, count in counts.items()}
    claims = Counter(verdict.claim for verdict in look.whole if verdict.standing != "too_early")
    apart = _apart(look, claims) if claims[STATE] else ""
    parts = [told(verb, n=stand[v]) for v, verb in _SAID.items() if v in stand and not (apart and v == "supported")]
    told_of = [told("the evidence {parts}", parts=told_list(parts))] if parts else []
    others = [told(said[counts[v] != 1], n=stand[v]) for v, said in _NOT_JUDGED.items() if v in stand]
    told_of += [told_list(others)] if others else []
    due = len(look.whole) - counts["too_early"]
    text = told(
        "{due} of {outcomes} {were} due.{apart}{rest}",
        apart=apart,
        due=stated("due", due, item=verdicts),
        outcomes=stated_noun("all", len(look.whole), "outcome", item=verdicts),
        were="was" if due == 1 else "were",
        rest=told(" {said}", said=sentence(joined(told_of, "; "))) if told_of else "",
    )
    blocks: list[Block] = [Paragraph(words(text), "lede")]
    warned = [v for v in look.whole if any(sign.reading == "negative" for sign in v.early_signs)]
    if warned:
        links = [look.link(v.outcome_id) for v in warned]
        linked = [part for link in links for part in (link, ", ")][:-1]
        one = "An early sign points the other way and needs attention now, for this outcome: "
        many = "Early signs point the other way and need attention now, for these outcomes: "
        lead = carrying(one if len(warned) == 1 else many, "warned", item=verdicts)
        blocks.append(Paragraph(words(lead, *linked, ".")))
    changed = [v for v in look.evaluation.outcomes if v.override]
    if changed:
        subject = stated_noun("overridden", len(changed), "verdict was", "verdicts were", item=verdicts)
        own = "the rules’ own verdict is" if len(changed) == 1 else "the rules’ own verdicts are"
        text = sentence(told("{verdicts} overridden; {own} shown too, with the reason", verdicts=subject, own=own))
        blocks.append(Paragraph(words(text)))
    return tuple(blocks)


def _apart(look: Lookup, claims: Mapping[str, int]) -> Told:
    """States that hold apart from changes that are supported: ` 3 of 5 states hold; 2 of 10 changes are supported.`"""
    item = f"verdicts/{look.evaluation.year.number}"
    supported = Counter(verdict.claim for verdict in look.whole if verdict.standing == "supported")
    parts = [
        told(
            f"{{k}} of {{n}} {does[claims[claim] != 1]}",
            k=stated(f"supported.{claim}", supported[claim], item=item),
            n=stated(f"claims.{claim}", claims[claim], item=item),
        )
        for claim, does in ((STATE, ("state holds", "states hold")), (CHANGE, ("change is", "changes are")))
        if claims[claim]
    ]
    ended = " supported" if claims[CHANGE] else ""
    return told(" {parts}{ended}.", parts=joined(parts, "; "), ended=ended)


def _sure(look: Lookup) -> list[Block]:
    """How many verdicts are held with which confidence."""
    levels = Counter(v.sure for v in look.whole if v.sure)
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
    text = told(
        "How sure: of {verdicts} {judged}, confidence is {parts}.",
        verdicts=stated_noun("sure", levels.total(), "verdict", item=item),
        judged="judged by the rules alone" if any(v.override for v in look.whole) else "that could be judged",
        parts=told_list(parts),
    )
    return [Paragraph(words(text))]
