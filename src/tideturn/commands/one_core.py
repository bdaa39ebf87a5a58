"""Keep small folders on one core: their tables are read and counted sooner than another core wakes up to help."""

from __future__ import annotations

import os
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_SMALL: Final = 16 * 1024 * 1024
"""Maximum size in bytes of a folder or workbook that is worked on at one core; a programme records far
less in years.
"""


@contextmanager
def where_small(folder: Path) -> Iterator[None]:
    """Keep the process to one core within this context if all files of `folder` are small and the system allows it.

    Threads that begin within it stay there. Thousands of small tables are each handed to the frames' own threads and
    back; on two cores that takes a third more time than on one.
    """
    before = keep_to_core(os.getpid()) if is_small(folder) else frozenset()
    try:
        yield
    finally:
        if before:
            os.sched_setaffinity(0, before)


def keep_to_core(number: int) -> Set[int]:
    """Keep to one of the cores that we may use, and return all of these; return none if the system does not let us
    choose.
    """
    if not hasattr(os, "sched_setaffinity"):
        return frozenset()
    allowed = cores()
    os.sched_setaffinity(0, {sorted(allowed)[number % len(allowed)]})
    return allowed


def cores() -> Set[int]:
    """Return the numbers of the cores that we may use: all of them if the system does not let us choose."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))


def is_small(folder: Path) -> bool:
    """Return whether all files of a folder, or a workbook, are small; return False if they cannot be read."""
    room = _SMALL
    try:
        for path in [folder, *folder.rglob("*")] if folder.is_dir() else [folder]:
            room -= path.stat().st_size
            if room < 0:
                return False
    except OSError:
        return False  # reading the folder will report what is wrong
    return True
