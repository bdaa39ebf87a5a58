"""The audit knows of keys that are taken into use and out of it, by their names."""

import pytest

from tideturn.hub.audit.models import Event
from tideturn.hub.config.key_changes import ROTATED, tell

pytestmark = pytest.mark.django_db


def test_a_key_is_told_by_its_purpose_and_name_and_by_nobodys_account() -> None:
    tell(ROTATED, purpose="records", key="r0011aabb")
    event = Event.objects.get()
    assert (event.action, event.actor, event.via) == ("config.rotate_keys", None, "command")
    assert event.details == {"purpose": "records", "key": "r0011aabb"}
