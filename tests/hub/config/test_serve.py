"""`tideturn serve` as somebody starts it for the first time, and as it refuses to start."""

import atexit
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hubs import UP_TO_DATE

from tideturn.hub.config.start import LOCK
from tideturn.hub.crypto.keys import KeyFolder

pytestmark = pytest.mark.long
_OURS = ("TIDETURN_", "DJANGO_", "DATABASE_")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(place: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    own = {"TIDETURN_DATA": str(place / "data"), "TIDETURN_KEYS": str(place / "keys"), "TIDETURN_PROCESSES": "1"}
    return kept | own | more


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tideturn", *words], env=env, capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """A hub that was served before, served again, and its port; tests must not stop it."""
    place = tmp_path_factory.mktemp("served")
    begun(place)
    with serving_in(place) as (_, port, _):
        yield place, port


@contextmanager
def serving_in(place: Path) -> Iterator[tuple[Path, int, subprocess.Popen[str]]]:
    port = free_port()
    command = [sys.executable, "-m", "tideturn", "serve", "--bind", f"127.0.0.1:{port}"]
    with (place / "said.txt").open("w") as said:
        serving = subprocess.Popen(command, env=environment(place), stdout=said, stderr=said, text=True)
    try:
        for _ in range(3_000):
            assert serving.poll() is None, (place / "said.txt").read_text()
            try:
                urllib.request.urlopen(f"http://localhost:{port}/", timeout=60)
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
            else:
                break
        yield place, port, serving
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=120)


def children(parent: int) -> list[int]:
    told = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in told.split()]


def test_it_serves_from_nothing_begins_a_dead_worker_anew_and_stops_when_told(tmp_path: Path) -> None:
    with serving_in(tmp_path) as served:
        _serves_and_stops(*served)


def _serves_and_stops(place: Path, port: int, serving: subprocess.Popen[str]) -> None:
    said = (place / "said.txt").read_text()
    assert f"The hub is at http://localhost:{port}." in said
    link = next(line.strip() for line in said.splitlines() if "/invitation/" in line)
    with urllib.request.urlopen(link, timeout=60) as page:
        assert "You are the first to administer this hub." in page.read().decode()
    assert [path.stat().st_mode & 0o077 for path in (place / "data", place / "keys")] == [0, 0]
    assert {path.name for path in (place / "keys").iterdir()} == {
        ".lock",
        *(f"{purpose}.json" for purpose in ("records", "special", "index", "events", "audit", "web", "backup")),
    }
    assert [path.name for path in (place / "data").iterdir() if path.stat().st_mode & 0o077] == []
    with sqlite3.connect(place / "data" / "tideturn.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()
    web, *workers = children(serving.pid)
    assert len(workers) == 2
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    for _ in range(2_000):
        if len(children(serving.pid)) == 3 and not {*workers} & {*children(serving.pid)}:
            break
        time.sleep(0.1)
    assert not {*workers} & {*children(serving.pid)}
    assert "begun anew" in (place / "said.txt").read_text()
    serving.send_signal(signal.SIGINT)
    assert serving.wait(timeout=120) == 0
    assert not Path(f"/proc/{web}").exists()


def descendants(parent: int) -> list[int]:
    return [one for child in children(parent) for one in (child, *descendants(child))]


def is_at_work(pid: int) -> bool:
    """Whether a process runs; one that has ended may be listed until somebody asks how it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="it is the kernel of Linux that tells")
def test_where_it_is_killed_nothing_that_it_began_lives_on(tmp_path: Path) -> None:
    begun(tmp_path)
    with serving_in(tmp_path) as (_, _, serving):
        below = descendants(serving.pid)
        assert len(below) >= 4  # the web server and each process that answers for it, the worker of jobs, the sealer
        assert [pid for pid in below if not is_at_work(pid)] == []
        serving.kill()
        serving.wait()
        until = time.monotonic() + 120
        while left := [pid for pid in below if is_at_work(pid)]:
            assert time.monotonic() < until, left
            time.sleep(0.1)


def test_what_the_log_says_is_data_and_not_what_somebody_typed(served) -> None:
    place, port = served
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"http://localhost:{port}/planted-namesworth/?q=planted", timeout=60)
    time.sleep(0.5)
    said = (place / "said.txt").read_text()
    assert "planted" not in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert any(line.get("status") == 404 for line in lines)


def begun(place: Path) -> None:
    """A hub that has been served before, on the built-in database: a copy of one that was."""
    shutil.copytree(served_before(), place, dirs_exist_ok=True)


