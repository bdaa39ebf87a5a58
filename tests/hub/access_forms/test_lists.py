"""Lists of grants, authorities, accounts and events: narrowed, sorted and paged by their addresses, without script."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from sample import queries as sample
from sample.people import administering, child, granter, hold, logged_in, person, standing

from tideturn.hub.access.models import Authority
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    FUNDER,
    GOVERNANCE_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.urls("sample.urls")]


def named(name: str, **given: object) -> User:
    user = person()
    User.objects.filter(pk=user.pk).update(name=name, **given)
    return User.objects.get(pk=user.pk)


def heads(client, url: str, asked: str = "") -> list[str]:
    """What names each row, in their order."""
    answer = client.get(f"{url}?{asked}")
    assert answer.status_code == 200
    cells = re.findall(r'<th scope="row">(.*?)</th>', answer.content.decode(), re.DOTALL)
    return [re.sub("<[^>]+>", " ", cell).split("  ")[0].strip() for cell in cells]


def manages(*roles) -> User:
    user = person()
    for role in roles:
        Authority.objects.create(holder=user, role=role.code, site=ALL_SITES, given_by=granter(), given_at=clock.now())
    return user


def test_grants_are_sorted_and_narrowed() -> None:
    zoe, ada, ben = named("Zoë"), named("Ada"), named("Ben")
    hold(zoe, CASEWORKER, "bristol", starts_on=date(2026, 3, 1))
    hold(ada, TEAM_MANAGER, "london", starts_on=date(2026, 1, 1))
    hold(ben, EVALUATOR, starts_on=date(2026, 2, 1))
    client, url = logged_in(manages(CASEWORKER, TEAM_MANAGER, EVALUATOR)), reverse("access:grants")
    assert heads(client, url) == ["Zoë", "Ben", "Ada"]
    for asked, expected in (
        ("sort=who", ["Ada", "Ben", "Zoë"]),
        ("sort=-who", ["Zoë", "Ben", "Ada"]),
        ("sort=days", ["Ada", "Ben", "Zoë"]),
        ("sort=where", ["Ben", "Zoë", "Ada"]),
        ("sort=password", ["Zoë", "Ben", "Ada"]),
        ("role=team_manager", ["Ada"]),
        ("site=bristol", ["Zoë"]),
        ("text=be", ["Ben"]),
        ("text=nobody", []),
        ("role=none", ["Zoë", "Ben", "Ada"]),
    ):
        assert heads(client, url, asked) == expected, asked


def test_roles_are_sorted_as_they_are_called_and_not_by_their_codes() -> None:
    ada, ben = named("Ada"), named("Ben")
    hold(ada, GOVERNANCE_LEAD)  # which is called information governance lead
    hold(ben, FUNDER)
    client = logged_in(manages(GOVERNANCE_LEAD, FUNDER))
    assert heads(client, reverse("access:grants"), "sort=role") == ["Ben", "Ada"]


def test_nothing_is_narrowed_to_what_one_does_not_manage() -> None:
    hold(named("Ada"), TEAM_MANAGER, "london")
    client = logged_in(manages(CASEWORKER))
    for asked in ("", "role=team_manager", "text=Ada", "site=london"):
        assert "Ada" not in heads(client, reverse("access:grants"), asked)


def test_many_grants_are_paged_and_what_was_asked_stays() -> None:
    user = named("Ada")
    for number in range(60):
        hold(user, CASEWORKER, f"site-{number:02}")
    client, url = logged_in(manages(CASEWORKER)), reverse("access:grants")
    assert (len(heads(client, url)), len(heads(client, url, "page=2"))) == (50, 10)
    assert 'href="?text=ad&amp;sort=who&amp;page=2"' in client.get(f"{url}?text=ad&sort=who").content.decode()


def test_a_grant_is_withdrawn_by_the_button_of_its_row() -> None:
    held = hold(named("Ada"), CASEWORKER, "london")
    page = logged_in(manages(CASEWORKER)).get(reverse("access:grants")).content.decode()
    address = reverse("access:withdraw_grant", args=[held.pk])
    assert f'<button class="link" form="grants-pressed" formaction="{address}">Withdraw' in page
    assert page.count('<form method="post" id="grants-pressed">') == 1


def test_what_is_ones_own_has_no_button() -> None:
    user = manages(CASEWORKER)
    hold(user, CASEWORKER, "london")
    hold(user, ADMINISTRATOR)
    client = logged_in(user)
    grants = client.get(reverse("access:grants")).content.decode()
    administering(user)
    for page in (grants, client.get(reverse("access:authorities")).content.decode()):
        assert "Your own" in page
        assert "/withdraw/" not in page


def test_authorities_are_sorted_and_narrowed() -> None:
    for name, role in (("Zoë", CASEWORKER), ("Ada", FUNDER)):
        Authority.objects.create(
            holder=named(name), role=role.code, site="london", given_by=granter(), given_at=clock.now()
        )
    user = person((ADMINISTRATOR, ALL_SITES))
    client = logged_in(user)
    administering(user)
    url = reverse("access:authorities")
    assert heads(client, url) == ["Zoë", "Ada"]
    assert heads(client, url, "sort=who") == ["Ada", "Zoë"]
    assert heads(client, url, "role=funder") == ["Ada"]
    assert heads(client, url, "text=zo") == ["Zoë"]


def test_accounts_are_sorted_narrowed_and_paged() -> None:
    named("Zoë", email="a@example.org", ends_on=date(2026, 1, 1))
    named("Ada", email="z@example.org", ends_on=date(2999, 1, 1))
    user = person((ADMINISTRATOR, ALL_SITES))
    client = logged_in(user)
    administering(user)
    url = reverse("accounts_people")
    assert heads(client, url, "text=example.org&sort=email")[0] == "Zoë"
    assert heads(client, url, "text=ada") == ["Ada"]
    assert heads(client, url, "state=ended") == ["Zoë"]
    assert "Zoë" not in heads(client, url, "state=in_use")
    assert heads(client, url, "sort=account")[:2] == ["Zoë", "Ada"]
    assert heads(client, url, "sort=-account")[-2:] == ["Ada", "Zoë"]
    for _ in range(60):
        person()
    assert len(heads(client, url)) == 50
    assert heads(client, url, "page=2")


def test_it_is_said_who_has_a_second_factor_for_which_recovery_codes_alone_do_not_count() -> None:
    user = person((ADMINISTRATOR, ALL_SITES))
    client = logged_in(user)
    administering(user)
    for name, kind in (("Ada", Authenticator.Type.WEBAUTHN), ("Ben", Authenticator.Type.RECOVERY_CODES)):
        Authenticator.objects.create(user=named(name), type=kind, data={})
    for name, told in (("Ada", "Yes"), ("Ben", "No")):
        page = client.get(reverse("accounts_people"), {"text": name}).content.decode()
        assert re.findall(r"<td>(Yes|No)</td>", page) == [told]


def test_the_audit_is_read_from_its_beginning_too(monkeypatch) -> None:
    first, second, here = person((CASEWORKER, "london")), person((CASEWORKER, "london")), child("london")
    now = clock.now()
    for number, who in enumerate((first, second)):
        monkeypatch.setattr(clock, "now", lambda moment=now + timedelta(minutes=number): moment)
        sample.child_read(standing(who), here.pk)
    monkeypatch.undo()
    client, url = logged_in(person((GOVERNANCE_LEAD, ALL_SITES))), reverse("access:audit")
    orders = []
    for sort in ("", "sort=-when", "sort=when"):
        page = client.get(f"{url}?about={here.pk}&{sort}").content.decode().split("<tbody>")[1]
        orders.append(page.index(first.name) < page.index(second.name))
    assert orders == [False, False, True]
    told = client.get(f"{url}?about={here.pk}&kind=disclosure").content.decode()
    assert f'href="?about={here.pk}&amp;kind=disclosure&amp;sort=when"' in told
