"""Texts by their words, and the index of stems that each database has of its own."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Stems come cut and in small letters, a blank between two: the tokenizer `ascii` takes them as they are, in any script.
_SQLITE = (
    "CREATE VIRTUAL TABLE search_stem_index USING fts5(title_stems, stems, content='search_wording',"
    " content_rowid='entry_id', tokenize='ascii', detail=column, prefix='2 3')",
    "CREATE TRIGGER search_wording_added AFTER INSERT ON search_wording BEGIN"
    " INSERT INTO search_stem_index(rowid, title_stems, stems) VALUES (new.entry_id, new.title_stems, new.stems); END",
    "CREATE TRIGGER search_wording_removed AFTER DELETE ON search_wording BEGIN"
    " INSERT INTO search_stem_index(search_stem_index, rowid, title_stems, stems)"
    " VALUES ('delete', old.entry_id, old.title_stems, old.stems); END",
    "CREATE TRIGGER search_wording_changed AFTER UPDATE ON search_wording BEGIN"
    " INSERT INTO search_stem_index(search_stem_index, rowid, title_stems, stems)"
    " VALUES ('delete', old.entry_id, old.title_stems, old.stems);"
    " INSERT INTO search_stem_index(rowid, title_stems, stems) VALUES (new.entry_id, new.title_stems, new.stems); END",
)
# So here, where its own parser would cut some of them once more.
_POSTGRESQL = (
    "ALTER TABLE search_wording ADD COLUMN title_lexemes tsvector"
    " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(title_stems, ' '))) STORED",
    "ALTER TABLE search_wording ADD COLUMN lexemes tsvector"
    " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(stems, ' '))) STORED",
    "CREATE INDEX search_wording_title ON search_wording USING gin (title_lexemes)",
    "CREATE INDEX search_wording_stems ON search_wording USING gin (lexemes)",
)


def _index(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement)


def _drop(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for name in ("added", "removed", "changed"):
            editor.execute(f"DROP TRIGGER search_wording_{name}")
        editor.execute("DROP TABLE search_stem_index")
    else:
        editor.execute("ALTER TABLE search_wording DROP COLUMN title_lexemes, DROP COLUMN lexemes")


class Migration(migrations.Migration):
    """Beside names."""

    dependencies = (("search", "0001_initial"),)
    operations = (
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("record", models.UUIDField()),
                ("site", models.CharField(blank=True, max_length=40)),
                ("day", models.DateField(null=True)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("kind", "record"), name="one_entry_a_record")]},
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="search.entry",
                    ),
                ),
                ("title", models.TextField()),
                ("text", models.TextField(blank=True)),
                ("title_stems", models.TextField(blank=True)),
                ("stems", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="VocabularyWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(db_index=True, max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Filled",
            fields=[
                ("kind", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("made_by", models.CharField(max_length=80)),
            ],
        ),
        migrations.RunPython(_index, _drop),
    )
