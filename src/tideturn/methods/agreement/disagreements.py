"""Lists of the places where coders gave different codes, with the words themselves, for coders to settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tideturn.methods.agreement.ratings import SEPARATOR, meanings
from tideturn.methods.agreement.spans import Coded

_ROW = "row"
SPANS: Mapping[str, pl.DataType] = {
    "document": pl.String(),
    "start": pl.Int64(),
    "end": pl.Int64(),
    "code": pl.String(),
    "laid_by": pl.String(),
    "not_by": pl.String(),
    "text": pl.String(),
}


def disagreements_on_text(given: Coded, texts: Mapping[str, str] | None = None) -> pl.DataFrame:
    """Return every stretch of text that some coders gave a code and others did not, in the order of the text.

    The columns are document, start, end, code, laid_by and not_by (coders, separated by "; "), and text, which is null
    without `texts`.
    """
    rows = []
    for text in given.texts:
        sections, coders = text.sections(), list(text.spans)
        found: dict[str, tuple[int, int, tuple[bool, ...]]] = {}
        own = []
        codes = sorted({code for spans in text.spans.values() for *_, code in spans})
        for start, end, values in [*sections, (text.length, text.length, tuple(frozenset[str]() for _ in coders))]:
            for code in codes:
                said = tuple(code in value for value in values)
                before = found.get(code)
                if before is not None and before[2] == said and before[1] == start < end:
                    found[code] = (before[0], end, said)
                    continue
                if before is not None and any(before[2]) and not all(before[2]):
                    own.append((before[0], before[1], code, before[2]))
                found[code] = (start, end, said)
        words = (texts or {}).get(text.document)
        for start, end, code, said in sorted(own):
            rows.append(
                {
                    "document": text.document,
                    "start": start,
                    "end": end,
                    "code": code,
                    "laid_by": _names(coders, said, which=True),
                    "not_by": _names(coders, said, which=False),
                    "text": None if words is None else words[start:end],
                }
            )
    return pl.DataFrame(rows, schema=dict(SPANS), orient="row")


def disagreements_on_units(
    frame: pl.DataFrame, coders: Sequence[str], *, keys: Sequence[str] = (), several: str | None = None
) -> pl.DataFrame:
    """Return the rows of a wide frame in which two coders gave different codes, with `keys` and each coder's codes.

    Without keys, each row is named by its number in the table, where the header is row 1. A difference in writing alone
    (the order of codes in a cell, 1 and 1.0) is no disagreement.
    """
    named = (
        frame.select(*keys, *coders)
        if keys
        else frame.select(*coders).with_row_index(_ROW if _ROW not in coders else f"{_ROW} number", 2)
    )
    told = frame.select(pl.col(coders).cast(pl.String))
    texts = {text for coder in coders for text in told[coder].unique() if text is not None}
    known = meanings((text for text in texts if several is not None or text.strip()), several)
    place = {value: at for at, value in enumerate(set(known.values()))}
    said = told.select(
        pl.col(coders).replace_strict(
            {text: place[value] for text, value in known.items()}, default=None, return_dtype=pl.Int64
        )
    )
    found = named.filter(said.select(pl.min_horizontal(pl.all()) != pl.max_horizontal(pl.all())).to_series())
    return found.with_columns(pl.col(coders).cast(pl.String).str.replace_all(SEPARATOR, "; ", literal=True))


def _names(coders: Sequence[str], said: Sequence[bool], *, which: bool) -> str:
    return "; ".join(coder for coder, yes in zip(coders, said, strict=True) if yes is which)
