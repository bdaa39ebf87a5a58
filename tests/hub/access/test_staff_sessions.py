"""A staff session: of one browser, begun and ended there, and never longer than it was."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from sample.people import administering, logged_in, person, standing

from tideturn.hub.access import services
from tideturn.hub.access.models import StaffSession
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, GOVERNANCE_LEAD
from tideturn.hub.access.withdrawals import shut_doors
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def begin(client: Client) -> None:
    client.post(reverse("access:staff_session"), {"reason": "To let a manager grant roles"})


def administers(client: Client) -> list[int]:
    """Whether pages are there that are for administrators alone: of access, and of the accounts."""
    return [client.get(reverse(page)).status_code for page in ("access:authorities", "accounts_people")]


def test_it_counts_in_the_browser_in_which_it_was_begun_and_in_no_other() -> None:
    user = person((ADMINISTRATOR, ALL_SITES))
    here, elsewhere = logged_in(user), logged_in(user)
    begin(here)
    assert (administers(here), administers(elsewhere)) == ([200, 200], [404, 404])
    begin(elsewhere)
    assert (administers(here), administers(elsewhere)) == ([404, 404], [200, 200])
    assert StaffSession.objects.filter(ended_at=None).count() == 1
    assert Event.objects.filter(action="access.end_staff_session").count() == 1


def test_it_ends_with_the_log_in() -> None:
    client = logged_in(user := person((ADMINISTRATOR, ALL_SITES)))
    begin(client)
    client.post(reverse("account_logout"))
    assert not StaffSession.objects.filter(ended_at=None).exists()
    assert Event.objects.get(action="access.end_staff_session").actor == user.pk
    assert standing(user).staff_session is None


def test_one_that_ran_out_ended_when_it_did(monkeypatch) -> None:
    user, governance = person((ADMINISTRATOR, ALL_SITES)), person((GOVERNANCE_LEAD, ALL_SITES))
    begun = [services.begin_staff_session(by=standing(user), reason="New colleagues")]
    later = begun[0].until + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    begun.append(services.begin_staff_session(by=standing(user), reason="New colleagues"))
    much_later = later + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: much_later)
    services.end_staff_session(by=standing(user))
    begun.append(administering(governance))
    much_more = much_later + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: much_more)
    shut_doors()
    ended = dict(StaffSession.objects.values_list("pk", "ended_at"))
    assert [ended[one.pk] - one.until for one in begun] == [timedelta()] * 3
