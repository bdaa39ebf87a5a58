"""The engine recovers what was planted in the network: where it grew, and where sharing got worse."""

from __future__ import annotations

import pytest
from tests.worked_example import built

from tideturn.dataset.model import Dataset
from tideturn.evaluation.ledger.networks import networks
from tideturn.evaluation.ledger.scopes import Found, outcomes_of
from tideturn.evaluation.networks import networks_of
from tideturn.evaluation.rules import Rules
from tideturn.example import build_example, random_source
from tideturn.example.network import SILENT
from tideturn.example.organisations import NETWORK, ORGANISATIONS
from tideturn.example.truth import NETWORKS, SHARED


def found_in(dataset: Dataset, year: int) -> Found:
    held = dataset.programme.year(year)
    return networks(dataset, networks_of(dataset, held, Rules()), outcomes_of(dataset), held, Rules())


@pytest.mark.parametrize("seed", [random_source.SEED, 7])
def test_the_network_reads_as_planted_whatever_the_seed(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random_source, "SEED", seed)
    found = found_in(build_example()[0], 2)
    readings = {(outcome, scope): strand.reading for outcome, scope, strand in found.strands}
    assert readings == {(planted.outcome_id, planted.scope): planted.reading for planted in NETWORKS}
    values = {item.scope: item.by_name for item in found.items}
    for (what, scope), way in SHARED.items():
        low, high = (values[scope][f"{what}_kept_{end}"] for end in ("low", "high"))
        assert (low > 0, high < 0) == (way == "up", way == "down"), (what, scope, low, high)


def test_the_first_year_has_one_wave_and_nothing_to_hold_it_against() -> None:
    dataset, _ = built()
    assert found_in(dataset, 1) == Found((), ())
    (whole, *_) = networks_of(dataset, dataset.programme.year(1), Rules())
    assert whole.change is None
    assert whole.result.waves[0].respondents == len(NETWORK) - len(SILENT[1])


def test_further_organisations_leave_those_that_the_programme_works_with_as_they_were() -> None:
    assert NETWORK[: len(ORGANISATIONS)] == ORGANISATIONS
    assert len({organisation.organisation_id for organisation in NETWORK}) == len(NETWORK) == 34
    assert len({organisation.name for organisation in NETWORK}) == len(NETWORK)
