"""The one limiter: after too many failures of one account from one address, it is shut from there for a while.

It counts by account and address together. So failures for one account keep out neither a colleague at the same address
nor the same account elsewhere. A keyed mark of what was typed identifies the account: a wrong field may hold a
password.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from typing import Any, Final

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tideturn.hub.accounts.addresses import household_of
from tideturn.hub.common import clock
from tideturn.hub.crypto.blind_index import exact, mark
from tideturn.hub.crypto.keys import Purpose, ring

_NOISE: Final = 50
"""Maximum number of accounts tried from one address, within the time that an account stays shut."""


def mark_of(email: str) -> str:
    """Return the keyed mark of an e-mail address, as the counter and the audit use it."""
    return mark(exact(email).casefold(), field="accounts.log_in", ring=ring(Purpose.INDEX))


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return the mark of the account that somebody tries."""
    told = (credentials or {}).get("email") or request.POST.get("login", "")
    return mark_of(str(told))


def is_shut(request: HttpRequest, email: str) -> bool:
    """Return whether an account is shut from this request's address. If so, the response then says for how long."""
    credentials = {"email": email}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = credentials  # type: ignore[attr-defined]
    return True


def count_failure(request: HttpRequest, email: str) -> None:
    """Count a wrong code in the same way as a wrong password."""
    AxesProxyHandler.user_login_failed(sender=__name__, credentials={"email": email}, request=request)


def was_counted(request: HttpRequest) -> bool:
    """Return whether this request's failure was counted. If the account is shut, the hub refuses without checking."""
    return getattr(request, "axes_failures_since_start", None) is not None


def is_repeated(request: HttpRequest, what: str) -> bool:
    """Return whether something that shuts nothing happened here, within a while, as often as would shut an account.

    If not, count it.
    """
    if not AxesProxyHandler.is_allowed(request, {"email": what}):
        return True
    count_failure(request, what)
    request.axes_locked_out = False  # type: ignore[attr-defined]
    return False


def is_noisy(request: HttpRequest) -> bool:
    """Return whether people try more accounts from this request's address than they would mistype."""
    since = clock.now() - settings.AXES_COOLOFF_TIME
    tried = AccessAttempt.objects.filter(ip_address=household_of(request), attempt_time__gte=since)
    return int(tried.count()) > _NOISE


def has_shut(request: HttpRequest) -> bool:
    """Return whether this request shut the account, or found it shut."""
    return bool(getattr(request, "axes_locked_out", False))


def minutes_left(account: str, address: str | None) -> int:
    """Return the number of minutes, at least one, that an account is still shut from an address."""
    last = AccessAttempt.objects.filter(username=account, ip_address=address).aggregate(last=Max("attempt_time"))[
        "last"
    ]
    if last is None:
        return 1
    left: timedelta = last + settings.AXES_COOLOFF_TIME - clock.now()
    return max(1, ceil(left.total_seconds() / 60))


def shut_page(request: HttpRequest, response: HttpResponse, credentials: Mapping[str, Any] | None) -> HttpResponse:
    """Return the page for somebody who is locked out: for how long, and what else they can do."""
    minutes = minutes_left(account_of(request, credentials), household_of(request))
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
