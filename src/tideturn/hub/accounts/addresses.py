"""Find the address that a request comes from. A proxy is believed about that only if the settings name it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_Address = IPv4Address | IPv6Address


def address_of(request: HttpRequest) -> str | None:
    """Return the address of the client; None if there is no network between, as on a socket or in a command.

    Read what proxies say from its end: each address up to the first that is not a trusted proxy was written by a
    trusted one. Anybody may have made up what is before that.
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
    """Return what the limiter counts by: the address, or the first 64 bits of an IPv6 address.

    One customer has all the addresses that share them.
    """
    address = address_of(request)
    if address is None or ":" not in address:
        return address
    return str(ip_network(f"{address}/64", strict=False).network_address)


def _read(text: str) -> _Address | None:
    try:
        address = ip_address(text.strip().partition("%")[0])  # the part after % names this machine's network card
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _trusted(address: _Address) -> bool:
    return any(address in ip_network(proxy, strict=False) for proxy in settings.TIDETURN_PROXIES)
