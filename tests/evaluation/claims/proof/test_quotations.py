"""A quotation is proved where its words, speaker, place, year and use all hold, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.claims.proof.clause import Record
from tideturn.evaluation.model import EvidenceItem

TITLE = "Young people are safer . Safety at home and in places."
PLACES = {"North": "north", "Silver coast": "coast"}
NO = "No safer. It is the same injuries as it was."


@pytest.fixture
def said(maker: Any) -> dict[str, EvidenceItem]:
    police = replace(maker.spoke("p1", "They come at once. I ring them."), speaker="Stakeholder, police")
    nurse = replace(maker.spoke("p2", NO, polarity="no_change", scope="coast"), speaker="Stakeholder, health")
    both = replace(maker.spoke("s1", "By day, yes. By night, no.", voice="staff", polarity="mixed"), speaker="Staff")
    young = replace(maker.spoke("y1", "I text now.", voice="young_person"), speaker="Young person")
    silent = replace(maker.spoke("p3", "We meet now.", quotable=False), speaker="Stakeholder")
    wrote = replace(maker.spoke("survey:s", "Nothing is late."), speaker="Stakeholder")
    minutes = replace(
        maker.spoke("Council", "The panel met in every month of the year.", identity="document/d1/1/1"),
        kind="document",
        voice="record",
        origin="the Council",
        speaker="Document",
    )
    return {
        "police": police, "nurse": nurse, "both": both, "young": young, "silent": silent, "wrote": wrote, "doc": minutes
    }  # fmt: skip


def proved(maker: Any, text: str, *items: EvidenceItem, scope: str = "programme", source: str = "") -> bool:
    record = Record(tuple(items), {"d1": "Minutes of the panel, winter"}, (lambda item: source or item.text))
    claim = maker.claim(text, *items, type_="descriptive", scope=scope)
    return all(clause.proved for clause in prove(claim, TITLE, PLACES, record=record))


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("police", "One partner said: “They come at once. I ring them.”"),
        ("police", "A police partner in the North told us: “They come at once. I ring them.”"),
        ("police", "A partner from the police put it like this: “They come at once. I ring them.”"),
        ("police", "Somebody in the police said: “They come at once. I ring them.”"),
        ("police", "In the North one of the partners said: “They come at once. I ring them.”"),
        ("police", "As one partner put it, “They come at once. I ring them.”"),
        ("police", "In the words of a partner: “They come at once. I ring them.”"),
        ("police", "“They come at once. I ring them,” a partner in the North said."),
        ("police", "“They come at once. I ring them,” said one partner."),
        ("police", "In Year 1 a partner told us: “They come at once. I ring them.”"),
        ("police", "A partner said that young people are safer: “They come at once.”"),
        ("police", "One partner said: “They come at once.”"),
        ("police", "A partner told us “They come at once. I ring them.”"),
        ("police", "“They come at once. I ring them,” said a partner in the North about safety."),
        ("police", "“They come at once,” said one partner, adding: “I ring them.”"),
        ("police", "“They come at once” is how a partner in the North put it."),
        ("police", "Asked whether young people are safer, a partner in the North replied: “I ring them.”"),
        ("police", "One partner’s words were: “They come at once.”"),
        ("police", "A partner told us in an interview: “They come at once. I ring them.”"),
        ("nurse", "A health partner on the coast saw no change: “It is the same injuries as it was.”"),
        ("nurse", "The only partner who spoke of it said: “No safer. It is the same injuries as it was.”"),
        ("both", "A worker in the North said: “By day, yes. By night, no.”"),
        ("both", "One member of staff answered: “By day, yes. By night, no.”"),
        ("young", "One young person told us: “I text now.”"),
        ("wrote", "One partner wrote in the survey: “Nothing is late.”"),
        ("doc", "According to the minutes of the panel: “The panel met in every month of the year.”"),
        ("doc", "The Council’s minutes of the panel record: “The panel met in every month of the year.”"),
        ("doc", "According to the minutes of the panel, the panel met in every month of the year."),
        ("doc", "The minutes of the panel say that the panel met in every month of the year."),
    ],
)
def test_quoted_rightly(maker: Any, said: dict[str, EvidenceItem], who: str, text: str) -> None:
    assert proved(maker, text, said[who])


@pytest.mark.parametrize(
    ("who", "text"),
    [
        # whose words they are
        ("police", "One worker said: “They come at once. I ring them.”"),
        ("police", "A sergeant said: “They come at once. I ring them.”"),
        ("police", "A health partner said: “They come at once. I ring them.”"),
        ("young", "A boy told us: “I text now.”"),
        ("police", "Two partners said: “They come at once. I ring them.”"),
        ("police", "Every partner said: “They come at once. I ring them.”"),
        ("police", "Partners said: “They come at once. I ring them.”"),
        ("doc", "According to the minutes of the board: “The panel met in every month of the year.”"),
        ("doc", "The police say that the panel met in every month of the year."),
        ("doc", "According to the minutes of the panel, the panel never met in every month of the year."),
        # where, when and how
        ("police", "A partner on the coast said: “They come at once. I ring them.”"),
        ("police", "In Year 2 a partner said: “They come at once. I ring them.”"),
        ("police", "In Year Two a partner said: “They come at once. I ring them.”"),
        ("police", "One partner wrote in the survey: “They come at once. I ring them.”"),
        ("wrote", "One partner told us in an interview: “Nothing is late.”"),
        ("police", "A partner still said: “They come at once. I ring them.”"),
        # what they said
        ("police", "One partner said: “They come at once. I rang them.”"),
        ("police", "One partner said: “They come at once …”"),
        ("both", "A worker said: “By day, yes.”"),
        ("both", "A worker said: “By night, no.”"),
        ("police", "“They come at once,” said one partner of the schools."),
        ("police", "“They come at once,” said one partner, or so they say, adding: “I ring them.”"),
        ("police", "Two partners spoke of it: one said “They come at once”, and the other said “I ring them.”"),
        ("police", "Asked whether they ring, a partner in the North replied: “I ring them.”"),
        ("silent", "A partner said: “We meet now.”"),
        # how it is used
        ("police", "Not one partner said: “They come at once. I ring them.”"),
        ("police", "Only one partner said: “They come at once. I ring them.”"),
        ("police", "A partner never said: “They come at once. I ring them.”"),
        ("police", "A partner said that young people are not safer: “They come at once.”"),
        ("nurse", "A partner said that young people are safer: “It is the same injuries as it was.”"),
        ("nurse", "A partner spoke of safer young people: “No safer. It is the same injuries as it was.”"),
        ("nurse", "A partner said of safer young people: “No safer. It is the same injuries as it was.”"),
        ("nurse", "Young people are safer, as one partner said: “No safer. It is the same injuries as it was.”"),
        ("nurse", "It is so, but one partner said: “No safer. It is the same injuries as it was.”"),
        ("police", "They did, and one partner said: “They come at once. I ring them.”"),
        ("police", "One partner said: “They come at once. I ring them.” and so did all."),
        ("police", "They come at once when a partner rings them."),
    ],
)
def test_quoted_wrongly(maker: Any, said: dict[str, EvidenceItem], who: str, text: str) -> None:
    assert not proved(maker, text, said[who])


def test_the_only_one_is_not_one_of_two(maker: Any, said: dict[str, EvidenceItem]) -> None:
    text = "The only partner who spoke of it said: “No safer. It is the same injuries as it was.”"
    assert not proved(maker, text, said["nurse"], said["police"])


def test_but_joins_only_what_reads_otherwise(maker: Any, said: dict[str, EvidenceItem]) -> None:
    survey = maker.survey(42, 50, label="Young people are safer.")
    text = "42 of 50 partners agreed that young people are safer, but one said: “{}”"
    told = text.replace("one said", "one partner said")
    assert proved(maker, told.format(NO), survey, said["nurse"])
    assert not proved(maker, told.format("They come at once. I ring them."), survey, said["police"])


def test_words_coded_from_within_a_sentence_are_not_the_sentence(maker: Any, said: dict[str, EvidenceItem]) -> None:
    text = "One partner said: “They come at once. I ring them.”"
    assert not proved(maker, text, said["police"], source="I doubt that They come at once. I ring them.")
    assert proved(maker, text, said["police"], source="Q: And now?\nA: They come at once. I ring them.\n\nQ: Who?")


def test_words_for_another_outcome_or_place_are_not_the_claims(maker: Any, said: dict[str, EvidenceItem]) -> None:
    text = "One partner said: “They come at once. I ring them.”"
    assert not proved(maker, text, replace(said["police"], outcome_id="access"))
    assert not proved(maker, text, said["police"], scope="coast")
    assert proved(maker, text, said["police"], scope="north")
