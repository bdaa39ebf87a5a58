"""What is looked for, as a question to the index of stems that each database has of its own."""

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
"""Words that are looked for at most; what is typed after them is left out, which is said."""
_LONG: Final = 8
"""Letters from which a word may have two mistakes; one from half as many on."""
_BEGUN: Final = 2
"""Letters from which the last word is taken as a beginning too."""


@dataclass(frozen=True)
class Term:
    """A word that was typed, and the stems by any of which it is found."""

    typed: str
    stems: frozenset[str]
    begun: str = ""
    """With what a stem may begin instead; empty where the word is whole."""
    instead: frozenset[str] = frozenset()
    """The words that were looked for in its place; none, where it was found itself."""

    def is_of(self, word: str) -> bool:
        """Whether a word of a text is found by it."""
        cut = stem(word)
        return cut in self.stems or bool(self.begun and cut.startswith(self.begun))


def terms_of(text: str) -> tuple[Term, ...]:
    """What is to be looked for. The last word may be only begun."""
    words = list(dict.fromkeys(one.word for one in words_of(text)))[:MOST_WORDS]
    if not words:
        return ()
    *whole, last = words
    return (*(Term(word, frozenset({stem(word)})) for word in whole), _begun(last))


def _begun(word: str) -> Term:
    """A word, and those that it begins: a stem may be shorter than what was typed of its word."""
    if len(word) < _BEGUN:
        return Term(word, frozenset({stem(word)}))
    begun = VocabularyWord.objects.filter(word__startswith=word).values_list("word", flat=True)
    stems = {stem(word)} | {cut for one in begun if not (cut := stem(one)).startswith(word)}
    return Term(word, frozenset(stems), begun=word)


def found_by(terms: Sequence[Term]) -> Q:
    """The condition that an entry has every one of these."""
    return _has(terms, "AND", "stems")


def place_of(terms: Sequence[Term]) -> Case:
    """Where an entry stands among those that are found: 0 with all of these in its title, 1 with some, else 2."""
    places = [When(_has(terms, "AND", "title_stems"), then=Value(0))]
    if len(terms) > 1:
        places.append(When(_has(terms, "OR", "title_stems"), then=Value(1)))
    return Case(*places, default=Value(2), output_field=IntegerField())


def nearest(word: str) -> list[frozenset[str]]:
    """The words that stand somewhere and that this one may have been meant as: one mistake away, then two.

    A mistake is a letter left out, put in, changed, or two that stand next to one another swapped (optimal string
    alignment). A word with a figure in it is what it is.
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
    """These words in its place."""
    every = frozenset(words)
    return replace(term, stems=frozenset(map(stem, every)), begun="", instead=every)


_SQLITE: Final = "SELECT rowid FROM search_stem_index WHERE search_stem_index MATCH %s"
_POSTGRESQL: Final = {
    "stems": "search_entry.lexemes @@ %s::tsquery",
    "title_stems": "search_entry.title_lexemes @@ %s::tsquery",
}


def _has(terms: Sequence[Term], between: str, column: str) -> Q:
    """The condition that an entry has all (AND) or any (OR) of these in a column."""
    if connection.vendor == "sqlite":
        told = f" {between} ".join(f"({_by_sqlite(term)})" for term in terms)
        return Q(pk__in=RawSQL(_SQLITE, [f"{{{column}}} : ({told})"]))  # noqa: S611 the words go beside it
    told = (" & " if between == "AND" else " | ").join(f"({_by_postgresql(term)})" for term in terms)
    return Q(RawSQL(_POSTGRESQL[column], [told], output_field=BooleanField()))  # noqa: S611


# Stems are letters, figures and marks alone, so that nothing in them is a sign of either language.
def _by_sqlite(term: Term) -> str:
    begun = [f'"{term.begun}" *'] if term.begun else []
    return " OR ".join([*(f'"{one}"' for one in sorted(term.stems)), *begun])


def _by_postgresql(term: Term) -> str:
    begun = [f"'{term.begun}':*"] if term.begun else []
    return " | ".join([*(f"'{one}'" for one in sorted(term.stems)), *begun])
