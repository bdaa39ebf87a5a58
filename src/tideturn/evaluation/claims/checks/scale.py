"""Compare the scale that a sentence names with the scale of its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.times import SCALE
from tideturn.evaluation.claims.proof.tokens.score_words import scale_of
from tideturn.evaluation.claims.said import Said, numbers_said

_END: Final = Gated(r"\b(?:out of|on an? (?:[\w’-]+ )?scale (?:of|to|out of|that ends at|running to)) $")
_ANSWERS: Final = Gated(
    rf"(?P<least>{NUMBER})"
    rf"(?:(?: or |–|-| and )(?P<most>{NUMBER})(?: out of {NUMBER})?| or (?:more|higher|above|over|better))"
)
_RATED: Final = Gated(r"\b(?:rated|scored|put|answered|gave|chose|marked|ticked|at|as|of) (?:[\w’-]+ ){0,6}$")


def is_of_scale(claim: Claim, said: Said) -> bool:
    """Return whether a number is the end of the evidence’s scale, or answers on it: `out of 30`, `at four or five`."""
    if said.kind not in ("count", "of"):
        return False
    ends = [scale for edge in claim.evidence if edge.item is not None and (scale := scale_of(edge.item)) is not None]
    if _END.search(claim.text[: said.start].rstrip() + " "):
        return any(said.value == high for _, high in ends)
    for match in _ANSWERS.finditer(claim.text):
        if match.start() <= said.start and said.end <= match.end() and _RATED.search(claim.text[: match.start()]):
            told = [number(one) for one in match.groups() if one]
            return any(low <= one <= high for low, high in ends for one in told)
    return False


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
