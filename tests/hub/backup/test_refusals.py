"""A copy that is not right is told in a sentence, and nothing of it is put anywhere."""

import io
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from hubs import SERVER, Hub, empty_database, hub

from tideturn.hub.backup import archive, manifest
from tideturn.hub.backup.places import LEDGER
from tideturn.hub.backup.restoring import Asked, staged
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.keys import KeyFolder
from tideturn.hub.crypto.recovery_key import new_pair, read_private, shut

pytestmark = pytest.mark.long


@dataclass
class Copied:
    """A hub that was copied, its copy and its keys', and where it shall be put back."""

    living: Hub
    archive: Path
    keys: Path
    recovery: Path
    back: Hub
    planted: dict[str, str]
    listed: str = ""
    """What the list of copies said before anything was rehearsed."""

    def restore(self, *more: object, code: int = 2) -> str:
        """By the command; what it said."""
        url = ("--database-url", self.back.url) if self.back.url else ()
        named = ("--keys", self.keys, "--recovery-key", self.recovery)
        into = ("--into", self.back.data, "--keys-into", self.back.keys)
        return self.back.run("restore", self.archive, *named, *into, *url, *more, code=code)

    def refusal(self, **instead: Path) -> str:
        """What the part of it says that opens and looks through, of something that is not right."""
        given = {"archive": self.archive, "keys": self.keys, "recovery": self.recovery} | instead
        asked = Asked(given["archive"], given["keys"], given["recovery"], self.back.data, self.back.keys)
        with pytest.raises(HubError) as refused, staged(asked):
            pass
        return str(refused.value)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    place = tmp_path_factory.mktemp("copied")
    (place / "stick").mkdir()
    with hub(place) as living, empty_database() as url:
        planted = living.ask("plant")
        living.run("backup", "keys", place / "stick")
        living.run("backup")
        living.ask("leave", planted["leaver"])
        living.run("backup")
        archive = sorted((place / "copies").glob("tideturn-*.tar.age"))[0]
        (keys,) = (place / "stick").iterdir()
        listed = living.run("backup", "list")
        yield Copied(living, archive, keys, place / "recovery.txt", Hub(place / "back", url), planted, listed)


@pytest.fixture
def back(copied: Copied) -> Iterator[Copied]:
    """Afterwards there is nothing: no folder, and no table."""
    yield copied
    assert not copied.back.data.exists()
    assert not copied.back.keys.exists()
    if copied.back.url:
        with psycopg.connect(copied.back.url) as server:
            assert server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def beginning(content: bytes) -> bytes:
    return content[:60_000]


def all_but_the_last_sign(content: bytes) -> bytes:
    return content[:-1]


def up_to_a_whole_piece(content: bytes) -> bytes:
    """As long as whole pieces of 64 KiB with their tags are, so that nothing but a missing last one tells of it."""
    head = content.index(b"\n---") + 1
    head = content.index(b"\n", head) + 1 + 16
    return content[: head + 2 * (65_536 + 16)]


