"""Guess the column that a heading means and the term that a word means, by likeness or from an earlier answer.

The hub remembers how a sheet with these headings was matched, and matches the next one in the same way.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from tideturn.dataset.identity import header_sign
from tideturn.dataset.schema import Column, Kind, Table, Vocabulary
from tideturn.hub.crypto.blind_index import mark, marks
from tideturn.hub.crypto.keys import Purpose, ring

Words = Mapping[str, Mapping[str, str]]
"""Terms by column of a table, then by word or by its keyed hash."""
LIKELY: Final = 0.72
"""Minimum likeness of a heading to a column that the page suggests."""
_TERM: Final = 0.66
_EMPTY_WORDS: Final = frozenset(
    "a an and by case date day in is no number of on or ref reference the was when".split()  # noqa: SIM905
)
_ALSO: Final[Mapping[str, str]] = {
    "site": "area city location place project team",
    "date": "day when",
    "from": "begins begin start starts started since",
    "to": "ends end ended finish finished until",
    "received": "referral referred",
    "opened": "start started accepted",
    "closed": "closure end ended",
    "held": "attended happened took",
    "minutes": "duration length mins",
    "age_at_referral": "age",
    "referral_source": "source referrer",
    "referral_decision": "decision outcome",
    "exploitation_types": "exploitation type types",
    "risk_at_referral": "risk",
    "gender": "sex",
    "description": "details",
    "title": "name",
    "kind": "type what",
    "organisation": "organization agency employer partner company",
    "email": "mail",
    "telephone": "phone tel mobile cell",
    "job_title": "role position job",
    "seniority": "level grade",
    "main": "primary lead first",
    "left": "leaving departed",
    "term": "word phrase",
    "reason": "why because",
}
"""Further words that people use in headings, by column."""


def columns_guessed(headings: Mapping[int, str], table: Table) -> dict[int, str]:
    """Return the likely column of the table for each heading; each column once, the most alike first."""
    likely = sorted(
        (
            (-likeness(heading, column), index, place, column.name)
            for index, heading in headings.items()
            for place, column in enumerate(table.columns)
            if not announces(heading, column)
        ),
    )
    found: dict[int, str] = {}
    for like, index, _, name in likely:
        if -like >= LIKELY and index not in found and name not in found.values():
            found[index] = name
    return dict(sorted(found.items()))


def likeness(heading: str, column: Column) -> float:
    """Return the likeness of a heading to a column, from 0 to 1."""
    one, other = _words(heading), _words(column.name)
    if not one:
        return 0
    if one == other:
        return 1
    bare, wanted = [word for word in one if word not in _EMPTY_WORDS], [w for w in other if w not in _EMPTY_WORDS]
    if column.name.endswith("_id"):
        wanted = [word for word in wanted if word != "id"]
        if one[0:1] == other[0:1] and set(one[1:]) <= {"id", "no", "number", "ref", "reference", "code"}:
            return 0.96
        bare = [word for word in bare if word not in ("id", "code")]
    if bare and bare == wanted:
        return 0.94
    also = _ALSO.get(column.name, "").split()
    if bare and wanted and (set(wanted) <= set(bare) or (len(wanted) > 1 and set(bare) <= set(wanted))):
        return 0.86 - 0.02 * abs(len(bare) - len(wanted))
    if set(one) <= {*also, *wanted}:
        return 0.8
    if also and set(bare) & set(also):
        return 0.73
    return difflib.SequenceMatcher(None, " ".join(one), " ".join(other)).ratio() * 0.9


def announces(heading: str, column: Column) -> str:
    """Return which part of a person's identity a heading announces that the column is not for; empty if none."""
    kind = header_sign(heading)
    if kind is None or header_sign(column.name) is not None:
        return ""
    if _words(heading) == ["name"] and column.kind is Kind.TEXT:
        return ""  # what a thing is called; a person's pseudonym is a code
    return kind


def term_guessed(word: str, terms: Vocabulary) -> str:
    """Return the term that a word means; empty if none is like it."""
    folded = _plain(word)
    if not folded:
        return ""
    told: dict[str, str] = {}
    for term, meaning in terms.terms.items():
        told.setdefault(_plain(meaning), term)
        told[_plain(term)] = term
    if folded in told:
        return told[folded]
    begins = {term for words, term in told.items() if words.startswith(f"{folded} ") or folded.startswith(f"{words} ")}
    if len(begins) == 1:
        return begins.pop()
    close = difflib.get_close_matches(folded, list(told), n=1, cutoff=_TERM)
    return told[close[0]] if close else ""


def says_itself(word: str, terms: Vocabulary) -> bool:
    """Say whether a word is a term as written, or in lower case."""
    return word in terms or word.lower() in terms


def digest_of(headings: Iterable[str]) -> str:
    """Return a hash of the headings, in any order, that recognises a sheet with the same headings."""
    return hashlib.sha256("\n".join(sorted(_plain(heading) for heading in headings)).encode()).hexdigest()


def remembered(columns: Mapping[str, str], headings: Mapping[int, str]) -> dict[str, str]:
    """Return the columns by their headings. If several have the same heading, a number tells them apart."""
    seen: dict[str, int] = {}
    found = {}
    for index, heading in sorted(headings.items()):
        name = _plain(heading)
        seen[name] = seen.get(name, 0) + 1
        if str(index) in columns:
            found[f"{name}#{seen[name]}"] = columns[str(index)]
    return found


def marked(words: Words) -> dict[str, dict[str, str]]:
    """Return the words by their keyed hashes, because words may quote cells."""
    return {
        column: {mark(word, field=_field(column), ring=ring(Purpose.INDEX)): term for word, term in terms.items()}
        for column, terms in words.items()
    }


def term_of(words: Words, column: str, word: str) -> str:
    """Return the term that was chosen for a word of a column, found by its keyed hash; empty if none was chosen.

    Once the hub forgets that time's index key, the term is guessed or asked again.
    """
    known = words.get(column, {})
    there = marks(word, field=_field(column), ring=ring(Purpose.INDEX)) if known else ()
    return next((known[one] for one in there if one in known), "")


def _field(column: str) -> str:
    return f"import_export_matching.words.{column}"


def _plain(text: str) -> str:
    """Return a text in the form for comparing: it ignores capitals, punctuation and spaces."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower().replace("'", "").replace("’", "")
    words = re.sub(r"[\W_]+", " ", spaced).split()
    return ["one" if word == "1" else word for word in words]
