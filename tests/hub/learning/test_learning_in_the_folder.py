"""The learning log as rows of the programme folder: what goes in comes out, and what cannot be is refused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import learning
from sample.learning import learnt, rewritten, shared
from sample.people import person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.learning.actions import mark_used
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.resources.tables import FOLDER_TABLES

pytestmark = pytest.mark.django_db
ROW = {
    "learning_id": "learn-04",
    "date": "2018-12-12",
    "site": "london",
    "point": "Young people who seem unconcerned in custody are often the most controlled.",
    "source": "debriefs with custody staff",
    "about": "problem",
    "changes_what": "What custody training says about demeanour",
    "shared_with": "partners in the city|the other sites",
    "transferable_to": "Greater Manchester|any area where work begins",
    "used": "yes",
}
TABLE = FOLDER_TABLES["learning"]
LEAST = dict.fromkeys(ROW, "") | {name: ROW[name] for name in ("learning_id", "date", "site", "point")}


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    site(by, "london", "London")
    return by


def rows(by):
    return [row.cells for row in TABLE.rows(by)]


def test_its_columns_are_those_of_the_folder():
    assert TABLE.columns == tuple(ROW)


@pytest.mark.parametrize("cells", [ROW, LEAST], ids=["whole", "least"])
def test_a_row_comes_back_as_it_went_in_and_is_changed_and_removed(manager, cells):
    one = TABLE.add(by=manager, cells=cells)
    (row,) = TABLE.rows(manager)
    assert (row.record, row.version, row.cells) == (one.pk, 1, cells)
    changed = cells | {"point": "Calm is read as guilt.", "used": "no", "shared_with": "the board", "about": "work"}
    TABLE.change(by=manager, pk=one.pk, expected=1, cells=changed)
    assert rows(manager) == [changed]
    with pytest.raises(EditsMeetError):
        TABLE.change(by=manager, pk=one.pk, expected=1, cells=cells)
    with pytest.raises(EditsMeetError):
        TABLE.remove(by=manager, pk=one.pk, expected=1)
    TABLE.remove(by=manager, pk=one.pk, expected=2)
    assert rows(manager) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"learning_id": " "}, "learning_id: nothing is written"),
        ({"date": ""}, "date: no day is given"),
        ({"date": "12/12/2018"}, "date: 12/12/2018 is not a date"),
        ({"date": "2118-12-12"}, "still to come"),
        ({"site": ""}, "site: nothing is written"),
        ({"site": "atlantis"}, "there is no site"),
        ({"point": ""}, "point: nothing is written"),
        ({"about": "both"}, "about: both is none of its terms"),
        ({"used": "perhaps"}, "used: perhaps is none of its terms"),
        ({"source": "a" * 501}, "source: it has 501 characters"),
        ({"learning_id": "learn-01"}, "There is a learning point with the code learn-01"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(manager, wrong, told):
    TABLE.add(by=manager, cells=ROW | {"learning_id": "learn-01"})
    with pytest.raises(HubError, match=told):
        TABLE.add(by=manager, cells=ROW | wrong)
    assert LearningPoint.objects.count() == 1


def test_rows_are_written_by_who_may_write_at_their_site(manager):
    by = standing(person((CASEWORKER, "manchester")))
    with pytest.raises(RefusedError):
        TABLE.add(by=by, cells=ROW)
    one = TABLE.add(by=manager, cells=ROW)
    with pytest.raises(RefusedError):
        TABLE.change(by=by, pk=one.pk, expected=1, cells=ROW | {"used": "no"})
    assert rows(by) == [ROW]


def test_what_the_hub_was_told_of_sharing_stands_after_what_the_folder_has(manager):
    one = TABLE.add(by=manager, cells=ROW)
    shared(manager, one, audience="site", site="manchester")
    shared(manager, one, whom="The police")
    shared(manager, one, whom="the other sites")
    cells = ROW | {"shared_with": "partners in the city|the other sites|Greater Manchester|The police"}
    assert rows(manager) == [cells]
    TABLE.change(by=manager, pk=one.pk, expected=1, cells=cells)
    found = LearningPoint.objects.get()
    assert (found.version, found.shared_with) == (1, ROW["shared_with"])


def test_a_row_cannot_take_back_what_the_hub_was_told_of_sharing(manager):
    one = TABLE.add(by=manager, cells=ROW)
    share = shared(manager, one)
    with pytest.raises(HubError, match="shared_with: the hub has a record that it was shared with: The police"):
        TABLE.change(by=manager, pk=one.pk, expected=1, cells=ROW)
    learning.remove_share(by=manager, pk=share.pk, expected=1)
    TABLE.change(by=manager, pk=one.pk, expected=1, cells=ROW | {"shared_with": ""})
    assert LearningPoint.objects.get().shared_with == ""


def test_a_page_changes_nothing_that_came_from_the_folder_alone(manager):
    one = TABLE.add(by=manager, cells=ROW)
    rewritten(manager, one, source="Custody staff")
    assert rows(manager) == [ROW | {"source": "Custody staff"}]


def test_how_it_was_used_outlives_a_row_that_says_the_same(manager):
    one = TABLE.add(by=manager, cells=ROW)
    mark_used(by=manager, pk=one.pk, expected=1, used="yes", used_how="Training says so now")
    TABLE.change(by=manager, pk=one.pk, expected=2, cells=ROW | {"source": "Custody staff"})
    assert LearningPoint.objects.get().used_how == "Training says so now"
    TABLE.change(by=manager, pk=one.pk, expected=3, cells=ROW | {"used": "no"})
    assert LearningPoint.objects.get().used_how == ""


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="|", exclude_categories=["Z", "C"]), min_size=1)
SEVERAL = st.lists(WORDS, unique=True, max_size=4).map("|".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(point=WORDS, shared_with=SEVERAL, transferable_to=SEVERAL, hubs=st.lists(WORDS, max_size=3))
def test_whatever_was_recorded_a_row_that_is_read_in_again_changes_nothing(
    manager, point, shared_with, transferable_to, hubs
):
    LearningPoint.objects.all().delete()
    cells = ROW | {"point": point, "shared_with": shared_with, "transferable_to": transferable_to}
    one = TABLE.add(by=manager, cells=cells)
    assert rows(manager) == [cells]
    for whom in hubs:
        shared(manager, one, whom=whom)
    (row,) = TABLE.rows(manager)
    TABLE.change(by=manager, pk=one.pk, expected=row.version, cells=row.cells)
    assert LearningPoint.objects.get().version == 1
    assert rows(manager) == [row.cells]


def test_rows_of_many_take_as_many_queries_as_of_one(manager, django_assert_max_num_queries):
    for number in range(5):
        shared(manager, learnt(manager, point=f"Point {number}"))
    with django_assert_max_num_queries(12):
        assert len(rows(manager)) == 5
