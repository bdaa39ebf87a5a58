"""People with roles, and records, for the tests."""

import time
from datetime import date
from itertools import count
from uuid import uuid4

from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from django.test import Client

from sample.models import Child, Therapy, Visit
from tideturn.hub.access.models import Grant, StaffSession
from tideturn.hub.access.roles import ALL_SITES, Role
from tideturn.hub.access.services import STAFF_SESSION
from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import Session, User
from tideturn.hub.accounts.sessions import hashed
from tideturn.hub.common import clock
from tideturn.hub.history.models import Change
from tideturn.hub.history.writing import keep_versions

_NUMBER = count(1)


def person(*roles: tuple[Role, str]) -> User:
    number = next(_NUMBER)
    user = User.objects.create(email=f"person{number}@example.org", name=f"Person {number}")
    for role, site in roles:
        hold(user, role, site)
    return user


def granter() -> User:
    """Whose name stands under the grants that a test begins with."""
    return User.objects.get_or_create(email="granter@example.org", defaults={"name": "Granter"})[0]


def hold(user: User, role: Role, site: str = ALL_SITES, **given: object) -> Grant:
    defaults = {"starts_on": date(2026, 1, 1), "granted_at": clock.now(), "granted_by": granter()}
    return Grant.objects.create(user=user, role=role.code, site=site, **defaults | given)


def administering(user: User) -> StaffSession:
    now = clock.now()
    browser = Session.objects.filter(user=user).order_by("-created").values_list("session_key", flat=True).first() or ""
    return StaffSession.objects.create(
        user=user, browser=browser, reason="A test of it", began_at=now, until=now + STAFF_SESSION
    )


def standing(user: User) -> Standing:
    return standing_of(user, via="page")


def child(
    site: str = "london", *, restricted: bool = False, name: str = "Planted Namesworth", **given: object
) -> Child:
    return Child.objects.create(
        reference=f"R-{uuid4().hex[:8]}", site=site, restricted=restricted, name=name, note="A planted note", **given
    )


def visit(of: Child, **given: object) -> Visit:
    return Visit.objects.create(child=of, told="Said a planted thing", **given)


def session(of: Child, *, told: str = "Drew a planted thing") -> Therapy:
    """A session of therapy, with its first version."""
    now = clock.now()
    one = Therapy.objects.create(child=of, on=clock.today(), kind="play", told=told, added_at=now, added_by=granter())
    keep_versions([one], Change.ADDED, by=None)
    return one


def logged_in(user: User | None, *, confirmed: bool = True) -> Client:
    """A browser in which somebody is logged in with a second factor, and has lately shown once more who they are."""
    client = Client()
    if user is not None:
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client.force_login(user, backend="tideturn.hub.accounts.backends.InForceBackend")
        session = client.session
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "mfa", "type": "totp", "at": time.time()},
            {"method": "password", "at": time.time(), "reauthenticated": confirmed},
        ]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
        # Whatever a test says that they have open is open here.
        StaffSession.objects.filter(user=user, ended_at=None).update(browser=hashed(session.session_key))
    return client
