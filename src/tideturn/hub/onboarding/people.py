"""People who are invited together, the roles that they are meant to have, and who has still to do what about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef

from tideturn.hub.access.holders import in_use, not_over
from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.policy import granting_refused, roles_that_one_may_grant
from tideturn.hub.access.roles import ALL_SITES, ROLES, Role
from tideturn.hub.access.service import service
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import OPEN, Invitation, User
from tideturn.hub.accounts.one_time import MadeLink
from tideturn.hub.accounts.services.invitations import create_invitation
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.audit.refusing import NotVisibleError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.onboarding.access import INVITE
from tideturn.hub.onboarding.models import MeantRole

ROLE_MEANT: Final = action("onboarding.mean_role", Kind.WRITE, "said which role somebody who is invited shall have")


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


@service(ROLE_MEANT, needs=INVITE)
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
        record(ROLE_MEANT, by=by.user, via=by.via, on=meant, site=one.site, details=details)
        links.append(link)
        first = first or meant.pk
    if first is None:
        raise HubError("Nobody is named.", mend="Write at least one name and address.")
    return Invited(first, tuple(links))


@dataclass(frozen=True)
class PersonShown:
    """Somebody who was invited, and how far it has come."""

    id: UUID
    name: str
    role: str
    where: str
    state: str
    to_grant: bool = False
    """Whether the viewer may grant the role now."""
    granters: tuple[str, ...] = ()
    """People who may grant it, except the person who would get it. Empty once it is granted."""
    needs_granter: bool = False
    """Whether nobody may yet."""


def people_shown(by: Standing) -> tuple[PersonShown, ...]:
    """Return the invited people: all of them if the viewer may invite, else those with a role that the viewer may
    grant.
    """
    grants = roles_that_one_may_grant(by)
    everybody = by.may(INVITE)
    found = MeantRole.objects.filter(invitation__withdrawn=None).select_related("invitation", "invitation__account")
    held, ever = (set(some.values_list("user", "role", "site")) for some in (not_over(), Grant.objects.all()))
    there = set(in_use().values_list("pk", flat=True))
    authorities = Authority.objects.filter(withdrawn_at=None, waits=False, holder__in=in_use())
    over = [(one.role, one.site, one.holder) for one in authorities.select_related("holder")]
    shown = []
    for meant in found.order_by("said_at", "pk"):
        role, account = ROLES[meant.role], meant.invitation.account
        may = role in grants and any(site in (meant.at, ALL_SITES) for site in grants[role])
        own = account is not None and account.pk == by.user
        if not everybody and (not may or account is None or own):
            continue
        role_there = (account.pk if account else None, meant.role, meant.at)
        holds, had = role_there in held, role_there in ever
        # A role that was taken away again, or has ended, is no longer one that somebody is only meant to have.
        waits = account is not None and account.pk in there and not had
        granters = tuple(
            holder.name
            for of, at, holder in over
            if waits and of == meant.role and at in (meant.at, ALL_SITES) and holder != account
        )
        shown.append(
            PersonShown(
                meant.pk,
                meant.invitation.name if account is None else account.name,
                role.title,
                site_name(meant.at),
                _state(meant, holds=holds, had=had),
                to_grant=waits and may and not own,
                granters=granters,
                needs_granter=waits and not granters,
            )
        )
    return tuple(shown)


def somebody_waits() -> bool:
    """Return whether somebody has an account but not yet the intended role."""
    had = Grant.objects.filter(user=OuterRef("invitation__account"), role=OuterRef("role"), site=OuterRef("at"))
    return MeantRole.objects.filter(~Exists(had), invitation__account__in=in_use()).exists()


def meant_role(by: Standing, pk: UUID) -> MeantRole:
    """Return the intended role, for people who may grant it. Raise NotVisibleError for others."""
    found = MeantRole.objects.filter(pk=pk, invitation__account__isnull=False)
    meant = found.select_related("invitation__account").first()
    grants = roles_that_one_may_grant(by)
    if meant is not None:
        sites = grants.get(ROLES[meant.role], ())
        if ALL_SITES in sites or meant.at in sites:
            return meant
    raise NotVisibleError(granting_refused(by))


def _state(meant: MeantRole, *, holds: bool, had: bool) -> str:
    if holds:
        return "Holds the role"
    if had:
        return "Had the role"
    if meant.invitation.account is not None:
        return "Has an account, and no role yet"
    until = meant.invitation.expires
    assert until is not None  # of an invitation
    if until <= clock.now():
        return "The link has run out: invite them again"
    return f"Invited; the link works until {clock.spoken(until)}"
