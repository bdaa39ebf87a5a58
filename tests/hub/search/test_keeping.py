"""The index says what the rooms say: after any writes, after a folder came in or went, and after an upgrade."""

from datetime import date
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import at_places, plan
from sample import learning as points
from sample import partners as services
from sample.folders import brought_in, folder, taken_back, zipped
from sample.learning import learnt, rewritten, shared
from sample.outcomes import definition, outcome, reworded
from sample.partners import changed, contact, organisation, renamed
from sample.people import person, standing
from sample.places import site, year
from sample.search import as_it_should_be, in_the_index, in_the_rooms
from sample.theory import begun, box, changed_box, version

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.disclosure import UndisclosedError
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.local_context.models import Criterion
from tideturn.hub.organisations import access as policy
from tideturn.hub.organisations import actions as merging
from tideturn.hub.organisations.models import Contact, Engagement, Merge, Note, Organisation
from tideturn.hub.outcomes.models import Definition
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Step
from tideturn.hub.search import keeping
from tideturn.hub.search.models import Entry, Filled, VocabularyWord, Wording
from tideturn.hub.search.registry import Searched
from tideturn.hub.theory.models import Version, WorkingNode
from tideturn.hub.theory.next_version import FROM_LATEST, FROM_TEMPLATE

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def places(manager):
    for code in ("london", "bristol"):
        site(manager, code, code.title())
    year(manager)


NUMBERS = count()


def word() -> str:
    return f"Word{next(NUMBERS)} harbour"


def last(model, **such):
    """The one that was added last."""
    return model.objects.filter(**such).order_by("-added_at", "-pk").first()


def engaged(by):
    of = last(Organisation, merged_into=None)
    said = {"on": date(2026, 1, 2), "stage": "acting", "barrier": word()}
    return of and services.record_engagement(by=by, organisation=of.pk, **said)


def merged(by):
    two = Organisation.objects.filter(merged_into=None).order_by("-added_at")[:2]
    return len(two) == 2 and merging.merge_organisations(by=by, keep=two[0].pk, merge=two[1].pk)


def unmerged(by):
    merge = Merge.objects.filter(undone_at=None).order_by("-at").first()
    return merge and merging.undo_merge(by=by, merge=merge.pk)


def next_version(by):
    if WorkingNode.objects.exists():
        box(by, word())
        return version(by, on=last(Version).on if Version.objects.exists() else date(2026, 1, 5))
    begun(by, FROM_LATEST if Version.objects.exists() else FROM_TEMPLATE)
    return changed_box(by, WorkingNode.objects.order_by("pk")[0].title, title=word())


def removed(service, model, **such):
    def remove(by):
        one = last(model, **such)
        return one and service(by=by, pk=one.pk, expected=one.version)

    return remove


def with_one(model, do, **such):
    def done(by):
        one = last(model, **such)
        return one and do(by, one)

    return done


THERE = {"merged_into": None}
WRITES = [
    lambda by: organisation(by, word()),
    with_one(Organisation, lambda by, one: contact(by, one, word()), **THERE),
    with_one(Organisation, lambda by, one: renamed(by, one, word(), site="bristol"), **THERE),
    with_one(Contact, lambda by, one: changed(by, one, job_title=word()), organisation__merged_into=None),
    engaged,
    removed(services.remove_engagement, Engagement, organisation__merged_into=None),
    merged,
    unmerged,
    lambda by: learnt(by, point=word()),
    with_one(LearningPoint, lambda by, one: rewritten(by, one, source=word())),
    with_one(LearningPoint, lambda by, one: shared(by, one, word())),
    removed(points.remove_point, LearningPoint),
    lambda by: plan.priority(by, title=word()),
    with_one(Priority, lambda by, one: plan.consulted(by, one, words=word()), status__in=("drafted", "consulted")),
    removed(plan.remove_step, Step, status="consulted"),
    removed(plan.remove_priority, Priority),
    lambda by: plan.milestone(by, title=word()),
    with_one(Milestone, lambda by, one: plan.stands(by, one, response=word())),
    removed(plan.remove_milestone, Milestone),
    lambda by: plan.target(by, component=word()),
    with_one(plan.Target, lambda by, one: plan.adapted(by, one, reason=word())),
    removed(plan.remove_adaptation, Adaptation),
    lambda by: definition(by, term=word()),
    with_one(Definition, lambda by, one: reworded(by, one, term=one.term, for_staff=word())),
    lambda by: outcome(by, title=word(), looked_at_by="The board"),
    lambda by: at_places.criterion(by, word(), site="london"),
    with_one(Criterion, lambda by, one: at_places.corrected(by, one, reason=word())),
    lambda by: at_places.circumstance(by, "london", description=word()),
    next_version,
]


