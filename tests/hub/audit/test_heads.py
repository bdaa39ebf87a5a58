"""Heads of the chain: once a head tells of a link that the chain lacks nothing is sealed, until a gap is signed."""

import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as hub
from django.db import connection
from sample.people import person

from tideturn.hub.access.oversight import AUDIT_STOPPED
from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, GOVERNANCE_LEAD, SAFEGUARDING_LEAD
from tideturn.hub.audit import anchors
from tideturn.hub.audit.actions import ACTIONS, Kind, action
from tideturn.hub.audit.anchors import Anchor, LostLinksError, lost, write_head, write_head_to, write_last_head
from tideturn.hub.audit.chain import seal_committed
from tideturn.hub.audit.models import Concerned, Event, Seal, Unsealed
from tideturn.hub.audit.permanence import allow
from tideturn.hub.audit.record import record
from tideturn.hub.audit.verify import accept_restore, prove
from tideturn.hub.common.errors import HubError
from tideturn.hub.config import worker
from tideturn.hub.notices.models import Notice

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DONE = ACTIONS.get("sample.happen_before") or action("sample.happen_before", Kind.WRITE, "did something")


def sealed(times: int) -> None:
    for _ in range(times):
        record(DONE, by=uuid4(), via="page")
    seal_committed()


def cut_after(number: int) -> None:
    """An older copy put back: what was sealed later is not there, nor what waited then."""
    allow(connection)
    later = Seal.objects.filter(number__gt=number)
    Concerned.objects.filter(event__in=later.values("event")).delete()
    Event.objects.filter(pk__in=later.values("event")).delete()
    later.delete()
    Unsealed.objects.all().delete()


def work_once() -> None:
    stop = threading.Event()
    stop.set()
    worker.work(stop)


def lines(place: str | Path, name: str = anchors.FILE) -> list[str]:
    return [line.split()[0] for line in (Path(place) / name).read_text().splitlines()]


@pytest.fixture(autouse=True)
def _within_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker leaves the test its connection."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


@pytest.fixture
def elsewhere(tmp_path: Path, settings) -> Path:
    settings.TIDETURN_ANCHORS = str(tmp_path)
    return tmp_path


def test_after_an_older_copy_is_put_back_the_worker_gives_no_number_again() -> None:
    sealed(6)
    write_head()
    cut_after(2)
    for _ in range(6):
        record(DONE, by=uuid4(), via="page")
    work_once()
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert lines(hub.TIDETURN_DATA)[-1] == "6"
    gap = accept_restore()
    assert (gap.gap_from, gap.number) == (3, 7)
    work_once()
    found = prove()
    assert (found.faults, found.unsealed, [one.number for one in found.gaps]) == ((), 0, [7])
    assert lines(hub.TIDETURN_DATA)[-1] == str(found.links + 4)


def test_the_leads_are_told_once_a_day_that_links_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    leads = {person((SAFEGUARDING_LEAD, ALL_SITES)).pk, person((GOVERNANCE_LEAD, ALL_SITES)).pk}
    person((CASEWORKER, "london"))
    sealed(3)
    write_head()
    cut_after(1)
    work_once()
    work_once()
    told = Notice.objects.filter(kind=AUDIT_STOPPED.name)
    assert {one.to_id for one in told} == leads
    assert told.count() == 2
    assert told[0].of.address(told[0].about) == "/access/audit/"
    assert Event.objects.filter(action="access.tell_links_lost", details={"link": 3}).count() == 1


@pytest.mark.parametrize("seal", [seal_committed, write_head])
def test_nothing_is_sealed_and_no_head_written_while_a_head_is_ahead(seal: Callable[[], object]) -> None:
    sealed(3)
    write_head()
    cut_after(1)
    record(DONE, by=None, via="worker")
    with pytest.raises(LostLinksError, match=r"link 3 of the audit's chain.*audit restored"):
        seal()
    assert Unsealed.objects.count() == 1


def test_a_place_for_heads_keeps_those_of_lost_links(tmp_path: Path) -> None:
    sealed(3)
    write_head()
    write_head_to(tmp_path)
    cut_after(1)
    write_head_to(tmp_path)
    assert lines(tmp_path) == ["3"]


