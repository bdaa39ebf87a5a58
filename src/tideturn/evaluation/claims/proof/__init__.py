"""Prove a finding: bind every word to evidence, or list the words that are left over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof import (
    accounts,
    by_place,
    carried,
    causes,
    changes,
    contrasts,
    counts,
    guards,
    heard,
    interviews,
    labels,
    leads,
    limits,
    money,
    moves,
    networks,
    overrides,
    quotations,
    scales,
    scored,
    series,
    shown,
    standing,
    steps,
    summaries,
    themes,
    topics,
    turns,
)
from tideturn.evaluation.claims.proof.clause import Accountant, Clause, Ground, Record, clauses
from tideturn.evaluation.claims.proof.rewording import reworded
from tideturn.evaluation.claims.proof.tokens import stretches
from tideturn.evaluation.contribution import Contribution

ACCOUNTANTS: Final[tuple[Accountant, ...]] = (
    quotations.account,
    themes.account,
    labels.account,
    heard.account,
    by_place.account,
    summaries.account,
    interviews.account,
    causes.account,
    moves.account,
    scales.account,
    networks.account,
    scored.account,
    steps.account,
    money.account,
    carried.account,
    series.account,
    stretches.account,
    series.account_expected,
    counts.account,
    shown.account,
    turns.account,
    contrasts.account,
    leads.account,
    limits.account,
    overrides.account,
    standing.account,
    labels.account_pathways,
    accounts.account,
    changes.account,
    topics.account,
    guards.account,
)
"""Accountants in order: for numbers and statements, then for other words, then the guards on what none may read."""


def prove(
    claim: Claim,
    title: str,
    places: Mapping[str, str],
    *,
    contribution: Contribution | None = None,
    due: int | None = None,
    record: Record | None = None,
) -> tuple[Clause, ...]:
    """Return each sentence of a claim with its bonds and the words left over.

    `title` is the outcome's title and definition, joined by ` . `; `places` are the sites by name; `contribution` and
    `due` are the outcome's, if known; `record` is what people said in the year. Without it, prove no count of those
    people.
    """
    ground = Ground(claim, title, places, contribution, due, record or Record())
    return clauses(ground, ACCOUNTANTS, reworded)
