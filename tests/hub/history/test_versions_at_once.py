"""Two people who write one record at the same moment make two versions, one after the other."""

from django.db import transaction
from sample.at_once import AT_ONCE, at_once
from sample.history import kept, said
from sample.models import Child
from sample.people import child, person, standing

from tideturn.hub.access.roles import CASEWORKER
from tideturn.hub.forms.writing import derive

pytestmark = AT_ONCE


def test_versions_of_one_record_are_counted_on_whoever_writes_at_once():
    one, worker = child(), standing(person((CASEWORKER, "london")))

    def follows(number: int) -> None:
        with transaction.atomic():
            derive(worker, Child.objects.get(pk=one.pk), school=f"School {number}")

    assert at_once(4, follows) == [None] * 4
    versions = kept(one.pk)
    assert [row.number for row in versions] == [1, 2, 3, 4]
    assert said(versions[-1], Child)["school"] == Child.objects.get().school
