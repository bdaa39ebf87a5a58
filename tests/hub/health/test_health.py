"""What is found wrong with the hub, and what monitors and administrators are told of it."""

import json
import os
import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from sample.people import logged_in, person

from tideturn.hub.access.glass import GLASS_USED
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES
from tideturn.hub.audit.actions import Kind
from tideturn.hub.audit.models import Event, Unsealed
from tideturn.hub.backup.concerns import Concern
from tideturn.hub.backup.models import Backup
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.config import job_worker, worker
from tideturn.hub.health import certificate, of_the_hub
from tideturn.hub.health import report as looking
from tideturn.hub.health.checks import Finding, Pressing
from tideturn.hub.health.report import CHECKS, look, report
from tideturn.hub.health.signs import Worker, give_sign, kept_in, last_sign
from tideturn.hub.jobs.models import Job, State
from tideturn.hub.notices import models as notices
from tideturn.hub.notices.telling import tell

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.urls("sample.urls")]
REST_OF_A_BACKUP = {"sha256": "0" * 64, "files": 0, "keys": {}, "head": 0}
NAMES = ["looking", "certificate", "database", "workers", "disk", "audit", "backup", "mail", "jobs"]


@pytest.fixture(autouse=True)
def data(tmp_path, settings, monkeypatch) -> Path:
    """A hub of which everything is well."""
    settings.TIDETURN_DATA = tmp_path / "data"
    settings.TIDETURN_DATA.mkdir()
    room(monkeypatch, 100)
    monkeypatch.setattr(of_the_hub, "concerns", lambda: ())
    for each in Worker:
        give_sign(each)
    return settings.TIDETURN_DATA


def room(monkeypatch, gibibytes: float) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda place: SimpleNamespace(free=int(gibibytes * 2**30)))


def found(name: str) -> list[tuple[Pressing, str]]:
    look()
    (looked,) = (one for one in report().checks if one.check.name == name)
    return [(finding.pressing, finding.what) for finding in looked.findings]


def words() -> dict[str, str]:
    return dict(line.split(": ") for line in Client().get("/health/").content.decode().splitlines())


def silent_since(name: Worker, **ago: int) -> None:
    then = (clock.now() - timedelta(**ago)).timestamp()
    os.utime(kept_in(f"{name}.alive"), (then, then))


def test_where_all_is_well_a_monitor_is_told_a_word_a_line() -> None:
    look()
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "".join(f"{name}: well\n" for name in NAMES)
    assert [*CHECKS] == NAMES[1:]


def test_a_monitor_costs_nothing_leaves_nothing_and_is_told_nothing_else(settings) -> None:
    settings.TIDETURN_ANCHORS = "/planted/place"
    look()
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get("/health/")
    assert len(queries) == 0
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]
    assert "planted" not in answer.content.decode()
    assert "audit: soon" in answer.content.decode()
    assert answer.status_code == 200
    assert not Event.objects.exists()
    assert Client().post("/health/").status_code == 405


def test_what_cannot_wait_is_an_answer_that_monitors_take_for_a_fault() -> None:
    silent_since(Worker.JOBS, minutes=6)
    look()
    assert Client().get("/health/").status_code == 503
    assert words()["workers"] == "now"


def test_where_nobody_looks_monitors_are_told(data: Path) -> None:
    assert Client().get("/health/").content.decode() == "looking: now\n"
    look()
    kept = kept_in("report.json")
    told = json.loads(kept.read_text())
    kept.write_text(json.dumps(told | {"at": (clock.now() - timedelta(minutes=6)).isoformat()}))
    assert Client().get("/health/").status_code == 503
    assert words()["looking"] == "now"
    for damaged in ("", "[]", '{"at": 1, "found": {}}', '{"at": "2026-01-01", "found": {"disk": [1]}}'):
        kept.write_text(damaged)
        assert words() == {"looking": "now"}


def test_a_database_that_is_locked_is_told_and_keeps_nobody_waiting(monkeypatch, caplog) -> None:
    class Locked:
        def __enter__(self) -> None:
            raise OperationalError("database is locked")

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(of_the_hub.transaction, "atomic", Locked)
    monkeypatch.setattr("tideturn.hub.health.report.close_old_connections", lambda: None)
    assert found("database") == [(Pressing.NOW, "It could not be looked at: database.")]
    assert "check_failed" in caplog.text
    assert (words()["database"], words()["disk"]) == ("now", "well")


