"""The checks that stop a report (METHODS, section 5), run over every claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks.causes import contribution_without_rival, dissent_hidden
from tideturn.evaluation.claims.checks.evidence import orphan_claim, stale_evidence, unreviewed
from tideturn.evaluation.claims.checks.finding import Finding
from tideturn.evaluation.claims.checks.numbers import number_mismatch
from tideturn.evaluation.claims.checks.overclaim import overclaim
from tideturn.evaluation.claims.checks.quotes import quote_not_found
from tideturn.evaluation.claims.model import FAIL, PASS, QUERY, Check, Claim
from tideturn.evaluation.claims.values import values_of
from tideturn.evaluation.model import EvidenceItem

Exposed = Callable[[Claim], Iterator[Finding]]
"""The `disclosure` check: what of a claim would expose a small number of young people."""


@dataclass(frozen=True)
class Context:
    """What the checks ask of the programme beside the claim itself."""

    sites: int
    local_sites: int
    rivals: Mapping[str, Sequence[str]]
    """Other explanations that somebody wrote down, by outcome."""
    source: Callable[[EvidenceItem], str]
    """The whole text that a piece of evidence comes from."""
    exposed: Exposed


def run_checks(claims: Iterable[Claim], context: Context) -> tuple[Check, ...]:
    """Every check of every claim, in the checks' order: pass, query or fail, with every reason."""
    checks = []
    for claim in claims:
        values = values_of(claim.evidence, sites=context.sites, local_sites=context.local_sites)
        for name, found in (
            ("orphan_claim", partial(orphan_claim, claim)),
            ("stale_evidence", partial(stale_evidence, claim)),
            ("number_mismatch", partial(number_mismatch, claim, values)),
            ("quote_not_found", partial(quote_not_found, claim, context.source)),
            ("overclaim", partial(overclaim, claim)),
            ("contribution_without_rival", partial(contribution_without_rival, claim, context.rivals)),
            ("disclosure", partial(context.exposed, claim)),
            ("dissent_hidden", partial(dissent_hidden, claim)),
            ("unreviewed", partial(unreviewed, claim)),
        ):
            checks.append(_judged(name, claim.claim_id, tuple(found())))
    return tuple(checks)


CHECKS: Final = (
    "orphan_claim",
    "stale_evidence",
    "number_mismatch",
    "quote_not_found",
    "overclaim",
    "contribution_without_rival",
    "disclosure",
    "dissent_hidden",
    "unreviewed",
)
"""Every check by name, in the order in which they are told."""


def _judged(name: str, claim_id: str, found: tuple[Finding, ...]) -> Check:
    """One check of one claim: it fails if anything fails; the reasons of the worst status are told first."""
    if not found:
        return Check(name, claim_id, PASS)
    status = FAIL if any(one.status == FAIL for one in found) else QUERY
    told = [one for one in found if one.status == status]
    why = " ".join(dict.fromkeys(_sentence(one.why) for one in told))
    return Check(name, claim_id, status, why, " ".join(dict.fromkeys(one.mend for one in told)))


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def rivals_of(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Other explanations by outcome: the rivals on links into its nodes, and what else was going on that names it."""
    outcome_of = {
        row["node_id"]: row["outcome_id"] for row in dataset.table("toc_nodes").to_dicts() if row["outcome_id"]
    }
    found: dict[str, list[str]] = {}
    for row in dataset.table("toc_links").to_dicts():
        outcome = outcome_of.get(row["to_node"])
        if outcome and row["rivals"]:
            found.setdefault(outcome, []).append(row["rivals"])
    for row in dataset.table("context").to_dicts():
        if row["outcome_id"]:
            found.setdefault(row["outcome_id"], []).append(row["description"])
    return {outcome: tuple(several) for outcome, several in found.items()}


def sources_in(dataset: Dataset) -> Callable[[EvidenceItem], str]:
    """How to find the whole text that a piece of evidence comes from; its own words where there is no longer text."""
    transcripts = {f"transcripts/{name}": text for name, text in dataset.transcripts.items()}

    def source(item: EvidenceItem) -> str:
        return transcripts.get(item.provenance.table, item.text)

    return source


def context_of(dataset: Dataset, exposed: Exposed) -> Context:
    """What the checks need to know of a programme."""
    sites = dataset.programme.sites
    return Context(
        sites=len(sites),
        local_sites=sum(site.kind == "local" for site in sites) or len(sites),
        rivals=rivals_of(dataset),
        source=sources_in(dataset),
        exposed=exposed,
    )
