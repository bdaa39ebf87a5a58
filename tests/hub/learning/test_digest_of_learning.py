"""The digest: what is new from other sites, to whom, and that it comes once a week to whoever asked for it."""

from datetime import timedelta

import pytest
from post_office import open_office
from sample.learning import learnt, rewritten
from sample.people import hold, person, standing
from sample.places import site

from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, EVALUATOR, FUNDER, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.learning import actions as learning
from tideturn.hub.learning.actions import stop_digest, tell_digests, want_digest
from tideturn.hub.learning.models import DigestWanted
from tideturn.hub.notices.mailing import mail_waiting
from tideturn.hub.notices.models import Notice
from tideturn.hub.notices.queries import notices_to

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WEEK = timedelta(days=7)


@pytest.fixture
def now(monkeypatch):
    class Hands:
        at = clock.now()

        def on(self, pause):
            self.at += pause

    hands = Hands()
    monkeypatch.setattr(clock, "now", lambda: hands.at)
    return hands


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    for code in ("london", "leeds", "bristol"):
        site(by, code, code.capitalize())
    return by


@pytest.fixture
def user():
    return person((CASEWORKER, "london"))


def points(by, days=None):
    found = learning.digest_read(by, days)
    return [one["point"] for one in found["here"]], [one["point"] for one in found["others"]]


def told(user):
    return Notice.objects.filter(to=user, kind="learning.digest_ready").count()


def test_it_has_what_others_at_other_sites_have_learnt_and_first_what_may_hold_here(now, manager, user):
    learnt(manager, "leeds", "An old one")
    now.on(timedelta(days=30))
    by = standing(user)
    learnt(manager, "leeds", "At Leeds")
    learnt(manager, "leeds", "At Leeds, and here", transferable_to=("London",))
    learnt(manager, "london", "At one's own site")
    grant = hold(user, TEAM_MANAGER, "bristol")
    learnt(standing(user), "bristol", "One's own, at a site that one has left since")
    grant.delete()
    assert points(by) == (["At Leeds, and here"], ["At Leeds"])
    assert points(by, 7) == points(by)
    assert points(by, 365) == (["At Leeds, and here"], ["At Leeds", "An old one"])


def test_what_is_said_to_hold_here_later_is_new_again_and_what_holds_elsewhere_is_not(now, manager, user):
    one, other = learnt(manager, "leeds", "At Leeds"), learnt(manager, "leeds", "Also at Leeds")
    now.on(timedelta(days=30))
    by = standing(user)
    assert points(by) == ([], [])
    rewritten(manager, one, transferable_to=("london",))
    rewritten(manager, other, transferable_to=("bristol",))
    assert points(by) == (["At Leeds"], [])
    now.on(timedelta(days=29))
    assert points(by) == ([], [])


def test_who_works_everywhere_has_what_others_have_added_anywhere(manager, user):
    learnt(manager, "leeds", "The manager's own")
    learnt(standing(user), "london", "The caseworker's")
    evaluator = standing(person((EVALUATOR, ALL_SITES)))
    assert points(manager) == ([], ["The caseworker's"])
    assert sorted(points(evaluator)[1]) == ["The caseworker's", "The manager's own"]


def test_who_reads_no_learning_has_no_digest():
    by = standing(person((FUNDER, ALL_SITES)))
    with pytest.raises(NotVisibleError):
        learning.digest_read(by)
    with pytest.raises(RefusedError):
        want_digest(by=by)
    assert not DigestWanted.objects.exists()


def test_nobody_is_told_who_did_not_ask(now, manager, user):
    learnt(manager, "leeds")
    now.on(2 * WEEK)
    assert (tell_digests(), Notice.objects.count()) == (0, 0)


