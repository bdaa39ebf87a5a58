"""An account for each role, named by the role, with a password and a second factor that were drawn."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, GOVERNANCE_LEAD, PROGRAMME_MANAGER, ROLES, Reach, Role
from tideturn.hub.access.services import begin_staff_session, end_staff_session, give_authority, grant_role
from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.services.invitations import (
    accept_invitation,
    create_invitation,
    first_administrator_link,
)
from tideturn.hub.common import clock

SITE: Final = "london"
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that nobody takes for one another."""


@dataclass(frozen=True)
class Opened:
    """An account, and how one logs in to it."""

    role: Role
    user: User
    email: str
    password: str
    secret: str

    @property
    def title(self) -> str:
        """Roles, each with its site."""
        return f"{self.role.title}, {SITE.capitalize()}" if _site_of(self.role) == SITE else self.role.title


def open_accounts() -> tuple[Opened, ...]:
    """Open an account for each role and grant it that role: the administrator invites, and says who may grant."""
    administrator = _opened(ADMINISTRATOR, first_administrator_link())
    begin_staff_session(by=_now(administrator), reason="The demonstration is begun.")
    opened = {ADMINISTRATOR: administrator}
    for role in ROLES.values():
        if role is not ADMINISTRATOR:
            link = create_invitation(by=administrator.user, email=_email(role), name=role.title)
            opened[role] = _opened(role, link.address)
    grants = {role: GOVERNANCE_LEAD if role is PROGRAMME_MANAGER else PROGRAMME_MANAGER for role in opened}
    del grants[ADMINISTRATOR]  # whose role came with being the first
    for role, granter in grants.items():
        give_authority(by=_now(administrator), holder=opened[granter].user, role=role, site=_site_of(role))
    end_staff_session(by=_now(administrator))
    for role, granter in grants.items():
        site, user = _site_of(role), opened[role].user
        grant_role(by=_now(opened[granter]), user=user, role=role, site=site, starts_on=clock.today())
    return tuple(opened.values())


def _opened(role: Role, link: str) -> Opened:
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    token = link.rstrip("/").rpartition("/")[2]
    user = accept_invitation(token=token, name=role.title, password=password, email=_email(role))
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return Opened(role, user, user.email, password, secret)


def _email(role: Role) -> str:
    """Return an e-mail address that can never be anybody's (RFC 2606)."""
    return f"{role.code.replace('_', '-')}@demo.invalid"


def _site_of(role: Role) -> str:
    return SITE if role.reach is Reach.SITE else ALL_SITES


def _now(one: Opened) -> Standing:
    return standing_of(one.user, via="command")
