"""The page of a form: what is wrong comes back filled in, and nobody writes over another's words unseen."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from sample.models import Child, Visit
from sample.people import child, logged_in, person, standing

from tideturn.hub.access.roles import CASEWORKER
from tideturn.hub.audit.models import Event
from tideturn.hub.common.record_ids import record_id
from tideturn.hub.crypto.disclosure import opening
from tideturn.hub.forms import page as editing
from tideturn.hub.forms.models import Draft
from tideturn.hub.forms.opened import Opened
from tideturn.hub.forms.writing import EditsMeetError, change_version

from .filling_in import Filled

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]


@pytest.fixture
def kept() -> Child:
    return child("london", school="Hill School")


@pytest.fixture
def ada():
    return person((CASEWORKER, "london"))


@pytest.fixture
def ben():
    return person((CASEWORKER, "london"))


@pytest.fixture
def address(kept) -> str:
    return reverse("sample:change", args=[kept.pk])


def says(kept: Child) -> dict[str, object]:
    stands = Child.objects.get(pk=kept.pk)
    with opening([record_id(kept)]):
        return {name: getattr(stands, name) for name in ("name", "note", "school", "born_on", "version")}


def test_a_record_is_read_into_its_form_and_written_from_it(ada, kept, address) -> None:
    page = Filled(logged_in(ada), address)
    assert (page.sent["note"], page.sent["school"]) == ("A planted note", "Hill School")
    page.send(note="Another", born_on="2011-02-03")
    assert says(kept) == {
        "name": "Planted Namesworth",
        "note": "Another",
        "school": "Hill School",
        "born_on": date(2011, 2, 3),
        "version": 2,
    }
    assert Child.objects.get(pk=kept.pk).changed_by == ada
    read, changed = Event.objects.order_by("at")
    assert (read.kind, read.subjects) == ("disclosure", [str(kept.pk)])
    assert changed.kind == "write"


def test_what_is_wrong_comes_back_as_it_was_typed(ada, address) -> None:
    back = Filled(logged_in(ada), address).again(name="", note="Kept while it is wrong")
    assert back.answer.status_code == 422
    assert "Write the name." in back.told
    assert back.sent["note"] == "Kept while it is wrong"
    assert back.send(name="Somebody").status_code == 302


def test_what_is_wrong_at_an_address_that_is_not_there_says_nothing(ada) -> None:
    there = child("bristol")
    client = logged_in(ada)
    page = Filled(client, reverse("sample:begin"))
    for pk in (there.pk, page.client and Visit().pk):
        assert client.post(reverse("sample:change", args=[pk]), {"name": ""}).status_code == 404


def test_what_does_not_collide_is_saved_beside_and_that_is_said(ada, ben, kept, address) -> None:
    first, second = Filled(logged_in(ada), address), Filled(logged_in(ben), address)
    first.send(note="Ada's note")
    answer = second.send(school="Ben's School")
    assert answer.status_code == 302
    assert {**says(kept), "born_on": None} == {
        "name": "Planted Namesworth",
        "note": "Ada's note",
        "school": "Ben's School",
        "born_on": None,
        "version": 3,
    }
    told = second.client.get(reverse("accounts_own")).content.decode()
    assert f"While you wrote, {ada.name} changed: Note. It stays as they wrote it." in told


def met(ada, ben, address) -> Filled:
    """Both changed the note; Ada, who saved first, the school as well, and Ben the name."""
    first, second = Filled(logged_in(ada), address), Filled(logged_in(ben), address)
    first.send(note="Ada's note", school="Ada's School")
    return second.again(note="Ben's note", name="Ben's name")


def test_where_both_changed_a_field_both_are_shown_and_nothing_is_written(ada, ben, kept, address) -> None:
    page = met(ada, ben, address)
    assert page.answer.status_code == 409
    assert f"{ada.name} changed this while you wrote" in page.told
    for text in ("A planted note", "Ada&#x27;s note", "Ben&#x27;s note", "Ada&#x27;s School"):
        assert text in page.told
    assert page.sent["both-note"] == "Ada's note\n\nBen's note"
    assert "choice-note" not in page.sent  # nothing is chosen for anybody
    assert page.sent["choice-school"] == "theirs"
    assert says(kept)["note"] == "Ada's note"
    assert says(kept)["name"] == "Planted Namesworth"


@pytest.mark.parametrize(
    ("choice", "note"), [("mine", "Ben's note"), ("theirs", "Ada's note"), ("both", "Ada's note and Ben's")]
)
def test_what_is_chosen_is_written(ada, ben, kept, address, choice, note) -> None:
    page = met(ada, ben, address)
    answer = page.send(**{"choice-note": choice, "both-note": "Ada's note and Ben's"})
    assert answer.status_code == 302
    told = says(kept)
    assert (told["note"], told["name"], told["school"]) == (note, "Ben's name", "Ada's School")


def test_one_is_asked_until_one_chooses_and_loses_nothing_by_it(ada, ben, kept, address) -> None:
    page = met(ada, ben, address)
    again = page.again(**{"both-note": "Nearly both", "name": ""})
    assert "Choose which to keep: Note." in again.told
    assert "Write the name." in again.told
    assert (again.sent["note"], again.sent["both-note"]) == ("Ben's note", "Nearly both")
    wrong = again.again(**{"choice-note": "both"})
    assert (wrong.answer.status_code, wrong.sent["choice-note"]) == (409, "both")
    assert wrong.sent["note"] == "Ben's note"
    assert wrong.send(name="Ben's name").status_code == 302
    told = says(kept)
    assert (told["note"], told["name"], told["school"]) == ("Nearly both", "Ben's name", "Ada's School")


def test_whoever_writes_while_one_chooses_is_met_too(ada, ben, kept, address) -> None:
    page = met(ada, ben, address)
    Filled(logged_in(ada), address).send(note="Ada's second note", born_on="2011-02-03")
    again = page.again(**{"choice-note": "mine"})
    assert again.answer.status_code == 409
    assert "Ada&#x27;s second note" in again.told
    assert again.send(**{"choice-note": "mine"}).status_code == 302
    told = says(kept)
    assert (told["note"], told["school"], told["born_on"]) == ("Ben's note", "Ada's School", date(2011, 2, 3))


def test_a_draft_of_a_page_that_asked_asks_again(ada, ben, kept, address) -> None:
    """Else what the other wrote would be written over by going away and coming back."""
    page = met(ada, ben, address)
    page.keep(note="Ben's longer note")
    draft = Draft.objects.get(user=ben, ended_at=None)
    back = Filled(page.client, f"{address}?draft={draft.pk}")
    assert f"{ada.name} changed the record on" in back.told
    asked = Filled(back.client, address, back.send())
    assert asked.answer.status_code == 409
    assert says(kept)["note"] == "Ada's note"
    asked.send(**{"choice-note": "mine"})
    told = says(kept)
    assert (told["note"], told["school"]) == ("Ben's longer note", "Ada's School")


def test_each_for_itself_is_right_and_not_the_two_together(ada, ben, kept, address) -> None:
    first, second = Filled(logged_in(ada), address), Filled(logged_in(ben), address)
    first.send(note="At school")
    asked = second.again(school="")
    assert asked.answer.status_code == 409
    assert says(kept)["school"] == "Hill School"
    assert asked.send(**{"choice-note": "theirs", "school": "Lake School"}).status_code == 302
    assert (says(kept)["note"], says(kept)["school"]) == ("At school", "Lake School")


def test_the_same_sent_twice_is_saved_once(ada, kept, address) -> None:
    page = Filled(logged_in(ada), address)
    for _ in range(2):
        assert page.send(note="Once").status_code == 302
    assert says(kept)["note"] == "Once"
    begin = Filled(page.client, reverse("sample:begin"))
    given = {"reference": "R-77", "name": "Somebody", "site": "london"}
    assert begin.send(**given).status_code == 302
    twice = begin.again(**given | {"reference": "R-78"})
    assert "This was sent already" in twice.told
    assert not Child.objects.filter(reference="R-78").exists()
    assert twice.send().status_code == 302
    assert Child.objects.filter(reference="R-78").exists()


def test_a_page_that_is_not_known_again_is_held_against_the_record(ada, kept, address) -> None:
    """Nobody writes over what they have not seen by leaving out that they saw it."""
    client = logged_in(ada)
    for opened in ("", Opened(user=ada.pk, form="sample.begin", record=None, version=1).signed()):
        answer = client.post(address, {"name": "Planted Namesworth", "note": "New", "school": "", "opened": opened})
        assert answer.status_code == 409
    assert says(kept)["version"] == 1


def test_others_who_never_stop_writing_are_told_of(ada, ben, kept, address, monkeypatch) -> None:
    first, second = Filled(logged_in(ada), address), Filled(logged_in(ben), address)
    first.send(note="Ada's note")

    def always(*_, **__):
        raise EditsMeetError

    monkeypatch.setattr(editing._Editing, "done", always)
    answer = second.send(school="Ben's School")
    assert "Others are changing this at this moment" in answer.content.decode()


def test_a_fault_that_a_service_tells_stands_on_the_page(ada, address, monkeypatch) -> None:
    from tideturn.hub.common.errors import HubError

    def refuses(self, *_):
        raise HubError("The record is being moved.", mend="Wait a minute.")

    monkeypatch.setattr(editing._Editing, "done", refuses)
    back = Filled(logged_in(ada), address).again(note="Still here")
    assert "The record is being moved. Wait a minute." in back.told
    assert back.sent["note"] == "Still here"


def test_a_version_is_written_within_a_transaction_and_once(ada, kept) -> None:
    by = standing(ada)
    for expected in (2, None, 0):
        with pytest.raises(EditsMeetError), transaction.atomic():
            change_version(by, kept, expected, school="Lake School")
    assert says(kept)["school"] == "Hill School"
    assert Filled(logged_in(ada), reverse("sample:begin")).client.put("/sample/begin").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_version_outside_a_transaction_is_a_fault(ada, kept) -> None:
    with pytest.raises(RuntimeError, match="outside the transaction"):
        change_version(standing(ada), kept, 1, school="Lake School")
