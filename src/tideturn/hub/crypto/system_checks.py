"""Misconfiguration, found when the hub starts and told with what to do about it."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from tideturn.hub.common.errors import KeysError, MisconfiguredError
from tideturn.hub.crypto.keys import Purpose, key_folder, require_apart


def keys_lie_apart(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check that neither the data folder nor the keys' folder contains the other, so that no copy holds both."""
    try:
        require_apart(Path(settings.TIDETURN_KEYS), Path(settings.TIDETURN_DATA))
    except MisconfiguredError as error:
        return [Error(error.what, hint=error.mend, id="tideturn.E001")]
    return []


def keys_are_ours_alone(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check that nobody else on the machine may read the keys."""
    return [
        Error(
            f"{path} may be read or written by others on this machine.",
            hint=f"Run: chmod go-rwx '{path}'",
            id="tideturn.E002",
        )
        for path in key_folder().open_to_others()
    ]


def keys_are_whole(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check that every purpose has a key."""
    found: list[CheckMessage] = []
    for purpose in Purpose:
        try:
            key_folder().ring(purpose)
        except KeysError as error:
            found.append(Error(error.what, hint=error.mend, id="tideturn.E003"))
    return found


def scanner_is_there(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check that the malware scanner is a program: without it the hub would store no file."""
    program = next(iter(shlex.split(settings.TIDETURN_SCANNER)), "")
    if not program or shutil.which(program):
        return []
    return [
        Error(
            f"The scanner “{program}” is no program on this machine, so that no file could be kept.",
            hint="Install it, or say in TIDETURN_SCANNER where it lies, or leave that out.",
            id="tideturn.E004",
        )
    ]


def heads_can_be_written(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check that the folder of the audit's heads exists. Only warn, since another machine with it may soon be back."""
    place = settings.TIDETURN_ANCHORS
    if not place or (Path(place).is_dir() and os.access(place, os.W_OK)):
        return []
    return [
        Warning(
            f"The heads of the audit's chain cannot be written to {place}.",
            hint="Connect it, or let the hub write there: until then a chain that is cut off is not found out by them. "
            "See TIDETURN_ANCHORS.",
            id="tideturn.W001",
        )
    ]


def data_are_ours_alone(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Warn if others on the machine may read the data: references, dates and codes are in clear text."""
    data = Path(settings.TIDETURN_DATA)
    if not data.is_dir() or not data.stat().st_mode & 0o007:
        return []
    return [
        Warning(
            f"Others on this machine may read or write {data}, where references, dates and codes lie in clear.",
            hint=f"Run: chmod o-rwx '{data}'",
            id="tideturn.W002",
        )
    ]


CHECKS: Final = (
    keys_lie_apart,
    keys_are_ours_alone,
    keys_are_whole,
    scanner_is_there,
    heads_can_be_written,
    data_are_ours_alone,
)
"""Every system check of the keys and the data."""
