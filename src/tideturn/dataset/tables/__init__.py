"""Every table of the programme folder, declared once and grouped as the programme's strands are."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.schema import Table
from tideturn.dataset.tables import casework, delivery, findings, people_say, programme, records, surveys, system

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for wing in (programme, casework, delivery, system, records, people_say, findings)
    for table in wing.TABLES
}
"""The tables that lie at the top of the folder, by name, in the order in which they are best read."""

SURVEY_TABLES: Final[dict[str, Table]] = {table.name: table for table in surveys.TABLES}
"""The tables of one survey (`surveys/S/…`), by name: responses, items, invited."""
