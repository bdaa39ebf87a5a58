"""Define a count of work done: the measure with its unit and fields, and the evidence item that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.evidence_values import WorkCounts
from tideturn.evaluation.ledger.provenance import of_parts, of_rows
from tideturn.evaluation.model import COUNT, EvidenceItem, Provenance
from tideturn.evaluation.population import NOBODY_KNOWS, Population

_PLAIN: Final = " ,;.()&'’–-+"
_AT: Final = "at"
"""Column for the position of a row among those of its measure."""
Fields = Mapping[str, float | None]


@dataclass(frozen=True)
class Measure:
    """One thing that is counted, at every scope in the same way."""

    name: str
    text: str
    """Heading of the evidence, which says what is counted."""
    unit: str
    """Key of `units.NOUNS`."""
    table: str
    read: tuple[str, ...]
    """Columns that are read; the hash covers them."""
    whole: str
    """Name of the field for `n`."""
    part: str = ""
    """Name of the field for `k`; empty for a count without a whole."""
    kind: type[WorkCounts] = WorkCounts
    """Class that holds its fields."""

    def item(
        self,
        scope: str,
        year: Year,
        fields: Fields,
        provenance: Provenance,
        population: Population = NOBODY_KNOWS,
    ) -> EvidenceItem:
        """Return the evidence item. A field that nobody recorded (None) is left out of it."""
        value: dict[str, Any] = {name: number for name, number in fields.items() if number is not None}
        n, k = _whole_number(value.get(self.whole)), _whole_number(value.get(self.part))
        if k is not None:
            value["k"] = k
        if n and self.part in value:
            value["share"] = value[self.part] / n
        return EvidenceItem(
            evidence_id=f"{COUNT}/{self.name}/{scope}/{year.number}",
            outcome_id="",
            scope=scope,
            year=year.number,
            kind=COUNT,
            voice="record",
            origin=self.table,
            polarity="none",
            n=n,
            value=self.kind.of(value),
            interval=None,
            text=self.text,
            provenance=provenance,
            unit=self.unit,
            as_of=year.as_of,
            population=population,
        )

    def of(self, scope: str, year: Year, rows: pl.DataFrame, fields: Fields) -> EvidenceItem:
        """Return the item of these rows of the measure's table, which hold at least the columns read."""
        ordered = rows.sort(self.read, maintain_order=True)
        return self.item(scope, year, fields, of_rows(self.table, ordered, self.read))

    def each(
        self, dataset: Dataset, year: Year, rows: pl.DataFrame, fields: Callable[[pl.DataFrame], Fields]
    ) -> Iterator[EvidenceItem]:
        """Yield the item of the whole programme and of each site that has any of the rows; `fields` counts them."""
        if not rows.height:
            return
        ordered = rows.sort(self.read, maintain_order=True).with_row_index(_AT)
        read = of_parts(self.table, ordered, self.read)
        for scope, own in by_scope(dataset, ordered):
            yield self.item(scope, year, fields(own), read(own[_AT].to_list()))


def named(*parts: str) -> str:
    """Return a measure's name from words of the folder: `plan:casework`.

    A stroke separates the parts of an evidence id and a colon those of its name, so both are escaped as in a URL.
    """
    return ":".join([parts[0], *(quote(part, safe=_PLAIN) for part in parts[1:])])


def parts_of(name: str) -> tuple[str, ...]:
    """Return the folder's words in a measure's name."""
    return tuple(unquote(part) for part in name.split(":")[1:])


def by_scope(dataset: Dataset, rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the rows of the whole programme, then of each site that has any, by their column `site`."""
    if not rows.height:
        return
    yield PROGRAMME_SCOPE, rows
    own = {codes[0]: frame for codes, frame in rows.partition_by("site", as_dict=True).items()}
    yield from ((site.code, own[site.code]) for site in dataset.programme.sites if site.code in own)


def in_year(dataset: Dataset, table: str, column: str, year: Year) -> pl.DataFrame:
    """Return the rows of a table with a date in the year."""
    return dataset.table(table).filter(pl.col(column).is_between(year.start, year.end))


def _whole_number(number: float | None) -> int | None:
    return int(number) if number is not None and float(number).is_integer() else None
