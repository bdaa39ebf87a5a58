"""Return a verdict without the reasons that its evidence does not prove, for printing it sentence by sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.told import Told, bound_in

UNPROVED: Final = "This reason is left out, since Tideturn could not prove its numbers."


def borne_out(bindings: Bindings, verdict: OutcomeVerdict) -> OutcomeVerdict:
    """Return the verdict with `UNPROVED` in place of each sentence of its own, and of its strands, that fails."""
    prefix = f"{verdict.outcome_id}/{verdict.scope}/{bindings.evaluation.year.number}"

    def held(text: str) -> str:
        bound = Told(text, bound_in(text)).under(prefix).bound
        return UNPROVED if any(bindings.why_not(one) for one in bound) else text

    return replace(
        verdict,
        why=held(verdict.why),
        confidence_reasons=tuple(dict.fromkeys(map(held, verdict.confidence_reasons))),
        strands=tuple(
            strand if held(strand.tells(strand.why)) != UNPROVED else replace(strand, why=UNPROVED)
            for strand in verdict.strands
        ),
    )
