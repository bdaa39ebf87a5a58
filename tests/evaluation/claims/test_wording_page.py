"""The page of words that a proved finding can use is written from the grammar, and its examples are proved."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from tests.evaluation.claims.proof import rules, wording

from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.claims.proof.words import grammar
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED

PAGE = wording.PAGE.read_text(encoding="utf-8")
TABLES = [(section, wording.ROW.findall(rows)) for _, section, rows in wording.TABLE.findall(PAGE)]
EXAMPLES = [(section, name, example) for section, rows in TABLES for name, example in rows if example]


def test_the_page_has_the_words_of_the_grammar() -> None:
    assert wording.rewritten(PAGE) == PAGE, "run python -m tests.evaluation.claims.proof.wording"
    assert {section for section, _ in TABLES} >= {"does", "who", "when", "said", "stands", "sources_say", "weighed"}


def test_nearly_every_meaning_has_an_example() -> None:
    assert len(EXAMPLES) >= 0.8 * sum(len(rows) for _, rows in TABLES)


@pytest.mark.parametrize(("section", "name", "example"), EXAMPLES)
def test_each_example_is_proved_by_a_rule_of_its_row(maker: Any, section: str, name: str, example: str) -> None:
    (own,) = (written for key, written in grammar()[section].items() if key.replace("_", " ") == name)
    assert any(all(piece.search(example) for piece in rules.pieces(rule)) for rule in own)
    kept = [one for one in rules.sentences() if one.claim.text == example]
    assert any(one.outcome().proved for one in kept) or _proved(maker, example)


def _proved(maker: Any, text: str) -> bool:
    """Return whether a sentence is proved by one of a few small surveys, or by scores given twice."""
    survey = maker.survey(13, 17, disagree=1)
    population = replace(survey.population, asked=40, answered=22)
    value = {**survey.value, "too_early": 2, "dont_know": 3, "responses": 22}
    pool: list[EvidenceItem] = [
        replace(survey, value=value, population=population),
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
        assert len(rows) == len(told)
        assert not [words for words in told.values() if re.search(r"[?\\|<>{}^$]", words)]
