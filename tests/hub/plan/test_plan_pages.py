"""The pages of the plan, as they are asked for and sent, wrong ones too."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from sample.learning import learnt
from sample.people import logged_in, person, standing
from sample.places import site, year
from sample.plan import adapted, agreed, consulted, delivered, milestone, node, priority, retired, target

from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.plan import overview
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by, "london", "London")
    site(by)
    year(by)
    return by


@pytest.fixture
def browser(manager):
    return logged_in(User.objects.get(pk=manager.user))


def told(browser, name, *args, query=""):
    return browser.get(f"{reverse(f'plan:{name}', args=args)}{query}").content.decode()


def sent(browser, name, *args, **given):
    form = told(browser, name, *args)
    opened = re.search(r'name="opened" value="([^"]+)"', form)
    assert opened
    return browser.post(reverse(f"plan:{name}", args=args), {"opened": opened[1]} | given)


def day(name, on):
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def test_a_target_is_set_and_stands_in_the_plan_of_its_year(browser, manager):
    box = str(node(manager))
    given = {"component": "Training & advice", "node": box, "site": "london", "year": "1"}
    answer = sent(browser, "add_target", **given, measure="sessions", planned="1200.50")
    one = Target.objects.get()
    assert answer.headers["Location"] == reverse("plan:target", args=[one.pk])
    page = told(browser, "plan", query="?year=1")
    for words in (
        "The plan, Year 1",
        "Training &amp; advice</a>",
        "1,200.5 sessions, nothing recorded yet",
        "London</h2>",
    ):
        assert words in page, words
    assert f'#box-{box}">Training</a>' in page
    assert "Nothing is planned yet for what you chose" in told(browser, "plan", query="?year=1&site=manchester")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"planned": "many"}, "Write it in figures, such as 40."),
        ({"planned": "-1"}, "Write how many there are, or 0."),
        ({"planned": "99999999999"}, "Write a smaller number."),
        ({"planned": ""}, "Answer the question: How many are planned?"),
        ({"node": ""}, "Answer the question: For which box"),
        ({"year": "9"}, "9 is not one of the available choices"),
        ({"site": "atlantis"}, "atlantis is not one"),
        ({"measure": "sessions"}, "The plan already has a target of training at that site in Year 1"),
    ],
)
def test_a_target_that_cannot_be_is_told_at_the_form(browser, manager, given, said):
    one = target(manager)
    whole = {"component": "training", "node": str(one.node_id), "site": "london", "year": "1", "planned": "3"}
    answer = sent(browser, "add_target", **whole | {"measure": "days & nights"} | given)
    page = answer.content.decode()
    assert (answer.status_code, Target.objects.count()) == (422, 1)
    assert said in page
    assert 'value="training"' in page


def test_a_target_is_changed_with_a_reason_and_its_learning_point(browser, manager):
    one, point = target(manager), learnt(manager)
    on = day("on", clock.today())
    answer = sent(browser, "add_adaptation", one.pk, planned_since="30", reason="", learning=str(point.pk), **on)
    assert "Answer the question: Why is it changed?" in answer.content.decode()
    sent(
        browser, "add_adaptation", one.pk, planned_since="30", reason="Schools were shut", learning=str(point.pk), **on
    )
    assert Adaptation.objects.get().learning_id == point.pk
    for page in (told(browser, "target", one.pk), told(browser, "adaptations")):
        for words in ("From 40 to 30 sessions", "Schools were shut", reverse("learning:point", args=[point.pk])):
            assert words in page, words
    log = browser.get(reverse("learning:point", args=[point.pk])).content.decode()
    assert "was changed from 40 to 30 sessions" in log
    assert "From 40 to 30 sessions on" in told(browser, "plan", query="?year=1")


def test_a_departure_asks_for_its_judgement_and_reason(browser, manager):
    one = target(manager)
    page = sent(browser, "change_delivery", one.pk, delivered="32", departure="modified").content.decode()
    assert "Say whether it is an adaptation or drift." in page
    assert "Say why it happened." in page
    page = sent(browser, "change_delivery", one.pk, delivered="32", judged="drift").content.decode()
    assert "Say how it departs from the plan, or that there is nothing to judge." in page
    answer = sent(
        browser, "change_delivery", one.pk, delivered="32", departure="modified", judged="adaptation", reason="Online"
    )
    assert answer.status_code == 302
    for page in (told(browser, "target", one.pk), told(browser, "plan", query="?year=1"), told(browser, "adaptations")):
        for words in ("32 of 40 sessions", "Delivered in another way: an adaptation", "Online"):
            assert words in page, words


def test_a_team_manager_says_what_was_delivered_and_sets_no_target(manager):
    one, there = target(manager), target(manager, "manchester")
    browser = logged_in(person((TEAM_MANAGER, "london")))
    page = told(browser, "target", one.pk)
    assert "Say what was delivered" in page
    assert "Change the target" not in page
    assert "Say what was delivered" not in told(browser, "target", there.pk)
    assert "Add target" not in told(browser, "plan")


def test_an_evaluator_sees_each_adaptation(manager):
    one = target(manager)
    adapted(manager, one)
    delivered(manager, one, departure="modified", judged="drift", reason="Nobody came")
    browser = logged_in(person((EVALUATOR, ALL_SITES)))
    page = told(browser, "adaptations")
    assert "From 40 to 30 sessions" in page
    assert "Nobody came" in page
    narrowed = told(browser, "adaptations", query="?site=manchester")
    assert "No target was changed." in narrowed
    assert "No departure is recorded." in narrowed


def test_the_tables_of_adaptations_are_paged_each_by_itself(manager):
    one = target(manager)
    delivered(manager, one, departure="modified", judged="drift", reason="Nobody came")
    (shown,) = overview.departed(manager)
    table = overview.departed_listed([shown] * 51, QueryDict("departures=2&page=3"), "leeds")
    assert (len(table.rows), table.page, table.pages, table.before) == (1, 2, 2, "?site=leeds&page=3")
    table = overview.departed_listed([shown] * 51, QueryDict("page=3"), "")
    assert table.after == "?page=3&departures=2"


def test_a_change_is_taken_back_and_a_target_removed(browser, manager):
    one = target(manager)
    change = adapted(manager, one)
    assert "From 40 to 30 sessions" in told(browser, "remove_adaptation", change.pk)
    browser.post(reverse("plan:remove_adaptation", args=[change.pk]), {"version": "1"})
    assert Target.objects.get().planned == 40
    browser.post(reverse("plan:remove_target", args=[one.pk]), {"version": str(Target.objects.get().version)})
    assert not Target.objects.exists()


def test_a_delay_asks_for_its_cause_and_the_response_may_come_later(manager):
    browser = logged_in(person((TEAM_MANAGER, "london")))
    today = clock.today()
    late = {"title": "Team in post", "site": "london"} | day("planned_on", today - timedelta(days=21))
    answer = sent(browser, "add_milestone", **late)
    assert "It is late: say what held it up." in answer.content.decode()
    answer = sent(browser, "add_milestone", **late, cause_of_delay="No manager")
    one = Milestone.objects.get()
    assert answer.headers["Location"] == reverse("plan:milestone", args=[one.pk])
    assert "It is 3 weeks overdue." in told(browser, "milestone", one.pk)
    reached = day("actual_on", today - timedelta(days=7))
    sent(browser, "change_milestone", one.pk, **late, **reached, cause_of_delay="No manager", response="Cover")
    page = told(browser, "milestone", one.pk)
    for words in ("It was reached 14 days late.", "No manager", "Cover"):
        assert words in page, words
    assert "Reached 14 days late" in told(browser, "milestones")


def test_one_that_is_overdue_and_unexplained_asks_for_it(browser, manager):
    one = milestone(manager)
    assert "Nobody has said what held it up" in told(browser, "milestone", one.pk)
    assert "Nobody has said what held it up." in told(browser, "milestones")


def test_milestones_are_saved_as_a_table(browser, manager):
    milestone(manager, title="=1+1")
    milestone(manager, "manchester")
    rows = list(csv.reader(io.StringIO(told(browser, "export_csv", query="?site=london").lstrip("\ufeff"))))
    assert rows[0] == ["milestone_id", "site", "title", "planned", "actual", "cause_of_delay", "response"]
    assert [row[2:4] for row in rows[1:]] == [["'=1+1", "2026-03-02"]]
    assert len(told(browser, "export_csv").splitlines()) == 3
    assert browser.get(reverse("plan:export_xlsx")).content[:2] == b"PK"


def test_a_priority_goes_its_way_on_its_page(manager):
    browser = logged_in(person((SYSTEMS_LEAD, "london")))
    on = day("on", clock.today())
    form = told(browser, "add_priority")
    assert "Greater Manchester</option>" not in form
    assert "All sites</option>" not in form
    given = {"title": "Exclusion", "element": "structures", "site": "london", "words": "From debriefs"}
    sent(browser, "add_priority", **given, **on)
    one = Priority.objects.get()
    page = told(browser, "priority", one.pk)
    assert "From debriefs" in page
    assert "Record that it was agreed" not in page
    answer = sent(browser, "add_agreement", one.pk, **on)
    assert "The priority is drafted, so it cannot be agreed. Record first who was consulted." in (
        answer.content.decode().replace("\n", " ")
    )
    said = {"with_whom": "Northgate Council", "words": "Ask heads first", "changed_because": "The title"}
    sent(browser, "add_consultation", one.pk, **said, **on)
    sent(browser, "add_agreement", one.pk, with_whom="The board", **on)
    page = told(browser, "priority", one.pk)
    for words in ("Consulted: Northgate Council", "Ask heads first", "The title", "Agreed by: The board"):
        assert words in page, words
    answer = sent(browser, "add_retirement", one.pk, words="", **on)
    assert "Answer the question: Why is it retired?" in answer.content.decode()


def test_a_retired_priority_leads_to_the_one_in_its_place(browser, manager):
    one, other = priority(manager), priority(manager, "", title="Another")
    consulted(manager, one)
    agreed(manager, one)
    step = retired(manager, one, replaced_by=other.pk)
    page = told(browser, "priority", one.pk)
    assert f'Replaced by: <a href="{reverse("plan:priority", args=[other.pk])}">Another</a>' in page
    assert reverse("plan:add_retirement", args=[one.pk]) not in page
    browser.post(reverse("plan:remove_step", args=[step.pk]), {"version": "1"})
    assert Priority.objects.get(pk=one.pk).status == "agreed"
    assert Priority.objects.get(pk=one.pk).ends_on is None


def test_a_site_leads_to_its_plan(browser, manager):
    one = milestone(manager)
    at = site(manager, "leeds", "Leeds")
    page = browser.get(reverse("programme:site", args=[at.pk])).content.decode()
    assert "No milestone is to be reached." in page
    assert f'href="{reverse("plan:plan")}?site=leeds"' in page
    Milestone.objects.filter(pk=one.pk).update(site="leeds")
    page = browser.get(reverse("programme:site", args=[at.pk])).content.decode()
    assert "1 milestone is to be reached, 1 overdue." in page


def test_without_a_year_the_page_says_what_to_do_first():
    browser = logged_in(person((PROGRAMME_MANAGER, ALL_SITES)))
    assert "The programme has no year yet." in told(browser, "plan")
