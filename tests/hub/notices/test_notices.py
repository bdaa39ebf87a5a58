"""Notices: told within a transaction, once until they are read; and by e-mail, tried again until it is given up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.template import Context, Template
from django.test import RequestFactory
from post_office import Office, open_office, use
from sample.people import person

from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.notices import mailing, services
from tideturn.hub.notices.kinds import NOTICE_KINDS, NoticeKind
from tideturn.hub.notices.mailing import PAUSES, mail_waiting, shut_doors
from tideturn.hub.notices.models import Notice
from tideturn.hub.notices.queries import MailState, mail_state, notices_to, unread_notices
from tideturn.hub.notices.telling import tell

pytestmark = [pytest.mark.database, pytest.mark.django_db]
KIND = NoticeKind("sample.thing_happened", told="Something happened", address=lambda pk: f"/sample/{pk}/")


@pytest.fixture
def office(settings) -> Iterator[Office]:
    with open_office(settings) as opened:
        yield opened


@pytest.fixture
def now(monkeypatch) -> Iterator["Hands"]:
    hands = Hands()
    monkeypatch.setattr(clock, "now", lambda: hands.at)
    return hands


class Hands:
    """Of a clock that a test moves."""

    def __init__(self) -> None:
        self.at: datetime = clock.now()

    def on(self, pause: timedelta) -> None:
        self.at += pause


def told(*to: User, about: UUID | None = None, kind: NoticeKind = KIND) -> None:
    tell(kind, to=[user.pk for user in to], about=about or uuid4())


def test_a_name_of_a_kind_says_room_and_what_happened_and_is_taken_once() -> None:
    with pytest.raises(ValueError, match="no name of a notice"):
        NoticeKind("Happened", told="It happened", address=str)
    with pytest.raises(ValueError, match="already"):
        NoticeKind(KIND.name, told="It happened", address=str)
    assert NOTICE_KINDS[KIND.name] is KIND


def test_the_same_is_not_told_twice_before_it_is_read() -> None:
    user, about = person(), uuid4()
    told(user, about=about)
    told(user, person(), about=about)
    assert Notice.objects.filter(to=user).count() == 1
    assert Notice.objects.count() == 2
    assert services.acknowledge_notice(by=user, pk=Notice.objects.get(to=user).pk)
    told(user, about=about)
    assert [one.read for one in notices_to(user)] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_it_is_told_within_the_transaction_of_what_it_tells_of() -> None:
    with pytest.raises(RuntimeError, match="outside the transaction"):
        told(person())


def test_acknowledging_is_told_to_the_audit_once_and_of_ones_own_alone() -> None:
    user = person()
    told(user)
    pk = Notice.objects.get().pk
    assert not services.acknowledge_notice(by=person(), pk=pk)
    assert services.acknowledge_notice(by=user, pk=pk)
    assert services.acknowledge_notice(by=user, pk=pk)
    event = Event.objects.get()
    assert (event.action, event.actor, event.record) == ("notices.acknowledge_notice", user.pk, pk)


def test_a_template_counts_what_is_not_read_in_one_query_and_only_if_it_asks(django_assert_num_queries) -> None:
    user = person()
    told(user)
    told(user)
    told(person())
    request = RequestFactory().get("/")
    request.user = user
    with django_assert_num_queries(0):
        Template("nothing").render(Context(unread_notices(request)))
    with django_assert_num_queries(1):
        shown = Template("{% if unread_notices %}{{ unread_notices }} notice{{ unread_notices|pluralize }}{% endif %}")
        assert shown.render(Context(unread_notices(request))) == "2 notices"


def test_an_email_goes_over_a_real_connection_and_holds_identifiers_alone(office: Office) -> None:
    user, about = person(), uuid4()
    told(user, about=about)
    assert office.received == []
    assert mail_waiting() == 1
    (sent,) = office.received
    notice = Notice.objects.get()
    text = sent.get_payload(decode=True).decode()
    assert (sent["To"], sent["Subject"]) == (user.email, "Tideturn: Something happened")
    assert text.splitlines() == [
        f"Something happened, {clock.spoken(notice.at)}.",
        "",
        "Read more in the hub:",
        f"http://localhost:8000/notices/{notice.pk}/",
    ]
    assert str(about) not in text
    assert user.name not in text
    assert notice.mailed_at is not None
    event = Event.objects.get(action="notices.mail_notice")
    assert (event.record, event.via, event.actor) == (notice.pk, "worker", None)
    assert mail_waiting() == 0


def test_what_fails_is_tried_again_after_a_pause_that_grows(office: Office, now: Hands, caplog) -> None:
    user = person()
    office.refuses = 3
    told(user)
    for pause in PAUSES[:3]:
        assert mail_waiting() == 0
        now.on(pause - timedelta(seconds=1))
        assert mail_waiting() == 0
        now.on(timedelta(seconds=1))
    assert mail_state() == MailState(1, Notice.objects.get().at, 1, 0)
    assert mail_waiting() == 1
    assert len(office.received) == 1
    assert Notice.objects.get().mail_attempts == 4
    assert "could not be sent by e-mail" in caplog.text
    assert user.email not in caplog.text


def test_in_the_end_it_is_given_up_and_whoever_looks_after_the_hub_sees_that(settings, now: Hands) -> None:
    use(settings, "smtp://127.0.0.1:9")
    told(person())
    for pause in PAUSES:
        assert mail_waiting() == 0
        assert mail_state().given_up == 0
        now.on(pause)
    mail_waiting()
    notice = Notice.objects.get()
    assert (notice.mail_attempts, notice.mail_next_at, notice.mailed_at) == (len(PAUSES) + 1, None, None)
    assert mail_state() == MailState(0, None, 0, 1)
    assert Event.objects.get().action == "notices.give_up_notice"
    now.on(timedelta(days=31))
    assert mail_state().given_up == 0


def test_one_that_fails_does_not_keep_the_others_for_longer_than_a_round(office: Office, now: Hands) -> None:
    refused, other = person(), person()
    office.refuses = 1
    told(refused)
    now.on(timedelta(seconds=1))
    told(other)
    assert mail_waiting() == 0
    assert mail_waiting() == 1
    assert [sent["To"] for sent in office.received] == [other.email]


def test_a_worker_that_dies_after_taking_one_has_it_sent_later(office: Office, now: Hands, monkeypatch) -> None:
    told(person())

    def dies(notice: Notice) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(mailing, "_send", dies)
        with pytest.raises(SystemExit):
            mail_waiting()
    assert mail_waiting() == 0
    now.on(PAUSES[0])
    assert mail_waiting() == 1


def test_whoever_has_left_gets_no_email(office: Office) -> None:
    user = person()
    told(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert mail_waiting() == 0
    assert office.received == []
    assert mail_state().waiting == 0


def test_a_copy_that_is_put_back_sends_nothing_again(office: Office) -> None:
    told(person())
    assert shut_doors() == {"mails": 1}
    assert mail_waiting() == 0
    assert Notice.objects.count() == 1


def test_without_a_mail_server_nothing_waits_for_the_day_that_there_is_one(settings) -> None:
    settings.TIDETURN_MAIL = ""
    told(person())
    assert mail_waiting() == 0
    assert Notice.objects.count() == 1
    with open_office(settings) as office:
        assert mail_waiting() == 0
        assert office.received == []


def test_telling_stands_or_falls_with_what_it_tells_of() -> None:
    with transaction.atomic():
        told(person())
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_what_was_not_read_stands_first_however_much_came_after_it() -> None:
    user, now = person(), clock.now()
    old = Notice.objects.create(to=user, kind=KIND.name, about=uuid4(), at=now - timedelta(days=3))
    Notice.objects.bulk_create(
        Notice(to=user, kind=KIND.name, about=uuid4(), at=now + timedelta(seconds=n), read_at=now) for n in range(100)
    )
    shown = notices_to(user)
    assert (shown[0].id, shown[0].read, len(shown)) == (old.pk, False, 100)
    assert [one.at for one in shown[1:]] == sorted((one.at for one in shown[1:]), reverse=True)
