"""Special fields: a key and readers of their own, and in no list, search, folder, print or break-glass."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.checks import Error
from django.db import connection, models
from django.db.models import Q
from django.template import TemplateDoesNotExist
from django.urls import reverse
from forms.filling_in import Filled
from sample import policy
from sample.history import kept, unopened
from sample.models import Child, Therapy, Visit
from sample.people import child, hold, logged_in, person, standing
from sample.therapy import CHILD, KIND, NAME, NOTE, ON, THERAPY, TOLD

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.reading import show
from tideturn.hub.access.roles import CASEWORKER, SAFEGUARDING_LEAD, TEAM_MANAGER
from tideturn.hub.access.rules import RULES, Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.erasure import erase_held_about
from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.disclosure import UndisclosedError
from tideturn.hub.crypto.fields import BlindIndexField, SpecialTextField
from tideturn.hub.crypto.keys import Purpose, key_folder, ring
from tideturn.hub.crypto.rotation import rotate
from tideturn.hub.forms.models import Draft
from tideturn.hub.history.erasing import erase_fields
from tideturn.hub.history.models import Version
from tideturn.hub.history.reading import parts_counted
from tideturn.hub.resources.declaration import Form, Parent, Related, Resource
from tideturn.hub.resources.fields import Choice, Field, Privacy, Text
from tideturn.hub.resources.finding import found_by_words
from tideturn.hub.resources.listing import Extra, Filter, Listing
from tideturn.hub.resources.pages import change_page, form_page, list_page
from tideturn.hub.resources.writing import add, change, remove
from tideturn.hub.search.keeping import searched
from tideturn.hub.search.registry import Said

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.urls("sample.urls")]
WORDS = "Thistlewick drew a house"


@dataclass(frozen=True)
class OnPage:
    words: str


@pytest.fixture
def lead() -> User:
    return person((SAFEGUARDING_LEAD, "london"))


@pytest.fixture
def by(lead: User) -> Standing:
    return standing(lead)


@pytest.fixture
def session(by: Standing) -> Therapy:
    said = [ON.to(date(2026, 3, 2)), KIND.to("play"), TOLD.to(WORDS)]
    return add(THERAPY, said, by=by, of=child().pk)


@pytest.fixture
def another_key() -> Iterator[None]:
    yield
    for purpose in (Purpose.RECORDS, Purpose.SPECIAL):
        key_folder().forget_all_but_current(purpose)


def page_of(one: Therapy, verb: str = "") -> str:
    return reverse(f"sample:{verb}therapy", args=[one.pk])


def sealed_with(table: str, column: str) -> set[str]:
    """Return the names of the keys in a column's raw text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
        return {value.split(".")[1] for (value,) in cursor.fetchall()}


def special_words(version: Version) -> str:
    return Version._meta.get_field("special").unseen_text(version)


def test_its_readers_read_it_and_whoever_reads_the_childs_record_does_not(lead: User, session: Therapy) -> None:
    page = logged_in(lead).get(page_of(session)).content.decode()
    assert WORDS in page
    assert "Play" in page
    event = Event.objects.get(action=THERAPY.read.name)
    assert (event.subjects, event.details["permission"]) == ([str(session.child_id)], "sample.read_therapy")
    worker = logged_in(person((CASEWORKER, "london")))
    assert worker.get(reverse("sample:child", args=[session.child_id])).status_code == 200
    for verb in ("", "change_", "remove_", "history_of_"):
        assert worker.get(page_of(session, verb)).status_code == 404, verb
    assert worker.get(reverse("sample:add_therapy", args=[session.child_id])).status_code == 404


@pytest.mark.parametrize("field", [KIND, TOLD], ids=lambda one: one.name)
def test_to_show_that_there_was_a_session_opens_nothing_special_of_it(field: Field[str], session: Therapy) -> None:
    worker = standing(person((CASEWORKER, "london")))

    def reads(of: Field[Any]) -> OnPage:
        return show(
            worker, policy.ATTENDED, session.pk, action=THERAPY.read, gather=lambda one: OnPage(str(of.of(one)))
        )

    assert reads(ON).words == "2026-03-02"
    with pytest.raises(UndisclosedError, match=field.name):
        reads(field)


