"""What the names mean that the database holds, of forms, tables, lists and kinds that are found: said at start."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tideturn.hub.forms.registry import Edited, register_form
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.folder import InFolder
from tideturn.hub.resources.tables import register_table
from tideturn.hub.search.keeping import searched
from tideturn.hub.search.registry import Searched


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
