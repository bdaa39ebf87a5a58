"""By what a sheet and its words are known again, so that it is matched as one with the same headings was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from tideturn.hub.crypto.blind_index import mark, marks
from tideturn.hub.crypto.keyrings import ring
from tideturn.hub.crypto.keys import Purpose
from tideturn.hub.import_export.spreadsheets.guessing import same_words

Words = Mapping[str, Mapping[str, str]]
"""By column of a table, the term that is meant by each word, or by its mark."""


def digest_of(headings: Iterable[str]) -> str:
    """By what a sheet with the same headings is known again, in whatever order they stand."""
    return hashlib.sha256("\n".join(sorted(same_words(headings))).encode()).hexdigest()


def remembered(columns: Mapping[str, str], headings: Mapping[int, str]) -> dict[str, str]:
    """The columns by their headings; one that has a heading of several says by a number which of them."""
    seen: dict[str, int] = {}
    found = {}
    for index, (name,) in ((index, same_words([heading])) for index, heading in sorted(headings.items())):
        seen[name] = seen.get(name, 0) + 1
        if str(index) in columns:
            found[f"{name}#{seen[name]}"] = columns[str(index)]
    return found


def marked(words: Words) -> dict[str, dict[str, str]]:
    """The words by their marks: they may say what stands in a cell."""
    return {
        column: {mark(word, field=_field(column), ring=ring(Purpose.INDEX)): term for word, term in terms.items()}
        for column, terms in words.items()
    }


def term_of(words: Words, column: str, word: str) -> str:
    """The term that was meant by a word of a column, by its mark; empty where it was not said.

    Once the index key of that time is forgotten it is guessed or asked anew.
    """
    known = words.get(column, {})
    there = marks(word, field=_field(column), ring=ring(Purpose.INDEX)) if known else ()
    return next((known[one] for one in there if one in known), "")


def _field(column: str) -> str:
    return f"import_export_matching.words.{column}"
