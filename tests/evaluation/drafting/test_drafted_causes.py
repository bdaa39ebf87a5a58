"""What a draft says brought an outcome about: each cause by its own people, with what else may explain it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.drafting.causes import Cause, said_causes
from tideturn.evaluation.evaluate import evaluate

TEXT = "They are safer. It was the worker, I would say."
NODES = [{"node_id": "n", "kind": "outcome", "title": "Safety", "outcome_id": "safety"}]
LINKS = [{"link_id": "l", "from_node": "m", "to_node": "n", "rivals": "Better weather"}]
FACTORS = [{"factor": "a worker they know", "node_id": "m"}, {"factor": "luck"}, {"factor": "safer", "node_id": "n"}]
WHERE = MappingProxyType({0: ("north", "staff"), 1: ("south", "stakeholder"), 2: ("south", "stakeholder")})


@pytest.fixture
def drafted(make):
    def made(
        causes: dict[int, str], *, spoke=(0, 1, 2), links=LINKS, said="supports", effect="helps", verdict="emerging"
    ) -> tuple[Cause, ...]:
        people = [
            {"interview_id": f"i{i}", "file": f"i{i}.txt", "voice": voice, "site": site, "year": 1}
            | {"consent_to_quote": True}
            for i, (site, voice) in WHERE.items()
        ]
        dataset = make(
            transcripts={row["file"]: TEXT for row in people},
            interviews=people,
            codebook=[{"code": "c", "title": "Safer", "outcome_id": "safety"}],
            codings=[
                {"interview_id": f"i{i}", "start": 0, "end": 15, "code": "c", "coder": "a", "polarity": said}
                for i in spoke
            ],
            toc_nodes=NODES,
            toc_links=links,
            factors=FACTORS,
            causal_claims=[
                {"interview_id": f"i{i}", "start": 16, "end": 34, "from_factor": factor, "to_factor": "safer"}
                | {"effect": effect}
                for i, several in causes.items()
                for factor in several.split("|")
            ],
        )
        evaluation = evaluate(dataset, year=1)
        judged = evaluation.verdict("safety", "programme")
        assert judged is not None
        return said_causes(dataset, evaluation, replace(judged, verdict=Verdict.of(verdict)))

    return made


def test_each_cause_has_its_own_people_voices_and_places_and_the_first_a_rival(drafted):
    first, second = drafted({0: "a worker they know|luck", 1: "a worker they know", 2: "a worker they know|luck"})
    assert first.text == (
        "One of the programme’s staff and two partners, in two places, put this down to a worker they know. Another "
        "explanation cannot be ruled out: better weather"
    )
    assert second.text == "One of the programme’s staff and one partner, in two places, put this down to luck"
    assert "Another explanation" not in second.text
    assert [len(first.edges), len(second.edges)] == [3, 2]
    assert {edge for _, edge, _ in first.edges} == {"supports"}


def test_a_cause_that_one_alone_named_or_those_who_did_not_speak_to_it_is_none(drafted):
    assert drafted({0: "luck"}) == ()
    assert drafted({0: "luck", 1: "luck"}, spoke=(0, 2)) == ()
    assert len(drafted({0: "luck", 1: "luck"})) == 1


def test_without_a_rival_considered_nothing_is_drafted(drafted):
    assert drafted({0: "luck", 1: "luck"}, links=[{**LINKS[0], "rivals": None}]) == ()


def test_what_has_not_come_about_is_put_down_to_nothing_and_needs_no_rival(drafted):
    luck = {0: "luck", 1: "luck"}
    (told,) = drafted(luck, verdict="mixed", links=[{**LINKS[0], "rivals": None}])
    assert "in two places, named luck as what helps" in told.text
    assert "explanation" not in told.text
    assert (told.type, drafted(luck)[0].type) == ("descriptive", "contribution")


@pytest.mark.parametrize(
    ("verdict", "words"), [("emerging", "as what held it back"), ("adverse", "as what gets in the way")]
)
def test_what_hinders_is_a_sentence_of_its_own_that_rests_on_who_saw_no_change(drafted, verdict, words):
    luck = {0: "luck", 1: "luck"}
    (told,) = drafted(luck, effect="hinders", said="no_change", verdict=verdict)
    assert told.text.endswith(f"in two places, named luck {words}")
    assert (told.type, {edge for _, edge, _ in told.edges}) == ("descriptive", {"contradicts"})
    # Whoever saw it get better is no evidence of what held it back.
    assert drafted(luck, effect="hinders", said="supports", verdict=verdict) == ()
