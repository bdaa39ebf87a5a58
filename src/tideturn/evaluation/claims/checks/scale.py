"""Compare the scale that a sentence names with the scale of its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.number_words import number
from tideturn.evaluation.claims.proof.times import SCALE
from tideturn.evaluation.claims.proof.twice import scale_of
from tideturn.evaluation.claims.said import numbers_said


def wrong_scale(claim: Claim) -> Iterator[Finding]:
    """Yield a fault for each scale, `on a scale of 0 to 10` or `5.1 out of 7`, that no evidence was scored on."""
    items = [edge.item for edge in claim.evidence if edge.item is not None]
    held = {ends for item in items if (ends := scale_of(item)) is not None}
    said: list[tuple[str, int | None, int]]
    said = [(found[0], number(found["low"]), number(found["high"])) for found in SCALE.finditer(claim.text)]
    said += [(one.text, None, one.whole) for one in numbers_said(claim.text) if one.kind == "decimal" and one.whole]
    for text, low, high in said if held else ():
        if not any(low in (None, ends[0]) and high == ends[1] for ends in held):
            told = " and ".join(f"{least:g} to {most:g}" for least, most in sorted(held))
            yield fail(f"“{text.strip()}” is not the scale of the claim’s evidence.", f"The scale is {told}.")