@given(st.lists(st.sampled_from(range(len(WRITES))), min_size=15, max_size=30))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_after_any_writes_the_index_says_what_the_rooms_say(manager, places, writes):
    for one in writes:
        try:
            WRITES[one](manager)
        except (HubError, RefusedError):
            continue  # it may not be done at this point, and nothing was written
    as_it_should_be()


def test_a_folder_that_comes_in_is_found_and_is_found_no_more_once_it_is_taken_back(manager):
    files = {
        "organisations.csv": "organisation_id,name,sector,site\nO1,Harbour College,education,manchester\n",
        "engagements.csv": "organisation_id,date,stage,seniority,barrier\nO1,2025-10-01,acting,senior,Rosters\n",
        "learning.csv": "learning_id,date,site,point\nL1,2025-10-01,manchester,Herons nest\n",
    }
    one = brought_in(manager, zipped(folder(files)))
    assert {kind for kind, _ in in_the_index()} == {"organisation", "engagement", "learning"}
    as_it_should_be()
    taken_back(manager, one)
    assert in_the_index() == in_the_rooms() == {}
    assert (keeping.forget_words(), VocabularyWord.objects.count()) == (6, 0)


def test_what_was_there_before_the_index_is_filled_in_once_and_again_where_words_are_cut_otherwise(
    manager, places, monkeypatch
):
    learnt(manager, point="Herons nest")
    contact(manager, organisation(manager, "Harbour College"), "Kestrel")
    Entry.objects.all().delete()
    VocabularyWord.objects.all().delete()
    Entry.objects.create(kind="gone", record=manager.user)
    assert keeping.fill() == 3
    as_it_should_be()
    assert keeping.fill() == 0
    monkeypatch.setattr(keeping, "MADE_BY", "another way")
    monkeypatch.setattr(keeping, "stem", str.upper)
    assert keeping.fill() == 3
    assert "HERONS" in Wording.objects.get(entry__kind="learning").stems
    assert set(Filled.objects.values_list("made_by", flat=True)) == {"another way"}


def test_a_name_that_is_removed_goes_from_the_vocabulary_too(manager, places):
    one = learnt(manager, point="Quillon nests")
    points.remove_point(by=manager, pk=one.pk, expected=one.version)
    VocabularyWord.objects.create(word="quillon")  # as two write it who do not wait for one another
    learnt(manager, point="Nests")
    keeping.forget_words()
    assert list(VocabularyWord.objects.values_list("word", flat=True)) == ["nests"]


def test_nothing_of_it_is_kept_where_the_write_is_undone(manager, places):
    with transaction.atomic():
        learnt(manager, point="Herons nest")
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_what_is_sealed_is_not_read_into_the_index(manager):
    one = organisation(manager, "Harbour College")
    services.write_note(by=manager, organisation=one.pk, text="Planted Namesworth was here")
    assert "namesworth" not in str(in_the_index()).lower()
    with pytest.raises(UndisclosedError):
        Searched(
            kind="note",
            label="",
            plural="",
            rule=policy.NOTES,
            said=lambda note: note.text,
            address=str,
            rows=Note.objects.all,
        ).said(Note.objects.get())
