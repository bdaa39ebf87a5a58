"""The theory of change in a real browser: from nothing to two versions side by side, and its drawing as it is seen."""

import pytest
from browsing import BOTH_WAYS, choose
from django.urls import reverse
from playwright.sync_api import Page, expect
from sample.people import person, standing
from sample.theory import begun, box, changed_box, link, version

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.theory.models import Version, WorkingNode
from tideturn.hub.theory.next_version import FROM_LATEST

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]
TITLES = (
    "One-to-one support for young people at risk of exploitation, for as long as they want it",
    "Professionals know the signs, and whom to tell",
    "Young people are safer where they live, where they learn and with whom they spend their time",
    "Unzuständigkeitsvermutungsverfahrensordnungsänderungsgesetz",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
)


@pytest.fixture
def manager():
    return person((PROGRAMME_MANAGER, ALL_SITES))


@BOTH_WAYS
def test_a_manager_draws_a_theory_and_makes_it_the_version(manager, page: Page, scripted: bool, check, enter) -> None:
    enter(manager, path=reverse("theory:now"))
    check()
    page.get_by_role("button", name="Start from scratch").press("Enter")
    for title, kind in (("Training", "Activity"), ("They know the signs", "Output")):
        page.get_by_role("link", name="Add a box").click()
        page.get_by_label("What it says").fill(title)
        page.get_by_label(kind, exact=True).press("Space")
        page.get_by_role("button", name="Add box").press("Enter")
        expect(page.get_by_role("img", name="The next version")).to_be_visible()
    check()
    page.get_by_role("link", name="Add a link").click()
    first, second = WorkingNode.objects.order_by("added_at")
    for label, one in (("From which box?", first), ("To which box?", second)):
        choose(page, label, one.title, scripted=scripted)
    page.get_by_label("What does the link assume?").fill("Employers release people to come")
    check()
    page.get_by_role("button", name="Add link").press("Enter")
    expect(page.get_by_text("Assumption: Employers release people to come")).to_be_visible()
    check()
    page.get_by_role("link", name="Publish this version").click()
    page.get_by_role("button", name="Publish version").press("Enter")
    expect(page.get_by_text("Write a reason, or choose").first).to_be_visible()
    check()
    page.get_by_label("Why did the theory change?").fill("Agreed with the board")
    page.get_by_role("button", name="Publish version").press("Enter")
    expect(page.get_by_role("heading", name="Theory of change, version 1")).to_be_visible()
    check()
    assert Version.objects.get().reason == "Agreed with the board"


def large(by) -> None:
    """Forty boxes and sixty links."""
    begun(by)
    boxes = [
        box(by, f"{number}: {TITLES[number % len(TITLES)]}", kind)
        for number, kind in enumerate([*["activity"] * 10, *["output"] * 10, *["outcome"] * 16, *["impact"] * 4])
    ]
    pairs = [(start, end) for start in range(40) for end in (start + 7, start + 11) if end < 40][:60]
    for start, end in pairs:
        link(by, boxes[start], boxes[end], assumption="It holds")


def test_no_words_leave_their_box_as_a_browser_draws_them(manager, page: Page, enter, check) -> None:
    large(standing(manager))
    enter(manager, path=reverse("theory:next"))
    check()
    outside = page.evaluate(
        """() => [...document.querySelectorAll("svg g[data-box]")].flatMap(group => {
            const box = group.querySelector("rect").getBBox();
            return [...group.querySelectorAll("text")].filter(text => {
                const words = text.getBBox();
                return words.x < box.x + 4 || words.x + words.width > box.x + box.width - 4
                    || words.y < box.y || words.y + words.height > box.y + box.height;
            }).map(text => text.textContent);
        })"""
    )
    assert outside == []
    assert page.locator("svg g[data-box]").count() == 40
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_versions_side_by_side(manager, page: Page, enter, check) -> None:
    by = standing(manager)
    begun(by)
    link(by, box(by, "Training"), box(by, "They know the signs", "output"))
    version(by)
    begun(by, FROM_LATEST)
    changed_box(by, "Training", title="Training for the police")
    link(by, box(by, "Advice"), box(by, "Trust", "output"))
    version(by)
    enter(manager, path=reverse("theory:now"))
    check()
    page.get_by_role("button", name="Compare versions").press("Enter")
    expect(page.get_by_role("heading", name="From version 1 to version 2")).to_be_visible()
    expect(page.get_by_text("Training for the police").first).to_be_visible()
    check()
