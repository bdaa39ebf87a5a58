"""Where what is known of the hub's health is kept: beside the data, and not in the database, which may be shut."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from django.conf import settings

_FOLDER: Final = "health"


def kept_in(name: str) -> Path:
    """The file of that name, whether it is there or not."""
    return Path(settings.TIDETURN_DATA) / _FOLDER / name


def write(name: str, text: str) -> None:
    """Write such a file whole or not at all. Raises OSError."""
    path = kept_in(name)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    made = path.with_suffix(".new")
    made.write_text(text, "utf-8")
    os.replace(made, path)
