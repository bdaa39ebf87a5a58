"""Who holds which role, where and until when; who may grant it; and every way to see more, or less, for a while."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, ROLES, Role
from tideturn.hub.access.site_names import site_name
from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.fields import SealedTextField
from tideturn.hub.crypto.records import Record

_SITE = r"^([a-z0-9][a-z0-9_-]*|\*)$"


class _OfRole(Record):
    """A role at a site, or at all sites."""

    role = models.CharField(max_length=40, choices=[(role.code, role.title) for role in ROLES.values()])
    site = models.CharField(max_length=40)

    class Meta:
        abstract = True

    @property
    def of(self) -> Role:
        """Return the role itself."""
        return ROLES[self.role]

    @property
    def where(self) -> str:
        """Return the site's name for pages, or “all sites”."""
        return "all sites" if self.site == ALL_SITES else site_name(self.site)


class Grant(_OfRole):
    """A role that somebody holds from one day to another, perhaps to cover a colleague who is away."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """Last day (included); null if it lasts until somebody withdraws it."""
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    """Account that granted it; null only for the first administrator, appointed by the person who runs the server."""
    granted_at = models.DateTimeField()
    covering = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    """Account that withdrew it.

    Also null if it was withdrawn again after a restore, and the copy lacks that account.
    """

    class Meta:
        db_table = "access_grant"
        indexes: ClassVar = [models.Index(fields=["role", "site"], name="grant_by_role")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="grant_of_a_role_there_is"),
            models.CheckConstraint(condition=Q(site__regex=_SITE), name="grant_at_a_site"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="grant_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True, role=ADMINISTRATOR.code)
                | Q(granted_by__isnull=False) & ~Q(granted_by=F("user")),
                name="grant_never_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(covering__isnull=True) | Q(ends_on__isnull=False) & ~Q(covering=F("user")),
                name="cover_ends_and_is_for_another",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True) | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by=F("user")),
                name="grant_withdrawn_by_another",
            ),
        ]


class Authority(_OfRole):
    """Somebody's right to grant a role at a site. Holding a role is another thing, and does not give this right."""

    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="authorities")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    given_at = models.DateTimeField()
    waits = models.BooleanField(default=False)
    """Whether it has no effect until a lead confirms it."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "access_authority"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="authority_over_a_role_there_is"),
            models.CheckConstraint(condition=Q(site__regex=_SITE), name="authority_at_a_site"),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True, role=ADMINISTRATOR.code)
                | Q(given_by__isnull=False) & ~Q(given_by=F("holder")),
                name="authority_never_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(waits=False, confirmed_at__isnull=False, given_by__isnull=False, confirmed_by__isnull=False)
                & ~Q(confirmed_by=F("given_by"))
                & ~Q(confirmed_by=F("holder")),
                name="authority_confirmed_by_a_third",
            ),
            models.UniqueConstraint(
                fields=["holder", "role", "site"], condition=Q(withdrawn_at__isnull=True), name="authority_given_once"
            ),
        ]


class StaffSession(Record):
    """A period when an administrator administers, and sees no record. The reason is sealed: it may name somebody."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="staff_sessions")
    browser = models.CharField(max_length=40, blank=True)
    """Hashed key of the browser session where it began. It counts only there."""
    reason = SealedTextField()
    began_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "access_staffsession"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("began_at")), name="staff_session_ends_after_it_began"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="one_open_staff_session_each"
            ),
        ]


class BreakGlass(Record):
    """A period when somebody may open, for a reason, what they may not otherwise see.

    If the record that they named does not exist, `record` is an id of nothing. This row and everything that follows
    from it are the same either way, so that nobody learns of a record by asking for it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    record: models.UUIDField[UUID, UUID] = models.UUIDField(db_index=True)
    reason = SealedTextField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "access_breakglass"
        indexes: ClassVar = [models.Index(fields=["user", "until"], name="break_glass_in_force")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="break_glass_ends_after_it_began")
        ]


class Restriction(Record):
    """A period when only named people see a record, and the reason."""

    record: models.UUIDField[UUID, UUID] = models.UUIDField(db_index=True)
    reason = SealedTextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    """Account that restricted it; null if it was restricted again after a restore, and the copy lacks that account."""
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        db_table = "access_restriction"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(lifted_at__isnull=True), name="one_restriction_of_a_record"
            )
        ]


class RestrictedTo(Record):
    """Somebody who is named for a restricted record. Being named shows nobody what their roles do not show them."""

    record: models.UUIDField[UUID, UUID] = models.UUIDField(db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    """Account that named them; null in the same case as `Restriction.by`."""
    named_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "access_restrictedto"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "user"], condition=Q(withdrawn_at__isnull=True), name="named_once_for_a_record"
            )
        ]


class Refusal(models.Model):
    """A thing that somebody was refused within the last minute, and how often since the audit recorded it."""

    user: models.UUIDField[UUID, UUID] = models.UUIDField()
    permission = models.CharField(max_length=80)
    model = models.CharField(max_length=80, blank=True)
    record = models.CharField(max_length=36, blank=True)
    via = models.CharField(max_length=20)
    since = models.DateTimeField(db_index=True)
    more = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "access_refusal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "permission", "model", "record"], name="one_refusal_of_a_thing")
        ]
