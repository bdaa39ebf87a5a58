"""The certificate at the hub's own address: asked for once a day, and kept, so that no page waits for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.certificates import certificate_ends
from tideturn.hub.health.checks import Finding, Pressing
from tideturn.hub.health.signs import kept_in, write

_FILE: Final = "certificate.json"
_ASKED_EVERY: Final = timedelta(days=1)
_AGAIN: Final = timedelta(hours=1)
"""While something is wrong with it."""
_SOON: Final = timedelta(days=14)
_NOW: Final = timedelta(days=3)
_MEND: Final = "Look into what renews it, which is the proxy in front of the hub."


def certificate() -> Iterator[Finding]:
    """Return when the certificate expires, by the last check."""
    address = urlsplit(settings.TIDETURN_URL)
    if address.scheme != "https":
        return
    told = _kept(address.netloc)
    if told is None or _is_due(told):
        told = _asked(address.hostname or "", address.port or 443, address.netloc)
    if "failed" in told:
        yield Finding(
            told["failed"], "See whether the address in TIDETURN_URL is reached from this machine, and by HTTPS."
        )
        return
    ends = datetime.fromisoformat(told["ends"])
    left = ends - clock.now()
    if left <= timedelta(0):
        yield Finding(f"The certificate was good until {clock.spoken(ends)}.", _MEND, Pressing.NOW)
    elif left < _SOON:
        days = "less than a day" if left < timedelta(days=1) else f"{left.days} days"
        pressing = Pressing.NOW if left < _NOW else Pressing.SOON
        yield Finding(f"The certificate is good for {days}, until {clock.spoken(ends)}.", _MEND, pressing)


def _kept(address: str) -> dict[str, str] | None:
    """Return the last result for this address, or None if there is none or its file is damaged."""
    try:
        told: dict[str, str] = json.loads(kept_in(_FILE).read_text("utf-8"))
        return told if told["address"] == address and ("ends" in told or "failed" in told) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_due(told: dict[str, str]) -> bool:
    now = clock.now()
    right = "ends" in told and datetime.fromisoformat(told["ends"]) - now >= _SOON
    return now - datetime.fromisoformat(told["asked"]) >= (_ASKED_EVERY if right else _AGAIN)


def _asked(host: str, port: int, address: str) -> dict[str, str]:
    told = {"address": address, "asked": clock.now().isoformat()}
    try:
        told["ends"] = certificate_ends(host, port).isoformat()
    except HubError as error:
        told["failed"] = error.what
    write(_FILE, json.dumps(told))
    return told
