"""Services that change access, each audited: roles and cover, authorities, staff sessions, break-glass."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import F

from tideturn.hub.access import actions, policy
from tideturn.hub.access.glass import GLASS_USED, GlassKind
from tideturn.hub.access.holders import leads_but, not_over
from tideturn.hub.access.models import Authority, BreakGlass, Grant, StaffSession
from tideturn.hub.access.oversight import AUTHORITY_WAITS, tell_of_grant, waits_for_a_third
from tideturn.hub.access.queries import administrators
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, Role
from tideturn.hub.access.service import reason_given, service
from tideturn.hub.access.standing import BROWSER, MAY_BREAK_GLASS, Standing
from tideturn.hub.access.withdrawals import note_authority_withdrawn, note_grant_withdrawn
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import Detail, Via, record
from tideturn.hub.audit.refusing import Refused, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.unruled import unruled
from tideturn.hub.notices.telling import tell

STAFF_SESSION: Final = timedelta(minutes=30)
COVER: Final = timedelta(days=366)
"""Maximum length of the cover for an absence. Somebody who is away for longer has left."""
BREAK_GLASS: Final = timedelta(hours=3)
_GLASSES_AN_HOUR: Final = 10
"""Maximum number of times that one person breaks the glass in an hour: enough in need, too few to go through names."""
_AUTHORITY: Final = "Whoever has the authority over that role at that site may, whichever roles they hold."


@service(actions.HUB_FOUNDED, open_because="Whoever runs the machine appoints the first administrator, once.")
def found_hub(*, user: User, via: Via = "command") -> Grant:
    """Make somebody the hub's first administrator, who may grant that role to others. Raise HubError a second time."""
    if administrators():
        raise HubError(
            "The hub has an administrator already.", mend="An administrator can have others granted the role."
        )
    now = clock.now()
    grant = Grant.objects.create(
        user=user, role=ADMINISTRATOR.code, site=ALL_SITES, starts_on=clock.today(), granted_at=now
    )
    Authority.objects.get_or_create(
        holder=user, role=ADMINISTRATOR.code, site=ALL_SITES, withdrawn_at=None, defaults={"given_at": now}
    )
    record(actions.HUB_FOUNDED, by=user.pk, via=via, on=grant)
    return grant


@service(actions.ROLE_GRANTED, open_because=_AUTHORITY)
def grant_role(
    *, by: Standing, user: User, role: Role, site: str, starts_on: date, ends_on: date | None = None
) -> Grant:
    """Grant a role at a site, or at ALL_SITES, from a day until another (both included), or until it is withdrawn."""
    policy.require_granting(by, role=role, site=site, to=user)
    grant = _granted(by, user, role, site, starts_on, ends_on)
    _record_event(actions.ROLE_GRANTED, by, grant, user)
    tell_of_grant(grant)
    return grant


@service(actions.ABSENCE_COVERED, open_because=_AUTHORITY)
def cover_absence(
    *, by: Standing, user: User, covering: User, role: Role, site: str, starts_on: date, ends_on: date
) -> Grant:
    """Grant somebody the role of a colleague who is away. The colleague keeps the role."""
    policy.require_granting(by, role=role, site=site, to=user)
    if user == covering:
        raise HubError("Nobody covers their own absence.", mend="Choose a colleague.")
    if ends_on - starts_on > COVER:
        raise HubError("Nobody is covered for more than a year.", mend="Grant the role itself, or give a day sooner.")
    held = not_over(on=ends_on).filter(user=covering, role=role.code, site=site, starts_on__lte=starts_on)
    if not held.exists():
        raise HubError(
            "The absent colleague does not hold that role there in all that time.",
            mend="Choose the role and the days that they hold it, or grant the role itself.",
        )
    grant = _granted(by, user, role, site, starts_on, ends_on, covering=covering)
    _record_event(actions.ABSENCE_COVERED, by, grant, user, covering=str(covering.pk))
    tell_of_grant(grant)
    return grant


