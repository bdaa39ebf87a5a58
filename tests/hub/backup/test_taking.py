"""Copies are taken where they may lie, the newest are kept, and what is wrong with them is told."""

import json
import os
import stat
import threading
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import checks
from django.db import connection
from hubs import Hub

from tideturn.hub.audit.models import Event
from tideturn.hub.backup import archive, ledger_file, manifest, schedule, taking
from tideturn.hub.backup.concerns import concerns
from tideturn.hub.backup.databases import Snapshot
from tideturn.hub.backup.keys_copy import copy_keys
from tideturn.hub.backup.models import Backup, KeysCopy, Rehearsal
from tideturn.hub.backup.places import LEDGER
from tideturn.hub.backup.settling import settle
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import files, recovery_key
from tideturn.hub.crypto.keys import Purpose, key_folder, ring
from tideturn.hub.crypto.ledger import LedgerKind, enter, ledger_kind
from tideturn.hub.crypto.models import KeptFile, LedgerEntry
from tideturn.hub.crypto.recovery_key import new_pair

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PAIR = new_pair()


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for copies. The tests' own database is in a transaction that no other connection sees into."""
    copies = tmp_path / "copies"
    copies.mkdir()
    settings.TIDETURN_BACKUP_TO, settings.TIDETURN_RECOVERY_KEY = str(copies), PAIR.public
    settings.TIDETURN_BACKUP_EVERY, settings.TIDETURN_BACKUP_KEEP = timedelta(hours=24), 2
    settings.TIDETURN_FILES = tmp_path / "files"

    def snapshot(copy: Path) -> Snapshot:
        copy.write_bytes(b"a database")
        return Snapshot(connection.vendor, tuple(KeptFile.objects.values_list("pk", flat=True)), (0, ""), ())

    monkeypatch.setattr(taking, "snapshot", snapshot)
    monkeypatch.setattr(taking, "check_copy", lambda vendor, copy: None)
    monkeypatch.setattr("tideturn.hub.common.rounds.close_old_connections", lambda: None)
    return copies


def codes() -> dict[str, bool]:
    return {concern.code: concern.alarm for concern in concerns() if concern.code != "same_disk"}


