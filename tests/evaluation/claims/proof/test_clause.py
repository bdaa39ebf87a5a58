"""The words left over are said as they stand in the sentence."""

from __future__ import annotations

import pytest

from tideturn.evaluation.claims.proof.clause import Clause

TEXT = "In London, staff and partners say so, and staff are glad."


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (("staff", "and", "partners"), "staff and partners"),
        (("London", "staff"), "London, staff"),
        (("staff", "partners", "glad"), "staff … partners … glad"),
        (("so", "and", "glad"), "so, and … glad"),
        (("In", "no", "question"), "In … no … question"),
        (("no", "question"), "no … question"),
        ((), ""),
    ],
)
def test_neighbours_stand_together(left: tuple[str, ...], said: str) -> None:
    assert Clause(TEXT, (), left).not_proved == said
