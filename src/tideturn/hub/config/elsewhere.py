"""The database, the mail server and the office's log-in by OpenID Connect, as their settings say."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from tideturn.hub.common.errors import MisconfiguredError

_SCHEMES: Final = frozenset({"postgres", "postgresql"})
_WAIT: Final = 20
"""Seconds that a writer waits for another on SQLite before it gives up."""
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_ANYBODYS: Final = frozenset({"common", "organizations", "consumers"})
"""Microsoft's addresses for people of every office there is, who may call themselves by any e-mail address."""
_APPLICATIONS: Final = ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]


def database(url: str, data: Path, pool: int) -> dict[str, Any]:
    """Django's own description of the database. Raises MisconfiguredError for any address but PostgreSQL's."""
    if not url:
        return _embedded(data)
    parts = _parts(url)
    if parts is None or parts.scheme not in _SCHEMES or not parts.path.strip("/"):
        raise MisconfiguredError(
            "DATABASE_URL is not the address of a PostgreSQL database.",
            mend="Write postgresql://USER:PASSWORD@HOST:PORT/NAME, or leave it out to use SQLite.",
        )
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A server that listens on a socket is named by a folder, and an address has no place for one.
        "HOST": asked.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        # A pool keeps its connections itself, so that Django closes none.
        "CONN_MAX_AGE": 0,
        "OPTIONS": ({"pool": {"min_size": 1, "max_size": pool, "timeout": 10}} if pool else {}) | asked,
    }


def _embedded(data: Path) -> dict[str, Any]:
    """SQLite: readers beside one writer, every commit on the disk, and what is deleted overwritten."""
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON", "temp_store=MEMORY")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(data / "tideturn.sqlite3"),
        # Each thread keeps its connection: to open one takes longer than what most pages ask of it.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction asks for the right to write when it begins: one that reads first and then writes would
            # otherwise fail at once where another has written meanwhile.
            "transaction_mode": "IMMEDIATE",
            "timeout": _WAIT,
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }


@dataclass(frozen=True)
class Mail:
    """How e-mails are sent; where there is no server, not at all."""

    backend: str = "django.core.mail.backends.dummy.EmailBackend"
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    ssl: bool = False
    starttls: bool = False


def mail(address: str) -> Mail:
    """Parse the address of a mail server. Raise MisconfiguredError if it is not one."""
    if not address:
        return Mail()
    parts = _parts(address)
    if parts is None or parts.scheme not in _PORTS or not parts.hostname:
        raise MisconfiguredError(
            "TIDETURN_MAIL is not the address of a mail server.",
            mend="Write smtps://USER:PASSWORD@HOST:PORT, smtp+starttls://… or smtp://…, or leave it out.",
        )
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
    )


@dataclass(frozen=True)
class OpenId:
    """What the framework must know of a provider; nothing where there is none."""

    applications: list[str] = field(default_factory=list)
    providers: dict[str, Any] = field(default_factory=dict)
    origins: tuple[str, ...] = ()
    """Return the origins that a sign-in form may redirect to."""


def openid(address: str, client: str, secret: str) -> OpenId:
    """Parse the OpenID provider's settings. Raise MisconfiguredError if one is missing, or if anybody may join it."""
    if not address:
        return OpenId()
    parts = _parts(address)
    local = parts is not None and parts.hostname in {"localhost", "127.0.0.1"}
    if parts is None or not parts.hostname or (parts.scheme != "https" and not local) or not client or not secret:
        raise MisconfiguredError(
            "The office's log-in is not whole.",
            mend="TIDETURN_OPENID is an address that begins with https://, and TIDETURN_OPENID_CLIENT and "
            "TIDETURN_OPENID_SECRET go with it.",
        )
    if _ANYBODYS & set(parts.path.split("/")):
        raise MisconfiguredError(
            "TIDETURN_OPENID is an address at which people of any office log in, under any e-mail address.",
            mend="Put your own office's tenant into it: https://login.microsoftonline.com/TENANT/v2.0.",
        )
    app = {"provider_id": "openid", "name": "Your office", "client_id": client, "secret": secret}
    return OpenId(
        applications=_APPLICATIONS,
        providers={
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app | {"settings": {"server_url": address}}]}
        },
        origins=(f"{parts.scheme}://{parts.netloc}",),
    )


def _parts(address: str) -> SplitResult | None:
    """Return the parts of an address; None for one whose port is no number, or whose bracket is not closed."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 it is read only when asked for
    except ValueError:
        return None
    return parts
