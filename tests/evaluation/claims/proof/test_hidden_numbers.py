"""What a release hides proves nothing: not that it is nought, nor that two numbers are alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from tests.evaluation.claims.proof.test_kept import KEPT, grade_of, read, world

from tideturn.evaluation.claims.checks import Context, context_of, run_checks
from tideturn.evaluation.claims.grade import PROVED
from tideturn.evaluation.model import EvidenceItem

ROWS = {row["id"]: row for row in KEPT}
NOUGHT = {
    "ex-049": "the median change was zero",
    "ex-119": "as many ties as in the first wave",
    "ex-158": "nobody disagreed",
    "fifth-021": "exactly as many as before",
    "hs-009": "nobody could name fewer",
    "hs-054": "not one of the ties had gone",
    "second-062": "none ticked it",
    "second-088": "as many better as worse",
    "seventh-045": "no corner was scored worse",
    "seventh-059": "none of the walks went ahead",
    "sixteenth-001": "none of the staff disagreed",
    "thirteenth-054": "none scored worse",
}
"""Kept sentences that say nobody, none, nought or as many, and are true, by their ids."""
OTHERS = {
    "ex-003": "a comparison",
    "ex-037": "a series and what earlier years point to",
    "ex-050": "scores",
    "ex-065": "a series beside other places",
    "ex-099": "a pathway where there is no pilot",
    "ex-100": "a pathway around a pilot",
    "second-002": "a rate",
    "second-108": "the extremes of a series",
    "seventh-030": "a count of the work",
    "tenth-053": "means",
    "third-029": "ties and what they carry",
}
"""One sentence for every other way in which numbers prove one."""


def hidden(item: EvidenceItem, *, but_n: bool) -> EvidenceItem:
    """Return a piece of evidence with every number hidden, or every number but how many it is of."""
    if item.value is None:
        return item
    value = item.value.of(dict.fromkeys(item.by_name))
    return replace(item, value=value, n=item.n if but_n else None, interval=None)


@cache
def context(folder: str, year: int, *, but_n: bool) -> Context:
    dataset, judged = world(folder, year)
    return context_of(dataset, replace(judged, evidence=tuple(hidden(one, but_n=but_n) for one in judged.evidence)))


def graded(row: Mapping[str, str], *, but_n: bool) -> str:
    """Return the grade of a kept sentence whose evidence has its numbers hidden."""
    claim = read(row)
    edges = tuple(replace(edge, items=tuple(hidden(one, but_n=but_n) for one in edge.items)) for edge in claim.edges)
    (grading,) = run_checks([replace(claim, edges=edges)], context(row["folder"], int(row["year"]), but_n=but_n))[1]
    return grading.grade


@pytest.mark.parametrize("but_n", [False, True])
@pytest.mark.parametrize("identity", [*NOUGHT, *OTHERS])
def test_a_hidden_number_proves_nothing(identity: str, but_n: bool) -> None:
    assert grade_of()[identity] == PROVED, "It shows nothing unless the numbers prove it."
    assert graded(ROWS[identity], but_n=but_n) != PROVED


def test_those_who_answered_stand_for_nobody_who_is_hidden() -> None:
    """It is false of those who agree, who are hidden, and true of those who answered, who are not."""
    said = "fewer than half of the partners who answered said"
    (row,) = (row for row in KEPT if row["label"] == "false" and said in row["sentence"])
    assert graded(row, but_n=True) != PROVED
