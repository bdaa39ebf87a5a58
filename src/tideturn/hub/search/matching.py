"""Turn the words of a search into a query of the stem index. Each database has its own index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import connection
from django.db.models import BooleanField, Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length
from rapidfuzz.distance import OSA

from tideturn.hub.search.models import VocabularyWord
from tideturn.hub.search.words import stem, words_of

MOST_WORDS: Final = 12
"""Maximum number of words in a search; further words are left out."""
_LONG: Final = 8
"""Minimum length in letters of a word with two corrected mistakes; half as many allow one."""
_BEGUN: Final = 2
"""Minimum length in letters for the last word to match as a beginning too."""


@dataclass(frozen=True)
class Term:
    """A typed word, and the stems that it matches."""

    typed: str
    stems: frozenset[str]
    begun: str = ""
    """Letters that a stem may begin with instead; empty if the word is complete."""
    instead: frozenset[str] = frozenset()
    """Words searched in its place; empty if the word itself was found."""

    def is_of(self, word: str) -> bool:
        """Say whether it matches a word of a text."""
        cut = stem(word)
        return cut in self.stems or bool(self.begun and cut.startswith(self.begun))


def terms_of(text: str) -> tuple[Term, ...]:
    """Return the terms to search for. The last word may be unfinished."""
    words = list(dict.fromkeys(one.word for one in words_of(text)))[:MOST_WORDS]
    if not words:
        return ()
    *whole, last = words
    return (*(Term(word, frozenset({stem(word)})) for word in whole), _begun(last))


def _begun(word: str) -> Term:
    """Return a term for a word and for the words that it begins: a stem may be shorter than what was typed of
    its word.
    """
    if len(word) < _BEGUN:
        return Term(word, frozenset({stem(word)}))
    begun = VocabularyWord.objects.filter(word__startswith=word).values_list("word", flat=True)
    stems = {stem(word)} | {cut for one in begun if not (cut := stem(one)).startswith(word)}
    return Term(word, frozenset(stems), begun=word)


def found_by(terms: Sequence[Term]) -> Q:
    """Return the condition that an entry has every one of these terms."""
    return _has(terms, "AND", "stems")


def place_of(terms: Sequence[Term]) -> Case:
    """Return the rank of an entry among those found: 0 with all of these terms in its title, 1 with some, else 2."""
    places = [When(_has(terms, "AND", "title_stems"), then=Value(0))]
    if len(terms) > 1:
        places.append(When(_has(terms, "OR", "title_stems"), then=Value(1)))
    return Case(*places, default=Value(2), output_field=IntegerField())


def nearest(word: str) -> list[frozenset[str]]:
    """Return the known words that a typed word may have been meant as: first those one mistake away, then two.

    A mistake is a letter left out, added or changed, or two neighbouring letters swapped (optimal string alignment). A
    word with a digit in it has no corrections.
    """
    away = 0 if any(sign.isdigit() for sign in word) else min(2, len(word) // (_LONG // 2))
    if not away:
        return []
    near = VocabularyWord.objects.annotate(long=Length("word"))
    near = near.filter(long__gte=len(word) - away, long__lte=len(word) + away)
    distances = [
        (OSA.distance(word, one, score_cutoff=away), one) for one in near.values_list("word", flat=True) if one != word
    ]
    levels = (frozenset(one for distance, one in distances if distance == level) for level in range(1, away + 1))
    return [level for level in levels if level]


def instead(term: Term, words: Iterable[str]) -> Term:
    """Return a term that searches these words in place of its own."""
    every = frozenset(words)
    return replace(term, stems=frozenset(map(stem, every)), begun="", instead=every)


_SQLITE: Final = "SELECT rowid FROM search_stem_index WHERE search_stem_index MATCH %s"
_POSTGRESQL: Final = {
    "stems": "search_entry.lexemes @@ %s::tsquery",
    "title_stems": "search_entry.title_lexemes @@ %s::tsquery",
}


def _has(terms: Sequence[Term], between: str, column: str) -> Q:
    """Return the condition that an entry has all (AND) or any (OR) of these terms in a column."""
    if connection.vendor == "sqlite":
        told = f" {between} ".join(f"({_by_sqlite(term)})" for term in terms)
        return Q(pk__in=RawSQL(_SQLITE, [f"{{{column}}} : ({told})"]))  # noqa: S611 the words go beside it
    told = (" & " if between == "AND" else " | ").join(f"({_by_postgresql(term)})" for term in terms)
    return Q(RawSQL(_POSTGRESQL[column], [told], output_field=BooleanField()))  # noqa: S611


# Stems are letters, digits and marks alone, so nothing in them is an operator of either query language.
def _by_sqlite(term: Term) -> str:
    begun = [f'"{term.begun}" *'] if term.begun else []
    return " OR ".join([*(f'"{one}"' for one in sorted(term.stems)), *begun])


def _by_postgresql(term: Term) -> str:
    begun = [f"'{term.begun}':*"] if term.begun else []
    return " | ".join([*(f"'{one}'" for one in sorted(term.stems)), *begun])
