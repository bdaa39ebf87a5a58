"""Test that the reference page of the checks agrees with the code: run every check, verb and reading on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.evaluation.claims.proof.test_kept import KEPT, grade_of, grades, kind_of

from tideturn.evaluation.claims.amounts import HARDLY_ANY, NEARLY_ALL, PLENTY, VAST
from tideturn.evaluation.claims.checks import CHECKS
from tideturn.evaluation.claims.checks.numbers import PART_WITHIN
from tideturn.evaluation.claims.grade import JUDGED, PROVED, STOPPED
from tideturn.evaluation.claims.strength import ALLOWED, VERB, strength_of, sure_in

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "claims.md").read_text(encoding="utf-8")
NAMES = (PROVED, JUDGED, STOPPED)
GRADES = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
"""By kind of evidence: how many true sentences are proved, judged and stopped, and how many false ones."""
READINGS = re.findall(r"^\| ([^|]+\.) \| (pass|query|fail) \|$", PAGE, re.MULTILINE)
LADDER = re.findall(r"^\| (suggests|indicates|shows|proves) \| ([\w, ]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)


def test_every_check_is_told_in_its_order() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == CHECKS


def test_the_ladder_is_the_one_that_the_checks_use() -> None:
    assert [name for name, _, _ in LADDER] == list(VERB.values())
    for name, confidences, _ in LADDER:
        carried = [level for level, strength in ALLOWED.items() if VERB[strength] == name]
        assert sorted(confidences.split(", ")) == sorted(carried or ["none"])


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, _, words in LADDER for word in words.split(" · ")])
def test_each_word_has_its_strength(name: str, word: str) -> None:
    assert VERB[strength_of(f"It {word} so.").verb] == name


@pytest.mark.parametrize(("text", "result"), READINGS)
def test_each_reading_is_what_the_check_says(maker: Any, text: str, result: str) -> None:
    claim = maker.claim(text, maker.survey(13, 17, disagree=1), type_="descriptive")
    assert maker.status("number_mismatch", claim) == result


def test_there_are_readings() -> None:
    assert len(READINGS) > 50


def test_the_sure_words_are_sure() -> None:
    found = re.search(r"sure words fail: ([\w, ]+)\.", PAGE)
    assert found is not None
    for word in found[1].split(", "):
        assert sure_in(f"It {word} is.")


def test_the_bounds_of_amounts_are_those_of_the_code() -> None:
    assert (VAST, NEARLY_ALL, HARDLY_ANY, PART_WITHIN) == (0.75, 0.9, 0.1, 0.02)
    for word, least in PLENTY.items():
        if f"*{word}*" in PAGE or f"*{word.capitalize()}*" in PAGE:
            assert re.search(rf"\*{word}\*(?: are at least)? {least}\b", PAGE, re.IGNORECASE)


def test_the_page_tells_how_often_the_grades_are_right() -> None:
    told = {kind: tuple(map(int, counts)) for kind, *counts in GRADES}
    kinds = {"all": "", **{kind: kind for kind in map(kind_of, KEPT)}}
    both = [(label, grade) for label in ("true", "false") for grade in NAMES]
    assert told == {name: tuple(grades(kind)[pair] for pair in both) for name, kind in kinds.items()}


def test_the_sentences_that_the_page_gives_as_proved_are() -> None:
    listed = PAGE.partition("close to the words of the question:")[2].strip().partition("\n\n")[0]
    examples = [" ".join(text.split()) for text in listed.removeprefix("- ").split("\n- ")]
    kept = {row["sentence"]: grade_of()[row["id"]] for row in KEPT}
    assert len(examples) == 5
    assert {kept[text] for text in examples} == {PROVED}
