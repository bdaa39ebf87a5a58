"""The hook for a scanner of malware: a program of the machine's own, given each file before it is kept."""

from __future__ import annotations

import shlex
import subprocess

from django.conf import settings

from tideturn.hub.common.errors import HubError

_SECONDS = 60
_CLEAN, _FOUND = 0, 1


def is_suspicious(content: bytes) -> bool:
    """Return whether the virus scanner finds something; False if the installation has none.

    Give the content to the program of `TIDETURN_SCANNER` as its input. It exits with 0 if it found nothing and with 1
    if it found something, as `clamdscan -` does. Raise HubError on any other exit or none: a file that could not be
    scanned is not stored.
    """
    command = shlex.split(settings.TIDETURN_SCANNER)
    if not command:
        return False
    try:
        said = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 (set by the operator)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unasked() from error
    if said.returncode not in (_CLEAN, _FOUND):
        raise _unasked()
    return said.returncode == _FOUND


def _unasked() -> HubError:
    return HubError(
        "The file was not kept: the scanner that looks for malware could not be asked.",
        mend="Try again in a while; if it goes on, tell whoever runs the hub (TIDETURN_SCANNER).",
    )
