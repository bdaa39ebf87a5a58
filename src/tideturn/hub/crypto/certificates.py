"""Read the certificate that a server shows to HTTPS clients."""

from __future__ import annotations

import ssl
from datetime import datetime
from typing import Final

from cryptography import x509

from tideturn.hub.common.errors import HubError

_WAIT: Final = 10.0
"""Seconds that a server has to show it."""


def certificate_ends(host: str, port: int) -> datetime:
    """Return when the server's certificate expires. Raise HubError if the server gives none."""
    try:
        shown = ssl.get_server_certificate((host, port), timeout=_WAIT)
        return x509.load_pem_x509_certificate(shown.encode()).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise HubError(f"The certificate of {host} could not be had ({type(error).__name__}).") from error
