"""Learning points: who writes and reads which, what is refused, and what the audit and the history are told."""

from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st
from sample import learning as queries
from sample.history import removed, said
from sample.learning import AGE, learnt, rewritten, shared
from sample.people import person, standing
from sample.places import site

from tideturn.dataset.vocabulary import LEARNING_ABOUT
from tideturn.hub.access.roles import (
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    FUNDER,
    PROGRAMME_MANAGER,
    ROLES,
    SYSTEMS_LEAD,
    TEAM_MANAGER,
    Reach,
)
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.shortened import rest, short
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.learning import api
from tideturn.hub.learning.actions import mark_used
from tideturn.hub.learning.api import (
    Change,
    codes_of,
    point_choices,
    point_of_code,
    tells_what_changed,
    what_they_changed,
)
from tideturn.hub.learning.models import About, Elsewhere, LearningPoint, Share
from tideturn.hub.learning.resource import TRANSFERABLE

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    site(by, "london", "London")
    return by


@pytest.fixture
def caseworker():
    return standing(person((CASEWORKER, "london")))


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(api, "CHANGED", [])


def test_the_terms_are_those_of_the_programme_folder():
    assert set(About.values) == set(LEARNING_ABOUT.terms)


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_whoever_works_in_the_programme_reads_and_who_does_the_work_writes_at_their_site(manager, role):
    one, other = learnt(manager), learnt(manager, "manchester")
    everywhere = role.reach is Reach.EVERYWHERE
    by = standing(person((role, ALL_SITES if everywhere else "london")))
    if role.code in ("funder", "administrator"):
        with pytest.raises(NotVisibleError):
            queries.points_listed(by)
        with pytest.raises(NotVisibleError):
            queries.points_exported(by)
        with pytest.raises(NotVisibleError):
            queries.point_read(by, one.pk)
    else:
        assert len(queries.points_listed(by)) == 2
        assert queries.point_read(by, other.pk).site == "manchester"
    if role in (CASEWORKER, TEAM_MANAGER, SYSTEMS_LEAD, PROGRAMME_MANAGER):
        assert rewritten(by, one, source="Debriefs").version == 2
    else:
        with pytest.raises(RefusedError):
            rewritten(by, one, source="Debriefs")
    if role is PROGRAMME_MANAGER:
        assert rewritten(by, other, source="Debriefs").version == 2
        return
    for do in (
        lambda: learnt(by, "manchester"),
        lambda: rewritten(by, other, source="Debriefs"),
        lambda: mark_used(by=by, pk=other.pk, expected=1, used="yes"),
        lambda: queries.remove_point(by=by, pk=other.pk, expected=1),
        lambda: shared(by, other),
    ):
        with pytest.raises(RefusedError):
            do()
    assert (LearningPoint.objects.count(), Share.objects.count()) == (2, 0)


