"""What people said helped each outcome or held it back, each with who said so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONTRIBUTION, PROGRAMME_SCOPE
from tideturn.evaluation.causal_map import UNCAUSED, told_as
from tideturn.evaluation.theory_records import SaidCause
from tideturn.evaluation.told import Told, stated_noun, told, told_list
from tideturn.methods.causal_map import HELPS, HINDERS
from tideturn.report.blocks import Block, Bullets, Paragraph, Section, Span, Words, words
from tideturn.report.sections.causal_map import CALLED
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.spoken import called, count_of, people, who_spoke
from tideturn.report.wording import capital, listed, sentence

_CAUSES: Final = 5
"""Maximum number of direct causes of an outcome to list one by one, and of causes further up to name."""


def contributed(look: Lookup, outcome_id: str) -> list[Block]:
    """Say in a line how far the programme contributed to an outcome; empty if it is not due or not rated."""
    verdict = look.verdicts[outcome_id, PROGRAMME_SCOPE]
    one = next((one for one in look.evaluation.contributions if one.outcome_id == outcome_id), None)
    if one is None or verdict.standing is Verdict.TOO_EARLY:
        return []
    rating = Span(f"The programme’s contribution: {CONTRIBUTION.terms[one.rating]}.", strong=True)
    return [Paragraph(words(rating, " ", one.why))]


def causes_named(look: Lookup, outcome_id: str, level: int) -> list[Block]:
    """Return what people said helped an outcome and, separately, what they said held it back, each with who said so."""
    verdict = look.verdicts[outcome_id, PROGRAMME_SCOPE].standing
    blocks: list[Block] = []
    for effect in (HELPS, HINDERS):
        own = [one for one in look.evaluation.causes if (one.outcome_id, one.effect) == (outcome_id, effect)]
        inner = _told_of(look, own, outcome_id)
        if not inner:
            continue
        if effect == HELPS and not verdict.came_about:
            inner.append(Paragraph(words(UNCAUSED), "quiet"))
        anchor = f"{look.anchor(outcome_id)}.{effect}"
        blocks.append(Section(anchor, told_as(effect, verdict), level, tuple(inner)))
    return blocks


def _told_of(look: Lookup, own: Sequence[SaidCause], outcome_id: str) -> list[Block]:
    """List causes of one effect: direct ones, then those further up, then those that people said are not causes."""
    direct = [cause for cause in own if cause.distance == 1 and cause.sources != 0]
    further = [cause for cause in own if cause.distance > 1][:_CAUSES]
    blocks: list[Block] = []
    if direct:
        held = _held(look, outcome_id)
        blocks.append(Bullets(tuple(_direct(look, cause, held) for cause in direct[:_CAUSES])))
    if len(direct) > _CAUSES:
        rest = listed([_called(cause) for cause in direct[_CAUSES:]])
        blocks.append(Paragraph(words(f"They also named {rest}.")))
    if further:
        before = told("Less directly: {causes}.", causes=told_list(_further(look, cause) for cause in further))
        blocks.append(Paragraph(words(before), "quiet"))
    blocks += [Paragraph(words(_denying(look, cause)), "quiet") for cause in own if cause.sources == 0]
    return blocks


def _denying(look: Lookup, cause: SaidCause) -> Told:
    """Say who denied a cause: `Two people said that training did not help.`"""
    return sentence(
        told(
            "{people} said that {cause} did not {do}",
            people=people(look, cause, "against"),
            cause=_called(cause),
            do="help" if cause.effect == HELPS else "get in the way",
        )
    )


def _held(look: Lookup, outcome_id: str) -> frozenset[str]:
    """Return the parts that the theory links to the outcome directly."""
    ends = {row["node_id"] for row in look.dataset.table("toc_nodes").to_dicts() if row["outcome_id"] == outcome_id}
    return frozenset(link.from_node for link in look.evaluation.toc_links if link.to_node in ends)


def _direct(look: Lookup, cause: SaidCause, held: frozenset[str]) -> Words:
    lacks = f" This {CALLED[cause.effect]} is not in the theory of change."
    if cause.in_theory and cause.effect == HELPS:
        lacks = "" if cause.cause in held else " The theory does not link the two directly."
    elif cause.in_theory:
        lacks = " The theory says that it helps." if cause.cause in held else ""
    name = Span(capital(_called(cause)), strong=True)
    said = told(": {who}.{denied}{lacks}", who=who_spoke(look, cause), denied=_denied(look, cause), lacks=lacks)
    return words(name, said)


def _denied(look: Lookup, cause: SaidCause) -> str:
    if cause.against == 0:
        return ""
    if cause.against is None:
        return " How many said otherwise is not shown."
    return told(" {said}", said=sentence(told("{people} said otherwise", people=people(look, cause, "against"))))


def _further(look: Lookup, cause: SaidCause) -> Told:
    """Describe a cause further up: `training, 2 steps before it (4 people; 1 describes every step)`."""
    whole = told(
        "; {n} {describe} every step",
        n=count_of(look, cause, "threads"),
        describe="describes" if cause.threads == 1 else "describe",
    )
    return told(
        "{cause}, {steps} before it ({people}{whole})",
        cause=_called(cause),
        steps=stated_noun("distance", cause.distance, "step", item=called(cause)),
        people=people(look, cause),
        whole=whole if cause.threads else "",
    )


def _called(cause: SaidCause) -> str:
    """Return the cause in people's own words."""
    return listed(cause.factors, "or")
