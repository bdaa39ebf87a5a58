"""Actions on organisations besides add, change and remove: merge two, and attach a file."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Q

from tideturn.hub.access.reading import show
from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action, Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.audit.refusing import Refused, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import files
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.writing import change, made
from tideturn.hub.organisations import access
from tideturn.hub.organisations.models import Attachment, Contact, Engagement, LikelyPair, Merge, Note, Organisation
from tideturn.hub.organisations.pairing import KIND, look_for_pairs
from tideturn.hub.organisations.resource import ORGANISATION, stand_at_latest
from tideturn.hub.resources.writing import held
from tideturn.hub.search import names

MERGED: Final = action("organisations.merge_organisations", Kind.WRITE, "merged two organisations")
MERGE_UNDONE: Final = action("organisations.undo_merge", Kind.WRITE, "undid a merge of organisations")
FOUND_DIFFERENT: Final = action("organisations.tell_apart", Kind.WRITE, "said that two organisations are not the same")
FILE_ATTACHED: Final = action("organisations.attach_file", Kind.WRITE, "attached a file to an organisation")
FILE_TAKEN: Final = action("organisations.take_file", Kind.DISCLOSURE, "downloaded a file about an organisation")

_MOVE: Final = (Contact, Engagement, Note, Attachment)
"""What belongs to an organisation, and goes with it."""
_WAS_MAIN: Final = "was_main"
"""The main contact that gave way to the other record's."""


@service(MERGED, needs=access.MERGE)
def merge_organisations(*, by: Standing, keep: UUID, merge: UUID) -> Merge:
    """Make `merge` part of `keep`, which keeps its own name, sector and site.

    Raises NotVisibleError for one that is not seen, RefusedError for one that was merged already, or with itself.
    """
    # Held in one order, whichever is kept: of two who merge the same two the other way round, neither waits for ever.
    both = {pk: held(ORGANISATION, pk, by=by, writes=access.MERGEABLE) for pk in sorted((keep, merge))}
    kept, merged = both[keep], both[merge]
    if kept.pk == merged.pk:
        raise RefusedError(
            "An organisation is not merged with itself.",
            mend="Choose the other record of it.",
            refused=_not_merged(by, kept),
        )
    moved = {}
    main = list(Contact.objects.filter(organisation=merged, is_main=True))
    if Contact.objects.filter(organisation=kept, is_main=True).exists():
        moved[_WAS_MAIN] = [str(contact.pk) for contact in main]
        for contact in main:
            change(by, contact, is_main=False)
    for model in _MOVE:
        rows = list(model._default_manager.filter(organisation=merged).order_by("pk"))
        for row in rows:
            change(by, row, organisation=kept)
        moved[model._meta.model_name or ""] = [str(row.pk) for row in rows]
    change(by, merged, merged_into=kept)
    stand_at_latest(by, kept)
    LikelyPair.objects.filter(Q(first=merged) | Q(second=merged), not_the_same_at=None).delete()
    names.remove(KIND, merged.pk)
    merge_of = Merge(kept=kept, merged=merged, moved=moved, at=clock.now(), by_id=by.user)
    merge_of.save(force_insert=True)
    _tell(MERGED, by, kept, merged)
    return merge_of


@service(MERGE_UNDONE, needs=access.MERGE)
def undo_merge(*, by: Standing, merge: UUID) -> Organisation:
    """Give the merged record back what it had, as far as it is still with the other.

    Raise RefusedError if somebody has undone it; HubError if the other was merged into a third since.
    """
    found = access.MERGES.get_visible(by, merge, Merge.objects.select_related("kept", "merged"))
    kept, merged = found.kept, found.merged
    if found.undone_at is not None or merged.merged_into_id != kept.pk:
        raise RefusedError("This merge was undone already.", refused=_not_merged(by, found))
    if kept.merged_into_id is not None:  # what it took over has moved on with it
        raise HubError(f"{kept.name} was merged into another since.", mend="Undo that merge first.")
    for model in _MOVE:
        pks = found.moved.get(model._meta.model_name or "", ())  # a kind may be newer than the merge
        for row in model._default_manager.filter(pk__in=pks, organisation=kept):
            change(by, row, organisation=merged)
    if not merged.contacts.filter(is_main=True).exists():  # one that moved may have become the main contact since
        for contact in merged.contacts.filter(pk__in=found.moved.get(_WAS_MAIN, ()), left_on=None):
            change(by, contact, is_main=True)
    change(by, merged, merged_into=None)
    for one in (kept, merged):
        stand_at_latest(by, one)
    found.undone_at, found.undone_by_id = clock.now(), by.user
    found.save(update_fields=["undone_at", "undone_by"])
    look_for_pairs(merged)
    _tell(MERGE_UNDONE, by, kept, merged)
    return merged


@service(FOUND_DIFFERENT, needs=access.MERGE)
def tell_apart(*, by: Standing, first: UUID, second: UUID) -> None:
    """Say that two are not the same, so that they are not proposed again. Raises NotVisibleError for one not seen."""
    one, other = (held(ORGANISATION, pk, by=by, writes=access.MERGEABLE) for pk in sorted((first, second)))
    pair = LikelyPair.objects.filter(first=one, second=other)
    if pair.filter(not_the_same_at=None).update(not_the_same_at=clock.now(), not_the_same_by=by.user):
        _tell(FOUND_DIFFERENT, by, one, other)


@service(FILE_ATTACHED, needs=access.WRITE)
def attach_file(*, by: Standing, organisation: UUID, content: bytes, name: str) -> Attachment:
    """Attach a file. Raise NotTakenError if it is too large, or of a kind that the hub does not accept."""
    of = held(ORGANISATION, organisation, by=by)
    attachment = made(by, Attachment, organisation=of, file=files.keep(content, name))
    _tell(FILE_ATTACHED, by, of, attachment)
    return attachment


def file_taken(by: Standing, pk: UUID) -> files.FileInClear:
    """Return a file of an organisation. Raise NotVisibleError if the person cannot see it; HubError in quarantine."""
    rows = Attachment.objects.select_related("file")
    return show(
        by, access.ATTACHMENTS, pk, action=FILE_TAKEN, gather=lambda attached: files.taken(attached.file), rows=rows
    )


def _not_merged(by: Standing, on: Record) -> Refused:
    return Refused(by.user, access.MERGE.name, by.via, on._meta.label_lower, on.pk)


def _tell(action: Action, by: Standing, of: Organisation, on: Record) -> None:
    details = {"organisation": str(of.pk)}
    record(action, by=by.user, via=by.via, on=on, site=ORGANISATION.site_of(of), details=details)