def test_break_glass_opens_the_childs_record_and_nothing_special(session: Therapy, lead: User) -> None:
    worker = person((CASEWORKER, "bristol"))
    given = {"kind": "child", "reference": session.child.reference, "reason": "She rang and is in danger"}
    client = logged_in(worker)
    client.post(reverse("access:break_glass"), given)
    assert client.get(reverse("sample:child", args=[session.child_id])).status_code == 200
    assert policy.ATTENDED.visible_to(standing(worker)).count() == 1
    assert client.get(page_of(session)).status_code == 404


def test_it_is_sealed_with_a_key_of_its_own_also_in_its_history_and_in_drafts(lead: User, session: Therapy) -> None:
    Filled(logged_in(lead), page_of(session, "change_")).keep(told=f"{WORDS} twice")
    assert Draft.objects.count() == 1
    special = ring(Purpose.SPECIAL).current.id
    assert special != ring(Purpose.RECORDS).current.id
    for table, column in (
        ("sample_therapy", "kind"),
        ("sample_therapy", "told"),
        ("history_version", "special"),
        ("forms_draft", "typed"),
    ):
        assert sealed_with(table, column) == {special}, (table, column)
    (version,) = kept(session.pk)
    assert "Thistlewick" not in unopened(version)
    assert "play" not in unopened(version)
    assert WORDS in special_words(version)


def test_its_draft_is_opened_by_who_typed_it(lead: User, session: Therapy) -> None:
    Filled(logged_in(lead), page_of(session, "change_")).keep(told=f"{WORDS} twice")
    again = logged_in(lead).get(page_of(session, "change_"), {"draft": Draft.objects.get().pk})
    assert f"{WORDS} twice" in again.content.decode()
    with pytest.raises(UndisclosedError):
        _ = Draft.objects.get().typed


def test_its_page_tells_what_it_said_before(lead: User, by: Standing, session: Therapy) -> None:
    change(THERAPY, session.pk, [TOLD.to("She drew a boat")], by=by, expected=1)
    page = logged_in(lead).get(page_of(session, "history_of_")).content.decode()
    assert WORDS in page
    assert "She drew a boat" in page


def test_a_change_names_what_it_alters_and_nothing_else_is_written(by: Standing, session: Therapy) -> None:
    change(THERAPY, session.pk, [KIND.to("play"), TOLD.to(WORDS)], by=by, expected=1)
    assert Version.objects.filter(record=session.pk).count() == 1
    change(THERAPY, session.pk, [KIND.to("talk")], by=by, expected=1)
    _, latest = kept(session.pk)
    assert '"kind":"talk"' in special_words(latest)
    assert WORDS in special_words(latest)


def test_what_is_sealed_in_a_record_is_changed_as_declared(by: Standing) -> None:
    one = child()
    change(CHILD, one.pk, [NAME.to("Planted Namesworth"), NOTE.to("A planted note")], by=by, expected=1)
    assert kept(one.pk) == []
    change(CHILD, one.pk, [NOTE.to("Another note")], by=by, expected=1)
    (version,) = kept(one.pk)
    assert '"note":"Another note"' in unopened(version)
    assert '"name":"Planted Namesworth"' in unopened(version)
    assert version.special is None


@pytest.mark.usefixtures("another_key")
def test_its_key_is_rotated_by_itself(by: Standing, session: Therapy) -> None:
    older = ring(Purpose.SPECIAL).current
    key_folder().add(Purpose.RECORDS)
    rotate(Purpose.RECORDS)
    assert sealed_with("sample_therapy", "told") == sealed_with("history_version", "special") == {older.id}
    key_folder().add(Purpose.SPECIAL)
    done = rotate(Purpose.SPECIAL)
    assert (done.values, done.unopened) == (3, ())  # kind and told, and the version's
    assert sealed_with("sample_therapy", "told") == sealed_with("history_version", "special") == {done.key.id}
    key_folder().forget_all_but_current(Purpose.SPECIAL)
    assert WORDS in special_words(kept(session.pk)[0])


@pytest.mark.usefixtures("another_key")
def test_without_its_key_the_rest_of_the_record_opens_and_it_does_not(session: Therapy) -> None:
    key_folder().add(Purpose.SPECIAL)
    key_folder().forget_all_but_current(Purpose.SPECIAL)
    assert Child._meta.get_field("name").unseen_text(session.child) == "Planted Namesworth"
    assert '"on":"2026-03-02"' in unopened(kept(session.pk)[0])
    with pytest.raises(KeysError):
        special_words(kept(session.pk)[0])