@service(actions.GRANT_WITHDRAWN, open_because=_AUTHORITY)
def withdraw_grant(*, by: Standing, grant: Grant) -> Grant:
    """Withdraw a role from now on."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    policy.require_authority(by, role=grant.of, site=grant.site, to=grant.user)
    if grant.withdrawn_at is not None:
        raise HubError("The role was withdrawn already.")
    grant.withdrawn_at, grant.withdrawn_by_id = clock.now(), by.user
    grant.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note_grant_withdrawn(grant)
    _record_event(actions.GRANT_WITHDRAWN, by, grant, grant.user)
    if grant.of is ADMINISTRATOR:  # the right to make others administrators ends with the role
        for authority in Authority.objects.filter(holder=grant.user, role=grant.role, withdrawn_at=None):
            _taken_back(authority)
            _record_event(actions.AUTHORITY_WITHDRAWN, by, authority, authority.holder)
    return grant


@service(actions.AUTHORITY_GIVEN, needs=policy.GIVE_AUTHORITY)
def give_authority(*, by: Standing, holder: User, role: Role, site: str) -> Authority:
    """Let somebody grant a role at a site, or at all sites.

    An administrator gives this, in a staff session, to another person. If the role sees who young people are, or
    administers, and there is a lead who is neither of the two, the authority has no effect until such a lead confirms
    it.
    """
    _not_oneself(by, holder)
    if site != ALL_SITES:  # an authority may cover all sites even if the role is held at one site at a time
        _role_at(role, site)
    User.objects.held(holder.pk)
    given = Authority.objects.filter(holder=holder, role=role.code, site=site, withdrawn_at=None)
    if given.exists():
        raise HubError("They have that authority already.")
    made = Authority.objects.create(
        holder=holder,
        role=role.code,
        site=site,
        given_by_id=by.user,
        given_at=clock.now(),
        waits=role.needs_second_factor and waits_for_a_third(by.user, holder.pk),
    )
    _record_event(actions.AUTHORITY_GIVEN, by, made, holder)
    if made.waits:
        tell(AUTHORITY_WAITS, to=leads_but(by.user, holder.pk), about=made.pk)
    return made


@service(actions.AUTHORITY_CONFIRMED, needs=policy.OVERSEE_ROLES)
def confirm_authority(*, by: Standing, authority: Authority) -> Authority:
    """Confirm an authority that waits. Only a lead who neither gave it nor was given it may do so."""
    authority = Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    if by.user in (authority.given_by_id, authority.holder_id):
        raise RefusedError(
            "Nobody confirms an authority that they gave or were given.",
            mend="Another lead confirms it.",
            refused=Refused(by.user, policy.OVERSEE_ROLES.name, by.via),
        )
    if not authority.waits or authority.withdrawn_at is not None:
        raise HubError("The authority was confirmed or withdrawn already.")
    authority.waits, authority.confirmed_at, authority.confirmed_by_id = False, clock.now(), by.user
    authority.save(update_fields=["waits", "confirmed_at", "confirmed_by"])
    _record_event(actions.AUTHORITY_CONFIRMED, by, authority, authority.holder)
    return authority


@service(actions.AUTHORITY_WITHDRAWN, needs=policy.GIVE_AUTHORITY)
def withdraw_authority(*, by: Standing, authority: Authority) -> Authority:
    """Withdraw an authority from now on. What was granted with it stays until it is withdrawn."""
    authority = Authority.objects.select_for_update().get(pk=authority.pk)
    _not_oneself(by, authority.holder)
    if authority.withdrawn_at is not None:
        raise HubError("The authority was withdrawn already.")
    _taken_back(authority)
    _record_event(actions.AUTHORITY_WITHDRAWN, by, authority, authority.holder)
    return authority


@service(actions.STAFF_SESSION_BEGUN, needs=policy.BEGIN_STAFF_SESSION)
def begin_staff_session(*, by: Standing, reason: str) -> StaffSession:
    """Begin to administer, for half an hour and in this browser. No other permission of the person counts there."""
    now = clock.now()
    User.objects.held(by.user)
    StaffSession.objects.filter(user=by.user, ended_at=None, until__lte=now).update(ended_at=F("until"))
    for ended in _end_staff_sessions(by):  # in another browser
        record(actions.STAFF_SESSION_ENDED, by=by.user, via=by.via, on=ended)
    begun = StaffSession.objects.create(
        user_id=by.user,
        browser=BROWSER.get() or "",
        reason=reason_given(reason),
        began_at=now,
        until=now + STAFF_SESSION,
    )
    record(actions.STAFF_SESSION_BEGUN, by=by.user, via=by.via, on=begun)
    return begun


@service(actions.STAFF_SESSION_ENDED, open_because="Everybody may end what is open of their own.")
def end_staff_session(*, by: Standing) -> None:
    """End the person's staff session. Do nothing if there is none."""
    for ended in _end_staff_sessions(by):
        record(actions.STAFF_SESSION_ENDED, by=by.user, via=by.via, on=ended)


