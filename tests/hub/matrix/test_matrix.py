"""Every address × every role × own and other site × restricted × break-glass: what comes of each.

What should come is written down here by hand, and shares no code with the rules.
"""

import itertools
import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from sample.models import Child, Therapy, Visit
from sample.people import administering, child, logged_in, person, session, visit

from tideturn.hub.access.models import BreakGlass, RestrictedTo
from tideturn.hub.access.roles import ALL_SITES, ROLES
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.crypto import files

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]

SITE_ROLES = ("caseworker", "team_manager")
WHO = ("nobody", "no_role", *ROLES, "administrator_in_session")
"""Somebody who is not logged in, somebody without a role, each role, and an administrator in a staff session."""
MAY_BREAK = ("caseworker", "team_manager", "safeguarding_lead", "governance_lead")
NAME = "Planted Namesworth"


@dataclass(frozen=True)
class Cell:
    who: str
    own_site: bool
    restricted: str
    """no · yes · named: that the one who asks is named."""
    glass: bool

    @property
    def by_role(self) -> bool:
        """Whether the record is seen by role."""
        if self.restricted == "yes":
            return False
        return self.who == "safeguarding_lead" or (self.who in SITE_ROLES and self.own_site)

    @property
    def by_glass(self) -> bool:
        return self.glass and self.who in MAY_BREAK

    @property
    def seen(self) -> bool:
        return self.by_role or self.by_glass


def listed(cell: Cell) -> str:
    reads = cell.who in (*SITE_ROLES, "safeguarding_lead")
    return _shown(cell.seen) if reads or cell.by_glass else "not found"


def exported(cell: Cell) -> str:
    return _shown(cell.by_role) if cell.who == "team_manager" else "not found"


def read(cell: Cell) -> str:
    return "shown" if cell.seen else "not found"


def added(cell: Cell) -> str:
    return "done" if cell.who in SITE_ROLES and cell.own_site else "refused"


def closed(cell: Cell) -> str:
    return _changed(cell) if cell.who == "team_manager" else "refused"


def formed(cell: Cell) -> str:
    """The form in which a record is changed, or something is added to it."""
    if not cell.seen:
        return "not found"
    return "shown" if cell.by_role and cell.who in SITE_ROLES else "refused"


def formed_blank(cell: Cell) -> str:
    came = formed(cell)
    return "shown without it" if came == "shown" else came


def begun(cell: Cell) -> str:
    return "shown without it" if cell.who in SITE_ROLES else "not found"


def visited(cell: Cell) -> str:
    return _changed(cell) if cell.who in SITE_ROLES else "refused"


def told_of_therapy(cell: Cell) -> str:
    """What is special: for its own readers, whatever break-glass they have open."""
    return "shown" if cell.who == "safeguarding_lead" and cell.by_role else "not found"


def asked_to_remove_therapy(cell: Cell) -> str:
    came = told_of_therapy(cell)
    return "shown without it" if came == "shown" else came


def therapy_begun(cell: Cell) -> str:
    """The form that adds a session: nobody else learns that there is one."""
    if cell.who != "safeguarding_lead" or not cell.seen:
        return "not found"
    return "shown without it" if cell.by_role else "refused"


def renamed(cell: Cell) -> str:
    if not cell.seen:
        return "not found"
    return "shown" if cell.by_role and cell.who == "safeguarding_lead" else "refused"


def _changed(cell: Cell) -> str:
    if not cell.seen:
        return "not found"
    return "done" if cell.by_role else "refused"


def _shown(there: bool) -> str:
    return "shown" if there else "shown without it"


EXPECTED = {
    "children": listed,
    "export": exported,
    "child": read,
    "paper": read,
    "add": added,
    "close": closed,
    "visit": visited,
    "change": formed,
    "tell": formed_blank,
    "begin": begun,
    "therapy": told_of_therapy,
    "history_of_therapy": told_of_therapy,
    "change_therapy": told_of_therapy,
    "remove_therapy": asked_to_remove_therapy,
    "add_therapy": therapy_begun,
    "change_named_child": renamed,
}
OF_A_SESSION = {"therapy", "history_of_therapy", "change_therapy", "remove_therapy"}
CHANGES = {"add", "close", "visit"}
CELLS = [Cell(*cell) for cell in itertools.product(WHO, (True, False), ("no", "yes", "named"), (True, False))]


