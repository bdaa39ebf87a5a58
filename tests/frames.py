"""Tables of the contract, of rows as dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tideturn.dataset.schema import Table

Rows = Sequence[Mapping[str, Any]]


def frame(table: Table, rows: Rows) -> pl.DataFrame:
    """Return a table's rows; whatever is not given is empty, and further columns are text."""
    schema = dict(table.empty().schema)
    further = {name: pl.String() for row in rows for name in row if name not in schema}
    return pl.DataFrame(
        [{name: row.get(name) for name in (*schema, *further)} for row in rows], schema={**schema, **further}
    )
