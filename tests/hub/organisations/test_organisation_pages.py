"""The pages of organisations, as they are asked for and sent."""

import io
from datetime import date
from zipfile import ZipFile

import pytest
from django.urls import reverse
from sample import partners as services
from sample.partners import contact, organisation, renamed
from sample.people import logged_in, person, standing

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, FUNDER, PROGRAMME_MANAGER, SYSTEMS_LEAD
from tideturn.hub.organisations.models import Contact, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return person((SYSTEMS_LEAD, "london"))


@pytest.fixture
def browser(lead):
    return logged_in(lead)


@pytest.fixture
def one(lead) -> Organisation:
    return organisation(standing(lead), "Borough Police A")


def test_one_is_added_and_its_sector_written_as_the_others_are(browser):
    given = {"name": "Harbour College", "sector": "Education", "site": "london"}
    answer = browser.post(reverse("organisations:add_organisation"), given, follow=True)
    one = Organisation.objects.get()
    assert answer.redirect_chain == [(reverse("organisations:organisation", args=[one.pk]), 302)]
    assert "Organisation added." in answer.content.decode()
    assert (one.name, one.sector) == ("Harbour College", "education")


DAY = {"on_day": "3", "on_month": "11", "on_year": "2026"}
SENT = {
    "add_contact": (
        {"name": "Head of year", "seniority": "management", "is_main": "on", "email": "head@example.org"},
        ("Contact added.", "Head of year", "Management level", "Main contact", "head@example.org"),
    ),
    "add_engagement": (
        DAY | {"stage": "committed", "barrier": "No time", "next_step": "Call"},
        ("Engagement recorded.", "Committed", "3 November 2026", "Barriers: No time", "Next: Call"),
    ),
    "add_note": ({"text": "They ask who is told."}, ("Note added.", "They ask who is told.")),
}


@pytest.mark.parametrize("page", SENT)
def test_what_is_sent_is_said_to_be_done_and_stands_on_the_page(browser, one, page):
    given, words = SENT[page]
    address = reverse(f"organisations:{page}", args=[one.pk])
    assert browser.get(address).status_code == 200
    answer = browser.post(address, given, follow=True)
    assert answer.redirect_chain == [(reverse("organisations:organisation", args=[one.pk]), 302)]
    assert [said for said in words if said not in answer.content.decode()] == []


def test_a_file_is_taken_as_it_was_attached_and_shown_in_no_page(browser, one):
    given = {"file": io.BytesIO(b"Minutes of the meeting")}
    assert browser.post(reverse("organisations:attach_file", args=[one.pk]), given).status_code == 302
    taken = browser.get(reverse("organisations:file", args=[one.attachments.get().pk]))
    assert taken.content == b"Minutes of the meeting"
    assert taken.headers["Content-Disposition"].startswith("attachment")


def test_a_history_tells_each_value_as_the_other_pages_do(browser, lead, one):
    by = standing(lead)
    renamed(by, one, "Harbour College", sector="education", site=ALL_SITES)
    services.record_engagement(by=by, organisation=one.pk, on=date(2026, 11, 3), stage="first contact")
    told = browser.get(reverse("organisations:history_of_organisation", args=[one.pk])).content.decode()
    for before, since in (("Borough Police A", "Harbour College"), ("Police", "Education"), ("London", "All sites")):
        assert f'<del><span class="unseen">Before: </span>{before}</del>' in told
        assert f'<ins><span class="unseen">Since: </span>{since}</ins>' in told
    assert "First contact" in told


def test_what_may_be_there_already_is_asked_first(browser, one):
    given = {"name": "Borough Polce A", "sector": "police", "site": "london"}
    asked = browser.post(reverse("organisations:add_organisation"), given)
    assert asked.status_code == 422
    assert "Is it one of these?" in asked.content.decode()
    assert Organisation.objects.count() == 1
    assert browser.post(reverse("organisations:add_organisation"), given | {"different": "on"}).status_code == 302
    likely = browser.get(reverse("organisations:likely_the_same")).content.decode()
    assert "Borough Polce A" in likely


def test_two_are_made_one_and_apart_again_by_the_pages(browser, lead, one):
    other = organisation(standing(lead), "Borough Polce A")
    address = reverse("organisations:merge", args=[one.pk, other.pk])
    assert "Merge" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 302
    told = browser.get(reverse("organisations:organisation", args=[one.pk])).content.decode()
    assert "Merged into it" in told
    assert "Merged into another" in browser.get(reverse("organisations:organisation", args=[other.pk])).content.decode()
    merge = one.merges.get()
    assert browser.post(reverse("organisations:undo_merge", args=[merge.pk])).status_code == 302
    assert Organisation.objects.filter(merged_into=None).count() == 2


