"""The indexes of names and stems, which no model can declare."""

from django.apps.registry import Apps
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tideturn.hub.search.index_tables import create


def _create(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    create(editor.connection)


BEFORE = (TrigramExtension(),)
AFTER = (migrations.RunPython(_create),)
