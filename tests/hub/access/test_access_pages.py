"""The pages of access, as people go through them."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from sample import queries as sample
from sample.models import Child
from sample.people import administering, child, granter, logged_in, person, standing

from tideturn.hub.access import queries, services
from tideturn.hub.access.audit_reading import Asked, audit_whole
from tideturn.hub.access.models import Authority, BreakGlass, Grant, StaffSession
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    GOVERNANCE_LEAD,
    SAFEGUARDING_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.access.services import STAFF_SESSION
from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.services.endings import end_account
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError, KeysError
from tideturn.hub.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]


def told(answer) -> str:
    return answer.content.decode()


def saved(answer) -> list[list[str]]:
    """The rows of a table beneath its columns."""
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))[1:]


@pytest.fixture
def lead() -> User:
    return person((SAFEGUARDING_LEAD, ALL_SITES))


@pytest.fixture
def governance() -> User:
    return person((GOVERNANCE_LEAD, ALL_SITES))


def test_break_glass_from_the_page_to_the_record_and_the_leads_notice(lead, governance) -> None:
    there, user = child("bristol", name="Planted Namesworth"), person((CASEWORKER, "london"))
    client = logged_in(user)
    assert client.get(reverse("sample:child", args=[there.pk])).status_code == 404
    given = {"kind": "child", "reference": there.reference, "reason": "She rang and is in danger"}
    opened = client.post(reverse("access:break_glass"), given, follow=True)
    assert "Break-glass is open until" in told(opened)
    assert reverse("sample:child", args=[there.pk]) in told(opened)
    assert "Planted Namesworth" in told(client.get(reverse("sample:child", args=[there.pk])))
    read = Event.objects.get(action="sample.read_child").details
    assert (read["roles"], read["by_break_glass"]) == ([], [str(there.pk)])
    reads = logged_in(governance)
    notice = Notice.objects.get(to=governance)
    assert "1 notice to read" in told(reads.get(reverse("access:own")))
    why = reverse("access:glass_told", args=[notice.about])
    assert why in told(reads.get(reverse("notices:notice", args=[notice.pk])))
    page = told(reads.get(why))
    assert user.name in page
    assert "She rang and is in danger" in page
    assert "Planted Namesworth" not in page
    reads.post(reverse("notices:acknowledge", args=[notice.pk]))
    assert "notice to read" not in told(reads.get(reverse("access:own")))
    shown = Event.objects.get(action="access.show_break_glass")
    assert (shown.actor, shown.subjects) == (governance.pk, [str(there.pk)])
    assert logged_in(person((GOVERNANCE_LEAD, ALL_SITES))).get(why).status_code == 404  # was not told of it
    assert client.get(why).status_code == 404
    other = Notice.objects.get(to=lead)
    assert reads.get(reverse("notices:notice", args=[other.pk])).status_code == 404


def test_break_glass_of_what_is_not_there_looks_the_same_until_it_is_opened(lead) -> None:
    client = logged_in(person((CASEWORKER, "london")))
    pages = []
    for reference in (child("bristol").reference, "R-nobody"):
        given = {"kind": "child", "reference": reference, "reason": "She rang and is in danger"}
        page = told(client.post(reverse("access:break_glass"), given, follow=True))
        record = str(BreakGlass.objects.latest("at").record)
        pages.append(page.replace(record, "ID").split("<main")[1])
    assert pages[0] == pages[1]
    last = BreakGlass.objects.latest("at")
    assert client.get(reverse("sample:child", args=[last.record])).status_code == 404


def test_nobody_opens_the_break_glass_of_another(lead) -> None:
    user, other = person((CASEWORKER, "london")), person((CASEWORKER, "london"))
    given = {"kind": "child", "reference": "R-any", "reason": "She rang and is in danger"}
    client = logged_in(user)
    client.post(reverse("access:break_glass"), given)
    glass = BreakGlass.objects.get()
    assert client.get(reverse("access:glass_open", args=[glass.pk])).status_code == 200
    assert logged_in(other).get(reverse("access:glass_open", args=[glass.pk])).status_code == 404


def test_what_is_wrong_is_said_at_the_field_and_in_the_summary(lead) -> None:
    client = logged_in(person((CASEWORKER, "london")))
    page = client.post(reverse("access:break_glass"), {"kind": "child", "reference": "R-any", "reason": "danger"})
    assert page.status_code == 422
    assert told(page).count("Say in a sentence why.") == 2
    assert 'href="#id_reason"' in told(page)


def test_an_administrator_administers_within_a_session_and_no_longer() -> None:
    user, other = person((ADMINISTRATOR, ALL_SITES)), person()
    client = logged_in(user)
    assert client.get(reverse("access:authorities")).status_code == 404
    client.post(reverse("access:staff_session"), {"reason": "To let a manager grant roles"})
    assert "A staff session is open" in told(client.get(reverse("access:own")))
    given = {"holder": other.pk, "role": "caseworker", "site": "london"}
    assert other.name in told(client.post(reverse("access:give_authority"), given, follow=True))
    assert client.post(reverse("access:give_authority"), {**given, "holder": user.pk}).status_code == 422
    client.post(reverse("access:end_staff_session"))
    assert client.get(reverse("access:authorities")).status_code == 404
    assert Authority.objects.filter(holder=other).exists()
    assert StaffSession.objects.filter(ended_at=None).count() == 0


def test_why_somebody_administered_is_read_by_who_governs_and_not_by_themselves(governance) -> None:
    for user, reason in ((person(), "To let Ada grant roles"), (governance, "To let Ben grant roles")):
        now = clock.now()
        StaffSession.objects.create(user=user, reason=reason, began_at=now, until=now + STAFF_SESSION, ended_at=now)
    page = told(logged_in(governance).get(reverse("access:staff_sessions")))
    assert "To let Ada grant roles" in page
    assert "Ben" not in page
    assert Event.objects.get(action="access.show_staff_session").actor == governance.pk


def test_whoever_administers_or_grants_shows_once_more_who_they_are() -> None:
    user = person((ADMINISTRATOR, ALL_SITES))
    Authority.objects.create(holder=user, role="caseworker", site="london", given_by=granter(), given_at=clock.now())
    client = logged_in(user, confirmed=False)
    for address in ("staff_session", "grant", "cover"):
        answer = client.get(reverse(f"access:{address}"))
        assert answer.headers["Location"].startswith(("/account/confirm", reverse("mfa_reauthenticate")))
    client.post(reverse("access:staff_session"), {"reason": "To let a manager grant roles"})
    assert not StaffSession.objects.exists()


def test_roles_are_granted_covered_and_withdrawn_on_pages() -> None:
    user, other, absent = person(), person(), person((CASEWORKER, "london"))
    Authority.objects.create(holder=user, role="caseworker", site="london", given_by=granter(), given_at=clock.now())
    client = logged_in(user)
    day = clock.today()
    given = {"user": other.pk, "role": "caseworker", "site": "london", "starts_on": day}
    assert other.name in told(client.post(reverse("access:grant"), given, follow=True))
    cover = {**given, "user": other.pk, "covering": absent.pk, "ends_on": day}
    assert "on some of those days" in told(client.post(reverse("access:cover"), cover))
    made = Grant.objects.get(user=other)
    for said in ("The role is withdrawn.", "The role was withdrawn already."):
        assert said in told(client.post(reverse("access:withdraw_grant", args=[made.pk]), follow=True))
    assert "Covering for" in told(client.post(reverse("access:cover"), cover, follow=True))
    for wrong in ({"user": user.pk}, {"role": "team_manager"}, {"site": "LONDON"}):
        assert client.post(reverse("access:grant"), given | wrong).status_code == 422
    assert client.post(reverse("access:grant"), given | {"site": "bristol"}).status_code == 403
    elsewhere = Grant.objects.create(
        user=other, role="caseworker", site="bristol", starts_on=day, granted_by=granter(), granted_at=clock.now()
    )
    assert client.post(reverse("access:withdraw_grant", args=[elsewhere.pk])).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.withdrawn_at is None


def test_who_has_seen_this_record_and_why(governance, lead) -> None:
    here, other = child("london"), child("london")
    seer, manager = person((CASEWORKER, "london")), person((TEAM_MANAGER, "london"))
    sample.child_read(standing(seer), here.pk)
    sample.child_read(standing(manager), other.pk)
    client = logged_in(governance)
    page = told(client.post(reverse("access:audit"), {"about": here.reference}, follow=True))
    assert "1 event<" in page
    table = page.split("<tbody>")[1]
    assert seer.name in table
    assert manager.name not in table
    assert "as caseworker" in table
    assert str(here.pk) in table
    assert "lanted" not in page
    read = Event.objects.get(action="access.read_audit")
    assert (read.actor, read.subjects) == (governance.pk, [str(here.pk)])
    did = told(client.post(reverse("access:audit"), {"who": manager.pk}, follow=True))
    assert str(other.pk) in did.split("<tbody>")[1]
    assert str(here.pk) not in did.split("<tbody>")[1]
    assert "0 events" in told(client.post(reverse("access:audit"), {"about": "R-nobody"}, follow=True))
    assert client.post(reverse("access:audit"), {"since": "yesterday"}).status_code == 422
    assert "0 events" in told(client.post(reverse("access:audit"), {"until": "2020-01-01"}, follow=True))


def test_what_is_looked_for_in_the_audit_is_in_no_address(governance) -> None:
    client, here = logged_in(governance), child("london")
    asked = {"about": here.reference, "kind": "disclosure"}
    address = client.post(reverse("access:audit"), asked).headers["Location"]
    assert address == f"{reverse('access:audit')}?about={here.pk}&kind=disclosure"
    for page in ("access:audit", "access:audit_saved"):
        answer = client.get(reverse(page), {"about": "Planted Namesworth"})
        assert (answer.status_code, "an address is kept" in told(answer)) == (422, True)


@pytest.mark.parametrize("day", ["9999-12-31", "1000-01-01"])
def test_the_first_and_the_last_day_that_there_are(day: str, governance) -> None:
    client = logged_in(governance)
    for asked in ({"since": day}, {"until": day}):
        for page in ("access:audit", "access:audit_saved"):
            assert client.get(reverse(page), asked).status_code == 200


def test_the_audit_says_to_whom_which_role_was_granted_and_is_asked_about_a_colleague(governance) -> None:
    by, user, absent = person(), person(), person((CASEWORKER, "london"))
    Authority.objects.create(holder=by, role="caseworker", site=ALL_SITES, given_by=granter(), given_at=clock.now())
    today = clock.today()
    services.cover_absence(
        by=standing(by),
        user=user,
        covering=absent,
        role=CASEWORKER,
        site="london",
        starts_on=today,
        ends_on=today,
    )
    administrator = person((ADMINISTRATOR, ALL_SITES))
    administering(administrator)
    end_account(by=administrator, user=user, ends_on=date(2999, 5, 6))
    client = logged_in(governance)
    day = f"{today:%-d %B %Y}"
    covered = f"{user.name}, caseworker, covering for {absent.name}, from {day}, until {day}"
    for asked, times in ((user, 2), (absent, 1), (by, 0)):
        address = client.post(reverse("access:audit"), {"to": asked.pk}).headers["Location"]
        page = told(client.get(address))
        assert f"<h2>{times} event" in page
        assert (covered in page) is (times > 0)
        rows = saved(client.get(address.replace("/audit/", "/audit/audit.csv")))
        assert (covered in [row[3] for row in rows]) is (times > 0)
    (line,) = audit_whole(standing(governance), Asked(about=user.pk, who=administrator.pk))
    assert line.to == f"{user.name}, until 6 May 2999"


def test_a_failed_log_in_is_told_with_what_was_tried(governance) -> None:
    user = person()
    Client().post(reverse("account_login"), {"login": user.email, "password": "three wrong herons"})
    (line,) = audit_whole(standing(governance), Asked(about=user.pk))
    assert (line.what, line.to, line.why) == ("failed to log in", user.name, "with a password")


def test_the_audit_is_saved_as_a_harmless_table_and_that_is_written_down(governance) -> None:
    seer = person((CASEWORKER, "london"))
    User.objects.filter(pk=seer.pk).update(name="=HYPERLINK(1)")
    here = child("london")
    sample.child_read(standing(seer), here.pk)
    answer = logged_in(governance).get(reverse("access:audit_saved"), {"about": here.pk})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert [row[1] for row in saved(answer)] == ["'=HYPERLINK(1)"]
    assert Event.objects.get(action="access.export_audit").details == {"events": 1}


def test_the_audit_is_told_by_londons_days(governance, monkeypatch) -> None:
    from datetime import UTC, datetime

    seer, here = person((CASEWORKER, "london")), child("london")
    with monkeypatch.context() as patched:  # half past midnight on 2 June in London
        patched.setattr(clock, "now", lambda: datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
        sample.child_read(standing(seer), here.pk)
    by = standing(governance)
    for day, times in ((date(2026, 6, 1), 0), (date(2026, 6, 2), 1)):
        assert len(audit_whole(by, Asked(about=here.pk, since=day, until=day))) == times


def test_another_id_in_an_export_or_in_a_part_of_a_page_shows_nothing_more() -> None:
    there = child("bristol", name="Planted Elsewhere")
    child("london", name="Planted Namesworth")
    manager = logged_in(person((TEAM_MANAGER, "london")))
    for asked in ({}, {"id": there.pk}, {"site": "bristol"}, {"pk__in": there.pk}):
        page = told(manager.get(reverse("sample:export"), asked))
        assert "Namesworth" in page
        assert "Elsewhere" not in page
    answer = manager.get(reverse("sample:child", args=[there.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "lanted" not in told(answer)
    posted = manager.post(reverse("sample:close", args=[there.pk]), headers={"HX-Request": "true"})
    assert posted.status_code == 404
    assert not Child.objects.get(pk=there.pk).closed


def test_pages_are_kept_by_no_browser(governance) -> None:
    client = logged_in(governance)
    for url in (reverse("access:own"), reverse("access:audit"), reverse("access:grants")):
        assert client.get(url).headers["Cache-Control"] == "no-store, private"


def test_within_a_staff_session_the_audit_too_is_not_there() -> None:
    user = person((ADMINISTRATOR, ALL_SITES), (GOVERNANCE_LEAD, ALL_SITES))
    administering(user)
    assert logged_in(user).get(reverse("access:audit")).status_code == 404


def test_whoever_administers_is_told_of_a_lead_whom_the_hub_lacks(lead, governance) -> None:
    client, warning = logged_in(person((ADMINISTRATOR, ALL_SITES))), "The hub has no "
    url = reverse("access:own")
    assert warning not in told(client.get(url))
    Grant.objects.filter(user=lead).update(ends_on=date(2026, 1, 2))
    assert told(client.get(url)).count(warning) == 1
    assert "The hub has no designated safeguarding lead or deputy today" in told(client.get(url))
    User.objects.filter(pk=governance.pk).update(is_active=False)
    assert told(client.get(url)).count(warning) == 2
    assert warning not in told(logged_in(person((CASEWORKER, "london"))).get(url))


def test_what_hinders_a_page_is_said_in_a_sentence(monkeypatch) -> None:
    def hindered(by, wanted) -> None:
        raise wanted

    client, url = logged_in(person((CASEWORKER, "london"))), reverse("access:own")
    kept = HubError("The file is in quarantine.", mend="Ask for another.")
    monkeypatch.setattr(queries, "grants_held", lambda by: hindered(by, kept))
    answer = client.get(url)
    assert answer.status_code == 409
    assert "The file is in quarantine." in told(answer)
    assert "Ask for another." in told(answer)
    monkeypatch.setattr(queries, "grants_held", lambda by: hindered(by, KeysError("A key is missing.")))
    with pytest.raises(KeysError):  # of the hub itself, which is looked into and not shown
        client.get(url)
