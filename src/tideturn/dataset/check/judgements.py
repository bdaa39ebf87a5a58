"""Check what the evaluator writes: that scopes exist, and that people are known by their role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.check.theory import rings
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import listed, quoted

ANSWERABLE: Final = (
    ("overrides", "by"),
    ("rivals", "by"),
    ("queries", "by"),
    ("findings", "author"),
    ("findings", "reviewer"),
    ("codings", "coder"),
    ("coders", "coder"),
    ("substantiations", "substantiator"),
    ("interviews", "source"),
    ("attendance", "attendee_id"),
    ("cases", "case_id"),
)
"""Columns that hold a code for a person, where somebody might write a name."""

_TWO_NAMES: Final = r"^\p{Lu}[\p{L}'’-]*\p{Ll}(?: \p{Lu}[\p{L}'’-]*\p{Ll})+$"
_A_ROLE: Final = (
    r"(?i)\b(?:manager|lead|leader|director|worker|officer|evaluator|coordinator|head|analyst|reviewer|author|coder|"
    r"researcher|practitioner|administrator|commissioner|team|staff|panel|board|group|service|case|trainer|person)\b"
)


@error(
    "scope_unknown",
    looks_for="a finding or override whose scope is neither a site nor `programme`",
    why="it would be printed nowhere",
)
def scope_unknown(folder: Folder) -> Iterator[Found]:
    """Find scopes that do not exist."""
    if folder.programme is None:
        return
    scopes = [*folder.site_codes, PROGRAMME_SCOPE]
    for table in ("findings", "overrides"):
        sheet = folder.sheet(table)
        for found in sheet.where(pl.col("scope").is_not_null() & ~pl.col("scope").is_in(scopes), "scope"):
            what = f"{quoted(found['scope'])} is no scope."
            yield Found(sheet.file, found[ROW], "scope", what, f"Use one of {listed(scopes, 'or')}.")


@error(
    "summaries_in_a_ring",
    looks_for="findings that sum one another up in a ring, or a finding that sums up itself",
    why="each could then lean on the other, and none on evidence",
)
def summaries_in_a_ring(folder: Folder) -> Iterator[Found]:
    """Find each ring of summaries once."""
    sheet = folder.sheet("findings")
    edges = [
        (found["claim_id"], part, found[ROW])
        for found in sheet.where(pl.col("claim_id").is_not_null(), "claim_id", "summary_of")
        for part in split_many(found["summary_of"])
    ]
    for ring, row in rings(edges):
        what = f"The findings sum one another up in a ring: {' → '.join((*ring, ring[0]))}."
        yield Found(sheet.file, row, "summary_of", what, "Take out the one that is not summed up here.")


@error(
    "network_outcome_unknown",
    looks_for="an outcome under [network] in programme.toml that is not in outcomes.csv",
    why="change in the network would count towards nothing",
)
def network_outcome_unknown(folder: Folder) -> Iterator[Found]:
    """Find an outcome of the network that does not exist."""
    outcome = folder.programme.network_outcome if folder.programme else None
    if folder.in_part("outcomes"):
        return
    if outcome and outcome not in set(folder.sheet("outcomes").frame["outcome_id"].drop_nulls()):
        what = f"{quoted(outcome)} is no outcome of outcomes.csv."
        yield Found(
            folder.described_in("programme"), None, "network.outcome_id", what, "Correct the code, or add the outcome."
        )


@query(
    "name_for_a_code",
    looks_for="what looks like a name (two capitalised words) in a column that holds a code for a person: "
    + ", ".join(f"{table}.{column}" for table, column in ANSWERABLE),
    why="a folder never holds names; those who answer for something are known by their role",
)
def name_for_a_code(folder: Folder) -> Iterator[Found]:
    """Find names in place of codes. Do not repeat the name itself."""
    for table, column in ANSWERABLE:
        sheet = folder.sheet(table)
        for found in sheet.where(_like_a_name(pl.col(column))):
            what = "This looks like a person's name."
            mend = "Write a role code or pseudonym; if it is none, say so in queries.csv."
            yield Found(sheet.file, found[ROW], column, what, mend)


def names_somebody(table: str, column: str, value: str) -> bool:
    """Return whether a value looks like a name where a code for a person is wanted."""
    return (table, column) in ANSWERABLE and pl.select(_like_a_name(pl.lit(value))).item() is True


def _like_a_name(cells: pl.Expr) -> pl.Expr:
    return cells.str.contains(_TWO_NAMES) & ~cells.str.contains(_A_ROLE)


RULES: Final = (scope_unknown, summaries_in_a_ring, network_outcome_unknown, name_for_a_code)
