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
# So here, where its own parser would cut some of them once more. They stand in the entry itself, beside its kind and
# site: what is found and may be seen is then told by going once through one table.
_POSTGRESQL = (
    "ALTER TABLE search_entry ADD COLUMN title_lexemes tsvector, ADD COLUMN lexemes tsvector",
    "CREATE FUNCTION search_lexemes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE search_entry SET"
    " title_lexemes = array_to_tsvector(string_to_array(NEW.title_stems, ' ')),"
    " lexemes = array_to_tsvector(string_to_array(NEW.stems, ' ')) WHERE id = NEW.entry_id; RETURN NULL; END $$",
    "CREATE TRIGGER search_wording_kept AFTER INSERT OR UPDATE ON search_wording"
    " FOR EACH ROW EXECUTE FUNCTION search_lexemes()",
    "CREATE INDEX search_entry_stems ON search_entry USING gin (lexemes)",
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
        editor.execute("DROP TRIGGER search_wording_kept ON search_wording")
        editor.execute("DROP FUNCTION search_lexemes")
        editor.execute("ALTER TABLE search_entry DROP COLUMN title_lexemes, DROP COLUMN lexemes")


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
