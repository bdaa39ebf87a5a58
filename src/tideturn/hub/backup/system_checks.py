"""Copies that could never be taken are told when the hub starts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from tideturn.hub.backup.places import elsewhere
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import recovery_key


@register()
def copies_can_be_taken(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """That copies are kept elsewhere and shut to a key that can shut; whether the disk is there is told by the day."""
    found: list[CheckMessage] = []
    key = settings.TIDETURN_RECOVERY_KEY
    if (key or settings.TIDETURN_BACKUP_TO) and (wrong := recovery_key.wrong_with(key)):
        found.append(
            Error(wrong, hint="Set it to the public half, as tideturn backup keypair shows it.", id="tideturn.E301")
        )
    if settings.TIDETURN_BACKUP_TO:
        try:
            elsewhere(Path(settings.TIDETURN_BACKUP_TO), "The copies")
        except HubError as error:
            found.append(Error(error.what, hint=error.mend, id="tideturn.E302"))
    return found
