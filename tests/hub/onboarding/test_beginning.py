"""The way from an empty hub to a first year: what each step says and writes, for whom, and done a second time."""

from datetime import date

import pytest
from django.urls import reverse
from sample import outcomes
from sample.people import administering, granter, logged_in, person, standing
from sample.places import named, site, year

from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    GOVERNANCE_LEAD,
    PROGRAMME_MANAGER,
    TEAM_MANAGER,
)
from tideturn.hub.accounts.models import Invitation, User
from tideturn.hub.accounts.services.invitations import accept_invitation
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.onboarding.models import MeantRole
from tideturn.hub.outcomes.actions import MARK, suggested
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.programme.models import Programme, Site, Year
from tideturn.hub.theory.models import Working, WorkingNode

pytestmark = pytest.mark.django_db
GOOD = "slow rivers turn twice"
DAYS = {"starts_on_day": "1", "starts_on_month": "9", "starts_on_year": "2025"}
PAT = {"name_1": "Pat", "email_1": "pat@example.org", "role_1": "programme_manager"}


def at(page: str) -> str:
    return reverse(f"onboarding:{page}")


@pytest.fixture
def manager():
    return logged_in(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def administrator():
    user = person((ADMINISTRATOR, ALL_SITES))
    administering(user)
    return logged_in(user)


def told(client, page: str) -> str:
    return client.get(at(page)).content.decode()


def came_in(links: str, number: int) -> User:
    """Whoever the link of that number on the page is for opens an account."""
    token = links.split("/invitation/")[number].split("/")[0]
    return accept_invitation(token=token, name=f"Colleague {number}", password=GOOD)


def test_a_manager_comes_to_a_first_year_step_by_step_and_the_start_page_leads_there_until_then(manager):
    def leads_there() -> bool:
        return at("start") in manager.get(reverse("home")).content.decode()

    assert leads_there()
    sent = (
        ("name", {"name": "Safer Routes"}, "year"),
        ("year", DAYS, "sites"),
        ("sites", {"name_1": "Leeds", "name_3": "Greater Manchester", "kind_3": "local"}, "people"),
        ("outcomes", {"chosen": ["safety", "joint_work"], "due_year": "1"}, "theory"),
    )
    for page, given, then in sent:
        assert leads_there()
        answer = manager.post(at(page), given)
        assert (answer.status_code, answer.headers["Location"]) == (302, at(then)), page
    assert not leads_there()
    assert manager.post(at("theory"), {}).headers["Location"] == reverse("theory:next")
    assert (Programme.objects.get().name, Year.objects.get().ends_on) == ("Safer Routes", date(2026, 8, 31))
    assert set(Site.objects.values_list("code", "kind")) == {("leeds", "local"), ("greater-manchester", "local")}
    assert {one.definition.startswith(MARK) for one in Outcome.objects.all()} == {True}
    assert WorkingNode.objects.count() > 9
    page = told(manager, "start")
    for words in ("Safer Routes", "Year 1, from 1 September 2025 to 31 August 2026", "Leeds", "2 outcomes"):
        assert words in page
    assert "Your first year is set up" in told(manager, "next")


def test_what_is_done_again_says_what_is_there_and_writes_nothing(manager):
    by = standing(User.objects.get(pk=manager.session["_auth_user_id"]))
    named(by), year(by), site(by)
    manager.post(at("outcomes"), {"chosen": ["safety"], "due_year": "1"})
    manager.post(at("theory"))
    before = Event.objects.exclude(action__startswith="forms.").count()
    for page, given, words in (
        ("name", {"name": "Another"}, "The programme is called Safer Routes."),
        ("year", DAYS, "already has its first year"),
        ("sites", {"name_1": "Greater Manchester", "short_name_1": "gm"}, "The programme already has these sites."),
        ("theory", {}, "already a next version"),
    ):
        answer = manager.post(at(page), given)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), page
    assert manager.post(at("outcomes"), {"chosen": ["safety"], "due_year": "1"}).status_code == 422
    assert Event.objects.exclude(action__startswith="forms.").count() == before
    for page in ("name", "year", "theory"):
        assert "Done so far: " in told(manager, page)
        assert "<button>" not in told(manager, page)


def test_a_row_is_whole_or_empty_and_what_was_typed_stays(manager):
    answer = manager.post(at("sites"), {"name_1": "Leeds", "short_name_2": "york", "kind_1": "local"})
    page = answer.content.decode()
    assert (answer.status_code, Site.objects.count()) == (422, 0)
    assert "leave the whole row empty" in page
    assert 'value="Leeds"' in page
    assert "Fill in at least one row." in manager.post(at("sites"), {}).content.decode()
    twice = manager.post(at("sites"), {"name_1": "Leeds", "name_2": "York", "short_name_2": "leeds"})
    assert (twice.status_code, Site.objects.count()) == (422, 0), "all of them or none"


