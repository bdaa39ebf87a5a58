"""Proves a finding: binds every word of it to evidence, or says which words nothing accounts for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof import counts, interviews, quotations, topics
from tideturn.evaluation.claims.proof.clause import Accountant, Clause, Record, clauses

ACCOUNTANTS: Final[tuple[Accountant, ...]] = (
    quotations.account,
    interviews.account,
    counts.account,
    topics.account,
)
"""In their order: what people said and what binds numbers, then the words of what was bound."""


def prove(claim: Claim, title: str, places: Mapping[str, str], record: Record | None = None) -> tuple[Clause, ...]:
    """Return each sentence of a claim with what it is bound to, and what is left over.

    `title` is what the outcome is called and how it is defined; `places` are the sites by their names; `record` is
    what was said in the year, without which nothing is proved of how many said it.
    """
    return clauses(claim, title, places, ACCOUNTANTS, record)