def test_nobody_moves_a_point_to_a_site_where_they_may_not_write(manager, caseworker):
    one = learnt(caseworker)
    with pytest.raises(RefusedError):
        rewritten(caseworker, one, site="manchester")
    assert rewritten(manager, one, site="manchester").site == "manchester"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"site": "atlantis"}, "there is no site"),
        ({"site": ALL_SITES}, "there is no site"),
        ({"on": str(clock.today() + timedelta(days=1))}, "still to come"),
        ({"point": "a" * 4001}, "What was learnt: it has 4001 characters. Shorten it to 4000"),
        ({"source": "a" * 501}, "Where it came from: it has 501"),
        ({"code": "a" * 81}, "longer than 80"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(manager, given, told):
    with pytest.raises(HubError, match=told):
        learnt(manager, **given)
    assert not LearningPoint.objects.exists()


def test_a_code_is_one_points_alone_and_made_where_none_is_given(manager):
    assert learnt(manager, code="learn-04").code == "learn-04"
    with pytest.raises(HubError, match=r"There is a learning point with the code learn-04\."):
        learnt(manager, code="learn-04")
    assert learnt(manager).code.startswith("learn-")


def test_the_audit_is_told_which_point_and_which_fields_and_no_words(manager, caseworker):
    one = learnt(caseworker, source="Debriefs")
    rewritten(caseworker, one, source="Custody staff")
    rewritten(caseworker, one, source="Custody staff")
    mark_used(by=caseworker, pk=one.pk, expected=2, used="yes", used_how="The threshold is 10")
    share = shared(caseworker, one)
    queries.remove_point(by=caseworker, pk=one.pk, expected=3)
    events = list(Event.objects.filter(action__startswith="learning.").order_by("at"))
    assert [(one.action.split(".")[1], one.site) for one in events] == [
        ("add_point", "london"),
        ("change_point", "london"),
        ("mark_used", "london"),
        ("add_share", "london"),
        ("remove_point", "london"),
    ]
    assert {one.record for one in events} == {one.pk, share.pk}
    assert [event.details for event in events[1:4]] == [
        {"fields": ["source"]},
        {"fields": ["used", "used_how"]},
        {"point": str(one.pk)},
    ]


def test_two_who_change_one_point_are_both_heard(manager):
    one = learnt(manager)
    rewritten(manager, one, source="Debriefs")
    for do in (
        lambda: mark_used(by=manager, pk=one.pk, expected=1, used="no"),
        lambda: queries.remove_point(by=manager, pk=one.pk, expected=1),
    ):
        with pytest.raises(EditsMeetError):
            do()
    assert LearningPoint.objects.get().used == ""


def test_how_it_was_used_is_said_of_what_was_used_alone(manager):
    one = learnt(manager)
    mark_used(by=manager, pk=one.pk, expected=1, used="yes", used_how="The threshold is 10 now")
    assert queries.point_read(manager, one.pk)["used_how"] == "The threshold is 10 now"
    mark_used(by=manager, pk=one.pk, expected=2, used="no", used_how="The threshold is 10 now")
    assert queries.point_read(manager, one.pk)["used_how"] == ""


def test_a_history_tells_what_was_said_before(manager):
    one = learnt(manager, transferable_to=("manchester", "any area where work begins"), about="problem")
    rewritten(manager, one, transferable_to=("manchester",), about="work", on=date(2026, 3, 3))
    latest, first = queries.point_read(manager, one.pk).changes
    assert (latest.what, first.what) == ("The learning point changed", "The learning point added")
    assert [(one.label, one.before, one.after) for one in latest.fields] == [
        ("Noted on", "2 March 2026", "3 March 2026"),
        ("About", "The problem", "The work"),
        ("Where else it may apply", "Greater Manchester, any area where work begins", "Greater Manchester"),
    ]


def test_places_stand_as_they_were_written_and_are_read_by_name(manager):
    one = learnt(manager, transferable_to=("greater manchester", "any area"))
    assert one.transferable_sites == ["manchester"]
    assert one.transferable_words == "any area"
    assert rewritten(manager, one, transferable_to=("manchester", "any area")).version == 1
    assert rewritten(manager, one, transferable_to=("any area", "manchester", "the court")).transferable_to == (
        "greater manchester|any area|the court"
    )
    assert TRANSFERABLE.spoken(LearningPoint.objects.get().transferable_to) == "Greater Manchester, any area, the court"


def test_since_when_it_may_hold_at_a_site_stays_and_what_is_taken_back_goes(manager):
    one = learnt(manager, transferable_to=("Greater Manchester",))
    first = Elsewhere.objects.get()
    assert first.site == "manchester"
    site(manager, "leeds", "Leeds")
    rewritten(manager, one, transferable_to=("Greater Manchester", "leeds"))
    assert Elsewhere.objects.get(site="manchester").since == first.since
    assert Elsewhere.objects.get(site="leeds").since > first.since
    rewritten(manager, one, transferable_to=("leeds",))
    assert [found.site for found in Elsewhere.objects.all()] == ["leeds"]


def test_it_is_recorded_with_whom_it_was_shared(manager):
    one = learnt(manager, shared_with=("the board",))
    shared(manager, one, on="2026-03-09")
    shared(manager, one, audience="site", site="manchester", whom="left out", on="2026-03-10", words="At the team day")
    shared(manager, one, audience="inside", whom="The night team", site="manchester", on="2026-03-08")
    shown = queries.point_read(manager, one.pk)
    assert shown["shared_before"] == ("the board",)
    assert [(share["with_whom"], share["words"]) for share in shown["shares"]] == [
        ("Greater Manchester", "At the team day"),
        ("The police", ""),
        ("The night team", ""),
    ]
    assert list(Share.objects.order_by("on").values_list("site", "whom")) == [
        ("", "The night team"),
        ("", "The police"),
        ("manchester", ""),
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"audience": "site", "site": ""}, "Other site: nothing is chosen"),
        ({"audience": "site", "site": "atlantis"}, "Other site: nothing is chosen"),
        ({"audience": "site", "site": "london"}, "it was learnt at London itself"),
        ({"whom": ""}, "organisation: nothing is written"),
        ({"whom": "Police|council"}, "the sign"),
        ({"on": str(clock.today() + timedelta(days=1))}, "still to come"),
    ],
)
def test_a_share_that_cannot_be_is_refused_with_a_sentence(manager, given, told):
    one = learnt(manager)
    with pytest.raises(HubError, match=told):
        shared(manager, one, **given)
    assert not Share.objects.exists()


