"""Organisations and the people in them: what is written, found, merged, shown and told to the audit."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from sample import partners as services
from sample.history import kept, said
from sample.partners import changed, contact, organisation, organisation_read, organisations_listed, renamed
from sample.people import person, standing

from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    FUNDER,
    PROGRAMME_MANAGER,
    SYSTEMS_LEAD,
)
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.answering import answering
from tideturn.hub.common.errors import HubError
from tideturn.hub.organisations import actions as merging
from tideturn.hub.organisations.actions import attach_file
from tideturn.hub.organisations.models import Attachment, Contact, LikelyPair, Note, Organisation
from tideturn.hub.organisations.pairing import LIKELY, likeness
from tideturn.hub.organisations.resource import LIST, RESOURCES
from tideturn.hub.resources.reading import Shown

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def lead():
    return standing(person((SYSTEMS_LEAD, "london")))


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def seen(by, **asked) -> list[str]:
    return [line[0] for line in organisations_listed(by, **asked)]


def test_each_sees_their_own_site_and_what_is_every_sites(lead, manager):
    organisation(manager, "In London")
    organisation(manager, "In Bristol", site="bristol")
    organisation(manager, "Everywhere", site=ALL_SITES)
    assert seen(lead) == ["Everywhere", "In London"]
    assert seen(standing(person((CASEWORKER, "bristol")))) == ["Everywhere", "In Bristol"]
    assert seen(manager) == ["Everywhere", "In Bristol", "In London"]


@pytest.mark.parametrize("role", [EVALUATOR, FUNDER, ADMINISTRATOR])
def test_who_has_no_part_in_it_sees_no_list(role):
    with pytest.raises(NotVisibleError):
        organisations_listed(standing(person((role, ALL_SITES))))


def test_another_sites_is_answered_like_one_that_is_not_there(lead, manager):
    elsewhere = organisation(manager, site="bristol")
    answers = []
    for pk in (elsewhere.pk, uuid4()):
        with CaptureQueriesContext(connection) as asked, pytest.raises(NotVisibleError) as refused:
            organisation_read(lead, pk)
        answers.append((str(refused.value), len(asked)))
    assert answers[0] == answers[1]


def test_nobody_writes_at_another_site_or_moves_one_there(lead, manager):
    with pytest.raises(RefusedError):
        organisation(lead, site="bristol")
    own = organisation(lead)
    with pytest.raises(RefusedError):
        services.change_organisation(
            by=lead, pk=own.pk, expected=own.version, name=own.name, sector="police", site="bristol"
        )
    elsewhere = organisation(manager, site="bristol")
    with pytest.raises(NotVisibleError):
        services.write_note(by=lead, organisation=elsewhere.pk, text="Nothing")
    with pytest.raises(RefusedError):
        services.write_note(by=standing(person((CASEWORKER, "london"))), organisation=own.pk, text="Nothing")
    assert not Note.objects.exists()


def test_the_latest_day_is_the_stage_however_late_it_is_recorded(lead):
    one = organisation(lead)
    today = clock.today()
    for days, stage in ((10, "interested"), (2, "committed"), (5, "first contact")):
        on = today - timedelta(days=days)
        services.record_engagement(by=lead, organisation=one.pk, on=on, stage=stage, next_step=f"After {stage}")
    shown = organisation_read(lead, one.pk)
    assert (shown["stage"], shown["next_step"]) == ("committed", "After committed")
    assert [step["stage"] for step in shown["engagements"]] == ["committed", "first contact", "interested"]
    with pytest.raises(HubError, match="still to come"):
        services.record_engagement(by=lead, organisation=one.pk, on=today + timedelta(days=1), stage="acting")


def test_one_contact_is_asked_first_and_who_left_is_not(lead):
    one = organisation(lead)
    first = contact(lead, one, "Desk sergeant", is_main=True)
    second = contact(lead, one, "Inspector", is_main=True, seniority="senior")
    assert list(Contact.objects.filter(is_main=True)) == [second]
    changed(lead, second, left_on=date(2026, 3, 1))
    assert not Contact.objects.filter(is_main=True).exists()
    changed(lead, first, is_main=True)
    assert organisations_listed(lead)[0][-1] == "Desk sergeant"


def test_whoever_is_shown_is_told_to_the_audit(lead):
    one = organisation(lead)
    sergeant = contact(lead, one, "Desk sergeant", is_main=True)
    inspector = contact(lead, one, "Inspector")
    for show, of in (
        (lambda: organisations_listed(lead), {sergeant.pk}),
        (lambda: organisation_read(lead, one.pk), {sergeant.pk, inspector.pk}),
        (lambda: LIST.saved(QueryDict(), lead), {sergeant.pk}),
    ):
        before = Event.objects.count()
        show()
        event = Event.objects.order_by("at").last()
        assert Event.objects.count() == before + 1
        assert set(event.subjects) == {str(pk) for pk in of}


def test_what_a_change_changed_is_told_by_its_fields_and_kept_as_it_was(lead):
    one = organisation(lead)
    renamed(lead, one, "Borough Police B")
    event = Event.objects.filter(action="organisations.change_organisation").get()
    assert event.details["fields"] == ["name"]
    first, since = kept(one.pk)
    names = [said(version, Organisation)["name"] for version in (first, since)]
    assert (names, since.by_id) == (["Borough Police A", "Borough Police B"], lead.user)
    renamed(lead, one, "Borough Police B")
    assert len(kept(one.pk)) == 2


@pytest.mark.parametrize(
    "typed",
    ["Borough Police", "borogh police", "police borough", "BOROUGH  POLÍCE", "Borough Polcie Command A", "boro"],
)
def test_a_name_is_found_with_typing_mistakes(lead, typed):
    organisation(lead, "Borough Police Command A")
    organisation(lead, "Hospital Trust B")
    assert seen(lead, text=typed) == ["Borough Police Command A"]


def test_what_is_unlike_is_not_found_and_a_new_name_stands_in_for_the_old(lead):
    one = organisation(lead, "Borough Police Command A")
    assert seen(lead, text="Hospital") == []
    renamed(lead, one, "Hospital Trust", sector="health")
    assert seen(lead, text="Hospital") == ["Hospital Trust"]
    assert seen(lead, text="Borough Police") == []


def test_a_list_is_sorted_and_filtered(lead):
    for name, sector in (("B", "health"), ("A", "police"), ("C", "health")):
        organisation(lead, name, sector=sector)
    assert seen(lead) == ["A", "B", "C"]
    assert seen(lead, sort="-name") == ["C", "B", "A"]
    assert seen(lead, sort="sector") == ["B", "C", "A"]
    assert seen(lead, sector="health") == ["B", "C"]
    assert seen(lead, sort="id); DROP TABLE") == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("first", "second", "likely"),
    [
        ("Borough Police Command A", "Borough Police Comand A", True),
        ("The Council of Bristol", "Bristol Council", True),
        ("St. Mary’s Hospital", "St Marys Hospital", True),
        ("Academy School 1", "Academy School 2", False),
        ("Health Trust", "Housing Trust", False),
        ("Borough Police", "Borough Council", False),
    ],
)
def test_likely_the_same(first, second, likely):
    assert (likeness(first, second) >= LIKELY) == likely
    assert likeness(first, second) == likeness(second, first)


def test_likely_pairs_are_proposed_until_they_are_told_apart(lead):
    one = organisation(lead, "Bristol Council")
    two = organisation(lead, "The Council of Bristol")
    organisation(lead, "Health Trust")
    pair = LikelyPair.objects.get()
    assert {pair.first_id, pair.second_id} == {one.pk, two.pk}
    merging.tell_apart(by=lead, first=two.pk, second=one.pk)
    renamed(lead, one, "Bristol  Council", sector="council")
    assert not LikelyPair.objects.filter(not_the_same_at=None).exists()


@pytest.fixture
def two(lead) -> tuple[Organisation, Organisation]:
    """One that is kept, and another with something of everything, which is to be merged into it."""
    kept, merged = organisation(lead, "Bristol Council"), organisation(lead, "Council of Bristol")
    contact(lead, kept, "Head", is_main=True)
    contact(lead, merged, "Deputy", is_main=True)
    services.record_engagement(by=lead, organisation=merged.pk, on=date(2026, 5, 1), stage="acting")
    services.write_note(by=lead, organisation=merged.pk, text="A note")
    attach_file(by=lead, organisation=merged.pk, content=b"Some text", name="minutes.txt")
    return kept, merged


def test_merged_everything_is_with_the_one_that_is_kept(lead, two):
    kept, merged = two
    merging.merge_organisations(by=lead, keep=kept.pk, merge=merged.pk)
    assert seen(lead) == ["Bristol Council"]
    shown = organisation_read(lead, kept.pk)
    assert shown["stage"] == "acting"
    assert [(one["name"], one["is_main"]) for one in shown["contacts"]] == [("Head", True), ("Deputy", False)]
    assert [note["text"] for note in shown["notes"]] == ["A note"]
    assert merging.file_taken(lead, shown["attachments"][0].id).content == b"Some text"


def test_what_was_merged_says_where_it_is_and_takes_nothing_more(lead, two):
    kept, merged = two
    merging.merge_organisations(by=lead, keep=kept.pk, merge=merged.pk)
    assert organisation_read(lead, merged.pk)["merged_into"] == kept.pk
    with pytest.raises(RefusedError, match="merged into another"):
        services.write_note(by=lead, organisation=merged.pk, text="Too late")


def but_for_versions(shown: Shown) -> Shown:
    """Return its values and its parts, without counting how often somebody wrote them."""
    values = {
        name: tuple(map(but_for_versions, value)) if name in ("contacts", "engagements", "notes") else value
        for name, value in shown.values.items()
    }
    return replace(shown, version=0, values=values)


def test_undone_everything_is_where_it_was_but_for_what_came_since(lead, two):
    kept, merged = two
    before = but_for_versions(organisation_read(lead, merged.pk))
    merge = merging.merge_organisations(by=lead, keep=kept.pk, merge=merged.pk)
    since = services.write_note(by=lead, organisation=kept.pk, text="Of the one kept")
    merging.undo_merge(by=lead, merge=merge.pk)
    assert but_for_versions(organisation_read(lead, merged.pk)) == before
    assert [note.id for note in organisation_read(lead, kept.pk)["notes"]] == [since.pk]
    with pytest.raises(RefusedError, match="undone already"):
        merging.undo_merge(by=lead, merge=merge.pk)


def test_an_undone_merge_keeps_the_main_contact_that_was_chosen_since(lead, two):
    kept, merged = two
    first, second = merged.contacts.get(), contact(lead, merged, "Head")
    merge = merging.merge_organisations(by=lead, keep=kept.pk, merge=merged.pk)
    changed(lead, Contact.objects.get(pk=second.pk), is_main=True)
    merging.undo_merge(by=lead, merge=merge.pk)
    main = {one.pk: one.is_main for one in Contact.objects.filter(organisation=merged)}
    assert main == {first.pk: False, second.pk: True}


def test_merges_are_undone_the_last_one_first(lead, two):
    kept, merged = two
    third = organisation(lead, "City of Bristol")
    first = merging.merge_organisations(by=lead, keep=kept.pk, merge=merged.pk)
    second = merging.merge_organisations(by=lead, keep=third.pk, merge=kept.pk)
    with pytest.raises(HubError, match="Bristol Council was merged into another since"):
        merging.undo_merge(by=lead, merge=first.pk)
    for merge in (second, first):
        merging.undo_merge(by=lead, merge=merge.pk)
    assert (third.contacts.count(), kept.contacts.get().name, merged.contacts.get().name) == (0, "Head", "Deputy")


def test_nobody_merges_into_itself_or_what_they_do_not_see(lead, manager):
    one = organisation(lead)
    elsewhere = organisation(manager, "Elsewhere", site="bristol")
    with pytest.raises(RefusedError, match="with itself"):
        merging.merge_organisations(by=lead, keep=one.pk, merge=one.pk)
    with pytest.raises(NotVisibleError):
        merging.merge_organisations(by=lead, keep=one.pk, merge=elsewhere.pk)


def test_as_many_queries_for_many_as_for_one(lead):
    def asked() -> int:
        with answering(), CaptureQueriesContext(connection) as captured:
            organisations_listed(lead)
        return len(captured)

    def add(numbers: range) -> None:
        for number in numbers:
            contact(lead, organisation(lead, f"Number {number}"), is_main=True)

    add(range(2))
    few = asked()
    add(range(2, 12))
    assert asked() == few


def test_everything_that_belongs_to_an_organisation_moves_with_a_merge():
    assert {one.model for one in RESOURCES if one.parent} | {Attachment} == set(merging._MOVE)
