"""Make a thing once for all workers of a run: the first that asks makes it, and the others read it from a file."""

from __future__ import annotations

import fcntl
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar

PLACE = "TIDETURN_MADE_ONCE"
"""Names the directory of a run: the layers of `script/test` share one, and so do the workers of any other run."""
Made = TypeVar("Made")


def begin() -> tempfile.TemporaryDirectory[str] | None:
    """Give this run a directory for as long as what is returned lives; None where one was given."""
    if os.environ.get(PLACE):
        return None
    place = tempfile.TemporaryDirectory(prefix="tideturn-once-")
    os.environ[PLACE] = place.name
    return place


def made_once(make: Callable[..., Made]) -> Callable[..., Made]:
    """Let a function of words and numbers be called once in a run for each; what it returns nobody may change."""

    @cache
    @wraps(make)
    def found(*asked: object) -> Made:
        with _held("-".join(map(str, (make.__module__, make.__name__, *asked)))) as kept:
            if kept.exists():
                return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
            made = make(*asked)
            # Whole or not at all: a run that was stopped leaves no half behind.
            half = kept.with_name(f"{kept.name}.half")
            half.write_bytes(pickle.dumps(made))
            half.rename(kept)
            return made

    return found


def written_once(name: str, write: Callable[[Path], object]) -> Path:
    """Return a path at which `write` was called once in a run; nobody may change what is there."""
    with _held(name) as place:
        done = place.with_name(f"{place.name}.done")
        if not done.exists():
            write(place)
            done.touch()
        return place


@contextmanager
def _held(name: str) -> Iterator[Path]:
    """Give a place in the run's directory, while nobody else is at it; each Python has its own."""
    place = Path(os.environ[PLACE]) / f"{sys.implementation.cache_tag}-{name}"
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place
