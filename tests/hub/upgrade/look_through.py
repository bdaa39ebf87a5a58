"""Reads every row of every kind in a hub with today's code, and opens all that is sealed in it.

Run as a program: prints JSON.
"""

import json
import os

import django


def look_through() -> dict[str, object]:
    from django.apps import apps
    from django.db import connection

    from tideturn.hub.crypto.fields import Sealed, SealedTextField
    from tideturn.hub.crypto.files import kept_at
    from tideturn.hub.crypto.keys import Purpose, ring
    from tideturn.hub.crypto.models import KeptFile
    from tideturn.hub.crypto.sealing import Place, unseal

    rows, sealed = {}, 0
    for model in apps.get_models():
        found = list(model._base_manager.all())
        rows[model._meta.db_table] = len(found)
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedTextField):
                for row in found:
                    value = row.__dict__[field.attname]
                    if isinstance(value, Sealed):
                        assert field.opened(row, value)
                        sealed += 1
    for file in KeptFile.objects.all():
        place = Place(KeptFile._meta.db_table, "content", file.pk)
        assert len(unseal(kept_at(file.pk).read_bytes(), place, ring(Purpose.RECORDS))) == file.size
    with connection.cursor() as cursor:
        columns = {
            table: sorted(column.name for column in connection.introspection.get_table_description(cursor, table))
            for table in connection.introspection.table_names(cursor)
        }
    return {"rows": rows, "sealed": sealed, "columns": columns}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tideturn.hub.config.settings"
    django.setup()
    print(json.dumps(look_through()))
