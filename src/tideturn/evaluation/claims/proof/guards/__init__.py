"""Take words back that make a true number say something else."""

from __future__ import annotations

from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.guards import records, what_is_counted, words


def account(reading: Reading) -> None:
    """Unmark what no evidence bears out, by the words as they are read and as they were written."""
    words.account(reading)
    records.account(reading)
    what_is_counted.account(reading)
