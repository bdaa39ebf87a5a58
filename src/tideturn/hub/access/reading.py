"""Show records: filter them by their rule, record that in the audit, and return plain values.

Sealed fields raise an error outside a disclosure. This module opens a disclosure only for what a rule lets through, so
no view can go round the rule. Linked records are shown with a record if their own rule's `prefetch` fetched them, and
the audit names the people that they are about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Manager, Model, QuerySet

from tideturn.hub.access.rules import Rule, linked_with
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.disclosing import disclosing
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.record import Detail, record
from tideturn.hub.audit.refusing import Refused, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.record_ids import RecordId
from tideturn.hub.common.unruled import unruled
from tideturn.hub.ui.tables import Page, cut

M = TypeVar("M", bound=Model)
T = TypeVar("T")
PAGE: Final = 100
"""Maximum number of records on a page."""
COUNTED: Final = 10_000
"""Maximum number of records to count and page through. Nobody reads further, and counting all of them takes time."""
SEARCHES_A_MINUTE: Final = 30
"""Maximum number of searches in a minute by one person with one action."""


def show(
    standing: Standing,
    rule: Rule[M],
    pk: UUID,
    *,
    action: Action,
    gather: Callable[[M], T],
    rows: QuerySet[M] | None = None,
) -> T:
    """Return one record, gathered into a frozen dataclass. Raise NotVisibleError if it is unseen or does not exist."""
    found = rule.get_visible(standing, pk, rows)
    return _gathered(standing, rule, [found], action, gather, rows, on=found)[0]


def show_page(
    standing: Standing,
    rule: Rule[M],
    rows: QuerySet[M] | None = None,
    *,
    action: Action,
    gather: Callable[[M], T],
    number: int = 1,
    size: int = PAGE,
    details: Mapping[str, Detail] | None = None,
) -> Page[T]:
    """Return a page of records, each gathered into a frozen dataclass. Past the last page, return the last one.

    Beyond COUNTED records there are no pages, and the page says that there are more. Raise NotVisibleError if this
    standing could never see such a record, and ValueError if the rows have no order.
    """
    if not rule.could_see(standing):
        standing.require_unseen(rule.permission)
    among = rule.visible_to(standing, rows)
    if not among.ordered:
        raise ValueError(f"{action.name} shows pages of rows that have no order")
    size = max(1, min(size, PAGE))
    counted = among.order_by()[: COUNTED + 1].count()
    total = min(counted, COUNTED)
    number, pages, rows_of_it = cut(total, number, size)
    found = list(among[rows_of_it])
    told = dict(details or {}) | {"page": number}
    return Page(
        _gathered(standing, rule, found, action, gather, rows, details=told), number, pages, total, counted > total
    )


@transaction.atomic
def show_found(
    standing: Standing, rule: Rule[M], rows: QuerySet[M], *, action: Action, gather: Callable[[M], T], number: int = 1
) -> Page[T]:
    """Return a page of what a search found. Record the search in the audit even if it found nobody.

    Raise RefusedError after too many searches in a minute: people may look for a name, but not go through names.
    """
    User.objects.held(standing.user)  # so that two of their searches at once cannot both be the last one allowed
    if _lately(standing, action) >= SEARCHES_A_MINUTE:
        raise RefusedError(
            f"You have searched {SEARCHES_A_MINUTE} times within a minute.",
            mend="Wait a minute, then go on.",
            refused=Refused(standing.user, rule.permission.name, standing.via),
        )
    page = show_page(standing, rule, rows, action=action, gather=gather, number=number)
    if not page.shown:
        record(action, by=standing.user, via=standing.via, details={"found": 0})
    return page


@unruled("Counts how often a person did something within a minute, to stop them from going through names.")
def _lately(standing: Standing, action: Action) -> int:
    since = clock.now() - timedelta(minutes=1)
    return Event.objects.filter(actor=standing.user, action=action.name, at__gt=since).count()


def show_all(
    standing: Standing, rule: Rule[M], rows: QuerySet[M] | None = None, *, action: Action, gather: Callable[[M], T]
) -> tuple[T, ...]:
    """Return every record, for an export. Write one event for each hundred records, all before any record is returned.

    Raise NotVisibleError if this standing could never see such a record.
    """
    if not rule.could_see(standing):
        standing.require_unseen(rule.permission)
    found = list(rule.visible_to(standing, rows))
    parts = [found[start : start + PAGE] for start in range(0, len(found), PAGE)]
    told = {"records": len(found)}
    return tuple(
        chain.from_iterable(_gathered(standing, rule, part, action, gather, rows, details=told) for part in parts)
    )


@dataclass(frozen=True)
class Sought(Generic[T]):
    """Rows of one rule, out of those that are shown together, and how to gather each. They fetch no linked records."""

    rule: Rule[Any]
    rows: QuerySet[Any]
    gather: Callable[[Any], T]


def show_together(
    standing: Standing,
    sought: Sequence[Sought[T]],
    *,
    action: Action,
    details: Mapping[str, Detail] | None = None,
) -> tuple[T, ...]:
    """Return records of several rules for one page, as far as each rule lets them through. Write one event for all."""
    found = [(one, list(one.rule.visible_to(standing, one.rows))) for one in sought]
    shown: Shown = [(one.rule, some) for one, some in found if some]
    if not shown:
        return ()
    subjects, records, site = _concerned(shown)
    told = by_what_right(standing, shown, subjects) | {"permissions": sorted({by.permission.name for by, _ in shown})}
    with disclosing(
        action,
        by=standing.user,
        via=standing.via,
        records=records,
        subjects=subjects,
        site=site,
        details=told | dict(details or {}),
    ):
        return tuple(_plain(one.gather(record)) for one, some in found for record in some)


Shown = Sequence[tuple[Rule[Any], Sequence[Any]]]
"""The records that are shown, by rule: what was asked for first, then what is linked with it."""


def by_what_right(standing: Standing, shown: Shown, subjects: Sequence[UUID]) -> dict[str, Detail]:
    """Return why somebody is shown these records and people, for the audit: the roles, and what break-glass opened."""
    return {
        "permission": shown[0][0].permission.name,
        "roles": sorted({h.role.code for rule, some in shown for one in some for h in rule.roles_for(standing, one)}),
        "by_break_glass": [str(one) for one in sorted(standing.opened.intersection(subjects))],
    }


def _gathered(
    standing: Standing,
    rule: Rule[M],
    found: Sequence[M],
    action: Action,
    gather: Callable[[M], T],
    rows: QuerySet[M] | None,
    *,
    on: M | None = None,
    details: Mapping[str, Detail] | None = None,
) -> tuple[T, ...]:
    """Gather the records found among these rows. Record them, and everything fetched with them, in the audit."""
    shown: Shown = [(rule, found), *linked_with(found, rows, standing)]
    subjects, records, site = _concerned(shown)
    with disclosing(
        action,
        by=standing.user,
        via=standing.via,
        on=on,
        records=records,
        subjects=subjects,
        site=site,
        details=by_what_right(standing, shown, subjects) | dict(details or {}),
    ):
        return tuple(_plain(gather(one)) for one in found)


def _concerned(shown: Shown) -> tuple[tuple[UUID, ...], set[RecordId], str]:
    """Return the people that the records are about, the records to open, and the site if all are at one site."""
    subjects = tuple(dict.fromkeys(person for by, some in shown for one in some for person in by.about(one)))
    records = {held for by, some in shown for one in some for held in by.opens(one)}
    sites = {by.site_of(one) for by, some in shown for one in some}
    return subjects, records, sites.pop() if len(sites) == 1 else ""


def _plain(gathered: T) -> T:
    """Return the value itself. Raise TypeError if it is not a frozen dataclass, or holds a record.

    A page could open such a record later.
    """
    shape: Any = gathered
    frozen = is_dataclass(shape) and not isinstance(shape, type) and type(shape).__dataclass_params__.frozen  # type: ignore[attr-defined]
    if not frozen:
        raise TypeError(f"{type(gathered).__name__} is no frozen dataclass, as whatever is shown is handed out")
    if _holds_record(shape):
        raise TypeError(f"{type(gathered).__name__} holds a record, and not what was gathered of it")
    return gathered


_PLAIN: Final = frozenset({str, int, float, bool, date, datetime, UUID, type(None)})


def _holds_record(shape: Any) -> bool:
    """Return whether the value holds a record, however deep."""
    if type(shape) in _PLAIN:
        return False
    if isinstance(shape, (Model, QuerySet, Manager)):
        return True
    if is_dataclass(shape):
        return any(_holds_record(getattr(shape, field.name)) for field in fields(shape))
    if isinstance(shape, Mapping):
        return any(map(_holds_record, chain(shape.keys(), shape.values())))
    return isinstance(shape, (Sequence, Set)) and not isinstance(shape, (str, bytes)) and any(map(_holds_record, shape))
