"""Find the headings of a sheet: below titles and blank rows, in one row or in two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.archive import letters
from tideturn.dataset.schema import Table
from tideturn.hub.import_export.spreadsheets.days import written
from tideturn.hub.import_export.spreadsheets.grids import Head
from tideturn.hub.import_export.spreadsheets.guessing import columns_guessed

BETWEEN: Final = " / "
_LONGEST: Final = 120
"""Maximum length of a heading in letters; a longer cell is a sentence above the table."""
_NUMBER: Final = re.compile(r"[-+£$€]?\d[\d,. ]*%?")


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet."""

    top: int
    bottom: int
    """Number of their last row; `top` is that of their first row."""
    names: Mapping[int, str]
    """Heading by column; empty for a column with values and no heading."""

    @property
    def twice(self) -> tuple[int, ...]:
        """Return the columns with a heading that another column has too."""
        told = Counter(name for name in self.names.values() if name)
        return tuple(index for index, name in self.names.items() if told[name] > 1)

    def label(self, index: int) -> str:
        """Return a label that tells a column from all others."""
        name = self.names[index]
        if not name:
            return f"Column {letters(index)}, without a heading"
        return f"{name} (column {letters(index)})" if index in self.twice else name


def headings_in(head: Head, table: Table | None = None) -> Headings | None:
    """Return the headings: of all rows that could hold them, those that fit best. Mainly, that is the number of the
    table's columns that they name.

    Return None if no row could hold headings.
    """
    rows = head.rows
    width = max((sum(cell is not None for cell in row) for row in rows), default=0)
    best: tuple[tuple[float, int], Headings] | None = None
    for index, row in enumerate(rows):
        if not _may_be(row, width):
            continue
        for found in _readings(head, index):
            worth = (_worth(found, table, head), -found.top)
            if best is None or worth > best[0]:
                best = (worth, found)
    return best[1] if best else None


def _readings(head: Head, index: int) -> list[Headings]:
    """Return a row as the only row of headings; and together with the row below, if it names groups of columns."""
    rows = head.rows
    found = [Headings(index + 1, index + 1, _named(head, index, rows[index]))]
    below = rows[index + 1] if index + 1 < len(rows) else ()
    if _is_upper(head, index) and _is_lower(below):
        both = _joined(head, index, rows[index], below)
        found.append(Headings(index + 1, index + 2, _named(head, index + 1, both)))
    return found


def _may_be(row: Sequence[str | None], width: int) -> bool:
    """Say whether a row may hold headings, or the upper ones: several cells, hardly any with a number or a date."""
    cells = [cell for cell in row if cell is not None]
    if len(cells) < min(2, width) or len(cells) * 4 < width:
        return False
    return sum(map(_is_figure, cells)) * 4 <= len(cells) and all(len(cell) <= _LONGEST for cell in cells)


def _is_lower(row: Sequence[str | None]) -> bool:
    cells = [cell for cell in row if cell is not None]
    return bool(cells) and all(len(cell) <= _LONGEST and not _is_figure(cell) for cell in cells)


def _is_figure(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell) or written(cell))


def _is_upper(head: Head, index: int) -> bool:
    """Say whether a row names groups of columns: it has gaps above cells of the row below."""
    row, below = head.rows[index], head.rows[index + 1] if index + 1 < len(head.rows) else ()
    gaps = [place for place, cell in enumerate(below) if cell is not None and row[place] is None]
    return bool(gaps) and sum(cell is not None for cell in row) > 0


def _joined(head: Head, index: int, upper: Sequence[str | None], lower: Sequence[str | None]) -> tuple[str | None, ...]:
    spans = {area.left: area.right for area in head.merged if area.top == index + 1 and area.right > area.left}
    joined: list[str | None] = []
    group, until = None, -1
    for place, (above, below) in enumerate(zip(upper, lower, strict=True)):
        if above is not None:
            # If no cells are merged, a name reaches as far as the next one, over columns with something below it.
            reach = spans.get(place, place if spans or below is None else len(upper))
            group, until = above, reach
        within = group is not None and place <= until and below is not None
        joined.append(f"{group}{BETWEEN}{below}" if within else below or above)
    return tuple(joined)


def _named(head: Head, index: int, row: Sequence[str | None]) -> dict[int, str]:
    """Return the name of each column that has a name, or values below."""
    filled = {
        place for below in head.rows[index + 1 :] for place, cell in enumerate(below) if cell is not None
    } | head.filled
    spans = {
        place: row[area.left] or ""
        for area in head.merged
        if area.top <= index + 1 <= area.bottom
        for place in range(area.left + 1, area.right + 1)
        if area.left < len(row)
    }
    names = {}
    for place, cell in enumerate(row):
        name = " ".join(cell.split()) if cell else ""
        if not name and place in filled:
            name = spans.get(place, "")
        if name or place in filled:
            names[place] = name
    return names


def _worth(found: Headings, table: Table | None, head: Head) -> float:
    """Return a score for those headings: higher for columns that they name, lower for columns without a name or with
    the same name.
    """
    names = {index: name for index, name in found.names.items() if name}
    guessed = columns_guessed(names, table) if table is not None else {}
    nameless = len(found.names) - len(names)
    below = head.rows[found.bottom] if found.bottom < len(head.rows) else ()
    nothing = not any(below) and not head.filled
    return 3 * len(guessed) + 0.3 * len(names) - 1.5 * nameless - 1.2 * len(found.twice) - 2 * nothing
