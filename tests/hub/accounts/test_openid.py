"""The office's own log-in: off by default; it lets in whom an invitation let in before, and nobody else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tideturn.hub.common.errors import MisconfiguredError
from tideturn.hub.config.elsewhere import openid


def test_it_lets_in_who_has_an_account_and_nobody_else() -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("office.py"))], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {
        "offered": True,
        "known": [302, 200, False],
        "known again, by another address": [302, 200, False],
        "unknown": [403, 302, True],
        "unchecked": [403, 302, True],
        "unchecked, in text": [403, 302, True],
        "to whom the address passed on": [403, 302, False],
        "without an address": [403, 302, True],
        "without a number": [502, 302, False],
        "of an account that has ended": [403, 302, True],
        "to link": [404, 404],
        "password kept": True,
        "accounts": 2,
        "told": ["accounts.link_provider", "accounts.log_in", "accounts.log_in"],
        "flooded": {"by itself": [403, 0], "begun here": [403, 5]},
        "elsewhere": [[403, 302, True], [302, 200, False], 502],
        "recovered": [2, 2, 0, [[403, 302, False], [403, 302, True]], [302, 200, False]],
    }


@pytest.mark.django_db
def test_without_the_setting_there_is_none(client: Client) -> None:
    assert "office's account" not in client.get("/account/log-in/").content.decode()
    assert client.post("/account/oidc/openid/login/").status_code == 404


def test_nothing_is_said_without_a_provider() -> None:
    assert openid("", "", "").applications == []


@pytest.mark.parametrize("tenant", ["common", "organizations", "consumers"])
def test_a_provider_that_anybody_may_join_is_refused(tenant: str) -> None:
    with pytest.raises(MisconfiguredError, match="any office"):
        openid(f"https://login.microsoftonline.com/{tenant}/v2.0", "hub", "secret")


@pytest.mark.parametrize(
    ("address", "client", "secret"),
    [("http://login.example.org", "hub", "x"), ("https://login.example.org", "", "x"), ("login", "hub", "x")],
)
def test_what_is_not_whole_is_refused(address: str, client: str, secret: str) -> None:
    with pytest.raises(MisconfiguredError, match="not whole"):
        openid(address, client, secret)
