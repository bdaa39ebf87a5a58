"""Names are planted; then everything that the hub wrote is searched for them: none stands anywhere in clear."""

import io
import logging
import logging.config
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as hub
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from queue_running import run_what_waits
from sample import jobs, policy, services
from sample.people import child, hold, logged_in, person, standing, visit
from sample.urls import urlpatterns as sample

from tideturn.hub.access import services as access
from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, GOVERNANCE_LEAD, SAFEGUARDING_LEAD, TEAM_MANAGER
from tideturn.hub.audit.chain import seal_committed
from tideturn.hub.audit.permanence import allow, forbid
from tideturn.hub.common.log import logging_settings
from tideturn.hub.crypto import files
from tideturn.hub.crypto.keys import Purpose, key_folder
from tideturn.hub.crypto.rotation import rotate
from tideturn.hub.jobs.services import start_job

NAME, NOTE, REASON, FILE, ABSENT = "Quillonby", "Thistlewick", "Marrowgate", "Ferndalia", "Oxenhollow"
PLANTED = (NAME, NOTE, REASON, FILE, ABSENT)


def broken(request: HttpRequest) -> HttpResponse:
    """A page that fails with a name at hand, in its words and among its variables."""
    name = f"{NAME} {NOTE}"
    raise ValueError(f"no place for {name}")


urlpatterns = [*sample, path("broken/", broken)]
handler404 = "tideturn.hub.access.views.not_found"
pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the hub writes to its log, as it writes it."""
    told = logging_settings()
    written = io.StringIO()
    told["handlers"]["stderr"]["stream"] = written
    told["handlers"]["stderr"]["class"] = "logging.StreamHandler"
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    logging.config.dictConfig(told)
    yield written
    root.handlers[:] = kept
    root.setLevel(level)
    for handler in kept:
        root.addHandler(handler)


@pytest.fixture(autouse=True)
def _emptied_afterwards(transactional_db: None) -> Iterator[None]:
    """The database gives up what the audit holds where a test has ended, and no earlier."""
    yield
    allow(connection)
    call_command("flush", interactive=False, verbosity=0)
    forbid(connection)


@pytest.fixture
def everything(tmp_path: Path, settings, log: io.StringIO) -> tuple[str, list[str]]:
    """All that the hub does with a record; what it answered where it may not tell, and every address it led to."""
    settings.TIDETURN_FILES = tmp_path / "files"
    worker, manager = person((CASEWORKER, "london")), person((TEAM_MANAGER, "london"))
    for role in (SAFEGUARDING_LEAD, GOVERNANCE_LEAD):
        hold(person(), role, ALL_SITES)
    made = services.add_child(by=standing(worker), reference="R-1", name=f"{NAME} Somebody", site="london")
    made.note = f"Told that {NOTE}."
    made.save()
    services.record_visit(by=standing(worker), child=made.pk, told=f"{NOTE} again")
    visit(made, paper=files.keep(f"About {FILE}".encode(), f"{FILE}.txt"))
    other = child("bristol", name=f"{NAME} Other")
    access.break_glass(
        by=standing(worker), kind=policy.GLASS, reference=other.reference, reason=f"{REASON} is in danger"
    )
    browser = logged_in(manager)
    addresses, unsaid = [], ""
    for address in ("", "export.csv", f"{made.pk}/", f"{other.pk}/"):
        answer = browser.get(f"/sample/{address}")
        addresses.append(answer.get("Location", ""))
        unsaid += answer.content.decode() if answer.status_code >= 300 else ""
    found = browser.post("/sample/", {"name": f"{NAME} somebody"})
    assert found.content.startswith(b"1 in all")
    answer = browser.post("/sample/add", {"reference": "R-2", "name": f"{NAME} Third", "site": "london"})
    addresses.append(answer["Location"])
    browser.raise_request_exception = False
    for address in ("/broken/", f"/{ABSENT}/", f"/sample/{ABSENT}"):
        unsaid += browser.get(address, follow=True).content.decode()
    unsaid += browser.post(reverse("account_login"), {"login": f"{ABSENT}@example.org", "password": ABSENT}).get(
        "Location", ""
    )
    start_job(by=standing(manager), kind=jobs.export_children)
    start_job(by=standing(manager), kind=jobs.count_once, arguments={"to": 1, "fails": f"no place for {NAME} {NOTE}"})
    run_what_waits()
    key_folder().add(Purpose.RECORDS)
    rotate(Purpose.RECORDS)
    key_folder().forget_all_but_current(Purpose.RECORDS)
    seal_committed()
    return unsaid, addresses


def clear(text: str | bytes) -> list[str]:
    """Which of the planted names stand in it."""
    told = text.lower() if isinstance(text, bytes) else text.lower().encode()
    return [name for name in PLANTED if name.lower().encode() in told]


def test_nowhere(everything: tuple[str, list[str]], log: io.StringIO, tmp_path: Path) -> None:
    unsaid, addresses = everything
    assert "ValueError" in log.getvalue()
    assert clear(log.getvalue()) == []
    assert clear(unsaid) == []
    assert clear(" ".join(addresses)) == []
    assert mail.outbox or not hub.EMAIL_HOST
    assert clear(" ".join(f"{one.subject} {one.body} {one.to}" for one in mail.outbox)) == []
    rows = 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                rows += 1
                assert clear(repr(row)) == [], table
    assert rows > 20
    kept = [file for file in (tmp_path / "files").rglob("*") if file.is_file()]
    assert kept
    for file in kept:
        assert clear(file.read_bytes() + file.name.encode()) == []


def test_nor_in_a_copy_of_the_database(everything: tuple[str, list[str]], tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "copy.sqlite3")])
        copy = (tmp_path / "copy.sqlite3").read_bytes()
    else:
        out = io.BytesIO()
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                with cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT") as rows:
                    for part in rows:
                        out.write(part)
        copy = out.getvalue()
    assert b"R-1" in copy
    assert clear(copy) == []
