"""Names with typing mistakes: the database finds those that share runs of three letters; they are ranked by likeness.

SQLite's full-text index and PostgreSQL's pg_trgm both cut names so; each weighs them its own way, so that both are
asked for more than is wanted, and the order is given here, the same on either.

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
"""Out of 100, from which a name is found: a letter left out, put in, changed or swapped in each word or so."""
_WORD: Final = 0.4
"""The part of a word’s runs of three letters that PostgreSQL must find; one wrong letter leaves three of seven."""
_CANDIDATES: Final = 1_000
"""Names that are ranked at most."""


def plain(text: str) -> str:
    """A text as it is compared: small letters and figures without accents, one blank between words."""
    return " ".join(filter(None, map(normalised, _BETWEEN.split(text))))


def put(kind: str, record: UUID, name: str) -> None:
    """Have a record found by a name, in place of the one that it had."""
    Name.objects.update_or_create(kind=kind, record=record, defaults={"name": plain(name)[:200]})


def remove(kind: str, record: UUID) -> None:
    """Have a record found no more."""
    Name.objects.filter(kind=kind, record=record).delete()


def found(kind: str, text: str, *, most: int) -> list[UUID]:
    """The records whose names are like a text, or have words like it, the likest first."""
    wanted = plain(text)
    if not wanted:
        return []
    if len(wanted) < 3:  # there is no run of three letters
        among = _beginning(kind, wanted)
    else:
        among = _found_by_sqlite(kind, wanted) if connection.vendor == "sqlite" else _found_by_postgresql(kind, wanted)
    ranked = process.extract(wanted, dict(among), scorer=fuzz.WRatio, limit=most, score_cutoff=_LIKE)
    ranked.sort(key=lambda one: (-one[1], one[0], one[2]))  # of two that are as like, always in one order
    return [record for _, _, record in ranked]


def _beginning(kind: str, wanted: str) -> list[tuple[UUID, str]]:
    """Whatever has a word that begins with these letters."""
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
