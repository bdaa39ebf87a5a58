"""Hubs of their own for the tests of copies: a data folder, keys, and a database that is thrown away."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from tideturn.hub.crypto.keys import KeyFolder

PROGRAM = Path(__file__).parent / "planted.py"
WRITERS = Path(__file__).parent / "config" / "writers.py"
SERVER = os.environ.get("DATABASE_URL", "")
UP_TO_DATE = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from tideturn.hub.config import start; start.set_up()
import made_before; made_before.use()
start.bring_up_to_date()
"""
"""What brings a hub up to date as every start does; from nothing, by a copy of what was made before."""
_OURS = ("TIDETURN_", "DJANGO_", "DATABASE_")


@dataclass
class Hub:
    """A hub where it lies, and the settings that say so."""

    place: Path
    url: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def keys(self) -> Path:
        return self.place / "keys"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        own = {"TIDETURN_DATA": str(self.data), "TIDETURN_KEYS": str(self.keys), "TIDETURN_POOL": "0"}
        return kept | own | ({"DATABASE_URL": self.url} if self.url else {}) | self.settings

    def begin_with_keys(self) -> None:
        """An empty data folder, and a key for every purpose that has none."""
        self.data.mkdir(parents=True, exist_ok=True)
        KeyFolder(self.keys).create()

    def bring_up_to_date(self) -> None:
        """As every start of the hub does, and nothing else."""
        done = subprocess.run(
            [sys.executable, "-c", UP_TO_DATE], env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr

    def run(self, *words: object, code: int = 0) -> str:
        """A command of the hub, which says nothing of the program's own insides; what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "tideturn", *map(str, words)],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        assert "Traceback" not in said
        assert "itself went wrong" not in said
        return said

    def ask(self, *words: str, program: Path = PROGRAM) -> dict:
        """What the program says that plants and looks."""
        done = subprocess.run(
            [sys.executable, str(program), *words], env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def tables(self) -> set[str]:
        """Those that its database has."""
        if self.url:
            with psycopg.connect(self.url) as server:
                return {name for (name,) in server.execute("SELECT tablename FROM pg_tables")}
        with closing(sqlite3.connect(self.data / "tideturn.sqlite3")) as database:
            return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def put_in(self, statement: str) -> None:
        """Have the database do something past the hub."""
        if self.url:
            with psycopg.connect(self.url) as server:
                server.execute(statement)
        else:
            with closing(sqlite3.connect(self.data / "tideturn.sqlite3")) as database:
                database.execute(statement)
                database.commit()

    def begin(self, *command: str, out: object = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "tideturn.hub.config.settings"}
        return subprocess.Popen([sys.executable, *command], env=environment, stdout=out, start_new_session=True)


@contextmanager
def empty_database() -> Iterator[str]:
    """The address of an empty database where the tests run on PostgreSQL; otherwise none."""
    if not SERVER:
        yield ""
        return
    name = f"copies_{uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def hub(place: Path, **settings: str) -> Iterator[Hub]:
    """A hub with keys, a place for its copies, and a recovery key whose private half lies in `recovery.txt`."""
    with empty_database() as url:
        made = Hub(place / "hub", url)
        made.begin_with_keys()
        copies = place / "copies"
        copies.mkdir()
        said = made.run("backup", "keypair", "--to", place / "recovery.txt")
        public = next(line for line in said.splitlines() if line.startswith("TIDETURN_RECOVERY_KEY="))
        made.settings = {
            "TIDETURN_BACKUP_TO": str(copies),
            "TIDETURN_BACKUP_EVERY": "0",
            "TIDETURN_RECOVERY_KEY": public.partition("=")[2],
        } | settings
        yield made
