"""Jobs of the tests, run as the worker runs them."""

import pytest
from sample.people import person

from tideturn.hub.access.roles import TEAM_MANAGER
from tideturn.hub.accounts.models import User


@pytest.fixture
def manager() -> User:
    return person((TEAM_MANAGER, "london"))


@pytest.fixture(autouse=True)
def _files(tmp_path, settings) -> None:
    settings.TIDETURN_FILES = tmp_path / "files"
