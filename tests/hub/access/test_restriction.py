"""A restricted record: who may restrict it and for whom, what they cannot do by it, and the page."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.db.models import Q
from django.urls import reverse
from sample import policy
from sample.models import Child
from sample.people import administering, child, hold, logged_in, person, standing

from tideturn.hub.access.models import BreakGlass, RestrictedTo, Restriction
from tideturn.hub.access.restriction import services
from tideturn.hub.access.restriction.kinds import restrictable
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    GOVERNANCE_LEAD,
    SAFEGUARDING_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.urls("sample.urls")]
REASON = "Planted-reason: a colleague's own family"


def told(answer) -> str:
    return answer.content.decode()


def restricted(by: User, here: Child, *to: User, reason: str = REASON) -> Restriction:
    return services.restrict_record(by=standing(by), kind=policy.RESTRICTED, pk=here.pk, to=to, reason=reason)


def named(by: User, here: Child, user: User) -> None:
    services.name_person(by=standing(by), kind=policy.RESTRICTED, pk=here.pk, user=user)


def withdrawn(by: User, here: Child, user: User) -> None:
    services.withdraw_name(by=standing(by), kind=policy.RESTRICTED, pk=here.pk, user=user.pk)


def lifted(by: User, here: Child) -> None:
    services.lift_restriction(by=standing(by), kind=policy.RESTRICTED, pk=here.pk)


def sees(user: User, here: Child) -> bool:
    return bool(policy.READABLE.decide(standing(user), here))


@pytest.fixture
def here() -> Child:
    return child("london")


@pytest.fixture
def manager() -> User:
    return person((TEAM_MANAGER, "london"))


@pytest.fixture
def worker() -> User:
    return person((CASEWORKER, "london"))


def test_it_is_restricted_to_named_people_others_named_and_it_is_lifted(here, manager, worker) -> None:
    lead, other = person((SAFEGUARDING_LEAD, ALL_SITES)), person((CASEWORKER, "london"))
    restricted(manager, here, manager, worker)
    assert [sees(one, here) for one in (manager, worker, lead, other)] == [True, True, False, False]
    named(manager, here, lead)
    withdrawn(lead, here, worker)
    assert [sees(one, here) for one in (manager, worker, lead, other)] == [True, False, True, False]
    lifted(lead, here)
    assert [sees(one, here) for one in (manager, worker, lead, other)] == [True] * 4
    assert not RestrictedTo.objects.filter(withdrawn_at=None).exists()
    events = Event.objects.order_by("at")
    assert [(event.action, event.subjects, event.site) for event in events] == [
        (f"access.{name}", [str(here.pk)], "london")
        for name in ("restrict_record", "name_person", "withdraw_name", "lift_restriction")
    ]
    assert events[0].details == {"to": sorted((str(manager.pk), str(worker.pk)))}
    assert "lanted" not in str(events.values())
    restricted(manager, here, manager, other)
    assert [sees(one, here) for one in (manager, worker, lead, other)] == [True, False, False, True]


def test_the_reason_is_needed_and_sealed(here, manager, worker) -> None:
    with pytest.raises(HubError, match="Say in a sentence why"):
        restricted(manager, here, manager, worker, reason="because")
    restricted(manager, here, manager, worker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM access_restriction")
        ((kept,),) = cursor.fetchall()
    assert kept.startswith("tt1.")


# What somebody cannot do by it.


def test_nobody_keeps_a_record_to_themselves(here, manager, worker) -> None:
    with pytest.raises(HubError, match="to themselves alone"):
        restricted(manager, here, manager)
    with pytest.raises(HubError, match="Nobody would be named who may see"):
        restricted(manager, here)
    assert not Child.objects.get(pk=here.pk).restricted
    restricted(manager, here, manager, worker)
    with pytest.raises(HubError, match="to themselves alone"):
        withdrawn(manager, here, worker)


def test_nobody_names_themselves_for_what_they_are_not_named_for(here, manager, worker) -> None:
    restricted(manager, here, manager, worker)
    for other in (person((TEAM_MANAGER, "london")), person((SAFEGUARDING_LEAD, ALL_SITES))):
        for do in (
            lambda by: named(by, here, by),
            lambda by: restricted(by, here, by, worker),
            lambda by: withdrawn(by, here, worker),
            lambda by: lifted(by, here),
        ):
            with pytest.raises(NotVisibleError):
                do(other)
        assert not sees(other, here)
    with pytest.raises(RefusedError, match="Your roles do not let you restrict"):
        named(worker, here, person((CASEWORKER, "london")))


def test_nobody_is_named_whose_roles_do_not_show_them_the_record(here, manager, worker) -> None:
    gone, later = person((CASEWORKER, "london")), person()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    hold(later, CASEWORKER, "london", starts_on=date(2090, 1, 1))
    strangers = [person((role, site)) for role, site in _STRANGERS]
    for other in (*strangers, gone, later, person()):
        with pytest.raises(RefusedError, match="whose roles let them see"):
            restricted(manager, here, manager, worker, other)
    restricted(manager, here, manager, worker)
    for other in (*strangers, gone, later):
        with pytest.raises(RefusedError, match="whose roles let them see"):
            named(manager, here, other)
    assert set(RestrictedTo.objects.values_list("user", flat=True)) == {manager.pk, worker.pk}
    assert Event.objects.filter(kind="refusal", record=here.pk).exists()


_STRANGERS = (
    (CASEWORKER, "bristol"),
    (TEAM_MANAGER, "bristol"),
    (EVALUATOR, ALL_SITES),
    (GOVERNANCE_LEAD, ALL_SITES),
    (ADMINISTRATOR, ALL_SITES),
)


def test_nobody_restricts_what_they_do_not_see(manager, worker) -> None:
    there = child("bristol")
    now = clock.now()
    BreakGlass.objects.create(
        user=manager, kind="child", record=there.pk, reason="In danger", at=now, until=now.replace(year=2090)
    )
    assert sees(manager, there)
    with pytest.raises(NotVisibleError):
        restricted(manager, there, person((TEAM_MANAGER, "bristol")), person((CASEWORKER, "bristol")))
    with pytest.raises(RefusedError, match="Your roles do not let you restrict"):
        restricted(person((GOVERNANCE_LEAD, ALL_SITES)), there, worker)
    administrator = person((SAFEGUARDING_LEAD, ALL_SITES), (ADMINISTRATOR, ALL_SITES))
    administering(administrator)
    with pytest.raises(RefusedError):
        restricted(administrator, there, administrator, worker)
    assert not Restriction.objects.exists()


def test_a_rule_that_lets_one_restrict_shows_nothing_that_one_does_not_read(here, manager, worker) -> None:
    kind = replace(policy.RESTRICTED, reads=replace(policy.READABLE, also=lambda by: Q(closed=False)))
    assert kind.found(standing(manager), here.pk) == here
    Child.objects.filter(pk=here.pk).update(closed=True)
    assert policy.RESTRICTABLE.get_visible(standing(manager), here.pk) == here
    with pytest.raises(NotVisibleError):
        kind.found(standing(manager), here.pk)


def test_the_last_who_may_lift_it_and_the_last_who_sees_it_stay_named(here, manager, worker) -> None:
    with pytest.raises(HubError, match="who may lift the restriction"):
        restricted(manager, here, worker, person((CASEWORKER, "london")))
    restricted(manager, here, manager, worker)
    with pytest.raises(HubError, match="who may lift the restriction"):
        withdrawn(manager, here, manager)
    second = person((TEAM_MANAGER, "london"))
    named(manager, here, second)
    withdrawn(second, here, worker)
    withdrawn(manager, here, manager)
    with pytest.raises(HubError, match="Nobody would be named who may see"):
        withdrawn(second, here, second)
    assert sees(second, here)
    with pytest.raises(HubError, match="are not named"):
        withdrawn(second, here, manager)


def test_what_is_done_already_is_said(here, manager, worker) -> None:
    for do in (lambda: named(manager, here, worker), lambda: lifted(manager, here)):
        with pytest.raises(HubError, match="not restricted any more"):
            do()
    restricted(manager, here, manager, worker)
    with pytest.raises(HubError, match="restricted already"):
        restricted(manager, here, manager, worker)
    with pytest.raises(HubError, match="named already"):
        named(manager, here, worker)


def test_a_kind_is_declared_once_and_by_who_may_restrict() -> None:
    given = {"title": "A record", "called": str, "url": str, "reads": policy.READABLE}
    with pytest.raises(ValueError, match="there is a kind child already"):
        restrictable("child", rule=policy.RESTRICTABLE, **given)
    with pytest.raises(ValueError, match="by who may restrict"):
        restrictable("other", rule=policy.CLOSABLE, **given)
    with pytest.raises(ValueError, match="by its field"):
        restrictable("other", rule=policy.RESTRICTABLE, **given | {"reads": policy.VISITS})


# The page.


def test_the_page_shows_why_and_to_whom_and_the_audit_knows_who_read_it(here, manager, worker) -> None:
    client = logged_in(manager)
    page = reverse("access:restriction", args=["child", here.pk])
    before = told(client.get(page))
    assert here.reference in before
    assert "lanted" not in before
    assert worker.name in before
    assert person((CASEWORKER, "bristol")).name not in told(client.get(page))
    client.post(page, {"reason": REASON, "to": [manager.pk, worker.pk]})
    shown = told(client.get(page))
    assert "Planted-reason" in shown
    assert "Namesworth" not in shown
    assert worker.name in shown
    event = Event.objects.filter(action="access.show_restriction").latest("at")
    assert (event.actor, event.record, event.subjects) == (manager.pk, here.pk, [str(here.pk)])
    assert event.details["roles"] == ["team_manager"]
    third = person((CASEWORKER, "london"))
    named_on = reverse("access:name_person", args=["child", here.pk])
    assert (
        third.name
        in told(client.post(named_on, {"user": third.pk}, follow=True)).split("<table")[1].split("</table")[0]
    )
    off = reverse("access:withdraw_name", args=["child", here.pk, worker.pk])
    for said, looks in (("They are no longer named.", "notice done"), ("They are not named.", "notice problem")):
        shown = told(client.post(off, follow=True))
        assert said in shown
        assert looks in shown
    lift = reverse("access:lift_restriction", args=["child", here.pk])
    assert "The restriction is lifted." in told(client.post(lift, follow=True))
    assert "not restricted any more" in told(client.post(lift, follow=True))
    assert "Planted-reason" not in told(client.get(page))


def test_what_hinders_it_is_said_on_the_page(here, manager, worker) -> None:
    client = logged_in(manager)
    page = reverse("access:restriction", args=["child", here.pk])
    stranger = person((CASEWORKER, "bristol"))
    for given, said in (
        ({"to": [manager.pk, worker.pk]}, "Say in a sentence why it is restricted."),
        ({"reason": REASON}, "Choose the people who may see it."),
        ({"reason": REASON, "to": [manager.pk]}, "Nobody keeps a record to themselves alone."),
        ({"reason": REASON, "to": [manager.pk, stranger.pk]}, "Choose the people who may see it."),
    ):
        answer = client.post(page, given)
        assert (answer.status_code, said in told(answer)) == (422, True)
    restricted(manager, here, manager, worker)
    name = reverse("access:name_person", args=["child", here.pk])
    for given in ({"user": stranger.pk}, {"user": worker.pk}, {}):
        assert client.post(name, given).status_code == 422
    off = reverse("access:withdraw_name", args=["child", here.pk, manager.pk])
    assert "Nobody would be named who may lift" in told(client.post(off, follow=True))
    assert sees(manager, here)


def test_whoever_does_not_name_themselves_is_led_away_from_it(here, manager, worker) -> None:
    client = logged_in(manager)
    page = reverse("access:restriction", args=["child", here.pk])
    given = {"reason": REASON, "to": [worker.pk, person((TEAM_MANAGER, "london")).pk]}
    assert client.post(page, given).headers["Location"] == reverse("access:own")
    assert client.get(page).status_code == 404


def test_a_kind_that_is_not_there_is_not_there(here, manager) -> None:
    assert logged_in(manager).get(reverse("access:restriction", args=["other", here.pk])).status_code == 404
