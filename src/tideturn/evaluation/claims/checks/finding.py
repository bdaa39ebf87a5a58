"""Represent a fault or a query that a check finds in a claim."""

from __future__ import annotations

from dataclasses import dataclass

from tideturn.evaluation.claims.model import FAIL, QUERY


@dataclass(frozen=True)
class Finding:
    """One fault or query: why, as part of a sentence, and how to fix it, as a sentence."""

    status: str
    why: str
    mend: str


def fail(why: str, mend: str) -> Finding:
    """Return a fault, which stops the report."""
    return Finding(FAIL, why, mend)


def query(why: str, mend: str) -> Finding:
    """Return a query: something to look at, which stops nothing."""
    return Finding(QUERY, why, mend)
