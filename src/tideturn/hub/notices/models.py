"""A notice to somebody: that something happened, and to what. It holds identifiers alone."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.records import Record
from tideturn.hub.notices.kinds import NOTICE_KINDS, NoticeKind


class Notice(Record):
    """A notice to one person: what it is about, whether they have read it, and the state of its e-mail."""

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=80)
    about: models.UUIDField[UUID, UUID] = models.UUIDField()
    """The id of what it is about; who may read of that is for the page that it leads to."""
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_next_at = models.DateTimeField(null=True, blank=True)
    """When an e-mail is tried next; null where there is none to send, or none any more."""
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_notice"
        indexes: ClassVar = [
            models.Index(fields=["to", "-at"], name="notice_by_whom"),
            models.Index(fields=["to"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["mail_next_at"], condition=Q(mail_next_at__isnull=False), name="notice_to_mail"),
            models.Index(fields=["mail_given_up_at"], condition=Q(mail_given_up_at__isnull=False), name="notice_lost"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["to", "kind", "about"], condition=Q(read_at=None), name="told_once_until_it_is_read"
            )
        ]

    @property
    def of(self) -> NoticeKind:
        """Return the kind."""
        return NOTICE_KINDS[self.kind]
