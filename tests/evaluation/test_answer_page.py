"""The reference page of `evaluation.json` cannot drift from what is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tideturn.evaluation.answer import answer
from tideturn.evaluation.evaluate import evaluate
from tideturn.example import build_example

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "evaluation-json.md"


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    dataset, _ = build_example()
    found: dict[str, Any] = json.loads(answer(evaluate(dataset, year=1)))
    return found


def named(heading: str) -> set[str]:
    """The keys in the first column of the table under a heading that ends with this code."""
    text = PAGE.read_text(encoding="utf-8")
    part = re.search(rf"^## [^\n]*{re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert part, heading
    rows = re.findall(r"^\| (`[^|]+) \|", part[1], re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


def test_every_key_of_the_whole_is_on_the_page(written: dict[str, Any]) -> None:
    assert named("The whole") == set(written)


@pytest.mark.parametrize("part", ["outcomes", "evidence", "gaps", "fidelity", "toc_links", "proposals"])
def test_every_key_of_each_part_is_on_the_page(written: dict[str, Any], part: str) -> None:
    assert named(f"`{part}`") == set(written[part][0])


def test_every_key_of_a_cause_is_on_the_page(written: dict[str, Any]) -> None:
    causes = written["causes"]
    assert causes["helps"]
    assert causes["hinders"]
    assert named("`causes`") == {key for own in causes.values() for cause in own for key in cause} | set(causes)


def test_every_key_of_a_strand_is_on_the_page(written: dict[str, Any]) -> None:
    assert named("`strands`") == set(next(one["strands"][0] for one in written["outcomes"] if one["strands"]))


def test_every_key_of_the_agreement_between_coders_is_on_the_page(written: dict[str, Any]) -> None:
    told, found = named("`agreement`"), written["agreement"]
    assert set(found) <= told
    assert told <= set(found) | set(found["codes"][0]) | {"agreed", "characters", "a", "b"}
