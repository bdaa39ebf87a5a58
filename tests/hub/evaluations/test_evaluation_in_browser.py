"""A year is judged in a real browser, on a small telephone."""

import pytest
from playwright.sync_api import Page, expect
from queue_running import run_what_waits
from sample.folders import brought_in, folder, zipped
from sample.people import person, standing

from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


def test_a_year_is_judged_and_its_documents_are_saved(page: Page, check, enter) -> None:
    outcome = "outcome_id,area,title,due_year\nsafety,cyp,Young people are safer,1\n"
    manager = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    brought_in(manager, zipped(folder({"outcomes.csv": outcome})))
    enter(person((EVALUATOR, ALL_SITES)), path="/evaluation/")
    check()
    page.get_by_role("link", name="Evaluate a year").click()
    check()
    page.get_by_label("Year 1").check()
    page.get_by_role("button", name="Judge it").click()
    expect(page.get_by_role("heading", name="Evaluation of Year 1")).to_be_visible()
    check()
    run_what_waits()
    page.reload()
    expect(page.get_by_role("row", name="Young people are safer")).to_be_visible()
    check()
    with page.expect_download() as saved:
        page.get_by_role("link", name="evaluation.json").click()
    assert saved.value.path().read_bytes().startswith(b"{")
    page.get_by_role("link", name="Remove this evaluation").click()
    check()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The evaluation is removed.")).to_be_visible()
