"""Check costs: that amounts are money, in one currency, for parts of the plan and at every site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.headings import nearest
from tideturn.dataset.money import PENCE, currency_of
from tideturn.dataset.schema import MANY
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import quoted

_LEAST: Final = 1e-6
"""Maximum distance from a whole penny of a number that counts as one: computers store most decimals only nearly."""


@error(
    "amount_below_a_penny",
    looks_for="an amount in costs.csv with more than two decimals",
    why="nobody pays a part of a penny; a dot may stand for a comma: 12.345 for 12,345",
)
def amount_below_a_penny(folder: Folder) -> Iterator[Found]:
    """Find amounts with part of a penny, which no bill shows."""
    sheet = folder.sheet("costs")
    pence = pl.col("amount") * PENCE
    odd = (pence - pence.round()).abs() > _LEAST
    for found in sheet.where(odd, "amount"):
        what = f"{found['amount']:.15g} has more than two decimals."
        yield Found(sheet.file, found[ROW], "amount", what, "Write pounds and pence, such as 12345.60.")


@query(
    "currencies_mixed",
    looks_for="costs in more than one currency",
    why="amounts in different currencies are never added up: a year that has two gets no total and no unit costs",
)
def currencies_mixed(folder: Folder) -> Iterator[Found]:
    """Find the first row of each currency but the first."""
    sheet = folder.sheet("costs")
    rows = sheet.numbered().with_columns(currency_of().alias("paid_in")).sort(ROW)
    firsts = rows.unique("paid_in", keep="first", maintain_order=True).rows(named=True)
    for found in firsts[1:]:
        what = f"This amount is in {found['paid_in']}, and those above are in {firsts[0]['paid_in']}."
        mend = "Give every amount in one currency, at the rate that you paid."
        yield Found(sheet.file, found[ROW], "currency", what, mend)


@query(
    "cost_of_unknown_work",
    looks_for="costs of a component that plan.csv does not name",
    why="what they paid for is not known, so that they enter no unit cost",
)
def cost_of_unknown_work(folder: Folder) -> Iterator[Found]:
    """Find the first row of each component that the plan does not have."""
    if folder.in_part("plan"):
        return
    sheet = folder.sheet("costs")
    planned = folder.sheet("plan").frame["component"].drop_nulls().unique().sort().to_list()
    strange = pl.col("component").is_not_null() & ~pl.col("component").is_in(planned)
    told: set[str] = set()
    for found in sheet.where(strange, "component"):
        if found["component"] not in told:
            told.add(found["component"])
            like = nearest(found["component"], planned) if planned else None
            lead = f"Perhaps {quoted(like)}? " if like else ""
            what = f"plan.csv has no component {quoted(found['component'])}."
            yield Found(
                sheet.file, found[ROW], "component", what, f"{lead}Use its name in the plan, or leave it empty."
            )


@query(
    "site_without_costs",
    looks_for="a site without costs in a year that has costs at another site",
    why="the year's total then leaves out what was spent there",
)
def site_without_costs(folder: Folder) -> Iterator[Found]:
    """Find each site that a year's costs leave out."""
    if folder.programme is None or folder.in_part("costs"):
        return
    sheet = folder.sheet("costs")
    rows = sheet.frame.select("year", "site").drop_nulls().filter(pl.col("site") != PROGRAMME_SCOPE).unique()
    for year in rows["year"].unique().sort().to_list():
        spent = set(rows.filter(pl.col("year") == year)["site"].to_list())
        for site in folder.programme.sites:
            if site.code not in spent:
                what = f"Year {year} has costs at other sites, and none at {quoted(site.code)}."
                mend = "Add what was spent there, an amount of 0 if nothing was, or a reason why it is not known."
                yield Found(sheet.file, 1, "site", what, mend, key=f"{year}{MANY}{site.code}", value=site.code)


RULES: Final = (amount_below_a_penny, currencies_mixed, cost_of_unknown_work, site_without_costs)
