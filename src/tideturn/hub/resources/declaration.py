"""Declare a kind of record once: its fields, who may do what, and its names, pages and place in the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, ClassVar, Final, Generic, TypeVar, cast
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action, Kind, action
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.crypto.fields import unseen
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import Edited, Gate
from tideturn.hub.resources.fields import Change, Column, Field, Privacy

M = TypeVar("M", bound=Record)
T = TypeVar("T")
_AS_ITS_RULE: Final = cast(Permission, None)


@dataclass
class Writing(Generic[M]):
    """The values that a service is about to write, and the current value of each field that stays."""

    by: Standing
    record: M | None
    """The current record; None if one is being added."""
    parent: Any
    """The record that it belongs to, locked; None if it belongs to none."""
    named: dict[Field[Any], Any]
    """The fields to change, with their new values."""
    expected: int | None = None
    """The version that the person saw."""

    def __getitem__(self, one: Field[T]) -> T:
        """Return the value that a field will have."""
        if one in self.named:
            return cast(T, self.named[one])
        if self.record is not None:
            return cast(T, unseen(self.record, one.attribute))
        return cast(T, one.column.field.get_default())

    def __setitem__(self, one: Field[T], value: T) -> None:
        self.named[one] = value


def _everywhere(record: Any) -> str:
    return ALL_SITES


class ResourceForm(EditForm):
    """The form of a record, with an input for each field that the declaration shows."""

    declared: ClassVar[tuple[Field[Any], ...]] = ()
    needs: ClassVar[Permission]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for one in self.declared:
            if type(one).offer is not Field.offer:
                one.offer(self.fields[one.name], self.by, self.needs, self.initial.get(one.name))


@dataclass(frozen=True, kw_only=True)
class Form:
    """How a form differs from the default, which follows from the record's name."""

    title: str = ""
    button: str = ""
    said: str = ""
    """Message after saving."""
    fields: tuple[Field[Any], ...] = ()
    """Fields that it shows; if none, all but those that stay."""
    base: type[ResourceForm] = ResourceForm
    """Base class, with any further fields."""
    template: str = "resources/form.html"
    gate: Gate | None = None
    """Check on who may open it, for a record added to something that no declaration covers, such as a site."""
    leads_to: str = ""
    """Name of the address to redirect to after saving; empty: the record's page."""
    path: str = ""
    """Last part of its address; empty: add or change."""
    begins: Callable[[Standing, Any], Mapping[str, Any]] = lambda *_: {}


@dataclass(frozen=True)
class Parent:
    """The record that another belongs to, and the field that links to it."""

    link: Column
    resource: Resource[Any]

    @property
    def name(self) -> str:
        """Return the name of the link."""
        return str(self.link.field.name)


@dataclass(frozen=True)
class Related:
    """Records to show on the page of the record that they belong to, in this order."""

    resource: Resource[Any]
    order: tuple[str, ...]

    def __post_init__(self) -> None:
        """Raise ValueError for records that have a page of their own because their fields are special."""
        if self.resource.reads.special:
            raise ValueError(f"{self.resource.plural} are special, and are not shown with another record")

    @property
    def name(self) -> str:
        """Return the name of the parent's attribute that holds them."""
        assert self.resource.parent is not None
        return str(self.resource.parent.link.field.remote_field.get_accessor_name())


