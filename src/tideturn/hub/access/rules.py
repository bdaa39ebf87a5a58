"""Rules: one condition in the database gives both the rows that somebody may see and the decision on one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Manager, Model, Prefetch, Q, QuerySet

from tideturn.hub.access.closed.held import hold
from tideturn.hub.access.closed.marks import Path, Ruled, decided_along
from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.standing import Held, Standing
from tideturn.hub.audit.people import is_a_person
from tideturn.hub.audit.refusing import NotVisibleError, Refused, RefusedError
from tideturn.hub.common.record_ids import RecordId, kind_of_record, record_id

if TYPE_CHECKING:
    _Prefetch = Prefetch[Any]
else:  # Django's class takes no type arguments at run time
    _Prefetch = Prefetch

M = TypeVar("M", bound=Model)
RULES: Final[list[Rule[Any]]] = []
"""Every rule."""
_RULED: Final[set[type[Model]]] = set()
"""Every model that has a rule. Its own rule shows its records, which are never part of another record."""


_NOBODY: Final = UUID(int=0)


def _anyone(standing: Standing) -> Q:
    return Q()


def _itself(record: Model) -> tuple[UUID, ...]:
    return (record.pk,)


@dataclass(frozen=True, kw_only=True)
class Rule(Generic[M]):
    """The rule for who may do one thing to a model's records.

    A person needs the permission at the record's site. For a restricted record, they must also be named for it. They
    must meet whatever else `also` asks.

    There is no second version of this: rows, counts, prefetches, searches, exports and the decision on one record all
    ask the database the same.
    """

    model: type[M]
    permission: Permission
    refusal: str
    """Sentence for a person who sees a record and has the permission, but may not do this to this record."""
    site: str | None = "site"
    """Field with a record's site, as a query names it; None if it has none."""
    restricted: str | None = "restricted"
    """Field that says whether a record is restricted; None if none can be."""
    person: str = "pk"
    """Field that says whose record it is. Restrictions and break-glass use that person's id."""
    also: Callable[[Standing], Q] = _anyone
    by_break_glass: bool = False
    """Whether break-glass opens it: only to read, never to change."""
    about: Callable[[M], Sequence[UUID]] = _itself
    """The young people that a record is about, by the ids of their records."""
    parts: tuple[str, ...] = ()
    """Fields whose records are part of this record and are shown with it, such as its file.

    Other linked records are fetched by their own rule's `prefetch`.
    """
    covers: frozenset[Path] = frozenset()
    """Links to other records that the condition also decides on, if the condition's own fields do not show it."""
    shows_identity: bool = True
    special: bool = False
    """Whether it opens special fields too. No ordinary rule may then use its permission."""

    def __post_init__(self) -> None:
        """Raise ValueError if the rule would show too much.

        That is: young people to a role that never sees who they are; special fields by break-glass; or special fields
        to people whose permission is for something else.
        """
        blind = sorted(role.title for role in self.permission.roles if not role.sees_identity)
        if self.shows_identity and blind:
            raise ValueError(f"{self.permission.name} would show identities to: {', '.join(blind)}")
        if self.special and self.by_break_glass:
            raise ValueError(f"{self.permission.name} would open special fields by break-glass")
        others = [one for one in RULES if one.permission == self.permission]
        if any(one.special != self.special or (self.special and one.model is not self.model) for one in others):
            raise ValueError(
                f"{self.permission.name} would open special fields of one kind and more: give each its own"
            )
        _RULED.add(self.model)
        RULES.append(self)
        if self.about is _itself:
            is_a_person(self.model)

    @property
    def of_young_people(self) -> bool:
        """Return whether such a record may be about a young person."""
        return self.shows_identity or self.by_break_glass or self.restricted is not None

    def condition(self, standing: Standing) -> Q:
        """Return the condition that a record must meet, for this standing."""
        met = Q(pk__in=())
        if standing.may(self.permission):
            met = self.also(standing)
            if self.site is not None:
                met &= standing.where(self.permission, self.site)
            if self.restricted is not None:
                met &= Q(**{self.restricted: False}) | Q(**{f"{self.person}__in": sorted(standing.named)})
        if self.by_break_glass and standing.opened:
            met |= Q(**{f"{self.person}__in": sorted(standing.opened)})
        return met

    def could_see(self, standing: Standing) -> bool:
        """Return whether any record could meet the rule, for this standing."""
        return standing.may(self.permission) or (self.by_break_glass and bool(standing.opened))

    def visible_to(self, standing: Standing, rows: QuerySet[M] | None = None) -> QuerySet[M]:
        """Return the records that meet the rule, among all records or among these rows."""
        among = self.model._default_manager.all() if rows is None else rows
        whole = frozenset[str]() if self.by_break_glass else _seen_whole(self.permission, len(RULES))
        return among.filter(self.condition(standing), Ruled(self._covered, whole))

    @cached_property
    def _covered(self) -> frozenset[Path]:
        """Return the links to records that the rule also decides on, because it checks their site.

        Use the condition for a person at one site: the rule checks nothing for a person at all sites.
        """
        return decided_along(self.model, self.condition(_somewhere(self.permission))) | self.covers

    def site_of(self, record: M) -> str:
        """Return the site of a record; empty if it has none."""
        found = _along(record, self.site) if self.site else ""
        return found if isinstance(found, str) else ""

    def roles_for(self, standing: Standing, record: M) -> tuple[Held, ...]:
        """Return the roles that show a visible record to the person; none if only break-glass opens it."""
        if self.restricted is not None and _along(record, self.restricted):
            whose = _along(record, self.person)
            if (whose.pk if isinstance(whose, Model) else whose) not in standing.named:
                return ()
        where = {ALL_SITES, self.site_of(record)}
        return tuple(one for one in standing.roles(self.permission) if self.site is None or one.site in where)

    def decide(self, standing: Standing, record: M) -> bool:
        """Return whether a record meets the rule, with one query that asks the same as `visible_to`."""
        allowed = self.visible_to(standing).filter(pk=record.pk).exists()
        if allowed:
            hold(record)
        return allowed

    def require(self, standing: Standing, record: M) -> None:
        """Raise RefusedError, with a sentence, if the record fails the rule.

        Call only for records that the person can see.
        """
        if not self.decide(standing, record):
            why = self.refusal if standing.may(self.permission) else self.permission.refusal
            raise RefusedError(why, refused=self._refused(standing, record.pk))

    def get_visible(self, standing: Standing, pk: UUID, rows: QuerySet[M] | None = None) -> M:
        """Return a record. Raise NotVisibleError, after the same one query, if it does not exist or may not be seen."""
        found = list(self.visible_to(standing, rows).filter(pk=pk)[:1])
        if not found:
            raise NotVisibleError(self._refused(standing, pk))
        hold(found[0])
        for path in self._covered:  # those fetched with it that the rule also decides on
            linked: Model | None = found[0]
            for name in path:
                linked = linked._state.fields_cache.get(name) if linked is not None else None
            if linked is not None:
                hold(linked)
        return found[0]

    def prefetch(self, lookup: str, standing: Standing, *, to: str, rows: QuerySet[M] | None = None) -> Prefetch[Any]:
        """Return a prefetch of linked records that may be seen, out of all records of this rule's model or these rows.

        Whatever shows the main records shows these too, and names the people that they are about.

        Prefetch links of linked records after them, through the attribute `to` that holds them: `visits` to
        `seen_visits`, then `seen_visits__child`. Within `rows`, that would take one query for each record. Raise
        ValueError if this rule opens special fields.
        """
        if self.special:
            raise ValueError(f"{self.permission.name} opens special fields, which are shown on a page of their own")
        made: Callable[..., Prefetch[Any]] = Linked  # the type checker's plug-in fails on a subclass of Django's class
        return made(self, lookup, standing, to=to, rows=rows)

    def opens(self, record: M) -> Iterator[RecordId]:
        """Yield what a disclosure of a record opens: the record and its parts.

        Raise TypeError if a part has its own rule.
        """
        yield record_id(record)
        if self.special:
            yield record_id(record).special
        for name in self.parts:
            field: Any = self.model._meta.get_field(name)
            if field.related_model in _RULED:
                raise TypeError(
                    f"{self.model.__name__}.{name} has a rule of its own, and is no part of another's record"
                )
            yield RecordId(kind_of_record(field.related_model), getattr(record, field.attname))

    def _refused(self, standing: Standing, pk: Any) -> Refused:
        return Refused(standing.user, self.permission.name, standing.via, self.model._meta.label_lower, pk)


