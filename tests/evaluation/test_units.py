"""What is counted, and of whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.population import NOBODY_KNOWS, Population
from tideturn.evaluation.units import NOUNS, OF_VOICE, YOUNG, noun, of_unit

COUNTS = st.none() | st.integers(0, 2_000)


def test_each_unit_has_a_noun_for_one_and_for_several():
    assert of_unit(1, "staff") == "1 member of staff"
    assert of_unit(1_300, "people trained") == "1,300 people trained"
    assert (noun("young people", 0), noun("places and groups", 1)) == ("young people", "place or group")
    with pytest.raises(KeyError):
        noun("persons", 2)


def test_every_voice_has_a_unit_and_every_unit_its_nouns():
    assert set(OF_VOICE) == set(SPEAKER.codes)
    assert {*OF_VOICE.values(), *YOUNG} <= set(NOUNS)


def test_the_whole_chain_is_told_with_the_noun_once():
    steps = ("came", "were asked", "answered both times", "")
    came = Population(666, 264, 131, None, steps, who="people", asked_at=12, events=30)
    told = "666 people came; 264 were asked, at 12 of 30 events; 131 answered both times"
    assert came.chain("people trained") == told
    assert came.lost_most("people trained", share=0.5) == (
        "Only 264 of 666 people who came were asked, at 12 of 30 events (40%).",
        "Only 131 of 264 people trained who were asked answered both times (50%).",
    )


def test_one_of_them_is_told_as_one():
    steps = ("were reached", "were asked", "answered", "gave an opinion")
    one = Population(3, 1, 0, None, steps, asked_at=1, events=1)
    assert one.chain("cases") == "3 cases were reached; 1 was asked, at the only event; 0 answered"
    assert one.lost_most("cases", share=0.5) == (
        "Only 1 of 3 cases that were reached was asked, at the only event (33%).",
        "1 case was asked, at the only event, and none answered.",
    )


def test_every_known_step_is_told_and_an_unknown_one_is_passed_over():
    asked = ("", "were invited", "answered", "gave an opinion")
    told = "20 partners were invited; 20 answered; 18 gave an opinion"
    assert Population(None, 20, 20, 18, asked).chain("partners") == told
    assert Population(None, None, 20, 18, asked).chain("partners") == "20 partners answered; 18 gave an opinion"
    assert NOBODY_KNOWS.chain("partners") == ""


@pytest.mark.parametrize(
    ("answered", "said"), [(30, ()), (29, ("Only 29 of 60 partners who were asked answered (48%).",))]
)
def test_half_is_enough(answered, said):
    assert Population(None, 60, answered).lost_most("partners", share=0.5) == said


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_each_number_that_is_told_is_one_of_the_counts(reached, asked, answered, opinion):
    population = Population(reached, asked, answered, opinion)
    for said in (population.chain("cases"), *population.lost_most("cases", share=0.5)):
        numbers = {int(word.replace(",", "")) for word in said.split() if word.replace(",", "").isdigit()}
        assert numbers <= {reached, asked, answered, opinion}
