"""What an import keeps of rows is sealed: what they said before, by what they are known, what a folder brings."""

import json
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import tideturn.hub.kernel.fields

_AT_ONCE = 500


def _seal(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each row by itself: it is sealed for its own id."""
    written: Any = apps.get_model("exchange", "Written")
    for one in written._default_manager.order_by("pk").iterator(chunk_size=_AT_ONCE):
        one.said = json.dumps([one.key, one.before])
        one.save(update_fields=["said"])
    imports: Any = apps.get_model("exchange", "Import")
    for found in imports._default_manager.order_by("pk").iterator(chunk_size=_AT_ONCE):
        found.told = json.dumps(found.told_in_clear)
        said = found.sheet
        if said is not None and found.state not in ("read", "to_match", "looked_at", "ready", "coming_in"):
            found.sheet = {name: said[name] for name in ("sheet", "table", "survey") if name in said}
        found.save(update_fields=["told", "sheet"])


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_spreadsheets"),
    ]

    operations = [
        migrations.RenameField(model_name="import", old_name="told", new_name="told_in_clear"),
        migrations.AddField(
            model_name="import",
            name="told",
            field=tideturn.hub.kernel.fields.SealedTextField(null=True),
        ),
        migrations.AddField(
            model_name="written",
            name="said",
            field=tideturn.hub.kernel.fields.SealedTextField(null=True),
        ),
        migrations.RunPython(_seal, migrations.RunPython.noop),
    ]