def cells_of(who: str) -> list[Cell]:
    return [cell for cell in CELLS if cell.who == who]


def somebody(who: str) -> User | None:
    if who == "nobody":
        return None
    if who == "no_role":
        return person()
    role = ROLES[who.removesuffix("_in_session")]
    user = person((role, "london" if who in SITE_ROLES or who == "systems_lead" else ALL_SITES))
    if who.endswith("_in_session"):
        administering(user)
    return user


def came(answer) -> str:
    told = answer.content.decode()
    if answer.status_code == 302:
        return "log in" if answer.headers["Location"].startswith(reverse("account_login")) else "done"
    if answer.status_code == 200:
        return "shown" if NAME in told or "A planted paper" in told else "shown without it"
    assert "lanted" not in told
    return {403: "refused", 404: "not found"}.get(answer.status_code, str(answer.status_code))


def ask(client: Client, address: str, site: str, pk: UUID, part: UUID):
    """Ask as somebody would; `part` is what belongs to the child: their paper, or the session."""
    if address == "add":
        given = {"reference": f"R-{uuid4().hex[:8]}", "name": NAME, "site": site}
        return client.post(reverse("sample:add"), given)
    if address in ("children", "export", "begin"):
        return client.get(reverse(f"sample:{address}"))
    url = reverse(f"sample:{address}", args=[part if address == "paper" or address in OF_A_SESSION else pk])
    return client.post(url, {"told": "A visit"}) if address in CHANGES else client.get(url)


def part_of(address: str, kept: Child, file: files.KeptFile | None) -> UUID:
    return session(kept, told=NAME).pk if address in OF_A_SESSION else visit(kept, paper=file).pk


def placed(cell: Cell, user: User | None, file: files.KeptFile | None, address: str = "") -> tuple[str, UUID, UUID]:
    site = "london" if cell.own_site else "bristol"
    kept = child(site, restricted=cell.restricted != "no", name=NAME)
    part = part_of(address, kept, file)
    now = clock.now()
    if user is not None and cell.restricted == "named":
        RestrictedTo.objects.create(record=kept.pk, user=user, named_by=user, named_at=now)
    if user is not None and cell.glass:
        until = now + timedelta(hours=3)
        BreakGlass.objects.create(user=user, kind="child", record=kept.pk, reason="In danger", at=now, until=until)
    return site, kept.pk, part


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("address", EXPECTED)
def test_what_comes_of_asking(address: str, who: str) -> None:
    wrong = []
    user = somebody(who)
    client = logged_in(user)
    file = files.keep(b"A planted paper", "planted.txt") if address == "paper" else None
    for cell in cells_of(who):
        site, pk, part = placed(cell, user, file, address)
        found = came(ask(client, address, site, pk, part))
        expected = "log in" if who == "nobody" else EXPECTED[address](cell)
        if found != expected:
            wrong.append((cell, found, expected))
        for model in (Visit, Therapy, Child, BreakGlass, RestrictedTo):
            model.objects.all().delete()
    assert wrong == []


def test_every_address_of_the_sample_is_in_the_matrix() -> None:
    (found,) = (one for one in get_resolver("sample.urls").url_patterns if getattr(one, "namespace", "") == "sample")
    assert {one.name for one in found.url_patterns} == set(EXPECTED)


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
@pytest.mark.parametrize(
    "address", [address for address in EXPECTED if address not in ("children", "export", "add", "begin")]
)
def test_what_may_not_be_seen_is_answered_as_what_is_not_there(address: str, who: str) -> None:
    """The same status, page and number of queries, whoever asks."""
    kept = child("bristol", restricted=True, name=NAME)
    part = part_of(address, kept, files.keep(b"A planted paper", "planted.txt"))
    answers = []
    for pk, of in ((kept.pk, part), (uuid4(), uuid4())):
        client = logged_in(somebody(who))
        client.get(reverse("sample:children"))  # a session's first page writes that it was seen
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, address, "bristol", pk, of)
        answers.append((answer.status_code, plain(answer), len(queries), sorted(answer.headers)))
    assert answers[0] == answers[1]
    assert answers[0][0] in (403, 404)


def plain(answer) -> str:
    """A page, without what is drawn anew for each and without who it is for, and when."""
    told = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    told = re.sub(r'<p class="printed">.+</p>', "", told)
    return re.sub(r"Person \d+", "Person", told)
