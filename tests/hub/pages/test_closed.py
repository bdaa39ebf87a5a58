"""No page shows a role at one site any record of another. Plant a marker in every record and look for it."""

import io
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from sample.models import Therapy
from sample.people import administering, logged_in, person, session, visit

from tideturn.hub.access.roles import ADMINISTRATOR, CASEWORKER, ROLES, Role
from tideturn.hub.access.rules import RULES, Rule

from .addresses import addresses
from .planting import Planted, plant, seen_by_all_with
from .rows import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
SITE = "london"


def test_no_role_at_one_site_is_shown_anything_of_another(monkeypatch) -> None:
    rows = Rows()
    rows.fill(1)
    visit(rows.child)
    asked = [*every_address(rows), *addresses_of_a(session(rows.child))]
    planted = plant()
    found = {
        (role.code, address): labels
        for role in ROLES.values()
        for address, labels in crawled(somebody(role), asked, planted, role)
    }
    assert not found
    # A crawl that finds nothing may look at nothing. Without rules, it finds what they hide.
    for rule in RULES:  # each rule finds its joins once, and would keep them for the next test
        assert isinstance(rule._covered, frozenset)
    monkeypatch.setattr(Rule, "condition", lambda rule, standing: Q())
    there = [one for one in asked if one.startswith(("/organisations/", "/sample/"))]
    labels = set().union(*(labels for _, labels in crawled(somebody(CASEWORKER), there, planted, CASEWORKER)))
    assert labels >= {
        "organisations.Organisation",
        "organisations.Contact",
        "organisations.Note",
        "sample.Child",
        "sample.Therapy",
    }


def somebody(role: Role) -> Client:
    """Return the browser of a person with one role at one site; an administrator is in a staff session."""
    user = person((role, SITE))
    client = logged_in(user)
    if role is ADMINISTRATOR:
        administering(user)
    return client


def every_address(rows: Rows) -> list[str]:
    """Return every address to request, with and without an id, except those that only accept POST.

    The test that walks every page fails if an address with content is missing here.
    """
    plain = [reverse(one.name) for one in addresses() if not one.takes]
    of_child = [reverse(f"sample:{name}", args=[rows.child.pk]) for name in ("child", "change", "tell")]
    nobody = Client()
    asked = sorted({*plain, *rows.asked().values(), *of_child})
    return [one for one in asked if nobody.get(one).status_code != 405]


def addresses_of_a(session: Therapy) -> list[str]:
    names = ("therapy", "history_of_therapy", "change_therapy", "remove_therapy")
    return [reverse(f"sample:{name}", args=[session.pk]) for name in names]


def crawled(client: Client, asked: list[str], planted: Planted, role: Role) -> Iterator[tuple[str, set[str]]]:
    """Yield each address whose answer has a marker, with the models that it shows."""
    besides = seen_by_all_with(role)
    for address in asked:
        answer = client.get(address)
        told = "\n".join([*texts_of(answer.getvalue()), *(unquote(value) for _, value in answer.headers.items())])
        if labels := planted.found_in(told, besides):
            yield address, labels


def texts_of(content: bytes) -> Iterator[str]:
    """Yield a file's text. Workbooks and documents are archives: yield the text of each part."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from texts_of(archive.read(name))
    yield content.decode("utf-8", errors="replace")
