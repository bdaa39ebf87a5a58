"""Restricting a record × every role × own and other site × restricted × break-glass: expected by hand."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from sample.models import Child
from sample.people import child, logged_in, person

from tideturn.hub.access.models import BreakGlass, RestrictedTo, Restriction
from tideturn.hub.access.roles import CASEWORKER, TEAM_MANAGER
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock

from .test_matrix import WHO, Cell, cells_of, placed, plain, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
ADDRESSES = ("seen", "restricted", "named", "withdrawn", "lifted")


def expected(address: str, cell: Cell) -> str:
    """A team manager of the site, or a safeguarding lead, who sees the record by role: break-glass changes nothing."""
    may = cell.who == "safeguarding_lead" or (cell.who == "team_manager" and cell.own_site)
    if not may or cell.restricted == "yes":
        return "not found"
    is_restricted = cell.restricted == "named"
    return {
        "seen": "restricted" if is_restricted else "open",
        "restricted": "wrongly filled in" if is_restricted else "restricted",
        "named": "restricted" if is_restricted else "wrongly filled in",
        # Who asks is named with a colleague, who could not lift it: so that they stay.
        "withdrawn": "restricted" if is_restricted else "open",
        "lifted": "open",
    }[address]


def ask(client: Client, address: str, pk: UUID, people: dict[str, UUID]):
    of = ["child", pk]
    page = reverse("access:restriction", args=of)
    if address == "seen":
        return client.get(page)
    if address == "restricted":
        return client.post(page, {"reason": "A colleague's own family", "to": [people["manager"], people["colleague"]]})
    if address == "named":
        return client.post(reverse("access:name_person", args=of), {"user": people["manager"]})
    if address == "withdrawn":
        return client.post(reverse("access:withdraw_name", args=[*of, people["asks"]]))
    return client.post(reverse("access:lift_restriction", args=of))


def came(answer, pk: UUID) -> str:
    if answer.status_code == 404:
        return "not found"
    if answer.status_code == 422:
        return "wrongly filled in"
    assert answer.status_code in (200, 302)
    return "restricted" if Child.objects.get(pk=pk).restricted else "open"


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_comes_of_asking(address: str, who: str) -> None:
    wrong = []
    user = somebody(who)
    assert isinstance(user, User)
    client = logged_in(user)
    people = {"asks": user.pk}
    for cell in cells_of(who):
        site, pk, _ = placed(cell, user, None)
        people |= {"manager": person((TEAM_MANAGER, site)).pk, "colleague": person((CASEWORKER, site)).pk}
        if cell.restricted == "named":
            named = User.objects.get(pk=people["colleague"])
            RestrictedTo.objects.create(record=pk, user=named, named_by=user, named_at=clock.now())
        before = list(RestrictedTo.objects.values_list("pk", "withdrawn_at"))
        found = came(ask(client, address, pk, people), pk)
        if found != expected(address, cell):
            wrong.append((cell, found, expected(address, cell)))
        if found == "not found":
            assert list(RestrictedTo.objects.values_list("pk", "withdrawn_at")) == before
            assert Child.objects.get(pk=pk).restricted == (cell.restricted != "no")
        for model in (BreakGlass, RestrictedTo, Restriction):
            model.objects.all().delete()
    assert wrong == []


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_may_not_be_seen_is_answered_as_what_is_not_there(address: str, who: str) -> None:
    """The same status, page and number of queries, also where break-glass shows the record."""
    kept = child("bristol", restricted=True)
    answers = []
    for pk, of in ((kept.pk, kept.pk), (uuid4(), kept.pk), (uuid4(), uuid4())):
        user = somebody(who)
        now = clock.now()
        until = now + timedelta(hours=3)
        BreakGlass.objects.create(user=user, kind="child", record=of, reason="In danger", at=now, until=until)
        client = logged_in(user)
        client.get(reverse("access:own"))  # a session's first page writes that it was seen
        people = {"asks": user.pk, "manager": user.pk, "colleague": user.pk}
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, address, pk, people)
        answers.append((answer.status_code, plain(answer), len(queries), sorted(answer.headers)))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404
    assert not Event.objects.exclude(kind="refusal").exists()