@dataclass(kw_only=True, eq=False)
class Resource(Generic[M]):
    """A kind of record. Anything unusual is a plain function given to the declaration."""

    model: type[M] = field(kw_only=False)
    noun: str
    plural: str = ""
    """Default: the noun with an s."""
    reads: Rule[M]
    writes: Rule[M]
    needs: Permission = _AS_ITS_RULE
    """Permission to add, change and remove; default: that of `writes`."""
    fields: tuple[Field[Any], ...]
    """Fields that a person fills in, in the order of the form."""
    derived: tuple[Field[Any], ...] = ()
    """Fields that follow from other records: pages and the history show them."""
    parent: Parent | None = None
    site: Callable[[M], str] = _everywhere
    """Return the site of a record; default: its own, or its parent's, or all sites."""
    title: Callable[[Any], str] = lambda one: str(one.title)
    """Return the name of a record, also of an old version of it."""
    key: str = ""
    """Name in its addresses and actions; empty: its noun."""
    code: str = ""
    """Prefix of the codes that the folder knows such records by; empty if they have none."""
    once: str = ""
    """Description of what must be unique, as in an error: “a target of that part of the work”; default: its code, if
    any.
    """
    check: Callable[[Writing[M]], None] = lambda _: None
    """Raise HubError for invalid values, or write other fields too; runs in the transaction, before the record is
    saved.
    """
    holds: Callable[[], object] | None = None
    """Lock other records that `check` reads before this one, so that all writers lock in one order."""
    after: Callable[[Standing, M], object] = lambda *_: None
    """Do what follows after a record is added or changed, in the same transaction."""
    before_removal: Callable[[Standing, M], object] = lambda *_: None
    """Raise HubError if the record must stay, or remove what has to go with it."""
    after_removal: Callable[[Standing, M], object] = lambda *_: None
    more: Callable[[M], Mapping[str, Any]] = lambda _: {}
    """Return further values for the record's page."""
    rows: Callable[[], QuerySet[M]] | None = None
    """Return all records, with what `more` reads from other records; without it, plainly all."""
    linked: Callable[[Standing], tuple[Prefetch[Any], ...]] = lambda _: ()
    """Return what to fetch with a record for its page, by the rules of the linked records."""
    adding: Form | None = Form()
    """Form that adds a record; None if no form does."""
    changing: Form | None = Form()
    """Form that changes a record; None if a record stays as it was added."""
    page: str = ""
    """Name of the address that shows a record; empty: its own page."""
    printed: str = ""
    """Reason why people may print pages with special fields; empty: they may not."""

    def __post_init__(self) -> None:
        self._require_privacy()
        self.called = a = f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"
        self.plural = self.plural or f"{self.noun}s"
        self.needs = self.needs or self.writes.permission
        self.app = self.model._meta.app_label
        if self.site is _everywhere and self.parent is not None:
            self.site = self._site_of_parent
        elif self.site is _everywhere and hasattr(self.model, "site"):
            self.site = attrgetter("site")
        self.once = self.once or (f"{self.noun} with that code" if self.code else "")
        self.key = self.key or self.noun.replace(" ", "_")
        self.page = self.page or f"{self.app}:{self.key}"
        self.removal = f"{self.app}:remove_{self.key}"
        self.named = {one.name: one for one in self.fields}
        self.added = self._action("add", Kind.WRITE, f"added {a}")
        self.changed = self._action("change", Kind.WRITE, f"changed {a}")
        self.removed = self._action("remove", Kind.WRITE, f"removed {a}")
        self.read = self._action("read", Kind.DISCLOSURE, f"read about {a}")
        self.listed = self._action("list", Kind.DISCLOSURE, f"saw a list of {self.plural}")
        self.exported = self._action("export", Kind.DISCLOSURE, f"exported {self.plural}")
        self.add_form = self._add_form(self.adding) if self.adding else None
        self.change_form = self._change_form(self.changing) if self.changing else None

    def all(self) -> QuerySet[M]:
        """Return all records, with the record that each belongs to and what `more` reads from others."""
        if self.rows is not None:
            return self.rows()
        every = self.model._default_manager.all()
        return every.select_related(self.parent.name) if self.parent else every

    def at(self, site: str) -> QuerySet[M]:
        """Return the records at a site; all of them if the site is empty."""
        return self.all().filter(site=site) if site else self.all()

    def some_at(self, site: str) -> bool:
        """Say whether a site has any such record, and nothing else about it."""
        return self.all().filter(site=site).exists()

    def site_of(self, record: M) -> str:
        """Return a record's site as the audit keeps it: empty if it is at all sites."""
        site = self.site(record)
        return "" if site == ALL_SITES else site

    def changes(self, said: Mapping[str, Any]) -> Iterable[Change[Any]]:
        """Return the given values, by field name, as changes. Raise KeyError for an unknown name."""
        return zip(map(self.named.__getitem__, said), said.values(), strict=True)

    def may_write_at(self, by: Standing, site: str) -> bool:
        """Say whether the person may write such a record at a site, or at all sites."""
        return by.may(self.needs, site=None if site == ALL_SITES else site)

    def form_about(
        self, key: str, form: type[EditForm] | tuple[Field[Any], ...], *, title: str, **more: Any
    ) -> Edited[Any]:
        """Return a form about a record that does more than add or change it; `form` is a form class or some fields.

        `more` are further arguments of `Edited`.
        """
        return Edited(
            name=f"{self.app}.{key}",
            title=title,
            form=self._form("About", Form(fields=form)) if isinstance(form, tuple) else form,
            address=f"{self.app}:{key}",
            reads=self.reads,
            writes=self.writes,
            **{"leads_to": self.page, "template": "resources/form.html", **more},
        )

    def _require_privacy(self) -> None:
        """Raise ValueError if a field's privacy class does not fit its rule.

        A special field needs a special rule and no folder column. If the record may be about a young person, each field
        names its class and seals free text.
        """
        for one in (*self.fields, *self.derived):
            if one.privacy is Privacy.SPECIAL and (one.folder or not self.reads.special):
                raise ValueError(
                    f"{one.name} of {self.noun} is special: leave it out of the folder, and read it by a special rule"
                )
            if self.reads.of_young_people and one.privacy in (Privacy.PRESUMED, Privacy.IDENTITY_CHECKED):
                raise ValueError(
                    f"{one.name} of {self.noun} is {one.privacy}, and the record may be about a young person: name its "
                    "privacy class, and seal free text"
                )

    def _require_at_the_parents_site(self, by: Standing, pk: UUID | None) -> None:
        """Raise NotVisibleError if a person may not add a special record at the parent's site."""
        assert self.parent is not None
        assert pk is not None
        of = self.parent.resource
        if not self.may_write_at(by, of.site(of.reads.get_visible(by, pk))):
            raise NotVisibleError(Refused(by.user, self.needs.name, via=by.via))

    def _site_of_parent(self, record: M) -> str:
        assert self.parent is not None
        return self.parent.resource.site(getattr(record, self.parent.name))

    def _action(self, verb: str, kind: Kind, told: str) -> Action:
        return action(f"{self.app}.{verb}_{self.key}", kind, told)

    def _form(self, verb: str, form: Form) -> type[ResourceForm]:
        """Return a form class with an input for each field, as Django declares one."""
        fields = form.fields or tuple(one for one in self.fields if not one.stays)
        boxes = {one.name: one.input() for one in fields}
        own = {"declared": fields, "needs": self.needs, "field_order": [*boxes], "__module__": self.model.__module__}
        return cast(type[ResourceForm], type(f"{verb}{self.model.__name__}", (form.base,), boxes | own))

    def _add_form(self, form: Form) -> Edited[Any]:
        of = self.parent.resource if self.parent else None
        of_parent = self._require_at_the_parents_site if self.reads.special else None
        return Edited(
            name=f"{self.app}.add_{self.key}",
            title=form.title or f"Add {self.called}",
            button=form.button or f"Add {self.noun}",
            said=form.said or f"{self.noun.capitalize()} added.",
            form=self._form("Add", form),
            address=f"{self.app}:add_{self.key}",
            leads_to=form.leads_to or (of.page if of else self.page),
            template=form.template,
            begins=form.begins,
            needs=of_parent if of else form.gate or self.needs,
            reads=of.reads if of else None,
            writes=of.writes if of else None,
            takes="of",
        )

    def _change_form(self, form: Form) -> Edited[Any]:
        return Edited(
            name=f"{self.app}.change_{self.key}",
            title=form.title or f"Change the {self.noun}",
            button=form.button or "Save",
            said=form.said or "Saved.",
            form=self._form("Change", form),
            address=f"{self.app}:change_{self.key}",
            leads_to=self.page,
            template=form.template,
            reads=self.reads,
            writes=self.writes,
            shows=self.read,
            names=self.title,
            rows=self.all,
        )
