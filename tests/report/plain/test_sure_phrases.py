"""How sure we are never contradicts how it stands, for any verdict, confidence, number of sides and override."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from tests.worked_example import example, judged

from tideturn.dataset.verdict import BY_RULE, Verdict
from tideturn.dataset.vocabulary import CONFIDENCE
from tideturn.evaluation.model import Override
from tideturn.report.plain import AUDIENCES
from tideturn.report.plain.findings import lines
from tideturn.report.plain.phrases import PARTNERS, YOUNG_PEOPLE, sure

SURE = re.compile(r"\b(?:very|quite|fairly) sure\b|\b(?:high|moderate) confidence\b")
DOUBT = re.compile(r"\bnot sure\b|\bcould be wrong\b|\bcould have missed\b|\blow confidence\b|\bearly sign")
CONFIDENCES = (*CONFIDENCE.codes, "")


@pytest.mark.parametrize(("verdict", "confidence", "audience"), [*product(Verdict, CONFIDENCES, AUDIENCES)])
def test_a_phrase_says_one_thing_that_fits_its_verdict(verdict, confidence, audience):
    said = sure(verdict, confidence, audience)
    assert not (SURE.search(said) and DOUBT.search(said))
    if verdict in ("supported", "adverse", "no_change_observed") and confidence:
        assert bool(SURE.search(said)) == (confidence in ("high", "moderate"))
        assert bool(DOUBT.search(said)) == (confidence in ("low", "very_low"))
    else:
        assert not SURE.search(said)
    if verdict in ("contested", "mixed") or not verdict.judged:
        assert said == ""
    if verdict == "emerging" and audience == YOUNG_PEOPLE:
        assert said == "This is only an early sign."


def test_each_confidence_has_a_phrase_of_its_own():
    for audience in AUDIENCES:
        assert len({sure(Verdict.SUPPORTED, confidence, audience) for confidence in CONFIDENCES}) == len(CONFIDENCES)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("overridden", [False, True])
def test_no_page_says_early_signs_and_that_we_are_sure(audience, overridden):
    """Every outcome of the example under every verdict, confidence and number of sides: what is printed of each."""
    one = judged(2)
    for verdict, confidence, sides in product((*BY_RULE, Verdict.WITHHELD), CONFIDENCE.codes, (0, 1, 2)):
        override = Override(verdict, "we think so", "lead") if overridden else None
        outcomes = tuple(
            replace(v, verdict=verdict, confidence=confidence, sides=sides, override=override)
            if v.outcome_id in ("safety", "lasting_practice", "information_quality") and v.scope == "programme"
            else v
            for v in one.outcomes
        )
        kept = [v for v in outcomes if v.outcome_id in ("safety", "lasting_practice", "information_quality")]
        evaluation = replace(one, outcomes=tuple(v for v in kept if v.scope == "programme"), claims=())
        for line in lines(example(), evaluation, audience):
            printed = f"{line.mark.word}. {line.sure} {line.said}"
            early = line.mark.word == Verdict.EMERGING.says.plain
            assert early == (verdict == "emerging")
            assert not (early and SURE.search(printed)), printed
            assert not (SURE.search(printed) and DOUBT.search(printed)), printed
            if audience == PARTNERS:
                assert "sure." not in printed