@cache
def _somewhere(needed: Permission) -> Standing:
    """Return the standing of a made-up person who has a permission at one made-up site."""
    held = tuple(Held(role, "-") for role in needed.roles)
    session = _NOBODY if needed.in_staff_session else None
    return Standing(user=_NOBODY, via="page", on=date.min, held=held, staff_session=session)


@lru_cache
def _seen_whole(needed: Permission, rules: int) -> frozenset[str]:
    """Return the tables that show every row to everyone with a permission, given the rules registered by now."""
    return frozenset(
        rule.model._meta.db_table
        for rule in RULES
        if rule.site is rule.restricted is None
        and rule.also is _anyone
        and rule.permission.in_staff_session == needed.in_staff_session
        and set(needed.roles) <= set(rule.permission.roles)
    )


def of_nobody(record: Model) -> tuple[UUID, ...]:
    """Return nobody, for a record that is about no young person."""
    return ()


def unrestricted(
    model: type[M],
    needed: Permission,
    *,
    refusal: str = "",
    within: str = "",
    also: Callable[[Standing], Q] = _anyone,
    about: Callable[[M], Sequence[UUID]] = of_nobody,
    parts: tuple[str, ...] = (),
    covers: frozenset[Path] = frozenset(),
    special: bool = False,
) -> Rule[M]:
    """Return a rule for records that no young person is in: none is restricted, or opened by break-glass.

    With `within`, a person needs the permission at the site in that field.
    """
    return Rule(
        model=model,
        permission=needed,
        refusal=refusal or needed.refusal,
        site=None,
        restricted=None,
        also=(lambda standing: standing.where(needed, within) & also(standing)) if within else also,
        about=about,
        parts=parts,
        covers=covers,
        shows_identity=False,
        special=special,
    )


