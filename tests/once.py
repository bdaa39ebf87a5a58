"""Make a thing once per run: the first worker makes it, and the others read it from a file."""

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
    """Create this run's directory, which lives as long as the object returned; None if one is set already."""
    if os.environ.get(PLACE):
        return None
    place = tempfile.TemporaryDirectory(prefix="tideturn-once-")
    os.environ[PLACE] = place.name
    return place


def made_once(make: Callable[..., Made]) -> Callable[..., Made]:
    """Call a function once per run for each set of arguments; callers must not change the result."""

    @cache
    @wraps(make)
    def found(*asked: object) -> Made:
        with _held("-".join(map(str, (make.__module__, make.__name__, *asked)))) as kept:
            if kept.exists():
                return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
            made = make(*asked)
            # Renamed when complete, so that a stopped run leaves no half-written file.
            half = kept.with_name(f"{kept.name}.half")
            half.write_bytes(pickle.dumps(made))
            half.rename(kept)
            return made

    return found


def written_once(name: str, write: Callable[[Path], object]) -> Path:
    """Return a path that `write` filled once in this run; callers must not change it."""
    with _held(name) as place:
        done = place.with_name(f"{place.name}.done")
        if not done.exists():
            write(place)
            done.touch()
        return place


@contextmanager
def _held(name: str) -> Iterator[Path]:
    """Lock and give a path in the run's directory; each Python version has its own."""
    place = Path(os.environ[PLACE]) / f"{sys.implementation.cache_tag}-{name}"
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place
