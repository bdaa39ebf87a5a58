"""The hub's own keys, where its settings say that they lie."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from tideturn.hub.crypto.keys import KeyFolder, Keyring, Purpose


def ring(purpose: Purpose) -> Keyring:
    """The keys of a purpose as they are now."""
    return _folder(Path(settings.TIDETURN_KEYS)).ring(purpose)


def key_folder() -> KeyFolder:
    """The folder of keys."""
    return _folder(Path(settings.TIDETURN_KEYS))


@cache
def _folder(path: Path) -> KeyFolder:
    return KeyFolder(path)
