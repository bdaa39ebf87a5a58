"""Every address of notices × every role: everybody comes to their own, and nobody to another's."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from sample.people import logged_in, person

from tideturn.hub.access.glass import GLASS_USED
from tideturn.hub.notices import pages
from tideturn.hub.notices.models import Notice
from tideturn.hub.notices.telling import tell

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
METHODS = {"notices": "GET", "notice": "GET", "acknowledge": "POST"}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("address", METHODS)
def test_what_comes_of_asking(address: str, who: str) -> None:
    user, other = somebody(who), person()
    client = logged_in(user)
    with transaction.atomic():
        tell(GLASS_USED, to=[one.pk for one in (user, other) if one], about=uuid4())
    came = {}
    for whose, of in (("own", user or other), ("another's", other)):
        args = [] if address == "notices" else [Notice.objects.get(to=of).pk]
        url = reverse(f"notices:{address}", args=args)
        answer = client.get(url) if METHODS[address] == "GET" else client.post(url)
        if who == "nobody":
            assert answer.headers["Location"].split("?")[0] == reverse("account_login")
            continue
        came[whose] = answer.status_code
        if address == "notices":
            assert answer.content.decode().count("Break-glass was used,") == 1
    if who == "nobody":
        return
    done = 302 if address == "acknowledge" else 200
    assert came == {"own": done, "another's": 200 if address == "notices" else 404}
    assert Notice.objects.get(to=other).read_at is None


def test_every_address_of_notices_is_in_the_matrix() -> None:
    assert set(METHODS) == {one.name for one in pages.urlpatterns}


def test_a_notice_is_never_acknowledged_by_a_link() -> None:
    assert logged_in(person()).get(reverse("notices:acknowledge", args=[uuid4()])).status_code == 405
