"""Check the comparison population: that its groups are the ones recorded for the cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.characteristics import CHARACTERISTICS, VALUE
from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.headings import nearest
from tideturn.dataset.vocabulary import AGE_BAND, PROGRAMME_SCOPE
from tideturn.dataset.wording import listed, plain, quoted

_AGE: Final = "age_band"


@error(
    "age_band_unknown",
    looks_for="a value of the group age_band in population.csv that is none of the report's age bands",
    why="the report puts ages into these bands, and could compare nobody with another one",
)
def age_band_unknown(folder: Folder) -> Iterator[Found]:
    """Find age bands that are in the population and not in the report."""
    sheet = folder.sheet("population")
    strange = (pl.col("group") == _AGE) & ~pl.col(VALUE).is_in(AGE_BAND.codes)
    for found in sheet.where(strange, VALUE):
        what = f"{quoted(found[VALUE])} is no age band of the report."
        yield Found(sheet.file, found[ROW], VALUE, what, f"Use one of {listed(AGE_BAND.codes, 'or')}.")


@query(
    "population_spelled_otherwise",
    looks_for="a value in population.csv that cases.csv spells in another way",
    why="the two would count as different groups, and nobody would seem to have been reached",
)
def population_spelled_otherwise(folder: Folder) -> Iterator[Found]:
    """Find values that no case has, though cases have a very similar one."""
    sheet = folder.sheet("population")
    recorded = _recorded(folder)
    counted: dict[str, set[str]] = {}
    for group, value in sheet.frame.select("group", VALUE).drop_nulls().unique().iter_rows():
        counted.setdefault(group, set()).add(value)
    for found in sheet.where(pl.col("group").is_not_null() & pl.col(VALUE).is_not_null(), "group", VALUE):
        group, value = found["group"], found[VALUE]
        known = sorted(recorded.get(group, set()) - counted[group])
        if group == _AGE or value in recorded.get(group, ()):
            continue
        alike = [one for one in known if plain(one) == plain(value)]
        like = alike[0] if alike else nearest(value, known)
        if like:
            what = f"cases.csv has no {quoted(value)} under {group}, but it has {quoted(like)}."
            yield Found(sheet.file, found[ROW], VALUE, what, "Spell it the same in both, if they mean the same group.")


@query(
    "population_incomplete",
    looks_for="a group, site and year in population.csv whose counts do not cover every value recorded in cases.csv "
    "for that group",
    why="a share of a population that lacks a group is too large, and those who were reached would be left out",
)
def population_incomplete(folder: Folder) -> Iterator[Found]:
    """Find populations without a value that cases have there; report each at its first row."""
    sheet = folder.sheet("population")
    if sheet.frame.is_empty() or folder.in_part("population"):
        return
    recorded, at_site = _recorded(folder), _recorded_at(folder)
    who = ["site", "year", "group"]
    rows = sheet.numbered().drop_nulls([*who, VALUE])
    each = rows.group_by(who, maintain_order=True).agg(pl.col(ROW).min(), pl.col(VALUE))
    for found in each.sort(ROW).iter_rows(named=True):
        own = at_site.get((found["group"], found["site"]), set())
        known = recorded.get(found["group"], set()) if found["site"] == PROGRAMME_SCOPE else own
        absent = sorted(known - {*found[VALUE]})
        if absent:
            where = f"{found['group']} at {quoted(found['site'])} in Year {found['year']}"
            what = f"The population by {where} has no count for {listed([quoted(value) for value in absent])}."
            mend = "Add a row for each, or say in queries.csv why there is no count."
            yield Found(sheet.file, found[ROW], VALUE, what, mend)


def _recorded(folder: Folder) -> dict[str, set[str]]:
    """Return the values of each group in any case."""
    found: dict[str, set[str]] = {}
    for (group, _), values in _recorded_at(folder).items():
        found.setdefault(group, set()).update(values)
    return found


def _recorded_at(folder: Folder) -> dict[tuple[str, str], set[str]]:
    """Return the values of each group in the cases of each site."""
    cases = folder.sheet("cases").frame
    found: dict[tuple[str, str], set[str]] = {}
    for one in CHARACTERISTICS:
        rows = one.values(cases).drop_nulls(["site", VALUE]).select("site", VALUE).unique()
        for site, value in rows.iter_rows():
            found.setdefault((one.name, site), set()).add(value)
    return found


RULES: Final = (age_band_unknown, population_spelled_otherwise, population_incomplete)
