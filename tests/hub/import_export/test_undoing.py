"""What an import changed is undone to the letter, also where no column tells of it; what somebody added since stays."""

import pytest
from sample import at_places, plan
from sample import partners as services
from sample.folders import brought_in, folder, problems, sent, taken_back, zipped
from sample.learning import learnt, shared
from sample.outcomes import outcome
from sample.people import person, standing
from sample.places import site, year
from sample.sheets import separated, sheet_brought_in

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.import_export.models import State
from tideturn.hub.learning.actions import mark_used
from tideturn.hub.learning.models import LearningPoint, Share
from tideturn.hub.local_context.models import Post
from tideturn.hub.organisations.models import Contact, Organisation
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.plan.models import Priority, Step

pytestmark = pytest.mark.django_db
TOML = folder()["programme.toml"]
POINT = "learning_id,date,site,point,used\nL1,2026-03-02,manchester,What we learnt of it,no\n"
PRIORITY = (
    "priority_id,title,element,from,site,status\n"
    "P1,Exclusion is safeguarding,structures,2026-03-02,manchester,consulted on\n"
)


@pytest.fixture
def by():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    year(by)
    return by


def came_in(by, **files: str):
    done = brought_in(by, zipped({"programme.toml": TOML} | {f"{name}.csv": rows for name, rows in files.items()}))
    assert done.state == State.IN, problems(by, done)
    return done


def test_how_a_point_was_used_comes_back(by):
    one = learnt(by, site="manchester", point="What we learnt of it", code="L1")
    mark_used(by=by, pk=one.pk, expected=1, used="yes", used_how="Staff were told")
    done = came_in(by, learning=POINT)
    assert LearningPoint.objects.get().used == "no"
    assert problems(by, taken_back(by, done)) == []
    found = LearningPoint.objects.get()
    assert (found.used, found.used_how) == ("yes", "Staff were told")


def test_that_nobody_is_to_follow_comes_back(by):
    at_places.post(by, code="P1", advertised="2026-01-01", filled="2026-02-01", left="2026-03-01", is_over=True)
    done = came_in(by, posts="post_id,site,role,advertised,filled,left\nP1,manchester,dual,2026-01-01,2026-02-01,\n")
    taken_back(by, done)
    found = Post.objects.get()
    assert (str(found.left_on), found.is_over) == ("2026-03-01", True)


def test_that_nobody_need_look_at_an_outcome_comes_back(by):
    outcome(by, code="O1", due_year=1)
    done = came_in(by, outcomes="outcome_id,area,title,due_year\nO1,cyp,Young people are safer,5\n")
    taken_back(by, done)
    found = Outcome.objects.get()
    assert (found.due_year, found.looked_at_by) == (1, "")


def test_an_organisation_of_every_site_is_one_again(by):
    site(by, "national", "National team", kind="national")
    services.organisation(by, site=ALL_SITES, code="O1")
    done = came_in(by, organisations="organisation_id,name,sector,site\nO1,Renamed,police,manchester\n")
    assert Organisation.objects.get().site == "manchester"
    taken_back(by, done)
    assert Organisation.objects.get().site == ALL_SITES


def test_a_telephone_that_a_sheet_could_not_write_stands_in_no_ones_way(by):
    of = services.organisation(by, site="manchester")
    services.contact(by, of, "Ana Kay", telephone="2079460018", job_title="Sergeant")
    columns = {"Organisation": "organisation", "Name": "name", "Role": "job_title", "Telephone": "telephone"}
    rows = [[*columns][:3], (of.code, "Ana Kay", "Inspector")]
    done = sheet_brought_in(by, separated(rows), "contacts", columns=dict([*columns.items()][:3]), name="c.csv")
    assert (done.state, Contact.objects.get().job_title) == (State.IN, "Inspector"), problems(by, done)
    rows = [[*columns], (of.code, "Ana Kay", "Chief", "+44 20 7946 0018")]
    other = sheet_brought_in(by, separated(rows), "contacts", columns=columns, name="d.csv")
    assert problems(by, taken_back(by, other)) == []
    found = Contact.objects.get()
    assert (found.job_title, found.telephone) == ("Inspector", "2079460018")


def test_a_record_to_which_somebody_has_added_stays(by):
    done = came_in(by, learning=POINT, priorities=PRIORITY)
    shared(by, LearningPoint.objects.get())
    plan.consulted(by, Priority.objects.get())
    told = problems(by, taken_back(by, done))
    assert told == [
        "priorities, P1: Somebody has added to it since, so it stays.",
        "learning, L1: Somebody has added to it since, so it stays.",
    ]
    assert (Share.objects.count(), Step.objects.count()) == (1, 1)


def test_two_days_that_hold_only_together_come_in_whatever_their_order(by):
    year(by, "2026-09-01", "2027-08-31")
    later = TOML.replace("end = 2026-08-31", "end = 2026-09-30")
    later = later.replace("[report]", "[[years]]\nnumber = 2\nstart = 2026-10-01\nend = 2027-08-31\n[report]")
    assert later.count("[[years]]") == 2
    done = brought_in(by, zipped({"programme.toml": later}))
    assert done.state == State.IN, problems(by, done)
    assert problems(by, taken_back(by, done)) == []
    one = at_places.criterion(by, code="C1", text="Aged 14", reason="Agreed")
    two = at_places.adapted(by, one, text="Aged 10", on="2026-06-01", reason="Younger")
    rows = ["C1,manchester,Aged 14,2026-01-05,2026-06-30,Agreed", f"{two.code},manchester,Aged 10,2026-07-01,,Younger"]
    for order in (rows, rows[::-1]):
        criteria = "\n".join(["criterion_id,site,text,from,to,reason", *order, ""])
        look = sent(by, zipped({"programme.toml": TOML, "criteria.csv": criteria}))
        assert look.state == State.READY, problems(by, look)
