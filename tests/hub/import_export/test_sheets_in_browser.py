"""A spreadsheet comes in, in a real browser on a small telephone: sent, matched, looked through, brought in."""

import pytest
from playwright.sync_api import Page, expect
from queue_running import run_what_waits
from sample.folders import brought_in, folder, zipped
from sample.people import person, standing
from sample.sheets import several

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.import_export.models import Import, State

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]
SESSIONS = [
    ["Sessions of the team"],
    [],
    ["Case", "When", "What", "Attended?", "Notes"],
    ["C1", "03/11/2025", "One to one", "Y", "Nothing"],
    ["C2 ", "04/11/2025", "Group work", "N", None],
]
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _send(page: Page, content: bytes) -> None:
    page.goto("/exchange/in/sheet/")
    page.get_by_label("Spreadsheet").set_input_files({"name": "sessions.xlsx", "mimeType": KIND, "buffer": content})
    page.get_by_role("button", name="Upload spreadsheet").click()
    expect(page.get_by_text("Reading the file").first).to_be_visible()
    run_what_waits()
    page.reload()


def _journey(page: Page, check) -> None:
    _send(page, several({"Sessions": SESSIONS, "Other": [["x"]]}))
    check()
    page.get_by_role("link", name="Match columns").click()
    check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Choose: table or list").or_(page.get_by_text("Table or list")).first).to_be_visible()
    page.get_by_label("Sessions", exact=True).check()
    page.get_by_label("Table or list").select_option("sessions")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Match columns")).to_be_visible()
    check()
    expect(page.get_by_label("Case", exact=True)).to_have_value("case_id")
    page.get_by_label("What", exact=True).select_option("case_id")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Two columns are matched to “case_id”.").first).to_be_visible()
    check()
    page.get_by_label("What", exact=True).select_option("kind")
    page.get_by_label("When", exact=True).select_option("date")
    page.get_by_label("Attended?", exact=True).select_option("held")
    page.get_by_label("Notes", exact=True).select_option("")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="A few questions about your spreadsheet")).to_be_visible()
    expect(page.get_by_label("“One to one”")).to_have_value("one_to_one")
    check()
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Are dates written day first or month first?").first).to_be_visible()
    page.get_by_label("The day: 03/04/2025 is 3 April").check()
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Checking", exact=True).first).to_be_visible()
    run_what_waits()
    page.reload()
    expect(page.get_by_role("row", name="Sessions sessions.csv 2 0 0 0")).to_be_visible()
    expect(page.get_by_text("The headings are in row 3")).to_be_visible()
    check()
    page.get_by_role("button", name="Import 2 rows").click()
    run_what_waits()
    page.reload()
    expect(page.get_by_text("Imported", exact=True).first).to_be_visible()
    check()


def test_a_spreadsheet_is_matched_and_comes_in(page: Page, check, enter) -> None:
    manager = person((PROGRAMME_MANAGER, ALL_SITES))
    brought_in(standing(manager), zipped(folder()))
    enter(manager, path="/exchange/")
    check()
    _journey(page, check)
    # The next one with the same headings is matched already.
    _send(page, several({"Sessions": [*SESSIONS, ["C9", "05/11/2025", "therapy", "N", None]]}))
    page.get_by_role("link", name="Match columns").click()
    page.get_by_label("Table or list").select_option("sessions")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("matched a sheet with these headings")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("The day: 03/04/2025 is 3 April")).to_be_checked()
    page.get_by_role("button", name="Check the file").click()
    run_what_waits()
    page.reload()
    expect(page.get_by_text("Sessions, cell A6").first).to_be_visible()
    check()
    assert Import.objects.filter(state=State.REFUSED).count() == 1
