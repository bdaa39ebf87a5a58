"""The forms of the rooms: each says once what it is of, who may open it, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.urls import reverse

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.unruled import unruled
from tideturn.hub.forms.forms import EditForm

M = TypeVar("M", bound=Model)
Gate = Callable[[Standing, UUID | None], object]
"""Who may open a form, where neither one permission nor the rules of a record say it. Raises as `Edited.require`."""


@dataclass(frozen=True, kw_only=True)
class Edited(Generic[M]):
    """A form of a room. It changes a record, or makes a new one: beside a record that is there, or by itself.

    Who may open it is said by a permission or gate, or by the rules of its record for reading and for writing.
    """

    name: str
    title: str
    form: type[EditForm]
    address: str
    """The name of its address, which takes the id of its record where it has one."""
    within: tuple[str, ...] = ()
    """What its address takes before that id."""
    leads_to: str = ""
    """The name of the address to which one comes afterwards: that of the record, or else of what was made. Empty where
    its page says where one comes.
    """
    button: str = "Save"
    said: str = "Saved."
    """What is said once it is done; empty where the next page says it."""
    template: str = "forms/form.html"
    needs: Permission | Gate | None = None
    """Of a new record by itself, or of a special one: the permission to make one; or what else decides it."""
    confirmed: bool = False
    """Whether one shows once more that it is oneself, before it is shown and before it is done."""
    hindered_at: str | None = None
    """The field at which it is said what hinders it; None where that is said of the whole form."""
    begins: Callable[[Standing, UUID | None], Mapping[str, Any]] = lambda *_: {}
    """What its fields say when it is opened, where it changes no `Versioned` record."""
    reads: Rule[M] | None = None
    writes: Rule[M] | None = None
    unseen: bool = False
    """Whether whoever may not write in its record is answered as if the form were not there, though they see that."""
    shows: Action | None = None
    """Where it changes the record: as what the audit is told that somebody was shown it. The record is `Versioned`."""
    names: Callable[[Any], str] = lambda _: ""
    """What the record that it changes is called, for its page."""
    rows: Callable[[], QuerySet[M]] | None = None
    """All records with what `names` reads of others; without it, plainly all."""
    takes: str = "pk"
    """What its service calls the record's id: `pk` where that is what it changes, else what it makes something of."""

    def __post_init__(self) -> None:
        """Raises ValueError for a form that does not say who may open it."""
        of_record = self.reads is not None and self.writes is not None
        if not of_record and (self.needs is None or self.shows is not None):
            raise ValueError(f"{self.name} needs a permission or gate, or a rule for reading and one for writing")

    def require(self, by: Standing, pk: UUID | None) -> None:
        """Raises NotVisibleError for who may not see that the form is there, RefusedError for who may not
        fill it in.
        """
        if isinstance(self.needs, Permission):
            by.require_unseen(self.needs)
        elif self.needs is not None:
            self.needs(by, pk)
        if self.reads is None or self.writes is None:
            return
        assert pk is not None
        if self.unseen:
            self.writes.get_visible(by, pk, self.reads.visible_to(by))
        else:
            self.writes.require(by, self.reads.get_visible(by, pk))

    def open_to(self, by: Standing, records: Iterable[UUID | None]) -> frozenset[UUID | None]:
        """Of these records those of which somebody may fill it in, as `require` says of one: one query for all of
        them, where rules say it.
        """
        if self.needs is not None or self.reads is None or self.writes is None:
            return frozenset(pk for pk in set(records) if self._opens(by, pk))
        seen = self.writes.visible_to(by, self.reads.visible_to(by)).filter(pk__in=set(records))
        return frozenset(seen.values_list("pk", flat=True))

    def _opens(self, by: Standing, pk: UUID | None) -> bool:
        try:
            self.require(by, pk)
        except (NotVisibleError, RefusedError):
            return False
        return True

    @unruled("Who a record is about and its site, only for the audit of a draft.")
    def concerns(self, pk: UUID | None) -> tuple[tuple[UUID, ...], str]:
        """The young people whom its record is about, and its site; for the audit alone."""
        found = self.reads.model._base_manager.filter(pk=pk).first() if self.reads is not None else None
        if self.reads is None or found is None:
            return (), ""
        return tuple(dict.fromkeys(self.reads.about(found))), self.reads.site_of(found)

    def url(self, pk: UUID | None) -> str:
        """Where it stands."""
        return reverse(self.address, args=[*self.within, *([] if pk is None else [pk])])


EDITED: Final[dict[str, Edited[Any]]] = {}
"""Every form by its name."""


def register_form(form: Edited[Any]) -> None:
    """Have a form known by its name, which drafts hold. Raise ValueError if another form has the name."""
    if EDITED.setdefault(form.name, form) is not form:
        raise ValueError(f"there is a form {form.name} already")
