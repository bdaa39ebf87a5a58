"""Break-glass: from an exact reference, which is never confirmed; for a reason; for three hours; and it is told."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from sample import policy
from sample.people import child, person, standing

from tideturn.hub.access import services
from tideturn.hub.access.models import BreakGlass
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    FUNDER,
    GOVERNANCE_LEAD,
    PROGRAMME_MANAGER,
    SAFEGUARDING_LEAD,
)
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.notices.mailing import mail_waiting
from tideturn.hub.notices.models import Notice

pytestmark = [pytest.mark.database, pytest.mark.django_db]
REASON = "Planted-reason: she rang and is in danger"


def broken(user, reference: str, reason: str = REASON) -> BreakGlass:
    return services.break_glass(by=standing(user), kind=policy.GLASS, reference=reference, reason=reason)


@pytest.fixture
def leads():
    return person((SAFEGUARDING_LEAD, ALL_SITES)), person((GOVERNANCE_LEAD, ALL_SITES))


def test_it_opens_the_record_for_three_hours_and_both_leads_are_told(leads, monkeypatch) -> None:
    there, user = child("bristol", restricted=True), person((CASEWORKER, "london"))
    assert not policy.READABLE.decide(standing(user), there)
    glass = broken(user, f"  {there.reference} ")
    assert policy.READABLE.decide(standing(user), there)
    assert set(Notice.objects.values_list("to", flat=True)) == {lead.pk for lead in leads}
    event = Event.objects.get()
    assert (event.action, event.subjects, event.details) == (
        "access.break_glass",
        [str(there.pk)],
        {"kind": "child"},
    )
    monkeypatch.setattr(clock, "now", lambda: glass.at + timedelta(hours=2, minutes=59))
    assert policy.READABLE.decide(standing(user), there)
    monkeypatch.setattr(clock, "now", lambda: glass.at + timedelta(hours=3))
    assert not policy.READABLE.decide(standing(user), there)


def shape(sql: str) -> str:
    """What is asked of the database, whatever it is asked with."""
    return re.sub(r"'[^']*'|\b[0-9a-f]{32}\b|s\d+_x\d+", "?", sql)


def test_it_is_the_same_whether_there_is_such_a_record_or_not(leads) -> None:
    there, user = child("bristol"), person((CASEWORKER, "london"))
    asked, shapes = [], []
    for reference in (there.reference, "R-nobody"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asked.append(broken(user, reference))
        shapes.append([shape(query["sql"]) for query in queries.captured_queries])
    assert shapes[0] == shapes[1]
    assert [one.kind for one in asked] == ["child", "child"]
    events = Event.objects.order_by("at")
    assert [len(event.subjects) for event in events] == [1, 1]
    assert [set(event.details) for event in events] == [{"kind"}, {"kind"}]
    assert Notice.objects.count() == 4


def test_a_reference_must_be_exact(leads) -> None:
    there, user = child("bristol"), person((CASEWORKER, "london"))
    for reference in (there.reference[:-1], there.reference.lower(), there.reference + "%", ""):
        broken(user, reference)
    assert not policy.READABLE.decide(standing(user), there)


@pytest.mark.parametrize("role", [EVALUATOR, PROGRAMME_MANAGER, FUNDER, ADMINISTRATOR])
def test_roles_that_never_see_records_have_no_break_glass(role, leads) -> None:
    with pytest.raises(RefusedError, match="do not let you open by break-glass"):
        broken(person((role, ALL_SITES)), child().reference)
    assert not BreakGlass.objects.exists()


def test_each_lead_is_told_of_the_other_and_not_of_themselves(leads) -> None:
    safeguarding, governance = leads
    broken(safeguarding, "R-any")
    assert list(Notice.objects.values_list("to", flat=True)) == [governance.pk]
    broken(governance, "R-any")
    assert set(Notice.objects.values_list("to", flat=True)) == {governance.pk, safeguarding.pk}


def test_it_opens_nothing_where_nobody_else_could_be_told() -> None:
    lead = person((SAFEGUARDING_LEAD, ALL_SITES), (GOVERNANCE_LEAD, ALL_SITES))
    with pytest.raises(RefusedError, match="who could be told"):
        broken(lead, child("bristol").reference)
    assert not BreakGlass.objects.exists()
    gone = person((SAFEGUARDING_LEAD, ALL_SITES))
    gone.is_active = False
    gone.save()
    with pytest.raises(RefusedError, match="who could be told"):
        broken(lead, "R-any")


def test_it_needs_a_reason_which_is_sealed(leads) -> None:
    user = person((CASEWORKER, "london"))
    with pytest.raises(HubError, match="Say in a sentence why"):
        broken(user, "R-any", "danger")
    glass = broken(user, "R-any")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM access_breakglass")
        ((kept,),) = cursor.fetchall()
    assert kept.startswith("tt1.")
    assert "lanted" not in str(Event.objects.values()) + repr(vars(BreakGlass.objects.get(pk=glass.pk)))


def test_nobody_goes_through_references_by_it(leads) -> None:
    user = person((CASEWORKER, "london"))
    for _ in range(10):
        broken(user, "R-any")
    with pytest.raises(RefusedError, match="10 times within an hour"):
        broken(user, "R-any")


def test_the_email_holds_identifiers_alone(leads, settings) -> None:
    settings.TIDETURN_MAIL = "smtp://localhost"
    there, user = child("bristol"), person((CASEWORKER, "london"))
    broken(user, there.reference)
    assert mail.outbox == []
    assert mail_waiting() == 2
    assert sorted(one.to[0] for one in mail.outbox) == sorted(lead.email for lead in leads)
    for one in mail.outbox:
        told = one.subject + one.body
        assert not any(word in told for word in ("lanted", there.reference, str(there.pk), user.name, "bristol"))
        assert f"/notices/{Notice.objects.get(to__email=one.to[0]).pk}" in told


def test_it_is_open_from_when_it_was_broken_and_not_before(leads) -> None:
    there, user = child("bristol"), person((CASEWORKER, "london"))
    later = clock.now() + timedelta(hours=1)
    BreakGlass.objects.create(
        user=user, kind="child", record=there.pk, reason=REASON, at=later, until=later + timedelta(hours=3)
    )
    assert not policy.READABLE.decide(standing(user), there)
