"""What the names mean that the database holds, of forms, tables, lists and kinds that are found: said at start."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from tideturn.hub.forms.registry import Edited, register_form
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.folder import InFolder, InSheets
from tideturn.hub.search.keeping import searched
from tideturn.hub.search.registry import Searched

FOLDER_TABLES: Final[dict[str, InFolder]] = {}
SHEET_LISTS: Final[dict[str, InSheets]] = {}


def register(
    resources: Iterable[Resource[Any]],
    *,
    forms: Iterable[Edited[Any]] = (),
    tables: Iterable[InFolder] = (),
    found: Iterable[Searched[Any]] = (),
) -> None:
    """Have every form, table and kind known by its name. Raise ValueError for a name that is taken."""
    of_resources = (form for one in resources for form in (one.add_form, one.change_form) if form is not None)
    for form in (*of_resources, *forms):
        register_form(form)
    for table in tables:
        register_table(table)
    for kind in found:
        searched(kind)


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
