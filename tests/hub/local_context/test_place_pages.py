"""The pages of places, as they are asked for and sent, wrong ones too."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from sample.at_places import AGED_10, AGED_14, YOUNGER, adapted, baseline, criterion, post
from sample.people import logged_in, person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.local_context.actions import end_criterion
from tideturn.hub.local_context.models import Baseline, Criterion, DataAsk, Post
from tideturn.hub.programme.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    found = person((PROGRAMME_MANAGER, ALL_SITES))
    site(standing(found))
    return found


@pytest.fixture
def by(user):
    return standing(user)


@pytest.fixture
def browser(user):
    return logged_in(user)


def place(name: str) -> str:
    return reverse(f"local_context:{name}", args=[Site.objects.get(code="manchester").pk])


def days(name: str, written: str) -> dict[str, str]:
    parts = zip(("year", "month", "day"), written.split("-"), strict=True)
    return {f"{name}_{part}": value for part, value in parts}


def told(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_post_is_added_and_stands_among_the_others(browser):
    added = browser.post(place("add_post"), {"role": "dual", "fte": "0.6", **days("advertised_on", "2026-01-05")})
    assert added.headers["Location"] == place("posts")
    page = told(browser, place("posts"))
    assert "Casework and systems change" in page
    assert "since it was advertised" in page
    page = told(browser, reverse("local_context:post", args=[Post.objects.get().pk]))
    assert "0.6" in page
    assert "0.6000" not in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"role": "cook"}, "cook"),
        ({"fte": "1.5"}, "Write a number from 0 to 1: a full-time post is 1."),
        ({"fte": "half"}, "Write it in figures, such as 0.6."),
        ({"fte": "0.33333"}, "Write at most 4 figures behind the point."),
        (days("filled_on", "2026-01-04"), "filled before it was advertised on 5 January 2026"),
        (days("left_on", "2026-02-01"), "a last day but no first day"),
        ({"is_over": "on"}, "Nobody has left the post yet."),
    ],
)
def test_a_post_that_cannot_be_is_told_at_the_form_and_nothing_is_lost(browser, given, said):
    whole = {"role": "dual", **days("advertised_on", "2026-01-05"), **given}
    answer = browser.post(place("add_post"), whole)
    page = answer.content.decode()
    assert (answer.status_code, Post.objects.count()) == (422, 0)
    assert said in page
    assert 'value="2026"' in page


def test_posts_that_were_filled_before_a_manager_are_told(browser, by):
    post(by, filled="2026-01-05")
    assert "One post of staff was filled before any manager was in post." in told(browser, place("posts"))
    post(by, role="manager", filled="2026-01-05")
    assert "Managers are best in post" not in told(browser, place("posts"))


def test_a_criterion_is_adapted_from_what_it_says(browser, by):
    one = criterion(by)
    address = reverse("local_context:adapt_criterion", args=[one.pk])
    page = told(browser, address)
    assert AGED_14 in page
    assert reverse("local_context:change_criterion", args=[one.pk]) in page
    given = {"text": AGED_10, **days("begins_on", "2026-06-01")}
    assert "Fill in: why it is changed." in browser.post(address, given).content.decode()
    answer = browser.post(address, {**given, "reason": YOUNGER})
    new = Criterion.objects.get(text=AGED_10)
    assert answer.headers["Location"] == reverse("local_context:criterion", args=[new.pk])
    page = told(browser, place("criteria"))
    assert "Held today" in page
    assert page.index(AGED_14) < page.index("Came in")
    assert YOUNGER in page


def test_what_held_on_a_day_is_asked_of_the_page(browser, by):
    adapted(by, criterion(by))
    held = told(browser, f"{place('criteria')}?on=2026-03-01").split("How they were adapted")[0]
    assert ">1 March 2026</time></h2>" in held
    assert AGED_14 in held
    assert AGED_10 not in held
    wrong = told(browser, f"{place('criteria')}?on_day=31&on_month=2&on_year=2026")
    assert "There is no 31 February 2026" in wrong


def test_what_is_to_come_is_told_apart(browser, by):
    criterion(by, "Lives in the city", "2199-01-01")
    page = told(browser, place("criteria"))
    assert "No criterion holds today." in page
    assert page.index("To come") < page.index("Lives in the city")


def test_the_log_is_narrowed_sorted_and_saved(browser, by):
    site(by, "leeds", "Leeds")
    adapted(by, criterion(by))
    criterion(by, "=Lives in Leeds", "2026-02-02", "leeds")
    page = told(browser, reverse("local_context:adaptations"))
    assert page.index(AGED_10) < page.index("Lives in Leeds") < page.index("5 January 2026")
    assert "Lives in Leeds" not in told(browser, f"{reverse('local_context:adaptations')}?site=manchester")
    page = told(browser, f"{reverse('local_context:adaptations')}?sort=on")
    assert page.index("5 January 2026") < page.index("Lives in Leeds")
    saved = browser.get(f"{reverse('local_context:export_csv')}?sort=on").content.decode("utf-8-sig").splitlines()
    assert saved[0] == "from,site,what,before,after,reason,learning_id,learning"
    assert saved[2].startswith("2026-02-02,leeds,Came in,,'=Lives in Leeds,")
    assert saved[3] == f"2026-06-01,manchester,Changed,{AGED_14},{AGED_10},{YOUNGER},,"
    book = load_workbook(BytesIO(browser.get(f"{reverse('local_context:export_xlsx')}?site=manchester").content))
    assert [row[2].value for row in book.active.iter_rows(min_row=2)] == ["Changed", "Came in"]
    exported = Event.objects.filter(action="local_context.export_criterion")
    assert exported.count() == 2


def test_a_criterion_that_went_is_not_offered_to_be_adapted(browser, by):
    one = criterion(by)
    address = reverse("local_context:criterion", args=[one.pk])
    assert "Adapt criterion" in told(browser, address)
    end_criterion(by=by, pk=one.pk, expected=1, ends_on=date(2026, 3, 1), ended_because="It was no use")
    page = told(browser, address)
    assert "Adapt criterion" not in page
    assert "It was no use" in page


def test_a_baseline_and_its_list_stand_on_one_page_for_the_meeting(browser):
    given = {"measure": "NRM referrals, a month", "value": "7.50", **days("on", "2025-08-31")}
    assert browser.post(place("add_baseline"), given).headers["Location"] == place("baselines")
    assert "There is no list yet" in told(browser, place("baselines"))
    browser.post(place("begin_requests"))
    page = told(browser, place("baselines"))
    assert "7.5" in page
    assert page.count("Still to ask") == DataAsk.objects.count() == 12
    wrong = browser.post(place("add_baseline"), given | {"value": "many"})
    assert (wrong.status_code, Baseline.objects.count()) == (422, 1)


def test_a_record_is_removed_once_it_is_confirmed_and_leads_back_to_its_place(browser, by):
    one = baseline(by)
    address = reverse("local_context:remove_baseline", args=[one.pk])
    assert "NRM referrals, a month: 7" in told(browser, address)
    assert browser.post(address, {"version": "1"}).headers["Location"] == place("baselines")
    assert not Baseline.objects.exists()


def test_what_stands_on_a_criterion_is_told_where_one_would_remove_it(browser, by):
    one = criterion(by)
    adapted(by, one)
    answer = browser.post(reverse("local_context:remove_criterion", args=[one.pk]), {"version": "2"})
    assert answer.status_code == 409
    assert "1 criterion" in answer.content.decode()


def test_who_only_reads_is_offered_nothing_to_change(by):
    one = criterion(by)
    post(by)
    reader = logged_in(person((CASEWORKER, "manchester")))
    pages = [place(name) for name in ("place", "posts", "criteria", "baselines", "partners")]
    for address in (*pages, reverse("local_context:criterion", args=[one.pk])):
        page = told(reader, address)
        for words in ("Add ", "Begin list", "Adapt criterion", "Remove criterion", "Change post"):
            assert words not in page, (address, words)


def test_a_sites_page_leads_to_what_there_is_of_the_place(browser, by):
    post(by, advertised="2026-01-05")
    one = Site.objects.get()
    page = told(browser, reverse("programme:site", args=[one.pk]))
    for name in ("place", "posts", "criteria", "baselines", "partners"):
        assert f'href="{place(name)}"' in page
    assert "1 post: 0 filled, 1 vacant." in page
