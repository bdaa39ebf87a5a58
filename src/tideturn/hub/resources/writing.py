"""Adding, changing and removing a record: what is named and nothing else, in one transaction with its audit event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar
from uuid import UUID

from tideturn.hub.access.service import acting
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.cells import uncapitalised
from tideturn.hub.forms.writing import change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.resources.declaration import Resource, Writing
from tideturn.hub.resources.fields import Change, Field

M = TypeVar("M", bound=Record)


class FieldError(HubError):
    """What a field cannot say. Its sentence names the field as pages do; the folder names its column."""

    def __init__(self, field: Field[Any], wrong: HubError) -> None:
        super().__init__(f"{field.heading}: {uncapitalised(wrong.what)}", mend=wrong.mend)
        self.field, self.wrong = field, wrong


def held(resource: Resource[M], pk: UUID, *, by: Standing) -> M:
    """Return a record that somebody may write in, held until the transaction ends.

    Its key is not held, so that two who link their records to each other's do not wait for ever. Raises NotVisibleError
    or RefusedError.
    """
    resource.holds()
    rows = resource.model._default_manager.select_for_update(of=("self",), no_key=True)
    found = resource.reads.get_visible(by, pk, rows)
    resource.writes.require(by, found)
    return found


def add(
    resource: Resource[M], changes: Iterable[Change[Any]], *, by: Standing, of: UUID | None = None, code: str = ""
) -> M:
    """Add a record that says what `changes` name; `of` is the record that it belongs to.

    Raises RefusedError or NotVisibleError for who may not, HubError for what cannot be or a code that is taken.
    """
    with acting(resource.added, by=by, needs=resource.needs):
        parent = _parent(resource, of, by)
        writing = _checked(resource, Writing(by, None, parent, dict(changes)))
        for one in resource.fields:
            if one not in writing.named:
                _require(resource, one, writing[one], by)
        said = {one.attribute: value for one, value in writing.named.items()}
        if resource.parent:
            said[resource.parent.name] = parent
        with _once(resource):
            if resource.code:
                called = f"{'an' if resource.noun[0] in 'aeiou' else 'a'} {resource.noun}"
                said["code"] = code_of_new(resource.model, code, kind=resource.code, called=called)
            new = made(by, resource.model, **said)
        resource.after(by, new)
        _record(resource, resource.added, by, new)
        return new


def change(resource: Resource[M], pk: UUID, changes: Iterable[Change[Any]], *, by: Standing, expected: int | None) -> M:
    """Have a record say what `changes` name; whatever they do not name stays as it is.

    Raises RefusedError or NotVisibleError for who may not, HubError for what cannot be, EditsMeetError where the record
    is at another version than the expected one.
    """
    with acting(resource.changed, by=by, needs=resource.needs):
        found, parent = _found(resource, pk, by)
        writing = _checked(resource, Writing(by, found, parent, dict(changes)))
        said = {one.attribute: value for one, value in writing.named.items()}
        with no_other_like_it(resource.once) if resource.once else nullcontext():
            changed = change_version(by, found, expected, **said)  # type: ignore[type-var]  # only Versioned has a form
        if changed:
            resource.after(by, found)
            _record(resource, resource.changed, by, found, changed)
        return found


def remove(resource: Resource[M], pk: UUID, *, by: Standing, expected: int | None) -> None:
    """Take a record away; what it said stays in its history.

    Raises RefusedError or NotVisibleError for who may not, HubError where other records stand on it, EditsMeetError
    where it is at another version than the expected one.
    """
    with acting(resource.removed, by=by, needs=resource.needs):
        found, _ = _found(resource, pk, by)
        resource.before_removal(by, found)
        remove_version(by, found, expected)  # type: ignore[arg-type]
        resource.after_removal(by, found)
        _record(resource, resource.removed, by, found)


def _parent(resource: Resource[Any], of: UUID | None, by: Standing) -> Any:
    if resource.parent is None:
        resource.holds()
        return None
    assert of is not None
    return held(resource.parent.resource, of, by=by)


def _found(resource: Resource[M], pk: UUID, by: Standing) -> tuple[M, Any]:
    """Return a record and the one that it belongs to, which alone is held: whoever writes in either waits for it."""
    if resource.parent is None:
        return held(resource, pk, by=by), None
    link = resource.parent.link.field
    found = resource.reads.get_visible(by, pk)
    parent = held(resource.parent.resource, getattr(found, link.attname), by=by)
    found = resource.model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    setattr(found, link.name, parent)
    return found, parent


def _checked(resource: Resource[M], writing: Writing[M]) -> Writing[M]:
    """Return it once each named field may say what it is to say, and the record's own check has passed."""
    for one, value in tuple(writing.named.items()):
        if writing.record is None or value != one.of(writing.record):
            _require(resource, one, value, writing.by)
    resource.check(writing)
    return writing


def _require(resource: Resource[Any], one: Field[Any], value: Any, by: Standing) -> None:
    try:
        one.require(by, resource.needs, value)
    except RefusedError:
        raise
    except HubError as wrong:
        raise FieldError(one, wrong) from None


@contextmanager
def _once(resource: Resource[Any]) -> Iterator[None]:
    """Have a code, or what there is once, that another writes at the same moment told as such."""
    once = resource.once or (f"{resource.noun} with that code" if resource.code else "")
    with no_other_like_it(once) if once else nullcontext():
        yield


def _record(resource: Resource[M], action: Action, by: Standing, on: M, changed: Iterable[str] = ()) -> None:
    details: dict[str, Any] = {"fields": sorted(changed)} if changed else {}
    if resource.parent is not None:
        details[resource.parent.name] = str(getattr(on, resource.parent.link.field.attname))
    subjects = tuple(resource.reads.about(on))
    record(action, by=by.user, via=by.via, on=on, subjects=subjects, site=resource.site_of(on), details=details)
