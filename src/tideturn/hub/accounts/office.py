"""The office's own log-in: whether there is one, and the end of what links an account here to one there."""

from __future__ import annotations

from django.apps import apps

from tideturn.hub.accounts.models import User


def is_on() -> bool:
    """Whether people may log in with their office's account."""
    return bool(apps.is_installed("allauth.socialaccount"))


def unlink(user: User) -> int:
    """End every link of somebody's account with one of the office's; how many there were."""
    if not is_on():
        return 0
    from allauth.socialaccount.models import SocialAccount  # its table is there only where it is installed

    links = SocialAccount.objects.filter(user=user)
    there = int(links.count())
    links.delete()
    return there
