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


TWICE = r"(?:twice or more|who scored this twice)"

KNOWN_WRONG: tuple[Known, ...] = (
    Known(
        r"Of 1,172 people who came, 70 were invited and 17 answered”\s+come: printed",
        "1,172 had come by 18 May 2020, the day of the last answer; 1,300 had by the year’s end.",
        (2,),
        plain=True,
    ),
    Known(
        r"young people whom workers scored more than once”\s+n: printed",
        "33 more had been scored more than once, the last time before Year 2.",
        (2,),
    ),
    Known(rf"{TWICE}.*\n\s+n: printed", "More had been scored twice, the last time before Year 2.", (2,), plain=True),
)


# What does not hold of the second programme’s folder.
SECOND_WRONG: tuple[Known, ...] = (
    Known(
        r"its evidence already read so\. An accountable person",
        "The scores of corners read positive in both years; the verdict that was set is mixed.",
        (2,),
    ),
    Known(rf"{TWICE}.*\n\s+n: printed", "More had been scored twice, the last time before Year 2.", (2,), plain=True),
)


def known(failure: Failure, year: int, table: tuple[Known, ...] = KNOWN_WRONG) -> Known | None:
    """Return the entry that a failure belongs to, if it is known."""
    told = str(failure)
    return next((each for each in table if year in each.years and re.search(each.pattern, told)), None)
