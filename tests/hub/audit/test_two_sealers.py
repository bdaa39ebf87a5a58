"""Two sealers at once: they wait for one another, and each number is given once."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from real_database import a_real_database
from sample.at_once import at_once

from tideturn.hub.audit import chain
from tideturn.hub.audit.actions import ACTIONS, Kind, action
from tideturn.hub.audit.chain import seal_committed
from tideturn.hub.audit.models import Seal
from tideturn.hub.audit.record import record
from tideturn.hub.audit.verify import accept_restore, prove

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("_for_threads")]
DONE = ACTIONS.get("sample.happen_at_once") or action("sample.happen_at_once", Kind.WRITE, "did something")
EVENTS = 60


@pytest.fixture
def _for_threads(transactional_db, tmp_path: Path) -> Iterator[None]:
    """A database that threads write to at once, as a hub has it; the tests' own is in memory on SQLite."""
    with a_real_database(tmp_path / "data", pool=8):
        yield


def happened() -> None:
    with transaction.atomic():
        for _ in range(EVENTS):
            record(DONE, by=uuid4(), via="page", subjects=[uuid4()])


def test_each_number_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    happened()
    mac = chain.mac_of_event

    def slowly(*given: object) -> str:
        time.sleep(0.002)
        return mac(*given)

    monkeypatch.setattr(chain, "mac_of_event", slowly)
    came = at_once(3, lambda _: seal_committed())
    assert [one for one in came if isinstance(one, Exception)] == []
    assert sum(one for one in came if isinstance(one, int)) == EVENTS
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == list(range(1, EVENTS + 1))
    assert (prove().faults, prove().unsealed) == ((), 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("seal", [seal_committed, accept_restore])
def test_who_seals_waits_for_whoever_does_already(seal: Callable[[], object]) -> None:
    happened()
    sealing = threading.Thread(target=at_once, args=(1, lambda _: seal()))
    with transaction.atomic():
        chain.alone()
        sealing.start()
        sealing.join(timeout=0.5)
        assert sealing.is_alive()
        assert not Seal.objects.exists()
    sealing.join(timeout=60)
    assert not sealing.is_alive()
