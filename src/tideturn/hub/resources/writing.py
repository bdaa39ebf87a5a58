"""Add, change and remove records: write only the given fields, in one transaction with the audit event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.service import acting
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.fields import unseen
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.forms import AtFieldError
from tideturn.hub.forms.writing import (
    EditsMeetError,
    change_version,
    code_of_new,
    made,
    no_other_like_it,
    remove_version,
)
from tideturn.hub.history.reading import parts_counted
from tideturn.hub.resources.declaration import Resource, Writing
from tideturn.hub.resources.fields import Change, Field

M = TypeVar("M", bound=Record)
T = TypeVar("T")


class FieldError(AtFieldError):
    """A field cannot hold a value. The sentence names the field as pages do; the folder names its column."""

    def __init__(self, field: Field[Any], wrong: HubError) -> None:
        super().__init__(field.name, field.heading, wrong)
        self.field = field


def held(resource: Resource[M], pk: UUID, *, by: Standing, writes: Rule[M] | None = None) -> M:
    """Return a record that the person may write in, by this rule or the record's own, locked until the transaction
    ends.

    The lock leaves its key free, so that two people who link their records to each other's do not deadlock. Raise
    NotVisibleError or RefusedError.
    """
    if resource.holds:
        resource.holds()
    rows = resource.model._default_manager.select_for_update(of=("self",), no_key=True)
    found = resource.reads.get_visible(by, pk, rows)
    (writes or resource.writes).require(by, found)
    return found


def add(
    resource: Resource[M],
    changes: Iterable[Change[Any]],
    *,
    by: Standing,
    of: UUID | None = None,
    code: str = "",
    told: Action | None = None,
) -> M:
    """Add a record with the values in `changes`. `of` is the record that it belongs to. `told` is the audit action, if
    more is done than adding this one.

    Raise RefusedError or NotVisibleError if the person may not, HubError for an invalid value or a code that is taken.
    """
    with acting(resource.added, by=by, needs=resource.needs):
        parent = _parent(resource, of, by)
        if resource.parent is not None:
            by.require(resource.needs, site=resource.parent.resource.site_of(parent) or None)
        writing: Writing[M] = Writing(by, None, parent, dict(changes))
        said = _said(resource, writing)
        for one in resource.fields:
            if one not in writing.named:
                require(one, writing[one], by=by, needs=resource.needs)
        if resource.parent:
            said[resource.parent.name] = parent
        with no_other_like_it(resource.once):
            if resource.code:
                said["code"] = code_of_new(resource.model, code, kind=resource.code, called=resource.called)
            new = made(by, resource.model, **said)
        resource.after(by, new)
        tell(resource, told or resource.added, by, new)
        return new


def change(
    resource: Resource[M],
    pk: UUID,
    changes: Iterable[Change[Any]],
    *,
    by: Standing,
    expected: int | None,
    told: Action | None = None,
) -> M:
    """Change a record to the values in `changes`; leave all other fields as they are. `told` is as in `add`.

    Raise RefusedError or NotVisibleError if the person may not, HubError for an invalid value, EditsMeetError if the
    record is at another version than the expected one.
    """
    with acting(resource.changed, by=by, needs=resource.needs):
        found, parent = (held(resource, pk, by=by), None) if resource.parent is None else _child(resource, pk, by)
        said = _said(resource, Writing(by, found, parent, dict(changes), expected))
        with no_other_like_it(resource.once):
            changed = change_version(by, found, expected, **said)  # type: ignore[type-var]  # only Versioned has a form
        if changed:
            resource.after(by, found)
            tell(resource, told or resource.changed, by, found, changed)
        return found


def remove(resource: Resource[M], pk: UUID, *, by: Standing, expected: int | None, parts: int | None = None) -> None:
    """Remove a record; its history stays. `parts` is the number of changes to its parts that the person saw.

    Raise RefusedError or NotVisibleError if the person may not; HubError if other records depend on it; EditsMeetError
    if it is at another version than the expected one, or if a part has changed since.
    """
    with acting(resource.removed, by=by, needs=resource.needs):
        found = held(resource, pk, by=by) if resource.parent is None else _child(resource, pk, by)[0]
        if parts is not None and parts != parts_counted(pk):
            raise EditsMeetError
        resource.before_removal(by, found)
        remove_version(by, found, expected)  # type: ignore[arg-type]
        resource.after_removal(by, found)
        tell(resource, resource.removed, by, found)


def _parent(resource: Resource[Any], of: UUID | None, by: Standing) -> Any:
    if resource.parent is None:
        if resource.holds:
            resource.holds()
        return None
    assert of is not None
    return held(resource.parent.resource, of, by=by)


def _child(resource: Resource[M], pk: UUID, by: Standing) -> tuple[M, Any]:
    """Return a record and its parent. Lock the parent first, so that another person who writes in either has
    to wait.
    """
    assert resource.parent is not None
    link = resource.parent.link.field
    found = resource.reads.get_visible(by, pk)
    parent = held(resource.parent.resource, getattr(found, link.attname), by=by)
    found = resource.reads.get_visible(by, pk, resource.model._default_manager.select_for_update(of=("self",)))
    resource.writes.require(by, found)
    setattr(found, link.name, parent)
    return found, parent


def _said(resource: Resource[M], writing: Writing[M]) -> dict[str, Any]:
    """Return the values to write, by attribute, after each field and the record's own check have accepted them."""
    for one, value in tuple(writing.named.items()):
        if writing.record is None or value != unseen(writing.record, one.attribute):
            require(one, value, by=writing.by, needs=resource.needs)
    resource.check(writing)
    return {one.attribute: value for one, value in writing.named.items()}


def require(field: Field[T], value: T, *, by: Standing, needs: Permission) -> None:
    """Raise HubError, with the field's name, for an invalid value; RefusedError if the person may not write it."""
    try:
        field.require(by, needs, value)
        if field.requires is not None and value not in (None, ""):
            field.requires(value)
    except RefusedError:
        raise
    except HubError as wrong:
        raise FieldError(field, wrong) from None


def tell(resource: Resource[M], action: Action, by: Standing, on: M, changed: Iterable[str] = ()) -> None:
    """Log in the audit what was done with a record, its parent, its site and the columns that changed."""
    details: dict[str, Any] = {"fields": sorted(changed)} if changed else {}
    if resource.parent is not None:
        details[resource.parent.name] = str(getattr(on, resource.parent.link.field.attname))
    subjects = tuple(resource.reads.about(on))
    record(action, by=by.user, via=by.via, on=on, subjects=subjects, site=resource.site_of(on), details=details)