def test_it_is_erased_from_every_version(session: Therapy, by: Standing) -> None:
    change(THERAPY, session.pk, [TOLD.to(f"{WORDS} twice"), KIND.to("talk")], by=by, expected=1)
    assert erase_fields(session.pk, "told") == 2
    assert [special_words(one) for one in kept(session.pk)] == [
        '{"kind":"play","told":null}',
        '{"kind":"talk","told":null}',
    ]
    erase_held_about(session.child_id)
    assert kept(session.pk) == []


def test_a_special_field_has_readers_of_its_own_and_is_in_no_folder() -> None:
    declared: dict[str, Any] = {
        "noun": "talk",
        "plural": "talks",
        "writes": policy.WRITABLE_THERAPY,
        "needs": policy.WRITE_THERAPY,
        "title": str,
        "adding": None,
        "changing": None,
    }
    with pytest.raises(ValueError, match="told of talk is special"):
        Resource(Therapy, reads=policy.ATTENDED, fields=(TOLD,), **declared)
    in_folder = Text(Therapy.told, "What was told", privacy=Privacy.SPECIAL, folder="told")
    with pytest.raises(ValueError, match="told of talk is special"):
        Resource(Therapy, reads=policy.THERAPY, fields=(in_folder,), **declared)


@pytest.mark.parametrize(
    "declare",
    [
        lambda: Choice(Therapy.kind, "Kind"),
        lambda: Text(Therapy.told, "What was told", privacy=Privacy.IDENTITY_CHECKED),
        lambda: Text(Child.note, "Note", privacy=Privacy.SPECIAL),
    ],
)
def test_a_field_says_that_it_is_special_when_its_column_is(declare: Callable[[], Field[str]]) -> None:
    with pytest.raises(ValueError, match="special"):
        declare()


def test_special_fields_are_not_fetched_with_the_childs_record(by: Standing) -> None:
    with pytest.raises(ValueError, match="on a page of their own"):
        policy.THERAPY.prefetch("therapy", by, to="seen_therapy")


def test_who_may_write_of_therapy_at_one_site_adds_none_at_another() -> None:
    there = child("bristol")
    user = person((SAFEGUARDING_LEAD, "london"))
    with pytest.raises(NotVisibleError):
        add(THERAPY, [ON.to(date(2026, 3, 2)), KIND.to("play")], by=standing(user), of=there.pk)
    assert Therapy.objects.count() == 0


def test_the_permission_counts_at_the_site_of_the_child() -> None:
    """Somebody may write in the child's record here, and of therapy only elsewhere."""
    here = permission("sample.write_here", to="write", roles=(CASEWORKER,))
    elsewhere = permission("sample.write_elsewhere", to="write of therapy", roles=(TEAM_MANAGER,))
    kept_by_worker = Resource(
        Child,
        noun="record",
        key="kept_by_worker",
        reads=policy.READABLE,
        writes=Rule(model=Child, permission=here, refusal="No."),
        fields=(NAME,),
        title=lambda one: one.reference,
        adding=None,
        changing=None,
        page="sample:child",
    )
    of_manager = Resource(
        Therapy,
        noun="session",
        key="of_manager",
        reads=policy.THERAPY,
        writes=Rule(permission=elsewhere, **policy.OF_A_CHILD),
        fields=(ON, KIND, TOLD),
        parent=Parent(Therapy.child, kept_by_worker),
        title=str,
        adding=Form(),
        changing=None,
        page="sample:therapy",
    )
    user, one = person((CASEWORKER, "london"), (TEAM_MANAGER, "bristol")), child("london")
    with pytest.raises(RefusedError):
        add(of_manager, [ON.to(date(2026, 3, 2)), KIND.to("play")], by=standing(user), of=one.pk)
    assert of_manager.add_form is not None
    with pytest.raises(NotVisibleError):
        of_manager.add_form.require(standing(user), one.pk)
    hold(user, TEAM_MANAGER, "london")
    of_manager.add_form.require(standing(user), one.pk)
    add(of_manager, [ON.to(date(2026, 3, 2)), KIND.to("play")], by=standing(user), of=one.pk)


def test_its_own_rule_for_writing_is_asked(by: Standing, session: Therapy) -> None:
    never = Rule(
        permission=permission("sample.never", to="write", roles=(SAFEGUARDING_LEAD,)),
        also=lambda _: Q(pk__in=()),
        **policy.OF_A_CHILD,
    )
    closed = Resource(
        Therapy,
        noun="session",
        key="closed_therapy",
        reads=policy.THERAPY,
        writes=never,
        needs=policy.WRITE_THERAPY,
        fields=(ON, KIND, TOLD),
        parent=Parent(Therapy.child, CHILD),
        title=str,
        adding=None,
        changing=None,
        page="sample:therapy",
    )
    with pytest.raises(RefusedError):
        change(closed, session.pk, [TOLD.to("Something else")], by=by, expected=1)
    with pytest.raises(RefusedError):
        remove(closed, session.pk, by=by, expected=1)
    assert Therapy.objects.get().version == 1


