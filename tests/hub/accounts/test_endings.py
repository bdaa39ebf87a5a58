"""An account ends on a day, and what it held is listed for somebody to take over."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tideturn.hub.accounts import queries
from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.policy import RULES, Holding
from tideturn.hub.accounts.services.endings import end_account
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common import clock

from .conftest import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseload(cleo: User) -> Holding:
    held = Holding("Young person", "LDN-0042", uuid4(), "/cases/LDN-0042/")

    def of_room(users: Collection[UUID]) -> dict[UUID, list[Holding]]:
        return {user: [held] for user in users if user == cleo.pk}

    RULES.holdings.append(of_room)
    return held


def test_what_somebody_held_is_listed_once_their_account_has_ended(administrators, cleo: User, caseload) -> None:
    ada = administrators[0]
    end_account(by=ada, user=cleo, ends_on=clock.today())
    assert queries.left_to_take_over(by=ada) == ()
    end_account(by=ada, user=cleo, ends_on=clock.today() - timedelta(days=1))
    assert [(left.name, left.holds) for left in queries.left_to_take_over(by=ada)] == [("Cleo", (caseload,))]
    RULES.holdings.clear()
    assert queries.left_to_take_over(by=ada) == ()


def test_an_account_that_ends_at_once_is_logged_out_at_once(administrators, cleo: User, log_in) -> None:
    client = log_in(cleo, Client())
    end_account(by=administrators[0], user=cleo, ends_on=clock.today() - timedelta(days=1))
    assert not cleo.sessions.exists()
    assert client.get("/account/").status_code == 302
    event = Event.objects.get(action="accounts.end_account")
    assert event.details == {"ends_on": (clock.today() - timedelta(days=1)).isoformat()}


def test_who_may_not_ends_nothing(administrators, cleo: User) -> None:
    with pytest.raises(RefusedError):
        end_account(by=cleo, user=administrators[0], ends_on=clock.today())


def test_the_pages_say_it(administrators, cleo: User, caseload, log_in) -> None:
    client = confirm(log_in(administrators[0]))
    page = client.get(f"/people/{cleo.pk}/").content.decode()
    assert "LDN-0042" in page
    client.post(f"/people/{cleo.pk}/last-day/", {"ends_on": (clock.today() - timedelta(days=1)).isoformat()})
    page = client.get("/people/").content.decode()
    assert "To be taken over" in page
    assert "LDN-0042" in page
    wrong = client.post(f"/people/{cleo.pk}/last-day/", {"ends_on": "yesterday"})
    assert wrong.status_code == 422
    assert 'href="#id_ends_on_0"' in wrong.content.decode()


def test_all_sessions_of_somebody_are_ended_by_whoever_may(administrators, cleo: User, log_in) -> None:
    first, second = log_in(cleo, Client()), log_in(cleo, Client())
    client = confirm(log_in(administrators[0]))
    assert second.post(f"/people/{administrators[0].pk}/sessions/end/").status_code == 302
    confirm(second)
    assert second.post(f"/people/{administrators[0].pk}/sessions/end/").status_code == 403
    client.post(f"/people/{cleo.pk}/sessions/end/")
    assert first.get("/account/").status_code == second.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    event = Event.objects.get(action="accounts.end_session")
    assert (event.actor, event.record, event.details) == (administrators[0].pk, cleo.pk, {"sessions": 2})