@cache
def served_before() -> Path:
    """Made once for all of these tests, since to make it takes longer than most of them."""
    place = Path(tempfile.mkdtemp(prefix="tideturn-served-before-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    begun_anew(place)
    return place


def begun_anew(place: Path) -> None:
    (place / "data").mkdir(mode=0o700)
    KeyFolder(place / "keys").create()
    subprocess.run([sys.executable, "-c", UP_TO_DATE], env=environment(place), check=True, timeout=300)


def refused(place: Path, **more: str) -> str:
    told = run("serve", env=environment(place, **more))
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    return told.stderr


def test_lost_keys_are_a_clear_refusal_and_no_new_ones_are_made(tmp_path: Path) -> None:
    begun(tmp_path)
    shutil.move(tmp_path / "keys", tmp_path / "elsewhere")
    assert "no keys in" in refused(tmp_path)
    assert not (tmp_path / "keys").exists()


def test_keys_of_another_hub_are_told_from_its_own(tmp_path: Path) -> None:
    begun(tmp_path / "one")
    (tmp_path / "other").mkdir()
    begun_anew(tmp_path / "other")
    shutil.rmtree(tmp_path / "one" / "keys")
    shutil.copytree(tmp_path / "other" / "keys", tmp_path / "one" / "keys")
    assert "which this database was used with, is not in the keys' folder" in refused(tmp_path / "one")


def test_one_missing_key_and_one_mixed_up_key_are_told(tmp_path: Path) -> None:
    begun(tmp_path)
    path = tmp_path / "keys" / "records.json"
    kept = json.loads(path.read_text())
    kept["keys"][0]["secret"] = "A" * 43 + "="
    path.write_text(json.dumps(kept))
    assert "is not the one that this database knows" in refused(tmp_path)
    path.write_text("{}")
    assert "is not a file of keys" in refused(tmp_path)


def test_folders_in_one_another_are_refused(tmp_path: Path) -> None:
    assert "one copy would hold both" in refused(tmp_path, TIDETURN_KEYS=str(tmp_path / "data" / "keys"))
    assert "one copy would hold both" in refused(tmp_path, TIDETURN_DATA=str(tmp_path / "keys" / "data"))


def test_keys_that_others_may_read_are_refused(tmp_path: Path) -> None:
    begun(tmp_path)
    (tmp_path / "keys" / "audit.json").chmod(0o644)
    said = refused(tmp_path)
    assert "may be read or written by others" in said
    assert "chmod go-rwx" in said


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("DATABASE_URL", "mysql://somewhere/x", "not the address of a PostgreSQL database"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/x", "cannot be reached"),
        ("TIDETURN_IDLE_MINUTES", "soon", "it is no whole number"),
        ("TIDETURN_SETTINGS", "/nowhere.toml", "/nowhere.toml"),
        ("TIDETURN_SCANNER", "/nowhere/scanner -x", "is no program on this machine"),
        ("TIDETURN_MAIL", "smtp://h:port", "not the address of a mail server"),
        ("DATABASE_URL", "postgresql://u@h:port/x", "not the address of a PostgreSQL database"),
    ],
)
def test_a_setting_that_cannot_be_is_told(tmp_path: Path, setting: str, value: str, told: str) -> None:
    assert told in refused(tmp_path, TIDETURN_POOL="0", **{setting: value})


def test_settings_are_read_from_a_file(tmp_path: Path) -> None:
    begun(tmp_path)
    file = tmp_path / "settings.toml"
    file.write_text('TIDETURN_IDLE_MINUTES = "never"\n')
    assert "TIDETURN_IDLE_MINUTES" in refused(tmp_path, TIDETURN_SETTINGS=str(file))
    file.write_text("TIDETURN_IDEL_MINUTES = 5\n")
    assert "TIDETURN_IDEL_MINUTES, which is no setting" in refused(tmp_path, TIDETURN_SETTINGS=str(file))


def test_keys_are_listed_rotated_and_forgotten(tmp_path: Path) -> None:
    begun(tmp_path)
    env = environment(tmp_path)
    first = run("keys", "list", env=env).stdout
    assert "records" in first
    said = run("keys", "rotate", "records", env=env)
    assert "0 values and files were sealed anew" in said.stdout
    assert "tideturn keys forget records" in said.stdout
    assert "older, still opened with" in run("keys", "list", env=env).stdout
    out = tmp_path / "older.json"
    assert "no longer in the folder" in run("keys", "forget", "records", "--to", str(out), env=env).stdout
    assert [key["id"] for key in json.loads(out.read_text())["keys"]] == [first.split()[1]]
    assert out.stat().st_mode & 0o077 == 0
    assert "older" not in run("keys", "list", env=env).stdout
    assert run("keys", "forget", "audit", "--to", str(out), env=env).returncode == 2


def test_rotation_goes_on_by_the_command_and_tells_what_does_not_open_by_its_exit_code(tmp_path: Path) -> None:
    begun(tmp_path)
    env = environment(tmp_path)
    with sqlite3.connect(tmp_path / "data" / "tideturn.sqlite3") as database:
        database.execute(
            "INSERT INTO crypto_keptfile (id, name, kind, size, quarantined, kept_at) VALUES (?, ?, ?, ?, ?, ?)",
            ("0" * 32, "tt1.r0.broken", "text/plain", 1, False, "2026-01-01 00:00:00"),
        )
    database.close()
    said = run("keys", "rotate", "records", env=env)
    assert said.returncode == 1
    assert "crypto_keptfile.name of record 00000000" in said.stdout
    again = run("keys", "rotate", "records", "--resume", env=env)
    assert again.returncode == 1
    assert again.stdout == said.stdout
    kept = (tmp_path / "keys" / "records.json").read_text()
    refusal = run("keys", "forget", "records", "--to", str(tmp_path / "older.json"), env=env)
    assert refusal.returncode == 2
    assert "do not open" in refusal.stderr
    assert (tmp_path / "keys" / "records.json").read_text() == kept


@pytest.mark.parametrize("words", [("keys", "rotate", "records"), ("audit", "verify")])
def test_no_command_but_serve_makes_a_database(tmp_path: Path, words: tuple[str, ...]) -> None:
    begun(tmp_path)
    before = (tmp_path / "keys" / "records.json").read_text()
    for where in ("nowhere", "empty", "other"):
        (tmp_path / where).mkdir()
        if where == "empty":
            (tmp_path / where / "tideturn.sqlite3").touch()
        if where == "other":
            (tmp_path / where / "place").mkdir()
            begun_anew(tmp_path / where / "place")
            shutil.copy(tmp_path / "other/place/data/tideturn.sqlite3", tmp_path / where)
            with sqlite3.connect(tmp_path / where / "tideturn.sqlite3") as database:
                database.execute("DELETE FROM crypto_keyproof")
            database.close()
        said = run(*words, env=environment(tmp_path, TIDETURN_DATA=str(tmp_path / where)))
        assert said.returncode == 2
        assert "DATABASE_URL" in said.stderr
        assert (tmp_path / "keys" / "records.json").read_text() == before
        assert where != "nowhere" or list((tmp_path / where).iterdir()) == []


IMPATIENT = """
from tideturn.hub.config import elsewhere
elsewhere._WAIT = 1
from tideturn.__main__ import main
raise SystemExit(main())
"""
"""The command itself, but for how many seconds it waits for whoever holds the database."""


def test_keys_are_not_forgotten_while_the_database_does_not_agree(tmp_path: Path) -> None:
    begun(tmp_path)
    env = environment(tmp_path)
    assert run("keys", "rotate", "web", env=env).returncode == 0
    kept = (tmp_path / "keys" / "web.json").read_text()
    holding = sqlite3.connect(tmp_path / "data" / "tideturn.sqlite3", isolation_level=None)
    holding.execute("BEGIN IMMEDIATE")
    words = ["keys", "forget", "web", "--to", str(tmp_path / "older.json")]
    asked = [sys.executable, "-c", IMPATIENT, *words]
    said = subprocess.run(asked, env=env, capture_output=True, text=True, timeout=300)
    holding.execute("ROLLBACK")
    holding.close()
    assert said.returncode == 2
    assert "itself went wrong" not in said.stderr
    assert (tmp_path / "keys" / "web.json").read_text() == kept
    assert run("keys", "list", env=env).returncode == 0
    (tmp_path / "older.json").unlink(missing_ok=True)
    assert run("keys", "forget", "web", "--to", str(tmp_path / "older.json"), env=env).returncode == 0


@pytest.mark.parametrize("within", ["data", "keys"])
def test_what_is_taken_out_does_not_stay_with_the_hub(tmp_path: Path, within: str) -> None:
    begun(tmp_path)
    env = environment(tmp_path)
    said = run("keys", "forget", "records", "--to", str(tmp_path / within / "older.json"), env=env)
    assert said.returncode == 2
    assert "elsewhere" in said.stderr


def test_it_is_served_once_and_the_other_leaves_its_first_link_alone(served) -> None:
    place, _ = served
    said = run("serve", "--bind", f"127.0.0.1:{free_port()}", env=environment(place))
    assert said.returncode == 2
    assert "is being served already" in said.stderr
    link = next(line.strip() for line in (place / "said.txt").read_text().splitlines() if "/invitation/" in line)
    with urllib.request.urlopen(link, timeout=60) as page:
        assert "You are the first to administer this hub." in page.read().decode()


def test_a_host_that_is_not_the_hubs_is_told_on_a_page(served) -> None:
    _, port = served
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60)
    assert refusal.value.code == 400
    assert "does not answer to this address" in refusal.value.read().decode()