def test_the_childs_pages_do_not_tell_how_often_a_session_was_changed(by: Standing, session: Therapy) -> None:
    change(THERAPY, session.pk, [TOLD.to("She drew a boat")], by=by, expected=1)
    assert parts_counted(session.child_id) == 0


def test_a_list_has_no_special_field_unless_it_says_why() -> None:
    listing: dict[str, Any] = {
        "resource": THERAPY,
        "title": "Sessions",
        "sorts": (ON,),
        "rows": lambda by: Therapy.objects.all(),
        "search": lambda rows, text: rows,
        "nothing": "None.",
    }
    told = Extra("Told", "told", lambda one: str(one.told))
    for columns, filters in (((ON, TOLD), ()), ((ON, told), ()), ((ON,), (Filter(KIND, "Any", lambda *_: ()),))):
        with pytest.raises(ValueError, match="sessions are read by a special rule"):
            Listing(columns=columns, filters=filters, **listing)
    assert Listing(columns=(ON, TOLD), filters=(), special="The lead looks through them each week.", **listing)


def test_special_records_are_not_searched_nor_shown_with_another() -> None:
    found = found_by_words(THERAPY, lambda one: Said(title=one.told))
    with pytest.raises(ValueError, match="therapy has special fields, and is not searched"):
        searched(found)
    with pytest.raises(ValueError, match="sessions are special, and are not shown with another record"):
        Related(THERAPY, ("on",))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"permission": policy.READ_THERAPY, "special": True, "by_break_glass": True}, "by break-glass"),
        ({"permission": policy.READ_THERAPY}, "give each its own"),
        ({"permission": policy.READ_THERAPY, "special": True, "model": Visit}, "give each its own"),
        ({"permission": policy.READ, "special": True}, "give each its own"),
    ],
)
def test_a_special_rule_is_not_opened_by_break_glass_and_shares_no_permission(wrong: Any, told: str) -> None:
    known = list(RULES)
    with pytest.raises(ValueError, match=told):
        Rule(**{**policy.OF_A_CHILD, **wrong})
    assert known == RULES


def test_no_index_finds_records_by_a_special_field() -> None:
    class Found(models.Model):
        told = SpecialTextField()
        told_index = BlindIndexField(of="told")

        class Meta:
            app_label = "special_check"

    told = [one for one in Found._meta.get_field("told_index").check() if isinstance(one, Error)]
    assert [one.id for one in told] == ["tideturn.E103"]


def test_a_page_of_special_records_is_not_printed_wherever_it_is_declared(lead: User, session: Therapy) -> None:
    listing = Listing(
        resource=THERAPY,
        title="Sessions",
        columns=(ON, TOLD),
        sorts=(ON,),
        filters=(),
        rows=lambda by: Therapy.objects.all(),
        search=lambda rows, text: rows,
        special="The lead looks through them each week.",
        nothing="None.",
    )
    asked = logged_in(lead).get(page_of(session)).wsgi_request
    for page, given in (
        (list_page(listing, "resources/list.html"), {}),
        (change_page(THERAPY), {"pk": session.pk}),
        (form_page(THERAPY.change_form, change, THERAPY), {"pk": session.pk}),
    ):
        asked.unprinted = False
        with suppress(TemplateDoesNotExist):
            page(asked, **given)
        assert asked.unprinted


@pytest.mark.browser
def test_its_page_is_not_printed(page: "Page", lead: User, session: Therapy, live_server, tmp_path) -> None:
    from browsing import come_in, look_over

    come_in(page.context, logged_in(lead).cookies["sessionid"].value, live_server.url)
    page.goto(page_of(session))
    look_over(page)
    assert page.get_by_text(WORDS).first.is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_text(WORDS).first.is_visible()
    assert page.get_by_text("This page does not print").is_visible()
    assert (
        page.locator("main").inner_text().strip() == "This page does not print, because only some people may read it."
    )
    page.goto(page_of(session, "change_"))
    page.emulate_media(media="print")
    assert not page.get_by_label("What was told").is_visible()