def test_where_numbers_were_given_anew_the_gap_reaches_back_to_the_first(elsewhere: Path, settings) -> None:
    """The other place was not reached while an older copy ran."""
    sealed(6)
    write_head()
    cut_after(2)
    (Path(settings.TIDETURN_DATA) / anchors.FILE).unlink()
    settings.TIDETURN_ANCHORS = ""
    sealed(8)
    write_head()
    settings.TIDETURN_ANCHORS = str(elsewhere)
    assert [fault.number for fault in prove().faults] == [6]
    record(DONE, by=None, via="worker")
    with pytest.raises(LostLinksError):
        seal_committed()
    gap = accept_restore()
    assert (gap.gap_from, gap.number) == (6, 11)
    assert seal_committed() == 1
    assert prove().faults == ()
    with pytest.raises(HubError, match="nothing is missing"):
        accept_restore()


def test_what_was_sealed_since_the_last_minute_is_found_by_the_last_head() -> None:
    sealed(3)
    write_head()
    record(DONE, by=None, via="worker")
    record(DONE, by=None, via="worker")
    worker._seal()
    cut_after(3)
    (fault,) = prove().faults
    assert fault.number == 5
    assert lost() == lost(whole=True)
    assert lines(hub.TIDETURN_DATA, anchors.LAST) == ["5"]


def test_the_last_head_is_written_over() -> None:
    sealed(1)
    write_last_head()
    sealed(1)
    write_last_head()
    assert lines(hub.TIDETURN_DATA, anchors.LAST) == ["2"]


def test_a_place_that_fails_does_not_hinder_the_other(elsewhere: Path, settings) -> None:
    settings.TIDETURN_DATA = "/nowhere/at/all"
    sealed(1)
    with pytest.raises(HubError, match="/nowhere/at/all"):
        write_head()
    assert lines(elsewhere) == ["1"]


def test_the_worker_seals_each_second_though_a_place_fails(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TIDETURN_ANCHORS = "/nowhere/at/all"
    pauses: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            record(DONE, by=None, via="worker")
            return len(pauses) > 4

    monkeypatch.setattr(worker, "_HEAD_SECONDS", 0.0)
    worker.work(Stop())
    assert pauses == [1.0] * 5
    assert not Unsealed.objects.exists()


def test_a_place_that_cannot_be_read_is_told(settings) -> None:
    settings.TIDETURN_ANCHORS = "/nowhere/at/all"
    sealed(1)
    assert [fault.what for fault in prove().faults] == [
        "The heads of the audit's chain in /nowhere/at/all cannot be read (there is no such folder)."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "9" * 5_000 + " " + "0" * 64 + " x",
        "9" * 23 + " " + "0" * 64 + " x",
        "3 " + "z" * 64 + " x",
        "\N{ARABIC-INDIC DIGIT THREE} " + "0" * 64 + " x",
        "3 " + "0" * 64,
        "",
    ],
)
def test_a_line_that_is_no_head_is_passed_over(elsewhere: Path, line: str) -> None:
    sealed(2)
    write_head()
    with (elsewhere / anchors.FILE).open("a") as out:
        out.write(line + "\n")
    assert prove().faults == ()
    sealed(1)
    write_head()
    with pytest.raises(HubError, match="nothing is missing"):
        accept_restore()


def test_the_greatest_number_that_a_head_may_tell_is_signed_as_lost(elsewhere: Path) -> None:
    sealed(2)
    (elsewhere / anchors.FILE).write_text("9" * 18 + " " + "0" * 64 + " x\n")
    assert lost() == [Anchor(10**18 - 1, "0" * 64)]
    assert accept_restore().number == 10**18
    sealed(1)
    assert prove().faults == ()


def test_each_second_the_newest_heads_alone_are_read(elsewhere: Path) -> None:
    sealed(2)
    old = f"1 {'0' * 64} 2026-01-01T00:00:00+00:00\n"
    write_head()
    own = (elsewhere / anchors.FILE).read_text()
    (elsewhere / anchors.FILE).write_text(old + own * 2_000)
    assert lost() == []
    assert lost(whole=True) == [Anchor(1, "0" * 64)]
