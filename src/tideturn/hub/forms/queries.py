"""Queries for a form's page: the current record, a person's own drafts, and the words in a draft."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.disclosing import disclosing
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.common import clock
from tideturn.hub.common.record_ids import record_id
from tideturn.hub.forms.models import Draft
from tideturn.hub.forms.registry import EDITED, Edited
from tideturn.hub.forms.services import DRAFT_OPENED
from tideturn.hub.ui.tables import Page, cut

_PAGE: Final = 50
"""Number of drafts on a page of a person's own list."""


@dataclass(frozen=True)
class Current:
    """A record's current state, for its form."""

    values: Mapping[str, Any]
    version: int
    who: str
    """Name of the person who changed it last; empty if nobody has."""
    at: str
    """When it was changed last, in words."""
    title: str
    """Title of the record."""


@dataclass(frozen=True)
class OwnDraft:
    """A person's own draft: its time, its form and the address to continue it.

    The name and the address are empty if the person may no longer open the form or the record.
    """

    id: UUID
    at: str
    unproven: bool
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Words:
    """What a draft holds: what was typed, and the record at that time."""

    typed: Mapping[str, Any]
    version: int | None
    base: Mapping[str, Any]
    at: str


def current(by: Standing, form: Edited[Any], pk: UUID) -> Current:
    """Return the record that a form changes. Raise NotVisibleError if the person cannot see it or it does not exist."""
    assert form.reads is not None
    assert form.shows is not None

    def gather(record: Any) -> Current:
        who = record.changed_by.name if record.changed_by else ""
        at = clock.spoken(record.changed_at)
        return Current(form.form.values_of(record), record.version, who, at, form.names(record))

    rows = form.rows() if form.rows else form.reads.model._default_manager.all()
    return show(by, form.reads, pk, action=form.shows, gather=gather, rows=rows.select_related("changed_by"))


def offered(by: Standing, form: Edited[Any], pk: UUID | None) -> tuple[OwnDraft, ...]:
    """Return a person's unsent drafts of a form and record, newest first. Call it only after the form has checked that
    the person may see the record.
    """
    rows = Draft.objects.filter(user=by.user, form=form.name, record=pk, ended_at=None).order_by("-saved_at", "pk")
    return tuple(_own(one) for one in rows.defer("typed"))


def own_drafts(by: Standing, number: int) -> Page[OwnDraft]:
    """Return a page of a person's unsent drafts in every form, newest first."""
    rows = Draft.objects.filter(user=by.user, ended_at=None).order_by("-saved_at", "pk").defer("typed")
    number, pages, part = cut(total := rows.count(), number, _PAGE)
    found = list(rows[part])
    opened = {
        name: EDITED[name].open_to(by, [one.record for one in found if one.form == name])
        for name in {one.form for one in found} & EDITED.keys()
    }
    return Page(tuple(_own(one, opens=one.record in opened.get(one.form, ())) for one in found), number, pages, total)


def _own(draft: Draft, *, opens: bool = False) -> OwnDraft:
    own = OwnDraft(draft.pk, clock.spoken(draft.saved_at), draft.unproven)
    if not opens:
        return own
    form = EDITED[draft.form]
    return replace(own, title=form.title, url=f"{form.url(draft.record)}?draft={draft.pk}")


def words(by: Standing, form: Edited[Any], record: UUID | None, pk: UUID) -> Words:
    """Return what a person typed into their own draft of a form and record, and log it in the audit.

    Raise NotVisibleError if the draft has ended, or the person may no longer see its form or record; RefusedError if
    they may see the record but not change it.
    """
    draft = Draft.objects.filter(pk=pk, user=by.user, form=form.name, record=record, ended_at=None).first()
    if draft is None:
        raise NotVisibleError(Refused(by.user, DRAFT_OPENED.name, by.via, Draft._meta.label_lower, pk))
    form.require(by, record)
    subjects, site = form.concerns(record)
    with disclosing(
        DRAFT_OPENED,
        by=by.user,
        via=by.via,
        on=draft,
        records=[record_id(draft).special],
        subjects=subjects,  # the hub does not know yet which person the draft of a new record is about
        site=site,
        details={"form": draft.form},
    ):
        held = json.loads(draft.typed)
    return Words(held["typed"], held["version"], held["base"], clock.spoken(draft.saved_at))
