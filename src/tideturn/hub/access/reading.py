"""Showing records: filtered by their rule, written down in the audit, and handed out as plain values.

Sealed fields raise outside a disclosure, and this opens one for what a rule lets through and nothing else: so no view
goes round it. What is linked to a record is shown with it where it was fetched by its own rule's `prefetch`, and the
audit names whom that is about.
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
"""Records of a page at most."""
COUNTED: Final = 10_000
"""Records are counted, and can be paged through, up to here: nobody reads further, and counting all takes its time."""
SEARCHES_A_MINUTE: Final = 30
"""Of one person and one kind at most."""


def show(
    standing: Standing,
    rule: Rule[M],
    pk: UUID,
    *,
    action: Action,
    gather: Callable[[M], T],
    rows: QuerySet[M] | None = None,
) -> T:
    """One record, gathered into a frozen dataclass. Raises NotVisibleError where it is not seen or not there."""
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
    """A page of records, each gathered into a frozen dataclass. Past the last page, the last one.

    Beyond COUNTED records it has no pages, and says that there are more.
    Raises NotVisibleError where the standing could see none whatever there is; ValueError for rows without an order.
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
    """A page of what a search found. It is told to the audit also where it found nobody.

    Raises RefusedError after too many within a minute: names are looked for, and not gone through.
    """
    User.objects.held(standing.user)  # so that no two of their searches are the last one
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
    """Every record, as an export has them: one event for each hundred, all of them written before any is out.

    Raises NotVisibleError where the standing could see none whatever there is.
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
    """Rows of one rule among those that are shown together, which fetch nothing else, and how each is gathered."""

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
    """Records of several rules on one page, those that each lets through; told to the audit as one."""
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
"""What is shown, by rule: what was asked for first, then what is linked with it."""


def by_what_right(standing: Standing, shown: Shown, subjects: Sequence[UUID]) -> dict[str, Detail]:
    """Why somebody is shown these records and people, as the audit tells it: by which roles, whom by break-glass."""
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
    """Gather what was found among these rows, and tell the audit of it and of all that was fetched with it."""
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
    """Whom it is about, the records that it opens, and the site where all of it is at one."""
    subjects = tuple(dict.fromkeys(person for by, some in shown for one in some for person in by.about(one)))
    records = {held for by, some in shown for one in some for held in by.opens(one)}
    sites = {by.site_of(one) for by, some in shown for one in some}
    return subjects, records, sites.pop() if len(sites) == 1 else ""


def _plain(gathered: T) -> T:
    """Itself. Raises TypeError for what is no frozen dataclass, or holds a record, which a page could open later."""
    shape: Any = gathered
    frozen = is_dataclass(shape) and not isinstance(shape, type) and type(shape).__dataclass_params__.frozen  # type: ignore[attr-defined]
    if not frozen:
        raise TypeError(f"{type(gathered).__name__} is no frozen dataclass, as whatever is shown is handed out")
    if _holds_record(shape):
        raise TypeError(f"{type(gathered).__name__} holds a record, and not what was gathered of it")
    return gathered


_PLAIN: Final = frozenset({str, int, float, bool, date, datetime, UUID, type(None)})


def _holds_record(shape: Any) -> bool:
    """Whether a record is in it, however deep."""
    if type(shape) in _PLAIN:
        return False
    if isinstance(shape, (Model, QuerySet, Manager)):
        return True
    if is_dataclass(shape):
        return any(_holds_record(getattr(shape, field.name)) for field in fields(shape))
    if isinstance(shape, Mapping):
        return any(map(_holds_record, chain(shape.keys(), shape.values())))
    return isinstance(shape, (Sequence, Set)) and not isinstance(shape, (str, bytes)) and any(map(_holds_record, shape))
