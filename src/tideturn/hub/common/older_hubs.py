"""Recognise hubs set up before the first release. Their tables have other names than today's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from tideturn.hub.common.errors import HubError

_ONLY_THEN: Final = "kernel"
"""An app that every such hub migrated, and that no later version has."""


def require_columns(connection: BaseDatabaseWrapper, models: Iterable[type[Model]]) -> None:
    """Raise HubError if a table lacks a column of its model: until the first release, migrations change in place."""
    with connection.cursor() as cursor:
        for model in models:
            there = {one.name for one in connection.introspection.get_table_description(cursor, model._meta.db_table)}
            if not {one.column for one in model._meta.local_concrete_fields} <= there:
                raise _too_old()


def require_known_tables(migrations: Iterable[tuple[str, str]]) -> None:
    """Raise HubError if `migrations`, as app and name, are those of a hub set up before the first release."""
    if any(app == _ONLY_THEN for app, _ in migrations):
        raise _too_old()


def _too_old() -> HubError:
    return HubError(
        "This hub was set up before Tideturn was first released, and this version cannot update its database.",
        mend="Nothing was changed. Start the version it was set up with, sign in as governance lead and export the "
        "programme folder. Then set up a new hub with this version, with folders of its own, and import the folder "
        "there.",
    )
