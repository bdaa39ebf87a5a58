"""Test that the page of words for proved findings has the words of the grammar, and that its examples are proved."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from tests.evaluation.claims.proof import wording
from tests.evaluation.claims.proof.test_sentences import FILES

from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED

PAGE = wording.PAGE.read_text(encoding="utf-8")
TABLES = [(section, wording.ROW.findall(rows)) for _, section, rows in wording.TABLE.findall(PAGE)]
LISTS = [(source, rows.removeprefix("- ").strip().split("\n- ")) for _, source, rows in wording.LIST.findall(PAGE)]
ANEW = "write the page anew: python -m tests.evaluation.claims.proof.wording"
EXAMPLES = [(section, name, example) for section, rows in TABLES for name, example in rows if example]


def test_the_page_has_the_words_of_the_grammar() -> None:
    assert wording.rewritten(PAGE) == PAGE, ANEW
    assert {section for section, _ in TABLES} >= {"does", "who", "when", "said", "stands", "sources_say", "weighed"}


def test_nearly_every_meaning_has_an_example() -> None:
    assert len(EXAMPLES) >= 0.75 * sum(len(rows) for _, rows in TABLES), ANEW


def test_the_sentences_of_each_list_are_proved() -> None:
    files = {source.partition(".")[0] for source, _ in LISTS}
    assert files == {*FILES, "causes"} - {"attacks"}
    for source, texts in LISTS:
        assert texts
        assert set(texts) <= set(wording.proved_rows(source)), ANEW


@pytest.mark.parametrize(("section", "name", "example"), EXAMPLES)
def test_each_example_is_proved_by_a_rule_of_its_row(maker: Any, section: str, name: str, example: str) -> None:
    assert wording.meets(section, name, example), ANEW
    kept = wording.every().get(example, [])
    assert any(one.outcome().proved for one in kept) or _proved(maker, example), ANEW


def _proved(maker: Any, text: str) -> bool:
    """Return whether a sentence is proved by one of a few small surveys, or by scores given twice."""
    survey = maker.survey(13, 17, disagree=1)
    population = replace(survey.population, asked=40, answered=22)
    value = {**survey.by_name, "too_early": 2, "dont_know": 3, "responses": 22}
    pool: list[EvidenceItem] = [
        replace(survey, value=survey.value.of(value), population=population),
        maker.survey(11, 22, voice="staff", disagree=4),
        maker.survey(14, 20, voice="family"),
        replace(maker.survey(21, 24), unit=TRAINED),
        maker.matched(41, 12, 4, voice="young_person"),
    ]
    for item in pool:
        claim = maker.claim(text, item, type_="descriptive")
        if all(clause.proved for clause in prove(claim, "Practice has improved . ", {"North": "north"})):
            return True
    return False


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("(?:chose|pointed to)(?: as)?", "(chose / pointed to) [as]"),
        ("scores?(?: twice| again)", "score(s) twice/again"),
        ("famil(?:y members?|ies)", "(family member(s) / families)"),
        ("do <not> (?:any )?agree[ds]?", "do not [any] agree(d/s)"),
        ("<evidence> shows? that <claim>", "the evidence show(s) that OUTCOME"),
        (r"in year (?P<due>\d|one|two)(?=[.,;:)]|$)", "in year NUMBER"),
    ],
)
def test_a_pattern_is_shown_as_words(rule: str, words: str) -> None:
    assert wording.readable(rule) == words


def test_no_word_of_a_pattern_is_shown_as_one() -> None:
    for section, rows in TABLES:
        told = wording.words_of(section)
        assert len(rows) == len(told), ANEW
        assert not [words for words in told.values() if re.search(r"[?\\|<>{}^$*+]|\\w_\\w", words)]
