"""Misconfiguration, found when the hub starts and told with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from tideturn.hub.kernel.errors import KeysError
from tideturn.hub.kernel.keyrings import key_folder
from tideturn.hub.kernel.keys import Purpose


@register()
def keys_lie_apart(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """That no copy of the data folder holds the keys, nor one of the keys the data."""
    keys, data = Path(settings.TIDETURN_KEYS).resolve(), Path(settings.TIDETURN_DATA).resolve()
    if keys == data or keys in data.parents or data in keys.parents:
        return [
            Error(
                f"The keys ({keys}) and the data ({data}) lie in one another, so that one copy would hold both.",
                hint="Set TIDETURN_KEYS and TIDETURN_DATA to folders of which neither holds the other.",
                id="tideturn.E001",
            )
        ]
    return []


@register()
def keys_are_ours_alone(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """That nobody else on the machine may read the keys."""
    return [
        Error(
            f"{path} may be read or written by others on this machine.",
            hint=f"Run: chmod go-rwx '{path}'",
            id="tideturn.E002",
        )
        for path in key_folder().open_to_others()
    ]


@register()
def keys_are_whole(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """That there is a key for every purpose."""
    found: list[CheckMessage] = []
    for purpose in Purpose:
        try:
            key_folder().ring(purpose)
        except KeysError as error:
            found.append(Error(error.what, hint=error.mend, id="tideturn.E003"))
    return found
