"""Mark words that set one number against another: `by contrast`, and `only` beside a far greater share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.relation import holds

APART: Final = 0.2
"""Smallest difference between two shares in contrast."""
_STILL_FEW: Final = 2 / 3
"""Largest share that `only` may describe beside a larger one."""
_ONLY: Final = Gated(r"\b(?:only|just) (?:the )?")
_CONTRAST: Final = Gated(r"\b(?:(?:by|in) contrast(?: with| to)?|conversely|on the other hand)\b")


def account(reading: Reading) -> None:
    """Mark these words if the shares that they contrast are far apart."""
    bound = [*_bound(reading)]
    for limit in _ONLY.finditer(reading.text):
        own = [fact for at, fact in bound if at == limit.end()]
        if own and all(_far_below(fact, bound) for fact in own):
            reading.mark(*limit.span())
    for words in _CONTRAST.finditer(reading.text):
        before = [fact for at, fact in bound if at < words.start()]
        after = [fact for at, fact in bound if at > words.end()]
        if before and after and _contrast(before[-1], after[0]):
            reading.mark(*words.span())


def _bound(reading: Reading) -> Iterator[tuple[int, Fact]]:
    """Yield each bound share, with its position."""
    held = {(bond.evidence_id, bond.field) for bond in reading.bonds}
    for said in reading.numbers:
        items = [id(item) for at, item in reading.placed if at == said.start]
        for fact in reading.ground.facts:
            own = id(fact.item) in items and (fact.item.evidence_id, fact.field) in held
            if own and fact.share is not None and holds(said, fact):
                yield said.start, fact


def _far_below(fact: Fact, bound: Sequence[tuple[int, Fact]]) -> bool:
    share = fact.share
    if share is None:
        return False
    return share <= _STILL_FEW and any(one.does == fact.does and (one.share or 0) - share >= APART for _, one in bound)


def _contrast(one: Fact, other: Fact) -> bool:
    """Return whether far more of one group did the same, or most of one agreed and most of the other disagreed."""
    shares = (one.share or 0, other.share or 0)
    if one.does == other.does:
        return abs(shares[0] - shares[1]) >= APART
    return {one.does, other.does} == {f.AGREED, f.DISAGREED} and min(shares) > 1 / 2
