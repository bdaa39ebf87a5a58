"""Find small numbers of young people in free text: learning, reasons, causes of delay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.tables import TABLES
from tideturn.evaluation.claims.checks.exposure import YOUNG
from tideturn.evaluation.claims.said import Said, numbers_said
from tideturn.methods.disclosure import HIDDEN, DisclosureRule

ALSO_YOUNG: Final = YOUNG | frozenset(
    {
        "lad",
        "lads",
        "kid",
        "kids",
        "teen",
        "teens",
        "teenager",
        "teenagers",
        "youngster",
        "youngsters",
        "pupil",
        "pupils",
    }
    | {"sibling", "siblings", "brother", "brothers", "sister", "sisters", "son", "sons", "daughter", "daughters"}
    | {"mother", "mothers", "mum", "mums", "father", "fathers", "dad", "dads", "case", "cases", "client", "clients"}
)
"""Words for young people and families, including those that people use when they type or talk."""
_PAIR: Final = re.compile(r"a (?:pair|couple|trio)", re.IGNORECASE)
_OF: Final = re.compile(r"^ of\b")
_OF_THEM: Final = re.compile(r"of (?:them|those|whom|ours)\b", re.IGNORECASE)


def tells_small_number(text: str, rule: DisclosureRule) -> bool:
    """Return whether the words give a small number of young people or families, or of the rest of a whole."""
    return any(_small(text, rule))


def speaks_of_few(text: str, rule: DisclosureRule) -> bool:
    """Return whether spoken words give a small number of young people, even as `three of them`.

    When people speak, `them` mostly means young people.
    """
    return any(_small(text, rule, spoken=True))


def without_small_numbers(text: str, rule: DisclosureRule) -> str:
    """Return the words with the sign for a hidden number in place of each such number."""
    for said in sorted(_small(text, rule), key=lambda one: one.start, reverse=True):
        rest = text[said.end :]
        text = f"{text[: said.start]}{_instead(said, text)}{_OF.sub('', rest) if _PAIR.fullmatch(said.text) else rest}"
    return text


def _instead(said: Said, text: str) -> str:
    """Return `Some` for several people at the start of a sentence, where `c` looks like a slip; else the sign."""
    before = text[: said.start].rstrip()
    begins = not before or before.endswith((".", "!", "?"))
    several = said.kind == "count" and int(said.value) > 1 and text[said.end : said.end + 1] == " "
    return "Some" if begins and several else HIDDEN


def safe_table(name: str, frame: pl.DataFrame, rule: DisclosureRule) -> pl.DataFrame:
    """Return a table of the folder without small numbers of young people in its free text."""
    free = [column.name for column in TABLES[name].columns if column.free and column.name in frame.columns]
    return frame.with_columns(
        pl.Series(
            column,
            [None if text is None else without_small_numbers(text, rule) for text in frame[column].to_list()],
            dtype=pl.String,
        )
        for column in free
        if frame.schema[column] == pl.String
    )


def _small(text: str, rule: DisclosureRule, *, spoken: bool = False) -> Iterator[Said]:
    for said in numbers_said(text):
        if said.kind not in ("count", "of"):
            continue
        young = bool({word.lower() for word in said.noun.split()} & ALSO_YOUNG)
        if not young and not (spoken and _OF_THEM.match(said.noun)):
            continue
        rest = (said.whole or 0) - int(said.value) if said.kind == "of" else 0
        if rule.small(int(said.value)) or (rest and rule.small(rest)):
            yield said
