"""Say how kinds and voices of evidence compare with each other.

The triangulation protocol of Farmer, Robinson, Elliott and Eyles (2006), Qualitative Health Research 16(3), codes each
pair of sources as agreement, partial agreement, silence or dissonance.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tideturn.dataset.vocabulary import KIND
from tideturn.evaluation.model import Triangulation
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import MIXED, NEGATIVE, NO_CHANGE, POSITIVE, QUIET

_WAYS = (POSITIVE, NEGATIVE, NO_CHANGE)


def triangulate(strands: Sequence[Strand]) -> tuple[Triangulation, ...]:
    """Code staff against stakeholders if either spoke, then each pair of the kinds that were collected."""
    coded = []
    staff = [strand for strand in strands if strand.voice == "staff"]
    stakeholders = [strand for strand in strands if strand.voice == "stakeholder"]
    if staff or stakeholders:
        coded.append(Triangulation("staff", "stakeholder", code(summed(staff), summed(stakeholders))))
    kinds = [kind for kind in KIND.codes if any(strand.kind == kind for strand in strands)]
    for a, b in combinations(kinds, 2):
        one = summed([strand for strand in strands if strand.kind == a])
        other = summed([strand for strand in strands if strand.kind == b])
        coded.append(Triangulation(a, b, code(one, other)))
    return tuple(coded)


def summed(strands: Sequence[Strand]) -> str:
    """Return what several strands read as one body: their one direction, mixed if they differ, or silent."""
    readings = {strand.reading for strand in strands} - QUIET
    if not readings:
        return "silent"
    return readings.pop() if len(readings) == 1 else MIXED


def code(a: str, b: str) -> str:
    """Return the protocol's word for two readings side by side."""
    if "silent" in (a, b):
        return "silence"
    if a == b:
        return "agreement"
    if a in _WAYS and b in _WAYS:
        return "dissonance"
    return "partial agreement"
