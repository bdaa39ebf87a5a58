"""Check the network of organisations over its waves: who was named without being asked, who left, who was alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, query
from tideturn.dataset.wording import quoted


@query(
    "tie_to_one_not_asked",
    looks_for="a tie to an organisation that, by waves.csv, was not asked in that wave",
    why="it is left out of the network; an organisation that was merged or renamed keeps one code through all waves",
)
def tie_to_one_not_asked(folder: Folder) -> Iterator[Found]:
    """Find ties to organisations that were not asked in that wave."""
    waves = folder.sheet("waves").frame.drop_nulls(["wave", "organisation_id"])
    if waves.is_empty() or folder.in_part("waves"):
        return
    asked = waves.select("wave", to="organisation_id").unique()
    sheet = folder.sheet("ties")
    rows = sheet.numbered().select(ROW, "wave", "to").drop_nulls()
    # A wave that waves.csv does not have is asked about once for its tellers.
    rows = rows.join(asked.select("wave").unique(), on="wave", how="semi")
    for found in rows.join(asked, on=["wave", "to"], how="anti").sort(ROW).iter_rows(named=True):
        what = f"waves.csv does not say that {quoted(found['to'])} was asked in wave {found['wave']}."
        yield Found(sheet.file, found[ROW], "to", what, "Add it to the wave, or give it the code that it has there.")


@query(
    "asked_in_one_wave",
    looks_for="an organisation that was asked in one wave and not in the next",
    why="waves are held against each other over those who answered both; after a merger one code should go on",
)
def asked_in_one_wave(folder: Folder) -> Iterator[Found]:
    """Find organisations of a wave that the next wave lacks."""
    sheet = folder.sheet("waves")
    if folder.in_part("waves"):
        return
    rows = sheet.numbered().select(ROW, "wave", "organisation_id").drop_nulls()
    numbers = rows.select("wave").unique().sort("wave").with_columns(next=pl.col("wave").shift(-1)).drop_nulls()
    there = rows.select(next="wave", organisation_id="organisation_id").unique()
    gone = rows.join(numbers, on="wave").join(there, on=["next", "organisation_id"], how="anti").sort(ROW)
    for found in gone.iter_rows(named=True):
        who = quoted(found["organisation_id"])
        what = f"{who} was asked in wave {found['wave']} and not in wave {found['next']}."
        mend = "If it was merged or renamed, use one code in both waves; if it was left out, say so in queries.csv."
        yield Found(sheet.file, found[ROW], "organisation_id", what, mend)


@query(
    "wave_of_one",
    looks_for="a wave in which one organisation alone answered, or none",
    why="no two accounts can be held together, so the wave says next to nothing",
)
def wave_of_one(folder: Folder) -> Iterator[Found]:
    """Find waves that hardly anybody answered."""
    sheet = folder.sheet("waves")
    if folder.in_part("waves"):
        return
    rows = sheet.numbered().drop_nulls(["wave", "organisation_id"])
    answered = pl.col("organisation_id").filter(pl.col("responded")).n_unique()
    for found in rows.group_by("wave").agg(pl.col(ROW).min(), answered=answered).sort("wave").iter_rows(named=True):
        if found["answered"] <= 1:
            many = "one organisation alone" if found["answered"] else "nobody"
            what = f"By waves.csv {many} answered in wave {found['wave']}."
            yield Found(sheet.file, found[ROW], "responded", what, "Add the others, or correct who answered.")


RULES: Final = (tie_to_one_not_asked, asked_in_one_wave, wave_of_one)
