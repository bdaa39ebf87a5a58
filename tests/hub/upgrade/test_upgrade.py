"""The data of every release are brought up to date by today's code: nothing is lost, all opens, the chain holds.

Where this fails for a version that was released, a migration is missing or loses something. Where its version is still
to be released and a table was made otherwise in place, freeze it again: see freeze.py.
"""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from hubs import SERVER, Hub, empty_database

pytestmark = [pytest.mark.database, pytest.mark.long]

FROZEN = Path(__file__).parent / "frozen"
VENDOR = "postgresql" if SERVER else "sqlite"
LOOK = Path(__file__).parent / "look_through.py"
VERSIONS = sorted(path.name for path in FROZEN.iterdir())
BOOKS = ("auth_permission", "django_content_type", "crypto_keyproof")
"""What the framework and the hub keep of themselves, which grows."""


def look(hub: Hub) -> dict:
    done = subprocess.run([sys.executable, str(LOOK)], env=hub.environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def thawed(version: str, hub: Hub) -> Hub:
    """A hub as it lay when it was frozen."""
    frozen = FROZEN / version / VENDOR
    hub.data.mkdir(parents=True)
    shutil.copytree(frozen / "files", hub.data / "files")
    shutil.copytree(frozen / "keys", hub.keys)
    hub.keys.chmod(0o700)
    for path in hub.keys.iterdir():
        path.chmod(0o600)
    told = (frozen / "database.sql").read_text()
    if hub.url:
        with psycopg.connect(hub.url) as server:
            server.execute(told)
    else:
        with closing(sqlite3.connect(hub.data / "tideturn.sqlite3")) as database:
            # Constraints call a function that the framework alone gives to a connection.
            database.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, text)))
            database.executescript(told)
    return hub


@pytest.mark.parametrize("version", VERSIONS)
def test_with_another_hubs_keys_nothing_of_it_is_altered(version: str, tmp_path: Path) -> None:
    """What a step seals with keys that are not its own could be read by nobody, once the clear text is gone."""
    with empty_database() as url:
        hub = thawed(version, Hub(tmp_path / "hub", url))
        shutil.rmtree(hub.keys)
        hub.begin_with_keys()
        # A migration of the next version that has not run yet.
        hub.put_in("DELETE FROM django_migrations WHERE app = 'onboarding'")
        hub.put_in("DROP TABLE onboarding_meantrole")
        with pytest.raises(AssertionError, match="KeysError"):
            hub.bring_up_to_date()
        assert "onboarding_meantrole" not in hub.tables()


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """Of every table, as today's code makes it from nothing."""
    with empty_database() as url:
        fresh = Hub(tmp_path_factory.mktemp("fresh"), url)
        fresh.begin_with_keys()
        fresh.bring_up_to_date()
        yield look(fresh)["columns"]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_data_of_a_release_are_brought_up_to_date(
    version: str, tmp_path: Path, columns: dict[str, list[str]]
) -> None:
    planted = json.loads((FROZEN / version / VENDOR / "planted.json").read_text())
    with empty_database() as url:
        hub = thawed(version, Hub(tmp_path / "hub", url))
        hub.begin_with_keys()  # as at every start: a purpose that is new since has a key of its own
        hub.bring_up_to_date()
        assert "nothing is wrong" in hub.run("audit", "verify")
        there = look(hub)
        assert {table: there["rows"].get(table) for table in planted if table not in BOOKS} == {
            table: count for table, count in planted.items() if table not in BOOKS
        }
        assert there["sealed"] >= 4
        assert there["columns"] == columns


@pytest.mark.parametrize(
    "as_it_was",
    [
        "UPDATE django_migrations SET app = 'kernel' WHERE app = 'crypto'",
        "ALTER TABLE history_version DROP COLUMN special",
    ],
    ids=["other_tables", "other_columns"],
)
def test_a_hub_set_up_before_the_first_release_is_refused_and_left_as_it_was(tmp_path: Path, as_it_was: str) -> None:
    with empty_database() as url:
        hub = Hub(tmp_path / "hub", url)
        hub.begin_with_keys()
        hub.bring_up_to_date()
        hub.put_in(as_it_was)
        for words in (("serve",), ("audit", "verify")):
            said = hub.run(*words, code=2)
            assert "set up before Tideturn was first released" in said
            assert "export the programme folder" in said
            assert "import the folder" in said


def test_every_version_is_there_on_both_databases() -> None:
    assert VERSIONS
    for version in VERSIONS:
        assert {path.name for path in (FROZEN / version).iterdir()} == {"sqlite", "postgresql"}
