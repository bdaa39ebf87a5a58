"""Interpret survey answers before anybody counts them: which give no opinion, and how one cell holds several."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Answers, Question, Survey
from tideturn.dataset.schema import MANY

NO_OPINION: Final = (
    "NA",
    "Not applicable",
    "Does not apply",
    "Prefer not to say",
    "Prefer not to answer",
    "I’d rather not say",
    "Rather not say",
    "Don’t know",
    "Do not know",
    "I don’t know",
    "DK",
    "Can’t say",
    "Cannot say",
    "No opinion",
    "No answer",
    "No response",
    "Not answered",
    "Declined to answer",
    "Refused",
)
"""Words that give no opinion in any question, ignoring capitals, spaces and punctuation (`n/a`, `dont_know`)."""

MEANINGS: Final = ("agree", "same", "worse", "disagree", "too_early")
"""Columns of `items` that give an answer its meaning; an answer listed in one has that meaning, whatever its words."""


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalnum())


_SHORTEST: Final = 4
"""Minimum length of a word that can be called misspelt: one letter turns “yes” into “yet”."""
_DEFAULT: Final = frozenset(map(_plain, NO_OPINION))


def gives_no_opinion(word: str, further: Collection[str] = ()) -> bool:
    """Return whether a word gives no opinion, by the default list or by the programme's `further` words."""
    plain = _plain(word)
    return plain in _DEFAULT or (bool(plain) and plain in map(_plain, further))


def misspelt(word: str, words: Iterable[str]) -> str | None:
    """Return the one of `words` that differs from `word` by at most one letter; return None if none does, or several
    do.

    More than one letter may reverse a meaning (likely, unlikely), and another digit makes another answer.
    """
    like = [known for known in words if _a_letter_apart(_plain(word), _plain(known))]
    return like[0] if len(like) == 1 else None


def _a_letter_apart(one: str, other: str) -> bool:
    longer = max(len(one), len(other))
    if min(len(one), len(other)) < _SHORTEST or re.findall(r"\d", one) != re.findall(r"\d", other):
        return False
    same = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) >= longer - 1


def listed_in(row: Mapping[str, Any], columns: Iterable[str]) -> set[str]:
    """Return the answers that these columns of an item hold."""
    return {answer for column in columns for answer in split_many(row[column])}


def is_several(row: Mapping[str, Any], question: Question | None) -> bool:
    """Return whether people could choose several answers, according to the item map or the form."""
    return row["kind"] == "several" or (question is not None and question.kind.startswith("select_multiple"))


def chosen(answers: pl.Expr, separator: str, question: Question | None) -> pl.Expr:
    """Return the list of choices in each cell. Without a `separator`, split at `|`, and also at spaces if a form asked.

    A form's choices hold no spaces (XLSForm), so either way of writing them can be read.
    """
    if separator:
        parts = answers.str.split(separator)
    elif question is not None:
        parts = answers.str.replace_all(rf"[{re.escape(MANY)}\s]+", MANY).str.split(MANY)
    else:
        parts = answers.str.split(MANY)
    return parts.list.eval(pl.element().str.strip_chars()).list.eval(pl.element().filter(pl.element() != ""))


def with_no_opinion(survey: Survey, answers: Answers) -> Survey:
    """Return the survey with `opinion_none` of its items listing every word, given or offered, that gives
    no opinion.
    """
    asked = {question.name: question for question in survey.questions}
    rows = []
    for row in survey.items.to_dicts():
        item = row["item"]
        question = asked.get(item)
        words = {*split_many(row["scale"]), *(choice.value for choice in (question.choices if question else ()))}
        words |= given(survey.responses, item, is_several(row, question), answers, question)
        none = {word for word in words if gives_no_opinion(word, answers.no_opinion)} - listed_in(row, MEANINGS)
        silent = dict.fromkeys((*split_many(row["opinion_none"]), *sorted(none)))
        rows.append({**row, "opinion_none": MANY.join(silent) or None})
    return replace(survey, items=pl.DataFrame(rows, schema=survey.items.schema))


def given(
    responses: pl.DataFrame, item: str, several: bool, answers: Answers, question: Question | None
) -> frozenset[str]:
    """Return the different answers that a column holds, or the different choices where several could be made."""
    if item not in responses.columns:
        return frozenset()
    cells = responses[item].cast(pl.String).unique()
    if several:
        cells = cells.to_frame().select(chosen(pl.col(item), answers.several_separator, question).explode())[item]
    return frozenset(cell.strip() for cell in cells if cell) - {""}
