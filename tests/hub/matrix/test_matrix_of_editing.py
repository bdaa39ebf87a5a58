"""The addresses of editing × every role: they hold one's own drafts alone, so that a role makes no difference."""

from uuid import uuid4

import pytest
from django.urls import reverse
from sample.people import child, logged_in

from tideturn.hub.forms import pages as urls
from tideturn.hub.forms.models import Draft
from tideturn.hub.forms.opened import Opened

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]


@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str) -> None:
    user = somebody(who)
    client = logged_in(user)
    for url, expected in (
        (reverse("forms:keep"), 400),
        (reverse("forms:throw_away", args=[uuid4()]), 404),
    ):
        answer = client.post(url, {})
        if user is None:
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
        else:
            assert answer.status_code == expected
        assert client.get(url).status_code == 405
    answer = client.get(reverse("forms:drafts"))
    assert answer.status_code == (200 if user else 302)
    assert client.post(reverse("forms:drafts")).status_code == 405


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
def test_words_are_taken_from_whoever_had_the_page_and_shown_by_the_rules_of_the_record(who: str) -> None:
    """Also where the role has ended since the page was opened: nothing typed is lost, and nothing is shown."""
    user = somebody(who)
    client = logged_in(user)
    page = Opened(user=user.pk, form="sample.change_child", record=child("bristol").pk)
    assert client.post(reverse("forms:keep"), {"note": "Words", "opened": page.signed()}).status_code == 200
    draft = Draft.objects.get()
    assert client.get(f"{reverse('sample:change', args=[page.record])}?draft={draft.pk}").status_code in (403, 404)
    told = client.get(reverse("forms:drafts"))
    assert "Something that you may not open now" in told.content.decode()
    assert str(page.record) not in told.content.decode()
    answer = client.post(reverse("forms:throw_away", args=[draft.pk]))
    assert answer.headers["Location"] == reverse("forms:drafts")
    assert Draft.objects.get().ended_at is not None


def test_every_address_of_editing_is_in_the_matrix() -> None:
    assert {one.name for one in urls.urlpatterns} == {"drafts", "keep", "throw_away"}