def test_who_asked_is_told_once_a_week_where_there_is_something_new(now, manager, user):
    by = standing(user)
    want_digest(by=by)
    now.on(timedelta(days=1))
    learnt(manager, "leeds", "At Leeds")
    now.on(timedelta(days=5))
    assert tell_digests() == 0
    now.on(timedelta(days=1))
    assert (tell_digests(), told(user)) == (1, 1)
    assert (tell_digests(), told(user)) == (0, 1)
    assert points(by) == ([], ["At Leeds"])
    now.on(WEEK)
    assert (tell_digests(), told(user)) == (0, 1)
    assert points(by) == ([], ["At Leeds"])
    learnt(manager, "bristol", "At Bristol")
    now.on(WEEK)
    assert (tell_digests(), told(user)) == (1, 2)
    assert points(by) == ([], ["At Bristol"])


def test_nothing_is_left_out_and_nothing_comes_twice_whenever_it_was_added(now, manager, user):
    """Of points added at any moment of many weeks each is in the first digest after it, and in no other."""
    by, came = standing(user), []
    want_digest(by=by)
    for hour in range(40):
        learnt(manager, "leeds", f"Point {hour}")
        now.on(timedelta(hours=11))
        if tell_digests():
            came += points(by)[1]
    now.on(WEEK)
    assert tell_digests() == 1
    came += points(by)[1]
    assert len(came) == 40
    assert sorted(came) == sorted(f"Point {hour}" for hour in range(40))


def test_what_is_written_at_that_moment_comes_with_the_next(now, manager, user):
    want_digest(by=standing(user))
    now.on(WEEK)
    learnt(manager, "leeds", "Written at that moment")
    assert tell_digests() == 0
    now.on(WEEK)
    assert (tell_digests(), told(user)) == (1, 1)
    assert points(standing(user)) == ([], ["Written at that moment"])


def test_asking_and_stopping_are_told_to_the_audit_once(now, user):
    by = standing(user)
    for do in (want_digest, want_digest, stop_digest, stop_digest):
        do(by=by)
        now.on(timedelta(seconds=1))
    actions = list(Event.objects.values_list("action", "actor").order_by("at"))
    assert actions == [("learning.want_digest", user.pk), ("learning.stop_digest", user.pk)]
    assert not learning.wants_digest(by)


def test_who_has_stopped_is_told_no_more(now, manager, user):
    want_digest(by=standing(user))
    stop_digest(by=standing(user))
    learnt(manager, "leeds")
    now.on(WEEK)
    assert (tell_digests(), told(user)) == (0, 0)


@pytest.mark.parametrize("gone", ["the role", "the account"])
def test_of_who_may_read_no_more_it_is_forgotten_that_they_asked(now, manager, user, gone):
    want_digest(by=standing(user))
    learnt(manager, "leeds")
    if gone == "the role":
        Grant.objects.filter(user=user).delete()
    else:
        user.ends_on = clock.today() - timedelta(days=1)
        user.save()
    now.on(WEEK)
    assert (tell_digests(), told(user), DigestWanted.objects.count()) == (0, 0, 0)


def test_of_two_workers_one_tells(now, manager, user):
    want_digest(by=standing(user))
    learnt(manager, "leeds")
    now.on(WEEK)
    wanted = DigestWanted.objects.get()
    assert learning.tell_digest(wanted=wanted.pk)
    learnt(manager, "leeds", "What came in between")
    now.on(timedelta(minutes=2))
    assert not learning.tell_digest(wanted=wanted.pk)
    assert told(user) == 1


def test_the_email_says_that_there_is_something_to_read_and_not_what(now, manager, user, settings):
    with open_office(settings) as office:
        want_digest(by=standing(user))
        learnt(manager, "leeds", "A planted point")
        now.on(WEEK)
        assert (tell_digests(), mail_waiting()) == (1, 1)
        (sent,) = office.received
    text = sent.get_payload(decode=True).decode()
    assert sent["Subject"] == "Tideturn: There is new learning from other sites"
    for word in ("planted", "Leeds", user.name):
        assert word not in text
    (notice,) = notices_to(user)
    assert notice.address == "/learning/digest/"
    assert Event.objects.get(action="learning.tell_digest").details == {}
