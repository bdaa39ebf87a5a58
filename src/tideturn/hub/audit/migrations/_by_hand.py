"""No row of the audit is ever changed or deleted: triggers, which no model can declare."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tideturn.hub.audit.permanence import forbid


def _forbid(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    forbid(editor.connection)


BEFORE = ()
AFTER = (migrations.RunPython(_forbid),)
