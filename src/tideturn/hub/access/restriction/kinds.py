"""Kinds of record that can be restricted, and who may restrict which. Each app says so in its policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from tideturn.hub.access import policy
from tideturn.hub.access.holders import holders
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.refusing import NotVisibleError, Refused


@dataclass(frozen=True)
class RestrictableKind:
    """A kind of record that can be restricted: `rule` says who may restrict which record, and `reads` who sees which.

    `called` is what a page calls a record, and `url` is the page that shows it. Neither says who a young person is.
    """

    code: str
    title: str
    rule: Rule[Any]
    reads: Rule[Any]
    called: Callable[[Any], str]
    url: Callable[[UUID], str]

    def found(self, by: Standing, pk: UUID, *, to_change: bool = False) -> Any:
        """Return a record that the person sees and may restrict. Raise NotVisibleError, after one query, for others."""
        rows = self.rule.model._default_manager.all()
        if to_change:
            rows = rows.select_for_update(of=("self",))
        return self.rule.get_visible(by, pk, self.reads.visible_to(by, rows))

    def who_could_see(self, record: Any) -> QuerySet[User]:
        """Return the people who would see a record if they were named for it."""
        return _holders_of(self.reads, record)

    def who_could_lift(self, record: Any) -> QuerySet[User]:
        """Return those of them who could also name others for it and lift the restriction."""
        return self.who_could_see(record).filter(pk__in=_holders_of(self.rule, record).values("pk"))


def _holders_of(rule: Rule[Any], record: Any) -> QuerySet[User]:
    return holders(*rule.permission.roles, at=rule.site_of(record))


RESTRICTABLE_KINDS: Final[dict[str, RestrictableKind]] = {}
"""Every kind by its code."""
_TOLD: Final[list[Callable[[RestrictableKind], None]]] = []


def for_each_kind(do: Callable[[RestrictableKind], None]) -> None:
    """Call a function with each kind: those registered already, and those that apps register later."""
    _TOLD.append(do)
    for kind in RESTRICTABLE_KINDS.values():
        do(kind)


def restrictable(
    code: str,
    *,
    title: str,
    rule: Rule[Any],
    reads: Rule[Any],
    called: Callable[[Any], str],
    url: Callable[[UUID], str],
) -> RestrictableKind:
    """Register a kind of record that can be restricted. Its page is `access:restriction` with the code and an id.

    Raise ValueError if the code is taken, or if the rules do not show a restricted record only to the people named.
    """
    if rule.permission is not policy.RESTRICT_RECORD or {rule.restricted, reads.restricted} != {"restricted"}:
        raise ValueError(f"a record of the kind {code} is restricted by its field `restricted`, by who may restrict")
    made = RestrictableKind(code, title, rule, reads, called, url)
    if RESTRICTABLE_KINDS.setdefault(code, made) is not made:
        raise ValueError(f"there is a kind {code} already")
    for do in _TOLD:
        do(made)
    return made


def kind_named(by: Standing, code: str) -> RestrictableKind:
    """Return the kind with that code. Raise NotVisibleError if there is none, or if the person may restrict nothing."""
    by.require_unseen(policy.RESTRICT_RECORD)
    if code not in RESTRICTABLE_KINDS:
        raise NotVisibleError(Refused(by.user, policy.RESTRICT_RECORD.name, by.via))
    return RESTRICTABLE_KINDS[code]
