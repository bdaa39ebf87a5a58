"""Posts, circumstances, baselines and what partners are asked for: written, refused, removed and told of."""

from datetime import date
from decimal import Decimal

import pytest
from sample import partners as organisations
from sample import places as sites
from sample.at_places import baseline, circumstance, criterion, post
from sample.outcomes import outcome
from sample.partners import organisation
from sample.people import hold, person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, EVALUATOR, PROGRAMME_MANAGER, ROLES, TEAM_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.versions import EditsMeetError
from tideturn.hub.local_context import overview, queries
from tideturn.hub.local_context.models import DataAsk, Post
from tideturn.hub.local_context.services import baselines, circumstances, posts
from tideturn.hub.local_context.terms import DATA_TO_ASK_FOR
from tideturn.hub.organisations.api import partners_at, partners_line
from tideturn.hub.programme import kept
from tideturn.hub.programme.kept import sections_of
from tideturn.hub.programme.models import Site

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    return by


def test_a_post_that_somebody_left_is_advertised_again_as_another_record(manager):
    old = post(manager, advertised="2026-01-05", filled="2026-02-02", left="2026-03-02", fte=Decimal("0.6"))
    assert queries.posts_at(manager, "manchester")[0].state == "Vacant"
    again = posts.advertise_again(by=manager, pk=old.pk, advertised_on=date(2026, 3, 16))
    assert (again.role, again.fte, again.site, again.follows_id) == ("dual", Decimal("0.6"), "manchester", old.pk)
    shown = {one.id: one for one in queries.posts_at(manager, "manchester")}
    assert (shown[old.pk].state, shown[again.pk].state) == ("Left", "Advertised")
    with pytest.raises(HubError, match="advertised again already"):
        posts.advertise_again(by=manager, pk=old.pk, advertised_on=date(2026, 4, 1))
    said = {"role": "dual", "advertised_on": None, "filled_on": date(2026, 2, 2), "fte": None}
    with pytest.raises(HubError, match="Remove the one that follows it first"):
        posts.change_post(by=manager, pk=old.pk, expected=1, left_on=None, is_over=False, **said)
    with pytest.raises(HubError, match="1 post"):
        posts.remove_post(by=manager, pk=old.pk, expected=1)
    posts.remove_post(by=manager, pk=again.pk, expected=1)
    assert queries.post_read(manager, old.pk).one.state == "Vacant"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"filled": "2026-02-02"}, "Nobody has left the post yet"),
        ({"filled": "2026-02-02", "left": "2026-03-02", "is_over": True}, "The post is over"),
        ({"filled": "2026-04-02", "left": "2026-05-02"}, "filled only on 2 April 2026"),
    ],
)
def test_a_post_is_advertised_again_only_once_somebody_leaves_it(manager, days, told):
    one = post(manager, **days)
    with pytest.raises(HubError, match=told):
        posts.advertise_again(by=manager, pk=one.pk, advertised_on=date(2026, 3, 16))
    assert Post.objects.count() == 1


def test_posts_that_were_filled_before_a_manager_are_counted_at_their_site_alone(manager):
    site(manager, "leeds", "Leeds")
    post(manager, filled="2026-02-02")
    post(manager, "leeds", role="manager", filled="2026-01-05")
    assert queries.how_many_before_a_manager(manager, "manchester") == 1
    assert queries.how_many_before_a_manager(manager, "leeds") == 0


def test_a_circumstance_that_may_explain_an_outcome_names_it(manager):
    safer = outcome(manager)
    one = circumstance(manager, outcome=safer.pk, begins_on=date(2026, 1, 5))
    circumstance(manager, description="It is over", begins_on=date(2025, 1, 1), ends_on=date(2025, 2, 1))
    first, last = queries.circumstances_at(manager, "manchester")
    assert (first.outcome, first.now, last.now, last.description) == (safer.title, True, False, "It is over")
    with pytest.raises(HubError, match="It would end before it began on 5 January 2026"):
        circumstances.change_circumstance(
            by=manager,
            pk=one.pk,
            expected=1,
            kind="event",
            description="A festival",
            begins_on=date(2026, 1, 5),
            ends_on=date(2026, 1, 4),
            outcome=None,
        )
    whole = queries.circumstance_read(manager, one.pk)
    assert [field.after for field in whole.changes[0].fields if field.label == "May explain"] == [safer.title]


def test_the_list_of_what_to_ask_for_is_begun_once_and_can_grow(manager):
    assert baselines.begin_asks(by=manager, site="manchester") == len(DATA_TO_ASK_FOR)
    assert baselines.begin_asks(by=manager, site="manchester") == 0
    baselines.add_ask(by=manager, site="manchester", what="How many return interviews are held")
    with pytest.raises(HubError, match="in the list already"):
        baselines.add_ask(by=manager, site="manchester", what="How many return interviews are held")
    shown = queries.asks_at(manager, "manchester")
    assert [one.what for one in shown] == [*DATA_TO_ASK_FOR, "How many return interviews are held"]
    first = shown[0].id
    baselines.answer_ask(by=manager, pk=first, expected=1, state="agreed", note="The council counts it.")
    with pytest.raises(EditsMeetError):
        baselines.answer_ask(by=manager, pk=first, expected=1, state="asked", note="")
    whole = queries.ask_read(manager, first)
    assert (whole.one.state_told, whole.changes[0].fields[0].before) == ("Agreed", "Still to ask")
    assert overview.baselines_line(manager, "manchester") == "0 measures recorded; 1 of 13 things to ask for agreed."
    baselines.remove_ask(by=manager, pk=first, expected=2)
    assert baselines.begin_asks(by=manager, site="manchester") == 1


