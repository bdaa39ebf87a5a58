"""Organisations and the people in them, for the tests: added and changed by the services, as pages do it."""

from tideturn.hub.access.standing import Standing
from tideturn.hub.organisations.models import Contact, Organisation
from tideturn.hub.organisations.services import organisations as services


def organisation(by: Standing, name: str = "Borough Police A", **said: str) -> Organisation:
    return services.add_organisation(by=by, name=name, **{"sector": "police", "site": "london"} | said)


def renamed(by: Standing, one: Organisation, name: str, **said: str) -> Organisation:
    """With another name, written by somebody who has just looked at it."""
    now = Organisation.objects.get(pk=one.pk)
    stood = {"sector": now.sector, "site": now.site}
    return services.change_organisation(by=by, pk=one.pk, expected=now.version, name=name, **stood | said)


def contact(by: Standing, of: Organisation, name: str = "Desk sergeant", **said: object) -> Contact:
    return services.add_contact(by=by, organisation=of.pk, name=name, **said)


def changed(by: Standing, one: Contact, **said: object) -> Contact:
    """With other words in some of its fields, written by somebody who has just looked at it."""
    now = Contact.objects.get(pk=one.pk)
    fields = ("name", "job_title", "seniority", "email", "telephone", "is_main", "left_on")
    stood = {field: getattr(now, field) for field in fields}
    return services.change_contact(by=by, pk=one.pk, expected=now.version, **stood | said)