@service(actions.GLASS_BROKEN, needs=MAY_BREAK_GLASS)
def break_glass(*, by: Standing, kind: GlassKind, reference: str, reason: str) -> BreakGlass:
    """Open, for three hours, the record with an exact reference, whatever its site and its restriction.

    What follows is the same if there is no such record. Raise RefusedError if there is no lead to notify, and after too
    many uses in an hour.
    """
    told = reason_given(reason)
    User.objects.held(by.user)
    now = clock.now()
    refused = Refused(by.user, MAY_BREAK_GLASS.name, by.via)
    if _glasses_since(by, now - timedelta(hours=1)) >= _GLASSES_AN_HOUR:
        raise RefusedError(
            f"You have used break-glass {_GLASSES_AN_HOUR} times within an hour.",
            mend="Ring the safeguarding lead.",
            refused=refused,
        )
    leads = leads_but(by.user)
    if not leads:
        raise RefusedError(
            "There is no safeguarding lead or information governance lead who could be told.",
            mend="Until one of the two roles is granted to somebody else, break-glass opens nothing.",
            refused=refused,
        )
    glass = BreakGlass.objects.create(
        user_id=by.user,
        kind=kind.code,
        record=kind.named(reference),
        reason=told,
        at=now,
        until=now + BREAK_GLASS,
    )
    record(actions.GLASS_BROKEN, by=by.user, via=by.via, on=glass, subjects=[glass.record], details={"kind": kind.code})
    tell(GLASS_USED, to=leads, about=glass.pk)
    return glass


@unruled("Counts how often a person has used break-glass, to stop them from going through records.")
def _glasses_since(by: Standing, since: datetime) -> int:
    return BreakGlass.objects.filter(user=by.user, at__gt=since).count()


@unruled("Ends an administrator’s own staff sessions, and shows them to nobody.")
def _end_staff_sessions(by: Standing) -> list[StaffSession]:
    open_ones = list(StaffSession.objects.select_for_update().filter(user=by.user, ended_at=None))
    for one in open_ones:
        one.ended_at = min(clock.now(), one.until)
        one.save(update_fields=["ended_at"])
    return open_ones


def _granted(
    by: Standing, user: User, role: Role, site: str, starts_on: date, ends_on: date | None, covering: User | None = None
) -> Grant:
    _role_at(role, site)
    if not user.in_force(clock.today()):
        raise HubError("Their account has ended.", mend="An administrator can let it go on.")
    if starts_on < clock.today():
        raise HubError("The first day is over.", mend="Give today, or a day that is still to come.")
    if ends_on is not None and ends_on < starts_on:
        raise HubError("The last day is before the first.", mend="Give the days in order.")
    User.objects.held(user.pk)
    overlapping = not_over(on=starts_on).filter(user=user, role=role.code, site=site)
    if ends_on is not None:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    if overlapping.exists():
        raise HubError("They hold that role there on some of those days.", mend="Choose other days, or leave it.")
    return Grant.objects.create(
        user=user,
        role=role.code,
        site=site,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=by.user,
        granted_at=clock.now(),
        covering=covering,
    )


def _taken_back(authority: Authority) -> None:
    authority.withdrawn_at = clock.now()
    authority.save(update_fields=["withdrawn_at"])
    note_authority_withdrawn(authority)


def _role_at(role: Role, site: str) -> None:
    if role.may_be_at(site):
        return
    title = role.title.lower()
    if site == ALL_SITES:
        raise HubError(f"The role of {title} is held at one site each time.", mend="Choose a site.")
    raise HubError(f"The role of {title} is held at all sites together.", mend="Choose all sites.")


def _not_oneself(by: Standing, other: User) -> None:
    if by.user == other.pk:
        raise RefusedError(
            "Nobody gives authority to themselves, or takes it from themselves.",
            mend="Ask another administrator.",
            refused=Refused(by.user, policy.GIVE_AUTHORITY.name, by.via),
        )


def _record_event(action: Action, by: Standing, about: Grant | Authority, whose: User, **further: Detail) -> None:
    details: dict[str, Detail] = {"user": str(whose.pk), "role": about.role} | further
    if isinstance(about, Grant):
        days = {"starts_on": about.starts_on, "ends_on": about.ends_on}
        details |= {name: day.isoformat() for name, day in days.items() if day is not None}
    record(action, by=by.user, via=by.via, on=about, site=about.site, details=details)
