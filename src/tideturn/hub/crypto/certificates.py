"""The certificate that a server shows to whoever speaks HTTPS with it."""

from __future__ import annotations

import ssl
from datetime import datetime
from typing import Final

from cryptography import x509

from tideturn.hub.common.errors import HubError

_WAIT: Final = 10.0
"""Seconds that a server has to show it."""


def certificate_ends(host: str, port: int) -> datetime:
    """Until when the certificate is good that this server shows. Raises HubError where none can be had from it."""
    try:
        shown = ssl.get_server_certificate((host, port), timeout=_WAIT)
        return x509.load_pem_x509_certificate(shown.encode()).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise HubError(f"The certificate of {host} could not be had ({type(error).__name__}).") from error
