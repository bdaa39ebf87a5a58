"""The drill: a copy is taken while writers write, everything is destroyed, and what was acknowledged is put back."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
from hubs import SERVER, WRITERS, Hub, empty_database, hub
from planted import EMAIL, FILE, NAME, PLANTED

from tideturn.hub.audit import anchors
from tideturn.hub.backup.places import LEDGER

pytestmark = [pytest.mark.database, pytest.mark.drill]

PROCESSES, THREADS = ("2", "10") if SERVER else ("1", "20")


def acknowledged(told: Path) -> set[str]:
    return set(told.read_text().split("\n")[:-1])


def heads(place: Path) -> str:
    """The heads of the audit's chain beside the copies; none until its first links are sealed."""
    written = place / "copies" / anchors.FILE
    return written.read_text() if written.exists() else ""


def wait_for(what: object, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)


def kill(*processes: subprocess.Popen[bytes]) -> None:
    for one in processes:
        os.killpg(one.pid, signal.SIGKILL)
        one.wait()


def destroy(living: Hub) -> None:
    """Data, keys, and the database with them."""
    shutil.rmtree(living.place)
    if living.url:
        name = living.url.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_was_acknowledged_is_there_after_everything_was_destroyed(tmp_path: Path) -> None:
    stick, told = tmp_path / "stick", tmp_path / "acknowledged.txt"
    stick.mkdir()
    with hub(tmp_path) as living, empty_database() as url:
        planted = living.ask("plant")
        assert planted["leaver"] in living.ask("look")["in_force"]
        living.run("backup", "keys", stick)
        with told.open("ab") as out:
            writers = living.begin(str(WRITERS), PROCESSES, THREADS, out=out)
            worker = living.begin("-m", "tideturn.hub.config.worker")
        wait_for(lambda: len(acknowledged(told)) > 100)
        before = acknowledged(told)
        said = living.run("backup")
        assert "1 files" in said
        with_copy = heads(tmp_path)
        after = acknowledged(told)
        assert len(after) > len(before), "nobody wrote while the copy was taken"
        wait_for(lambda: len(acknowledged(told)) > len(after))
        kill(writers)
        living.ask("leave", planted["leaver"])
        ledger = tmp_path / "copies" / LEDGER
        wait_for(lambda: ledger.exists() and planted["leaver"] in ledger.read_text())
        wait_for(lambda: heads(tmp_path) != with_copy)
        kill(worker)
        (archive,) = (tmp_path / "copies").glob("tideturn-*.tar.age")
        (keys,) = stick.iterdir()
        for path in [archive, keys, *(tmp_path / "copies").iterdir()]:
            assert not [word for word in (*PLANTED, EMAIL) if word.encode() in path.read_bytes()]
        assert private_half(tmp_path) not in everything(living.place) + everything(tmp_path / "copies")
        destroy(living)

        back = Hub(tmp_path / "back", url)
        more = ("--database-url", url) if url else ()
        found = ("--keys", keys, "--recovery-key", tmp_path / "recovery.txt")
        said = back.run("restore", archive, *found, "--into", back.data, "--keys-into", back.keys, *more)
        assert "2 sessions, 1 invitations, 1 recoveries, 1 staff sessions, 1 openings by break-glass" in said
        assert "done again were, of since then: 1 ends of accounts." in said
        assert "The hub was last seen at work" in said
        assert "events of the audit are lost with it, which is signed in its chain" in said
        assert {path.name for path in back.data.iterdir()} == {
            "files",
            "audit-heads.txt",
            *([] if url else ["tideturn.sqlite3"]),
        }
        there = back.ask("look")
        assert before <= set(there["children"])
        assert there["planted"] == [f"{NAME} Somebody"]
        assert there["files"] == {planted["file"]: f"About {FILE}"}
        assert (there["faults"], there["unsealed"]) == ([], 0)
        assert [there[one] for one in ("sessions", "invitations", "recoveries", "staff_sessions", "break_glass")] == [
            0
        ] * 5
        assert planted["leaver"] not in there["in_force"]
        assert len(there["in_force"]) == 3
        assert "backup.restore_hub" in there["actions"]
        assert "nothing is wrong" in back.run("audit", "verify")


def private_half(place: Path) -> bytes:
    (line,) = (one for one in (place / "recovery.txt").read_bytes().splitlines() if not one.startswith(b"#"))
    return line


def everything(place: Path) -> bytes:
    return b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
