"""Who asks for the list: a programme manager with a second factor, who is logged in already."""

import time
from datetime import date
from importlib import import_module

from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction

from _hub.jobs import write_organisations
from _hub.rows import make_rows, write_rows
from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.access.standing import standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.jobs.api import start_job

_EMAIL = "manager@example.org"
_STAGE = 5_000


def made_with(rows: int) -> str:
    """The rows, and the key of a session."""
    user = User.objects.create(email=_EMAIL, name="Programme manager")
    by = User.objects.create(email="granter@example.org", name="Who grants")
    now = clock.now()
    Grant.objects.create(
        user=user,
        role=PROGRAMME_MANAGER.code,
        site=ALL_SITES,
        starts_on=date(2026, 1, 1),
        granted_at=now,
        granted_by=by,
    )
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    waiting = []
    for one in make_rows(rows, user.pk, seed=1):
        waiting.append(one)
        if len(waiting) == _STAGE:
            with transaction.atomic():
                write_rows(waiting)
            waiting = []
    with transaction.atomic():
        write_rows(waiting)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), "tideturn.hub.accounts.backends.InForceBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    store[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    store.save()
    return store.session_key


def start_writing(rows: int) -> None:
    """The job, which the hub's worker runs."""
    by = standing_of(User.objects.get(email=_EMAIL), via="page")
    start_job(by=by, kind=write_organisations, arguments={"rows": rows}, site="")