def archives(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_one_is_written_whole_recorded_and_for_nobody_elses_eyes(place: Path) -> None:
    kept = files.keep(b"About somebody", "it.txt")
    taken = taking.take(via="command")
    (path,) = place.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    backup = Backup.objects.get()
    assert archive.measured(path) == archive.Written(backup.size, backup.sha256)
    assert (backup.name, backup.files, taken.lost) == (path.name, 1, ())
    assert backup.keys["records"] == [key.id for key in ring(Purpose.RECORDS).keys]
    found = []
    archive.read_archive(path, lambda name, part: found.append(name), private=PAIR.private)
    assert found == ["database", f"files/{kept.pk.hex}", "manifest.json"]


def test_a_file_that_is_gone_from_the_store_is_told_and_one_that_was_deleted_is_not(place: Path, monkeypatch) -> None:
    lost, deleted = files.keep(b"One", "one.txt"), files.keep(b"Two", "two.txt")
    for one in (lost, deleted):
        files.kept_at(one.pk).unlink()
    write = taking.write_archive

    def meanwhile(*given, **named):
        written = write(*given, **named)
        deleted.delete()
        return written

    monkeypatch.setattr(taking, "write_archive", meanwhile)
    assert taking.take(via="command").lost == (lost.pk,)


def test_the_newest_are_kept_and_what_is_gone_counts_for_none(place: Path) -> None:
    names = [taking.take(via="command").backup.name for _ in range(3)]
    assert archives(place) == names[1:]
    (place / names[1]).write_bytes(b"cut short")
    (place / "tideturn-2001.tar.age").write_bytes(b"somebody else's")
    names += [taking.take(via="command").backup.name]
    # The one that was cut short is none, and stays for whoever looks into it.
    assert archives(place) == ["tideturn-2001.tar.age", *names[1:]]
    names += [taking.take(via="command").backup.name]
    assert archives(place) == ["tideturn-2001.tar.age", names[1], *names[3:]]
    assert Backup.objects.exclude(removed=None).count() == 2


def test_one_that_fails_leaves_nothing_and_removes_nothing(place: Path, monkeypatch) -> None:
    before = [taking.take(via="command").backup.name for _ in range(2)]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as within:
        within.setattr(os, "fsync", full)
        with pytest.raises(HubError, match=r"could not be written to .* \(No space left on device\)"):
            taking.take(via="command")
    with monkeypatch.context() as within:
        within.setattr(archive, "measured", lambda path: archive.Written(1, "another"))
        with pytest.raises(HubError, match="is not what is read there"):
            taking.take(via="command")
    with monkeypatch.context() as within:
        within.setattr(taking, "add_file", full)
        with pytest.raises(HubError, match="could not be written"):
            taking.take(via="command")
    assert archives(place) == before
    assert Backup.objects.count() == 2


def test_two_at_once_are_refused_and_what_a_killed_one_left_is_swept_away(tmp_path: Path, settings) -> None:
    left = Path(settings.TIDETURN_DATA) / ".tideturn-copying-killed"
    left.mkdir()
    with taking._alone(), pytest.raises(HubError, match="is being taken already"):
        taking.take(via="command")
    taking.take(via="command")
    assert not left.exists()
    assert not list(Path(settings.TIDETURN_DATA).glob(".tideturn-copying*"))


def test_a_place_with_the_data_or_the_keys_is_refused(settings, tmp_path: Path) -> None:
    for folder in (settings.TIDETURN_DATA, settings.TIDETURN_KEYS):
        for place in (Path(folder), Path(folder) / "copies", Path(folder).parent):
            settings.TIDETURN_BACKUP_TO = str(place)
            with pytest.raises(HubError, match="lies with the"):
                taking.take(via="command")
            assert "tideturn.E302" in {one.id for one in checks.run_checks()}
            with pytest.raises(HubError, match="lies with the"):
                copy_keys(place)
    settings.TIDETURN_BACKUP_TO = str(tmp_path / "nowhere")
    with pytest.raises(HubError, match="is not there"):
        taking.take(via="command")
    settings.TIDETURN_BACKUP_TO = ""
    with pytest.raises(HubError, match="No place is set"):
        taking.take(via="command")


def test_a_recovery_key_that_is_none_or_private_is_told_and_not_repeated(settings, place: Path) -> None:
    for key, told in (
        (PAIR.private, "holds the private half"),
        ("age1x", "is not the public half"),
        ("", "is not the"),
    ):
        settings.TIDETURN_RECOVERY_KEY = key
        (found,) = (one for one in checks.run_checks() if one.id == "tideturn.E301")
        assert told in found.msg
        with pytest.raises(HubError, match=told) as refused:
            taking.take(via="command")
        assert PAIR.private not in str(refused.value) + found.msg
    assert archives(place) == []


def test_the_keys_lie_apart_from_what_they_open(place: Path, tmp_path: Path) -> None:
    with pytest.raises(HubError, match="lies with the copies of the hub"):
        copy_keys(place)
    stick = tmp_path / "stick"
    with pytest.raises(HubError, match="There is no folder"):
        copy_keys(stick)
    stick.mkdir()
    path = copy_keys(stick)
    found = {}
    archive.read_archive(path, lambda name, part: found.update({name: part.read()}), private=PAIR.private)
    assert found == {path.name: path.read_bytes() for path in key_folder().folder.glob("*.json")}
    assert KeysCopy.objects.get().keys["audit"] == [key.id for key in ring(Purpose.AUDIT).keys]


def test_what_is_wrong_is_told(place: Path, tmp_path: Path, settings) -> None:
    assert codes() == {"never": True, "no_keys": True}
    stick = tmp_path / "stick"
    stick.mkdir()
    copy_keys(stick)
    backup = taking.take(via="command").backup
    assert codes() == {"not_rehearsed": False}
    now = clock.now()
    made = Rehearsal.objects.create(at=now - timedelta(days=91), of=backup.name, sha256=backup.sha256, seconds=3)
    assert codes() == {"not_rehearsed": False}
    made.at = now - timedelta(days=89)
    made.save()
    assert codes() == {}
    Backup.objects.update(at=now - timedelta(hours=49))
    assert codes() == {"old": True}
    Backup.objects.update(at=now - timedelta(hours=47))
    (place / backup.name).write_bytes(b"cut short")
    assert codes() == {"gone": True}
    key_folder().add(Purpose.INDEX)
    assert codes() == {"gone": True, "keys_lacking": True}
    settings.TIDETURN_BACKUP_EVERY = timedelta()
    assert codes() == {"gone": True, "keys_lacking": True, "by_hand": False}
    settings.TIDETURN_BACKUP_TO = str(tmp_path / "nowhere")
    assert codes()["no_place"]
    settings.TIDETURN_BACKUP_TO = ""
    assert codes()["no_copies"]


def test_the_worker_takes_one_when_it_is_time(place: Path, settings) -> None:
    stop = threading.Event()

    def once() -> None:
        stop.set()
        schedule.keep_copies(stop)

    once()
    assert Backup.objects.count() == 1
    once()
    assert Backup.objects.count() == 1
    Backup.objects.update(at=clock.now() - timedelta(hours=25))
    once()
    assert Backup.objects.count() == 2
    Backup.objects.update(at=clock.now() - timedelta(hours=25))
    settings.TIDETURN_BACKUP_EVERY = timedelta()
    once()
    assert Backup.objects.count() == 2


def test_what_fails_is_logged_in_a_sentence_and_tried_again_later(place: Path, monkeypatch, settings) -> None:
    said = []
    monkeypatch.setattr(schedule.log, "error", lambda event, **told: said.append((event, told)), raising=False)
    settings.TIDETURN_BACKUP_TO = "/nowhere/at/all"
    pauses = []

    class Stop:
        def wait(self, seconds: float) -> bool:
            pauses.append(seconds)
            return len(pauses) == 12

    schedule.keep_copies(Stop())
    assert (said[0][0], said[0][1]["what"].split(", ")[1]) == ("backup_no_place", "/nowhere/at/all")
    assert said[-1][0] == "backup_failed"
    assert pauses[:3] == [10, 20, 40]
    assert pauses[-1] == 15 * 60


GONE = ledger_kind("sample_gone", told="samples", again=lambda subject, details: True)


def entered(number: int) -> LedgerEntry:
    return enter(GONE, subject=files.keep(b"x", f"{number}.txt").pk, details={"ends_on": None})


def test_the_ledger_grows_and_mends_itself(place: Path) -> None:
    keys = ring(Purpose.BACKUP)
    path = place / LEDGER
    assert ledger_file.write_what_is_missing(place, keys) == 0
    assert path.read_bytes() == b""  # one that is not there is lost
    ids = [entered(1).pk, entered(2).pk]
    assert ledger_file.write_what_is_missing(place, keys) == 2
    ids.append(entered(3).pk)
    with path.open("a") as out:
        out.write('{"cut off by a power c')
    assert ledger_file.write_what_is_missing(place, keys) == 1
    assert [line.id for line in ledger_file.read(path, keys)] == ids
    whole = path.read_text()
    path.unlink()
    assert ledger_file.write_what_is_missing(place, keys) == 3
    assert path.read_text() == whole


def test_the_worker_writes_the_ledger_also_where_no_copy_can_be_taken(place: Path, monkeypatch, settings) -> None:
    def full() -> None:
        raise HubError("There is no room for a copy.")

    monkeypatch.setattr(schedule, "_take", full)
    stop = threading.Event()
    stop.set()
    entry = entered(1)
    schedule.keep_copies(stop)
    schedule.keep_ledger(stop)
    assert [line.id for line in ledger_file.read(place / LEDGER, ring(Purpose.BACKUP))] == [entry.pk]
    settings.TIDETURN_BACKUP_TO = ""
    entered(2)
    schedule.keep_ledger(stop)
    assert len(ledger_file.read(place / LEDGER, ring(Purpose.BACKUP))) == 1


@pytest.mark.parametrize("doing", ["change", "remove", "insert", "swap", "spoil"])
def test_a_ledger_that_was_changed_is_told(place: Path, doing: str) -> None:
    keys = ring(Purpose.BACKUP)
    for number in range(3):
        entered(number)
    ledger_file.write_what_is_missing(place, keys)
    path = place / LEDGER
    one, two, three = path.read_text().splitlines()
    changed = {
        "change": [one, json.dumps(json.loads(two) | {"kind": "leaver"}), three],
        "remove": [one, three],
        "insert": [one, two, two, three],
        "swap": [two, one, three],
        "spoil": ["[]", one, two, three],
    }[doing]
    path.write_text("\n".join(changed) + "\n")
    with pytest.raises(HubError, match="is not as this hub wrote it"):
        ledger_file.read(path, keys)
    with pytest.raises(HubError, match="is not as this hub wrote it"):
        ledger_file.write_what_is_missing(place, keys)


def test_a_recovery_key_is_shown_once_or_written_elsewhere(tmp_path: Path) -> None:
    assert PAIR.private not in repr(PAIR)
    one = Hub(tmp_path)
    one.data.mkdir()
    said = one.run("backup", "keypair")
    assert said.startswith("AGE-SECRET-KEY-1")
    assert "\nTIDETURN_RECOVERY_KEY=age1" in said
    for folder in (one.data, one.keys):
        assert "which the hub uses" in one.run("backup", "keypair", "--to", folder / "key.txt", code=2)
    path = tmp_path / "key.txt"
    said = one.run("backup", "keypair", "--to", path)
    assert "AGE-SECRET-KEY" not in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert recovery_key.read_private(path).startswith("AGE-SECRET-KEY-1")
    assert "not there yet" in one.run("backup", "keypair", "--to", path, code=2)


def test_what_this_version_cannot_do_again_is_refused(place: Path) -> None:
    """An erasure that a newer version entered must not be passed over."""
    enter(
        LedgerKind("erased_by_the_future", told="erasures", again=lambda subject, details: True),
        subject=uuid4(),
        details={},
    )
    ledger_file.write_what_is_missing(place, ring(Purpose.BACKUP))
    before = Event.objects.count()
    told = manifest.Manifest(clock.now(), "9", connection.vendor, {}, (), {}, (0, ""), ())
    with pytest.raises(HubError, match="erased_by_the_future, which this version of Tideturn cannot do again"):
        settle(told, ledger=place / LEDGER, heads=place)
    assert Event.objects.count() == before
