"""A job in a real browser: watched while it runs, cancelled, and its file saved; with script and without."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from browsing import BOTH_WAYS, come_in
from playwright.sync_api import Page, expect
from queue_running import run_what_waits
from sample import jobs
from sample.people import child, logged_in, person, standing

from tideturn.hub.access.roles import TEAM_MANAGER
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.jobs import leases
from tideturn.hub.jobs.kinds import Outcome, Says
from tideturn.hub.jobs.models import Job, State
from tideturn.hub.jobs.services import start_job

pytestmark = [pytest.mark.browser, pytest.mark.urls("sample.urls"), pytest.mark.usefixtures("committed")]


@pytest.fixture
def look(scripted: bool, page: Page) -> Callable[[], None]:
    """With script the page looks by itself."""
    return lambda: None if scripted else page.get_by_role("link", name="Look again").click()


@pytest.fixture
def manager(page: Page, live_server) -> User:
    user = person((TEAM_MANAGER, "london"))
    come_in(page.context, logged_in(user).cookies["sessionid"].value, live_server.url)
    return user


@BOTH_WAYS
def test_a_job_is_watched_and_cancelled(page: Page, check, look, scripted, manager: User, monkeypatch) -> None:
    job = start_job(by=standing(manager), kind=jobs.count_up, arguments={"to": 3})
    page.goto("/jobs/")
    page.get_by_role("link", name="A count").click()
    expect(page.get_by_text("Waits for its turn.")).to_be_visible()
    check()
    page.get_by_role("link", name="Look again").focus()
    reached = []

    def counted(_: Any, saying: Says) -> Outcome:
        saying.say(jobs.COUNTING, 1, 4)
        look()
        expect(page.get_by_text("Under way.")).to_be_visible()
        expect(page.get_by_text("Counting: 25%")).to_be_visible()
        if scripted:  # looking again has not taken anybody from where they were
            assert page.evaluate("document.activeElement.id") == "again"
        check()
        page.get_by_role("button", name="Cancel it").click()
        expect(page.get_by_text("It is cancelled at its next step.")).to_be_visible()
        expect(page.get_by_text("Being cancelled.")).to_be_visible()
        check()
        reached.append("before")
        saying.say(jobs.COUNTING, 2, 4)
        reached.append("after")
        return Outcome("Counted all the same.")

    monkeypatch.setattr(leases, "EVERY", 0.0)
    monkeypatch.setattr(jobs, "_counted", counted)
    run_what_waits()
    assert reached == ["before"]
    assert Job.objects.get(pk=job.pk).state == State.CANCELLED
    look()
    expect(page.get_by_text("Cancelled.", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Cancel it")).to_have_count(0)
    check()


def test_what_it_made_is_saved_until_it_is_gone(page: Page, look, manager: User, settings, tmp_path) -> None:
    settings.TIDETURN_FILES = tmp_path / "files"
    child("london", name="Planted Namesworth")
    job = start_job(by=standing(manager), kind=jobs.export_children)
    page.goto(f"/jobs/{job.pk}/")
    run_what_waits()
    look()
    expect(page.get_by_text("1 records.")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the file").click()
    assert saved.value.suggested_filename == "children.csv"
    assert "Planted Namesworth" in saved.value.path().read_text()
    Job.objects.update(expires_at=clock.now())
    assert page.goto(f"/jobs/{job.pk}/result/").status == 404


def test_what_did_not_work_is_a_sentence_with_a_reference(page: Page, look, manager: User) -> None:
    job = start_job(by=standing(manager), kind=jobs.count_once, arguments={"to": 1, "fails": "no place for Planted"})
    page.goto(f"/jobs/{job.pk}/")
    run_what_waits()
    look()
    expect(page.get_by_text(f"Reference: {job.pk.hex[:8]}")).to_be_visible()
    assert "Planted" not in page.content()
    assert "Traceback" not in page.content()


def test_whoever_waited_long_is_led_there_by_a_notice(page: Page, manager: User) -> None:
    job = start_job(by=standing(manager), kind=jobs.count_up, arguments={"to": 1})
    Job.objects.filter(pk=job.pk).update(at=clock.now() - timedelta(minutes=5))
    run_what_waits()
    page.goto("/notices/")
    page.get_by_role("link", name="Work that you started has ended").click()
    page.get_by_role("link", name="Read more of it").click()
    expect(page.get_by_text("Counted to 1")).to_be_visible()


def test_who_watches_when_their_session_is_over_comes_to_the_log_in(page: Page, look, manager: User) -> None:
    job = start_job(by=standing(manager), kind=jobs.count_up, arguments={"to": 1})
    page.goto(f"/jobs/{job.pk}/")
    expect(page.get_by_text("Waits for its turn.")).to_be_visible()
    manager.sessions.all().delete()
    look()
    expect(page.get_by_role("heading", name="Log in", exact=True)).to_be_visible()
