"""Where coders said different things, with the words themselves: a list to sit down with and settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tideturn.methods.agreement.ratings import SEPARATOR
from tideturn.methods.agreement.spans import Coded

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
    """Every stretch of text on which a code was laid by some coders and not by others, in the order of the text.

    Columns document, start, end, code, laid_by and not_by (coders, parted by "; "), and text: null without `texts`.
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
    """The rows of a wide frame in which two coders said different things, with `keys` and each coder's codes.

    Without keys the row is told by its number in the table, the header being row 1.
    """
    named = frame.select(*keys, *coders) if keys else frame.select(*coders).with_row_index("row", 2)
    told = [pl.col(coder).cast(pl.String) for coder in coders]
    if several is not None:
        told = [text.str.split(several).list.sort().list.join(several) for text in told]
    same = pl.concat_list(told).list.drop_nulls().list.n_unique() <= 1
    found = named.filter(~same)
    return found.with_columns(pl.col(coders).cast(pl.String).str.replace_all(SEPARATOR, "; ", literal=True))


def _names(coders: Sequence[str], said: Sequence[bool], *, which: bool) -> str:
    return "; ".join(coder for coder, yes in zip(coders, said, strict=True) if yes is which)
