"""What is typed into the forms of access and of accounts: kept, sealed, one's own, and open by the rules of the day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from forms.filling_in import Filled, words_of
from sample.models import Child
from sample.people import administering, child, granter, logged_in, person

from tideturn.hub.access.models import Authority, BreakGlass, Grant, RestrictedTo, Restriction, StaffSession
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, CASEWORKER, SAFEGUARDING_LEAD, TEAM_MANAGER
from tideturn.hub.accounts.models import Invitation, Session, User
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.forms.models import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
WORDS = "Planted-reason: she rang and is in danger"


@dataclass
class Form:
    """A form, who fills it in, what they type, and how that can be taken from them."""

    user: User
    address: str
    typed: dict[str, object]
    kept: str
    """What stands in the draft, of what was typed."""
    taken: Callable[[], object]
    about: list[str] = field(default_factory=list)


def administrator() -> User:
    user = person((ADMINISTRATOR, ALL_SITES))
    administering(user)
    return user


def granting() -> User:
    user = person()
    Authority.objects.create(
        holder=user, role=CASEWORKER.code, site=ALL_SITES, given_by=granter(), given_at=clock.now()
    )
    return user


def _roles_of(user: User) -> Callable[[], object]:
    return lambda: Grant.objects.filter(user=user).update(ends_on=clock.today() - timedelta(days=1))


def break_glass() -> Form:
    user = person((CASEWORKER, "london"))
    person((SAFEGUARDING_LEAD, ALL_SITES))
    typed = {"kind": "child", "reference": "R-1", "reason": WORDS}
    return Form(user, reverse("access:break_glass"), typed, WORDS, _roles_of(user))


def staff_session() -> Form:
    user = person((ADMINISTRATOR, ALL_SITES))
    return Form(user, reverse("access:staff_session"), {"reason": WORDS}, WORDS, _roles_of(user))


def _of_authority(user: User, address: str, typed: dict[str, object]) -> Form:
    def taken() -> object:
        return Authority.objects.filter(holder=user).update(withdrawn_at=clock.now())

    return Form(user, reverse(address), typed, "london", taken)


def grant() -> Form:
    days = {"starts_on_day": "3", "starts_on_month": "11", "starts_on_year": "2990"}
    typed = {"user": str(person().pk), "role": "caseworker", "site": "london"}
    return _of_authority(granting(), "access:grant", typed | days)


def cover() -> Form:
    today = clock.today()
    days = {
        f"{name}_{part}": str(getattr(today, part))
        for name in ("starts_on", "ends_on")
        for part in ("day", "month", "year")
    }
    away, other = person((CASEWORKER, "london")), person()
    typed = {"covering": str(away.pk), "user": str(other.pk), "role": "caseworker", "site": "london"}
    return _of_authority(granting(), "access:cover", typed | days)


def authority() -> Form:
    user = administrator()
    typed = {"holder": str(person().pk), "role": "caseworker", "site": "london"}
    taken = StaffSession.objects.filter(user=user).delete
    return Form(user, reverse("access:give_authority"), typed, "london", taken)


def invite() -> Form:
    user = administrator()
    typed = {"name": "Planted Colleague", "email": "planted@example.org"}
    return Form(user, reverse("accounts_invite"), typed, "Planted Colleague", StaffSession.objects.all().delete)


def last_day() -> Form:
    user, other = administrator(), person()
    typed = {"ends_on_day": "3", "ends_on_month": "November", "ends_on_year": "2990"}
    address = reverse("accounts_last_day", args=[other.pk])
    return Form(user, address, typed, "2990", StaffSession.objects.all().delete)


def restrict() -> Form:
    here, user, other = child("london"), person((TEAM_MANAGER, "london")), person((CASEWORKER, "london"))
    typed = {"reason": WORDS, "to": [str(user.pk), str(other.pk)]}
    return Form(
        user, reverse("access:restriction", args=["child", here.pk]), typed, WORDS, _roles_of(user), [str(here.pk)]
    )


def name_person() -> Form:
    here, user, other = (
        child("london", restricted=True),
        person((TEAM_MANAGER, "london")),
        person((CASEWORKER, "london")),
    )
    RestrictedTo.objects.create(record=here.pk, user=user, named_by=user, named_at=clock.now())
    address = reverse("access:name_person", args=["child", here.pk])
    return Form(user, address, {"user": str(other.pk)}, str(other.pk), _roles_of(user), [str(here.pk)])


FORMS = [break_glass, staff_session, grant, cover, authority, invite, last_day, restrict, name_person]


@pytest.fixture(params=FORMS, ids=lambda make: make.__name__)
def form(request) -> Form:
    return request.param()


def test_what_is_typed_is_kept_sealed_and_comes_back(form: Form) -> None:
    client = logged_in(form.user)
    assert Filled(client, form.address).keep(**form.typed).status_code == 200
    draft = Draft.objects.get()
    assert form.kept in words_of(draft)
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM forms_draft")
        ((sealed,),) = cursor.fetchall()
    assert sealed.startswith("tt1.")
    assert (draft.user, draft.subjects) == (form.user, form.about)
    offered = Filled(client, form.address)
    assert str(draft.pk) in offered.told
    assert form.kept not in offered.told.split("<form")[0]
    back = Filled(client, f"{form.address}?draft={draft.pk}")
    for name, value in form.typed.items():
        sent = back.sent[name]
        # Boxes come back in the order of the page, which sorts people by name.
        assert sorted(sent) == sorted(value) if isinstance(value, list) else sent == value, name


def test_it_is_done_and_the_draft_ends_with_it(form: Form) -> None:
    page = Filled(logged_in(form.user), form.address)
    page.keep(**form.typed)
    answer = page.send(**form.typed)
    assert answer.status_code in (200, 302), answer.content.decode()
    assert not Draft.objects.filter(ended_at=None).exists()
    # The same page sent twice has done it once.
    made = [model.objects.count() for model in (BreakGlass, Grant, Authority, Invitation, Restriction, StaffSession)]
    assert page.send(**form.typed).status_code in (302, 404, 409, 422)
    assert made == [
        model.objects.count() for model in (BreakGlass, Grant, Authority, Invitation, Restriction, StaffSession)
    ]


def test_a_draft_comes_back_to_who_may_still_fill_it_in_alone(form: Form) -> None:
    client = logged_in(form.user)
    Filled(client, form.address).keep(**form.typed)
    draft, other = Draft.objects.get(), logged_in(person((CASEWORKER, "bristol"), (TEAM_MANAGER, "bristol")))
    assert other.get(f"{form.address}?draft={draft.pk}").status_code == 404
    form.taken()
    answer = client.get(f"{form.address}?draft={draft.pk}")
    assert answer.status_code == 404
    assert form.kept not in answer.content.decode()
    assert form.kept in words_of(draft)


def test_what_is_sent_after_the_session_has_ended_is_not_done_and_offered_to_the_same_person(form: Form) -> None:
    page = Filled(logged_in(form.user), form.address)
    Session.objects.all().delete()
    answer = page.send(**form.typed)
    assert answer.headers["Location"].startswith(reverse("account_login"))
    draft = Draft.objects.get()
    assert (draft.unproven, draft.user) == (True, form.user)
    assert form.kept in words_of(draft)
    assert not Event.objects.exclude(action__startswith="forms.").filter(kind="write").exists()
    again = Filled(logged_in(form.user), form.address)
    assert "when your session had ended" in again.told


def test_what_is_wrong_comes_back_filled_in(form: Form) -> None:
    page = Filled(logged_in(form.user), form.address)
    wrong = {name: value for name, value in form.typed.items() if name not in ("reason", "name", "user", "holder")}
    if wrong == form.typed:
        wrong["ends_on_month"] = "Movember"
    empty = {name: "" for name in form.typed if name not in wrong}
    answer = page.send(**wrong | empty)
    assert answer.status_code == 422
    again = Filled(page.client, form.address, answer)
    for name, value in wrong.items():
        assert again.sent[name] == value, name


CONFIRMED = [staff_session, grant, cover, authority, invite, last_day]


@pytest.mark.parametrize("make", CONFIRMED, ids=lambda make: make.__name__)
def test_who_is_asked_once_more_who_they_are_has_lost_nothing(make: Callable[[], Form]) -> None:
    form = make()
    page = Filled(logged_in(form.user), form.address)
    before = Event.objects.exclude(action__startswith="forms.").count()
    later = logged_in(form.user, confirmed=False)
    StaffSession.objects.filter(user=form.user, ended_at=None).update(browser=_browser(later))
    answer = page.send(client=later, **form.typed)
    assert answer.headers["Location"].startswith((reverse("mfa_reauthenticate"), reverse("account_reauthenticate")))
    assert Event.objects.exclude(action__startswith="forms.").count() == before
    draft = Draft.objects.get()
    assert (draft.unproven, draft.user) == (False, form.user)
    assert form.kept in words_of(draft)
    StaffSession.objects.filter(user=form.user, ended_at=None).update(browser=_browser(page.client))
    assert Filled(page.client, f"{form.address}?draft={draft.pk}").sent.items() >= form.typed.items()


def test_once_they_have_shown_it_what_was_sent_is_done(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    form = grant()
    form.user.set_password("three quiet herons")
    form.user.save()
    client = logged_in(form.user)
    page = Filled(client, form.address)
    _forget_that_it_was_shown(client)
    assert page.send(**form.typed).status_code == 302
    answer = client.post(f"{reverse('account_reauthenticate')}?next={form.address}", {"password": "three quiet herons"})
    assert answer.headers["Location"] == reverse("access:grants")
    assert Grant.objects.filter(starts_on=date(2990, 11, 3)).exists()
    assert not Draft.objects.filter(ended_at=None).exists()


def _forget_that_it_was_shown(client: Client) -> None:
    from allauth.account.internal.flows import login

    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        one | {"reauthenticated": False} for one in session[login.AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()


def _browser(client: Client) -> str:
    from tideturn.hub.accounts.sessions import hashed

    return hashed(client.session.session_key)


def test_words_about_a_restricted_record_go_with_the_young_person() -> None:
    from tideturn.hub.common.erasure import erase_held_about

    form = restrict()
    Filled(logged_in(form.user), form.address).keep(**form.typed)
    erase_held_about(Child.objects.get().pk)
    assert not Draft.objects.exists()
