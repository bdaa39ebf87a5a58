"""Unmark words that make a true number say something else."""

from __future__ import annotations

from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.guards import records, what_is_counted, words


def account(reading: Reading) -> None:
    """Unmark words that no evidence supports, in the sentence as read and as written."""
    words.account(reading)
    records.account(reading)
    what_is_counted.account(reading)
