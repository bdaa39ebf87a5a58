"""The mail server, as its address says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from tideturn.hub.common.errors import MisconfiguredError

_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


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
    """What an address says. Raises MisconfiguredError for one that is no mail server's."""
    if not address:
        return Mail()
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        right = bool(port and parts.hostname)
    except ValueError:  # of a port that is no number, or a bracket that is not closed
        right = False
    if not right:
        raise MisconfiguredError(
            "TIDETURN_MAIL is not the address of a mail server.",
            mend="Write smtps://USER:PASSWORD@HOST:PORT, smtp+starttls://… or smtp://…, or leave it out.",
        )
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
    )
