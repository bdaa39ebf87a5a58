"""Outcomes: what is written, refused, shown and told to the audit, and what the rooms above know of them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import outcomes
from sample import places as sites
from sample.folder import goes_round
from sample.history import kept
from sample.outcomes import SAFER, changed, outcome, outcome_read
from sample.people import person, standing
from sample.places import site, year

from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER, ROLES
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.outcomes import api
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.outcomes.resource import framework
from tideturn.hub.programme.models import Site
from tideturn.hub.resources.tables import FOLDER_TABLES

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TABLE = FOLDER_TABLES["outcomes"]
ROW = {
    "outcome_id": "safety",
    "area": "system",
    "title": "Responses are the same in every borough",
    "due_year": "3",
    "claim": "state",
    "element": "pathways",
    "definition": "Whoever finds the child first, the same steps follow.",
    "better": "up",
    "sites": "london|manchester",
}


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def places(manager):
    site(manager)
    site(manager, "london", "London")


def test_the_framework_is_told_by_area_and_by_the_year_in_which_each_is_due(manager):
    for area, title, due in (("system", "Shared pathways", 3), ("cyp", "Safer", 2), ("cyp", "Understand risks", 1)):
        outcome(manager, area=area, title=title, due_year=due)
    told = [(area, [one["title"] for one in among]) for area, among in framework(manager)]
    assert told == [
        ("Children and young people", ["Understand risks", "Safer"]),
        ("The system around them", ["Shared pathways"]),
    ]


def test_one_that_is_due_after_the_last_year_names_who_will_look(manager):
    year(manager)
    with pytest.raises(HubError, match="year 2 comes after the programme’s last year") as refused:
        outcome(manager, due_year=2)
    assert "Say who will look at it then" in refused.value.mend
    late = outcome(manager, due_year=2, looked_at_by="The board’s safeguarding lead")
    shown = outcome_read(manager, late.pk)
    assert (shown["is_late"], shown["is_unlooked"]) == (True, False)
    year(manager, "2026-09-01", "2027-08-31")
    assert not outcome_read(manager, late.pk)["is_late"]


def test_where_no_year_is_recorded_none_is_the_last(manager):
    assert outcome(manager, due_year=9).due_year == 9


def test_only_one_of_the_system_has_a_part_of_it(manager):
    with pytest.raises(HubError, match="only an outcome of the system"):
        outcome(manager, element="pathways")
    assert outcome(manager, area="system", element="pathways").element == "pathways"


def test_what_the_audit_is_told_is_which_outcome_and_which_fields(manager):
    one = outcome(manager)
    changed(manager, one, title="Young people feel safer")
    outcomes.remove_outcome(by=manager, pk=one.pk, expected=2)
    told = list(Event.objects.filter(action__startswith="outcomes.").order_by("at").values_list("action", "details"))
    assert told == [
        ("outcomes.add_outcome", {}),
        ("outcomes.change_outcome", {"fields": ["title"]}),
        ("outcomes.remove_outcome", {}),
    ]


def test_what_is_removed_keeps_its_history(manager):
    one = outcome(manager)
    with pytest.raises(EditsMeetError):
        outcomes.remove_outcome(by=manager, pk=one.pk, expected=None)
    outcomes.remove_outcome(by=manager, pk=one.pk, expected=1)
    assert not Outcome.objects.exists()
    assert [(one.change, one.by_id) for one in kept(one.pk)] == [("added", manager.user), ("removed", manager.user)]
    with pytest.raises(NotVisibleError):
        outcomes.remove_outcome(by=manager, pk=one.pk, expected=1)


def test_two_who_change_one_are_both_heard(manager):
    one = outcome(manager)
    changed(manager, one, title="First")
    with pytest.raises(EditsMeetError):
        outcomes.change_outcome(by=manager, pk=one.pk, expected=1, **SAFER | {"title": "Second"})


def test_a_history_tells_in_words(manager, places):
    one = outcome(manager, sites=["london"])
    changed(manager, one, due_year=3, better="down", sites=[])
    latest, first = outcome_read(manager, one.pk).changes
    assert [(field.label, field.before, field.after) for field in latest.fields] == [
        ("Due in year", "Year 2", "Year 3"),
        ("Which way is better", "", "Less of it is better"),
        ("Sites", "London", ""),
    ]
    assert first.what == "The outcome added"


def test_whoever_works_in_the_programme_reads_and_its_manager_writes(manager):
    one = outcome(manager)
    for role in ROLES.values():
        by = standing(person((role, ALL_SITES if role.may_be_at(ALL_SITES) else "london")))
        if role.code in ("funder", "administrator"):
            with pytest.raises(NotVisibleError):
                framework(by)
            with pytest.raises(NotVisibleError):
                outcome_read(by, one.pk)
            assert api.outcome_choices(by) == []
        else:
            assert outcome_read(by, one.pk)["title"] == "Young people are safer"
        if role is not PROGRAMME_MANAGER:
            with pytest.raises(RefusedError):
                outcome(by)
            with pytest.raises(RefusedError):
                changed(by, one, title="Taken over")
            with pytest.raises(RefusedError):
                outcomes.remove_outcome(by=by, pk=one.pk, expected=1)


def test_other_rooms_know_an_outcome_by_its_name_and_code(manager):
    one = outcome(manager, code="safety")
    other = outcome(manager, area="system", title="Joint working", due_year=1)
    assert api.outcome_choices(standing(person((EVALUATOR, ALL_SITES)))) == [
        ("Children and young people", [(str(one.pk), "Young people are safer")]),
        ("The system around them", [(str(other.pk), "Joint working")]),
    ]
    named = api.outcomes_named([one.pk])
    assert (named[one.pk].code, named[one.pk].title) == ("safety", "Young people are safer")
    assert named[one.pk].address == f"/outcomes/{one.pk}/"
    assert (api.outcome_of_code("safety"), api.outcome_of_code("none")) == (one.pk, None)
    assert api.codes()[other.pk].startswith("outcome-")


def rows(manager) -> list[dict[str, str]]:
    return [dict(row.cells) for row in TABLE.rows(manager)]


def test_a_row_of_the_folder_comes_back_as_it_was(manager, places):
    goes_round(
        manager, "outcomes", ROW, better="down", due_year="2", claim="change", sites="", definition="", element=""
    )


def test_a_site_that_an_outcome_names_is_not_removed(manager, places):
    outcome(manager, sites=["london"])
    there = Site.objects.get(code="london")
    with pytest.raises(HubError, match="outcomes"):
        sites.remove_site(by=manager, pk=there.pk, expected=1)
    other = Site.objects.get(code="manchester")
    sites.remove_site(by=manager, pk=other.pk, expected=1)


def test_who_will_look_is_the_hubs_alone_and_no_row_takes_it_away(manager, places):
    year(manager)
    one = TABLE.add(by=manager, cells=ROW)
    assert outcome_read(manager, one.pk)["is_unlooked"]
    now = Outcome.objects.get()
    said = {"area": "system", "title": now.title, "due_year": 3}
    outcomes.change_outcome(by=manager, pk=one.pk, expected=1, looked_at_by="The national team", **said)
    TABLE.change(by=manager, pk=one.pk, expected=2, cells=ROW)
    assert Outcome.objects.get().looked_at_by == "The national team"


@pytest.mark.parametrize(
    ("cell", "said", "told"),
    [
        ("area", "elsewhere", "area: elsewhere is none of its terms"),
        ("title", "", "title: nothing is written"),
        ("title", "x" * 400, "title: it has 400 characters"),
        ("due_year", "soon", "due_year: soon is not a number"),
        ("due_year", "0", "due_year: 0 is no year of a programme"),
        ("due_year", "1.5", "due_year: 1.5 is no year of a programme"),
        ("element", "weather", "element: weather is none of its terms"),
        ("claim", "a hope", "claim: a hope is none of its terms"),
        ("better", "sideways", "better: sideways is none of its terms"),
        ("sites", "leeds", "There is no site with the short name leeds"),
        ("area", "cyp", "element: only an outcome of the system"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(manager, places, cell, said, told):
    with pytest.raises(HubError, match=told):
        TABLE.add(by=manager, cells=ROW | {cell: said})
    assert rows(manager) == []


def test_no_two_rows_have_one_identifier(manager, places):
    TABLE.add(by=manager, cells=ROW)
    with pytest.raises(HubError, match="There is an outcome with the code safety"):
        TABLE.add(by=manager, cells=ROW)


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=80).filter(
    lambda text: text.strip()
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    title=WORDS,
    definition=WORDS | st.just(""),
    due=st.integers(1, 30),
    area=st.sampled_from(("cyp", "practitioner", "system")),
    better=st.sampled_from(("", "up", "down")),
    where=st.sampled_from(("", "london", "london|manchester")),
)
def test_whatever_a_row_says_comes_back(manager, places, title, definition, due, area, better, where):
    Outcome.objects.all().delete()
    said = {"area": area, "title": title.strip(), "due_year": str(due), "definition": definition.strip()}
    row = {**ROW, **said, "element": "", "better": better, "sites": where}
    TABLE.add(by=manager, cells=row)
    assert rows(manager) == [row]
