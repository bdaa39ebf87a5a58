"""Registry of the hub's forms. Each says once what record it is for, who may open it and its address."""

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
"""Type of the check on who may open a form, if neither one permission nor a record's rules decide it. It raises as
`Edited.require` does.
"""


@dataclass(frozen=True, kw_only=True)
class Edited(Generic[M]):
    """A form. It changes a record, adds a new record to an existing one, or adds a record by itself.

    A permission or gate, or the rules of its record for reading and for writing, decide who may open it.
    """

    name: str
    title: str
    form: type[EditForm]
    address: str
    """Name of its address. The address takes the record's id, if there is a record."""
    within: tuple[str, ...] = ()
    """Arguments that its address takes before that id."""
    leads_to: str = ""
    """Name of the address to redirect to after saving. It takes the record's id, or else that of the new record; empty
    if the page itself decides.
    """
    button: str = "Save"
    said: str = "Saved."
    """Message after saving; empty if the next page says it."""
    template: str = "forms/form.html"
    needs: Permission | Gate | None = None
    """Permission or gate that decides who may open it, for a record added by itself or a special one."""
    confirmed: bool = False
    """Whether the person must confirm their password before the form is shown and before it is saved."""
    hindered_at: str | None = None
    """Field that shows service errors; None shows them at the top of the form."""
    begins: Callable[[Standing, UUID | None], Mapping[str, Any]] = lambda *_: {}
    """Returns the initial values of its fields, if the form changes no `Versioned` record."""
    reads: Rule[M] | None = None
    writes: Rule[M] | None = None
    unseen: bool = False
    """Whether a person who may see the record but not write in it gets the same answer as if the form did not exist."""
    shows: Action | None = None
    """The audit's action for showing the record, if the form changes one. The record is `Versioned`."""
    names: Callable[[Any], str] = lambda _: ""
    """Returns the title of the record that it changes, for its page."""
    rows: Callable[[], QuerySet[M]] | None = None
    """Returns all records with what `names` reads from other records; without it, plainly all."""
    takes: str = "pk"
    """Service's parameter for the record's id: `pk` if the service changes that record, another name if it makes
    something else from it.
    """

    def __post_init__(self) -> None:
        """Raise ValueError if the form does not say who may open it."""
        of_record = self.reads is not None and self.writes is not None
        if not of_record and (self.needs is None or self.shows is not None):
            raise ValueError(f"{self.name} needs a permission or gate, or a rule for reading and one for writing")

    def require(self, by: Standing, pk: UUID | None) -> None:
        """Raise NotVisibleError if the person may not know that the form exists, RefusedError if they may not fill it
        in.
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
        """Return which of these records the person may open the form for, as `require` decides for each.

        It uses one query for all of them if the record's rules alone decide it.
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
        """Return the young people that its record is about, and its site. Use it only for the audit."""
        found = self.reads.model._base_manager.filter(pk=pk).first() if self.reads is not None else None
        if self.reads is None or found is None:
            return (), ""
        return tuple(dict.fromkeys(self.reads.about(found))), self.reads.site_of(found)

    def url(self, pk: UUID | None) -> str:
        """Return its URL."""
        return reverse(self.address, args=[*self.within, *([] if pk is None else [pk])])


EDITED: Final[dict[str, Edited[Any]]] = {}
"""Every form by its name."""


def register_form(form: Edited[Any]) -> None:
    """Register a form under its name, which drafts hold. Raise ValueError if another form has the name."""
    if EDITED.setdefault(form.name, form) is not form:
        raise ValueError(f"there is a form {form.name} already")
