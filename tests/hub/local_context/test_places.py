"""Posts, circumstances, baselines and what partners are asked for: written, refused, removed and told of."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from sample import partners as organisations
from sample import places as sites
from sample.at_places import (
    add_request,
    baseline,
    change_circumstance,
    change_post,
    change_request,
    circumstance,
    criterion,
    one_read,
    post,
)
from sample.outcomes import outcome
from sample.partners import organisation
from sample.people import hold, person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, EVALUATOR, PROGRAMME_MANAGER, ROLES, TEAM_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.local_context import overview
from tideturn.hub.local_context.actions import advertise_again, begin_requests
from tideturn.hub.local_context.models import DATA_TO_ASK_FOR, DataAsk, Post
from tideturn.hub.local_context.overview import circumstances_at, how_many_before_a_manager, listed_at, posts_at
from tideturn.hub.local_context.resource import (
    BASELINE,
    CIRCUMSTANCE,
    POST,
    REQUEST,
)
from tideturn.hub.organisations.api import partners_at, partners_line
from tideturn.hub.programme import kept
from tideturn.hub.programme.kept import sections_of
from tideturn.hub.programme.models import Site
from tideturn.hub.resources.writing import remove

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    return by


def test_a_post_that_somebody_left_is_advertised_again_as_another_record(manager):
    old = post(manager, advertised="2026-01-05", filled="2026-02-02", left="2026-03-02", fte=Decimal("0.6"))
    assert posts_at(manager, "manchester")[0]["state"] == "Vacant"
    again = advertise_again(by=manager, pk=old.pk, advertised_on=date(2026, 3, 16))
    assert (again.role, again.fte, again.site, again.follows_id) == ("dual", Decimal("0.6"), "manchester", old.pk)
    shown = {one.id: one for one in posts_at(manager, "manchester")}
    assert (shown[old.pk]["state"], shown[again.pk]["state"]) == ("Left", "Advertised")
    with pytest.raises(HubError, match="already been advertised again"):
        advertise_again(by=manager, pk=old.pk, advertised_on=date(2026, 4, 1))
    said = {"role": "dual", "advertised_on": None, "filled_on": date(2026, 2, 2), "fte": None}
    with pytest.raises(HubError, match="Remove the post that follows it first"):
        change_post(by=manager, pk=old.pk, expected=1, left_on=None, is_over=False, **said)
    with pytest.raises(HubError, match="1 post"):
        remove(POST, old.pk, by=manager, expected=1)
    remove(POST, again.pk, by=manager, expected=1)
    assert one_read(POST, manager, old.pk)["state"] == "Vacant"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"filled": "2026-02-02"}, "Nobody has left the post yet"),
        ({"filled": "2026-02-02", "left": "2026-03-02", "is_over": True}, "The post is closed"),
        ({"filled": "2026-04-02", "left": "2026-05-02"}, "filled only on 2 April 2026"),
    ],
)
def test_a_post_is_advertised_again_only_once_somebody_leaves_it(manager, days, told):
    one = post(manager, **days)
    with pytest.raises(HubError, match=told):
        advertise_again(by=manager, pk=one.pk, advertised_on=date(2026, 3, 16))
    assert Post.objects.count() == 1


def test_posts_that_were_filled_before_a_manager_are_counted_at_their_site_alone(manager):
    site(manager, "leeds", "Leeds")
    post(manager, filled="2026-02-02")
    post(manager, "leeds", role="manager", filled="2026-01-05")
    assert how_many_before_a_manager(posts_at(manager, "manchester")) == 1
    assert how_many_before_a_manager(posts_at(manager, "leeds")) == 0


def test_a_circumstance_that_may_explain_an_outcome_names_it(manager):
    safer = outcome(manager)
    one = circumstance(manager, outcome=safer.pk, begins_on=date(2026, 1, 5))
    circumstance(manager, description="It is over", begins_on=date(2025, 1, 1), ends_on=date(2025, 2, 1))
    first, last = circumstances_at(manager, "manchester")
    assert (first.said["outcome"], first["now"], last["now"], last["description"]) == (
        safer.title,
        True,
        False,
        "It is over",
    )
    with pytest.raises(HubError, match="It would end before it began on 5 January 2026"):
        change_circumstance(
            by=manager,
            pk=one.pk,
            expected=1,
            kind="event",
            description="A festival",
            begins_on=date(2026, 1, 5),
            ends_on=date(2026, 1, 4),
            outcome=None,
        )
    whole = one_read(CIRCUMSTANCE, manager, one.pk)
    assert [field.after for field in whole.changes[0].fields if field.label == "May explain"] == [safer.title]


def test_what_somebody_has_removed_meanwhile_is_not_linked(manager):
    with pytest.raises(HubError, match="that outcome is not there any more"):
        circumstance(manager, outcome=uuid4())
    with pytest.raises(HubError, match="that learning point is not there any more"):
        criterion(manager, learning=uuid4())


def test_the_list_of_what_to_ask_for_is_begun_once_and_can_grow(manager):
    assert begin_requests(by=manager, site="manchester") == len(DATA_TO_ASK_FOR)
    assert begin_requests(by=manager, site="manchester") == 0
    add_request(by=manager, site="manchester", what="How many return interviews are held")
    with pytest.raises(HubError, match="in the list already"):
        add_request(by=manager, site="manchester", what="How many return interviews are held")
    shown = listed_at(REQUEST, manager, "manchester", "place", "what")
    assert [one["what"] for one in shown] == [*DATA_TO_ASK_FOR, "How many return interviews are held"]
    first = shown[0].id
    change_request(by=manager, pk=first, expected=1, state="agreed", note="The council counts it.")
    with pytest.raises(EditsMeetError):
        change_request(by=manager, pk=first, expected=1, state="asked", note="")
    whole = one_read(REQUEST, manager, first)
    assert (whole.said["state"], whole.changes[0].fields[0].before) == ("Agreed", "Still to ask")
    assert overview.BASELINES.at(manager, "manchester") == "0 measures recorded; 1 of 13 things to ask for agreed."
    remove(REQUEST, first, by=manager, expected=2)
    assert begin_requests(by=manager, site="manchester") == 1


def test_a_site_is_told_in_a_line_about_each_thing(manager):
    site(manager, "leeds", "Leeds")
    post(manager, advertised="2026-01-05")
    post(manager, filled="2026-01-05")
    criterion(manager)
    criterion(manager, "Lives in Salford", ends_on=date(2026, 2, 1))
    baseline(manager)
    circumstance(manager, outcome=outcome(manager).pk)
    (there, manchester), (_, leeds) = overview.places_seen(manager)
    assert manchester["posts"] == "2 posts: 1 filled, 1 vacant."
    assert manchester["criteria"] == "1 holds today; 1 held before."
    assert manchester["baseline"] == "1 measure recorded."
    assert manchester["circumstances"] == "1 circumstance recorded; 1 may explain an outcome."
    assert leeds["posts"] == "No post is recorded yet."
    lines = {title: line for title, _, line in sections_of(manager, there.id, "manchester")}
    assert lines["Posts"] == manchester["posts"]
    assert lines["Partners"] == "No organisation is recorded yet."


def test_partners_of_a_site_stand_as_on_their_latest_day_and_as_far_as_one_sees_them(manager):
    one = organisation(manager, site="manchester")
    organisation(manager, "Northgate Council", site=ALL_SITES, sector="council")
    organisation(manager, "Leeds Police", site="leeds")
    for on, stage, barrier in ((date(2026, 2, 2), "acting", ""), (date(2026, 1, 5), "interested", "No time")):
        said = {"stage": stage, "barrier": barrier, "seniority": "senior"}
        organisations.record_engagement(by=manager, organisation=one.pk, on=on, **said)
    police, council = partners_at(manager, "manchester")
    latest = police.latest
    assert (latest["stands"], latest["barrier"], latest["on"]) == ("Acting, senior level", "", date(2026, 2, 2))
    assert (council.everywhere, council.latest) == (True, None)
    elsewhere = standing(person((CASEWORKER, "leeds")))
    assert [found.name for found in partners_at(elsewhere, "manchester")] == ["Northgate Council"]
    assert partners_line(elsewhere, "manchester") == "1 organisation, with the engagement of each."
    with pytest.raises(NotVisibleError):
        partners_at(standing(person((EVALUATOR, ALL_SITES))), "manchester")
    assert Event.objects.filter(action="organisations.read_partners", actor=manager.user).exists()


def test_a_site_at_which_something_is_kept_is_not_removed(manager):
    one = Site.objects.get()
    assert {"posts", "circumstances", "criteria", "baselines", "things to ask for"} <= kept.AT_SITES.keys()
    post(manager)
    with pytest.raises(HubError, match="because it has posts"):
        sites.remove_site(by=manager, pk=one.pk, expected=1)


def test_whoever_works_in_the_programme_reads_and_managers_write(manager):
    one = post(manager)
    for role in ROLES.values():
        by = standing(person((role, "manchester" if role in (CASEWORKER, TEAM_MANAGER) else ALL_SITES)))
        if role.code in ("funder", "administrator"):
            with pytest.raises(NotVisibleError):
                posts_at(by, "manchester")
            with pytest.raises(NotVisibleError):
                one_read(POST, by, one.pk)
        else:
            assert one_read(POST, by, one.pk).said["role"] == "Casework and systems change"
        if role not in (PROGRAMME_MANAGER, TEAM_MANAGER):
            for deed in (lambda by=by: post(by), lambda by=by: remove(POST, one.pk, by=by, expected=1)):
                with pytest.raises((RefusedError, NotVisibleError)):
                    deed()
    assert Post.objects.count() == 1


def test_a_team_manager_removes_at_their_own_site_alone(manager):
    site(manager, "leeds", "Leeds")
    user = person((TEAM_MANAGER, "manchester"))
    one = baseline(manager, "leeds")
    with pytest.raises(RefusedError):
        remove(BASELINE, one.pk, by=standing(user), expected=1)
    hold(user, TEAM_MANAGER, "leeds")
    remove(BASELINE, one.pk, by=standing(user), expected=1)
    event = Event.objects.get(action="local_context.remove_baseline", record=one.pk)
    assert event.site == "leeds"


def test_a_site_that_is_not_there_has_nothing(manager):
    for deed in (lambda: post(manager, "leeds"), lambda: begin_requests(by=manager, site="leeds")):
        with pytest.raises(HubError, match="here is no site with the short name leeds"):
            deed()
    assert not DataAsk.objects.exists()