def test_a_site_is_told_in_a_line_about_each_thing(manager):
    site(manager, "leeds", "Leeds")
    post(manager, advertised="2026-01-05")
    post(manager, filled="2026-01-05")
    criterion(manager)
    criterion(manager, "Lives in Salford", ends_on=date(2026, 2, 1))
    baseline(manager)
    circumstance(manager, outcome=outcome(manager).pk)
    manchester, leeds = overview.places_seen(manager)
    assert manchester.posts == "2 posts: 1 filled, 1 vacant."
    assert manchester.criteria == "1 holds today; 1 held before."
    assert manchester.baseline == "1 measure recorded."
    assert manchester.circumstances == "1 circumstance recorded; 1 may explain an outcome."
    assert leeds.posts == "No post is recorded yet."
    lines = {one.title: one.summary for one in sections_of(manager, manchester.id, "manchester")}
    assert lines["Posts"] == manchester.posts
    assert lines["Partners"] == "No organisation is recorded yet."


def test_partners_of_a_site_stand_as_on_their_latest_day_and_as_far_as_one_sees_them(manager):
    one = organisation(manager, site="manchester")
    organisation(manager, "Northgate Council", site=ALL_SITES, sector="council")
    organisation(manager, "Leeds Police", site="leeds")
    for on, stage, barrier in ((date(2026, 2, 2), "acting", ""), (date(2026, 1, 5), "interested", "No time")):
        said = {"stage": stage, "barrier": barrier, "seniority": "senior"}
        organisations.record_engagement(by=manager, organisation=one.pk, on=on, **said)
    police, council = partners_at(manager, "manchester")
    assert (police.stage, police.seniority, police.barrier, police.on) == ("Acting", "Senior", "", date(2026, 2, 2))
    assert (council.everywhere, council.stage) == (True, "")
    elsewhere = standing(person((CASEWORKER, "leeds")))
    assert [found.name for found in partners_at(elsewhere, "manchester")] == ["Northgate Council"]
    assert partners_line(elsewhere, "manchester") == "1 organisation, with how far each has come."
    with pytest.raises(NotVisibleError):
        partners_at(standing(person((EVALUATOR, ALL_SITES))), "manchester")
    assert Event.objects.filter(action="organisations.read_partners", actor=manager.user).exists()


def test_a_site_at_which_something_is_kept_is_not_removed(manager):
    one = Site.objects.get()
    assert {"posts", "circumstances", "criteria", "baselines", "things to ask for"} <= kept.AT_SITES.keys()
    post(manager)
    with pytest.raises(HubError, match="there are posts at it"):
        sites.remove_site(by=manager, pk=one.pk, expected=1)


def test_whoever_works_in_the_programme_reads_and_managers_write(manager):
    one = post(manager)
    for role in ROLES.values():
        by = standing(person((role, "manchester" if role in (CASEWORKER, TEAM_MANAGER) else ALL_SITES)))
        if role.code in ("funder", "administrator"):
            with pytest.raises(NotVisibleError):
                queries.posts_at(by, "manchester")
            with pytest.raises(NotVisibleError):
                queries.post_read(by, one.pk)
        else:
            assert queries.post_read(by, one.pk).one.role == "Casework and systems change"
        if role not in (PROGRAMME_MANAGER, TEAM_MANAGER):
            for deed in (lambda by=by: post(by), lambda by=by: posts.remove_post(by=by, pk=one.pk, expected=1)):
                with pytest.raises((RefusedError, NotVisibleError)):
                    deed()
    assert Post.objects.count() == 1


def test_a_team_manager_removes_at_their_own_site_alone(manager):
    site(manager, "leeds", "Leeds")
    user = person((TEAM_MANAGER, "manchester"))
    one = baseline(manager, "leeds")
    with pytest.raises(RefusedError):
        baselines.remove_baseline(by=standing(user), pk=one.pk, expected=1)
    hold(user, TEAM_MANAGER, "leeds")
    baselines.remove_baseline(by=standing(user), pk=one.pk, expected=1)
    event = Event.objects.get(action="local_context.remove_baseline", record=one.pk)
    assert event.site == "leeds"


def test_a_site_that_is_not_there_has_nothing(manager):
    for deed in (lambda: post(manager, "leeds"), lambda: baselines.begin_asks(by=manager, site="leeds")):
        with pytest.raises(HubError, match="There is no site with the short name leeds"):
            deed()
    assert not DataAsk.objects.exists()
