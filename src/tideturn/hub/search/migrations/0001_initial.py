"""The names, and the index of their letters that each database has of its own."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = (
    "CREATE VIRTUAL TABLE search_name_index USING fts5(name, content='search_name', content_rowid='id',"
    " tokenize='trigram')",
    "CREATE TRIGGER search_name_added AFTER INSERT ON search_name BEGIN"
    " INSERT INTO search_name_index(rowid, name) VALUES (new.id, new.name); END",
    "CREATE TRIGGER search_name_removed AFTER DELETE ON search_name BEGIN"
    " INSERT INTO search_name_index(search_name_index, rowid, name) VALUES ('delete', old.id, old.name); END",
    "CREATE TRIGGER search_name_changed AFTER UPDATE ON search_name BEGIN"
    " INSERT INTO search_name_index(search_name_index, rowid, name) VALUES ('delete', old.id, old.name);"
    " INSERT INTO search_name_index(rowid, name) VALUES (new.id, new.name); END",
)
_POSTGRESQL = ("CREATE INDEX search_name_letters ON search_name USING gin (name gin_trgm_ops)",)


def _index(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement)


def _drop(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for name in ("added", "removed", "changed"):
            editor.execute(f"DROP TRIGGER search_name_{name}")
        editor.execute("DROP TABLE search_name_index")
    else:
        editor.execute("DROP INDEX search_name_letters")


class Migration(migrations.Migration):
    """From nothing."""

    initial = True
    dependencies = ()
    operations = (
        TrigramExtension(),
        migrations.CreateModel(
            name="Name",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("record", models.UUIDField()),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "record"), name="one_name_a_record")],
            },
        ),
        migrations.RunPython(_index, _drop),
    )
