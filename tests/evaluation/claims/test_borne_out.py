"""What a verdict says without the reasons that its evidence does not prove."""

from __future__ import annotations

from dataclasses import replace

from tests.worked_example import judged

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.claims.borne_out import UNPROVED, borne_out
from tideturn.evaluation.told import stated, told


def test_only_what_the_evidence_does_not_prove_is_left_out() -> None:
    bindings = Bindings(judged(1))
    verdict = next(one for one in judged(1).outcomes if any(strand.n for strand in one.strands))
    assert borne_out(bindings, verdict) == verdict
    first, *others = verdict.strands
    wrong = told("{n} agree.", n=stated("n", 999))
    spoilt = replace(
        verdict,
        why=told("{why}", why=first.tells(wrong)),
        confidence_reasons=(first.tells(wrong), "It is early."),
        strands=(replace(first, why=wrong), *others),
    )
    assert borne_out(bindings, spoilt) == replace(
        verdict,
        why=UNPROVED,
        confidence_reasons=(UNPROVED, "It is early."),
        strands=(replace(first, why=UNPROVED), *others),
    )
