"""Find names despite typing mistakes: the database finds names that share runs of three letters, and this ranks them.

SQLite's full-text index and PostgreSQL's pg_trgm both cut names in this way, but each weighs them in its own way. So
this asks both for more names than it needs, and ranks them here, in the same order on either database.

Sources: https://www.sqlite.org/fts5.html (the trigram tokenizer) and
https://www.postgresql.org/docs/current/pgtrgm.html.
"""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from django.db import connection
from rapidfuzz import fuzz, process

from tideturn.hub.crypto.blind_index import normalised
from tideturn.hub.search.models import Name

_BETWEEN: Final = re.compile(r"[\s\-/_,.()&]+")
_LIKE: Final = 60
"""Minimum likeness, out of 100, of a name that is found: about one letter left out, added, changed or swapped
per word.
"""
_WORD: Final = 0.4
"""Minimum share of a word’s runs of three letters that PostgreSQL must find; one wrong letter leaves three of seven."""
_CANDIDATES: Final = 1_000
"""Maximum number of names to rank."""


def plain(text: str) -> str:
    """Return a text in the form for comparing: lower case, letters and digits without accents, one blank
    between words.
    """
    return " ".join(filter(None, map(normalised, _BETWEEN.split(text))))


def put(kind: str, record: UUID, name: str) -> None:
    """Index a record under a name, in place of the name that it had."""
    Name.objects.update_or_create(kind=kind, record=record, defaults={"name": plain(name)[:200]})


def remove(kind: str, record: UUID) -> None:
    """Remove a record's name from the index."""
    Name.objects.filter(kind=kind, record=record).delete()


def found(kind: str, text: str, *, most: int) -> list[UUID]:
    """Return the records with a name, or words in it, like a text; the most alike first."""
    wanted = plain(text)
    if not wanted:
        return []
    if len(wanted) < 3:  # it has no run of three letters
        among = _beginning(kind, wanted)
    else:
        among = _found_by_sqlite(kind, wanted) if connection.vendor == "sqlite" else _found_by_postgresql(kind, wanted)
    ranked = process.extract(wanted, dict(among), scorer=fuzz.WRatio, limit=most, score_cutoff=_LIKE)
    ranked.sort(key=lambda one: (-one[1], one[0], one[2]))  # a fixed order for two that are equally alike
    return [record for _, _, record in ranked]


def _beginning(kind: str, wanted: str) -> list[tuple[UUID, str]]:
    """Return the names with a word that begins with these letters."""
    of_kind = Name.objects.filter(kind=kind)
    starting = of_kind.filter(name__startswith=wanted) | of_kind.filter(name__contains=f" {wanted}")
    return list(starting.order_by("name").values_list("record", "name")[:_CANDIDATES])


def _found_by_sqlite(kind: str, wanted: str) -> list[tuple[UUID, str]]:
    parts = {f'"{wanted[start : start + 3]}"' for start in range(len(wanted) - 2)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.record, n.name FROM search_name_index i JOIN search_name n ON n.id = i.rowid"
            " WHERE search_name_index MATCH %s AND n.kind = %s ORDER BY i.rank LIMIT %s",
            [" OR ".join(sorted(parts)), kind, _CANDIDATES],
        )
        return [(UUID(record), name) for record, name in cursor.fetchall()]


def _found_by_postgresql(kind: str, wanted: str) -> list[tuple[UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(_WORD)])
        cursor.execute(
            "SELECT record, name FROM search_name WHERE kind = %s AND (name %% %s OR %s <%% name)"
            " ORDER BY name <-> %s LIMIT %s",
            [kind, wanted, wanted, wanted, _CANDIDATES],
        )
        return list(cursor.fetchall())
