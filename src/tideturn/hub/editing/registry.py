"""The forms of the rooms: each says once what it is of, who may open it, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model
from django.urls import reverse

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.editing.forms import EditForm

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Edited(Generic[M]):
    """A form of a room. It changes a record, or makes a new one: beside a record that is there, or by itself."""

    name: str
    title: str
    form: type[EditForm]
    address: str
    """The name of its address, which takes the id of its record where it has one."""
    leads_to: str
    """The name of the address to which one comes afterwards: that of the record, or else of what was made."""
    button: str = "Save"
    template: str = "editing/form.html"
    needs: Permission | None = None
    """Of a new record by itself: the permission to make one."""
    reads: Rule[M] | None = None
    writes: Rule[M] | None = None
    shows: Action | None = None
    """Where it changes the record: as what the audit is told that somebody was shown it. The record is `Versioned`."""
    takes: str = "pk"
    """What its service calls the record's id: `pk` where that is what it changes, else what it makes something of."""

    def __post_init__(self) -> None:
        """Raises ValueError for a form that says of neither or both who may open it."""
        of_record = self.reads is not None and self.writes is not None
        if of_record == (self.needs is not None) or (self.shows is not None and not of_record):
            raise ValueError(f"{self.name} needs either a permission, or a rule for reading and one for writing")

    def require(self, by: Standing, pk: UUID | None) -> None:
        """Raises NotVisibleError for who may not see that the form is there, RefusedError for who may not
        fill it in.
        """
        if self.reads is None or self.writes is None:
            assert self.needs is not None
            by.require_unseen(self.needs)
            return
        assert pk is not None
        self.writes.require(by, self.reads.get_visible(by, pk))

    def concerns(self, pk: UUID | None) -> tuple[tuple[UUID, ...], str]:
        """The young people whom its record is about, and its site; for the audit alone."""
        found = self.reads.model._base_manager.filter(pk=pk).first() if self.reads is not None else None
        if self.reads is None or found is None:
            return (), ""
        return tuple(dict.fromkeys(self.reads.about(found))), self.reads.site_of(found)

    def url(self, pk: UUID | None) -> str:
        """Where it stands."""
        return reverse(self.address, args=[] if pk is None else [pk])


EDITED: Final[dict[str, Edited[Any]]] = {}
"""Every form by its name."""


def edited(name: str, **said: Any) -> Edited[Any]:
    """Declare a form. Raises ValueError where the name is taken, and as `Edited` does."""
    made: Edited[Any] = Edited(name=name, **said)
    if EDITED.setdefault(name, made) is not made:
        raise ValueError(f"there is a form {name} already")
    return made
