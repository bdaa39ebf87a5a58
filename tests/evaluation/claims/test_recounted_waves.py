"""What is said of two waves holds only where their counts say so, reckoned a second time."""

from __future__ import annotations

import pytest
from tests.evaluation.ledger.asked import ITEM, answers
from tests.evidence_values import wave_of

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.claims.recounted_waves import moved_between
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.told import Bound

ASKED = "survey/s/q/stakeholder/programme/2"


def wave(k, n, k_now, n_now, pairs=(0, 0, 0)):
    named = dict(zip(("pairs", "gained", "lost"), pairs, strict=True))
    return [{"waves": [wave_of(k=k, n=n, k_now=k_now, n_now=n_now, **named)]}]


@pytest.mark.parametrize(
    ("measured", "way"),
    [
        (wave(48, 80, 56, 70), "rose"),
        (wave(56, 70, 48, 80), "fell"),
        (wave(48, 80, 48, 80), "same"),
        (wave(48, 80, 56, 70, (12, 0, 7)), "fell"),
        (wave(48, 80, 56, 70, (12, 7, 0)), "rose"),
        (wave(48, 80, 56, 70, (12, 3, 2)), "same"),
    ],
)
def test_waves_move_the_one_way_that_their_counts_say(measured, way):
    assert [one for one in ("rose", "fell", "same") if moved_between(measured, one)] == [way]


def test_a_question_without_an_earlier_wave_moved_no_way():
    assert not any(moved_between([{"k": 3}, {"waves": []}, {"waves": None}], way) for way in ("rose", "fell", "same"))


def test_a_rise_that_the_counts_do_not_bear_out_is_not_proved(make, make_survey):
    rows = [*answers(5, "yes"), *answers(15, "no", start=5)]
    now = [{**row, "year": 2} for row in (*answers(16, "yes", start=100), *answers(4, "no", start=116))]
    item = {**ITEM, "measures": "level", "scale": "no|yes"}
    bindings = Bindings(evaluate(make(surveys=[make_survey("s", responses=[*rows, *now], items=[item])]), year=2))
    rose = Bound("waves.0.moved", "rose", "words", predicate="rose between waves", item=ASKED)
    assert bindings.why_not(rose) == ""
    assert "is rose, not fell" in bindings.why_not(Bound("waves.0.moved", "fell", "words", item=ASKED))
    assert "does not show that" in bindings.why_not(
        Bound("waves.0.moved", "rose", "words", predicate="fell between waves", item=ASKED)
    )
    assert bindings.why_not(Bound("waves.0.k", "5", item=ASKED)) == ""
    assert bindings.why_not(Bound("waves.0.difference", "55 points", "in points", item=ASKED)) == ""
