"""The hub of the tests: its own folders of data and keys, and a record kind of its own."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from tideturn.hub.audit.permanence import allow, forbid
from tideturn.hub.kernel import disclosure as kept
from tideturn.hub.kernel.keys import KeyFolder

_PLACE = Path(tempfile.mkdtemp(prefix="tideturn-tests-"))
atexit.register(shutil.rmtree, _PLACE, ignore_errors=True)
(_PLACE / "data").mkdir()
KeyFolder(_PLACE / "keys").create()
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tideturn.hub.config.settings",
    "TIDETURN_DATA": str(_PLACE / "data"),
    "TIDETURN_KEYS": str(_PLACE / "keys"),
}
sys.path.insert(0, str(Path(__file__).parent))
settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "sample"]
django.setup()


def _emptied(test: Any, empty: Any = TransactionTestCase._fixture_teardown) -> None:
    """The database lets go of its audit, which it otherwise never does, so that it can be emptied after a test."""
    allow(connection)
    empty(test)
    forbid(connection)


TransactionTestCase._fixture_teardown = _emptied  # type: ignore[method-assign]
# Whatever processes share the tests inherit what is said here, and would load the hub before they come to this file.
del os.environ["DJANGO_SETTINGS_MODULE"]


class _Every(frozenset[object]):
    def __contains__(self, record: object) -> bool:
        return True


@pytest.fixture
def disclosure() -> Iterator[None]:
    """Every record may be opened, as the audit never has it."""
    before = kept._OPEN.set(_Every())
    yield
    kept._OPEN.reset(before)


@pytest.fixture(autouse=True)
def _no_heads_of_another_test() -> None:
    """What one test wrote of its chain's heads says nothing about the next one's."""
    for written in (_PLACE / "data").glob("*.txt"):
        written.unlink()