def one_sign_changed(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def more_at_its_end(content: bytes) -> bytes:
    return content + b"x"


def nothing(content: bytes) -> bytes:
    return b""


def another_thing(content: bytes) -> bytes:
    return b"PK\x03\x04 a file of something else"


@pytest.mark.parametrize(
    ("of", "change"),
    [
        *((of, one) for of in ("archive", "keys") for one in (all_but_the_last_sign, one_sign_changed)),
        *(("archive", one) for one in (beginning, up_to_a_whole_piece, more_at_its_end, nothing, another_thing)),
    ],
)
def test_one_that_was_changed_or_cut_off(
    back: Copied, tmp_path: Path, of: str, change: Callable[[bytes], bytes]
) -> None:
    content = getattr(back, of).read_bytes()
    path = tmp_path / "changed.tar.age"
    path.write_bytes(change(content))
    assert path.read_bytes() != content
    assert "was changed or cut off, or is no copy of a hub" in back.refusal(**{of: path})


def test_one_that_was_changed_is_told_by_the_command(back: Copied, tmp_path: Path) -> None:
    path = tmp_path / "changed.tar.age"
    path.write_bytes(one_sign_changed(back.archive.read_bytes()))
    named = ("--keys", back.keys, "--recovery-key", back.recovery)
    said = back.back.run("restore", path, *named, "--into", back.back.data, "--keys-into", back.back.keys, code=2)
    assert f"{path} was changed or cut off" in said


def test_one_that_is_shut_to_another_key(back: Copied, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text(new_pair().private)
    assert "does not open with this recovery key" in back.refusal(recovery=path)


@pytest.mark.parametrize("told", ["", "AGE-SECRET-KEY-1QQQQ\n", "age1notprivate\n", "two\nlines\n"])
def test_a_recovery_key_that_is_none(back: Copied, tmp_path: Path, told: str) -> None:
    path = tmp_path / "recovery.txt"
    path.write_text(told)
    said = back.refusal(recovery=path)
    assert "private half of" in said
    assert "QQQQ" not in said
    assert "cannot be read" in back.refusal(recovery=tmp_path / "nowhere.txt")


def test_keys_and_hub_taken_for_one_another(back: Copied) -> None:
    assert "is no copy of a hub" in back.refusal(archive=back.keys)
    assert "is no copy of the keys" in back.refusal(keys=back.archive)


def test_a_shut_file_that_holds_no_archive(tmp_path: Path) -> None:
    """Send more than a pipe holds, so that the writer is still writing when the reader fails."""
    pair, shut_file = new_pair(), tmp_path / "photos.tar.age"
    with shut_file.open("wb") as out:
        shut(io.BytesIO(b"no archive " * 50_000), out, to=pair.public)
    with pytest.raises(HubError, match="holds no archive of a hub"):
        archive.read_archive(shut_file, lambda name, part: None, private=pair.private)


def written(parts: dict[str, bytes], path: Path, to: str) -> Path:
    def fill(tar: tarfile.TarFile) -> None:
        for name, content in parts.items():
            archive.add_bytes(tar, name, content)

    archive.write_archive(path, fill, to=to)
    return path


def test_the_keys_of_another_hub(back: Copied, tmp_path: Path) -> None:
    """Shut to the same recovery key, they open, and the copy needs keys that they do not hold."""
    other = KeyFolder(tmp_path / "keys")
    other.create()
    keys = written(other.files(), tmp_path / "keys.tar.age", back.living.settings["TIDETURN_RECOVERY_KEY"])
    said = back.refusal(keys=keys)
    assert "lacks what this copy of the hub needs" in said
    assert ", records r" in said


def test_a_copy_that_another_made_with_the_public_half(back: Copied, tmp_path: Path) -> None:
    """Whoever has the public half can shut anything; the list of what it holds is signed by the hub."""
    parts: dict[str, bytes] = {}
    private = read_private(back.recovery)
    archive.read_archive(back.archive, lambda name, part: parts.update({name: part.read()}), private=private)
    told = json.loads(parts[manifest.NAME])
    told["told"]["at"] = "2020-01-01T00:00:00+00:00"
    forged = {
        "does not hold what it says it holds": {**parts, manifest.DATABASE: parts[manifest.DATABASE] + b" "},
        "was not made by the hub to which these keys": {**parts, manifest.NAME: json.dumps(told).encode()},
        "does not say what it holds": {name: part for name, part in parts.items() if name != manifest.NAME},
        "is no copy of a hub": {**parts, "../../escaped": b"x"},
    }
    for number, (why, these) in enumerate(forged.items()):
        path = written(these, tmp_path / f"{number}.tar.age", back.living.settings["TIDETURN_RECOVERY_KEY"])
        assert why in back.refusal(archive=path)
    again = written(parts, tmp_path / "again.tar.age", back.living.settings["TIDETURN_RECOVERY_KEY"])
    asked = Asked(again, back.keys, back.recovery, back.back.data, back.back.keys)
    with staged(asked) as opened:
        assert opened.manifest.files == 1


def test_a_ledger_that_was_changed(back: Copied, tmp_path: Path) -> None:
    kept = (back.archive.parent / LEDGER).read_text()
    assert back.planted["leaver"] in kept
    path = tmp_path / "ledger.jsonl"
    path.write_text(kept.replace(back.planted["leaver"], back.planted["child"]))
    assert "Line 1 of the ledger" in back.restore("--ledger", path)
    assert "There is no ledger" in back.restore("--ledger", tmp_path / "nowhere.jsonl")


@pytest.fixture(scope="module")
def from_the_future(copied: Copied, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy that a newer version took."""
    place = tmp_path_factory.mktemp("future")
    living = Hub(copied.living.place, copied.living.url, {**copied.living.settings, "TIDETURN_BACKUP_TO": str(place)})
    rows = "django_migrations (app, name, applied) VALUES ('crypto', '9999_ahead', '2030-01-01 00:00:00+00')"
    living.put_in(f"INSERT INTO {rows}")
    living.run("backup")
    living.put_in("DELETE FROM django_migrations WHERE name = '9999_ahead'")
    (archive,) = place.glob("*.tar.age")
    return archive


def test_a_copy_that_a_newer_version_took(back: Copied, from_the_future: Path) -> None:
    """It is found out when the database is in its place already, which is then as empty as before."""
    newer = Copied(back.living, from_the_future, back.keys, back.recovery, back.back, back.planted)
    said = newer.restore()
    assert "which is newer than this one" in said
    assert "crypto" not in said


def test_a_copy_from_before_the_first_release(back: Copied, tmp_path: Path) -> None:
    living = Hub(back.living.place, back.living.url, {**back.living.settings, "TIDETURN_BACKUP_TO": str(tmp_path)})
    row = "django_migrations (app, name, applied) VALUES ('kernel', '0001_initial', '2026-01-01 00:00:00+00')"
    try:
        living.put_in(f"INSERT INTO {row}")
        said = living.run("backup", code=2)
    finally:
        living.put_in("DELETE FROM django_migrations WHERE app = 'kernel'")
    assert "before Tideturn was first released" in said


def test_targets_that_are_not_empty_or_lie_in_one_another(copied: Copied, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "something").write_text("of somebody")

    def refusal(data: Path, keys: Path) -> str:
        with (
            pytest.raises(HubError) as refused,
            staged(Asked(copied.archive, copied.keys, copied.recovery, data, keys)),
        ):
            pass
        return str(refused.value)

    for data, keys in ((full, tmp_path / "keys"), (tmp_path / "data", full)):
        assert f"{full} is not empty" in refusal(data, keys)
    assert "is no folder" in refusal(full / "something", tmp_path / "keys")
    assert "lie in one another" in refusal(tmp_path / "data", tmp_path / "data" / "keys")
    assert {path.name for path in tmp_path.iterdir()} == {"full"}
    assert [path.name for path in full.iterdir()] == ["something"]


@pytest.mark.database
def test_a_database_that_is_not_empty_stays_as_it_is(copied: Copied, tmp_path: Path) -> None:
    if not copied.back.url:
        said = copied.restore("--database-url", "postgresql://somewhere/x")
        assert "The copy is of the built-in database" in said
        return
    with psycopg.connect(copied.back.url) as server:
        server.execute("CREATE TABLE somebodys (id int)")
    assert "The database is not empty" in copied.restore()
    with psycopg.connect(copied.back.url) as server:
        assert server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == [
            ("somebodys",)
        ]
        server.execute("DROP TABLE somebodys")


def test_without_a_ledger_it_is_put_back_and_said_who_comes_in(copied: Copied, tmp_path: Path) -> None:
    alone = shutil.copy(copied.archive, tmp_path)
    with empty_database() as url:
        back = Hub(tmp_path / "back", url)
        given = ("restore", alone, "--keys", copied.keys, "--recovery-key", copied.recovery)
        said = back.run(
            *given, "--into", back.data, "--keys-into", back.keys, *(("--database-url", url) if url else ())
        )
        assert "whoever left since then has access again" in said
        assert "No sign of the hub from after it" in said
        assert copied.planted["leaver"] in back.ask("look")["in_force"]


@pytest.mark.database
def test_a_rehearsal_leaves_nothing_and_is_remembered(copied: Copied, tmp_path: Path) -> None:
    living = copied.living
    assert "rehearsed putting a copy back" in copied.listed
    working = tmp_path / "working"
    working.mkdir()
    living.settings["TMPDIR"] = str(working)
    given = ("restore", copied.archive, "--keys", copied.keys, "--recovery-key", copied.recovery, "--rehearse")
    said = living.run(*given)
    assert "all of it was thrown away again" in said
    assert "done again were, of since then: 1 ends of accounts." in said
    assert list(working.iterdir()) == []
    assert "rehearse" not in living.run("backup", "list")
    assert "backup.rehearse_restore" in living.ask("look")["actions"]
    assert "leave out --into" in living.run(*given, "--into", "somewhere", code=2).lower()
    if living.url:
        with psycopg.connect(living.url) as server:
            found = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'tideturn_rehearsal%'")
            assert found.fetchall() == []


@pytest.mark.database
@pytest.mark.skipif(not SERVER, reason="the built-in database needs none that somebody made")
def test_a_rehearsal_in_a_database_that_somebody_made_leaves_it_empty(copied: Copied) -> None:
    given = ("restore", copied.archive, "--keys", copied.keys, "--recovery-key", copied.recovery, "--rehearse")
    with empty_database() as url:
        assert "all of it was thrown away again" in copied.living.run(*given, "--database-url", url)
        with psycopg.connect(url) as server:
            assert server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
        with psycopg.connect(url) as server:
            server.execute("CREATE TABLE somebodys (id int)")
        assert "The database is not empty" in copied.living.run(*given, "--database-url", url, code=2)
        with psycopg.connect(url) as server:
            assert server.execute("SELECT count(*) FROM somebodys").fetchone() == (0,)
