"""Access in a real browser: break-glass and what the leads are told, administering, granting, reading the audit."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect
from sample import queries as sample
from sample.people import child, person, standing

from tideturn.hub.access.models import Authority, BreakGlass
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    FUNDER,
    GOVERNANCE_LEAD,
    SAFEGUARDING_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.notices.models import Notice

pytestmark = [pytest.mark.browser, pytest.mark.urls("sample.urls"), pytest.mark.usefixtures("committed")]


@pytest.fixture
def enter(enter) -> Callable[[User], Page]:
    return partial(enter, path="/access/")


def write_day(page: Page, called: str) -> None:
    """Today, in the three boxes."""
    boxes, today = page.get_by_role("group", name=called), clock.today()
    for box, part in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        boxes.get_by_label(box).fill(str(part))


def test_break_glass_and_the_lead_who_reads_of_it(page: Page, check, enter) -> None:
    there, user, lead = child("bristol"), person((CASEWORKER, "london")), person((SAFEGUARDING_LEAD, ALL_SITES))
    enter(user)
    assert page.goto(f"/sample/{there.pk}/").status == 404
    page.get_by_role("link", name="break-glass").click()
    page.get_by_role("button", name="Open it for three hours").click()
    expect(page).to_have_title(re.compile("^Error: "))
    check()
    page.get_by_label("Its reference").fill(there.reference)
    page.get_by_label("Why you need it now").fill("She rang and is in danger")
    page.get_by_role("button", name="Open it for three hours").click()
    expect(page.get_by_role("heading", name="Break-glass is open until")).to_be_visible()
    page.get_by_role("link", name="Go to it").click()
    expect(page.get_by_text("Planted Namesworth")).to_be_visible()

    enter(lead)
    page.get_by_role("link", name="1 notice to read").click()
    page.get_by_role("link", name="Break-glass was used").click()
    page.get_by_role("link", name="Read more of it").click()
    expect(page.get_by_text("She rang and is in danger")).to_be_visible()
    page.get_by_role("link", name="Back to the notices").click()
    page.get_by_role("link", name="Break-glass was used").click()
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_text("You have acknowledged it.")).to_be_visible()
    check()
    assert Notice.objects.get(about=BreakGlass.objects.get().pk).read_at is not None


def test_an_administrator_gives_authority_and_who_has_it_grants(page: Page, check, enter) -> None:
    administrator, manager, lead = person((ADMINISTRATOR, ALL_SITES)), person(), person((SAFEGUARDING_LEAD, ALL_SITES))
    absent, new = person((CASEWORKER, "london")), person()
    enter(administrator)
    page.get_by_role("link", name="Begin a staff session").click()
    page.get_by_label("What you are going to do").fill("Let the manager of London grant roles")
    page.get_by_role("button", name="Begin the staff session").click()
    expect(page.get_by_text("A staff session is open")).to_be_visible()
    check()
    page.get_by_role("link", name="Who may grant which role").click()
    page.get_by_role("link", name="Give authority").click()
    page.get_by_label("Who may grant it").select_option(str(manager.pk))
    page.get_by_label("Role").select_option("caseworker")
    page.get_by_label("Site").fill("london")
    page.get_by_role("button", name="Give the authority").click()
    expect(page.get_by_role("rowheader", name=f"{manager.name} Once a lead has confirmed it")).to_be_visible()
    page.goto("/access/")
    page.get_by_role("button", name="End the staff session").click()
    expect(page.get_by_text("The staff session is ended.")).to_be_visible()

    enter(lead)
    page.get_by_role("link", name="1 notice to read").click()
    page.get_by_role("link", name="waits for a lead").click()
    page.get_by_role("link", name="Read more of it").click()
    page.get_by_role("button", name=f"Confirm that {manager.name} may grant the role of Caseworker").click()
    expect(page.get_by_text("Nothing to approve.")).to_be_visible()

    enter(manager)
    page.get_by_role("link", name="Roles that you grant").click()
    page.get_by_role("link", name="Grant a role").click()
    page.get_by_label("Who").select_option(str(new.pk))
    page.get_by_label("Role").select_option("caseworker")
    write_day(page, "First day")
    page.get_by_label("Site").fill("bristol")
    page.get_by_role("button", name="Grant the role").click()
    expect(page.get_by_role("heading", name="You may not do this")).to_be_visible()
    check()
    page.goto("/access/grants/new/")
    page.get_by_label("Who").select_option(str(new.pk))
    page.get_by_label("Role").select_option("caseworker")
    write_day(page, "First day")
    page.get_by_label("Site").fill("london")
    page.get_by_role("button", name="Grant the role").click()
    expect(page.get_by_role("rowheader", name=new.name, exact=True)).to_be_visible()
    page.get_by_role("button", name=f"from {new.name}").click()
    expect(page.get_by_text("The role is withdrawn.")).to_be_visible()
    page.get_by_role("link", name="Cover an absence").click()
    page.get_by_label("Whose absence is covered").select_option(str(absent.pk))
    page.get_by_label("Who", exact=True).select_option(str(new.pk))
    page.get_by_label("Role").select_option("caseworker")
    page.get_by_label("Site").fill("london")
    write_day(page, "First day")
    write_day(page, "Last day")
    page.get_by_role("button", name="Grant the cover").click()
    expect(page.get_by_text(f"Covering for {absent.name}")).to_be_visible()
    assert Authority.objects.filter(holder=manager, site="london").exists()


def test_a_record_is_restricted_and_people_are_named_for_it(page: Page, check, enter) -> None:
    here, manager = child("london"), person((TEAM_MANAGER, "london"))
    worker, other = person((CASEWORKER, "london")), person((CASEWORKER, "london"))
    address = f"/access/restricted/child/{here.pk}/"
    enter(manager)
    page.goto(address)
    page.get_by_role("button", name="Restrict the record").click()
    expect(page).to_have_title(re.compile("^Error: "))
    check()
    page.get_by_label("Why it is restricted").fill("A colleague’s own family")
    expect(page.get_by_label(manager.name)).to_be_checked()
    page.get_by_label(worker.name).check()
    page.get_by_role("button", name="Restrict the record").click()
    expect(page.get_by_role("heading", name="Restricted record")).to_be_visible()
    expect(page.get_by_text("A colleague’s own family")).to_be_visible()
    page.get_by_role("link", name="Name somebody as well").click()
    page.get_by_label("Who may see it as well").select_option(str(other.pk))
    page.get_by_role("button", name="Name them").click()
    expect(page.get_by_role("rowheader", name=other.name, exact=True)).to_be_visible()
    page.get_by_role("button", name=f"Take off {manager.name}").click()
    expect(page.get_by_text("Nobody would be named who may lift the restriction.")).to_be_visible()
    check()
    page.get_by_role("button", name=f"Take off {worker.name}").click()
    expect(page.get_by_text("They are no longer named.")).to_be_visible()

    enter(worker)
    assert page.goto(f"/sample/{here.pk}/").status == 404
    assert page.goto(address).status == 404

    enter(manager)
    page.goto(address)
    page.get_by_role("button", name="Lift the restriction").click()
    expect(page.get_by_text("The restriction is lifted.")).to_be_visible()
    enter(worker)
    assert page.goto(f"/sample/{here.pk}/").status == 200


def test_who_governs_reads_who_has_seen_a_record(page: Page, check, enter) -> None:
    here, seer, reads = child("london"), person((CASEWORKER, "london")), person((GOVERNANCE_LEAD, ALL_SITES))
    for _ in range(60):
        sample.child_read(standing(seer), here.pk)
    enter(reads)
    page.get_by_role("link", name="The audit").click()
    page.get_by_label("About which record or person").fill(here.reference)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="60 events")).to_be_visible()
    check()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page.get_by_role("cell", name=seer.name).first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a table").click()
    assert saved.value.suggested_filename == "audit.csv"


def test_who_holds_no_role_is_told_so_and_led_to_nothing(page: Page, check, enter) -> None:
    enter(person())
    expect(page.get_by_text("You hold no role today.")).to_be_visible()
    check()
    enter(person((FUNDER, ALL_SITES)))
    expect(page.get_by_role("heading", name="Funder or board member, all sites")).to_be_visible()
    assert page.goto("/access/audit/").status == 404
