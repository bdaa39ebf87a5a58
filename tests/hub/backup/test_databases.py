"""A copy of the database is of one moment, whatever is written while it is made."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from hubs import Hub, empty_database

from tideturn.hub.backup import databases
from tideturn.hub.common.errors import HubError

pytestmark = pytest.mark.database


def in_copy(copy: Path, file: str) -> bool:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(copy)) as database:
            return bool(database.execute("SELECT 1 FROM crypto_keptfile WHERE id = ?", [file]).fetchone())
    command = ["pg_restore", "--data-only", "--table=crypto_keptfile", "--file=-", str(copy)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return file in said.replace("-", "")


def test_what_is_written_meanwhile_is_not_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copying = "_copy_sqlite" if connection.vendor == "sqlite" else "_run"
    copied = getattr(databases, copying)
    before, meanwhile = uuid4().hex, uuid4().hex

    def keep(file: str) -> None:
        values = f"('{file}', 'x', 'text/plain', 1, FALSE, '2026-01-01 00:00:00+00')"
        one.put_in(f"INSERT INTO crypto_keptfile (id, name, kind, size, quarantined, kept_at) VALUES {values}")

    def late(*given: object) -> None:
        keep(meanwhile)
        copied(*given)

    with empty_database() as url:
        one = Hub(tmp_path / "hub", url)
        one.begin_with_keys()
        one.bring_up_to_date()
        keep(before)
        name = urlsplit(url).path.strip("/") if url else str(one.data / "tideturn.sqlite3")
        monkeypatch.setitem(connection.settings_dict, "NAME", name)
        monkeypatch.setattr(databases, copying, late)
        copy = tmp_path / "copy"
        found = databases.snapshot(copy)
        assert [file.hex for file in found.files] == [before]
        assert in_copy(copy, before)
        assert not in_copy(copy, meanwhile)
        monkeypatch.setattr(databases, copying, copied)
        assert {file.hex for file in databases.snapshot(tmp_path / "another").files} == {before, meanwhile}
        databases.check_copy(found.vendor, copy)
        copy.write_bytes(copy.read_bytes()[:5_000] + b"spoilt" * 1_000)
        with pytest.raises(HubError, match=r"damaged|did not do its work"):
            databases.check_copy(found.vendor, copy)


def test_without_its_programs_it_is_said_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(HubError, match=r"pg_restore is not installed here.* sudo apt-get install postgresql-client"):
        databases.check_copy("postgresql", Path("copy"))
