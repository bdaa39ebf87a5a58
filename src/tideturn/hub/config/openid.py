"""The office's own log-in by OpenID Connect, as its settings say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from tideturn.hub.common.errors import MisconfiguredError

_ANYBODYS: Final = frozenset({"common", "organizations", "consumers"})
"""Microsoft's addresses for people of every office there is, who may call themselves by any e-mail address."""
_APPLICATIONS: Final = ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]


@dataclass(frozen=True)
class OpenId:
    """What the framework must know of a provider; nothing where there is none."""

    applications: list[str] = field(default_factory=list)
    providers: dict[str, Any] = field(default_factory=dict)
    origins: tuple[str, ...] = ()
    """To where a log-in form may lead on."""


def openid(address: str, client: str, secret: str) -> OpenId:
    """What they say. Raises MisconfiguredError for a provider that lacks something, or that anybody may join."""
    if not address:
        return OpenId()
    parts = urlsplit(address)
    local = parts.hostname in {"localhost", "127.0.0.1"}
    if not parts.hostname or (parts.scheme != "https" and not local) or not client or not secret:
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