@pytest.mark.parametrize("which", Worker)
def test_a_worker_that_gives_no_sign_of_life_is_told_by_name(which: Worker) -> None:
    silent_since(which, minutes=4)
    assert found("workers") == []
    silent_since(which, minutes=6)
    ((pressing, told),) = found("workers")
    assert pressing is Pressing.NOW
    assert ("seals" in told) == (which is Worker.SEALING)
    kept_in(f"{which}.alive").unlink()
    assert "no sign of life ever" in found("workers")[0][1]


def test_both_workers_give_signs_and_one_looks_around(data: Path, monkeypatch) -> None:
    for each in Worker:
        kept_in(f"{each}.alive").unlink()
    stop = threading.Event()
    stop.set()
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.work(stop)
    assert last_sign(Worker.SEALING) is not None

    monkeypatch.setattr("tideturn.hub.common.rounds.close_old_connections", lambda: None)
    job_worker.give_signs_of_life(stop)
    assert last_sign(Worker.JOBS) is not None


def test_looking_goes_on_after_a_fault(monkeypatch, caplog) -> None:
    stop, times = threading.Event(), []

    def looked() -> None:
        times.append(1)
        if len(times) == 1:
            raise OSError("no room")
        stop.set()

    monkeypatch.setattr(looking, "look", looked)
    monkeypatch.setattr("tideturn.hub.common.rounds.close_old_connections", lambda: None)
    for name in ("_FIRST_SECONDS", "_LOOK_SECONDS"):
        monkeypatch.setattr(looking, name, 0.01)
    looking.keep_looking(stop)
    assert len(times) == 2
    assert "looking_failed" in caplog.text


@pytest.mark.parametrize(("free", "pressing"), [(6, None), (4.9, Pressing.SOON), (0.9, Pressing.NOW)])
def test_a_disk_that_fills_is_told(monkeypatch, free: float, pressing: Pressing | None) -> None:
    room(monkeypatch, free)
    assert [one for one, _ in found("disk")] == ([pressing] if pressing else [])


def test_there_must_be_room_for_another_copy(settings, tmp_path, monkeypatch) -> None:
    settings.TIDETURN_BACKUP_TO = str(tmp_path)
    assert found("disk") == []
    Backup.objects.create(at=clock.now(), name="x", place=str(tmp_path), size=101 * 2**30, **REST_OF_A_BACKUP)
    assert [(one, "copies" in told) for one, told in found("disk")] == [(Pressing.NOW, True)]


def test_what_waits_to_be_sealed_is_told_once_it_waits_too_long() -> None:
    for minutes, expected in ((4, []), (6, [Pressing.NOW])):
        at = clock.now() - timedelta(minutes=minutes)
        event = Event.objects.create(at=at, action="sample.think", kind=Kind.WRITE, via="page")
        Unsealed.objects.get_or_create(event=event.pk)
        assert [one for one, _ in found("audit")] == expected


def test_links_that_are_lost_are_told_by_the_head_that_knows_of_them(data: Path) -> None:
    (data / "audit-heads.txt").write_text(f"6 {'0' * 64} 2026-01-01T00:00:00+00:00\n")
    ((pressing, told),) = found("audit")
    assert pressing is Pressing.NOW
    assert "link 6" in told


def test_copies_are_told_as_they_tell_of_themselves(monkeypatch) -> None:
    some = (
        Concern("old", "The last is old.", "Run it.", alarm=True),
        Concern("same", "Same disk.", "Move.", alarm=False),
    )
    monkeypatch.setattr(of_the_hub, "concerns", lambda: some)
    assert found("backup") == [(Pressing.NOW, "The last is old."), (Pressing.SOON, "Same disk.")]


