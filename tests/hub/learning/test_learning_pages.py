"""The pages of the learning log, as they are asked for and sent, wrong ones too."""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from sample.learning import AGE, learnt, rewritten, shared
from sample.people import logged_in, person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, EVALUATOR, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.accounts.models import User
from tideturn.hub.common.shortened import short
from tideturn.hub.learning import api
from tideturn.hub.learning.actions import mark_used
from tideturn.hub.learning.api import Change, Named, points_named, tells_what_changed
from tideturn.hub.learning.models import LearningPoint, Share

pytestmark = pytest.mark.django_db
DAY = {"on_day": "2", "on_month": "March", "on_year": "2026"}


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    for code, name in (("london", "London"), ("manchester", "Greater Manchester")):
        site(by, code, name)
    return by


@pytest.fixture
def browser(manager):
    return logged_in(person((CASEWORKER, "london")))


def told(browser, name, *args, query=""):
    return browser.get(f"{reverse(f'learning:{name}', args=args)}{query}").content.decode()


def opened(browser, name, *args):
    """What a page of a form was opened with."""
    found = re.search(r'name="opened" value="([^"]+)"', told(browser, name, *args))
    assert found
    return {"opened": found[1]}


def test_a_point_is_written_down_and_stands_on_its_page_and_in_the_log(browser):
    form = told(browser, "add_point")
    assert "Do not include names or anything that could identify a young person" in form
    assert '<option value="london">London</option>' in form
    assert "Choose a site" not in form
    assert "Greater Manchester</option>" not in form
    given = DAY | {
        "point": AGE,
        "site": "london",
        "about": "problem",
        "source": "Schools & the police",
        "changes_what": "The age threshold",
        "transferable_sites": ["manchester"],
        "transferable_words": "any area where work begins\nthe courts",
    }
    answer = browser.post(reverse("learning:add_point"), given)
    one = LearningPoint.objects.get()
    assert answer.headers["Location"] == reverse("learning:point", args=[one.pk])
    assert one.transferable_to == "manchester|any area where work begins|the courts"
    page = told(browser, "point", one.pk)
    for words in (
        "London</dd>",
        AGE,
        "2 March 2026",
        "The problem",
        "Schools &amp; the police",
        "The age threshold",
        "Greater Manchester, any area where work begins, the courts",
        "Not recorded yet",
        "Nothing yet names it as its reason.",
        "Nothing is recorded yet.",
        one.code,
    ):
        assert words in page, words
    log = told(browser, "log")
    assert "1 found" in log
    assert f'<a href="/learning/{one.pk}/">Exploitation here starts before' in log


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"point": ""}, "Answer the question: What was learnt?"),
        ({"point": "a" * 4001}, "Shorten it to 4000 characters"),
        ({"site": "manchester"}, "manchester"),
        ({"site": ""}, "Answer the question: Where was it learnt?"),
        ({"on_year": "2126"}, "The day is still to come."),
        ({"on_day": ""}, "Give the day of the day as well."),
        ({"about": "both"}, "both"),
        ({"transferable_sites": ["london"]}, "It was learnt at London itself"),
        ({"transferable_sites": ["atlantis"]}, "atlantis"),
    ],
)
def test_what_cannot_be_is_told_at_the_form_and_nothing_is_lost(browser, given, said):
    whole = DAY | {"point": "A point", "site": "london", "source": "Debriefs & meetings"} | given
    answer = browser.post(reverse("learning:add_point"), whole)
    page = answer.content.decode()
    assert (answer.status_code, LearningPoint.objects.count()) == (422, 0)
    assert said in page
    assert "Debriefs &amp; meetings" in page


def test_a_point_is_changed_as_it_stands(browser, manager):
    one = learnt(manager, transferable_to=("Greater Manchester", "any area"), about="work")
    form = told(browser, "change_point", one.pk)
    assert re.search(r'value="manchester"[^>]* checked', form)
    assert re.search(r'value="work"[^>]* checked', form)
    assert "any area</textarea>" in form
    given = opened(browser, "change_point", one.pk) | DAY
    given |= {"point": AGE, "site": "london", "about": "problem", "transferable_sites": ["manchester"]}
    answer = browser.post(reverse("learning:change_point", args=[one.pk]), given)
    assert answer.status_code == 302
    found = LearningPoint.objects.get()
    assert (found.about, found.transferable_to) == ("problem", "Greater Manchester")


