"""Sentences that are known not to hold, until they are mended: the aim is that there are none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .placing import Failure


@dataclass(frozen=True)
class Known:
    """A sentence (and, where given, what failed in it) that does not hold, and why."""

    pattern: str
    reason: str
    years: tuple[int, ...] = (1, 2)
    plain: bool = False  # of the plain reports, which are read where poppler is
    line: bool = False  # of a line that holds no number, which has a test of its own


KNOWN_WRONG: tuple[Known, ...] = ()

# What does not hold of the second programme’s folder.
SECOND_WRONG: tuple[Known, ...] = ()

# What does not hold of the example where shares fell.
FALLEN_WRONG: tuple[Known, ...] = ()


def known(failure: Failure, year: int, table: tuple[Known, ...] = KNOWN_WRONG) -> Known | None:
    """Return the entry that a failure belongs to, if it is known."""
    told = str(failure)
    return next((each for each in table if year in each.years and re.search(each.pattern, told)), None)
