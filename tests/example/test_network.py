"""The engine recovers what was planted in the network: where it grew, and where sharing got worse."""

from __future__ import annotations

import pytest

from tideturn.dataset.model import Dataset
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.example import build_example, random_source
from tideturn.example.network import SILENT
from tideturn.example.organisations import NETWORK, ORGANISATIONS
from tideturn.example.truth import NETWORKS, SHARED, Reading


def built(monkeypatch: pytest.MonkeyPatch, seed: int | None) -> tuple[Dataset, Evaluation]:
    if seed is not None:
        monkeypatch.setattr(random_source, "SEED", seed)
    dataset, _ = build_example()
    return dataset, evaluate(dataset, year=2)


def read(reading: Reading, evaluation: Evaluation) -> str | None:
    found = evaluation.verdict(reading.outcome_id, reading.scope)
    strands = found.strands if found else ()
    return next((strand.reading for strand in strands if strand.about.startswith("ties between")), None)


@pytest.mark.parametrize("seed", [None, 7, 1848])
def test_the_network_reads_as_planted_whatever_the_seed(seed: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    _, evaluation = built(monkeypatch, seed)
    assert [read(reading, evaluation) for reading in NETWORKS] == [reading.reading for reading in NETWORKS]
    values = {item.scope: item.value or {} for item in evaluation.evidence if item.evidence_id.startswith("network/")}
    for (what, scope), way in SHARED.items():
        low, high = (values[scope][f"{what}_kept_{end}"] for end in ("low", "high"))
        assert (low > 0, high < 0) == (way == "up", way == "down"), (what, scope, low, high)


def test_the_first_year_has_one_wave_and_nothing_to_hold_it_against() -> None:
    dataset, _ = build_example()
    first = evaluate(dataset, year=1)
    assert [item for item in first.evidence if item.evidence_id.startswith("network/")] == []
    assert first.networks[0].change is None
    assert first.networks[0].result.waves[0].respondents == len(NETWORK) - len(SILENT[1])


def test_further_organisations_leave_those_that_the_programme_works_with_as_they_were() -> None:
    assert NETWORK[: len(ORGANISATIONS)] == ORGANISATIONS
    assert len({organisation.organisation_id for organisation in NETWORK}) == len(NETWORK) == 34
    assert len({organisation.name for organisation in NETWORK}) == len(NETWORK)
