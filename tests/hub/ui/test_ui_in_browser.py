"""The look in a real browser: at a desk, on a small telephone, in the dark, on paper, and by keyboard alone."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from browsing import DESK, NARROW, look_over, narrow, narrow_enough
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from sample.people import administering, person

from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, CASEWORKER, GOVERNANCE_LEAD, ROLES

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


@pytest.fixture
def page(committed, browser: Browser, live_server) -> Iterator[Page]:
    """A page that is refused nothing, fails at nothing and asks nobody but the hub."""
    wrong: list[str] = []
    with narrow(browser, live_server.url) as context:
        made = context.new_page()
        made.on("console", lambda said: wrong.append(said.text) if _tells_of_a_fault(said) else None)
        made.on("pageerror", lambda error: wrong.append(str(error)))
        made.on("request", lambda asked: None if asked.url.startswith(live_server.url) else wrong.append(asked.url))
        yield made
    assert wrong == []


def _tells_of_a_fault(said: ConsoleMessage) -> bool:
    """Apart from a form that came back, which is what was asked for."""
    return said.type in ("error", "warning") and "status of 422" not in said.text


def test_every_part_bears_looking_at(page: Page, enter) -> None:
    enter(person((CASEWORKER, "london")), "/style/")
    page.emulate_media(color_scheme="dark")
    look_over(page)
    for summary in page.locator("main summary").all():
        summary.click()
    look_over(page)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_told_what_to_do_first(page: Page, enter, role: str) -> None:
    enter(person((ROLES[role], "london" if role in ("caseworker", "team_manager") else ALL_SITES)))
    expect(page.get_by_role("heading", name=ROLES[role].title)).to_be_visible()
    assert page.locator(".steps li").count() >= 2
    look_over(page)


def test_a_banner_that_says_which_hub_this_is_bears_looking_at(page: Page, enter, settings) -> None:
    settings.TIDETURN_BANNER = "A demonstration. Enter nothing real."
    enter(person((CASEWORKER, "london")), page=page)
    expect(page.get_by_role("complementary", name="What this hub is")).to_be_visible()
    look_over(page)


def test_who_holds_no_role_and_who_administers_begin_here_too(page: Page, enter) -> None:
    enter(person())
    expect(page.get_by_role("heading", name="You hold no role yet")).to_be_visible()
    look_over(page)
    user = person((ADMINISTRATOR, ALL_SITES))
    administering(user)
    enter(user)
    expect(page.get_by_text("You are in a staff session")).to_be_visible()
    look_over(page)
    page.get_by_role("link", name="Invite a second administrator").click()
    expect(page.get_by_role("heading", name="Invite somebody")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_the_menu_of_a_small_telephone(browser: Browser, live_server, enter, script: bool) -> None:
    with narrow(browser, live_server.url, script=script) as context:
        page = enter(person((GOVERNANCE_LEAD, ALL_SITES)), "/access/audit/", context.new_page())
        sections = page.get_by_role("navigation", name="Sections")
        expect(sections).to_be_hidden()
        page.get_by_role("link", name="Menu", exact=True).click()
        expect(sections.get_by_role("link", name="Access")).to_have_attribute("aria-current", "true")
        page.locator("details.account summary").click()
        expect(page.get_by_role("link", name="What you may do")).to_be_visible()
        narrow_enough(page)
        if script:
            look_over(page)
        page.get_by_role("link", name="Close the menu").click()
        expect(sections).to_be_hidden()


def test_the_list_of_the_account_opens_and_closes_at_a_desk(page: Page, enter) -> None:
    page.set_viewport_size(DESK)
    user = person((CASEWORKER, "london"))
    enter(user)
    expect(page.get_by_role("link", name="Menu", exact=True)).to_be_hidden()
    page.get_by_text(user.name).locator("visible=true").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    look_over(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Log out")).to_be_hidden()
    expect(page.locator("details.account summary")).to_be_focused()


def test_one_goes_through_every_part_by_the_keyboard_and_sees_where_one_is(page: Page, enter) -> None:
    page.set_viewport_size(DESK)
    enter(person((CASEWORKER, "london")), "/style/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    reachable = page.evaluate(
        """() => {
          const all = ["a[href]", "button", "input", "select", "textarea", "summary", "[tabindex='0']"];
          const radios = new Set();
          return [...document.querySelectorAll(all.map((one) => `main ${one}`))].filter((one) => {
            if (one.disabled || one.type === "hidden" || !one.checkVisibility()) return false;
            if (one.type !== "radio") return true;
            const group = one.form ? [...document.forms].indexOf(one.form) + one.name : one.name;
            return !radios.has(group) && radios.add(group);
          }).length;
        }"""
    )
    assert reachable > 40
    tops: list[float] = []
    for _ in range(reachable):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
              const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
              return {
                within: Boolean(one.closest("main")), width: parseFloat(style.outlineWidth), kind: style.outlineStyle,
                top: box.top + scrollY, shown: box.bottom > 0 && box.top < innerHeight, called: one.outerHTML,
              };
            }"""
        )
        assert at["within"], at
        assert at["kind"] == "solid", at
        assert at["width"] >= 3, at
        assert at["shown"], at
        tops.append(at["top"])
    assert all(later > earlier - 60 for earlier, later in pairwise(tops)), "the order jumps back"


