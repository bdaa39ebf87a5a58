"""People are invited together, each to a role that somebody else then grants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tideturn.hub.access.roles import Role
from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import OPEN, Invitation, User
from tideturn.hub.accounts.one_time import MadeLink
from tideturn.hub.accounts.services.invitations import create_invitation
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.onboarding import actions
from tideturn.hub.onboarding.models import MeantRole
from tideturn.hub.onboarding.policy import INVITE


@dataclass(frozen=True)
class Asked:
    """Somebody who is to be invited."""

    name: str
    email: str
    role: Role
    site: str


@dataclass(frozen=True)
class Invited:
    """Those who were invited together, with their links, which are shown this one time."""

    pk: UUID
    links: tuple[MadeLink[Invitation], ...]


@service(actions.ROLE_MEANT, needs=INVITE)
def invite_people(*, by: Standing, people: Sequence[Asked]) -> Invited:
    """Invite them, all or none, and say which role each is meant to have.

    Raises HubError where one has an account or is invited already.
    """
    user = User.objects.get(pk=by.user)
    links, first = [], None
    for one in people:
        waits = Invitation.objects.filter(OPEN, email__iexact=one.email.strip(), expires__gt=clock.now())
        if waits.exists():
            raise HubError(
                f"{one.email} is invited already.",
                mend="If the link was lost, withdraw the invitation under People, and invite them here again.",
            )
        try:
            link = create_invitation(by=user, email=one.email, name=one.name)
        except HubError as error:
            raise HubError(f"{one.email}: {error.what}", mend=error.mend) from error
        meant = MeantRole.objects.create(
            invitation=link.of, role=one.role.code, at=one.site, said_at=clock.now(), said_by_id=by.user
        )
        details = {"role": one.role.code}
        record(actions.ROLE_MEANT, by=by.user, via=by.via, on=meant, site=one.site, details=details)
        links.append(link)
        first = first or meant.pk
    if first is None:
        raise HubError("Nobody is named.", mend="Write at least one name and address.")
    return Invited(first, tuple(links))