class Linked(_Prefetch):
    """Linked records that are fetched with others, as far as their own rule lets them through."""

    def __init__(
        self, rule: Rule[Any], lookup: str, standing: Standing, *, to: str, rows: QuerySet[Any] | None
    ) -> None:
        super().__init__(lookup, queryset=rule.visible_to(standing, rows), to_attr=to)
        self.rule, self.standing = rule, standing

    def of(self, found: Iterable[Model]) -> list[Any]:
        """Return the linked records that were fetched with these."""
        reached: list[Any] = list(found)
        for name in self.prefetch_to.split("__"):
            reached = [one for record in reached for one in _each(getattr(record, name))]
        return reached


def linked_with(
    found: Sequence[Model], rows: QuerySet[Any] | None, standing: Standing
) -> Iterator[tuple[Rule[Any], Sequence[Any]]]:
    """Yield, by rule, the linked records fetched with what was found among these rows, and those fetched with them.

    Raise ValueError if they were fetched for another standing.
    """
    asked: Any = rows  # its type hints do not show what it prefetches
    for lookup in () if rows is None else asked._prefetch_related_lookups:
        if not isinstance(lookup, Linked):
            continue
        if lookup.standing != standing:
            raise ValueError(f"{lookup.prefetch_to} was fetched for another than it is shown to")
        reached = lookup.of(found)
        yield lookup.rule, reached
        yield from linked_with(reached, lookup.queryset, standing)


def _along(record: Model, path: str) -> Any:
    found: Any = record
    for name in path.split("__"):
        found = getattr(found, name)
    return found


def _each(linked: Any) -> Iterable[Any]:
    """Return the records that a fetched link leads to: many, one or none."""
    if isinstance(linked, Manager):
        return linked.all()
    if isinstance(linked, list):
        return linked
    return () if linked is None else (linked,)