def test_outcomes_of_the_template_are_taken_back_unless_somebody_touched_them(manager):
    by = standing(User.objects.get(pk=manager.session["_auth_user_id"]))
    assert "Say first when the first year begins" in told(manager, "outcomes")
    year(by)
    own = outcomes.outcome(by, area="cyp", title="Our own", due_year=1, code=suggested()[2].code)
    manager.post(at("outcomes"), {"chosen": [one.code for one in suggested()[:2]], "due_year": "1"})
    first = Outcome.objects.get(code=suggested()[0].code)
    said = {"area": "cyp", "title": "In our words", "due_year": 1}
    outcomes.change_outcome(by=by, pk=first.pk, expected=1, **said)
    assert "1 is not yet in your own words" in told(manager, "outcomes")
    manager.post(at("take_back"))
    assert set(Outcome.objects.values_list("pk", flat=True)) == {own.pk, first.pk}


def test_an_administrator_invites_those_who_begin_and_they_grant_one_another_their_roles(administrator):
    given = PAT | {"name_2": "Gale", "email_2": "gale@example.org", "role_2": "governance_lead"}
    page = administrator.post(at("leads"), given).content.decode()
    assert page.count("/invitation/") == 2
    assert MeantRole.objects.count() == 2
    again = administrator.post(at("leads"), PAT)
    assert (again.status_code, "pat@example.org is invited already." in again.content.decode()) == (422, True)
    assert Invitation.objects.count() == 2
    pat, gale = came_in(page, 1), came_in(page, 2)
    assert "Nobody can grant this role yet." in told(administrator, "leads")
    assert "the programme manager all other roles." in told(administrator, "leads")
    for holder, role in ((gale, PROGRAMME_MANAGER), (pat, GOVERNANCE_LEAD)):
        Authority.objects.create(
            holder=holder, role=role.code, site=ALL_SITES, given_at=clock.now(), given_by=granter()
        )
    assert "Colleague 2 can grant this role, on this page." in told(administrator, "leads")
    hers = MeantRole.objects.get(role="programme_manager")
    grants, other = logged_in(gale), logged_in(pat)
    page = told(grants, "people")
    assert [f">Colleague {one}</th>" in page for one in (1, 2)] == [True, False], "nobody grants themselves a role"
    days = {"starts_on": clock.today().isoformat()}
    for browser in (other, administrator):
        assert browser.post(reverse("onboarding:grant", args=[hers.pk]), days).status_code == 404
    granted = grants.post(reverse("onboarding:grant", args=[hers.pk]), days)
    assert granted.headers["Location"] == at("people")
    assert Grant.objects.get(user=pat).role == "programme_manager"
    assert reverse("onboarding:people") in other.get(reverse("home")).content.decode()
    assert "Holds the role" in told(administrator, "leads")
    Grant.objects.filter(user=pat).update(withdrawn_at=clock.now())
    assert "Had the role" in told(grants, "people")
    assert reverse("onboarding:grant", args=[hers.pk]) not in told(grants, "people"), "nobody is asked to grant it anew"


def test_all_are_invited_or_none_each_to_a_role_that_there_is_at_that_site(administrator):
    site(standing(person((PROGRAMME_MANAGER, ALL_SITES))), "leeds", "Leeds")
    row = {"name_1": "Cal", "email_1": "cal@example.org", "role_1": "caseworker"}
    wrong = administrator.post(at("people"), row | {"site_1": "*"})
    assert (wrong.status_code, "is a role at one site: choose which" in wrong.content.decode()) == (422, True)
    there = person()
    both = row | {"site_1": "leeds", "name_2": "Dan", "email_2": there.email, "role_2": "evaluator", "site_2": "*"}
    wrong = administrator.post(at("people"), both)
    assert (wrong.status_code, "There is an account with this e-mail address" in wrong.content.decode()) == (422, True)
    assert not Invitation.objects.exists()
    administrator.post(at("people"), both | {"email_2": "dan@example.org"})
    assert set(MeantRole.objects.values_list("role", "at")) == {("caseworker", "leeds"), ("evaluator", "*")}


def test_whoever_may_not_do_a_step_is_told_whose_it_is(manager, administrator):
    for page in ("name", "year", "sites", "outcomes", "theory", "folder"):
        assert "This is for the programme manager." in told(administrator, page)
    for page in ("leads", "people"):
        assert "This is for the administrator." in told(manager, page)
    resting = logged_in(person((ADMINISTRATOR, ALL_SITES)))
    assert reverse("access:staff_session") in told(resting, "leads")
    assert manager.post(at("leads"), PAT).status_code == 404
    assert administrator.post(at("name"), {"name": "Mine"}).status_code == 404
    for role, where in ((CASEWORKER, "leeds"), (TEAM_MANAGER, "leeds"), (EVALUATOR, ALL_SITES)):
        browser = logged_in(person((role, where)))
        assert browser.get(at("start")).status_code == 404
        assert at("start") not in browser.get(reverse("home")).content.decode()
    assert not any(model.objects.exists() for model in (Programme, Invitation, Working))
