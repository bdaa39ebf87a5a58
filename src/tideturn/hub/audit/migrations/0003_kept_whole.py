"""The audit's tables are not emptied at once either, no row is put over another, and what waits is there until sealed."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tideturn.hub.audit.permanence import forbid


def _forbid(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    forbid(editor.connection)


class Migration(migrations.Migration):
    """Triggers, in whichever database it is; those of before, anew."""

    dependencies = (("audit", "0002_permanent"),)
    operations = (migrations.RunPython(_forbid, migrations.RunPython.noop),)