def test_two_that_are_told_apart_by_the_page_are_not_proposed_again(browser, lead, one):
    other = organisation(standing(lead), "Borough Polce A")
    likely = reverse("organisations:likely_the_same")
    assert other.name in browser.get(likely).content.decode()
    answer = browser.post(reverse("organisations:tell_apart", args=[other.pk, one.pk]), follow=True)
    assert answer.redirect_chain == [(likely, 302)]
    assert "No two organisations have similar names" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("?text=borogh", "Borough Police A"),
        ("?sector=police&stage=&sort=-name", "1 found"),
        ("?sector=nothing", "Borough Police A"),
        ("?page=99999999999999999999&sort=id", "Borough Police A"),
        ("?text=zzzzqqqq", "No organisation was found"),
    ],
)
@pytest.mark.usefixtures("one")
def test_a_list_is_narrowed_by_its_address_and_a_bad_one_is_read_kindly(browser, asked, words):
    answer = browser.get(reverse("organisations:organisations") + asked)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_saved_with_cells_that_no_spreadsheet_runs(browser, lead):
    organisation(standing(lead), "=HYPERLINK(1)", sector="@police")
    saved = browser.get(reverse("organisations:export_csv")).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in saved
    assert "'@police" in saved
    book = browser.get(reverse("organisations:export_xlsx"))
    with ZipFile(io.BytesIO(book.content)) as parts:
        assert b"'=HYPERLINK(1)" in parts.read("xl/sharedStrings.xml")
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_who_may_only_read_sees_nothing_to_write_with(one):
    browser = logged_in(person((CASEWORKER, "london")))
    told = browser.get(reverse("organisations:organisation", args=[one.pk])).content.decode()
    assert "Borough Police A" in told
    assert "Add contact" not in told
    assert browser.get(reverse("organisations:add_contact", args=[one.pk])).status_code == 403
    assert browser.get(reverse("organisations:add_organisation")).status_code == 404
    assert browser.get(reverse("organisations:export_csv")).status_code == 404


@pytest.mark.parametrize("who", [(FUNDER, ALL_SITES), (CASEWORKER, "bristol")])
def test_whoever_may_not_see_it_is_answered_as_if_it_were_not_there(one, lead, who):
    sergeant = contact(standing(lead), one)
    browser = logged_in(person(who))
    for page in (
        "organisation",
        "history_of_organisation",
        "add_contact",
        "change_organisation",
        "add_note",
        "attach_file",
    ):
        assert browser.get(reverse(f"organisations:{page}", args=[one.pk])).status_code == 404, page
    for page in ("contact", "change_contact"):
        assert browser.get(reverse(f"organisations:{page}", args=[sergeant.pk])).status_code == 404, page


def test_two_who_change_a_contact_at_once_lose_nothing(lead, one):
    sergeant = contact(standing(lead), one, job_title="Sergeant")
    address = reverse("organisations:change_contact", args=[sergeant.pk])
    first, second = logged_in(lead), logged_in(person((PROGRAMME_MANAGER, ALL_SITES)))
    opened = [_opened(browser.get(address)) for browser in (first, second)]
    said = {"name": "Desk sergeant", "job_title": "Sergeant", "seniority": ""}
    assert first.post(address, said | {"opened": opened[0], "job_title": "Inspector"}).status_code == 302
    meets = second.post(address, said | {"opened": opened[1], "job_title": "Chief"})
    assert meets.status_code == 409
    assert "Inspector" in meets.content.decode()
    assert Contact.objects.get().job_title == "Inspector"
    # What does not collide is joined.
    assert second.post(address, said | {"opened": opened[1], "telephone": "020 7946 0000"}).status_code == 302
    now = Contact.objects.get()
    assert (now.job_title, now.telephone) == ("Inspector", "020 7946 0000")


def _opened(answer) -> str:
    return answer.context["form"].initial["opened"]


def test_a_day_to_come_is_told_at_the_form(browser, one):
    given = {"on_day": "3", "on_month": "11", "on_year": str(date.today().year + 2), "stage": "acting"}
    answer = browser.post(reverse("organisations:add_engagement", args=[one.pk]), given)
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()


def test_a_step_is_corrected_and_removed_from_the_organisations_page(browser, lead, one):
    step = services.record_engagement(by=standing(lead), organisation=one.pk, on=date(2026, 1, 5), stage="acting")
    change, remove = (reverse(f"organisations:{name}_engagement", args=[step.pk]) for name in ("change", "remove"))
    page = browser.get(reverse("organisations:organisation", args=[one.pk])).content.decode()
    assert change in page
    assert remove in page
    opened = browser.get(change).context["form"]["opened"].value()
    given = {"on_day": "6", "on_month": "1", "on_year": "2026", "stage": "leading", "opened": opened}
    answer = browser.post(change, given, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("organisations:organisation", args=[one.pk])
    assert "Leading" in answer.content.decode()
    assert "Leading, 6 January 2026" in browser.get(remove).content.decode()
    answer = browser.post(remove, {"version": "2"}, follow=True)
    assert "Nothing recorded yet" in answer.content.decode()


def test_an_organisation_of_which_something_is_kept_is_not_removed(browser, lead, one):
    contact(standing(lead), one)
    address = reverse("organisations:remove_organisation", args=[one.pk])
    assert "Remove the organisation?" in browser.get(address).content.decode()
    answer = browser.post(address, {"version": "1"})
    assert (answer.status_code, "1 contact" in answer.content.decode()) == (409, True)
    Contact.objects.all().delete()
    assert browser.post(address, {"version": "1"}).headers["Location"] == reverse("organisations:organisations")
    assert not Organisation.objects.exists()


def test_the_list_offers_no_sector_that_only_another_site_has_typed():
    manager = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    organisation(manager, "Their partner", site="leeds", sector="The Herons' own")
    organisation(manager, "Our partner", site="london", sector="youth work")
    organisation(manager, "Everybody's", site=ALL_SITES, sector="police")
    page = logged_in(person((SYSTEMS_LEAD, "london"))).get(reverse("organisations:organisations")).content.decode()
    assert "herons" not in page.lower()
    assert all(f'value="{one}"' in page for one in ("youth work", "police"))
