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


RISE_OF_ONE = (
    "of several questions that all say too little, the rise told is that of the first by name alone; the strand reads "
    "as two thirds of them do"
)
PAIRS_APART = (
    "the difference is that of the people who answered both times, and stands beside the shares of all who answered, "
    "whose difference it is not"
)

KNOWN_WRONG: tuple[Known, ...] = (
    Known(
        r"(Better information is shared|Organisations work together more|Data to collect next year).*\n.*\n"
        r"\s+rise: printed “\d+”, recomputed the least rises are",
        RISE_OF_ONE,
        (2,),
    ),
)


# What does not hold of the second programme’s folder.
NOT_THE_FIRST = (
    "the question was asked before, of fewer than are compared: this is no first wave, and a second would be the third"
)

SECOND_WRONG: tuple[Known, ...] = (
    Known(r"“\d+ gave an opinion”\n\s+first wave: it was asked in the years", NOT_THE_FIRST),
    Known(r"the programme’s own staff · In Year 1: \d+ of 12 .*column “Difference”", PAIRS_APART, (2,)),
    Known(r"survey/holi-2022/\w+/staff/programme/2\n.*\n\s+people: 12 answered both times", PAIRS_APART, (2,)),
    Known(
        r"points was seen and not shown",
        "half the interval's width is no change that the sign test would have shown: a larger one was seen",
    ),
)


def known(failure: Failure, year: int, table: tuple[Known, ...] = KNOWN_WRONG) -> Known | None:
    """Return the entry that a failure belongs to, if it is known."""
    told = str(failure)
    return next((each for each in table if year in each.years and re.search(each.pattern, told)), None)
