"""What comes of reading a sentence, with the texts that rules for a kind of evidence are matched with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from tideturn.evaluation.claims.proof import patterns
from tideturn.evaluation.claims.proof.clause import Clause, Reading, all_proved
from tideturn.evaluation.model import EvidenceItem

Texts = frozenset[tuple[str, str]]
"""Each text with the kind of evidence whose rules are matched with it."""


class Outcome(NamedTuple):
    """The outcome of reading a sentence."""

    proved: bool
    contradicted: int
    left: int

    @classmethod
    def of(cls, clauses: tuple[Clause, ...]) -> Outcome:
        left = sum(len(clause.left) for clause in clauses)
        return cls(all_proved(clauses), sum(len(clause.against) for clause in clauses), left)


@contextmanager
def texts_noted() -> Iterator[set[tuple[str, str]]]:
    """Give the texts as they are met; clear them before another sentence."""
    seen: set[tuple[str, str]] = set()
    veiled = patterns._veiled

    def noted(reading: Reading, item: EvidenceItem, kind: str, step: str) -> str:
        text = veiled(reading, item, kind, step)
        seen.add((kind, text))
        return text

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "_veiled", noted)
        yield seen
