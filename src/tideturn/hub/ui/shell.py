"""What the frame around every page is given: where one can go, and which hub this is."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from tideturn.hub.common import clock
from tideturn.hub.ui.navigation import Navigation


class Shell:
    """Made when a template first asks for a part of it: an answer without the frame costs nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def navigation(self) -> Navigation | None:
        """Return the user's navigation; empty before they sign in."""
        user = getattr(self._request, "user", None)
        return Navigation(self._request) if user is not None and user.is_authenticated else None

    @property
    def printed(self) -> str:
        """Return who printed the page and when, for print only; empty before they sign in."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        return f"As {user.name} saw it on {clock.spoken(clock.now())}"

    @property
    def environment(self) -> str:
        """Return the banner of a hub that is not the real one; usually empty."""
        return str(getattr(settings, "TIDETURN_BANNER", ""))


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Add the page frame to every template."""
    return {"shell": Shell(request)}
