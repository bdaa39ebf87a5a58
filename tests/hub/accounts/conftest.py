"""People of the tests, and rules as a room above would give them."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.policy import RULES, Duty, Rules

PASSWORD = "three quiet herons"


@pytest.fixture(autouse=True)
def _cheap_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _rules() -> Iterator[None]:
    """Whatever a test tells accounts of rooms above is forgotten after it."""
    before = dict(vars(RULES))
    vars(RULES).update(vars(Rules()))
    yield
    vars(RULES).update(before)


@pytest.fixture
def make_user(db) -> Callable[..., User]:
    def made(name: str, **more) -> User:
        user = User(email=f"{name.lower()}@example.org", name=name, **more)
        user.set_password(PASSWORD)
        user.save()
        return user

    return made


@pytest.fixture
def ada(make_user) -> User:
    return make_user("Ada")


@pytest.fixture
def ben(make_user) -> User:
    return make_user("Ben")


@pytest.fixture
def cleo(make_user) -> User:
    return make_user("Cleo")


@pytest.fixture
def administrators(ada, ben) -> tuple[User, User]:
    """Ada and Ben may do everything about accounts, and nobody else anything."""

    def refuses(by: User, duty: Duty, about: User | None) -> str:
        return "" if by in (ada, ben) else "Only an administrator may do this."

    RULES.refuses = refuses
    RULES.administrators = lambda: [ada, ben]
    return ada, ben


@pytest.fixture
def log_in(client) -> Callable[..., Client]:
    def logged_in(user: User, client: Client = client, **headers) -> Client:
        client.post("/account/log-in/", {"login": user.email, "password": PASSWORD}, **headers)
        return client

    return logged_in


def confirm(client: Client) -> Client:
    """Show once more who one is, as dangerous pages ask."""
    client.post("/account/confirm/", {"password": PASSWORD})
    return client
