"""What is found, by whom, in which order, and what is told of it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import at_places, plan
from sample import learning as points
from sample import partners as services
from sample.learning import learnt
from sample.outcomes import definition, outcome
from sample.partners import changed, contact, organisation, renamed
from sample.people import person, standing
from sample.places import site, year
from sample.theory import begun, changed_box, first_version, version

from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    FUNDER,
    PROGRAMME_MANAGER,
    SYSTEMS_LEAD,
)
from tideturn.hub.access.rules import Rule
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.organisations import access as policy
from tideturn.hub.organisations import actions as merging
from tideturn.hub.search import keeping, matching
from tideturn.hub.search.models import VocabularyWord
from tideturn.hub.search.queries import Asked, looked_for
from tideturn.hub.search.registry import SEARCHED, Searched
from tideturn.hub.search.seeing import seen_by
from tideturn.hub.theory.next_version import FROM_LATEST

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by, "london", "London")
    site(by, "bristol", "Bristol")
    return by


def found(by, text: str, **asked) -> list[str]:
    return ["".join(piece.text for piece in one.title) for one in looked_for(by, Asked(text, **asked)).results]


def marks(one) -> list[str]:
    return [piece.text for piece in (*one.title, *one.snippet) if piece.marked]


def test_each_kind_is_found_by_what_it_says(manager):
    year(manager)
    police = organisation(manager, "Tidewater Police")
    contact(manager, police, "Kestrel Desk", job_title="Custody sergeant")
    services.record_engagement(
        by=manager, organisation=police.pk, on=date(2026, 1, 2), stage="acting", barrier="Rosters forbid release"
    )
    theory = plan.node(manager)
    plan.priority(manager, title="Exclusion harms", definition="Heads decide alone")
    plan.target(manager, node=theory, component="Debriefs", measure="interviews")
    plan.milestone(manager, title="Premises opened")
    learnt(manager, point="Curfews isolate.", source="Parents' evening")
    outcome(manager, title="Fewer are missing", definition="Counted nightly", looked_at_by="The board")
    definition(manager, term="Disruption")
    at_places.criterion(manager, "Aged 14 to 17", site="london", reason="Partners asked")
    at_places.circumstance(manager, "london", description="The council has a gangs team.")
    for text, title in {
        "police": "Tidewater Police",
        "custody sergeants": "Kestrel Desk",
        "roster": "Tidewater Police",
        "exclusions": "Exclusion harms",
        "debriefing interviewed": "Debriefs, interviews, Year 1",
        "premise": "Premises opened",
        "curfew parent": "Curfews isolate.",
        "missing count": "Fewer are missing",
        "disrupted": "Disruption",
        "ages partner": "Aged 14 to 17",
        "gang": "The council has a gangs team.",
        "knows signs": "They know the signs leads to Safer",
        "employer": "Training leads to They know the signs",
    }.items():
        assert title in found(manager, text), text
    assert found(manager, "training", kind="box") == ["Training"]
    assert {one.code for kind in SEARCHED for one in looked_for(manager, Asked("t", kind=kind)).kinds} <= set(SEARCHED)


def test_an_ending_does_not_matter_and_what_was_looked_for_is_marked(manager):
    learnt(manager, point="Exploitation starts young. Those who are exploited hide it.", source="<b>Exploiting</b>")
    (one,) = looked_for(manager, Asked("exploits")).results
    assert marks(one) == ["Exploitation", "exploited"]
    assert "".join(piece.text for piece in one.snippet) == "Those who are exploited hide it."
    assert (one.kind, one.site, one.day_is, one.day) == ("Learning point", "London", "Noted", date(2026, 3, 2))


def test_every_word_must_be_there_and_the_last_may_be_only_begun(manager):
    learnt(manager, point="Safeguarding leads meet monthly.")
    learnt(manager, point="Monthly rotas help.")
    assert found(manager, "monthly") == found(manager, "the MONTHLY", newest=True)
    assert found(manager, "monthly safeguardi") == ["Safeguarding leads meet monthly."]
    assert found(manager, "mont safeguarding") == []
    assert found(manager, "mont") == found(manager, "monthly")
    assert looked_for(manager, Asked("the of")).words == ()


def test_a_title_weighs_more_and_then_what_is_newest(manager):
    for on, point in (
        ("2026-01-01", "Rain. Harbour walls."),
        ("2026-01-02", "Harbour of old"),
        ("2026-01-03", "Harbour anew"),
        ("2026-01-04", "Walls of the harbour"),
    ):
        learnt(manager, point=point, on=on)
    assert found(manager, "harbour") == ["Walls of the harbour", "Harbour anew", "Harbour of old", "Rain."]
    assert found(manager, "harbour wall") == ["Walls of the harbour", "Rain."]
    assert found(manager, "harbour", newest=True)[-1] == "Rain."
    assert found(manager, "harbour wall", newest=True) == ["Walls of the harbour", "Rain."]


LETTERS = "abcdefghijklmnopqrstuvwxyz"


@given(st.data(), st.sampled_from(["exploitation", "safeguarding", "police", "kestrel", "harm", "missing"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_one_letter_left_out_put_in_changed_or_swapped_is_forgiven(manager, data, word):
    VocabularyWord.objects.get_or_create(word=word)
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from(LETTERS))
    typed = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    if typed != word and len(typed) > 3:
        assert word in matching.nearest(typed)[0]


def test_a_mistake_is_forgiven_and_what_was_looked_for_instead_is_said(manager):
    learnt(manager, point="Exploitation of children")
    learnt(manager, point="Explorers meet")
    for typed in ("explotation", "exploitatoin childen", "expliotation"):
        page = looked_for(manager, Asked(typed))
        assert found(manager, typed) == ["Exploitation of children"]
        assert page.instead[0].words == ("exploitation",)
    assert looked_for(manager, Asked("exploitation")).instead == ()
    assert (found(manager, "zzzz"), found(manager, "exploitation 2025")) == ([], [])


def test_two_mistakes_are_forgiven_in_a_long_word_where_nothing_is_nearer(manager):
    learnt(manager, point="Neighbourhood watch")
    assert found(manager, "nieghborhood") == ["Neighbourhood watch"]
    learnt(manager, point="Nieghbourhood as misspelt")
    assert found(manager, "nieghborhood") == ["Nieghbourhood as misspelt"]


def test_each_finds_what_they_may_see_and_is_told_nothing_of_the_rest(manager):
    theirs, others = organisation(manager, "Harbour College"), organisation(manager, "Harbour School", site="bristol")
    organisation(manager, "Harbour Trust", site=ALL_SITES)
    contact(manager, others, "Quillon Harbour")
    contact(manager, theirs, "Duty Harbour")
    learnt(manager, "bristol", "Harbours freeze")
    lead = standing(person((SYSTEMS_LEAD, "london")))
    page = looked_for(lead, Asked("harbour"))
    titles = found(lead, "harbour")
    assert sorted(titles) == sorted(["Duty Harbour", "Harbour College", "Harbour Trust", "Harbours freeze"])
    assert (page.total, page.everywhere) == (4, 4)
    assert {(one.code, one.many) for one in page.kinds} == {("organisation", 2), ("contact", 1), ("learning", 1)}
    assert {(one.code, one.many) for one in page.sites} == {("london", 2), (ALL_SITES, 1), ("bristol", 1)}
    assert looked_for(manager, Asked("harbour")).total == 6
    evaluator = standing(person((EVALUATOR, ALL_SITES)))  # who reads learning, and no organisation
    assert found(evaluator, "harbour") == ["Harbours freeze"]
    for role in (FUNDER, ADMINISTRATOR):
        with pytest.raises(NotVisibleError):
            looked_for(standing(person((role, ALL_SITES))), Asked("harbour"))


def test_a_word_that_stands_only_in_what_is_unseen_is_as_one_that_stands_nowhere(manager):
    """Neither is it offered, nor does it keep a mistake from being forgiven."""
    contact(manager, organisation(manager, "Another", site="bristol"), "Quillon")
    learnt(manager, point="Quilling is taught")
    lead = standing(person((SYSTEMS_LEAD, "london")))
    assert found(manager, "quillon") == ["Quillon"]
    before = looked_for(lead, Asked("quillon"))
    assert (found(lead, "quillon"), before.instead) == ([], ())
    learnt(manager, point="A quillo is a bird")
    page = looked_for(lead, Asked("quillon"))
    assert [one.words for one in page.instead] == [("quillo",)]
    page = looked_for(lead, Asked("quilloq"))
    assert [one.words for one in page.instead] == [("quillo",)]


def test_kind_and_site_narrow_it_and_the_counts_go_on_telling_of_the_rest(manager):
    organisation(manager, "Harbour College")
    organisation(manager, "Harbour School", site="bristol")
    learnt(manager, point="Harbours freeze")
    page = looked_for(manager, Asked("harbour", kind="organisation", site="london"))
    assert [one.kind for one in page.results] == ["Organisation"]
    assert (page.total, page.everywhere) == (1, 3)
    assert {(one.code, one.many) for one in page.kinds} == {("organisation", 1), ("learning", 1)}
    assert {(one.code, one.many) for one in page.sites} == {("london", 1), ("bristol", 1)}
    assert looked_for(manager, Asked("harbour", kind="milestone")).total == 0


def test_pages_of_twenty(manager):
    for number in range(45):
        LearningPoint.objects.create(
            code=str(number),
            on=date(2026, 1, 1),
            site="london",
            point=f"Heron {number}",
            added_at="2026-01-01T00:00Z",
            added_by_id=manager.user,
        )
    pages = [looked_for(manager, Asked("heron"), number) for number in (1, 2, 3, 99)]
    assert [len(page.results) for page in pages] == [20, 20, 5, 5]
    assert (pages[0].pages, pages[0].total) == (3, 45)
    assert len({one.id for page in pages[:3] for one in page.results}) == 45


def test_whom_it_shows_is_told_to_the_audit_and_no_word_that_was_typed(manager):
    who = contact(manager, organisation(manager, "Harbour College"), "Kestrel Desk")
    looked_for(manager, Asked("kestrel"))
    event = Event.objects.get(action="search.search")
    assert (event.actor, event.subjects) == (manager.user, [str(who.pk)])
    assert event.details["permissions"] == ["organisations.read_organisation"]
    assert "kestrel" not in str(event.details).lower()
    learnt(manager, point="Rain")
    for text in ("rain", "nothing like it"):
        looked_for(manager, Asked(text))
    subjects = [one.subjects for one in Event.objects.filter(action="search.search")]
    assert sorted(subjects) == [[], [str(who.pk)]]


def test_what_was_changed_merged_removed_or_replaced_is_found_as_it_is_now(manager):
    one, other = organisation(manager, "Harbour College"), organisation(manager, "Wharf Academy")
    who = contact(manager, other, "Kestrel")
    services.record_engagement(
        by=manager, organisation=other.pk, on=date(2026, 1, 2), stage="acting", barrier="Rosters"
    )
    one = renamed(manager, one, "Quayside College", site="bristol")
    assert (found(manager, "harbour"), found(manager, "quayside")) == ([], ["Quayside College"])
    changed(manager, who, name="Osprey")
    assert (found(manager, "kestrel"), found(manager, "osprey wharf")) == ([], ["Osprey"])
    merge = merging.merge_organisations(by=manager, keep=one.pk, merge=other.pk)
    assert (found(manager, "wharf"), found(manager, "roster")) == ([], ["Quayside College"])
    assert found(manager, "osprey", site="bristol") == ["Osprey"]
    merging.undo_merge(by=manager, merge=merge.pk)
    assert sorted(found(manager, "wharf")) == ["Osprey", "Wharf Academy", "Wharf Academy"]
    point = learnt(manager, point="Herons nest")
    points.remove_point(by=manager, pk=point.pk, expected=point.version)
    assert found(manager, "heron") == []


def test_the_theory_is_found_as_its_latest_version_has_it(manager):
    first_version(manager)
    begun(manager, FROM_LATEST)
    changed_box(manager, "Training", title="Rehearsals")
    assert (found(manager, "rehearsal"), found(manager, "training", kind="box")) == ([], ["Training"])
    version(manager, on=date(2026, 2, 1))
    assert found(manager, "training", kind="box") == []
    assert found(manager, "rehearsal") == ["Rehearsals", "Rehearsals leads to They know the signs"]


def test_a_rule_that_the_index_cannot_decide_is_asked_of_the_records(manager, monkeypatch):
    organisation(manager, "Harbour College")
    organisation(manager, "Harbour School", site="bristol")
    lead = standing(person((CASEWORKER, "bristol")))
    plain = seen_by(lead)
    whole = {kind: Searched(**{**vars(one), "in_index": {}}) for kind, one in SEARCHED.items()}
    monkeypatch.setattr("tideturn.hub.search.seeing.SEARCHED", whole)
    assert str(seen_by(lead)) != str(plain)
    assert found(lead, "harbour") == ["Harbour School"]


def test_no_kind_may_be_about_a_young_person():
    of_a_child = Rule(
        model=LearningPoint, permission=policy.WRITE, refusal="No.", about=lambda _: (), shows_identity=False
    )
    rows = LearningPoint.objects.all
    kind = Searched(kind="x", label="", plural="", rule=of_a_child, said=str, address=str, rows=rows)
    with pytest.raises(ValueError, match="young person"):
        keeping.searched(kind)
