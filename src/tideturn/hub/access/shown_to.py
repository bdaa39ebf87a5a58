"""Decide who sees a page, for the navigation and the first steps of a role."""

from __future__ import annotations

from django.http import HttpRequest

from tideturn.hub.access import policy
from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.standing import standing_in
from tideturn.hub.ui.navigation import Visible


def who_may(*needed: Permission) -> Visible:
    """Return a check that a person has one of these permissions."""
    return lambda request: any(map(standing_in(request).may, needed))


def who_grants(request: HttpRequest) -> bool:
    """Return whether the person may grant some role."""
    return bool(policy.roles_that_one_may_grant(standing_in(request)))
