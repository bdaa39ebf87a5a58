"""Keys are rotated under way: what was sealed stays readable and findable, half-way through and after."""

import json
import shutil
from collections.abc import Iterator

import pytest
from django.db import connection
from sample.models import Child

from tideturn.commands import keys
from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.key_proof import prove_keys
from tideturn.hub.crypto.keys import KeyFolder, Purpose, key_folder, ring
from tideturn.hub.crypto.models import KeyProof
from tideturn.hub.crypto.rotation import rotate

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("disclosure")]


class StoppedError(Exception):
    pass


@pytest.fixture
def children() -> Iterator[list[Child]]:
    made = [
        Child.objects.create(reference=f"R{n}", name=f"Name {n}", note=f"Note {n}" if n % 2 else None) for n in range(9)
    ]
    yield made
    for purpose in Purpose:
        key_folder().forget_all_but_current(purpose)


def keys_in(column: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM sample_child WHERE {column} IS NOT NULL")
        parts = [value.split(".") for (value,) in cursor.fetchall()]
    return {part[1] if part[0] == "tt1" else part[0] for part in parts}


def stop_after(most: int):
    def told(done: int, of: int) -> None:
        if done == most:
            raise StoppedError

    return told


def test_records_are_sealed_anew_and_read_as_before(children: list[Child]) -> None:
    before = ring(Purpose.RECORDS).current
    told: list[tuple[int, int]] = []
    key_folder().add(Purpose.RECORDS)
    done = rotate(Purpose.RECORDS, on_progress=lambda *so_far: told.append(so_far))
    assert done.key != before
    assert done.values == 9 + 4
    assert before in done.older
    assert told[0] == (1, 13)
    assert told[-1] == (13, 13)
    assert keys_in("name") == keys_in("note") == {done.key.id}
    assert [child.name for child in Child.objects.order_by("reference")] == [child.name for child in children]


def test_stopped_half_way_all_is_read_and_found_and_it_goes_on_where_it_was(children: list[Child]) -> None:
    for purpose, of in ((Purpose.RECORDS, 13), (Purpose.INDEX, 18)):
        key_folder().add(purpose)
        with pytest.raises(StoppedError):
            rotate(purpose, on_progress=stop_after(5))
        assert [child.name for child in Child.objects.order_by("reference")] == [child.name for child in children]
        for child in children:
            assert Child.objects.get(name_index__matches=child.name.upper()) == child
            assert Child.objects.get(name_exact__matches=child.name) == child
        again = rotate(purpose)
        assert again.values == of - 5
    assert keys_in("name") == {ring(Purpose.RECORDS).current.id}
    assert keys_in("name_index") == {ring(Purpose.INDEX).current.id}


def test_what_is_written_meanwhile_is_kept(children: list[Child]) -> None:
    def meanwhile(done: int, of: int) -> None:
        if done == 1:
            late = Child.objects.get(pk=sorted(child.pk for child in children)[-1])
            late.name = "Written meanwhile"
            late.save()

    key_folder().add(Purpose.RECORDS)
    rotate(Purpose.RECORDS, on_progress=meanwhile)
    assert Child.objects.get(name_index__matches="written meanwhile").name == "Written meanwhile"


def test_without_the_older_key_nothing_more_is_touched_and_it_is_said_which_is_missing(children: list[Child]) -> None:
    missing = ring(Purpose.RECORDS).current
    key_folder().add(Purpose.RECORDS)
    key_folder().forget_all_but_current(Purpose.RECORDS)
    done = rotate(Purpose.RECORDS)
    assert done.values == 0
    assert len(done.unopened) == 13
    assert all(missing.id in one.why for one in done.unopened)
    assert keys_in("name") == {missing.id}


def test_one_damaged_value_is_told_and_holds_up_no_other(children: list[Child]) -> None:
    lowest = min(children, key=lambda child: child.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sample_child SET name = substr(name, 1, 30) WHERE reference = %s", [lowest.reference])
    for purpose, of in ((Purpose.RECORDS, 13), (Purpose.INDEX, 18)):
        key_folder().add(purpose)
        done = rotate(purpose)
        # In the database's own order; a mark is made of the name, so that both of the damaged one's are left.
        assert {one.place.record for one in done.unopened} == {lowest.pk}
        assert {(one.place.table, one.place.field) for one in done.unopened} == {("sample_child", "name")}
        assert done.values == of - len(done.unopened)
    assert keys_in("note") == {ring(Purpose.RECORDS).current.id}
    assert len(keys_in("name")) == len(keys_in("name_index")) == 2


def test_a_key_that_is_added_by_hand_meanwhile_stops_it_with_a_sentence(children: list[Child]) -> None:
    beside = KeyFolder(key_folder().folder)

    def meanwhile(done: int, of: int) -> None:
        assert done < 20
        if done == 1:
            (beside.folder / "other").mkdir()
            other = KeyFolder(beside.folder / "other")
            try:
                other.create()
                shutil.copy(beside.folder / "records.json", other.folder)
                other.add(Purpose.RECORDS)
                shutil.copy(other.folder / "records.json", beside.folder)
            finally:
                shutil.rmtree(other.folder)

    key_folder().add(Purpose.RECORDS)
    with pytest.raises(KeysError, match="no longer the one in use"):
        rotate(Purpose.RECORDS, on_progress=meanwhile)


def test_two_cannot_change_the_keys_at_once(children: list[Child]) -> None:
    beside = KeyFolder(key_folder().folder)
    told: list[str] = []

    def meanwhile(done: int, of: int) -> None:
        if done == 1:
            for change in (beside.add, beside.forget_all_but_current):
                with pytest.raises(KeysError, match="Another command is changing the keys") as refused:
                    change(Purpose.RECORDS)
                told.append(refused.value.what)

    key_folder().add(Purpose.RECORDS)
    before = ring(Purpose.RECORDS)
    rotate(Purpose.RECORDS, on_progress=meanwhile)
    assert len(told) == 2
    assert ring(Purpose.RECORDS) == before
    assert len(beside.add(Purpose.RECORDS).keys) == len(before.keys) + 1


def test_the_database_knows_of_a_new_key_before_anything_bears_its_name(children: list[Child]) -> None:
    def told(done: int, of: int) -> None:
        raise StoppedError

    key_folder().add(Purpose.RECORDS)
    with pytest.raises(StoppedError):
        rotate(Purpose.RECORDS, on_progress=told)
    new = ring(Purpose.RECORDS).current
    assert KeyProof.objects.filter(purpose="records", key=new.id).exists()
    path = key_folder().folder / "records.json"
    kept = path.read_text()
    path.write_text(json.dumps(json.loads(kept) | {"keys": json.loads(kept)["keys"][:-1]}))
    try:
        with pytest.raises(KeysError, match=new.id):
            prove_keys()
    finally:
        path.write_text(kept)


def test_the_command_names_the_keys_of_every_purpose() -> None:
    """They stand there apart, since the command line is there without what the hub needs."""
    assert tuple(Purpose) == keys._PURPOSES
