"""Numbers are found in sentences whether in digits or words, and what is exempt is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.evaluation.claims.number_words import spelled, value_of
from tideturn.evaluation.claims.said import numbers_said


def told(text: str) -> list[tuple[str, float, int | None]]:
    return [(said.kind, round(said.value, 4), said.whole) for said in numbers_said(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("65% received professional recognition.", [("percent", 0.65, None)]),
        ("65 per cent of people", [("percent", 0.65, None)]),
        ("Sixty-five per cent of people", [("percent", 0.65, None)]),
        ("24.6% said so", [("percent", 0.246, None)]),
        ("100 of 407 people", [("of", 100, 407)]),
        ("Of 168 people in Year 2, 119 felt it", [("of", 119, 168)]),
        ("In Years 1, 2 and 3, 40 came", [("count", 40, None)]),
        ("fewer nights, by a median of two.", [("decimal", 2, None)]),
        ("rated at 3.0 out of 5, and then at 4.1, out of five", [("decimal", 3, 5), ("decimal", 4.1, None)]),
        ("from 17.9 to one of 19.0", [("decimal", 17.9, None), ("decimal", 19, None)]),
        ("in the four quarters to June 2020", []),
        ("three quarters of partners", [("part", 0.75, None)]),
        ("13 out of the 17", [("of", 13, 17)]),
        ("thirteen of seventeen people", [("of", 13, 17)]),
        ("One of three sites", [("of", 1, 3)]),
        ("about half of the sites", [("part", 0.5, None)]),
        ("two thirds of those asked", [("part", 0.6667, None)]),
        ("three-quarters of staff", [("part", 0.75, None)]),
        ("a third of staff", [("part", 0.3333, None)]),
        ("one in five", [("part", 0.2, 5)]),
        ("nine in ten", [("part", 0.9, 10)]),
        ("1,300 professionals and twelve sergeants", [("count", 1300, None), ("count", 12, None)]),
        ("one hundred and seven people", [("count", 107, None)]),
        ("1.5 million people", [("count", 1_500_000, None)]),
        ("a difference of 12 percentage points", [("points", 0.12, None)]),
        ("a mean of 4.2", [("decimal", 4.2, None)]),
        ("the majority of staff", [("majority", 0, None)]),
        ("most people said so", [("majority", 0, None)]),
        ("a small number of partners", [("few", 0, None)]),
        ("one person said so", [("count", 1, None)]),
        ("none of those asked", [("none", 0, None)]),
        ("2019 people came", [("count", 2019, None)]),
        ("it fell to 3 days", [("count", 3, None)]),
    ],
)
def test_numbers_are_found(text: str, expected: list[tuple[str, float, int | None]]):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "on 3 November 2026",
        "in November 2026, and since 2019",
        "in 2019/20 and in 2019-20",
        "Year 2 and Years 1 and 3",
        "Years 1, 2 and 3",
        "the four years before it, over the two preceding years",
        "those with a pair",
        "aged 12 to 17",
        "a 14-year-old, and others under 18s",
        "COVID-19",
        "one-to-one work",
        "a three-year programme, and a 12-month pilot",
        "Section 47 enquiries",
        "level 3a and Stage 2",
        "no one said, one might say, one another, everyone",
        "one of the sites",
        "three months later, within six weeks, two years ago",
        "“There were 65 of us, and 12 came”",
        "the first half of the year, the second quarter",
        "Q3 2019 and 2019-Q3",
        "the most important thing",
        "at 9:30 am",
    ],
)
def test_what_is_no_claim_is_exempt(text: str):
    assert told(text) == []


def test_percentages_beside_a_count_belong_to_it():
    said = numbers_said("100 of 407 people (25%; 21% to 29%) said so, and 65% did not.")
    assert [(s.kind, s.beside, s.ranged) for s in said] == [
        ("of", None, False),
        ("percent", (100, 407), False),
        ("percent", (100, 407), True),
        ("percent", (100, 407), True),
        ("percent", None, False),
    ]
    assert numbers_said("25% (100 of 407) did")[0].beside == (100, 407)


@pytest.mark.parametrize(
    ("text", "bound"),
    [("more than 60 people", "more"), ("nearly 60 people", "nearly"), ("about 60 people", "about"), ("60 people", "")],
)
def test_hedges_are_kept(text: str, bound: str):
    assert [said.bound for said in numbers_said(text)] == [bound]


@settings(deadline=None)
@given(st.integers(0, 999))
def test_what_is_spelled_is_read_back(number: int):
    assert value_of(spelled(number)) == number


@settings(deadline=None)
@given(st.integers(2, 999))
def test_a_number_in_words_is_found_as_in_digits(number: int):
    assert told(f"We met {spelled(number)} people") == told(f"We met {number} people")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str):
    for said in numbers_said(text):
        assert 0 <= said.start < said.end <= len(text)
        assert text[said.start : said.end] == said.text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It rose from 51% to 78%.", [("percent", False), ("percent", False)]),
        ("It lies from 51% to 78%.", [("percent", True), ("percent", True)]),
        ("It went from 6 of 59 in Year 1 to 29 of 58.", [("of", False), ("of", False)]),
        ("In Years 1 to 3 there were 40.", [("count", False)]),
        ("Scores came down by a median of two on a scale of 0 to 28.", [("decimal", False)]),
    ],
)
def test_reads_what_moved_and_what_is_a_scale(text: str, kinds: list[tuple[str, bool]]) -> None:
    assert [(said.kind, said.ranged) for said in numbers_said(text)] == kinds
