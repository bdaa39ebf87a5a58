"""Count how often each of a few answers was given in each group, from the answers' views in memory alone."""

from __future__ import annotations

import numpy as np
import polars as pl

from tideturn.methods.surveys.codes import Codes, Whole
from tideturn.methods.surveys.counting_few import bare
from tideturn.methods.surveys.slots import SLOTS, Slots
from tideturn.methods.surveys.views import chunks


def count_views(texts: pl.Series, first_cells: Codes, groups: int) -> dict[str | None, Whole]:
    """Return how many rows of each group gave each answer; None is no answer, and blanks around answers are dropped.

    `first_cells` holds each row's group (a number below `groups`) times SLOTS. Raises ViewsError for too many answers.
    """
    cells = groups * SLOTS
    slots = Slots()
    table = np.zeros(cells, dtype=np.int64)
    rows: list[int] = []
    tables: list[Whole] = []
    for chunk in chunks(texts):
        for first, places in slots.pieces(chunk):
            if first == 0:
                table[:] = 0
            start = chunk.start + first
            np.bitwise_or(places, first_cells[start : start + len(places)], out=places)
            table += np.bincount(places, minlength=cells)
        by_slot = table.reshape(-1, SLOTS).T
        given = np.flatnonzero(by_slot.any(axis=1))
        rows += slots.rows[given].tolist()
        tables += list(by_slot[given])
    # A row of -1 says that nothing was answered.
    known = texts.gather([max(row, 0) for row in rows]).to_list()
    counts: dict[str | None, Whole] = {}
    for row, text, times in zip(rows, known, tables, strict=True):
        answer = None if row < 0 else bare(text)
        counts[answer] = counts[answer] + times if answer in counts else times
    return counts
