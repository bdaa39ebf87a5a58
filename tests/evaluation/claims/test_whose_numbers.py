"""`number_mismatch`: right numbers of the wrong people, or told the other way round, and how shares round."""

from __future__ import annotations

from typing import Any

import pytest


def status(maker: Any, text: str, *items: Any) -> str:
    return str(maker.status("number_mismatch", maker.claim(text, *items, type_="descriptive")))


@pytest.mark.parametrize(
    ("k", "n", "text", "expected"),
    [
        (33, 40, "83%", "query"),  # 82.5 is rounded up
        (33, 40, "82%", "fail"),
        (33, 40, "82.5%", "query"),
        (33, 40, "82.50%", "query"),
        (1, 16, "6%", "query"),  # 6.25
        (1, 16, "6.3%", "query"),  # halves away from nought
        (1, 16, "6.2%", "fail"),
        (1, 16, "6.25%", "query"),
        (2, 16, "13%", "query"),  # 12.5
        (2, 16, "12%", "fail"),
        (199, 200, "100%", "query"),  # 99.5
        (199, 200, "99%", "fail"),
        (40, 40, "100%", "query"),
        (0, 40, "0%", "query"),
    ],
)
def test_a_share_is_rounded_half_up_to_the_places_given(maker: Any, k: int, n: int, text: str, expected: str) -> None:
    assert status(maker, f"{text} of partners, of {n}, agreed.", maker.survey(k, n)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13 of 17 partners (76%; 53% to 90%) agreed.", "query"),
        ("13 of 17 partners (76%; 53%–90%) agreed.", "query"),
        ("13 of 17 partners (76%; 53-90%) agreed.", "query"),
        ("13 of 17 partners (76%; 90% to 53%) agreed.", "query"),
        ("13 of 17 partners (76%; 52% to 90%) agreed.", "fail"),
        ("13 of 17 partners (76%; 53–91%) agreed.", "fail"),
        ("76% (13 of 17) agreed.", "query"),
        ("77% (13 of 17) agreed.", "fail"),
        ("76 per cent of partners, 13 of 17, agreed.", "query"),
    ],
)
def test_ranges_and_percentages_beside_counts(maker: Any, text: str, expected: str) -> None:
    assert status(maker, text, maker.survey(13, 17, disagree=1)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18 of 22 programme staff agreed.", "query"),
        ("18 of 22 staff agreed.", "query"),
        ("18 of 22 people agreed.", "query"),
        ("18 of 22 partners agreed.", "fail"),
        ("18 of 22 young people agreed.", "fail"),
        ("82% of parents, of 22, agreed.", "fail"),
        ("18 partners agreed.", "fail"),
        ("18 of 22 staff in children’s homes agreed.", "query"),
    ],
)
def test_whose_answers_they_are(maker: Any, text: str, expected: str) -> None:
    assert status(maker, text, maker.survey(18, 22, disagree=2, voice="staff")) == expected


def test_a_reference_cannot_be_told_of_others_or_turned_round(maker: Any) -> None:
    item = maker.survey(18, 22, disagree=2, voice="staff")
    both = f"{{k:{item.evidence_id}}} of {{n:{item.evidence_id}}}"
    assert status(maker, f"{both} programme staff agreed.", item) == "pass"
    assert status(maker, f"{both} partners agreed.", item) == "fail"
    assert status(maker, f"{both} programme staff disagreed.", item) == "fail"
    assert status(maker, f"{both} programme staff did not agree.", item) == "fail"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27 partners disagreed.", "pass"),
        ("27 partners agreed.", "fail"),
        ("9 partners disagreed.", "fail"),
        ("Four neither agreed nor disagreed.", "pass"),
        ("Four agreed.", "fail"),
        ("31 did not agree.", "pass"),
        ("Nine partners agreed, 27 disagreed and four did neither.", "query"),
        ("27 of 40 partners (68%) agreed.", "fail"),
    ],
)
def test_those_who_disagreed_are_not_told_as_those_who_agreed(maker: Any, text: str, expected: str) -> None:
    assert status(maker, text, maker.survey(9, 40, disagree=27)) == expected


def test_growth_is_held_against_two_numbers_of_the_same_thing(maker: Any) -> None:
    first, second = maker.survey(20, 40, year=1), maker.survey(30, 40, year=2)
    assert status(maker, "Those who agreed rose by 50%, from 20 to 30.", first, second) != "fail"
    assert status(maker, "Those who agreed rose by 60%, from 20 to 30.", first, second) == "fail"
    assert status(maker, "Calls rose by 25%, from 120 to 150.", maker.series(120, 150)) != "fail"
    assert status(maker, "Calls rose by 35%, from 120 to 150.", maker.series(120, 150)) == "fail"


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_no_character_hides_a_number(maker: Any, hidden: str) -> None:
    assert status(maker, f"6{hidden}5% of partners, or 13 of 17, agreed.", maker.survey(13, 17)) == "fail"


def test_a_broken_sum_is_not_made_of_two_pieces(maker: Any) -> None:
    one, other = maker.survey(13, 17), maker.survey(40, 45, item="r")
    assert status(maker, "Of the 45 who answered, 13 agreed.", one, other) == "fail"
    assert status(maker, "Of the 45 who answered, 40 agreed.", one, other) == "query"
