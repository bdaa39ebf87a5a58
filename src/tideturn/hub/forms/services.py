"""Save, send and delete drafts, each within one transaction and logged in the audit.

The audit logs when a draft about somebody begins, is continued and ends, and at the end how often it was saved: one
event for each pause in typing would drown all others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import Via, record
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.models import Draft
from tideturn.hub.forms.opened import KEPT, Opened
from tideturn.hub.forms.registry import EDITED, Edited

DRAFT_BEGUN: Final = action("forms.begin_draft", Kind.WRITE, "began a draft")
DRAFT_OPENED: Final = action("forms.open_draft", Kind.DISCLOSURE, "went on with a draft")
DRAFT_SENT: Final = action("forms.send_draft", Kind.WRITE, "sent what had been a draft")
DRAFT_THROWN_AWAY: Final = action("forms.throw_draft_away", Kind.WRITE, "threw a draft away")
DRAFT_KEPT: Final = action("forms.keep_unproven", Kind.WRITE, "kept what came after a session had ended")
DRAFTS_PURGED: Final = action("forms.purge_drafts", Kind.WRITE, "purged drafts that nobody went on with")
DRAFTS_ERASED: Final = action("forms.erase_drafts", Kind.WRITE, "erased the drafts about somebody")
MOST: Final = 500_000
"""Maximum length of a draft in characters."""
_UNPROVEN: Final = "unproven"
_OWN: Final = "One's own words, in a page that the hub made for oneself."


class AlreadySentError(HubError):
    """The form was sent twice: what it would make exists already."""

    def __init__(self, at: datetime) -> None:
        super().__init__(f"This was sent already, on {clock.spoken(at)}, and is saved.")


@service(DRAFT_BEGUN, open_because=_OWN)
def keep_draft(*, by: Standing, opened: Opened, typed: Mapping[str, Any]) -> datetime:
    """Save what is typed into a page as a draft, and return when. Delete the draft that the page began with.

    Raise HubError if the page was sent already or holds more than MOST characters; NotVisibleError if it was opened for
    somebody else.
    """
    if opened.user != by.user:
        raise NotVisibleError(Refused(by.user, DRAFT_BEGUN.name, by.via))
    draft, fresh = _kept(opened.draft, opened, typed, continues=None)
    if fresh:
        _forget(by.user, opened.continues)
        record(DRAFT_BEGUN, by=by.user, via=by.via, **_told(draft))
    return draft.saved_at


@service(DRAFT_KEPT, open_because="The signed page says whose words they are; they are shown to nobody else.")
def keep_unproven(*, opened: Opened, typed: Mapping[str, Any], via: Via = "page") -> bool:
    """Keep what was sent from a person's page after their session had ended. It overwrites nothing that they saved.

    Return whether it was kept. It is not kept for an account that has ended, nor if it has more than MOST characters.
    """
    user = User.objects.filter(pk=opened.user).first()
    if user is None or not user.in_force(clock.today()) or len(_words(opened, typed)) > MOST:
        return False
    # One for each page, however often it is sent: somebody who has the page but is not signed in can keep no more.
    draft, fresh = _kept(uuid5(opened.draft, _UNPROVEN), opened, typed, continues=opened.draft, unproven=True)
    if fresh:
        record(DRAFT_KEPT, by=None, via=via, **_told(draft, user=str(user.pk)))
    return True


@service(DRAFT_SENT, open_because="What is done within it asks for its own permission.")
def send(*, by: Standing, form: Edited[Any], pk: UUID | None, opened: Opened, do: Callable[[], Any]) -> Any:
    """Run a form's service and end its draft in the same transaction. Return what the service returned: the record that
    it made or changed.

    Raise AlreadySentError if it would make a record a second time.
    """
    now = clock.now()
    draft, _ = Draft.objects.select_for_update().get_or_create(
        pk=opened.draft,
        defaults={
            "user_id": by.user,
            "form": form.name,
            "record": pk,
            "typed": "",
            "began_at": now,
            "saved_at": now,
            "saves": 0,
        },
    )
    if draft.made is not None and form.shows is None:
        raise AlreadySentError(draft.saved_at)
    gave = do()
    made = pk if gave is None else gave.pk
    assert isinstance(made, UUID)
    if draft.saves:
        record(DRAFT_SENT, by=by.user, via=by.via, **_told(draft, saves=draft.saves))
    _end(draft, made=made)
    # What the same page sent after the session had ended was the same words.
    _forget(by.user, opened.continues, uuid5(opened.draft, _UNPROVEN))
    return gave


@service(DRAFT_THROWN_AWAY, open_because="Everybody may throw away what they began.")
def throw_draft_away(*, by: Standing, pk: UUID) -> Draft:
    """Throw away a draft of the person's own, even one about a record that they may no longer see.

    Raise NotVisibleError if it does not exist or belongs to somebody else.
    """
    draft = Draft.objects.select_for_update().filter(pk=pk, user=by.user, ended_at=None).first()
    if draft is None:
        refused = Refused(by.user, DRAFT_THROWN_AWAY.name, by.via, Draft._meta.label_lower, pk)
        raise NotVisibleError(refused)
    record(DRAFT_THROWN_AWAY, by=by.user, via=by.via, **_told(draft, saves=draft.saves))
    _forget(by.user, draft.continues)
    _end(draft)
    return draft


@service(DRAFTS_PURGED, open_because="The worker does, by the age of a draft alone.")
def purge_drafts() -> int:
    """Delete the drafts that nobody has written in for fourteen days. Return how many still held words."""
    old = Draft.objects.filter(saved_at__lt=clock.now() - KEPT)
    words = old.filter(ended_at=None).count()
    old.delete()
    if words:
        record(DRAFTS_PURGED, by=None, via="worker", details={"drafts": words})
    return words


@service(DRAFTS_ERASED, open_because="The erasure of a person checks the permission.")
def erase_drafts_about(subject: UUID) -> int:
    """Erase everybody's drafts about a person. Return how many."""
    about = [
        pk
        for pk, of, subjects in Draft.objects.values_list("pk", "record", "subjects")
        if subject == of or str(subject) in subjects
    ]
    if about:
        Draft.objects.filter(pk__in=about).delete()
        record(DRAFTS_ERASED, by=None, via="worker", subjects=[subject], details={"drafts": len(about)})
    return len(about)


