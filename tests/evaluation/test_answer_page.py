"""The reference page of `evaluation.json` cannot drift from what is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.worked_example import judged

from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.answer import answer
from tideturn.evaluation.ledger.counts import MEASURES
from tideturn.evaluation.ledger.counts.reach import WITH
from tideturn.evaluation.model import Evaluation

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "evaluation-json.md"


@pytest.fixture(scope="module")
def evaluated() -> Evaluation:
    return judged(1)


@pytest.fixture(scope="module")
def written(evaluated: Evaluation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer(evaluated))
    return found


def section(heading: str) -> str:
    """The text under a heading that ends with this code."""
    text = PAGE.read_text(encoding="utf-8")
    part = re.search(rf"^## [^\n]*{re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert part, heading
    return part[1]


def named(heading: str) -> set[str]:
    """The keys in the first column of the table under a heading that ends with this code."""
    rows = re.findall(r"^\| (`[^|]+) \|", section(heading), re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


def test_every_count_of_the_work_is_on_the_page_with_its_unit_and_fields(evaluated: Evaluation) -> None:
    rows = [row.split(" | ") for row in re.findall(r"^\| (`.* \|)$", section("`count/`"), re.MULTILINE)]
    units = {name: unit for names, unit, _ in rows for name in re.findall(r"`([\w:]+)`", names)}
    told = {name: text for names, _, text in rows for name in re.findall(r"`([\w:]+)`", names)}
    assert {name for name in units if ":" not in name} == {measure.name for measure in MEASURES}
    for measure in MEASURES:
        assert units[measure.name] == measure.unit
        if "the same" not in told[measure.name]:
            assert not measure.whole or f"**{measure.whole}**" in told[measure.name], measure.name
            assert not measure.part or f"*{measure.part}*" in told[measure.name], measure.name
    counted = [item for item in evaluated.evidence if item.kind == "count" and ":" not in item.evidence_id]
    assert len(counted) > 50
    for item in counted:
        text = told[item.evidence_id.split("/")[1]]
        for field in item.by_name:
            voice = "of each voice" in text and field in SPEAKER.codes
            of_value = field.startswith(WITH) and f"{WITH}VALUE" in text
            told_of = voice or of_value or "the same" in text or field in text
            assert field in ("k", "share") or told_of, (item.evidence_id, field)


def test_every_key_of_the_whole_is_on_the_page(written: dict[str, Any]) -> None:
    assert named("The whole") == set(written)


@pytest.mark.parametrize("part", ["outcomes", "evidence", "gaps", "fidelity", "toc_links", "mechanisms", "proposals"])
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
