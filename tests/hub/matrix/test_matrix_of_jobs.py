"""Every address of jobs × every role: one's own, another's, and what is left when the permission is gone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from sample.jobs import export_children
from sample.people import granter, logged_in, person

from tideturn.hub.access.roles import ROLES
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.crypto import files
from tideturn.hub.jobs import pages
from tideturn.hub.jobs.models import Job, State

from .test_matrix import NAME, WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
METHODS = {"jobs": "GET", "job": "GET", "cancel": "POST", "result": "GET"}
HOLDS = "team_manager"
"""The one role that the job of these tests needs, at London, which is its site."""


@pytest.fixture(autouse=True)
def _files(tmp_path, settings) -> None:
    settings.TIDETURN_FILES = tmp_path / "files"


def done(by: User) -> Job:
    now = clock.now()
    made = files.lay_down(f"{NAME}, a planted file".encode(), name="children.csv", kind="text/csv")
    made.save()
    return Job.objects.create(
        kind=export_children.name,
        by=by,
        site="london",
        at=now,
        next_at=now,
        ended_at=now,
        state=State.DONE,
        outcome=f"Exported {NAME}.",
        made=made,
        expires_at=now + timedelta(hours=24),
    )


def expected(address: str, who: str) -> tuple[int, bool]:
    """The status, and whether what came of the job is shown."""
    if address == "cancel":
        return 302, False
    if address == "result":
        return (200, True) if who == HOLDS else (403, False)
    return 200, address == "job" and who == HOLDS


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("address", METHODS)
def test_what_comes_of_asking(address: str, who: str) -> None:
    user = somebody(who)
    client = logged_in(user)
    for of in (user or granter(), person((ROLES[HOLDS], "london"))):
        job = done(of)
        url = reverse(f"jobs:{address}", args=[] if address == "jobs" else [job.pk])
        answer = client.get(url) if METHODS[address] == "GET" else client.post(url)
        if who == "nobody":
            assert answer.headers["Location"].split("?")[0] == reverse("account_login")
            continue
        own = of == user or address == "jobs"
        status, shown = expected(address, who) if own else (404, False)
        assert (answer.status_code, "lanted" in answer.content.decode()) == (status, shown)
        if status in (403, 404):
            assert Event.objects.filter(kind="refusal", actor=user.pk).exists()


def test_every_address_of_jobs_is_in_the_matrix() -> None:
    assert set(METHODS) == {one.name for one in pages.urlpatterns}


def test_a_job_is_never_cancelled_by_a_link() -> None:
    user = person()
    assert logged_in(user).get(reverse("jobs:cancel", args=[done(user).pk])).status_code == 405


def test_a_result_is_saved_and_neither_shown_nor_kept_by_a_browser() -> None:
    user = person((ROLES[HOLDS], "london"))
    answer = logged_in(user).get(reverse("jobs:result", args=[done(user).pk]))
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''children.csv"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
