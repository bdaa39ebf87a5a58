"""What stands in a record, and what stands in the database: the one clear, the other sealed."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, transaction
from sample.models import Child

from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.fields import Sealed
from tideturn.hub.crypto.keys import Purpose, ring
from tideturn.hub.crypto.sealing import Place, unseal, unseal_text

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("disclosure")]
NAME = "Planted Namesworth"


def made(name: str = NAME, note: str | None = "Said that planted-note.") -> Child:
    return Child.objects.create(reference=f"R-{uuid4().hex[:8]}", name=name, note=note)


def raw(child: Child) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sample_child WHERE reference = %s", [child.reference])
        row = cursor.fetchone()
        return dict(zip((column[0] for column in cursor.description), row, strict=True))


def test_a_record_is_read_as_it_was_written_and_stands_sealed_in_the_database() -> None:
    child = made()
    found = Child.objects.get(pk=child.pk)
    assert (found.name, found.note) == (NAME, "Said that planted-note.")
    kept = raw(child)
    assert str(kept["name"]).startswith("tt1.r")
    assert not any("lanted" in str(value) for value in kept.values())


def test_nothing_is_sealed_as_nothing_and_an_empty_text_as_a_text() -> None:
    child = made(note=None)
    assert raw(child)["note"] is None
    child.note = ""
    child.save()
    assert Child.objects.get(pk=child.pk).note == ""
    assert raw(child)["note"]


def test_what_nobody_opened_is_saved_as_it_was() -> None:
    child = made()
    before = raw(child)["name"]
    found = Child.objects.get(pk=child.pk)
    found.site = "birmingham"
    found.save()
    assert raw(child)["name"] == before or Child.objects.get(pk=child.pk).name == NAME


def test_a_deferred_text_is_fetched_and_opened_when_it_is_asked_for() -> None:
    child = made()
    assert Child.objects.defer("name").get(pk=child.pk).name == NAME


def test_a_value_moved_to_another_record_or_field_does_not_open() -> None:
    one, other = made(), made()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sample_child SET name = %s WHERE reference = %s", [raw(one)["name"], other.reference])
        cursor.execute("UPDATE sample_child SET note = %s WHERE reference = %s", [raw(one)["name"], one.reference])
    with pytest.raises(KeysError, match="does not open"):
        _ = Child.objects.get(pk=other.pk).name
    with pytest.raises(KeysError, match="does not open"):
        _ = Child.objects.get(pk=one.pk).note


def test_clear_text_from_outside_is_told_and_not_shown() -> None:
    child = made()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sample_child SET note = 'clear' WHERE reference = %s", [child.reference])
    with pytest.raises(KeysError, match="was not sealed by this hub"):
        _ = Child.objects.get(pk=child.pk).note


@pytest.mark.parametrize(
    "value",
    [
        "",
        "tt1",
        "tt1.KEY",
        "tt2.KEY.TEXT",
        "tt1.KEY.",
        "tt1.KEY.AAAA",
        "tt1.KEY.TEXTé",
        "tt1.KEY.TEX.T",
        "tt1.é.TEXT",
        "\ud800",
    ],
)
def test_what_is_no_sealed_value_is_told_whatever_it_is(value: str) -> None:
    keys, place = ring(Purpose.RECORDS), Place("sample_child", "name", uuid4())
    value = value.replace("KEY", keys.current.id).replace("TEXT", "A" * 40)
    with pytest.raises(KeysError, match="was not sealed by this hub"):
        unseal_text(value, place, keys)
    with pytest.raises(KeysError):
        unseal(value.encode(errors="surrogatepass"), place, keys)


def test_clear_text_cannot_be_written_past_the_record() -> None:
    child = made()
    with pytest.raises(TypeError, match="sealed for its record"), transaction.atomic():
        Child.objects.filter(pk=child.pk).update(note="clear")
    child.note = "other"
    with pytest.raises(TypeError, match="sealed for its record"), transaction.atomic():
        Child.objects.bulk_update([child], ["note"])
    assert Child.objects.get(pk=child.pk).note == "Said that planted-note."


def test_many_are_made_at_once_each_sealed() -> None:
    Child.objects.bulk_create([Child(reference=f"B-{n}", name=f"{NAME} {n}") for n in range(3)])
    found = Child.objects.filter(reference__startswith="B-").order_by("reference")
    assert [child.name for child in found] == [f"{NAME} {n}" for n in range(3)]


@pytest.mark.parametrize("asked", ["name", "name__exact", "name__contains", "name__lower"])
def test_no_text_is_looked_for_in_what_is_sealed(asked: str) -> None:
    with pytest.raises((FieldError, TypeError)):
        list(Child.objects.filter(**{asked: NAME}))
    assert list(Child.objects.filter(note__isnull=False)) == []


def test_values_and_serialised_records_are_sealed() -> None:
    child = made()
    assert isinstance(Child.objects.values_list("name", flat=True).get(pk=child.pk), Sealed)
    assert "lanted" not in repr(Child.objects.filter(pk=child.pk).values())
    assert "lanted" not in serializers.serialize("json", [child])


@pytest.mark.parametrize("said", ["planted namesworth", "PLANTED NAMESWORTH ", "Plánted Names-worth"])
def test_a_record_is_found_by_its_name_however_it_is_typed(said: str) -> None:
    child = made()
    made("Somebody Else")
    assert list(Child.objects.filter(name_index__matches=said)) == [child]
    assert list(Child.objects.filter(name_exact__matches=said)) == []
    assert list(Child.objects.filter(name_exact__matches=NAME)) == [child]


def test_an_empty_name_finds_nobody() -> None:
    made("")
    assert list(Child.objects.filter(name_index__matches=" - ")) == []


def test_a_new_name_is_found_also_where_only_the_name_is_saved() -> None:
    child = made()
    child.name = "Renamed"
    child.save(update_fields=["name"])
    assert list(Child.objects.filter(name_index__matches="renamed")) == [child]
    assert list(Child.objects.filter(name_index__matches=NAME)) == []


def test_a_copy_under_another_id_is_refused_rather_than_written_with_what_does_not_open() -> None:
    copied = Child.objects.get(pk=made().pk)
    copied.pk = uuid4()
    with pytest.raises(KeysError):
        copied.save(force_insert=True)


def test_places_are_told_apart() -> None:
    from tideturn.hub.crypto.sealing import Place

    here = Place("a", "b", uuid4())
    assert len({place.associated for place in (here, replace(here, table="ab"), replace(here, field=""))}) == 3
