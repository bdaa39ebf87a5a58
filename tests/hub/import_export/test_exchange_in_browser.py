"""In and out in a real browser, on a small telephone: a folder is sent, brought in, taken back and taken out."""

import pytest
from playwright.sync_api import Page, expect
from queue_running import run_what_waits
from sample.folders import CASES, folder, unzipped, zipped
from sample.people import person

from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER
from tideturn.hub.programme.models import Site

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


def _send(page: Page, content: bytes) -> None:
    page.goto("/exchange/in/send/")
    page.get_by_label("Programme folder").set_input_files(
        {"name": "programme.zip", "mimeType": "application/zip", "buffer": content}
    )
    page.get_by_role("button", name="Upload folder").click()
    expect(page.get_by_role("heading", name="programme.zip")).to_be_visible()


def test_a_folder_comes_in_is_taken_back_and_leaves(page: Page, check, enter) -> None:
    manager = person((PROGRAMME_MANAGER, ALL_SITES))
    enter(manager, path="/exchange/")
    check()
    _send(page, zipped(folder({"cases.csv": CASES + "C2,leeds,2025-11-01,,\n"})))
    check()
    expect(page.get_by_text("Checking", exact=True).first).to_be_visible()
    run_what_waits()
    page.reload()
    expect(page.get_by_role("heading", name="What to fix")).to_be_visible()
    expect(page.get_by_text("cases.csv, row 4, column site")).to_be_visible()
    check()
    _send(page, zipped(folder()))
    run_what_waits()
    page.reload()
    page.get_by_role("button", name="Cancel this import").click()
    expect(page.get_by_text("Import cancelled. Nothing was imported, and your file is deleted.")).to_be_visible()
    _send(page, zipped(folder()))
    run_what_waits()
    page.reload()
    expect(page.get_by_role("row", name="Cases cases.csv 2 0 0 0")).to_be_visible()
    check()
    page.get_by_role("button", name="Import 5 rows").click()
    run_what_waits()
    page.reload()
    expect(page.get_by_text("Imported", exact=True).first).to_be_visible()
    check()
    assert Site.objects.get().name == "Greater Manchester"
    page.get_by_role("button", name="Undo import").click()
    run_what_waits()
    page.reload()
    expect(page.get_by_text("Import undone").first).to_be_visible()
    check()
    assert not Site.objects.exists()


def test_the_folder_is_taken_out_once_a_second_person_agrees(page: Page, check, enter) -> None:
    manager, evaluator = person((PROGRAMME_MANAGER, ALL_SITES)), person((EVALUATOR, ALL_SITES))
    enter(manager, path="/exchange/")
    _send(page, zipped(folder()))
    run_what_waits()
    page.reload()
    page.get_by_role("button", name="Import 5 rows").click()
    run_what_waits()
    enter(evaluator, path="/exchange/out/ask/")
    check()
    page.get_by_label("Why do you need this export?").fill("For the report of this year")
    page.get_by_role("button", name="Request export").click()
    expect(page.get_by_text("Waiting for a second person")).to_be_visible()
    check()
    address = page.url
    enter(manager, path=address)
    page.get_by_role("link", name="Approve or refuse export").click()
    check()
    page.get_by_label("Approve").check()
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_text("Approved", exact=False).first).to_be_visible()
    enter(evaluator, path=address)
    page.get_by_role("button", name="Export folder").click()
    run_what_waits()
    page.reload()
    expect(page.get_by_text("1 table with 2 rows.")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the file").click()
    assert b"C1,manchester" in unzipped(saved.value.path().read_bytes())["cases.csv"]
    page.goto(address)
    expect(page.get_by_role("row", name="cases.csv 2")).to_be_visible()
    check()
