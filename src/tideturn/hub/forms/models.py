"""Drafts, and the base of records that say who added them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.fields import SpecialTextField
from tideturn.hub.crypto.records import Record
from tideturn.hub.history.models import Versioned


class Added(Versioned, Record):
    """A versioned record that says who added it, and when."""

    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Draft(Record):
    """What a person typed into a page of a form and has not sent. The page carries the draft's id: each page has its
    own.

    Sending or throwing away a draft empties its words, and the row stays for a while: a save that was still under way
    when the form was sent must not bring the words back.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=80)
    record: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    """Id of the record that the page is about; null if the page was for a new one."""
    subjects: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Ids of the records of the young people that the draft is about, as far as the hub knows."""
    typed = SpecialTextField()
    """JSON of what was typed and of the record at that time; empty once the draft has ended.

    This is a special field, because any form may have a draft.
    """
    began_at = models.DateTimeField()
    saved_at = models.DateTimeField(db_index=True)
    saves = models.PositiveIntegerField(default=1)
    unproven = models.BooleanField(default=False)
    """Whether it arrived after the session had ended, so that only the page shows whose it is."""
    continues: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    """Id of the draft that this one continues, and that is deleted with it."""
    ended_at = models.DateTimeField(null=True)
    made: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    """Id of the record that was made or changed when the form was sent."""

    class Meta:
        db_table = "forms_draft"
        indexes: ClassVar = [models.Index(fields=["user", "form", "record"], name="draft_of_a_form")]
