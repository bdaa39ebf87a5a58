"""The programme: where and when it works, what it hopes to change, and what each place is like."""

from __future__ import annotations

import polars as pl

from tideturn.dataset.vocabulary import AREA
from tideturn.report.blocks import Annex, Block, DataTable, Facts, Section, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.places import places
from tideturn.report.sections.themes import themes_of
from tideturn.report.wording import capital, day, listed


def programme(look: Lookup) -> Section:
    """Return its places and years, the outcome framework in short, then the places and their context."""
    own = look.dataset.programme
    named = [
        f"{site.name} (national)" if site.kind == "national" and "national" not in site.name.lower() else site.name
        for site in own.sites
    ]
    judged = look.evaluation.year
    by = f" by what was known on {day(judged.as_of)}" if judged.as_of != judged.end else ""
    years = [
        f"Year {year.number}, {day(year.start)} to {day(year.end)}"
        + (f", which this report judges{by}" if year.number == judged.number else "")
        for year in own.years
        if year.number <= judged.number  # a year that is added later must not change this report
    ]
    planned = look.dataset.table("plan").filter(pl.col("year") == judged.number)
    work = capital(listed([str(component) for component in planned["component"].unique(maintain_order=True)]))
    pairs = (("Where", listed(named)), ("When", "; ".join(years)), ("Work planned", work))
    blocks: list[Block] = [Facts(tuple((name, words(f"{text}.")) for name, text in pairs if text))]
    if look.outcomes:
        blocks.append(Section("framework", "What it hopes to change", 3, (Annex((_framework(look),)),)))
    around = places(look)
    blocks += [around] if around else []
    return Section("programme", "The programme", 2, (*blocks, *themes_of(look, "context")))


def _framework(look: Lookup) -> DataTable:
    """Return the outcomes with whose they are and when they are due."""
    return DataTable(
        "The outcomes, and the year in which the programme expects each",
        ("Outcome", "Whose", "Due"),
        tuple(
            (
                words(look.link(outcome) if outcome in look.judged else row["title"]),
                words(capital(AREA.terms[row["area"]])),
                words(f"Year {row['due_year']}"),
            )
            for outcome, row in look.outcomes.items()
        ),
    )
