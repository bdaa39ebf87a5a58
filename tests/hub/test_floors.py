"""The contracts between the hub's packages name every one of them, so that none is forgotten when one is added."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
PACKAGES = {f"tideturn.hub.{path.parent.name}" for path in (ROOT / "src/tideturn/hub").glob("*/__init__.py")}
FREE = {
    "Only crypto seals": {"tideturn.hub.crypto"},
    "Only the audit lets what is sealed be opened": {"tideturn.hub.crypto", "tideturn.hub.audit"},
}
"""Which packages a contract rightly leaves out, by how its name begins."""


@pytest.mark.parametrize("begins", FREE)
def test_a_contract_that_forbids_forgets_no_package(begins: str) -> None:
    (contract,) = (one for one in CONTRACTS if one["name"].startswith(begins))
    assert set(contract["source_modules"]) == PACKAGES - FREE[begins]


def test_there_is_no_contract_on_the_hubs_packages_that_is_not_looked_at() -> None:
    listing = {one["name"] for one in CONTRACTS if one["type"] == "forbidden" and PACKAGES & set(one["source_modules"])}
    assert all(any(name.startswith(begins) for begins in FREE) for name in listing), listing
