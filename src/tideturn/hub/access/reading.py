"""Showing records: filtered by their rule, written down in the audit, and handed out as plain values.

Sealed fields raise outside a disclosure, and this opens one for what a rule lets through: so no view goes round it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.disclosing import disclosing
from tideturn.hub.audit.record import Detail

M = TypeVar("M", bound=Model)
T = TypeVar("T")
PAGE: Final = 100
"""Records of a page at most."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of what somebody may see: `number` of `pages`, of `total` in all. There is always a first page."""

    shown: tuple[T, ...]
    number: int
    pages: int
    total: int


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
    return _gathered(standing, rule, [found], action, gather, on=found)[0]


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

    Raises NotVisibleError where the standing could see none whatever there is; ValueError for rows without an order.
    """
    if not rule.could_see(standing):
        standing.require_unseen(rule.permission)
    among = rule.visible_to(standing, rows)
    if not among.ordered:
        raise ValueError(f"{action.name} shows pages of rows that have no order")
    size = max(1, min(size, PAGE))
    total = among.count()
    pages = max(1, -(-total // size))
    number = max(1, min(number, pages))
    found = list(among[(number - 1) * size : number * size])
    told = dict(details or {}) | {"page": number}
    return Page(_gathered(standing, rule, found, action, gather, details=told), number, pages, total)


def show_all(
    standing: Standing,
    rule: Rule[M],
    rows: QuerySet[M] | None = None,
    *,
    action: Action,
    gather: Callable[[M], T],
    details: Mapping[str, Detail] | None = None,
) -> tuple[T, ...]:
    """Every record, as an export has them: one disclosure for each hundred, all of them written before any is out."""
    first = show_page(standing, rule, rows, action=action, gather=gather, details=details)
    rest = (
        show_page(standing, rule, rows, action=action, gather=gather, number=number, details=details).shown
        for number in range(2, first.pages + 1)
    )
    return tuple(chain(first.shown, *rest))


def _gathered(
    standing: Standing,
    rule: Rule[M],
    found: Sequence[M],
    action: Action,
    gather: Callable[[M], T],
    *,
    on: M | None = None,
    details: Mapping[str, Detail] | None = None,
) -> tuple[T, ...]:
    subjects = tuple(dict.fromkeys(chain.from_iterable(map(rule.about, found))))
    sites = {rule.site_of(one) for one in found}
    opened = standing.opened.intersection(subjects)
    why: dict[str, Detail] = {
        "permission": rule.permission.name,
        "roles": sorted({held.role.code for held in standing.roles(rule.permission)}),
        "by_break_glass": [str(one) for one in sorted(opened)],
    }
    with disclosing(
        action,
        by=standing.user,
        via=standing.via,
        on=on,
        subjects=subjects,
        site=sites.pop() if len(sites) == 1 else "",
        details=why | dict(details or {}),
    ):
        return tuple(_plain(gather(one)) for one in found)


def _plain(gathered: T) -> T:
    """Itself. Raises TypeError for what is no frozen dataclass, or holds a record, which a page could open later."""
    shape: Any = gathered
    frozen = is_dataclass(shape) and not isinstance(shape, type) and type(shape).__dataclass_params__.frozen  # type: ignore[attr-defined]
    if not frozen:
        raise TypeError(f"{type(gathered).__name__} is no frozen dataclass, as whatever is shown is handed out")
    for field in fields(shape):
        held = getattr(shape, field.name)
        if any(isinstance(one, (Model, QuerySet)) for one in (held if isinstance(held, (tuple, list)) else (held,))):
            raise TypeError(f"{type(gathered).__name__}.{field.name} holds a record, and not what was gathered of it")
    return gathered
