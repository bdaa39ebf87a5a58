"""What was said to what a spreadsheet leaves open is sealed, and the words that are remembered are there by marks."""

import json
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import tideturn.hub.kernel.fields
from tideturn.hub.kernel.blind_index import mark
from tideturn.hub.kernel.keyrings import ring
from tideturn.hub.kernel.keys import Purpose

_AT_ONCE = 500
_ANSWERS = ("fills", "order", "words")


def _seal(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each row by itself: it is sealed for its own id."""
    imports: Any = apps.get_model("exchange", "Import")
    for one in imports._default_manager.filter(sheet__isnull=False).order_by("pk").iterator(chunk_size=_AT_ONCE):
        said = {name: one.sheet.pop(name) for name in _ANSWERS if name in one.sheet}
        if said:
            one.answers = json.dumps(said)
            one.save(update_fields=["answers", "sheet"])
    matchings: Any = apps.get_model("exchange", "Matching")
    for one in matchings._default_manager.order_by("pk").iterator(chunk_size=_AT_ONCE):
        one.words = {
            column: {
                mark(word, field=f"exchange_matching.words.{column}", ring=ring(Purpose.INDEX)): term
                for word, term in terms.items()
            }
            for column, terms in one.words.items()
        }
        one.save(update_fields=["words"])


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_nothing_in_clear"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="answers",
            field=tideturn.hub.kernel.fields.SealedTextField(null=True),
        ),
        migrations.RunPython(_seal, migrations.RunPython.noop),
    ]
