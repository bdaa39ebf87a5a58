"""Group the young people in `cases.csv` by what is recorded of them, as a report breaks them down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.schema import MANY
from tideturn.dataset.vocabulary import AGE_BAND, PROGRAMME_SCOPE

VALUE: Final = "value"
"""Name of the column of a group's values; a value is empty if nobody recorded one."""
_OLDEST: Final = dict(zip(AGE_BAND.codes, (9, 12, 15, 17), strict=False))
"""Maximum age in years of each band but the last."""


@dataclass(frozen=True)
class Characteristic:
    """One way of breaking young people down; `name` is its code in `population.csv` and in the ids of evidence."""

    name: str
    column: str
    """Name of the column of `cases.csv` to read."""
    called: str
    """Name in a report, as it reads within a sentence."""
    several: bool = False
    """Whether one young person may have several values, so that the counts overlap."""

    def values(self, cases: pl.DataFrame) -> pl.DataFrame:
        """Return `case_id`, `site` and `value`: a row for each value of each case, or one without a value."""
        written = pl.col(self.column)
        if self.name == "age_band":
            band: pl.Expr = pl.lit(AGE_BAND.codes[-1])
            for name, oldest in reversed(_OLDEST.items()):
                band = pl.when(written <= oldest).then(pl.lit(name)).otherwise(band)
            value: pl.Expr = pl.when(written.is_not_null()).then(band)
        else:
            value = written.str.strip_chars()
        if not self.several:
            return cases.select("case_id", "site", _recorded(value))
        found = cases.select("case_id", "site", value.alias(VALUE))
        parts = found.with_columns(pl.col(VALUE).str.split(MANY)).explode(VALUE, empty_as_null=True)
        each = parts.with_columns(_recorded(pl.col(VALUE).str.strip_chars())).unique(maintain_order=True)
        known = each.drop_nulls(VALUE)
        nothing = found.join(known, on="case_id", how="anti").with_columns(pl.lit(None, pl.String).alias(VALUE))
        return pl.concat([known, nothing])


def _recorded(value: pl.Expr) -> pl.Expr:
    """Return the value, or null if it only says that none was recorded."""
    nothing = (value == "") | (value.str.to_lowercase() == "not recorded")
    return pl.when(~nothing).then(value).alias(VALUE)


CHARACTERISTICS: Final = (
    Characteristic("age_band", "age_at_referral", "age at referral"),
    Characteristic("gender", "gender", "gender"),
    Characteristic("ethnicity", "ethnicity", "ethnicity"),
    Characteristic("disability", "disability", "disability"),
    Characteristic("care_status", "care_status", "care status"),
    Characteristic("exploitation_type", "exploitation_types", "exploitation type", several=True),
    Characteristic("referral_source", "referral_source", "referral source"),
    Characteristic("risk_at_referral", "risk_at_referral", "risk at referral"),
)
"""All the ways of breaking young people down, in the order of the report."""
CHARACTERISTIC_BY_NAME: Final = {one.name: one for one in CHARACTERISTICS}


def population_of(dataset: Dataset, year: Year, group: str) -> pl.DataFrame:
    """Return the rows of `population.csv` to compare the whole programme with; return none if a site is missing.

    Rows of the programme as a whole have priority. Without them the sites' rows are added up, and must then cover every
    site that received a referral in the year or had a session.
    """
    rows = dataset.table("population").filter((pl.col("year") == year.number) & (pl.col("group") == group))
    whole = rows.filter(pl.col("site") == PROGRAMME_SCOPE)
    if whole.height or not rows.height:
        return whole
    cases = dataset.table("cases")
    received = cases.filter(pl.col("received").is_between(year.start, year.end))["site"]
    seen = dataset.table("sessions").filter(pl.col("held") & pl.col("date").is_between(year.start, year.end))
    sites = {*received, *cases.join(seen, on="case_id", how="semi")["site"]}
    return rows if sites <= {*rows["site"]} else rows.clear()
