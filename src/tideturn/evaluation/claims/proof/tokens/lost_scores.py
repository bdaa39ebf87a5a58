"""Read how many people have no later score."""

from __future__ import annotations

from tideturn.evaluation.claims.proof.patterns import same_share
from tideturn.evaluation.claims.proof.tokens import NUMBER, SHARE, Token, kinds_of, without
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.model import EvidenceItem


def lost(item: EvidenceItem, tokens: list[Token]) -> str:
    """Return the field for people without a later score, if the sentence's number of those due had none; else empty."""
    held = item.value_as(ScorePairs)
    shares = [one.text for one in tokens if one.kind == SHARE]
    tokens = without(tokens, SHARE)
    due, gone = held.due, held.lost
    if not due or gone is None or not all(same_share(share, gone, due) for share in shares):
        return ""
    seq = kinds_of(without(tokens, "Dqps"))
    numbers = [one for one in tokens if one.kind == NUMBER]
    if seq not in ("nx", "xn", "nnx", "nxn") or any(one.rest or one.every or one.said for one in numbers):
        return ""
    said = next(one.text for one in tokens if one.kind == "x")
    if "score" not in said and "D" not in kinds_of(tokens):
        return ""  # `had none` may be of something else
    lost, *wholes = numbers[::-1] if seq == "nnx" else numbers
    whole = [one.value for one in wholes] + [one.whole for one in numbers if one.whole is not None]
    return "lost" if lost.value == gone and whole in ([], [due]) else ""
