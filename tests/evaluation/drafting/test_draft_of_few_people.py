"""A draft about a programme where few were interviewed passes the checks that a draft is held to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tideturn.cli import main
from tideturn.dataset.check import read_checked
from tideturn.dataset.model import Dataset
from tideturn.dataset.write import write_folder
from tideturn.evaluation.evaluate import evaluate

TEXT = "They are safer now."


@pytest.fixture
def interviewed(make: Callable[..., Dataset]) -> Callable[[Mapping[str, tuple[str, str]]], Dataset]:
    """`interviewed({"i1": ("staff", "supports"), …})`: who was interviewed, and what they said of safety."""

    def made(said: Mapping[str, tuple[str, str]]) -> Dataset:
        common = {"site": "north", "year": 1, "consent_to_quote": False}
        at = {"start": 0, "end": len(TEXT), "code": "safer", "coder": "agreed"}
        return make(
            interviews=[
                {"interview_id": one, "file": f"{one}.txt", "voice": voice, **common}
                for one, (voice, _) in said.items()
            ],
            codebook=[{"code": "safer", "title": "Safer", "outcome_id": "safety"}],
            codings=[{"interview_id": one, "polarity": way, **at} for one, (_, way) in said.items()],
            transcripts={f"{one}.txt": TEXT for one in said},
        )

    return made


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"i1": ("staff", "supports"), "i2": ("stakeholder", "supports"), "i3": ("young_person", "supports")},
            "In interviews, one of the programme’s staff, one partner and a small number of young people supported "
            "this.",
        ),
        (
            {"i1": ("young_person", "supports"), "i2": ("young_person", "no_change")},
            "In interviews, a small number of young people supported this, but others saw no change.",
        ),
        (
            {f"i{n}": ("young_person", "supports") for n in range(6)},
            "In interviews, six young people supported this.",
        ),
    ],
)
def test_few_are_counted_by_nobody_and_no_check_stops_that(
    interviewed: Callable[..., Dataset],
    said: Mapping[str, tuple[str, str]],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "programme"
    write_folder(interviewed(said), folder)
    assert main(["draft", str(folder), "--year", "1"]) == 0
    assert f"y1-safety-said: {told}" in capsys.readouterr().out
    evaluation = evaluate(read_checked(folder)[0], year=1)
    assert {claim.claim_id: claim.text for claim in evaluation.claims}["y1-safety-said"] == told
    assert {c.check for c in evaluation.checks if c.status != "pass"} == {"unreviewed"}
