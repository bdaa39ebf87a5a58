"""The checks that stop a report (METHODS, section 5), run over every claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset
from tideturn.dataset.wording import capital
from tideturn.evaluation.claims.checks.causes import contribution_without_rival, dissent_hidden
from tideturn.evaluation.claims.checks.evidence import orphan_claim, stale_evidence, unreviewed, unsigned
from tideturn.evaluation.claims.checks.exposure import small_counts_said
from tideturn.evaluation.claims.checks.finding import Finding
from tideturn.evaluation.claims.checks.numbers import number_mismatch
from tideturn.evaluation.claims.checks.overclaim import judged_summary, overclaim
from tideturn.evaluation.claims.checks.polarity import edge_polarity
from tideturn.evaluation.claims.checks.quotes import quote_not_found
from tideturn.evaluation.claims.checks.speakers import Heard, wrong_speaker
from tideturn.evaluation.claims.checks.units import unit_mismatch
from tideturn.evaluation.claims.grade import Grading, graded
from tideturn.evaluation.claims.model import FAIL, PASS, QUERY, Check, Claim
from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.claims.proof.clause import Clause, all_proved
from tideturn.evaluation.claims.proof.harvest import Change
from tideturn.evaluation.claims.proof.record import record_of
from tideturn.evaluation.claims.references import fill
from tideturn.evaluation.claims.rivals import Rival, rivals_in
from tideturn.evaluation.claims.signature import reason_of
from tideturn.evaluation.claims.values import values_of
from tideturn.evaluation.claims.values.model import Value, Values
from tideturn.evaluation.ledger.interviews import OPEN_ANSWER
from tideturn.evaluation.model import Evaluation, EvidenceItem

Exposed = Callable[[Claim], Iterator[Finding]]
"""The `disclosure` check: the parts of a claim that would expose a small number of young people."""


def _nothing_proved(_: Claim) -> tuple[Clause, ...]:
    return ()


@dataclass(frozen=True)
class Context:
    """Facts about the programme that the checks need besides the claim itself."""

    sites: int
    local_sites: int
    rivals: Sequence[Rival]
    """Other explanations that somebody wrote down, with their weights."""
    ratings: Mapping[str, str]
    """Rating of how far the programme is a cause of each outcome."""
    source: Callable[[EvidenceItem], str]
    """The whole text that a piece of evidence comes from."""
    exposed: Exposed
    prove: Callable[[Claim], tuple[Clause, ...]] = _nothing_proved
    """Return each sentence of a claim, compared with its evidence word by word."""
    named: Mapping[str, int] = field(default_factory=dict)
    """Number of people who named the programme as a cause, by outcome."""
    heard: Heard = field(default_factory=Heard)
    changes: Mapping[str, Change] = field(default_factory=dict)
    """Harvested changes of the year, by evidence id."""


def run_checks(claims: Iterable[Claim], context: Context) -> tuple[tuple[Check, ...], tuple[Grading, ...]]:
    """Return every check of every claim, in the checks' order, and each claim's grade.

    Each check is a pass, a query or a fail, with every reason. A proved claim says no more than its evidence, so it
    skips the checks that only look at words. The review comes after the grade, because a signature changes no grade.
    """
    checks: list[Check] = []
    gradings = []
    for claim in claims:
        clauses = context.prove(claim)
        proved = all_proved(clauses)
        first = len(checks)
        values = values_of(claim.evidence, sites=context.sites, local_sites=context.local_sites)
        values = replace(values, counts=(*values.counts, *_confirming(claim, context)))
        if claim.type == "contribution" and (named := context.named.get(claim.outcome_id)):
            values = replace(values, counts=(*values.counts, Value(named, "", "sources who named the programme")))
        for name, found in (
            ("orphan_claim", partial(orphan_claim, claim)),
            ("stale_evidence", partial(stale_evidence, claim)),
            ("number_mismatch", partial(number_mismatch, claim, values, clauses, context.prove)),
            ("unit_mismatch", partial(unit_mismatch, claim, values, () if proved else clauses, context.heard.places)),
            ("edge_polarity", partial(iter, ()) if proved else partial(edge_polarity, claim)),
            ("quote_not_found", partial(_quoted, claim, context)),
            ("overclaim", partial(_overclaim, claim, clauses)),
            (
                "contribution_without_rival",
                partial(contribution_without_rival, claim, context.rivals, context.ratings, clauses),
            ),
            ("disclosure", partial(context.exposed, claim)),
            ("dissent_hidden", partial(dissent_hidden, claim)),
        ):
            checks.append(_judged(name, claim.claim_id, tuple(found())))
        gradings.append(graded(claim, clauses, checks[first:]))
        review = chain(unreviewed(claim), unsigned(claim, gradings[-1], _of_reason(claim, values, context)))
        checks.append(_judged("unreviewed", claim.claim_id, tuple(review)))
    return tuple(checks), tuple(gradings)


def _confirming(claim: Claim, context: Context) -> Iterator[Value]:
    """Yield how many independent people answered about each change of a claim, and how many confirmed it."""
    for one in (context.changes[edge.evidence_id] for edge in claim.edges if edge.evidence_id in context.changes):
        for people in {one.asked, one.confirmed, one.fully, one.confirmed - one.fully, one.disputed} - {0}:
            yield Value(people, one.item.evidence_id, "people who confirmed a change")


def _quoted(claim: Claim, context: Context) -> Iterator[Finding]:
    yield from quote_not_found(claim, context.source)
    yield from wrong_speaker(claim, context.heard)


def _overclaim(claim: Claim, clauses: tuple[Clause, ...]) -> Iterator[Finding]:
    yield from overclaim(claim, proved=all_proved(clauses))
    yield from judged_summary(claim, clauses)


def reason_stopped(claim: Claim, reason: str, context: Context) -> str:
    """Return why the report may not print a reason for a claim; empty if it may."""
    values = values_of(claim.evidence, sites=context.sites, local_sites=context.local_sites)
    signed = replace(claim, judged_reason=fill(reason, claim.evidence)[0])
    return " ".join(f"{_sentence(one.why)} {one.mend}" for one in _of_reason(signed, values, context))


def _of_reason(claim: Claim, values: Values, context: Context) -> Iterator[Finding]:
    """Yield what stops the report from printing a reason: its numbers, its quotations, or the people it exposes."""
    if not claim.judged_reason:
        return
    reason = reason_of(claim)
    for found in chain(
        number_mismatch(reason, values, ()),
        quote_not_found(reason, context.source),
        context.exposed(reason),
    ):
        if found.status == FAIL:
            yield found


CHECKS: Final = (
    "orphan_claim",
    "stale_evidence",
    "number_mismatch",
    "unit_mismatch",
    "edge_polarity",
    "quote_not_found",
    "overclaim",
    "contribution_without_rival",
    "disclosure",
    "dissent_hidden",
    "unreviewed",
)
"""Names of all checks, in the order in which they are reported."""


def _judged(name: str, claim_id: str, found: tuple[Finding, ...]) -> Check:
    """Return one check of one claim. It fails if any finding fails, and gives only the reasons of the worst status."""
    if not found:
        return Check(name, claim_id, PASS)
    status = FAIL if any(one.status == FAIL for one in found) else QUERY
    told = [one for one in found if one.status == status]
    why = " ".join(dict.fromkeys(_sentence(one.why) for one in told))
    return Check(name, claim_id, status, why, " ".join(dict.fromkeys(one.mend for one in told)))


def _sentence(text: str) -> str:
    text = capital(text)
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def sources_in(dataset: Dataset) -> Callable[[EvidenceItem], str]:
    """Return a function that finds the whole text that evidence comes from: its transcript or its open answer.

    The function returns the evidence's own words where there is no longer text.
    """
    transcripts = {f"transcripts/{name}": text for name, text in dataset.transcripts.items()}
    answers: dict[str, str] = {}

    def answer(talk_id: str) -> str | None:
        if talk_id not in answers:
            # `survey:S:RESPONSE:ITEM`; a response's own code may hold a colon.
            _, code, *response, item = talk_id.split(":")
            survey = dataset.surveys.get(code)
            if survey is None or item not in survey.responses.columns:
                return None
            rows = survey.responses.filter(pl.col("response_id") == ":".join(response))
            answers[talk_id] = (rows[item][0] or "") if rows.height else ""
        return answers[talk_id]

    def source(item: EvidenceItem) -> str:
        talk_id = item.evidence_id.removeprefix("interview/").rpartition("/")[0].rpartition("/")[0]
        if item.kind == "interview" and talk_id.startswith(OPEN_ANSWER) and talk_id.count(":") >= _PARTS_OF_ANSWER:
            return answer(talk_id) or item.text
        return transcripts.get(item.provenance.table, item.text)

    return source


_NO_TITLE: Final = "nooutcome"
"""Title for no outcome: a word that no sentence has, because every sentence would repeat an empty title."""
_PARTS_OF_ANSWER: Final = 3
"""Colons in `survey:S:RESPONSE:ITEM`."""


def context_of(dataset: Dataset, evaluation: Evaluation) -> Context:
    """Return what the checks need to know of an evaluated year, with its earlier years and contributions."""
    sites = dataset.programme.sites
    contributions = {one.outcome_id: one for one in evaluation.contributions}
    outcomes = {row["outcome_id"]: row for row in dataset.table("outcomes").to_dicts()}
    places = {site.name: site.code for site in sites}
    record = record_of(dataset, evaluation.ledger, sources_in(dataset), evaluation.outcomes)

    def held(claim: Claim) -> tuple[Clause, ...]:
        outcome = outcomes.get(claim.outcome_id)
        if outcome is None:
            return prove(claim, _NO_TITLE, places, record=record)
        title = f"{outcome['title']} . {outcome['definition'] or ''}"
        contribution = contributions.get(claim.outcome_id)
        return prove(claim, title, places, contribution=contribution, due=outcome["due_year"], record=record)

    return Context(
        sites=len(sites),
        local_sites=sum(site.kind == "local" for site in sites) or len(sites),
        rivals=rivals_in(dataset, evaluation.year),
        ratings={name: one.rating for name, one in contributions.items()},
        source=sources_in(dataset),
        exposed=partial(small_counts_said, rules=evaluation.rules),
        prove=held,
        named={name: one.sources for name, one in contributions.items() if one.sources},
        heard=Heard(frozenset(item.speaker.partition(", ")[2] for item in record.evidence), places),
        changes=record.changes,
    )
