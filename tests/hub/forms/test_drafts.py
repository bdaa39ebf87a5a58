"""Drafts: whose they are, what is in them, when they come back and when they go."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from sample import forms
from sample.models import Child
from sample.people import child, logged_in, person

from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import CASEWORKER, SAFEGUARDING_LEAD
from tideturn.hub.accounts.models import Session
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.common.erasure import erase_held_about
from tideturn.hub.crypto.disclosure import UndisclosedError
from tideturn.hub.forms import services
from tideturn.hub.forms.models import Draft
from tideturn.hub.forms.opened import Opened
from tideturn.hub.forms.registry import Edited, register_form

from .filling_in import Filled, words_of

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.urls("sample.urls")]
TYPED = "Thistlewick was there"


@pytest.fixture
def worker():
    return person((CASEWORKER, "london"))


@pytest.fixture
def kept() -> Child:
    return child("london")


def change(of: Child) -> str:
    return reverse("sample:change", args=[of.pk])


def log_in_page(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


def test_what_is_typed_is_kept_and_offered_and_comes_back(worker, kept) -> None:
    page = Filled(logged_in(worker), change(kept))
    told = page.keep(note=TYPED).json()["said"]
    draft = Draft.objects.get()
    assert told == f"Saved as a draft at {draft.saved_at.astimezone(clock.LONDON):%H:%M}."
    page.keep(note=f"{TYPED} and more")
    assert Draft.objects.get().saves == 2

    later = Filled(logged_in(worker), change(kept))
    assert f"You began this on {clock.spoken(Draft.objects.get().saved_at)}" in later.told
    assert "Thistlewick" not in later.told
    back = Filled(later.client, f"{change(kept)}?draft={draft.pk}")
    assert back.sent["note"] == f"{TYPED} and more"
    assert "You began this" not in back.told


def test_the_audit_knows_when_a_draft_begins_is_gone_on_with_and_ends_and_not_each_save(worker, kept) -> None:
    page = Filled(logged_in(worker), change(kept))
    for number in range(5):
        page.keep(note=f"{TYPED} {number}")
    page.client.get(f"{change(kept)}?draft={Draft.objects.get().pk}")
    page.send(note=TYPED)
    events = Event.objects.filter(action__startswith="forms.").order_by("at")
    assert [one.action for one in events] == ["forms.begin_draft", "forms.open_draft", "forms.send_draft"]
    for one in events:
        assert (one.actor, one.subjects, one.site) == (worker.pk, [str(kept.pk)], "london")
    assert events[1].kind == "disclosure"
    assert events[2].details == {"form": "sample.change_child", "saves": 5}


def test_a_draft_ends_with_what_it_was_for_in_one_transaction(worker, kept, monkeypatch) -> None:
    page = Filled(logged_in(worker), change(kept))
    page.keep(note=TYPED)

    def broken(*_, **__):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(services, "_end", broken)
    with pytest.raises(RuntimeError):
        page.send(note=TYPED)
    assert Child.objects.get().version == 1
    monkeypatch.undo()
    assert page.send(note=TYPED)["Location"] == reverse("sample:child", args=[kept.pk])
    draft = Draft.objects.get()
    assert (draft.made, words_of(draft)) == (kept.pk, "")
    assert "You began this" not in Filled(page.client, change(kept)).told


def test_a_save_that_comes_after_the_form_was_sent_brings_nothing_back(worker, kept) -> None:
    page = Filled(logged_in(worker), change(kept))
    page.send(note=TYPED)
    late = page.keep(note="late")
    assert late.status_code == 409
    assert "sent or thrown away" in late.json()["said"]
    assert words_of(Draft.objects.get()) == ""


def test_a_refusal_within_what_is_sent_is_told_to_the_audit_and_the_draft_stays(worker, kept) -> None:
    page = Filled(logged_in(worker), reverse("sample:begin"))
    page.keep(name=TYPED)
    answer = page.send(reference="R-9", name=TYPED, site="bristol")
    assert answer.status_code == 403
    assert Event.objects.filter(kind="refusal", actor=worker.pk).exists()
    assert TYPED in words_of(Draft.objects.get())


def test_two_pages_of_one_form_keep_a_draft_each_and_the_newer_is_offered_first(worker) -> None:
    client, begin = logged_in(worker), reverse("sample:begin")
    first, second = Filled(client, begin), Filled(client, begin)
    first.keep(name="First")
    second.keep(name="Second")
    one, two = Draft.objects.order_by("saved_at")
    offer = Filled(client, begin).told
    assert offer.index(str(two.pk)) < offer.index(str(one.pk))
    assert Filled(client, f"{begin}?draft={one.pk}").sent["name"] == "First"
    # Both pages may go on with the same one, too.
    left, right = (Filled(client, f"{begin}?draft={one.pk}") for _ in range(2))
    left.keep(name="First, left")
    right.keep(name="First, right")
    assert not Draft.objects.filter(pk=one.pk).exists()
    kept = "".join(words_of(draft) for draft in Draft.objects.all())
    assert all(name in kept for name in ("Second", "First, left", "First, right"))


def test_a_draft_that_one_went_on_with_goes_when_that_is_sent(worker, kept) -> None:
    client = logged_in(worker)
    Filled(client, change(kept)).keep(note=TYPED)
    Filled(client, f"{change(kept)}?draft={Draft.objects.get().pk}").send()
    assert not Draft.objects.filter(ended_at=None).exists()
    assert "You began this" not in Filled(client, change(kept)).told


def test_what_one_throws_away_is_gone(worker, kept) -> None:
    page = Filled(logged_in(worker), change(kept))
    page.keep(note=TYPED)
    draft = Draft.objects.get()
    answer = page.client.post(reverse("forms:throw_away", args=[draft.pk]), {"from_form": "yes"})
    assert answer["Location"] == change(kept)
    assert words_of(draft) == ""
    assert page.client.post(reverse("forms:throw_away", args=[draft.pk])).status_code == 404


def test_a_draft_is_nobody_elses(worker, kept) -> None:
    Filled(logged_in(worker), change(kept)).keep(note=TYPED)
    draft = Draft.objects.get()
    other = logged_in(person((CASEWORKER, "london")))
    assert "You began this" not in Filled(other, change(kept)).told
    assert other.get(f"{change(kept)}?draft={draft.pk}").status_code == 404
    assert other.post(reverse("forms:throw_away", args=[draft.pk])).status_code == 404
    assert TYPED in words_of(draft)


def test_a_draft_of_what_one_no_longer_sees_is_opened_no_more_and_stays_until_it_is_thrown_away(worker, kept) -> None:
    client = logged_in(worker)
    page = Filled(client, change(kept))
    page.keep(note=TYPED)
    draft = Draft.objects.get()
    Grant.objects.filter(user=worker).update(site="bristol")
    for pk in (draft.pk, uuid4()):
        assert client.get(f"{change(kept)}?draft={pk}").status_code == 404
    assert client.post(reverse("forms:throw_away", args=[uuid4()])).status_code == 404
    assert TYPED in words_of(draft)
    Grant.objects.filter(user=worker).update(site="london")
    assert Filled(client, f"{change(kept)}?draft={draft.pk}").sent["note"] == TYPED
    Grant.objects.filter(user=worker).update(site="bristol")
    answer = client.post(reverse("forms:throw_away", args=[draft.pk]), {"from_form": "yes"})
    assert answer["Location"] == reverse("forms:drafts")
    assert words_of(draft) == ""
    told = Event.objects.get(action="forms.throw_draft_away")
    assert (told.actor, told.subjects) == (worker.pk, [str(kept.pk)])


def test_ones_own_drafts_are_listed_by_form_and_moment_and_nothing_else(worker, kept) -> None:
    client, begin = logged_in(worker), reverse("sample:begin")
    Filled(client, change(kept)).keep(note=TYPED)
    Filled(client, begin).keep(name="Planted Newcomer")
    Filled(logged_in(person((CASEWORKER, "london"))), begin).keep(name="Another's")
    told = client.get(reverse("forms:drafts")).content.decode().split("<main")[1]
    new, old = Draft.objects.filter(user=worker).order_by("-saved_at")
    assert told.count("<tr>") == 1 + 2
    assert f'<a href="{begin}?draft={new.pk}">Add a record</a>' in told
    assert f'<a href="{change(kept)}?draft={old.pk}">Change a record</a>' in told
    assert told.index(str(new.pk)) < told.index(str(old.pk))
    for hidden in ("lanted", "Thistlewick", kept.reference, "Another"):
        assert hidden not in told
    assert Filled(client, f"{change(kept)}?draft={old.pk}").sent["note"] == TYPED
    client.post(reverse("forms:throw_away", args=[old.pk]))
    assert client.get(reverse("forms:drafts")).content.decode().count("<tr>") == 1 + 1


def test_of_what_one_may_not_open_any_more_the_list_says_nothing(worker, kept) -> None:
    client = logged_in(worker)
    Filled(client, change(kept)).keep(note=TYPED)
    Filled(client, reverse("sample:begin")).keep(name="Planted Newcomer")
    Draft.objects.filter(form="sample.add_child").update(form="of_a_room_that_went", record=uuid4())
    Grant.objects.filter(user=worker).update(site="bristol")
    told = client.get(reverse("forms:drafts")).content.decode().split("<main")[1]
    assert told.count("Something that you may not open now</th>") == 2
    assert "Change a record" not in told
    assert "?draft=" not in told
    assert str(kept.pk) not in told
    assert not Event.objects.filter(kind="disclosure").filter(action="forms.open_draft").exists()
    for draft in Draft.objects.all():
        client.post(reverse("forms:throw_away", args=[draft.pk]))
    assert "No drafts." in client.get(reverse("forms:drafts")).content.decode()


def test_the_list_asks_as_many_queries_for_many_drafts(worker) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("forms:drafts")).status_code == 200
        return len(asked)

    client = logged_in(worker)
    for number in range(2):
        Filled(client, change(child("london", name=f"Planted {number}"))).keep(note=TYPED)
    client.get(reverse("forms:drafts"))
    few = queries()
    for number in range(10):
        Filled(client, change(child("london", name=f"Planted {number}"))).keep(note=TYPED)
    assert queries() == few


def test_a_draft_comes_back_in_its_own_form_and_record_alone(worker, kept) -> None:
    client, other = logged_in(worker), child("london")
    Filled(client, change(kept)).keep(note=TYPED)
    draft = Draft.objects.get()
    assert client.get(f"{change(other)}?draft={draft.pk}").status_code == 404
    assert client.get(f"{reverse('sample:tell', args=[kept.pk])}?draft={draft.pk}").status_code == 404
    assert client.get(f"{change(kept)}?draft=none").status_code == 200


def test_who_may_read_and_not_write_is_shown_no_form(kept) -> None:
    client = logged_in(person((SAFEGUARDING_LEAD, "*")))
    assert client.get(change(kept)).status_code == 403
    assert not Event.objects.filter(kind="disclosure").exists()


def test_what_comes_after_the_session_has_ended_is_offered_to_the_same_person_alone(worker, kept) -> None:
    page = Filled(logged_in(worker), change(kept))
    page.keep(note="Before the pause")
    Session.objects.all().delete()
    answer = page.send(note=TYPED)
    assert log_in_page(answer)
    assert answer["Location"].endswith(f"?next={change(kept)}")
    assert Child.objects.get().version == 1
    before, after = Draft.objects.order_by("saved_at")
    assert (before.unproven, after.unproven, after.user) == (False, True, worker)
    assert "Before the pause" in words_of(before)
    told = Event.objects.get(action="forms.keep_unproven")
    assert (told.actor, told.details["user"]) == (None, str(worker.pk))

    other = logged_in(person((CASEWORKER, "london")))
    assert "You began this" not in Filled(other, change(kept)).told
    same = Filled(logged_in(worker), change(kept))
    assert "when your session had ended" in same.told
    back = Filled(same.client, f"{change(kept)}?draft={after.pk}")
    assert back.sent["note"] == TYPED
    back.send()
    assert not Draft.objects.filter(ended_at=None).exists()


def test_a_page_that_is_sent_often_without_a_session_keeps_one_draft(worker, kept) -> None:
    page = Filled(logged_in(worker), change(kept))
    Session.objects.all().delete()
    for number in range(5):
        page.send(note=f"{TYPED} {number}")
    assert f"{TYPED} 4" in words_of(Draft.objects.get())


def test_nothing_is_kept_for_an_account_that_has_ended_nor_from_what_is_no_page_of_ours(worker, kept) -> None:
    page = Filled(logged_in(worker), change(kept))
    Session.objects.all().delete()
    forged = Opened(user=worker.pk, form="sample.change_child", record=kept.pk)
    for bad in ("", "x", signing.dumps([1], salt="another"), forged.signed()[:-2]):
        assert log_in_page(page.send(opened=bad, note=TYPED))
    worker.ends_on = date(2026, 1, 1)
    worker.save()
    assert log_in_page(page.send(note=TYPED))
    assert page.keep(note=TYPED).status_code == 401
    assert not Draft.objects.exists()


def test_a_page_that_another_person_had_opened_is_not_taken_as_ones_own(worker, kept) -> None:
    page = Filled(logged_in(worker), change(kept))
    other = logged_in(person((CASEWORKER, "london")))
    answer = page.send(client=other, note=TYPED)
    assert answer.status_code == 409
    assert "opened by somebody else" in answer.content.decode()
    assert TYPED not in answer.content.decode()
    assert page.keep(client=other, note=TYPED).status_code == 401
    assert (Child.objects.get().version, Draft.objects.get().user) == (1, worker)


def test_a_page_of_an_earlier_session_is_not_done_and_not_lost(worker, kept) -> None:
    client = logged_in(worker)
    client.handler.enforce_csrf_checks = True
    page = Filled(client, change(kept))
    old = page.sent | {"csrfmiddlewaretoken": "x" * 64, "note": TYPED}
    answer = client.post(change(kept), old)
    assert answer["Location"] == change(kept)
    assert TYPED in words_of(Draft.objects.get())
    assert "What you typed was kept as a draft" in client.get(change(kept)).content.decode()

    told = client.post(page.keeps, old, headers={"Accept": "application/json"})
    assert told.status_code == 403
    assert client.post(page.keeps, old | {"csrfmiddlewaretoken": told.json()["csrf"]}).status_code == 200
    del old["opened"]
    assert client.post(change(kept), old).status_code == 403
    client.logout()
    assert log_in_page(client.post(change(kept), page.sent | {"csrfmiddlewaretoken": "x" * 64}))


def test_words_beyond_what_is_kept_are_refused_in_a_sentence(worker, kept, monkeypatch) -> None:
    monkeypatch.setattr(services, "MOST", 1000)
    answer = Filled(logged_in(worker), change(kept)).keep(note="x" * 1001)
    assert "too long to be kept" in answer.json()["said"]
    assert not Draft.objects.exists()


def test_passwords_and_files_are_in_no_draft() -> None:
    from django import forms as fields
    from django.http import QueryDict

    from tideturn.hub.forms.forms import EditForm

    class Secretive(EditForm):
        said = fields.CharField()
        day = fields.SplitDateTimeField()
        secret = fields.CharField(widget=fields.PasswordInput)
        paper = fields.FileField()
        held = fields.CharField()
        never_kept = frozenset({"held"})

    sent = QueryDict("said=a&day_0=2026-11-03&day_1=14:32&secret=b&paper=c&held=d&other=e&opened=f")
    assert Secretive.typed_in(sent) == {"said": "a", "day": ["2026-11-03", "14:32"]}


def test_a_draft_goes_fourteen_days_after_it_was_last_written_in(worker, kept) -> None:
    client = logged_in(worker)
    Filled(client, change(kept)).keep(note=TYPED)
    Filled(client, change(kept)).keep(note=TYPED)
    old, young = Draft.objects.order_by("saved_at")
    Draft.objects.filter(pk=old.pk).update(saved_at=clock.now() - timedelta(days=14, minutes=1))
    Draft.objects.filter(pk=young.pk).update(saved_at=clock.now() - timedelta(days=13, hours=23))
    assert services.purge_drafts() == 1
    assert list(Draft.objects.values_list("pk", flat=True)) == [young.pk]
    assert services.purge_drafts() == 0
    assert [one.details for one in Event.objects.filter(action="forms.purge_drafts")] == [{"drafts": 1}]


def test_the_drafts_about_a_person_go_with_them(worker, kept) -> None:
    client, other = logged_in(worker), child("london")
    Filled(client, change(kept)).keep(note=TYPED)
    Filled(client, reverse("sample:tell", args=[kept.pk])).keep(told=TYPED)
    Filled(client, change(other)).keep(note=TYPED)
    assert erase_held_about(kept.pk) == 2
    assert Draft.objects.get().record == other.pk
    assert Event.objects.get(action="forms.erase_drafts").subjects == [str(kept.pk)]


def test_what_is_typed_stands_nowhere_in_clear(worker, kept) -> None:
    page = Filled(logged_in(worker), change(kept))
    page.keep(note=TYPED)
    Session.objects.all().delete()
    page.send(note=TYPED)
    assert Draft.objects.count() == 2
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert not [row for row in cursor.fetchall() if "thistlewick" in repr(row).lower()], table
    with pytest.raises(UndisclosedError):
        _ = Draft.objects.first().typed


def test_a_form_says_who_may_open_it() -> None:
    said = {"title": "x", "form": forms.ChildForm, "address": "x", "leads_to": "x"}
    for wrong in ({}, {"reads": forms.policy.READABLE}, {"needs": forms.policy.ADD, "shows": forms.actions.CHILD_READ}):
        with pytest.raises(ValueError, match="needs a permission or gate"):
            Edited(name="sample.wrong", **said, **wrong)
    with pytest.raises(ValueError, match="already"):
        register_form(Edited(name="sample.add_child", **said, needs=forms.policy.ADD))
