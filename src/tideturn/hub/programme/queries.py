"""What is shown of organisations and the people in them: what one may see, told to the audit, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from tideturn.hub.access.reading import Page, show, show_all, show_page
from tideturn.hub.access.standing import Standing
from tideturn.hub.kernel import files
from tideturn.hub.programme import actions, policy
from tideturn.hub.programme.models import Attachment, Contact, Engagement, Note, Organisation
from tideturn.hub.programme.pairing import KIND
from tideturn.hub.search import names

PAGE: Final = 50
"""Organisations of a page."""
_SEARCHED: Final = 500
"""Names that a search finds at most, before those are left out that one may not see."""
SORTS: Final = {"name": "name", "sector": "sector", "site": "site", "stage": "stage"}
"""What a list may be sorted by, and the field of each."""


@dataclass(frozen=True)
class Asked:
    """What somebody asked a list for; nothing asks for all."""

    text: str = ""
    """Of a name, with typing mistakes."""
    site: str = ""
    sector: str = ""
    stage: str = ""
    sort: str = "name"
    downwards: bool = False


@dataclass(frozen=True)
class ContactShown:
    """Somebody who works there."""

    id: UUID
    name: str
    job_title: str
    seniority: str
    email: str
    telephone: str
    is_main: bool
    left_on: date | None


@dataclass(frozen=True)
class OrganisationLine:
    """A line of the list; `contact` is whom one asks first."""

    id: UUID
    code: str
    name: str
    sector: str
    site: str
    stage: str
    next_step: str
    contact: str


@dataclass(frozen=True)
class Step:
    """How far it had come on a day."""

    on: date
    stage: str
    seniority: str
    barrier: str
    next_step: str
    by: str


@dataclass(frozen=True)
class Noted:
    """What somebody noted."""

    id: UUID
    text: str
    at: datetime
    by: str


@dataclass(frozen=True)
class FileShown:
    """A file, by its name."""

    id: UUID
    name: str
    size: int
    quarantined: bool
    at: datetime
    by: str


@dataclass(frozen=True)
class OrganisationShown:
    """Everything about one; the latest first."""

    id: UUID
    code: str
    name: str
    sector: str
    site: str
    stage: str
    next_step: str
    merged_into: UUID | None
    contacts: tuple[ContactShown, ...]
    steps: tuple[Step, ...]
    notes: tuple[Noted, ...]
    files: tuple[FileShown, ...]


@dataclass(frozen=True)
class FileTaken:
    """A file as it goes out."""

    name: str
    kind: str
    content: bytes


def organisations_seen(by: Standing, asked: Asked, number: int = 1) -> Page[OrganisationLine]:
    """A page of those that one may see. Raises NotVisibleError for who may see none."""
    return show_page(
        by,
        policy.READABLE,
        _asked(by, asked),
        action=actions.ORGANISATIONS_LISTED,
        gather=_line,
        number=number,
        size=PAGE,
    )


def organisations_exported(by: Standing, asked: Asked) -> tuple[OrganisationLine, ...]:
    """All that were asked for and that one may export."""
    return show_all(by, policy.EXPORTABLE, _asked(by, asked), action=actions.ORGANISATIONS_EXPORTED, gather=_line)


def organisation_read(by: Standing, pk: UUID) -> OrganisationShown:
    """Everything about one. Raises NotVisibleError where it is not seen, or not there."""
    rows = Organisation.objects.prefetch_related(
        policy.CONTACTS.prefetch("contacts", by, to="seen_contacts"),
        policy.ENGAGEMENTS.prefetch(
            "engagements", by, to="seen_engagements", rows=Engagement.objects.select_related("added_by")
        ),
        policy.NOTES.prefetch("notes", by, to="seen_notes", rows=Note.objects.select_related("added_by")),
        policy.ATTACHMENTS.prefetch(
            "attachments", by, to="seen_attachments", rows=Attachment.objects.select_related("added_by", "file")
        ),
    )
    return show(by, policy.READABLE, pk, action=actions.ORGANISATION_READ, gather=_whole, rows=rows)


def file_taken(by: Standing, pk: UUID) -> FileTaken:
    """A file about an organisation. Raises NotVisibleError where it is not seen; HubError for one in quarantine."""

    def gather(attachment: Attachment) -> FileTaken:
        file = attachment.file
        return FileTaken(file.name, file.kind, files.content(file))

    rows = Attachment.objects.select_related("file")
    return show(by, policy.ATTACHMENTS, pk, action=actions.FILE_TAKEN, gather=gather, rows=rows)


def like(by: Standing, text: str, *, most: int = 10) -> tuple[tuple[UUID, str], ...]:
    """Organisations whose names are like what was typed, the likest first: no person is shown."""
    by.require_unseen(policy.READ)
    found = names.found(KIND, text, most=_SEARCHED)
    rows = policy.READABLE.visible_to(by, Organisation.objects.filter(pk__in=found, merged_into=None))
    called = dict(rows.values_list("pk", "name"))
    return tuple((pk, called[pk]) for pk in found if pk in called)[:most]


def _asked(by: Standing, asked: Asked) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(merged_into=None).prefetch_related(
        policy.CONTACTS.prefetch("contacts", by, to="seen_contacts", rows=Contact.objects.filter(is_main=True))
    )
    for field in ("site", "sector", "stage"):
        value = getattr(asked, field)
        if value:
            rows = rows.filter(**{field: value})
    if asked.text.strip():
        rows = rows.filter(pk__in=names.found(KIND, asked.text, most=_SEARCHED))
    order = SORTS.get(asked.sort, "name")
    ordered = dict.fromkeys((order, "name", "id"))
    return rows.order_by(*(f"-{name}" if asked.downwards else name for name in ordered))


def _line(organisation: Organisation) -> OrganisationLine:
    contacts: Sequence[Contact] = organisation.seen_contacts  # type: ignore[attr-defined]
    return OrganisationLine(
        organisation.pk,
        organisation.code,
        organisation.name,
        organisation.sector,
        organisation.site,
        organisation.stage,
        organisation.next_step,
        contacts[0].name if contacts else "",
    )


def _whole(found: Any) -> OrganisationShown:
    contacts = sorted(found.seen_contacts, key=lambda one: (one.left_on is not None, not one.is_main, one.name))
    steps = sorted(found.seen_engagements, key=lambda one: (one.on, one.added_at), reverse=True)
    notes = sorted(found.seen_notes, key=lambda one: one.added_at, reverse=True)
    attached = sorted(found.seen_attachments, key=lambda one: one.added_at, reverse=True)
    return OrganisationShown(
        id=found.pk,
        code=found.code,
        name=found.name,
        sector=found.sector,
        site=found.site,
        stage=found.stage,
        next_step=found.next_step,
        merged_into=found.merged_into_id,
        contacts=tuple(
            ContactShown(
                one.pk, one.name, one.job_title, one.seniority, one.email, one.telephone, one.is_main, one.left_on
            )
            for one in contacts
        ),
        steps=tuple(
            Step(one.on, one.stage, one.seniority, one.barrier, one.next_step, one.added_by.name) for one in steps
        ),
        notes=tuple(Noted(one.pk, one.text, one.added_at, one.added_by.name) for one in notes),
        files=tuple(
            FileShown(one.pk, one.file.name, one.file.size, one.file.quarantined, one.added_at, one.added_by.name)
            for one in attached
        ),
    )