def test_a_share_that_was_a_mistake_is_taken_away_and_its_history_stays(manager):
    share = shared(manager, learnt(manager))
    elsewhere = standing(person((TEAM_MANAGER, "manchester")))
    with pytest.raises(RefusedError):
        queries.remove_share(by=elsewhere, pk=share.pk, expected=1)
    with pytest.raises(EditsMeetError):
        queries.remove_share(by=manager, pk=share.pk, expected=None)
    queries.remove_share(by=manager, pk=share.pk, expected=1)
    assert not Share.objects.exists()
    gone = removed(Share).get()
    assert (gone.by_id, said(gone, Share)["whom"]) == (manager.user, "The police")


def test_a_point_is_removed_with_its_shares_and_what_they_said_stays(manager):
    one = learnt(manager)
    shared(manager, one)
    queries.remove_point(by=manager, pk=one.pk, expected=1)
    assert not LearningPoint.objects.exists()
    assert not Share.objects.exists()
    for model in (LearningPoint, Share):
        assert removed(model).get().by_id == manager.user


def test_a_point_on_which_others_stand_stays_with_its_shares(manager, monkeypatch):
    one = learnt(manager)
    shared(manager, one)

    def stands(point):
        raise ProtectedError("A criterion stands on it", {point})

    monkeypatch.setattr(LearningPoint, "delete", stands)
    with pytest.raises(HubError, match="other records use it"):
        queries.remove_point(by=manager, pk=one.pk, expected=1)
    assert Share.objects.count() == 1
    assert not Event.objects.filter(action="learning.remove_point").exists()


@pytest.mark.usefixtures("registry")
def test_what_a_point_changed_is_told_by_the_rooms_that_keep_it(manager):
    one, other = learnt(manager), learnt(manager)
    early, late = (Change(f"The threshold is {age}", f"/criteria/{age}/", date(2026, age, 1)) for age in (4, 5))

    def criteria(by, ids):
        assert by == manager
        return [(pk, change) for pk in ids if pk == one.pk for change in (early, late)]

    for _ in range(2):
        tells_what_changed(criteria)
    assert what_they_changed(manager, [one.pk]) == {one.pk: (late, early)}
    assert what_they_changed(manager, [other.pk]) == {other.pk: ()}


def test_the_log_is_narrowed_and_sorted(manager):
    learnt(manager, on="2026-03-02", about="problem")
    learnt(manager, "manchester", "Partners must own a priority first", "2026-03-04", about="work", used="yes")
    learnt(manager, "manchester", "Calm is read as guilt", "2026-03-03", source="Debriefs with CUSTODY staff")

    def found(**asked):
        return [int(on.split()[0]) for _, on, *_ in queries.points_listed(manager, **asked)]

    assert found() == [4, 3, 2]
    assert found(sort="on") == [2, 3, 4]
    assert found(sort="site") == [2, 3, 4]
    assert found(sort="-used") == [4, 3, 2]
    assert found(site="manchester") == [4, 3]
    assert found(about="problem") == [2]
    assert found(used="yes") == [4]
    assert found(text="custody CALM") == [3]
    assert found(text="custody threshold") == []
    third = LearningPoint.objects.get(on="2026-03-02")
    mark_used(by=manager, pk=third.pk, expected=1, used="yes", used_how="Talks with headteachers")
    assert found(text="headteachers") == [2]


def test_what_the_rooms_above_know_of_points(manager, caseworker):
    one = learnt(caseworker, code="learn-04")
    assert point_choices(caseworker) == [("", "None"), (str(one.pk), f"{short(AGE)} (London, 2 March 2026)")]
    assert point_of_code("learn-04") == one.pk
    assert codes_of([one.pk]) == {one.pk: "learn-04"}
    with pytest.raises(HubError, match=r"There is no learning point learn-05\."):
        point_of_code("learn-05")
    assert point_choices(standing(person((FUNDER, ALL_SITES)))) == [("", "None")]
    assert len(point_choices(standing(person((EVALUATOR, ALL_SITES))))) == 2


@pytest.mark.parametrize(
    ("point", "headline", "beneath"),
    [
        ("One  two\nthree", "One two three", ""),
        ("One\ntwo. Three.\nFour", "One two.", "Three.\nFour"),
        ("Aged 10. Or 11, e.g. at school", "Aged 10.", "Or 11, e.g. at school"),
        ("At 2.30 a.m. they ring", "At 2.30 a.m. they ring", ""),
        ("One two, three four five six", "One two, three four five…", "One two, three four five six"),
        ("a" * 30, f"{'a' * 25}…", "a" * 30),
    ],
)
def test_a_point_in_short_is_its_first_sentence_or_ends_at_a_word(point, headline, beneath):
    assert (short(point, 25), rest(point, 25)) == (headline, beneath)


@given(st.text(max_size=60), st.integers(1, 40))
def test_nothing_of_a_point_is_left_out_between_its_first_line_and_what_stands_beneath(point, most):
    headline, beneath = short(point, most), rest(point, most)
    if beneath == point.strip():
        assert len(headline) <= most + 1
    else:
        assert [*headline.split(), *beneath.split()] == point.split()
