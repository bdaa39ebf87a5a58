"""Many rows are written in stages, each a short transaction, so that a page that writes waits for a moment at most."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final, TypeVar

from django.db import transaction

from tideturn.hub.jobs.kinds import Says

T = TypeVar("T")
_FIRST: Final = 50
_MOST: Final = 2_000
_SECONDS: Final = 0.05
"""What one stage is to take. The embedded database has one writer at a time, and everybody else waits for it."""


def write_in_stages(
    rows: Iterable[T], write: Callable[[Sequence[T]], object], *, progress: Says, saying: str, of: int | None = None
) -> int:
    """Have `write` write the rows, some at a time, each time in a transaction of its own; how many there were.

    `of` is how many there are, where that is known. As many rows go into a stage as it takes the time for; after each
    others have as long. What was written stays where a later stage fails or the job is cancelled.
    """
    remaining, size, done = iter(rows), _FIRST, 0
    while stage := list(islice(remaining, size)):
        begun = time.monotonic()
        with transaction.atomic():
            write(stage)
        took = max(time.monotonic() - begun, 1e-4)
        done += len(stage)
        progress.say(saying, done, of)
        size = max(1, min(_MOST, 2 * size, int(len(stage) * _SECONDS / took)))
        time.sleep(min(took, 1.0))
    return done
