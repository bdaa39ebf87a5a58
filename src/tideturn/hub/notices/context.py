"""What every template may ask of notices."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from tideturn.hub.accounts.models import User
from tideturn.hub.notices import queries


def unread_notices(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """`unread_notices`: how many somebody has not read. One query, where a template asks, however often it does."""
    user = getattr(request, "user", None)

    @cache
    def counted() -> int:
        return queries.unread(user.pk) if isinstance(user, User) else 0

    return {"unread_notices": counted}
