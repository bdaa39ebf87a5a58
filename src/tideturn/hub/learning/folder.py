"""The learning log as a table of the programme folder."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.forms import cells as read
from tideturn.hub.forms.folder_tables import Cells, FolderTable, folder_table
from tideturn.hub.learning import queries
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.learning.services import points
from tideturn.hub.learning.terms import About, Used

COLUMNS: Final = (
    "learning_id",
    "date",
    "site",
    "point",
    "source",
    "about",
    "changes_what",
    "shared_with",
    "transferable_to",
    "used",
)


def fill_in() -> None:
    """Declare it, once."""
    folder_table(TABLE)


def _add(*, by: Standing, cells: Cells) -> LearningPoint:
    return points.add_point(by=by, code=read.words_in(cells, "learning_id"), **_said(cells))


def _change(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> LearningPoint:
    return points.change_point(by=by, pk=pk, expected=expected, **_said(cells))


def _said(cells: Cells) -> dict[str, Any]:
    """What a row says of a point, but for its code. Raises HubError for what cannot be read."""
    return {
        "on": read.required_day_in(cells, "date"),
        "site": read.words_in(cells, "site"),
        "point": read.words_in(cells, "point"),
        "source": cells["source"].strip(),
        "about": read.term_in(cells, "about", About.values),
        "changes_what": cells["changes_what"].strip(),
        "shared_with": read.several_in(cells, "shared_with"),
        "transferable_to": read.several_in(cells, "transferable_to"),
        "used": read.term_in(cells, "used", Used.values),
    }


TABLE: Final = FolderTable(
    name="learning",
    key=("learning_id",),
    columns=COLUMNS,
    after=("sites",),
    rows=queries.rows_of_points,
    add=_add,
    change=_change,
    remove=points.remove_point,
)
