"""How many of those who spoke said what is counted over all of them, attached to the claim or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.claims.proof.clause import Record
from tideturn.evaluation.model import EvidenceItem

TITLE = "Young people are safer . Safety at home and in places."
WAYS = ("supports",) * 5 + ("no_change", "too_early")


def spoken(maker: Any, *ways: str, voice: str = "stakeholder") -> list[EvidenceItem]:
    return [maker.spoke(f"{voice}-{at}", polarity=way, voice=voice) for at, way in enumerate(ways)]


def proved(maker: Any, text: str, heard: list[EvidenceItem], title: str = TITLE, scope: str = "programme") -> bool:
    claim = maker.claim(text, heard[0], type_="descriptive", scope=scope)
    return all(clause.proved for clause in prove(claim, title, {"North": "north"}, record=Record(tuple(heard))))


@pytest.mark.parametrize(
    "text",
    [
        "Five of the seven partners who spoke of it said that young people are safer.",
        "Five of the 7 partners who spoke of it in interviews said that young people are safer.",
        "All but two of the seven partners who spoke of it said that young people are safer.",
        "Most of the partners who spoke of it said that young people are safer.",
        "Most of the seven partners who spoke about it thought young people are safer.",
        "Five of the seven outside professionals who spoke of it said young people were safer.",
        "Five of the seven partners who spoke of safety said that young people are safer.",
        "Five of the seven partners who spoke of it said that young people are safer, and one saw no change.",
        "Five of the seven partners who spoke of it said that young people are safer; one saw no change and "
        "the other one found it too early to say.",
        "One of the seven partners who spoke of it found it too early to say whether young people are safer.",
        "None of the seven partners who spoke of it spoke against it.",
        "In Year 1 five of the seven partners who spoke of it said that young people are safer.",
        "Of seven partners who spoke of it, five said that young people are safer and one saw no change.",
    ],
)
def test_counted_rightly(maker: Any, text: str) -> None:
    assert proved(maker, text, spoken(maker, *WAYS))


@pytest.mark.parametrize(
    "text",
    [
        "Six of the seven partners who spoke of it said that young people are safer.",
        "Five of the six partners who spoke of it said that young people are safer.",
        "All seven partners who spoke of it said that young people are safer.",
        "All but one of the seven partners who spoke of it said that young people are safer.",
        "Five of the seven staff who spoke of it said that young people are safer.",
        "Five of the seven partners who were interviewed said that young people are safer.",
        "Five of the seven partners said that young people are safer.",
        "Five of the seven partners who spoke of it said that young people are not safer.",
        "Five of the seven partners who spoke of it said that young people are much safer.",
        "Five of the seven partners who spoke of it said that young people have been safer.",
        "Five of the seven partners who spoke of it said that young people have to be safer.",
        "Five of the seven partners who spoke of it hoped that young people are safer.",
        "Five of the seven partners who spoke of it said that they are.",
        "Only five of the seven partners who spoke of it said that young people are safer.",
        "Five of the seven partners who spoke of it said that young people are safer, and two saw no change.",
        "Five of the seven partners who spoke of it said that young people are safer, and the other two saw no change.",
        "Two of the seven partners who spoke of it said that young people are not safer.",
        "One of the seven partners who spoke of it said that young people are not safer.",
        "In Year 2 five of the seven partners who spoke of it said that young people are safer.",
        "Five of the seven partners who spoke of it still said that young people are safer.",
        "Five of the seven partners who spoke of the desk said that young people are safer.",
        "Most of the seven partners who spoke of it saw no change.",
        "Partners who spoke of it said that young people are safer.",
        "Five of the seven partners who spoke of it said that young people are safer, as they are.",
        "Five of the seven partners who spoke of it said that young people are safer as they are.",
        "They are, and five of the seven partners who spoke of it said that young people are safer.",
        "Five of the seven partners who spoke of it said that young people are safer, and so they are.",
        "Five of the seven partners who spoke of it said that young people are safer, as do the young people.",
        "Five of the seven partners who spoke of it said that young people are safer than before.",
    ],
)
def test_counted_wrongly(maker: Any, text: str) -> None:
    assert not proved(maker, text, spoken(maker, *WAYS))


def test_it_is_what_the_sentence_named_before(maker: Any) -> None:
    heard = spoken(maker, "contradicts", "contradicts", "supports")
    asked = "Whether young people are safer was asked, and {} of the three partners who spoke of it said that {}."
    named = "One of the three partners who spoke of it said that young people are safer and two that they are not."
    assert proved(maker, named, heard)
    assert not proved(maker, named.replace("and two", "and one"), heard)
    assert not proved(maker, asked.format("two", "they are"), heard)
    worse = "Young people are no safer; two of the three partners who spoke of it said that they are not."
    assert not proved(maker, worse, heard)


def test_a_person_counts_once_and_what_was_written_in_a_survey_not_at_all(maker: Any) -> None:
    heard = spoken(maker, "supports", "supports", "no_change")
    text = "Two of the three partners who spoke of it said that young people are safer."
    again = replace(heard[0], evidence_id="interview/stakeholder-0/50-60/practice")
    wrote = replace(maker.spoke("survey:s"), origin="survey:s")
    assert proved(maker, text, [*heard, again, wrote])
    assert not proved(maker, text, [*heard, replace(again, polarity="contradicts")])


def test_two_differ_only_where_one_is_for_it_and_one_against(maker: Any) -> None:
    text = "The two partners who spoke of it disagree with each other."
    assert proved(maker, text, spoken(maker, "supports", "contradicts"))
    assert not proved(maker, text, spoken(maker, "supports", "supports"))
    assert not proved(maker, text, spoken(maker, "supports", "contradicts", "supports"))


def test_of_one_place_and_of_young_people_nobody_is_counted(maker: Any) -> None:
    text = "Two of the three partners who spoke of it said that young people are safer."
    heard = spoken(maker, "supports", "supports", "no_change")
    assert not proved(maker, text, heard, scope="north")
    young = spoken(maker, "supports", "supports", "no_change", voice="young_person")
    assert not proved(maker, text.replace("partners", "young people"), young)
    assert not proved(maker, text.replace("partners", "people"), [*heard, *young])


@pytest.mark.parametrize(
    ("title", "clause", "holds"),
    [
        ("Young people’s risk of exploitation falls", "risk has fallen", True),
        ("Young people’s risk of exploitation falls", "young people’s risk of exploitation has fallen", True),
        ("Young people’s risk of exploitation falls", "risk of exploitation has risen", False),
        ("Better information is shared", "better information is shared", True),
        ("Better information is shared", "information is shared", False),
        ("More information is shared", "less information is shared", False),
        ("Young people are seen as victims rather than offenders", "young people are seen as victims", True),
        ("Young people are seen as victims rather than offenders", "young people are seen as offenders", False),
        ("Practitioners understand exploitation", "practitioners understand exploitation", True),
        ("Practitioners understand exploitation", "parents understand exploitation", False),
        ("There is one way in for a worry", "there is one way in for a worry", True),
        ("There is one way in for a worry", "there is no way in for a worry", False),
    ],
)
def test_a_clause_says_the_title_over_again_or_nothing(maker: Any, title: str, clause: str, holds: bool) -> None:
    text = f"Two of the three partners who spoke of it said that {clause}."
    assert proved(maker, text, spoken(maker, "supports", "supports", "too_early"), title) == holds


def test_what_stands_beside_a_count_and_is_not_held_is_left(maker: Any) -> None:
    survey = maker.survey(42, 50, label="Young people are safer.")
    for text, holds in (
        ("42 of 50 partners agreed that young people are safer.", True),
        ("42 of 50 partners agreed that young people are safer, as do the young people.", False),
        ("42 of 50 partners agreed that young people are safer, as they are.", False),
    ):
        assert proved(maker, text, [survey]) == holds, text
