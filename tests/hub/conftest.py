"""The hub of the tests: its own folders of data and keys, and a record kind of its own."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import django.urls
import pytest
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import TransactionTestCase

from tideturn.hub.audit.permanence import allow, forbid
from tideturn.hub.crypto import disclosure as kept
from tideturn.hub.crypto.keys import KeyFolder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tideturn.hub.accounts.models import User

_PLACE = Path(tempfile.mkdtemp(prefix="tideturn-tests-"))
atexit.register(shutil.rmtree, _PLACE, ignore_errors=True)
(_PLACE / "data").mkdir()
KeyFolder(_PLACE / "keys").create()
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tideturn.hub.config.settings",
    "TIDETURN_DATA": str(_PLACE / "data"),
    "TIDETURN_KEYS": str(_PLACE / "keys"),
}
sys.path.insert(0, str(Path(__file__).parent))
settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "sample"]
django.setup()
import made_before  # noqa: E402  - it lies in the folder that was just said
from django.contrib.contenttypes.management import create_contenttypes  # noqa: E402  - needs the applications


def _emptied(test: Any, empty: Any = TransactionTestCase._fixture_teardown) -> None:
    """The database lets go of its audit, which it otherwise never does, so that it can be emptied after a test."""
    if connection.vendor == "postgresql":
        _delete_all_rows()
        return
    allow(connection)
    empty(test)
    forbid(connection)


def _delete_all_rows() -> None:
    """Delete what there is, past every trigger: to truncate a hundred tables takes as long as most tests."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    is_full = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(is_full)
        full = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET session_replication_role = replica")
        for name in full:
            cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute("SET session_replication_role = DEFAULT")


TransactionTestCase._fixture_teardown = _emptied  # type: ignore[method-assign]
# Emptying a database fills it again with permissions and kinds of records that the hub never asks for.
post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
post_migrate.disconnect(create_contenttypes)
made_before.use()
# A resolver is kept by the name of its addresses, so a test with other addresses need not forget them all.
django.urls.clear_url_caches = lambda: None

# A client looks for a static file when it asks for one, and not for all of them when it begins.
settings.WHITENOISE_AUTOREFRESH = True
# Whatever processes share the tests inherit what is said here, and would load the hub before they come to this file.
del os.environ["DJANGO_SETTINGS_MODULE"]


class _Every(frozenset[object]):
    def __contains__(self, record: object) -> bool:
        return True


@pytest.fixture
def disclosure() -> Iterator[None]:
    """Every record may be opened, as the audit never has it."""
    before = kept._OPEN.set(_Every())
    yield
    kept._OPEN.reset(before)


@pytest.fixture(autouse=True)
def _nothing_kept_of_another_test() -> None:
    """The heads of its chain, and how the hub was, lie in files that no transaction takes back."""
    for written in (_PLACE / "data").glob("*.txt"):
        written.unlink()
    shutil.rmtree(_PLACE / "data" / "health", ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Where a browser asks, a file: of a database in memory all threads share one connection, and one transaction."""
    own = settings.DATABASES["default"]
    if "sqlite" in own["ENGINE"] and any(one.get_closest_marker("browser") for one in request.session.items):
        # Each process of the tests has a place of its own.
        own.setdefault("TEST", {})["NAME"] = str(_PLACE / "browser.sqlite3")


@pytest.fixture
def committed(transactional_db) -> None:
    """A database in which transactions end, emptied afterwards."""


@pytest.fixture
def scripted(request) -> bool:
    """Whether the browser runs scripts; a test marked with `browsing.BOTH_WAYS` runs without them too."""
    return bool(getattr(request, "param", True))


@pytest.fixture
def page(scripted: bool, committed, browser: "Browser", live_server) -> "Iterator[Page]":
    """A page as narrow as a small telephone's, on which the header refuses nothing of what it loads and runs."""
    from browsing import narrow

    refused: list[str] = []
    with narrow(browser, live_server.url, script=scripted) as context:
        made = context.new_page()
        made.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
        yield made
    assert refused == []


@pytest.fixture
def check(scripted: bool, page: "Page") -> Callable[[], None]:
    """Look the page over; axe is a script itself, so that without script its width is all that is looked at."""
    from browsing import look_over, narrow_enough

    return lambda: look_over(page) if scripted else narrow_enough(page)


@pytest.fixture
def enter(page: "Page", live_server) -> "Callable[..., Page]":
    """Somebody is logged in and at an address."""
    from browsing import come_in
    from sample.people import logged_in

    def entered(user: "User", path: str = "/", page: "Page" = page) -> "Page":
        come_in(page.context, logged_in(user).cookies["sessionid"].value, live_server.url)
        page.goto(path)
        return page

    return entered


@pytest.fixture
def contexts(browser: "Browser", live_server) -> "Iterator[Callable[..., BrowserContext]]":
    """As many browsers as are asked for, each with somebody in it; none is refused anything by the header."""
    from browsing import come_in, narrow
    from sample.people import logged_in

    opened, refused = [], []

    def made(user: "User", *, script: bool = True) -> "BrowserContext":
        entering = narrow(browser, live_server.url, script=script)
        context = entering.__enter__()
        opened.append(entering)
        context.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
        come_in(context, logged_in(user).cookies["sessionid"].value, live_server.url)
        return context

    yield made
    for one in opened:
        one.__exit__(None, None, None)
    assert refused == []
