"""Small folders on one core: their tables are read and counted sooner than another core wakes up to help."""

from __future__ import annotations

import os
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_SMALL: Final = 16 * 1024 * 1024
"""Bytes of a folder, or of a workbook, that is worked on at one core: far more than a programme records in years."""


@contextmanager
def where_small(folder: Path) -> Iterator[None]:
    """Within this the process keeps to one core where all files of `folder` are small, and the system lets it choose.

    Threads that begin within it stay there. Thousands of small tables are each handed to the frames' own threads and
    back; among two cores that takes a third more time than on one.
    """
    before = keep_to_core(os.getpid()) if is_small(folder) else frozenset()
    try:
        yield
    finally:
        if before:
            os.sched_setaffinity(0, before)


def keep_to_core(number: int) -> Set[int]:
    """Keep to one of the cores that we may use, and return these; none where the system does not let us choose."""
    if not hasattr(os, "sched_setaffinity"):
        return frozenset()
    allowed = cores()
    os.sched_setaffinity(0, {sorted(allowed)[number % len(allowed)]})
    return allowed


def cores() -> Set[int]:
    """Return the numbers of the cores that we may use: all, where the system does not let us choose."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))


def is_small(folder: Path) -> bool:
    """Return whether all files of a folder, or a workbook, are small; not where they cannot be read."""
    room = _SMALL
    try:
        for path in [folder, *folder.rglob("*")] if folder.is_dir() else [folder]:
            room -= path.stat().st_size
            if room < 0:
                return False
    except OSError:
        return False  # whoever reads it tells what is wrong
    return True
