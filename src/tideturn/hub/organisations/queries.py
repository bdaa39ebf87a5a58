"""What one may see of organisations and the people in them, read by their rules and told to the audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tideturn.hub.access.reading import show, show_all, show_page
from tideturn.hub.access.standing import Standing
from tideturn.hub.crypto import files
from tideturn.hub.forms.histories import REMOVED, Changed, History, changes_of
from tideturn.hub.organisations import actions, policy
from tideturn.hub.organisations.histories import TELLING
from tideturn.hub.organisations.likeness import LIKELY, likeness
from tideturn.hub.organisations.models import (
    Attachment,
    Contact,
    Engagement,
    LikelyPair,
    Merge,
    Note,
    Organisation,
    Sector,
)
from tideturn.hub.organisations.pairing import KIND
from tideturn.hub.organisations.shown import (
    ContactShown,
    FileShown,
    FileTaken,
    Merged,
    Named,
    Noted,
    OrganisationLine,
    OrganisationShown,
    Pair,
    Step,
)
from tideturn.hub.search import names
from tideturn.hub.ui.tables import Page

PAGE: Final = 50
"""Organisations of a page."""
MANY: Final = 100
"""Pairs that may be one organisation are counted up to here: every page of the list tells of them."""
_SEARCHED: Final = 500
"""Names that a search finds at most, before those are left out that one may not see."""
_TYPED: Final = 200
"""Letters of a name that are looked for at most."""
_OFFERED: Final = 10
"""Names that are offered as one types."""
_OF_A_LINE: Final = ("code", "name", "sector", "site", "stage", "next_step")
"""The fields that a line of the list tells."""
_SORTS: Final = ("name", "sector", "site", "stage")
"""The fields that a list may be sorted by."""


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
        policy.READABLE_MERGES.prefetch(
            "merges",
            by,
            to="standing_merges",
            rows=Merge.objects.filter(undone_at=None).select_related("merged").order_by("at"),
        ),
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


def history_read(by: Standing, pk: UUID) -> tuple[Changed, ...]:
    """What an organisation and its contacts said before, and who changed it, the latest first."""

    def gather(found: Organisation) -> History:
        seen = Q(id__in=policy.seen_contacts(found))
        contacts = Contact.history.filter(seen | Q(organisation=found.pk, history_type=REMOVED))
        return History(changes_of(chain(_by_whom(found.history.all()), _by_whom(contacts)), TELLING))

    rows = Organisation.objects.prefetch_related(policy.CONTACTS.prefetch("contacts", by, to="seen_contacts"))
    return show(by, policy.READABLE, pk, action=actions.HISTORY_READ, gather=gather, rows=rows).changes


def alike(by: Standing, name: str) -> tuple[Named, ...]:
    """Organisations that may be the one of that name, the likest first: no person is shown."""
    rows = Organisation.objects.filter(pk__in=names.found(KIND, name, most=_SEARCHED), merged_into=None)
    found = [_named(one) for one in policy.READABLE.visible_to(by, rows)]
    return tuple(
        sorted(
            (one for one in found if likeness(one.name, name) >= LIKELY),
            key=lambda one: (-likeness(one.name, name), one.name),
        )
    )


def named(by: Standing, text: str) -> tuple[str, ...]:
    """The names of organisations like that text, the likest first, as one types it: no person is shown."""
    likest = names.found(KIND, text[:_TYPED], most=_SEARCHED)
    rows = Organisation.objects.filter(pk__in=likest, merged_into=None)
    seen = dict(policy.READABLE.visible_to(by, rows).values_list("pk", "name"))
    return tuple(dict.fromkeys(seen[pk] for pk in likest if pk in seen))[:_OFFERED]


def sectors() -> tuple[str, ...]:
    """The sectors that organisations were given."""
    return tuple(Sector.objects.order_by("name").values_list("name", flat=True))


def organisation_of(by: Standing, contact: UUID) -> UUID:
    """Where somebody works. Raises NotVisibleError where they are not seen."""
    return policy.CONTACTS.get_visible(by, contact).organisation_id


def how_many_likely_pairs(by: Standing) -> int:
    """How many pairs may be one organisation, of those that one may merge; counted up to MANY."""
    return _pairs(by)[:MANY].count() if by.may(policy.MERGE) else 0


def step_read(by: Standing, pk: UUID) -> Step:
    """How far an organisation had come on a day. Raises NotVisibleError where it is not seen."""
    rows = Engagement.objects.select_related("added_by")
    return show(by, policy.ENGAGEMENTS, pk, action=actions.ORGANISATION_READ, gather=_step, rows=rows)


def likely_pairs(by: Standing) -> tuple[Pair, ...]:
    """Records that may be one organisation, both of which one may merge, the likest first: no person is shown."""
    by.require_unseen(policy.MERGE)
    found = _pairs(by).select_related("first", "second").order_by("-likeness", "first__name", "pk")[:_SEARCHED]
    return tuple(Pair(_named(one.first), _named(one.second), one.likeness) for one in found)


def _pairs(by: Standing) -> QuerySet[LikelyPair]:
    return policy.PAIRS.visible_to(by, LikelyPair.objects.filter(not_the_same_at=None))


def pair_compared(by: Standing, first: UUID, second: UUID) -> tuple[Named, Named]:
    """Two organisations that may be merged. Raises NotVisibleError where one of them may not."""
    one, other = (policy.MERGEABLE.get_visible(by, pk) for pk in (first, second))
    return _named(one), _named(other)


def _step(one: Engagement) -> Step:
    said = (one.on, one.stage, one.seniority, one.barrier, one.next_step, one.added_by.name)
    return Step(one.pk, one.organisation_id, one.version, *said)


def _named(organisation: Organisation) -> Named:
    return Named(organisation.pk, organisation.name, organisation.sector, organisation.site, organisation.stage)


def _by_whom(rows: Any) -> Any:
    return rows.select_related("history_user")


def _asked(by: Standing, asked: Asked) -> QuerySet[Organisation]:
    main = Contact.objects.filter(is_main=True).only("organisation_id", "name")
    rows = Organisation.objects.filter(merged_into=None).only(*_OF_A_LINE)
    rows = rows.prefetch_related(policy.CONTACTS.prefetch("contacts", by, to="seen_contacts", rows=main))
    for field in ("site", "sector", "stage"):
        value = getattr(asked, field)
        if value:
            rows = rows.filter(**{field: value})
    if asked.text.strip():
        rows = rows.filter(pk__in=names.found(KIND, asked.text, most=_SEARCHED))
    ordered = dict.fromkeys((asked.sort if asked.sort in _SORTS else "name", "name", "id"))
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
        version=found.version,
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
        steps=tuple(_step(one) for one in steps),
        notes=tuple(Noted(one.pk, one.text, one.added_at, one.added_by.name) for one in notes),
        files=tuple(
            FileShown(
                one.pk,
                one.file.name,
                one.file.size,
                one.file.quarantined,
                one.added_at,
                one.added_by.name,
            )
            for one in attached
        ),
        merged=tuple(Merged(one.pk, one.merged.name, one.at) for one in found.standing_merges),
    )
