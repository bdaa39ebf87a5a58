"""Make a thing once for all workers of a run: the first that asks makes it, and the others read it from a file."""

from __future__ import annotations

import fcntl
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
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
        if not os.environ.get(PLACE):
            return make(*asked)
        name = "-".join(map(str, (sys.implementation.cache_tag, make.__module__, make.__name__, *asked)))
        kept = Path(os.environ[PLACE]) / name
        with kept.with_name(f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if kept.exists():
                return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
            made = make(*asked)
            # Whole or not at all: a run that was stopped leaves no half behind.
            half = kept.with_name(f"{name}.half")
            half.write_bytes(pickle.dumps(made))
            half.rename(kept)
            return made

    return found
