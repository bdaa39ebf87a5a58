"""The reference page of the judgement cannot drift from the code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from tideturn.dataset.vocabulary import VERDICT
from tideturn.evaluation.rules import Rules

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "judgement.md"


def test_every_setting_is_named_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\w.]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert list(rows) == [field.name for field in fields(Rules)]
    for field in fields(Rules):
        default = field.default
        written = str(default).lower() if isinstance(default, bool) else f"{default:.4g}"
        assert rows[field.name] == written


def test_every_verdict_has_its_rule() -> None:
    rows = re.findall(r"^\| (\d) \| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 10))
    assert {verdict for _, verdict in rows} == set(VERDICT.codes)
