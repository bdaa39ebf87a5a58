"""A setting that cannot be is told with what it is, before anything is served by it."""

import pytest

from tideturn.hub.common.errors import MisconfiguredError
from tideturn.hub.config.environment import SETTINGS, read

NEVER = [
    ("TIDETURN_URL", "hub.example.org"),
    ("TIDETURN_URL", "ftp://hub.example.org"),
    ("TIDETURN_URL", "http://[::1"),
    ("TIDETURN_URL", "https://hub.example.org/hub"),
    ("TIDETURN_URL", "https://hub.example.org:port"),
    ("TIDETURN_URL", "https://"),
    ("TIDETURN_URL", "http://hub.example.org"),
    ("TIDETURN_URL", "http://192.168.1.5:8000"),
    ("TIDETURN_IDLE_MINUTES", "0"),
    ("TIDETURN_IDLE_MINUTES", "1"),
    ("TIDETURN_IDLE_MINUTES", "-5"),
    ("TIDETURN_IDLE_MINUTES", "99999999999999"),
    ("TIDETURN_IDLE_MINUTES", "half an hour"),
    ("TIDETURN_PROCESSES", "0"),
    ("TIDETURN_POOL", "-1"),
    ("TIDETURN_BACKUP_EVERY", "99999999999999"),
    ("TIDETURN_SCANNER", "clam 'x"),
    ("TIDETURN_HOSTS", "*"),
    ("TIDETURN_HOSTS", "hub.example.org, https://other.example.org"),
    ("TIDETURN_MAIL_FROM", "not an address"),
    ("TIDETURN_MAIL_FROM", "Tideturn <hub>"),
    ("TIDETURN_BIND", "127.0.0.1"),
    ("TIDETURN_BIND", "127.0.0.1:"),
    ("TIDETURN_BIND", "127.0.0.1:70000"),
    ("TIDETURN_BIND", "::1:8000"),
    ("TIDETURN_BIND", "some where:8000"),
    ("TIDETURN_PROXIES", "the proxy"),
    ("TIDETURN_DATA", " "),
]
RIGHT = [
    ("TIDETURN_URL", "https://hub.example.org/", "https://hub.example.org"),
    ("TIDETURN_URL", "https://hub.example.org:8443", "https://hub.example.org:8443"),
    ("TIDETURN_URL", "http://localhost:8000", "http://localhost:8000"),
    ("TIDETURN_URL", "http://[::1]:8000", "http://[::1]:8000"),
    ("TIDETURN_IDLE_MINUTES", "15", 15),
    ("TIDETURN_POOL", "0", 0),
    ("TIDETURN_BACKUP_EVERY", "0", 0),
    ("TIDETURN_SCANNER", "clamdscan --no-summary -", "clamdscan --no-summary -"),
    ("TIDETURN_HOSTS", "hub, hub.example.org, 10.0.0.5", ("hub", "hub.example.org", "10.0.0.5")),
    ("TIDETURN_MAIL_FROM", "Tideturn <hub@example.org>", "Tideturn <hub@example.org>"),
    ("TIDETURN_BIND", "0.0.0.0:80", "0.0.0.0:80"),
    ("TIDETURN_BIND", "[::1]:8000", "[::1]:8000"),
    ("TIDETURN_PROXIES", "10.0.0.0/8, ::1", ("10.0.0.0/8", "::1")),
]


@pytest.mark.parametrize(("name", "value"), NEVER)
def test_what_cannot_be_is_told_by_its_name_with_what_it_is_for(name: str, value: str) -> None:
    with pytest.raises(MisconfiguredError) as refused:
        read({name: value})
    assert refused.value.what.startswith(f"The setting {name} cannot be “{value}”: ")
    assert next(setting.purpose for setting in SETTINGS if setting.name == name) in refused.value.mend


@pytest.mark.parametrize(("name", "value", "read_as"), RIGHT)
def test_what_can_be_is_taken(name: str, value: str, read_as: object) -> None:
    assert read({name: value})[name] == read_as
