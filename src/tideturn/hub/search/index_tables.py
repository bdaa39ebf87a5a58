"""Create the indexes of names (runs of three letters) and of stems. Each database has its own, and no model can declare
them.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

# Stems arrive already cut, in lower case and separated by a blank: the tokenizer `ascii` keeps them as they are, in any
# script.
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
# PostgreSQL's own parser would cut some stems again. The entry holds the stems next to its kind and site, so that one
# pass through one table finds the entries that match and that a person may see.
_POSTGRESQL = (
    "CREATE INDEX search_name_letters ON search_name USING gin (name gin_trgm_ops)",
    "ALTER TABLE search_entry ADD COLUMN title_lexemes tsvector, ADD COLUMN lexemes tsvector",
    "CREATE FUNCTION search_lexemes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE search_entry SET"
    " title_lexemes = array_to_tsvector(string_to_array(NEW.title_stems, ' ')),"
    " lexemes = array_to_tsvector(string_to_array(NEW.stems, ' ')) WHERE id = NEW.entry_id; RETURN NULL; END $$",
    "CREATE TRIGGER search_wording_kept AFTER INSERT OR UPDATE ON search_wording"
    " FOR EACH ROW EXECUTE FUNCTION search_lexemes()",
    "CREATE INDEX search_entry_stems ON search_entry USING gin (lexemes)",
)


def create(connection: BaseDatabaseWrapper) -> None:
    """Create the indexes on the tables of names and wordings, which must exist already."""
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)
