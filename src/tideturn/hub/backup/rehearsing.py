"""Rehearse a restore: restore a backup in a place of its own, verify it, delete it, and record that in the hub."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import transaction

from tideturn.hub.audit.record import record
from tideturn.hub.backup import actions
from tideturn.hub.backup.archive import measured
from tideturn.hub.backup.databases import another_database, borrowed_database
from tideturn.hub.backup.models import Rehearsal
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError


@dataclass(frozen=True)
class Place:
    """Where a rehearsal puts a copy back, and what counts it once that was done."""

    data: Path
    keys: Path
    url: str
    count: Callable[[], None]


@contextmanager
def rehearsal(archive: Path, *, of: str, given: str) -> Iterator[Place]:
    """Make a place for a rehearsal, with a database of its own if the hub's is PostgreSQL, and delete it afterwards.

    `of` is the address of the hub's database, and `given` that of an empty one that somebody made, if any. Raise
    HubError if there is no such backup or no database can be made.
    """
    if not archive.is_file():
        raise HubError(f"There is no file {archive}.", mend="Name the copy as it lies there.")
    sha256 = measured(archive).sha256
    begun = time.monotonic()

    def count() -> None:
        seconds = round(time.monotonic() - begun)
        with transaction.atomic():
            done = Rehearsal.objects.create(at=clock.now(), of=archive.name[:100], sha256=sha256, seconds=seconds)
            record(actions.REHEARSED, by=None, via="command", on=done, details={"sha256": sha256, "seconds": seconds})

    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tideturn-rehearsal-")))
        url = given
        if given:
            stack.enter_context(borrowed_database(given))
        elif of:
            name = f"tideturn_rehearsal_{secrets.token_hex(6)}"
            stack.enter_context(another_database(name))
            url = urlunsplit(urlsplit(of)._replace(path=f"/{name}"))
        yield Place(place / "data", place / "keys", url, count)
