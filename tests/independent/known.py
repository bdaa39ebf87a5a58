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


KNOWN_WRONG: tuple[Known, ...] = (
    Known(r"training events reached [\d,]+ adults", "Everybody trained was a professional."),
    Known(r"sessions offered to young people went ahead", "Some of these sessions are with families."),
    Known(
        r"(?s)came next: how often.*\nAppropriate adult attends\n(47|53)\n",
        "The box counts who took the step without the place where it fairly differs, the arrows "
        "into it with that place.",
    ),
    Known(
        r"did better, the largest share[\s\S]*there is a larger share in the table",
        "Of young people and of places the table below has larger shares of fewer than ten, which are not drawn.",
    ),
    Known(
        r"of which 56 were not there before",
        "71 of the pairs were not told of before; of 59 of them both ends had answered before. 56 "
        "are those of which both"
        " ends answered both waves, which the sentence does not say.",
        (2,),
    ),
    Known(
        r"adds a kind or voice of evidence",
        "14 outcomes gain a kind, or a voice; 16 gain a kind and voice together that they had not.",
        (2,),
    ),
)


def known(failure: Failure, year: int) -> Known | None:
    """Return the entry that a failure belongs to, if it is known."""
    told = str(failure)
    return next((each for each in KNOWN_WRONG if year in each.years and re.search(each.pattern, told)), None)