def test_e_mails_that_wait_fail_or_were_given_up_are_told(settings) -> None:
    settings.TIDETURN_MAIL = "smtp://localhost:9"
    with transaction.atomic():
        tell(GLASS_USED, to=[person().pk], about=uuid4())
    told = notices.Notice.objects.all()
    assert found("mail") == []
    told.update(mail_attempts=1)
    assert [one for one, _ in found("mail")] == [Pressing.SOON]
    told.update(at=clock.now() - timedelta(hours=2))
    assert [one for one, _ in found("mail")] == [Pressing.NOW]
    told.update(mail_next_at=None, mail_given_up_at=clock.now())
    assert found("mail") == [(Pressing.SOON, "E-mails that were given up within the last 30 days: 1.")]
    settings.TIDETURN_MAIL = ""
    assert found("mail") == []


def test_jobs_that_wait_long_or_failed_are_told() -> None:
    now = clock.now()
    job = Job.objects.create(kind="x", by=person(), at=now, next_at=now - timedelta(minutes=59), state=State.WAITING)
    assert found("jobs") == []
    Job.objects.update(next_at=now - timedelta(minutes=61))
    assert "wait for their turn: 1" in found("jobs")[0][1]
    Job.objects.filter(pk=job.pk).update(state=State.FAILED, ended_at=now)
    assert found("jobs") == [(Pressing.SOON, "Jobs that failed within the last day: 1.")]


@pytest.mark.parametrize(
    ("left", "pressing", "told"),
    [
        (timedelta(days=15), None, ""),
        (timedelta(days=13, hours=1), Pressing.SOON, "13 days"),
        (timedelta(days=2, hours=1), Pressing.NOW, "2 days"),
        (timedelta(hours=1), Pressing.NOW, "less than a day"),
        (timedelta(hours=-1), Pressing.NOW, "was good until"),
    ],
)
def test_how_long_the_certificate_is_good_is_told(settings, monkeypatch, left, pressing, told: str) -> None:
    settings.TIDETURN_URL = "https://hub.example.org"
    monkeypatch.setattr(certificate, "certificate_ends", lambda host, port: clock.now() + left)
    said = found("certificate")
    assert [one for one, _ in said] == ([pressing] if pressing else [])
    assert all(told in one for _, one in said)


def test_the_certificate_is_asked_for_once_a_day_and_each_hour_while_it_is_wrong(settings, monkeypatch) -> None:
    asked: list[tuple[str, int]] = []
    now = clock.now()

    def failing(host: str, port: int) -> None:
        asked.append((host, port))
        raise HubError("The certificate of that host could not be had.")

    def good(host: str, port: int) -> object:
        asked.append((host, port))
        return now + timedelta(days=80)

    settings.TIDETURN_URL = "http://hub.example.org"
    monkeypatch.setattr(certificate, "certificate_ends", failing)
    assert (found("certificate"), asked) == ([], [])
    settings.TIDETURN_URL = "https://hub.example.org:8443"
    for _ in range(2):
        assert found("certificate") == [(Pressing.SOON, "The certificate of that host could not be had.")]
    assert asked == [("hub.example.org", 8443)]
    monkeypatch.setattr(certificate, "certificate_ends", good)
    for hours, times in ((1, 2), (24, 2), (26, 3)):
        monkeypatch.setattr(certificate.clock, "now", lambda hours=hours: now + timedelta(hours=hours, minutes=1))
        assert found("certificate") == []
        assert len(asked) == times
    settings.TIDETURN_URL = "https://elsewhere.example.org"
    found("certificate")
    assert asked[-1] == ("elsewhere.example.org", 443)


def test_an_administrator_reads_it_in_sentences_what_cannot_wait_first(monkeypatch) -> None:
    monkeypatch.setitem(CHECKS, "disk", _finds("disk", Finding("A <little> room.", "Make some.", Pressing.SOON)))
    monkeypatch.setitem(CHECKS, "jobs", _finds("jobs", Finding("No job begins.", "Look.", Pressing.NOW)))
    look()
    said = logged_in(person((ADMINISTRATOR, ALL_SITES))).get("/health/page/").content.decode()
    assert "Action needed." in said
    assert 0 < said.index("No job begins.") < said.index("A &lt;little&gt; room.") < said.index("What is well")
    assert not Event.objects.exists()


def _finds(name: str, finding: Finding) -> object:
    one = CHECKS[name]
    return type(one)(one.name, one.title, one.well, lambda: [finding])
