"""Every address of health × every role: the page is an administrator's, and monitors are told without a log-in."""

import pytest
from django.urls import reverse
from sample.people import logged_in

from tideturn.hub.audit.models import Event
from tideturn.hub.health import pages

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
ADDRESSES = ("plain", "health")
READ_IT = ("administrator", "administrator_in_session")


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_comes_of_asking(address: str, who: str) -> None:
    user = somebody(who)
    answer = logged_in(user).get(reverse(f"health:{address}"))
    if address == "plain":
        assert answer.status_code == 503  # since nobody has looked in a test
        assert answer.content == b"looking: now\n"
    elif who == "nobody":
        assert answer.headers["Location"].split("?")[0] == reverse("account_login")
    else:
        assert answer.status_code == (200 if who in READ_IT else 404)
        refusals = Event.objects.filter(kind="refusal", actor=user.pk)
        assert refusals.exists() == (who not in READ_IT)


@pytest.mark.parametrize("who", WHO)
def test_whoever_may_read_it_is_led_there(who: str) -> None:
    said = logged_in(somebody(who)).get("/", follow=True).content.decode()
    assert ("System status" in said) == (who in READ_IT)


def test_every_address_of_health_is_in_the_matrix() -> None:
    assert set(ADDRESSES) == {one.name for one in pages.urlpatterns}