def test_a_port_that_is_taken_is_told_and_no_address_before(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = run("serve", "--bind", f"127.0.0.1:{taken.getsockname()[1]}", env=environment(tmp_path))
    assert said.returncode == 2
    assert "cannot listen at" in said.stderr
    assert "The hub is at" not in said.stdout
    assert not (tmp_path / "keys").exists()
    assert [path.name for path in (tmp_path / "data").iterdir()] == [LOCK]


def test_a_damaged_database_and_folders_that_cannot_be_are_told(tmp_path: Path) -> None:
    begun(tmp_path)
    (tmp_path / "data" / "tideturn.sqlite3").write_bytes(b"not a database" * 100)
    said = refused(tmp_path)
    assert "is damaged, or no database of the hub" in said
    assert "itself went wrong" not in said
    (tmp_path / "file").touch()
    for setting in ("TIDETURN_DATA", "TIDETURN_KEYS"):
        said = refused(tmp_path / "fresh", **{setting: str(tmp_path / "file")})
        assert str(tmp_path / "file") in said
        assert "itself went wrong" not in said


def test_keys_that_the_database_does_not_know_are_taken_away_again(tmp_path: Path) -> None:
    begun(tmp_path)
    lost = tmp_path / "keys" / "records.json"
    lost.unlink()
    assert "is not in the keys' folder" in refused(tmp_path)
    assert not lost.exists()


def test_a_file_of_keys_that_lies_in_the_data_is_found_through_its_link(tmp_path: Path) -> None:
    begun(tmp_path)
    file = tmp_path / "keys" / "records.json"
    file.rename(tmp_path / "data" / "records.json")
    file.symlink_to(tmp_path / "data" / "records.json")
    assert "one copy would hold both" in refused(tmp_path)


def test_what_can_wait_is_told_and_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    code = "from tideturn.hub.config import start\nwith start.folders(): print(*start.set_up(), sep='\\n')"
    env = environment(tmp_path, TIDETURN_ANCHORS=str(tmp_path / "nowhere"))
    said = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=300)
    assert said.returncode == 0, said.stderr
    assert "heads of the audit's chain cannot be written" in said.stdout
    assert "Others on this machine may read or write" in said.stdout


