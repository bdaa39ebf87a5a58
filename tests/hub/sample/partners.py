"""Organisations and the people in them, for the tests: added and changed as pages do it."""

from typing import Any
from uuid import UUID

from django.http import QueryDict

from tideturn.hub.access.standing import Standing
from tideturn.hub.organisations.models import Contact, Engagement, Note, Organisation
from tideturn.hub.organisations.pages import RELATED
from tideturn.hub.organisations.resource import CONTACT, ENGAGEMENT, LIST, NOTE, ORGANISATION
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.reading import Shown, read
from tideturn.hub.resources.writing import add, change, remove


def added(resource: Resource[Any], by: Standing, *, of: UUID | None = None, code: str = "", **said: Any) -> Any:
    return add(resource, resource.changes(said), by=by, of=of, code=code)


def changed_to(resource: Resource[Any], by: Standing, pk: UUID, expected: int | None = -1, **said: Any) -> Any:
    """Change some fields of a record. Without a version, act as a person who has just looked at it."""
    version = resource.model._default_manager.get(pk=pk).version if expected == -1 else expected
    return change(resource, pk, resource.changes(said), by=by, expected=version)


def add_organisation(*, by: Standing, code: str = "", **said: Any) -> Organisation:
    return added(ORGANISATION, by, code=code, **said)


def change_organisation(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Organisation:
    return changed_to(ORGANISATION, by, pk, expected, **said)


def remove_organisation(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(ORGANISATION, pk, by=by, expected=expected)


def add_contact(*, by: Standing, organisation: UUID, **said: Any) -> Contact:
    return added(CONTACT, by, of=organisation, **said)


def remove_contact(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(CONTACT, pk, by=by, expected=expected)


def record_engagement(*, by: Standing, organisation: UUID, **said: Any) -> Engagement:
    return added(ENGAGEMENT, by, of=organisation, **said)


def change_engagement(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Engagement:
    return changed_to(ENGAGEMENT, by, pk, expected, **said)


def remove_engagement(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(ENGAGEMENT, pk, by=by, expected=expected)


def write_note(*, by: Standing, organisation: UUID, text: str) -> Note:
    return added(NOTE, by, of=organisation, text=text)


def organisation(by: Standing, name: str = "Borough Police A", **said: str) -> Organisation:
    return add_organisation(by=by, name=name, **{"sector": "police", "site": "london"} | said)


def renamed(by: Standing, one: Organisation, name: str, **said: str) -> Organisation:
    """With another name, written by somebody who has just looked at it."""
    return changed_to(ORGANISATION, by, one.pk, name=name, **said)


def contact(by: Standing, of: Organisation, name: str = "Desk sergeant", **said: object) -> Contact:
    return add_contact(by=by, organisation=of.pk, name=name, **said)


def changed(by: Standing, one: Contact, **said: object) -> Contact:
    """With other words in some of its fields, written by somebody who has just looked at it."""
    return changed_to(CONTACT, by, one.pk, **said)


def organisation_read(by: Standing, pk: UUID) -> Shown:
    return read(ORGANISATION, pk, by=by, related=RELATED)


def organisations_listed(by: Standing, **asked: str) -> list[tuple[str, ...]]:
    """Return the rows of the list, as its page shows them."""
    given = QueryDict(mutable=True)
    given.update(asked)
    _, table = LIST.page(given, by)
    return [tuple(cell.text for cell in row) for row in table.rows]
