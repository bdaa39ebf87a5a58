"""One condition gives the rows and the decision, whoever asks and however."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db.models import Q
from sample import policy
from sample.models import Child
from sample.people import administering, child, hold, person, standing, visit

from tideturn.hub.access.models import BreakGlass, RestrictedTo
from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    FUNDER,
    GOVERNANCE_LEAD,
    ROLES,
    SAFEGUARDING_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.access.rules import Rule
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def opened(user, record) -> None:
    now = clock.now()
    BreakGlass.objects.create(
        user=user, kind="child", record=record, reason="In danger now", at=now, until=now + timedelta(hours=3)
    )


def seen(user) -> set[str]:
    by = standing(user)
    rows = set(policy.READABLE.visible_to(by).values_list("pk", flat=True))
    one_by_one = {one.pk for one in Child.objects.all() if policy.READABLE.decide(by, one)}
    assert rows == one_by_one
    assert policy.READABLE.visible_to(by).count() == len(rows)
    return rows


def test_a_caseworker_sees_their_site_and_who_leads_safeguarding_all() -> None:
    here, there = child("london"), child("bristol")
    assert seen(person((CASEWORKER, "london"))) == {here.pk}
    assert seen(person((CASEWORKER, "london"), (TEAM_MANAGER, "bristol"))) == {here.pk, there.pk}
    assert seen(person((SAFEGUARDING_LEAD, ALL_SITES))) == {here.pk, there.pk}
    assert seen(person((EVALUATOR, ALL_SITES))) == seen(person()) == set()


def test_a_restricted_record_is_seen_by_who_is_named_and_whose_roles_show_it() -> None:
    kept = child("london", restricted=True)
    named, elsewhere, other = (person((CASEWORKER, site)) for site in ("london", "bristol", "london"))
    for user in (named, elsewhere):
        RestrictedTo.objects.create(record=kept.pk, user=user, named_by=other, named_at=clock.now())
    assert seen(named) == {kept.pk}
    assert seen(elsewhere) == seen(other) == seen(person((SAFEGUARDING_LEAD, ALL_SITES))) == set()


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({"starts_on": date(2026, 1, 2)}, False),
        ({"starts_on": date(2026, 1, 1)}, True),
        ({"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}, False),
        ({"starts_on": date(2025, 1, 1), "ends_on": date(2026, 1, 1)}, True),
    ],
)
def test_a_grant_counts_on_its_first_and_its_last_day(given, counts: bool, monkeypatch) -> None:
    user = person()
    hold(user, CASEWORKER, "london", **given)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 1, 1))
    assert bool(standing(user).held) is counts


def test_a_withdrawn_grant_and_an_ended_account_count_for_nothing() -> None:
    user, gone = person(), person((CASEWORKER, "london"))
    hold(user, CASEWORKER, "london", withdrawn_at=clock.now(), withdrawn_by=gone)
    assert standing(user).held == ()
    gone.ends_on = clock.today()
    assert standing(gone).held
    gone.ends_on = clock.today() - timedelta(days=1)
    assert (standing(gone).held, standing(gone).active) == ((), False)


def test_the_day_is_that_of_london(monkeypatch) -> None:
    from datetime import UTC, datetime

    user = person()
    hold(user, CASEWORKER, "london", starts_on=date(2026, 6, 2))
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 1, 22, 59, tzinfo=UTC))
    assert standing(user).held == ()
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 1, 23, 0, tzinfo=UTC))
    assert standing(user).held


def test_break_glass_opens_reading_and_no_change_for_three_hours(monkeypatch) -> None:
    there = child("bristol", restricted=True)
    user = person((CASEWORKER, "london"))
    opened(user, there.pk)
    assert seen(user) == {there.pk}
    assert not policy.CLOSABLE.decide(standing(user), there)
    later = clock.now() + timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert seen(user) == set()


def test_break_glass_stays_open_to_nobody_whose_roles_no_longer_allow_it() -> None:
    there = child("bristol")
    user = person((FUNDER, ALL_SITES))
    opened(user, there.pk)
    assert standing(user).opened == frozenset()
    governance = person((GOVERNANCE_LEAD, ALL_SITES))
    opened(governance, there.pk)
    assert seen(governance) == {there.pk}
    administrator = person((CASEWORKER, "london"), (ADMINISTRATOR, ALL_SITES))
    opened(administrator, there.pk)
    administering(administrator)
    assert seen(administrator) == set()


def test_within_a_staff_session_no_record_is_seen() -> None:
    here = child("london")
    user = person((CASEWORKER, "london"), (ADMINISTRATOR, ALL_SITES))
    assert seen(user) == {here.pk}
    administering(user)
    assert seen(user) == set()


def test_linked_records_are_fetched_by_their_own_rule() -> None:
    here, there = child("london"), child("bristol")
    for other in (there, here, None):
        visit(here, also_about=other)
    by = standing(person((CASEWORKER, "london")))
    for linked in (
        policy.READABLE.prefetch("visits__also_about", by, to="other"),
        policy.READABLE.prefetch("visits__also_about", by, to="other", rows=Child.objects.filter(closed=False)),
    ):
        found = list(Child.objects.filter(pk=here.pk).prefetch_related(linked))
        assert linked.of(found) == [here]
    assert policy.READABLE.prefetch("visits__also_about", by, to="other").of([]) == []


def test_what_has_a_rule_of_its_own_is_no_part_of_another_record() -> None:
    rule = replace(policy.VISITS, parts=("also_about",))
    with pytest.raises(TypeError, match=r"Visit\.also_about has a rule of its own"):
        list(rule.opens(visit(child())))


def test_what_is_not_seen_is_answered_as_what_is_not_there_with_as_many_queries(django_assert_num_queries) -> None:
    there = child("bristol")
    by = standing(person((CASEWORKER, "london")))
    for pk in (there.pk, uuid4()):
        with django_assert_num_queries(1), pytest.raises(NotVisibleError) as raised:
            policy.READABLE.get_visible(by, pk)
        assert str(raised.value) == "There is nothing here, or nothing that you may see."


def test_a_standing_takes_as_many_queries_for_whoever_it_is(django_assert_num_queries) -> None:
    users = person(), person((CASEWORKER, "london"), (ADMINISTRATOR, ALL_SITES))
    opened(users[1], uuid4())
    for user in users:
        with django_assert_num_queries(4):
            standing(user)


def test_a_refusal_says_why() -> None:
    here = child("london", closed=True)
    with pytest.raises(RefusedError, match="is closed already"):
        policy.CLOSABLE.require(standing(person((TEAM_MANAGER, "london"))), here)
    with pytest.raises(RefusedError, match="Your roles do not let you close a record"):
        policy.CLOSABLE.require(standing(person((CASEWORKER, "london"))), here)


def test_no_rule_shows_identities_to_a_role_that_never_sees_them() -> None:
    wrong = permission("sample.peek_child", to="peek", roles=(CASEWORKER, EVALUATOR))
    with pytest.raises(ValueError, match="would show identities to: Evaluator"):
        Rule(model=Child, permission=wrong, refusal="No.")


def test_a_condition_of_its_own_never_widens_a_rule() -> None:
    child("bristol")
    wide = Rule(model=Child, permission=policy.READ, refusal="No.", also=lambda by: Q() | Q(site="bristol"))
    user = person((CASEWORKER, "london"))
    opened(user, uuid4())
    assert not wide.visible_to(standing(user)).exists()
    assert not wide.visible_to(standing(person())).exists()


def test_permissions_are_declared_once_and_administration_is_an_administrators() -> None:
    with pytest.raises(ValueError, match="already"):
        permission("sample.read_child", to="something else", roles=(FUNDER,))
    with pytest.raises(ValueError, match="staff session"):
        permission("sample.rule_all", to="rule all", roles=(CASEWORKER,), in_staff_session=True)
    with pytest.raises(ValueError, match="nobody"):
        permission("sample.have_none", to="have none", roles=())
    with pytest.raises(ValueError, match=r"room\.verb_object"):
        permission("read", to="read", roles=(CASEWORKER,))


def test_whoever_sees_identities_or_administers_needs_a_second_factor() -> None:
    assert {role.code for role in ROLES.values() if role.needs_second_factor} == {
        "caseworker",
        "team_manager",
        "safeguarding_lead",
        "governance_lead",
        "administrator",
    }
