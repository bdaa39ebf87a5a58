"""Say how small a change an addition to a plan could show, as a sentence; nothing for one that measures no change."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from tideturn.dataset.wording import in_words
from tideturn.evaluation.model import STATE
from tideturn.evaluation.planning.additions import (
    BASELINE,
    DIRECTION,
    ELSEWHERE,
    FEWEST_SERVED,
    MEANING,
    MORE,
    SOURCE,
    WAITING,
    Addition,
    Folder,
)
from tideturn.evaluation.planning.counts import count_power
from tideturn.evaluation.planning.seen import POINTS, seen_of, size_in_words
from tideturn.evaluation.planning.served import least_difference
from tideturn.evaluation.planning.strands import MATCHED, SERIES, source_of
from tideturn.evaluation.readings_scores import FEWEST_A_SIDE
from tideturn.evaluation.rounding import percent
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.methods.power import Least, smallest_majority, smallest_net, smallest_rise
from tideturn.methods.power_counts import Known, smallest_changes
from tideturn.methods.year_totals import EarlierYears

_SIZES: Final = (30, 100)
"""Numbers of people who might answer a survey that nobody has asked yet."""
_A_MONTH: Final = 20
_YEARS: Final = 3
"""Assumed size of a count that nobody has collected yet: its number a month, and the years recorded before."""


def could_see(addition: Addition, folder: Folder) -> str:
    """Return how small a change an addition to a plan could show; empty if it measures none, or nobody can know."""
    if addition.kind == SERIES:
        return _new_count()
    new = () if addition.kind == MEANING else addition.strands.values()
    if addition.kind == SOURCE:
        return " ".join(_new_source(strand, folder) for strand in new)
    sized = [_with_size(addition.kind, strand, folder) for strand in new]
    if addition.kind == WAITING and not all(size for _, size in sized):
        return _of_spread()
    baseline = addition.kind == BASELINE
    found = (seen_of(strand, folder.claim, folder.rules, size, made_up=baseline) for strand, size in sized)
    said = " ".join(one.says for one in found)
    return f"{said.removesuffix('.')}, if there are as many there." if addition.kind == ELSEWHERE else said


def _with_size(kind: str, strand: Strand, folder: Folder) -> tuple[Strand, Least | None]:
    """Return the strand with the addition, and how small a change it could show, unless its waves already say so."""
    evidence = strand.evidence[0]
    series, size = folder.followed.get(evidence), None
    if kind == ELSEWHERE:
        return strand, count_power(series, alike=True) if series else folder.beside.get(evidence)
    if kind == DIRECTION and series:
        return strand, count_power(series)
    if kind == WAITING and (known := folder.served.get(evidence)):
        size = known.least((strand.n or 0) - FEWEST_A_SIDE, FEWEST_A_SIDE)
    elif kind == MORE and source_of(strand) == MATCHED:
        strand = replace(strand, n=max(strand.n or 0, folder.rules.min_pairs))
        size = smallest_net(strand.n or 0, strand.n or 0)
    return strand, Least(size, size) if size else None


def _new_source(strand: Strand, folder: Folder) -> str:
    """Return what a new survey or new scores could show, by size; empty for words, which measure no change."""
    few, many = _SIZES
    if strand.kind == "monitoring" and strand.design == COMPARED:
        return _of_spread()
    if strand.kind != "survey":
        return ""
    if folder.claim == STATE:
        least, less = (percent(smallest_majority(size) or 1) for size in _SIZES)
        return f"{few} could show that most agree, if {least} or more of all do; {many}, if {less} do."
    if folder.about == "practitioner":
        net = smallest_net(few, few // 2)
        more = f"those who improve outnumber those who get worse by {size_in_words((net,), POINTS)}"
        return f"If half of them change their answer, {few} who answer both times could show it if {more}."
    rise, smaller = (size_in_words((smallest_rise(size // 2, size, size),), POINTS) for size in _SIZES)
    return f"If half agree at first, {few} in each wave could show a rise of {rise}, and {many} one of {smaller}."


def _of_spread() -> str:
    """Return what the fewest on either side could show, where it is not known how far scores scatter."""
    least = least_difference(1, FEWEST_SERVED, FEWEST_A_SIDE)
    return f"They could show a difference of {least:.1f} times the spread (standard deviation) of the scores."


@cache
def _new_count() -> str:
    years = [[float(_A_MONTH)] * 12] * _YEARS
    rise = smallest_changes(Known(EarlierYears.of(years), 12.0 * _A_MONTH)).rise
    years_before = f"With {in_words(_YEARS)} years before it"
    return f"{years_before}, a count of about {_A_MONTH} a month could show a rise of {percent(rise or 1)}."
