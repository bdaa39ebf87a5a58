"""No page of somebody who is logged in is kept by a browser or a proxy, wherever it is and however it is answered."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from sample.people import administering, logged_in, person

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, ROLES, SYSTEMS_LEAD, TEAM_MANAGER

pytestmark = pytest.mark.django_db
GIVEN = {"uuid": lambda: str(uuid4()), "int": lambda: "7", "slug": lambda: "a" * 40, "str": lambda: "child"}


def addresses(patterns: list[Any], before: str = "/") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            for name, converter in one.pattern.converters.items():
                kind = next(kind for kind in GIVEN if kind in type(converter).__name__.lower())
                route = route.replace(f"<{kind}:{name}>", GIVEN[kind]()).replace(f"<{name}>", GIVEN[kind]())
            yield route


ADDRESSES = sorted({address.split("<")[0] for address in addresses(get_resolver().url_patterns)})


def test_every_address_is_walked() -> None:
    assert len(ADDRESSES) > 80
    assert not [address for address in ADDRESSES if "<" in address or "^" in address]


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize("administers", [False, True])
def test_nothing_is_kept(method: str, administers: bool) -> None:
    at_a_site = (CASEWORKER, TEAM_MANAGER, SYSTEMS_LEAD)
    somebody = person(*((role, "london" if role in at_a_site else ALL_SITES) for role in ROLES.values()))
    if administers:
        administering(somebody)
    client, answered = logged_in(somebody), set()
    # Whoever has logged out is nobody any more.
    for address in sorted([*ADDRESSES, "/no/such/page/"], key=lambda one: "log-out" in one):
        answer = getattr(client, method)(address)
        answered.add(answer.status_code)
        if "log-out" not in address:
            assert "no-store" in answer.headers.get("Cache-Control", ""), (address, answer.status_code)
    assert answered >= ({200, 302, 404} if method == "get" else {404, 405})
