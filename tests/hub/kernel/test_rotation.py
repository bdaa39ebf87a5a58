"""Keys are rotated under way: what was sealed stays readable and findable, half-way through and after."""

from collections.abc import Iterator

import pytest
from django.db import connection
from sample.models import Child

from tideturn.hub.kernel.errors import KeysError
from tideturn.hub.kernel.keyrings import key_folder, ring
from tideturn.hub.kernel.keys import Purpose
from tideturn.hub.kernel.rotation import rotate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("disclosure")]


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
    done = rotate(Purpose.RECORDS, fresh=True, on_progress=lambda *so_far: told.append(so_far))
    assert done.key != before
    assert done.values == 9 + 4
    assert before in done.older
    assert told[0] == (1, 13)
    assert told[-1] == (13, 13)
    assert keys_in("name") == keys_in("note") == {done.key.id}
    assert [child.name for child in Child.objects.order_by("reference")] == [child.name for child in children]


def test_stopped_half_way_all_is_read_and_found_and_it_goes_on_where_it_was(children: list[Child]) -> None:
    for purpose, of in ((Purpose.RECORDS, 13), (Purpose.INDEX, 18)):
        with pytest.raises(StoppedError):
            rotate(purpose, fresh=True, on_progress=stop_after(5))
        assert [child.name for child in Child.objects.order_by("reference")] == [child.name for child in children]
        for child in children:
            assert Child.objects.get(name_index__matches=child.name.upper()) == child
            assert Child.objects.get(name_exact__matches=child.name) == child
        again = rotate(purpose, fresh=False)
        assert again.values == of - 5
    assert keys_in("name") == {ring(Purpose.RECORDS).current.id}
    assert keys_in("name_index") == {ring(Purpose.INDEX).current.id}


def test_what_is_written_meanwhile_is_kept(children: list[Child]) -> None:
    def meanwhile(done: int, of: int) -> None:
        if done == 1:
            late = Child.objects.get(pk=sorted(child.pk for child in children)[-1])
            late.name = "Written meanwhile"
            late.save()

    rotate(Purpose.RECORDS, fresh=True, on_progress=meanwhile)
    assert Child.objects.get(name_index__matches="written meanwhile").name == "Written meanwhile"


def test_without_the_older_key_nothing_more_is_touched_and_it_is_said_which_is_missing(children: list[Child]) -> None:
    missing = ring(Purpose.RECORDS).current
    key_folder().add(Purpose.RECORDS)
    key_folder().forget_all_but_current(Purpose.RECORDS)
    with pytest.raises(KeysError, match=missing.id):
        rotate(Purpose.RECORDS, fresh=False)
    assert keys_in("name") == {missing.id}
