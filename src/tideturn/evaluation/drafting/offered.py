"""Offer sentences that would be proved, each about one piece of a finding's evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset, Programme
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks import context_of, run_checks
from tideturn.evaluation.claims.grade import PROVED
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.references import fill
from tideturn.evaluation.drafting.counted import counted, raised
from tideturn.evaluation.drafting.measured import told
from tideturn.evaluation.drafting.phrases import ended, people
from tideturn.evaluation.model import COUNT, THEME, Evaluation, EvidenceItem


def offered(dataset: Dataset, evaluation: Evaluation, claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """Yield, for each claim, a proved sentence about each piece of its evidence that has one.

    Counts come before quotations; those that share most words with the claim come first.
    """
    known = known_by(dataset, evaluation.year.as_of)
    context = context_of(known, evaluation)
    for claim in claims:
        told = [(edge, _sentence(edge.item, known.programme)) for edge in claim.evidence if edge.item is not None]
        offers = [_about(claim, edge, written) for edge, written in told if written]
        _, gradings = run_checks(offers, context)
        proved = [one for one, grading in zip(offers, gradings, strict=True) if grading.grade == PROVED]
        said = _words(claim.text)
        yield sorted(proved, key=lambda one: ("{quote:" in one.written, -len(_words(one.text) & said)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}|\d+", text.lower()))


def _sentence(item: EvidenceItem, programme: Programme) -> str:
    if item.value is None:
        quoted = item.kind == "interview" and item.quotable and not item.in_a_survey
        return f"One {people(item.voice, 1)} told us: {{quote:{item.evidence_id}}}" if quoted else ""
    by_kind = {COUNT: counted, THEME: raised}
    written = by_kind[item.kind](item) if item.kind in by_kind else told(item, programme, item.year)
    if not written or item.scope == PROGRAMME_SCOPE:
        return ended(written) if written else ""
    return ended(f"In {programme.scope_name(item.scope)}, {written[0].lower()}{written[1:]}")


def _about(claim: Claim, edge: Edge, written: str) -> Claim:
    """Return a claim like another that rests on one piece of evidence alone."""
    text, filled, _ = fill(written, [edge])
    return replace(
        claim,
        written=written,
        text=text,
        filled=filled,
        unfilled=(),
        type="descriptive",
        edges=(edge,),
        summary_of=(),
        body=(),
        judged_part=(),
        judged_reason=None,
    )
