"""Killed in the middle of many writers, the hub has everything that it said it had, and its audit holds."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from real_database import a_real_database
from sample.models import Child

from tideturn.hub.audit.chain import seal_committed
from tideturn.hub.audit.models import Event, Unsealed
from tideturn.hub.audit.verify import prove

pytestmark = [pytest.mark.database, pytest.mark.drill]

WRITERS = Path(__file__).parent / "writers.py"
SECONDS = 4.0


@pytest.fixture
def real_database(tmp_path: Path, transactional_db) -> Iterator[dict[str, str]]:
    with a_real_database(tmp_path / "data", pool=60) as environment:
        yield environment


def test_every_write_that_was_acknowledged_is_there_and_the_chain_verifies(
    real_database: dict[str, str], tmp_path: Path
) -> None:
    processes, threads = (1, 20) if connection.vendor == "sqlite" else (4, 50)
    told = tmp_path / "acknowledged.txt"
    with told.open("ab") as out:
        command = [sys.executable, str(WRITERS), str(processes), str(threads)]
        writers = subprocess.Popen(command, stdout=out, env=real_database, start_new_session=True)
    while not told.stat().st_size:
        assert writers.poll() is None
        time.sleep(0.1)
    sealed = 0
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        sealed += seal_committed()
        time.sleep(0.2)
    os.killpg(writers.pid, signal.SIGKILL)
    writers.wait()
    acknowledged = {UUID(line) for line in told.read_text().split("\n")[:-1]}
    assert len(acknowledged) > processes * threads
    assert sealed > 0
    assert acknowledged <= set(Child.objects.values_list("pk", flat=True))
    assert set(Event.objects.values_list("record", flat=True)) == set(Child.objects.values_list("pk", flat=True))
    seal_committed()
    found = prove()
    assert (found.faults, found.unsealed) == ((), 0)
    assert found.links == Child.objects.count()
    assert not Unsealed.objects.exists()