def test_an_empty_audit_holds(tmp_path: Path) -> None:
    begun(tmp_path)
    said = run("audit", "verify", env=environment(tmp_path))
    assert (said.returncode, said.stdout) == (0, "0 links hold; nothing is wrong.\n")
    assert "nothing is missing" in run("audit", "restored", env=environment(tmp_path)).stderr


def test_to_prove_the_audit_changes_nothing(tmp_path: Path) -> None:
    begun(tmp_path)
    with sqlite3.connect(tmp_path / "data" / "tideturn.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'onboarding'")
        database.execute("DELETE FROM crypto_keyproof WHERE purpose = 'backup'")
    left = database.execute("SELECT count(*) FROM crypto_keyproof").fetchone()
    said = run("audit", "verify", env=environment(tmp_path))
    assert (said.returncode, "of an older version" in said.stderr) == (2, True)
    assert database.execute("SELECT count(*) FROM crypto_keyproof").fetchone() == left
    database.close()


def test_where_links_are_lost_it_says_so_as_it_starts_until_a_gap_is_signed(tmp_path: Path) -> None:
    begun(tmp_path)
    (tmp_path / "data" / "audit-heads.txt").write_text(f"6 {'0' * 64} 2026-01-01T00:00:00+00:00\n")
    assert "A head was written of link 6" in said_at_start(tmp_path)
    said = run("audit", "verify", env=environment(tmp_path))
    assert (said.returncode, "the chain ends at 0" in said.stdout) == (1, True)
    assert "Links 1 to 6 are signed as lost" in run("audit", "restored", env=environment(tmp_path)).stdout
    assert "A head was written" not in said_at_start(tmp_path)
    said = run("audit", "verify", env=environment(tmp_path))
    assert (said.returncode, "Links 1 to 6 were signed as lost" in said.stdout) == (0, True)


def said_at_start(place: Path) -> str:
    command = [sys.executable, "-m", "tideturn", "serve", "--bind", f"127.0.0.1:{free_port()}"]
    with (place / "said.txt").open("w") as out:
        serving = subprocess.Popen(command, env=environment(place), stdout=out, stderr=out)
    try:
        for _ in range(3_000):
            if "/invitation/" in (place / "said.txt").read_text() or serving.poll() is not None:
                break
            time.sleep(0.1)
        time.sleep(0.5)
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=60)
    return (place / "said.txt").read_text()
