"""Organisations in a real browser, on a small telephone: the room's journeys, by keyboard, with script and without."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from browsing import BOTH_WAYS
from playwright.sync_api import Browser, Page, expect
from sample.partners import changed, contact, organisation
from sample.people import person, standing

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER, SYSTEMS_LEAD
from tideturn.hub.accounts.models import User
from tideturn.hub.organisations.models import Contact, Organisation

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


@pytest.fixture
def enter(enter) -> Callable[[User], Page]:
    return partial(enter, path="/organisations/")


def test_a_partner_from_the_first_meeting_to_a_note(page: Page, check, enter) -> None:
    enter(person((SYSTEMS_LEAD, "london")))
    check()
    _follow(page, "Add organisation", "Add an organisation")
    page.get_by_role("button", name="Add organisation").click()
    expect(page.get_by_text("Fill in: name.").first).to_be_visible()
    check()
    page.get_by_label("Name").fill("Harbour College")
    page.get_by_label("Sector").fill("education")
    page.get_by_label("Site").select_option("london")
    page.get_by_role("button", name="Add organisation").click()
    expect(page.get_by_role("heading", name="Harbour College")).to_be_visible()
    _follow(page, "Add contact", "Add a contact")
    page.get_by_label("Name").fill("Head of year")
    page.get_by_label("Management").check()
    page.get_by_label("Main contact").check()
    page.get_by_role("button", name="Add contact").click()
    expect(page.get_by_text("Main contact")).to_be_visible()
    _follow(page, "Record engagement", "Record engagement")
    page.get_by_label("Interested").check()
    page.get_by_label(re.compile("Next step")).fill("Send the dates")
    page.get_by_role("button", name="Record engagement").click()
    expect(page.get_by_text("Next: Send the dates")).to_be_visible()
    _follow(page, "Add note", "Add a note")
    page.get_by_label("Note").fill("They ask who is told.")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text("They ask who is told.")).to_be_visible()
    _follow(page, "Attach file", "Attach a file")
    page.get_by_label("File").set_input_files({"name": "dates.txt", "mimeType": "text/plain", "buffer": b"In March"})
    page.get_by_role("button", name="Attach file").click()
    expect(page.get_by_role("link", name="dates.txt")).to_be_visible()
    _follow(page, "History", "History")
    expect(page.get_by_text("Contact Head of year added")).to_be_visible()
    page.goto("/organisations/?text=harbor+colege")
    expect(page.get_by_role("link", name="Harbour College")).to_be_visible()


@BOTH_WAYS
def test_a_name_is_looked_for_as_one_types_and_without_script_when_it_is_sent(
    page: Page, scripted: bool, check, enter
) -> None:
    manager = person((PROGRAMME_MANAGER, ALL_SITES))
    for name in ("Harbour College", "Harbour Trust", "Northgate Council"):
        organisation(standing(manager), name)
    enter(manager)
    box = page.locator("#id_text")
    box.press_sequentially("harbor col")
    if scripted:
        assert box.get_attribute("role") == "combobox"
        expect(page.get_by_role("option", name="Harbour College")).to_be_visible()
        expect(page.get_by_role("option", name="Northgate Council")).to_have_count(0)
        check()
        box.press("Escape")
        expect(page.get_by_role("listbox")).to_have_count(0)
        expect(box).to_have_value("harbor col")
        box.press("ArrowDown")
        expect(page.get_by_role("option", name="Harbour College")).to_be_visible()
        box.press("ArrowDown")
        expect(page.locator("#id_text_found [aria-selected=true]")).to_have_text("Harbour College")
        check()
        box.press("Enter")
        expect(box).to_have_value("Harbour College")
    box.press("Enter")
    page.wait_for_url("**text=*")
    expect(page.get_by_role("link", name="Harbour College")).to_be_visible()
    expect(page.get_by_role("link", name="Northgate Council")).to_have_count(0)
    check()


def test_a_line_that_is_gone_leaves_a_box_like_any_other(page: Page, enter) -> None:
    manager = person((PROGRAMME_MANAGER, ALL_SITES))
    organisation(standing(manager), "Harbour College")
    enter(manager)
    page.route("**/named/**", lambda route: route.abort())
    box = page.locator("#id_text")
    with page.expect_event("requestfailed"):
        box.press_sequentially("harbour")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.unroute("**/named/**")
    box.press("Enter")
    expect(page.get_by_role("link", name="Harbour College")).to_be_visible()


def test_two_records_are_made_one_and_apart_again(page: Page, enter) -> None:
    manager = person((PROGRAMME_MANAGER, ALL_SITES))
    by = standing(manager)
    for name in ("Bristol Council", "Council of Bristol"):
        organisation(by, name, sector="council", site=ALL_SITES)
    enter(manager)
    _follow(page, "1 pair may be the same", "Likely the same")
    page.get_by_role("link", name=re.compile("^Merge")).click()
    expect(page.get_by_role("heading", name="Merge two organisations")).to_be_visible()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", name="Merged into it")).to_be_visible()
    page.get_by_role("button", name=re.compile("Undo merge")).click()
    expect(page.get_by_text("Merge undone.")).to_be_visible()
    page.goto("/organisations/likely-the-same/")
    page.get_by_role("button", name=re.compile("Not the same")).click()
    expect(page.get_by_text("No two organisations have similar names")).to_be_visible()


def test_two_people_who_change_one_contact_are_both_heard(
    page: Page, check, enter, browser: Browser, live_server
) -> None:
    lead, other = person((SYSTEMS_LEAD, "london")), person((PROGRAMME_MANAGER, ALL_SITES))
    one = organisation(standing(lead), "Harbour College", sector="education")
    head = contact(standing(lead), one, "Head of year", job_title="Teacher")
    enter(lead)
    page.goto(f"/organisations/contacts/{head.pk}/change/")
    changed(standing(other), head, job_title="Deputy head")
    page.get_by_label("Role").fill("Head of pastoral care")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Deputy head").first).to_be_visible()
    assert Contact.objects.get().job_title == "Deputy head"
    check()


def test_the_list_and_a_form_by_keyboard_alone(page: Page, enter) -> None:
    enter(person((SYSTEMS_LEAD, "london")))
    _tab_to(page, "document.activeElement.textContent.trim() == 'Add organisation'")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Add an organisation")).to_be_visible()
    _tab_to(page, "document.activeElement.name == 'name'")
    page.keyboard.type("Harbour College")
    page.keyboard.press("Tab")
    page.keyboard.type("education")
    page.keyboard.press("Tab")
    page.keyboard.type("L")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Harbour College")).to_be_visible()
    assert Organisation.objects.get().site == "london"


def _tab_to(page: Page, reached: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            return
    raise AssertionError(reached)


def _follow(page: Page, link: str, title: str) -> None:
    page.get_by_role("link", name=link).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
