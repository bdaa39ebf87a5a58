"""From which address a request comes: a proxy is believed about that only where the settings name it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_Address = IPv4Address | IPv6Address


def address_of(request: HttpRequest) -> str | None:
    """The address of whoever asks; none where there is no network between, as on a socket or in a command.

    What a proxy tells is read from its end: each address up to the first that is no trusted proxy was written by one
    that is; whatever stands before that anybody may have made up.
    """
    here = _read(request.META.get("REMOTE_ADDR", ""))
    if here is None:
        return None
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while told and _trusted(here):
        before = _read(told.pop())
        if before is None:
            break
        here = before
    return str(here)


def household_of(request: HttpRequest) -> str | None:
    """By what the limiter counts: the address, or of IPv6 its first 64 bits: one customer has all the rest."""
    address = address_of(request)
    if address is None or ":" not in address:
        return address
    return str(ip_network(f"{address}/64", strict=False).network_address)


def _read(text: str) -> _Address | None:
    try:
        address = ip_address(text.strip().partition("%")[0])  # behind it: by which of this machine's cards it came
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _trusted(address: _Address) -> bool:
    return any(address in ip_network(proxy, strict=False) for proxy in settings.TIDETURN_PROXIES)
