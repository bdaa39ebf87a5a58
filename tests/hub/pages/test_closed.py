"""No page shows a role at one site anything of a record at another: a marker is planted in all, and looked for."""

import io
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from sample.people import administering, logged_in, person, visit

from tideturn.hub.access.roles import ADMINISTRATOR, CASEWORKER, ROLES, Role
from tideturn.hub.access.rules import Rule

from .addresses import addresses
from .planting import Planted, plant, seen_by_all_with
from .rows import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
SITE = "london"


def test_no_role_at_one_site_is_shown_anything_of_another(monkeypatch) -> None:
    rows = Rows()
    rows.fill(1)
    visit(rows.child)
    asked = every_address(rows)
    planted = plant()
    found = {
        (role.code, address): labels
        for role in ROLES.values()
        for address, labels in crawled(somebody(role), asked, planted, role)
    }
    assert not found
    # A crawl that finds nothing may look at nothing: where rules ask for nothing, it finds what they hide.
    monkeypatch.setattr(Rule, "condition", lambda rule, standing: Q())
    there = [one for one in asked if one.startswith(("/organisations/", "/sample/"))]
    labels = set().union(*(labels for _, labels in crawled(somebody(CASEWORKER), there, planted, CASEWORKER)))
    assert labels >= {"organisations.Organisation", "organisations.Contact", "organisations.Note", "sample.Child"}


def somebody(role: Role) -> Client:
    """Return a browser of somebody who holds one role at one site; an administrator is in a staff session."""
    user = person((role, SITE))
    client = logged_in(user)
    if role is ADMINISTRATOR:
        administering(user)
    return client


def every_address(rows: Rows) -> list[str]:
    """Return what is asked for: each address that needs nothing and each of something, unless it only takes what is
    sent. The way through every page fails where one that shows something is missing among them.
    """
    plain = [reverse(one.name) for one in addresses() if not one.takes]
    of_child = [reverse(f"sample:{name}", args=[rows.child.pk]) for name in ("child", "change", "tell")]
    nobody = Client()
    asked = sorted({*plain, *rows.asked().values(), *of_child})
    return [one for one in asked if nobody.get(one).status_code != 405]


def crawled(client: Client, asked: list[str], planted: Planted, role: Role) -> Iterator[tuple[str, set[str]]]:
    """Yield each address whose answer holds a marker, with the models that are shown."""
    besides = seen_by_all_with(role)
    for address in asked:
        answer = client.get(address)
        told = "\n".join([*texts_of(answer.getvalue()), *(unquote(value) for _, value in answer.headers.items())])
        if labels := planted.found_in(told, besides):
            yield address, labels


def texts_of(content: bytes) -> Iterator[str]:
    """Yield a file's text; of a workbook or a document, which are archives, that of each part."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from texts_of(archive.read(name))
    yield content.decode("utf-8", errors="replace")
