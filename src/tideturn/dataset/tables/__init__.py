"""Declare every table of the programme folder once, grouped like the programme's strands."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.schema import Table
from tideturn.dataset.tables import casework, delivery, findings, people_say, programme, records, surveys, system

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for wing in (programme, casework, delivery, system, records, people_say, findings)
    for table in wing.TABLES
}
"""Tables at the top of the folder, by name, in the best order for reading."""

SURVEY_TABLES: Final[dict[str, Table]] = {table.name: table for table in surveys.TABLES}
"""Tables of one survey (`surveys/S/…`), by name: responses, items, invited."""
