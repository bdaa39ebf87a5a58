"""Nobody is shown whom the audit has not written down."""

from uuid import UUID, uuid4

import pytest
from django.template import Context, Template
from sample.models import Child

from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.disclosing import disclosing
from tideturn.hub.audit.models import Event
from tideturn.hub.common.errors import KeysError
from tideturn.hub.common.record_ids import record_id
from tideturn.hub.crypto import files
from tideturn.hub.crypto.disclosure import UndisclosedError
from tideturn.hub.crypto.models import KeptFile

pytestmark = [pytest.mark.database, pytest.mark.django_db]
SHOWN = action("sample.show_child", Kind.DISCLOSURE, "was shown a record")
CHANGED = action("sample.change_child", Kind.WRITE, "changed a record")


@pytest.fixture
def child() -> Child:
    return Child.objects.get(pk=Child.objects.create(reference="R1", name="Planted Namesworth").pk)


def test_what_is_sealed_is_not_opened_outside_a_disclosure(child: Child) -> None:
    with pytest.raises(UndisclosedError, match=r"Child\.name"):
        _ = child.name
    with pytest.raises(UndisclosedError):
        Template("{{ child.name }}").render(Context({"child": child}))
    assert "lanted" not in repr(child.__dict__)


def test_it_is_opened_once_the_audit_has_it(child: Child) -> None:
    reader = uuid4()
    with disclosing(
        SHOWN, by=reader, via="page", on=child, records=[record_id(child)], subjects=[child.pk], site="london"
    ):
        event = Event.objects.get()
        assert child.name == "Planted Namesworth"
    assert (event.actor, event.record, event.subjects) == (reader, child.pk, [str(child.pk)])
    assert list(Event.objects.filter(concerned__subject=child.pk)) == [event]
    with pytest.raises(UndisclosedError):
        _ = child.name


def test_where_nobody_is_shown_nothing_is_written() -> None:
    with disclosing(SHOWN, by=uuid4(), via="page", records=[], subjects=[]):
        pass
    assert not Event.objects.exists()


def test_what_is_about_nobody_in_particular_is_written_down_too() -> None:
    kept = files.keep(b"x", "planted.txt")
    kept = KeptFile.objects.get(pk=kept.pk)
    with disclosing(SHOWN, by=uuid4(), via="page", records=[record_id(kept)], subjects=[]):
        assert (Event.objects.get().subjects, kept.name) == ([], "planted.txt")


@pytest.mark.parametrize("subjects", [[], [uuid4()]], ids=["nobody", "another"])
def test_a_person_is_not_shown_whom_the_audit_does_not_name(child: Child, subjects: list[UUID]) -> None:
    with (
        pytest.raises(ValueError, match="would not name whose"),
        disclosing(SHOWN, by=uuid4(), via="page", records=[record_id(child)], subjects=subjects),
    ):
        pass
    assert not Event.objects.exists()


def test_of_a_record_that_the_disclosure_does_not_hold_nothing_opens(child: Child) -> None:
    other = Child.objects.get(pk=Child.objects.create(reference="R2", name="Planted Other").pk)
    with disclosing(SHOWN, by=uuid4(), via="page", records=[record_id(child)], subjects=[child.pk]):
        with pytest.raises(UndisclosedError, match=r"^sample\.Child\.name was read"):
            _ = other.name
        other.pk = child.pk  # what was sealed for another record does not open under this one's id
        with pytest.raises(KeysError):
            _ = other.name


def test_a_write_is_no_disclosure(child: Child) -> None:
    with (
        pytest.raises(ValueError, match="no disclosure"),
        disclosing(CHANGED, by=uuid4(), via="page", records=[record_id(child)], subjects=[child.pk]),
    ):
        pass


def test_an_unopened_record_is_saved_and_its_name_still_found(child: Child) -> None:
    child.site = "birmingham"
    child.save()
    assert list(Child.objects.filter(name_index__matches="planted namesworth")) == [child]
    deferred = Child.objects.only("reference").get(pk=child.pk)
    deferred.save()
    assert list(Child.objects.filter(name_index__matches="planted namesworth")) == [child]