def test_two_who_change_one_point_are_both_shown(browser, manager):
    one = learnt(manager, source="Debriefs")
    given = opened(browser, "change_point", one.pk) | DAY | {"point": AGE, "site": "london", "source": "Custody staff"}
    rewritten(manager, one, source="A meeting", about="problem")
    answer = browser.post(reverse("learning:change_point", args=[one.pk]), given)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Custody staff", "A meeting"):
        assert words in page


def test_it_is_said_whether_and_how_it_was_used(browser, manager):
    one = learnt(manager)
    given = opened(browser, "mark_used", one.pk) | {"used": "yes", "used_how": "The threshold is 10 now"}
    browser.post(reverse("learning:mark_used", args=[one.pk]), given)
    page = told(browser, "point", one.pk)
    assert "Yes<br>The threshold is 10 now" in page
    given = opened(browser, "mark_used", one.pk) | {"used": "no", "used_how": "The threshold is 10 now"}
    browser.post(reverse("learning:mark_used", args=[one.pk]), given)
    assert "Not yet</dd>" in told(browser, "point", one.pk)


def test_it_is_recorded_with_whom_it_was_shared_and_taken_back(browser, manager):
    one = learnt(manager, shared_with=("the board",))
    assert "Shared, without a day, with: the board." in told(browser, "point", one.pk)
    for given in (
        {"audience": "site", "site": "manchester", "words": "They ask for the slides"},
        {"audience": "partner", "whom": "Tidewater Police"},
        {"audience": "inside", "whom": "The night team"},
    ):
        answer = browser.post(reverse("learning:add_share", args=[one.pk]), DAY | given)
        assert answer.status_code == 302, answer.content.decode()
    page = told(browser, "point", one.pk)
    for words in ("Greater Manchester", "They ask for the slides", "Tidewater Police", "The night team"):
        assert words in page
    assert "Also, without a day, with: the board." in page
    share = Share.objects.get(whom="Tidewater Police")
    asked = told(browser, "remove_share", share.pk)
    assert "Shared with Tidewater Police on 2 March 2026" in asked
    answer = browser.post(reverse("learning:remove_share", args=[share.pk]), {"version": "1"})
    assert answer.headers["Location"] == reverse("learning:point", args=[one.pk])
    assert "Tidewater Police" not in told(browser, "point", one.pk)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Answer the question: Who was it shared with?"),
        ({"audience": "site"}, "Choose the site that it was shared with."),
        ({"audience": "site", "site": "london"}, "It was learnt at London itself."),
        ({"audience": "partner"}, "Write which colleagues or organisation."),
        ({"audience": "inside", "whom": "A|B"}, "Write it without the sign |."),
        ({"audience": "partner", "whom": "The police", "on_year": "2126"}, "The day is still to come."),
    ],
)
def test_a_share_that_cannot_be_is_told_at_the_form(browser, manager, given, said):
    one = learnt(manager)
    answer = browser.post(reverse("learning:add_share", args=[one.pk]), DAY | {"words": "They agree"} | given)
    page = answer.content.decode()
    assert (answer.status_code, Share.objects.count()) == (422, 0)
    assert said in page
    assert "They agree" in page


def test_a_point_is_removed_once_it_is_asked_and_not_one_that_was_changed_meanwhile(browser, manager):
    one = learnt(manager)
    asked = told(browser, "remove_point", one.pk)
    assert short(AGE) in asked
    for meanwhile in (lambda: shared(manager, one), lambda: rewritten(manager, one, source="A meeting")):
        version = re.search(r'name="version" value="([\d.]+)"', told(browser, "remove_point", one.pk))
        assert version
        meanwhile()
        answer = browser.post(reverse("learning:remove_point", args=[one.pk]), {"version": version[1]}, follow=True)
        assert "Nothing was removed: somebody changed the learning point meanwhile." in answer.content.decode()
    answer = browser.post(reverse("learning:remove_point", args=[one.pk]), {"version": "2"}, follow=True)
    assert "The learning point is removed." in answer.content.decode()
    assert not LearningPoint.objects.exists()


def test_what_it_changed_stands_on_its_page(browser, manager, monkeypatch):
    monkeypatch.setattr(api, "CHANGED", [])
    one = learnt(manager)
    made = Change("The age threshold in London is 10", "/somewhere/", date(2026, 4, 1))
    tells_what_changed(lambda by, ids: [(one.pk, made)])
    page = told(browser, "point", one.pk)
    assert re.search(r'<a href="/somewhere/">The age threshold in London is 10</a>, <time[^>]*>1 April 2026', page)


