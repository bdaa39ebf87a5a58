"""A release of a report: its version, and every count of young people as it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Release:
    """What a released report is made with; `shown` has each count that may be named, by its cell; None is hidden."""

    version: str
    shown: Mapping[str, int | None]
