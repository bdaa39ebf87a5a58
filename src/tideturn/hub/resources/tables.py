"""Register, at start, the forms, tables, lists and searchable kinds under the names that the database holds."""

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
    """Register every form, table and searchable kind under its name. Raise ValueError if a name is taken."""
    of_resources = (form for one in resources for form in (one.add_form, one.change_form) if form is not None)
    for form in (*of_resources, *forms):
        register_form(form)
    for table in tables:
        register_table(table)
    for kind in found:
        searched(kind)


def register_table(table: InFolder) -> None:
    """Register a table or list under its name. Raise ValueError if the name is taken, or the key is not among its
    columns.
    """
    if not {*table.key, *table.same_by} <= set(table.columns):
        raise ValueError(f"the key of {table.name} is none of its columns")
    if table.name in FOLDER_TABLES or table.name in SHEET_LISTS:
        raise ValueError(f"there is a table {table.name} already")
    if isinstance(table, InSheets):
        SHEET_LISTS[table.name] = table
    else:
        FOLDER_TABLES[table.name] = table


def table_named(name: str) -> InFolder:
    """Return the table or list with that name. Raise KeyError if there is none."""
    return FOLDER_TABLES.get(name) or SHEET_LISTS[name]


def in_order() -> tuple[InFolder, ...]:
    """Return every table of the folder, each after the tables that its rows refer to. Raise ValueError if two refer to
    each other.
    """
    placed: dict[str, InFolder] = {}
    waiting = dict(sorted(FOLDER_TABLES.items()))
    while waiting:
        ready = [name for name, table in waiting.items() if not set(table.after) & (waiting.keys() - {name})]
        if not ready:
            raise ValueError(f"these tables name each other: {', '.join(waiting)}")
        for name in ready:
            placed[name] = waiting.pop(name)
    return tuple(placed.values())
