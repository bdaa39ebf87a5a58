"""Second factors: set up, used, limited, sealed, and compulsory where a room says so."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.core.cache import cache
from django.test import Client

from tideturn.hub.accounts.models import Session, User
from tideturn.hub.accounts.policy import RULES
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.keys import Purpose, key_folder, ring
from tideturn.hub.crypto.rotation import rotate

from .conftest import PASSWORD, confirm
from .test_log_in import everything_written

pytestmark = pytest.mark.django_db


def code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set an app up as a person does; its secret, and the recovery codes that were shown."""
    confirm(client)
    page = client.get("/account/factors/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page).group(1)
    answer = client.post("/account/factors/app/", {"code": code(secret)}, follow=True)
    return secret, re.findall(r"<li><code>(\d{8})</code></li>", answer.content.decode())


def first_step(user: User, client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post("/account/log-in/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/account/log-in/second-step/"
    return client


def enters(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def app(client: Client, ada: User, log_in) -> tuple[str, list[str]]:
    return set_up(log_in(ada))


def test_a_code_of_the_app_is_the_second_step(app, ada: User) -> None:
    client = first_step(ada)
    assert not enters(client)
    client.post("/account/log-in/second-step/", {"code": code(app[0], 1)})
    assert enters(client)
    event = Event.objects.filter(action="accounts.log_in").order_by("-at").first()
    assert event.details == {"factors": ["password", "totp"]}
    assert Event.objects.get(action="accounts.add_factor").details == {"factor": "totp"}


def test_a_code_works_once(app, ada: User) -> None:
    once = code(app[0], 1)
    assert enters_with(ada, once)
    cache.clear()  # each process has its own, so that it is not what this may rest upon
    assert not enters_with(ada, once)


@pytest.mark.parametrize("written", ["{0} {1}", "{0}-{1}", ".{0}{1}", "{0}{1}!"])
def test_a_code_that_was_used_is_not_good_again_written_otherwise(app, ada: User, written: str) -> None:
    once = code(app[0], 1)
    assert enters_with(ada, written.format(once[:3], once[3:]))
    cache.clear()
    assert not enters_with(ada, once)
    assert not enters_with(ada, f"{once[:3]} {once[3:]}")


def test_the_code_that_set_the_app_up_does_not_log_in(client: Client, ada: User, log_in) -> None:
    confirm(log_in(ada))
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", client.get("/account/factors/app/").content.decode()).group(1)
    once = code(secret)
    client.post("/account/factors/app/", {"code": once})
    assert not enters_with(ada, once)


def test_no_code_is_taken_that_is_older_than_one_that_was(app, ada: User, monkeypatch) -> None:
    later = time.time() + 120
    monkeypatch.setattr(time, "time", lambda: later)
    for steps, taken in ((0, True), (-1, False), (1, True), (0, False), (1, False)):
        cache.clear()
        assert enters_with(ada, code(app[0], steps)) is taken


def enters_with(user: User, given: str) -> bool:
    client = first_step(user)
    client.post("/account/log-in/second-step/", {"code": given})
    return enters(client)


def test_ten_recovery_codes_are_shown_once_and_each_works_once(app, ada: User, client: Client) -> None:
    codes = app[1]
    assert len(set(codes)) == 10
    assert codes[3] not in client.get("/account/factors/codes/").content.decode()
    assert enters_with(ada, codes[3])
    assert not enters_with(ada, codes[3])
    assert enters_with(ada, codes[4])
    assert Event.objects.filter(action="accounts.log_in", details__factors=["password", "recovery_codes"]).count() == 2


def test_the_audit_tells_of_codes_that_were_shown_and_of_no_others(app, client: Client) -> None:
    for _ in range(3):
        client.get("/account/factors/codes/")
    assert Event.objects.filter(action="accounts.show_codes").count() == 1


def test_a_request_that_shows_nothing_uses_no_showing_up(client: Client, ada: User, log_in) -> None:
    confirm(log_in(ada))
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", client.get("/account/factors/app/").content.decode()).group(1)
    client.post("/account/factors/app/", {"code": code(secret)})
    assert client.head("/account/factors/codes/").status_code == 405
    assert "<li><code>" in client.get("/account/factors/codes/").content.decode()


def test_new_codes_end_the_old(app, ada: User, client: Client) -> None:
    page = client.post("/account/factors/codes/new/", follow=True).content.decode()
    new = re.findall(r"<li><code>(\d{8})</code></li>", page)
    assert len(new) == 10
    assert not enters_with(ada, app[1][0])
    assert enters_with(ada, new[0])
    assert Event.objects.filter(action="accounts.renew_codes").count() == 1


def test_codes_are_guessed_no_more_often_than_passwords(app, ada: User) -> None:
    client = first_step(ada)
    pages = [client.post("/account/log-in/second-step/", {"code": f"{n:06}"}) for n in range(6)]
    assert [page.status_code for page in pages] == [200, 200, 200, 200, 429, 429]
    client.post("/account/log-in/second-step/", {"code": code(app[0], 1)})
    assert not enters(client)
    assert Event.objects.filter(action="accounts.fail_log_in", details__factor="code").count() == 5
    elsewhere = first_step(ada, Client(REMOTE_ADDR="198.51.100.7"))
    elsewhere.post("/account/log-in/second-step/", {"code": code(app[0], 1)})
    assert enters(elsewhere)


def test_a_right_password_does_not_begin_the_count_of_codes_anew(app, ada: User) -> None:
    for n in range(4):
        first_step(ada).post("/account/log-in/second-step/", {"code": f"{n:06}"})
    page = first_step(ada).post("/account/log-in/second-step/", {"code": "999999"})
    assert page.status_code == 429


def test_a_log_in_with_every_factor_begins_the_count_anew(app, ada: User) -> None:
    for n in range(4):
        Client().post("/account/log-in/", {"login": ada.email, "password": f"wrong {n}"})
    assert enters_with(ada, app[1][0])
    page = Client().post("/account/log-in/", {"login": ada.email, "password": "wrong once more"})
    assert page.status_code == 200


def test_an_account_that_ends_between_the_steps_does_not_log_in_and_no_log_in_is_told(app, ada: User) -> None:
    told = Event.objects.filter(action="accounts.log_in").count()
    client = first_step(ada)
    User.objects.filter(pk=ada.pk).update(ends_on=clock.today() - timedelta(days=1))
    page = client.post("/account/log-in/second-step/", {"code": app[1][0]}, follow=True)
    assert "This account has ended" in page.content.decode()
    assert Event.objects.filter(action="accounts.log_in").count() == told


def test_passkeys_that_are_none_do_not_fill_the_audit(app, ada: User, client: Client) -> None:
    second_step = first_step(ada)
    for _ in range(12):
        second_step.post("/account/log-in/second-step/", {"credential": '{"id":"x"}'})
        client.post("/account/confirm/passkey/", {"credential": '{"id":"x"}'})
    assert Event.objects.filter(action="accounts.fail_log_in").count() == 5
    assert enters_with(ada, code(app[0], 1))


@pytest.mark.parametrize(
    "junk",
    [
        *("1", "[]", '"x"', "null", "{}", '{"id":1}', "[" * 3000),
        '{"id":"a","rawId":"a","type":"public-key","response":1}',
        '{"response":{"userHandle":1}}',
        '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"AAAA","authenticatorData":"AAAA",'
        '"signature":"AAAA","userHandle":"AAAA"}}',
        '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AAAA'
        'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AAAA","userHandle":"AAAA"}}',
    ],
)
def test_what_is_no_passkey_is_refused_in_words_wherever_one_is_asked_for(app, ada, client, junk: str) -> None:
    anybody, second_step = Client(), first_step(ada)
    anybody.get("/account/log-in/passkey/", headers={"x-requested-with": "XMLHttpRequest"})
    for asked, page in (
        (anybody, "/account/log-in/passkey/"),
        (second_step, "/account/log-in/second-step/"),
        (client, "/account/confirm/passkey/"),
        (client, "/account/factors/passkeys/add/"),
    ):
        asked.get(page)
        assert asked.post(page, {"credential": junk}).status_code in (200, 302)
    assert not enters(anybody)
    assert not enters(second_step)
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_no_secret_stands_in_the_database_in_clear_nor_while_it_is_set_up(client: Client, ada: User, log_in) -> None:
    confirm(log_in(ada))
    page = client.get("/account/factors/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page).group(1)
    assert secret not in everything_written()
    answer = client.post("/account/factors/app/", {"code": code(secret)}, follow=True)
    written = everything_written()
    assert secret not in written
    assert not any(one in written for one in re.findall(r"<li><code>(\d{8})</code></li>", answer.content.decode()))
    sealed = Authenticator.objects.get(type="totp").data["secret"]
    assert sealed.startswith(f"tt1.{ring(Purpose.RECORDS).current.id}.")


def test_after_a_rotation_the_same_app_and_codes_log_in_under_the_new_key_alone(app, ada: User) -> None:
    key_folder().add(Purpose.RECORDS)
    rotate(Purpose.RECORDS)
    key_folder().forget_all_but_current(Purpose.RECORDS)
    assert enters_with(ada, code(app[0], 1))
    assert enters_with(ada, app[1][0])


@pytest.mark.parametrize(("kind", "name"), [("totp", "secret"), ("recovery_codes", "seed")])
def test_a_secret_opens_where_it_was_sealed_and_nowhere_else(ada: User, ben: User, kind: str, name: str) -> None:
    for user in (ada, ben):
        TOTP.activate(user, "A" * 32)
        RecoveryCodes.activate(user)
    mine = Authenticator.objects.get(user=ada, type=kind)
    assert decrypt(mine.data[name])
    for other in Authenticator.objects.exclude(pk=mine.pk):
        other.data = {**other.data, ("secret" if other.type == "totp" else "seed"): str(mine.data[name])}
        other.save()
        moved = Authenticator.objects.get(pk=other.pk)
        with pytest.raises(KeysError, match="does not open"):
            decrypt(moved.data["secret" if moved.type == "totp" else "seed"])


def test_a_secret_that_stands_nowhere_yet_cannot_be_written(ada: User) -> None:
    TOTP.activate(ada, "A" * 32)
    with pytest.raises(TypeError, match="not JSON serializable"):
        Authenticator.objects.filter(user=ada).update(data={"secret": encrypt("B" * 32)})


def test_whoever_needs_a_factor_is_led_to_set_one_up_before_anything(client: Client, ada: User, log_in) -> None:
    RULES.needs_factor = lambda user: user == ada
    log_in(ada)
    for page in ("/", "/account/", "/people/", "/account/password/"):
        assert client.get(page)["Location"] == "/account/factors/"
    assert "Set up a second factor" in client.get("/account/factors/").content.decode()
    set_up(client)
    assert enters(client)


def test_a_session_begun_by_a_password_alone_ends_when_a_factor_is_set_up_elsewhere(ada: User, log_in) -> None:
    thief = log_in(ada, Client(REMOTE_ADDR="203.0.113.66"))
    owner = log_in(ada, Client())
    set_up(owner)
    assert enters(owner)
    assert not enters(thief)
    assert Event.objects.get(action="accounts.end_session").details == {"sessions": 1}


def test_other_sessions_end_when_a_factor_is_taken_away(app, ada: User, client: Client) -> None:
    other = first_step(ada)
    other.post("/account/log-in/second-step/", {"code": code(app[0], 1)})
    assert enters(other)
    client.post("/account/factors/app/remove/")
    assert enters(client)
    assert not enters(other)


def test_where_a_factor_is_compulsory_a_session_that_showed_none_is_ended(client: Client, ada: User, log_in) -> None:
    RULES.needs_factor = lambda user: user == ada
    log_in(ada)
    TOTP.activate(ada, "A" * 32)
    answer = client.get("/account/", follow=True)
    assert answer.redirect_chain == [("/account/log-in/", 302)]
    assert "with your second factor" in answer.content.decode()
    assert not Session.objects.filter(user=ada).exists()


def test_whoever_needs_none_goes_on_without(client: Client, ben: User, log_in) -> None:
    RULES.needs_factor = lambda user: user.name == "Ada"
    assert enters(log_in(ben))


def test_the_last_factor_stays_where_one_is_compulsory(app, ada: User, client: Client) -> None:
    client.post("/account/factors/app/remove/")
    assert not Authenticator.objects.filter(user=ada).exists()
    set_up(client)
    RULES.needs_factor = lambda user: True
    page = client.post("/account/factors/app/remove/").content.decode()
    assert "Add another before you remove this one" in page
    assert Authenticator.objects.filter(user=ada, type="totp").exists()
    assert Event.objects.filter(action="accounts.remove_factor").count() == 1


def test_dangerous_pages_ask_once_more_who_one_is(
    client: Client, ada: User, administrators, log_in, monkeypatch
) -> None:
    log_in(ada)
    for page in ("/account/factors/app/", "/account/factors/passkeys/add/", "/people/invite/"):
        assert client.get(page)["Location"].startswith("/account/confirm/?next=")
    confirm(client)
    assert client.get("/account/factors/app/").status_code == 200
    later = time.time() + timedelta(minutes=11).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get("/account/factors/app/")["Location"].startswith("/account/confirm/?next=")


def test_a_wrong_password_there_counts_as_at_log_in(client: Client, ada: User, log_in) -> None:
    log_in(ada)
    pages = [client.post("/account/confirm/", {"password": f"wrong {n}"}) for n in range(5)]
    assert pages[-1].status_code == 429


def test_nobody_touches_anothers_passkey(client: Client, ada: User, ben: User, log_in) -> None:
    TOTP.activate(ben, "A" * 32)
    theirs = Authenticator.objects.create(user=ben, type="webauthn", data={"name": "Ben's", "credential": {}})
    confirm(log_in(ada))
    for page in (f"/account/factors/passkeys/{theirs.pk}/remove/", f"/account/factors/passkeys/{theirs.pk}/"):
        assert client.get(page).status_code == 404
        assert client.post(page, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.filter(user=ben).count() == 2
