"""Every table of the programme folder and every list from a spreadsheet, by its name; `config` names them at start."""

from __future__ import annotations

from typing import Final

from tideturn.hub.resources.folder import InFolder, InSheets

FOLDER_TABLES: Final[dict[str, InFolder]] = {}
SHEET_LISTS: Final[dict[str, InSheets]] = {}


def register_table(table: InFolder) -> None:
    """Make a table or list known by its name. Raise ValueError if the name is taken, or the key is not a column."""
    if not {*table.key, *table.same_by} <= set(table.columns):
        raise ValueError(f"the key of {table.name} is none of its columns")
    if table.name in FOLDER_TABLES or table.name in SHEET_LISTS:
        raise ValueError(f"there is a table {table.name} already")
    if isinstance(table, InSheets):
        SHEET_LISTS[table.name] = table
    else:
        FOLDER_TABLES[table.name] = table


def table_named(name: str) -> InFolder:
    """Return the table or the list of that name. Raise KeyError if there is none."""
    return FOLDER_TABLES.get(name) or SHEET_LISTS[name]


def in_order() -> tuple[InFolder, ...]:
    """Return every table of the folder after those that its rows name. Raise ValueError if two name each other."""
    placed: dict[str, InFolder] = {}
    waiting = dict(sorted(FOLDER_TABLES.items()))
    while waiting:
        ready = [name for name, table in waiting.items() if not set(table.after) & (waiting.keys() - {name})]
        if not ready:
            raise ValueError(f"these tables name each other: {', '.join(waiting)}")
        for name in ready:
            placed[name] = waiting.pop(name)
    return tuple(placed.values())
