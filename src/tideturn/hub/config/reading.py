"""How a setting's value is made of text; each raises ValueError with a sentence where it cannot be."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from email.utils import parseaddr
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = re.compile(
    r"\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.ASCII | re.IGNORECASE
)
_PORTS: Final = range(1, 65536)


def folder(told: str) -> Path:
    """Return the absolute path of a folder, whatever folder the program was started in."""
    if not told.strip():
        raise ValueError("it names no folder")
    return Path(told.strip()).expanduser().absolute()


def between(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers in this range."""

    def whole(told: str) -> int:
        try:
            number = int(told)
        except ValueError:
            raise ValueError("it is no whole number") from None
        if not least <= number <= most:
            raise ValueError(f"it is from {least:,} to {most:,}")
        return number

    return whole


def several(told: str) -> tuple[str, ...]:
    """Split a value at its commas."""
    return tuple(part.strip() for part in told.split(",") if part.strip())


def networks(told: str) -> tuple[str, ...]:
    """Addresses and networks."""
    for network in several(told):
        try:
            ip_network(network)
        except ValueError:
            raise ValueError(f"“{network}” is no address and no network") from None
    return several(told)


def hosts(told: str) -> tuple[str, ...]:
    """Return the host names of the hub. Refuse a wildcard."""
    for name in several(told):
        if not _HOST.fullmatch(name) and not _is_ip(name.strip("[]")):
            raise ValueError(f"“{name}” is no host's name")
    return several(told)


def address(told: str) -> str:
    """Return the hub's address. Require https unless only this machine can reach it."""
    told = told.strip().rstrip("/")
    if not told:
        return ""
    try:
        parts = urlsplit(told)
        port = parts.port
    except ValueError:
        raise ValueError("it is no address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ValueError("it does not begin with https:// and the name of a host")
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ValueError("there is more in it than the host and its port")
    if parts.scheme == "http" and not (is_this_machine(parts.hostname) or parts.hostname.endswith(".localhost")):
        raise ValueError("without https whatever is sent could be read on its way")
    return told


def listening(told: str) -> str:
    """ADDRESS:PORT, where a server listens."""
    host, _, port = told.strip().rpartition(":")
    if not host or not (port.isascii() and port.isdecimal()) or int(port) not in _PORTS:
        raise ValueError("it is not an address, a colon and a port, as 127.0.0.1:8000")
    if ":" in host and not (host.startswith("[") and host.endswith("]")):
        raise ValueError("an address with colons stands in brackets, as [::1]:8000")
    if not _is_ip(host.strip("[]")) and not _HOST.fullmatch(host):
        raise ValueError(f"“{host}” is no address")
    return told.strip()


def mail_address(told: str) -> str:
    """Return the sender of e-mails: an address, with or without a name before it."""
    told = told.strip()
    if told:
        _, found = parseaddr(told)
        name, _, host = found.rpartition("@")
        if not name or not _HOST.fullmatch(host) or any(sign.isspace() for sign in found):
            raise ValueError("it is no e-mail address")
    return told


def command(told: str) -> str:
    """Split a program and its options as a shell does."""
    try:
        shlex.split(told)
    except ValueError:
        raise ValueError("a quotation mark in it is not closed") from None
    return told.strip()


def is_this_machine(host: str) -> bool:
    """Return whether only this machine can reach a host."""
    return host == "localhost" or (_is_ip(host) and ip_address(host).is_loopback)


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
