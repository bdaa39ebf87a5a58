"""Records of the demonstration, as rows of what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tideturn.hub.access.roles import Role
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.fields import Change, Day, Field, Figure
from tideturn.hub.resources.writing import add

By = Mapping[Role, Standing]
"""Who writes for each role."""


def put(
    resource: Resource[Any],
    fields: Sequence[Field[Any]],
    rows: Iterable[Sequence[Any]],
    *,
    by: Standing,
    of: UUID | None = None,
) -> list[Any]:
    """Add a record for each row, which says the first of these fields or all."""
    return [add(resource, said(fields, row), by=by, of=of) for row in rows]


def said(fields: Sequence[Field[Any]], row: Sequence[Any]) -> list[Change[Any]]:
    """Return the values of a row: in a date column, a whole number is days from today."""
    return [field.to(_cell(field, cell)) for field, cell in zip(fields, row, strict=False)]


def day(from_today: int) -> date:
    """Return the date this number of days from today."""
    return clock.today() + timedelta(days=from_today)


def _cell(field: Field[Any], cell: Any) -> Any:
    if not isinstance(cell, int) or isinstance(cell, bool):
        return cell
    return day(cell) if isinstance(field, Day) else Decimal(cell) if isinstance(field, Figure) else cell