def test_the_log_is_narrowed_by_its_address_and_saved_as_it_is_narrowed(browser, manager):
    one = learnt(manager, code="learn-01", shared_with=("the board", "all sites"))
    shared(manager, one)
    learnt(manager, "manchester", "=Calm is read as guilt", code="learn-02")
    log = told(browser, "log", query="?site=manchester")
    assert "1 found" in log
    assert "/learning/learning.csv?site=manchester" in log
    assert "1 found" in told(browser, "log", query="?text=THRESHOLD")
    assert "No learning point was found." in told(browser, "log", query="?used=yes")
    assert "2 found" in told(browser, "log", query="?site=atlantis&sort=nonsense")
    rows = list(csv.DictReader(io.StringIO(browser.get(reverse("learning:export_csv")).content.decode("utf-8-sig"))))
    assert [row["learning_id"] for row in rows] == ["learn-02", "learn-01"]
    by_code = {row["learning_id"]: row for row in rows}
    assert by_code["learn-01"]["shared_with"] == "the board|all sites|The police"
    assert by_code["learn-02"]["point"] == "'=Calm is read as guilt"
    narrowed = browser.get(f"{reverse('learning:export_csv')}?site=manchester").content.decode("utf-8-sig")
    assert "learn-01" not in narrowed
    assert browser.get(reverse("learning:export_xlsx")).content.startswith(b"PK")


def test_a_sites_page_leads_to_what_was_learnt_there(browser, manager):
    leeds = site(manager, "leeds", "Leeds")
    page = browser.get(reverse("programme:site", args=[leeds.pk])).content.decode()
    assert "No learning points yet." in page
    for day in ("2026-03-02", "2026-03-05"):
        learnt(manager, "leeds", on=day)
    page = browser.get(reverse("programme:site", args=[leeds.pk])).content.decode()
    assert "2 learning points, the latest of 5 March 2026" in page
    assert 'href="/learning/?site=leeds"' in page
    kept = logged_in(person((PROGRAMME_MANAGER, ALL_SITES))).post(
        reverse("programme:remove_site", args=[leeds.pk]), {"version": "1"}
    )
    assert "because it has learning points" in kept.content.decode()


def test_the_digest_stands_on_its_page_and_is_asked_for_there(browser, manager):
    learnt(manager, "manchester", "What others did not know", source="Debriefs", transferable_to=("London",))
    learnt(manager, "manchester", "What else they did not know")
    page = told(browser, "digest")
    assert page.index("May apply where you work") < page.index("What others did not know")
    assert page.index("What else was learnt") < page.index("What else they did not know")
    assert "From: Debriefs" in page
    answer = browser.post(reverse("learning:want_digest"), follow=True).content.decode()
    assert "You will get a notification once a week if there is something new." in answer
    assert "Stop telling me once a week" in answer
    assert "What others did not know" in answer
    assert "Nothing new was written down at other sites." in told(
        logged_in(User.objects.get(pk=manager.user)), "digest"
    )
    assert "Tell me once a week" in browser.post(reverse("learning:stop_digest"), follow=True).content.decode()
    assert browser.get(f"{reverse('learning:digest')}?days=nonsense").status_code == 200


def test_who_only_reads_is_offered_nothing_to_change(manager):
    one = learnt(manager)
    share = shared(manager, one)
    for who in (person((EVALUATOR, ALL_SITES)), person((TEAM_MANAGER, "manchester"))):
        page = told(logged_in(who), "point", one.pk)
        assert AGE in page
        for words in ("Record who it was shared with", "Say whether", ">Change<", ">Remove<", str(share.pk)):
            assert words not in page


def test_the_rooms_above_call_a_point_by_its_first_words_and_lead_to_its_page(manager):
    one, other = learnt(manager, code="learn-01"), learnt(manager, code="learn-02", point="Calm is read as guilt")
    assert points_named(manager, [one.pk, other.pk])[other.pk] == Named(
        "learn-02", "Calm is read as guilt", f"/learning/{other.pk}/"
    )
    mark_used(by=manager, pk=one.pk, expected=1, used="yes")
    assert points_named(standing(person()), [one.pk]) == {}
