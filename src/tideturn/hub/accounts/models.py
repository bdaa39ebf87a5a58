"""Accounts, their sessions, and the links that open or recover them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower


class Users(BaseUserManager["User"]):
    """Accounts by their e-mail address, whatever its case, and by whether they may be used."""

    def in_force(self, on: date) -> models.QuerySet[User]:
        """Return the accounts that may be used on a day, as `User.in_force` says of one."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on), is_active=True)

    def of_address(self, email: str) -> User | None:
        """Return the account with an e-mail address, whether it may be used or not; None if there is none."""
        return self.filter(email__iexact=email.strip()).first()

    def held(self, pk: UUID) -> User:
        """Return an account, locked until the transaction ends. Raise User.DoesNotExist.

        Its key is not locked, so that other rows can refer to it meanwhile. Otherwise two people who do the same to
        each other, and are each named as the one who did it, would wait for one another for ever.
        """
        return self.select_for_update(no_key=True).get(pk=pk)

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the account with an e-mail address. Raise User.DoesNotExist if there is none."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account. What it may do is granted per site and by date; no account may do everything."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    ends_on = models.DateField(null=True, blank=True)
    """Last day that it may be used."""
    factor_compulsory = models.BooleanField(default=False)
    """Whether a second factor is needed before anything else, whatever the account may do."""
    created = models.DateTimeField(auto_now_add=True, editable=False)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "accounts_user"
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_an_address"),)

    def __str__(self) -> str:
        return self.name

    def in_force(self, on: date) -> bool:
        """Return whether it may be used on a day."""
        return self.is_active and (self.ends_on is None or on <= self.ends_on)


class Session(AbstractBaseSession):
    """A session, under the hash of its key: a reader of the database can continue none. Its content is sealed."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    created = models.DateTimeField()
    seen = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta(AbstractBaseSession.Meta):
        db_table = "accounts_session"
        abstract = False

    def __str__(self) -> str:
        return f"a session of {self.user_id}"


OPEN: Final = models.Q(used=None, withdrawn=None)
"""Condition of links that were neither followed nor withdrawn. They may have expired."""


class OneTimeLink(models.Model):
    """A link that can be followed once, until it expires. Only the hash of its token is kept."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hash = models.CharField(max_length=64, unique=True, null=True)
    expires = models.DateTimeField(null=True)
    used = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)
    mailed = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Return whether it was neither followed nor withdrawn."""
        return self.used is None and self.withdrawn is None


class Invitation(OneTimeLink):
    """An invitation to open an account. The first administrator's names nobody: they say who they are."""

    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="invitations")
    created = models.DateTimeField()
    account = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="invitation")

    class Meta:
        db_table = "accounts_invitation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                condition=OPEN & ~models.Q(email=""),
                name="one_open_invitation_an_address",
            )
        ]


class Recovery(OneTimeLink):
    """Somebody lost a factor: one colleague begins, another approves, and a link opens the account again.

    A recovery that was made on the server names nobody who began it, and needs no approval.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recoveries")
    begun_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    begun = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_recovery"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | (~models.Q(approved_by=models.F("begun_by")) & ~models.Q(approved_by=models.F("user"))),
                name="recovered_by_two_others",
            ),
            models.CheckConstraint(condition=~models.Q(begun_by=models.F("user")), name="recovery_begun_by_another"),
            models.CheckConstraint(
                condition=models.Q(begun_by=None, approved_by=None)
                | models.Q(begun_by__isnull=False) & (models.Q(hash=None) | models.Q(approved_by__isnull=False)),
                name="recovery_opened_by_two_or_the_server",
            ),
            models.UniqueConstraint("user", condition=OPEN, name="one_open_recovery_an_account"),
        ]