def _kept(
    pk: UUID, opened: Opened, typed: Mapping[str, Any], *, continues: UUID | None, unproven: bool = False
) -> tuple[Draft, bool]:
    """Save these words as the draft with that id. Return the draft, and whether it is new."""
    words = _words(opened, typed)
    if len(words) > MOST:
        raise HubError("This is too long to be kept as a draft.", mend="Send it in parts.")
    subjects, _ = EDITED[opened.form].concerns(opened.record)
    now = clock.now()
    draft, fresh = Draft.objects.select_for_update().get_or_create(
        pk=pk,
        defaults={
            "user_id": opened.user,
            "form": opened.form,
            "record": opened.record,
            "subjects": [str(one) for one in subjects],
            "typed": words,
            "began_at": now,
            "saved_at": now,
            "continues": continues,
            "unproven": unproven,
        },
    )
    if draft.ended_at is not None and not unproven:
        raise HubError("This page was sent or thrown away.", mend="Load it anew to write more.")
    if not fresh:
        draft.typed, draft.saved_at, draft.ended_at, draft.saves = words, now, None, draft.saves + 1
        draft.save(update_fields=["typed", "saved_at", "ended_at", "saves"])
    return draft, fresh


def _words(opened: Opened, typed: Mapping[str, Any]) -> str:
    return json.dumps({"typed": dict(typed), "version": opened.version, "base": dict(opened.base)})


def _end(draft: Draft, *, made: UUID | None = None) -> None:
    draft.typed, draft.ended_at, draft.made = "", clock.now(), made
    draft.saved_at = draft.ended_at
    draft.save(update_fields=["typed", "ended_at", "made", "saved_at"])


def _forget(user: UUID, *pks: UUID | None) -> None:
    """Delete drafts that were continued elsewhere, and the drafts that they continued."""
    own, drafts = Draft.objects.filter(user=user), [pk for pk in pks if pk]
    earlier = own.filter(pk__in=drafts, continues__isnull=False).values_list("continues", flat=True)
    own.filter(pk__in=[*drafts, *earlier], ended_at=None).delete()


def _told(draft: Draft, **details: str | int) -> dict[str, Any]:
    """Return the arguments of an audit event about a draft: the draft, its subjects, its site and the details."""
    form = EDITED.get(draft.form)  # an older version may have had it
    subjects, site = form.concerns(draft.record) if form else ((), "")
    return {"on": draft, "subjects": subjects, "site": site, "details": {"form": draft.form} | details}