def test_what_is_wrong_is_read_first_and_leads_to_its_field(page: Page, enter) -> None:
    enter(person((CASEWORKER, "london")), "/access/break-glass/")
    page.get_by_role("button", name="Open it for three hours").click()
    summary = page.locator(".errors")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Write the reference.").click()
    expect(page.get_by_label("Its reference")).to_be_focused()


def test_an_error_about_a_date_leads_to_its_first_box(page: Page, enter) -> None:
    enter(person(), "/style/")
    page.get_by_role("link", name="There is no 31 November 2026").click()
    expect(page.locator("#wrong_held_on_0")).to_be_focused()
    assert page.get_by_role("group", name="When was it?").last.get_by_label("Month").input_value() == "November"


def test_how_much_may_still_be_written(page: Page, enter) -> None:
    enter(person(), "/style/")
    box, left = page.locator("#id_told"), page.locator("#id_told_left")
    expect(left).to_have_text("At most 400 characters.")
    box.fill("Seven\n.")
    expect(left).to_have_text("392 characters left.")
    box.fill("x" * 401)
    expect(left).to_have_text("1 character too many.")
    assert len(box.input_value()) == 401
    look_over(page)


def test_a_long_list_is_searched_in_by_typing(page: Page, enter) -> None:
    enter(person(), "/style/")
    box = page.get_by_role("combobox", name="Partner").first
    box.fill("har")
    found = page.locator("#id_partner_found [role=option]")
    expect(found).to_have_text(["Harbour College"])
    look_over(page)
    box.press("ArrowDown")
    expect(found.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("Harbour College")
    assert page.locator("#id_partner_list").input_value() == "Harbour College"
    box.press("ArrowDown")
    expect(found).to_have_count(5)
    box.press("Escape")
    expect(found.first).to_be_hidden()
    box.fill("nobody of that name")
    expect(found).to_have_count(0)
    box.blur()
    expect(box).to_have_value("Harbour College")
    box.fill("")
    box.blur()
    assert page.locator("#id_partner_list").input_value() == ""


def test_without_script_everything_is_there(browser: Browser, live_server, enter) -> None:
    with narrow(browser, live_server.url, script=False) as context:
        page = enter(person(), "/style/", context.new_page())
        page.locator("#id_partner").select_option("Harbour College")
        page.locator("#filter_sector").select_option("Education")
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.get_by_text("2 found")).to_be_visible()
        page.get_by_role("link", name="People trained").click()
        expect(page.locator("#organisations tbody th")).to_have_text(["Harbour College", "Weir Lane Academy"])
        page.get_by_role("link", name="People trained").click()
        expect(page.locator("#organisations tbody th")).to_have_text(["Weir Lane Academy", "Harbour College"])
        expect(page.locator("#organisations [aria-sort]")).to_have_attribute("aria-sort", "descending")
        narrow_enough(page)


def test_on_paper_there_is_the_page_alone_and_in_the_light_palette(page: Page, enter, tmp_path) -> None:
    page.set_viewport_size(DESK)
    enter(person((CASEWORKER, "london")), "/style/")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".navigation", "button >> nth=0", ".tabs", ".filters", ".trail >> nth=0"):
        expect(page.locator(gone).first).to_be_hidden()
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(20, 37, 43)"]
    expect(page.get_by_role("cell", name="Working together").first).to_be_visible()
    page.screenshot(path=tmp_path / "print.png", full_page=True)
    assert (tmp_path / "print.png").stat().st_size > 50_000
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_paper_says_who_saw_a_list_and_what_it_was_narrowed_to(page: Page, enter) -> None:
    user = person((CASEWORKER, "london"))
    enter(user, "/style/?sector=Education")
    said, sector = page.locator(".printed"), page.locator(".filters .field").filter(has_text="Sector")
    expect(said).to_be_hidden()
    page.emulate_media(media="print")
    expect(said).to_have_text(re.compile(f"^As {user.name} saw it on \\d+ \\w+ \\d{{4}}, \\d\\d:\\d\\d"))
    expect(said).to_be_visible()
    expect(sector).to_be_visible()
    expect(page.locator(".filters .field:visible")).to_have_count(1)
    expect(page.locator(".filters button")).to_be_hidden()


def test_our_own_typefaces_are_what_is_read(page: Page, enter) -> None:
    enter(person(), "/style/")
    page.wait_for_function("document.fonts.status === 'loaded'")
    loaded = page.evaluate("[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)")
    assert {name.strip('"') for name in loaded} == {"Atkinson Hyperlegible Next", "Source Serif 4"}


def test_words_may_be_made_twice_as_large(page: Page, enter) -> None:
    """At 200 per cent of a desk's width, and with the text alone enlarged on a telephone."""
    enter(person((CASEWORKER, "london")), "/style/")
    page.set_viewport_size({"width": 640, "height": 450})
    narrow_enough(page)
    page.set_viewport_size(NARROW)
    narrow_enough(page)
