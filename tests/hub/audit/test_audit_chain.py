"""The chain: what somebody with the whole database, and without the keys, changes in it is found and named."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from tideturn.hub.audit import chain
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.anchors import write_head, write_head_to
from tideturn.hub.audit.chain import seal_committed
from tideturn.hub.audit.models import Concerned, Event, Seal, Unsealed
from tideturn.hub.audit.permanence import allow
from tideturn.hub.audit.record import record
from tideturn.hub.audit.verify import accept_restore, prove
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.keys import Purpose, key_folder

pytestmark = [pytest.mark.database, pytest.mark.django_db]
OPENED = action("sample.open_child", Kind.DISCLOSURE, "opened a record")


def happened(times: int = 1) -> list[Event]:
    return [
        record(
            OPENED,
            by=uuid4(),
            via="page",
            subjects=[uuid4(), uuid4()],
            site="london",
            details={"fields": ["name", "note"]},
        )
        for _ in range(times)
    ]


def gone(*events: Event) -> None:
    Concerned.objects.filter(event__in=events).delete()
    Event.objects.filter(pk__in=[event.pk for event in events]).delete()


def sealed(times: int) -> list[Event]:
    events = happened(times)
    seal_committed()
    order = {pk: number for number, pk in Seal.objects.values_list("number", "event")}
    return sorted(events, key=lambda event: order[event.pk])


def test_what_was_sealed_holds_and_nothing_waits() -> None:
    sealed(7)
    found = prove()
    assert (found.links, found.faults, found.late, found.unsealed) == (7, (), (), 0)
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 8))


def test_what_waits_is_counted_with_the_time_of_the_oldest() -> None:
    sealed(2)
    first, *_ = happened(3)
    found = prove()
    assert (found.links, found.faults, found.unsealed, found.oldest_unsealed) == (2, (), 3, first.at)


def test_sealing_again_seals_nothing_twice() -> None:
    sealed(3)
    assert seal_committed() == 0
    happened(2)
    assert seal_committed() == 2
    assert prove().links == 5


@pytest.mark.parametrize(
    "change",
    [
        {"actor": UUID(int=1)},
        {"subjects": []},
        {"action": "sample.other"},
        {"site": "birmingham"},
        {"via": "worker"},
        {"details": {"fields": ["name"]}},
        {"at": clock.now() - timedelta(days=1)},
        {"table": "x"},
        {"record": UUID(int=2)},
        {"kind": "write"},
        {"mark": "0" * 64},
    ],
)
def test_a_changed_row_is_found_and_named(change: dict[str, object]) -> None:
    _, event, _ = sealed(3)
    allow(connection)
    Event.objects.filter(pk=event.pk).update(**change)
    (fault,) = prove().faults
    assert fault.number == 2
    assert str(event.pk) in fault.what


def test_a_removed_row_is_found_and_named() -> None:
    events = sealed(3)
    allow(connection)
    gone(events[1])
    (fault,) = prove().faults
    assert (fault.number, fault.what) == (2, f"The event of link 2, {events[1].pk}, was removed.")


def test_a_row_removed_with_its_link_is_found() -> None:
    events = sealed(4)
    allow(connection)
    gone(*events[1:3])
    Seal.objects.filter(number__in=[2, 3]).delete()
    told = [(fault.number, fault.what) for fault in prove().faults]
    assert told[0] == (2, "2 links are missing before link 4.")
    assert told[1][0] == 4


def test_whom_an_event_is_about_cannot_be_taken_out_of_where_it_is_looked_up() -> None:
    _, event = sealed(2)
    allow(connection)
    Concerned.objects.filter(subject=event.subjects[0]).delete()
    (fault,) = prove().faults
    assert fault.what == f"Whom event {event.pk} of link 2 is about was changed where it is looked up."


def forged(**columns: object) -> Event:
    told = {
        "at": clock.now(),
        "action": OPENED.name,
        "kind": "disclosure",
        "via": "page",
        "details": {},
        "subjects": [],
    }
    key = Event.objects.values_list("key", flat=True).first() or "e0"
    return Event.objects.create(**(told | {"key": key, "mark": "f" * 64} | columns))


def test_an_inserted_row_is_found_whether_or_not_it_was_put_among_those_that_wait() -> None:
    sealed(2)
    one, other = forged(), forged()
    Unsealed.objects.create(event=other.pk)
    told = {fault.what for fault in prove().faults}
    assert told == {
        f"Event {one.pk} was put in past the hub: it is neither sealed nor waiting to be.",
        f"Event {other.pk} waits to be sealed, and the hub did not write it as it stands.",
    }
    seal_committed()
    assert f"Event {other.pk} of link 3 was not written by the hub as it stands." in {f.what for f in prove().faults}


def test_a_changed_row_that_waits_is_found() -> None:
    (event,) = happened()
    allow(connection)
    Event.objects.filter(pk=event.pk).update(actor=None)
    assert [str(event.pk) in fault.what for fault in prove().faults] == [True]


def test_a_row_removed_while_it_waited_is_found() -> None:
    (event,) = happened()
    allow(connection)
    gone(event)
    assert [fault.what for fault in prove().faults] == [f"Event {event.pk} waited to be sealed, and was removed."]
    assert seal_committed() == 0


def test_what_comes_while_it_is_sealed_waits_for_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    happened(3)
    mac = chain.mac_of_event

    def and_another(*given: object) -> str:
        happened()
        return mac(*given)

    monkeypatch.setattr(chain, "mac_of_event", and_another)
    assert seal_committed() == 3
    assert prove().unsealed == 3


def test_links_in_another_order_are_found() -> None:
    one, other = sealed(2)
    allow(connection)
    Seal.objects.filter(number=1).update(event=None)
    Seal.objects.filter(number=2).update(event=one.pk)
    Seal.objects.filter(number=1).update(event=other.pk)
    assert {fault.number for fault in prove().faults} == {1, 2}


def test_a_tail_that_was_cut_off_is_found_by_the_head_that_was_written() -> None:
    events = sealed(5)
    write_head()
    allow(connection)
    Seal.objects.filter(number__gt=3).delete()
    gone(*events[3:])
    (fault,) = prove().faults
    assert fault.number == 5
    assert "its tail was cut off" in fault.what


def test_a_chain_made_anew_with_other_keys_is_found_by_its_heads(tmp_path: Path, settings) -> None:
    events = sealed(3)
    write_head_to(tmp_path)
    allow(connection)
    gone(events[2])
    Seal.objects.filter(number=3).delete()
    happened()
    seal_committed()
    settings.TIDETURN_ANCHORS = str(tmp_path)
    (fault,) = prove().faults
    assert fault.what == "Link 3 is another one than its head that was written elsewhere."


def test_heads_are_written_elsewhere_too_and_once_each(tmp_path: Path, settings) -> None:
    settings.TIDETURN_ANCHORS = str(tmp_path)
    sealed(2)
    write_head()
    write_head()
    sealed(1)
    write_head()
    lines = (tmp_path / "audit-heads.txt").read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["2", "3"]


def test_a_place_that_cannot_be_written_is_told(settings) -> None:
    settings.TIDETURN_ANCHORS = "/nowhere/at/all"
    sealed(1)
    with pytest.raises(HubError, match="/nowhere/at/all"):
        write_head()


def test_after_a_copy_is_put_back_a_signed_gap_says_what_was_lost() -> None:
    events = sealed(6)
    write_head()
    allow(connection)
    Seal.objects.filter(number__gt=2).delete()
    gone(*events[2:])
    gap = accept_restore()
    assert (gap.gap_from, gap.number) == (3, 7)
    sealed(2)
    found = prove()
    assert (found.links, found.faults) == (5, ())
    Seal.objects.filter(number=7).update(gap_from=2)
    assert [fault.number for fault in prove().faults] == [7]


def test_no_gap_is_made_where_nothing_is_missing() -> None:
    sealed(2)
    write_head()
    with pytest.raises(HubError, match="nothing is missing"):
        accept_restore()


@pytest.mark.parametrize(("minutes", "pointed_at"), [(59, False), (61, True), (3 * 24 * 60, True)])
def test_an_event_sealed_more_than_an_hour_after_it_says_it_happened_is_pointed_at(
    minutes: int, pointed_at: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    with monkeypatch.context() as patched:
        patched.setattr(clock, "now", lambda: moment - timedelta(minutes=minutes))
        (event,) = happened()
    seal_committed()
    found = prove()
    assert found.faults == ()
    assert [str(event.pk) in one.what for one in found.late] == [True] * pointed_at


def test_the_chain_goes_on_under_a_new_key_and_all_of_it_holds() -> None:
    sealed(2)
    for purpose in (Purpose.AUDIT, Purpose.EVENTS):
        key_folder().add(purpose)
    sealed(2)
    assert (prove().links, prove().faults) == (4, ())
    assert len(set(Seal.objects.values_list("key", flat=True))) == 2


def test_without_its_key_a_link_cannot_be_proved_and_that_is_said() -> None:
    sealed(1)
    key_folder().add(Purpose.AUDIT)
    key_folder().forget_all_but_current(Purpose.AUDIT)
    (fault,) = prove().faults
    assert fault.what == "Link 1 names an audit key that is not in the keys' folder."


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: Event.objects.update(site="x"),
        lambda: Event.objects.all()._raw_delete(using="default"),
        lambda: Seal.objects.update(mac="x"),
        lambda: Concerned.objects.update(subject=UUID(int=1)),
        lambda: Concerned.objects.all()._raw_delete(using="default"),
        lambda: Seal.objects.all()._raw_delete(using="default"),
        lambda: Unsealed.objects.update(event=UUID(int=1)),
        lambda: Unsealed.objects.all()._raw_delete(using="default"),
    ],
)
def test_the_database_refuses_to_change_or_delete_what_the_audit_holds(attempt: Callable[[], object]) -> None:
    sealed(1)
    happened(1)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        attempt()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", [Event, Concerned, Seal, Unsealed])
def test_the_database_refuses_to_empty_the_audits_tables(model: type[Model]) -> None:
    sealed(1)
    written("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        written(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize(
    "replaced",
    [
        "audit_seal SELECT number, NULL, gap_from, gap_mac, key, 'forged', sealed_at FROM audit_seal",
        "audit_seal SELECT 99, event, gap_from, gap_mac, key, 'forged', sealed_at FROM audit_seal",
        "audit_event SELECT * FROM audit_event",
        "audit_concerned SELECT * FROM audit_concerned",
        "audit_concerned (subject, event_id) SELECT subject, event_id FROM audit_concerned",
    ],
)
def test_the_database_refuses_to_put_a_row_over_another(replaced: str) -> None:
    sealed(1)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        written(f"INSERT OR REPLACE INTO {replaced}")


def written(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("told", ["Two words", "", "é", "a" * 81, ["fine", "not fine"], 1.5, {"a": 1}])
def test_content_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match="identifiers alone"):
        record(OPENED, by=None, via="page", details={"what": told})  # type: ignore[dict-item]


@pytest.mark.parametrize("site", ["4 The Lane", "é", "a" * 81])
def test_a_site_that_is_content_is_refused(site: str) -> None:
    with pytest.raises(ValueError, match=r"the site of .* identifiers alone"):
        record(OPENED, by=None, via="page", site=site)


def test_an_action_that_nobody_declared_is_refused() -> None:
    from tideturn.hub.audit.actions import Action

    with pytest.raises(ValueError, match="never declared"):
        record(Action("sample.unheard_of", Kind.WRITE, "?"), by=None, via="page")
    with pytest.raises(ValueError, match=r"room\.verb_object"):
        action("Sample", Kind.WRITE, "?")
    with pytest.raises(ValueError, match="already"):
        action(OPENED.name, Kind.WRITE, "something else")


@pytest.mark.django_db(transaction=True)
def test_an_event_is_written_within_the_transaction_of_what_it_tells_of() -> None:
    with pytest.raises(RuntimeError, match="outside the transaction"):
        record(OPENED, by=None, via="page")
