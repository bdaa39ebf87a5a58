"""Which kinds of record can be restricted, and who may do it to which. Each room says so in its policy."""

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
    """A kind of record that can be restricted: `rule` says who may do it to which, and `reads` who sees which.

    `called` is what a page calls a record, and `url` where one is read; neither says who a young person is.
    """

    code: str
    title: str
    rule: Rule[Any]
    reads: Rule[Any]
    called: Callable[[Any], str]
    url: Callable[[UUID], str]

    def found(self, by: Standing, pk: UUID, *, to_change: bool = False) -> Any:
        """A record that somebody sees and may restrict. Raises NotVisibleError, after one query, for any other."""
        rows = self.rule.model._default_manager.all()
        if to_change:
            rows = rows.select_for_update(of=("self",))
        return self.rule.get_visible(by, pk, self.reads.visible_to(by, rows))

    def who_could_see(self, record: Any) -> QuerySet[User]:
        """The people who would see a record if they were named for it."""
        return _holders_of(self.reads, record)

    def who_could_lift(self, record: Any) -> QuerySet[User]:
        """Those of them who could also name others for it and lift the restriction."""
        return self.who_could_see(record).filter(pk__in=_holders_of(self.rule, record).values("pk"))


def _holders_of(rule: Rule[Any], record: Any) -> QuerySet[User]:
    return holders(*rule.permission.roles, at=rule.site_of(record))


RESTRICTABLE_KINDS: Final[dict[str, RestrictableKind]] = {}
"""Every kind by its code."""
_TOLD: Final[list[Callable[[RestrictableKind], None]]] = []


def for_each_kind(do: Callable[[RestrictableKind], None]) -> None:
    """Do something with each kind: with those that there are, and with those that rooms come with later."""
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
    """Have a kind of record restricted on the page for it, which is `access:restriction` with the code and an id.

    Raises ValueError where the code is taken, or a rule does not let restricted records be seen by who is named alone.
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
    """The kind of that code. Raises NotVisibleError where there is none, and for whoever may restrict nothing."""
    by.require_unseen(policy.RESTRICT_RECORD)
    if code not in RESTRICTABLE_KINDS:
        raise NotVisibleError(Refused(by.user, policy.RESTRICT_RECORD.name, by.via))
    return RESTRICTABLE_KINDS[code]
