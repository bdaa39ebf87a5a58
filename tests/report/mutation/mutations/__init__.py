"""Changes to the worked example, each of which makes something false that is printed, and what they must bring about.

What is printed before and after is worked out from the folder's files by hand or by a few lines of other code, as the
comment over each mutation says; nothing is copied from what a run prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mutations.answers import ANSWERS
from mutations.coverage import COVERAGE
from mutations.model import Mutation
from mutations.said import SPOKEN
from mutations.second_year import SECOND_YEAR
from mutations.signs import SIGNS
from mutations.system import SYSTEM
from mutations.units import UNITS
from mutations.work import WORK

EVERY: Final[tuple[Mutation, ...]] = (
    *UNITS,
    *SIGNS,
    *ANSWERS,
    *COVERAGE,
    *WORK,
    *SPOKEN,
    *SYSTEM,
    *SECOND_YEAR,
)


FEW: Final = 6
"""Mutations that are made at once, at most: what goes wrong is still soon found."""


def _at_once(every: Iterable[Mutation]) -> list[tuple[Mutation, ...]]:
    """Group a few that have nothing to do with each other, so that a year is read and evaluated once for them."""
    groups: list[tuple[Mutation, ...]] = []
    for mutation in every:
        fits = (i for i, group in enumerate(groups) if len(group) < FEW and all(map(mutation.apart_from, group)))
        if (at := next(fits, None)) is None:
            groups.append((mutation,))
        else:
            groups[at] = (*groups[at], mutation)
    return groups


AT_ONCE: Final = _at_once(EVERY)
"""The mutations by the folder in which they are made: each alone, or with others that it has nothing to do with."""
