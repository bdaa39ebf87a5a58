"""What the audit holds is never changed or deleted."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tideturn.hub.audit.permanence import allow, forbid


def _forbid(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    forbid(editor.connection)


def _allow(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    allow(editor.connection)


class Migration(migrations.Migration):
    """Triggers, in whichever database it is."""

    dependencies = (("audit", "0001_initial"),)
    operations = (migrations.RunPython(_forbid, _allow),)
