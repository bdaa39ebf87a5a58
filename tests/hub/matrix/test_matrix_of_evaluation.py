"""Every address of evaluations × every role: what comes of each, written down by hand. None is at a site."""

import pytest
from django.urls import reverse
from sample.people import logged_in, person, standing
from sample.places import year

from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER
from tideturn.hub.common import clock
from tideturn.hub.crypto import files
from tideturn.hub.evaluations import pages
from tideturn.hub.evaluations.models import Document, Evaluation

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
ADDRESSES = [
    *(("GET", one) for one in ("evaluations", "judge", "evaluation", "document", "remove")),
    ("POST", "judge"),
    ("POST", "remove"),
]


def expected(method: str, address: str, who: str) -> int:
    if who != "evaluator":
        return 403 if (method, address) == ("POST", "remove") else 404
    return 302 if method == "POST" else 200


@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str) -> None:
    year(standing(person((PROGRAMME_MANAGER, ALL_SITES))))
    by = person((EVALUATOR, ALL_SITES))
    one = Evaluation.objects.create(year=1, at=clock.now(), by=by)
    kept = files.lay_down(b"{}", name="evaluation.json", kind="application/json")
    kept.save()
    document = Document.objects.create(of=one, name="evaluation.json", file=kept)
    client = logged_in(somebody(who))
    for method, address in ADDRESSES:
        of = {"document": [document.pk], "evaluation": [one.pk], "remove": [one.pk]}.get(address, [])
        url = reverse(f"evaluations:{address}", args=of)
        answer = client.get(url) if method == "GET" else client.post(url, {"year": "1"})
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who), (method, address)


def test_every_address_is_in_the_matrix() -> None:
    assert {address for _, address in ADDRESSES} == {one.name for one in pages.urlpatterns}
