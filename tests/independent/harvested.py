"""Changes that people noticed and others were asked to confirm, and documents that speak to an outcome."""

from __future__ import annotations

from dataclasses import dataclass

from .folder import Row, Year, day

ADOPTED = {"", "adopted", "embedded", "spread"}
CONFIRMS = {"fully", "partly"}
KINDS = ("better", "worse", "disputed", "reversed", "not confirmed")


def stage(year: Year, row: Row) -> str:
    """Return how far a change had come by what was known; a stage of a later day counts as discussed."""
    reversed_on = day(row["reversed_on"])
    if reversed_on and reversed_on <= year.data_to:
        return "reversed"
    later = next(each for each in year.folder.table("changes") if each["change_id"] == row["change_id"])
    if later["stage"] == "reversed":
        return "adopted"  # what was undone later had been adopted before
    dated = day(later["stage_date"])
    return "discussed" if dated and dated > year.data_to else row["stage"]


def verdict(year: Year, row: Row) -> str:
    """Return what became of a change: confirmed for better or worse, disputed, reversed, or not confirmed."""
    if stage(year, row) == "reversed":
        return "reversed"
    told = [each for each in year.rows("substantiations") if each["change_id"] == row["change_id"]]
    if any("disagree" in (each["description"], each["contribution"]) for each in told):
        return "disputed"
    by = [each for each in told if each["independent"] == "yes"]
    confirmed = any(each["description"] in CONFIRMS and each["contribution"] in CONFIRMS for each in by)
    if confirmed and stage(year, row) in ADOPTED:
        return "worse" if row["direction"] == "negative" else "better"
    return "not confirmed"


def changes(year: Year, outcome: str | None, scope: str) -> list[Row]:
    """Return the changes of the year, of an outcome where one is named."""
    return [
        row
        for row in year.rows("changes")
        if year.during(row["date"])
        and outcome in {None, row["outcome_id"]}
        and (row["site"] in year.sites if scope == "programme" else row["site"] == scope)
    ]


def tallied(year: Year, outcome: str, scope: str) -> dict[str, int]:
    found = [verdict(year, row) for row in changes(year, outcome, scope)]
    return {kind: found.count(kind) for kind in KINDS}


@dataclass(frozen=True)
class Papers:
    documents: int
    origins_for: int
    against: int


def papers(year: Year, outcome: str, scope: str) -> Papers:
    """Count the year's documents that speak to an outcome, and the different origins of those in support."""
    known = {row["document_id"]: row for row in year.rows("documents") if year.during(row["date"])}
    rows = [
        row
        for row in year.rows("extracts")
        if row["outcome_id"] == outcome and row["document_id"] in known and scope in {"programme", row["site"]}
    ]
    origin = {"supports": set(), "contradicts": set()}  # type: dict[str, set[str]]
    for row in rows:
        if row["polarity"] in origin:
            origin[row["polarity"]].add(known[row["document_id"]]["origin"])
    return Papers(len({row["document_id"] for row in rows}), len(origin["supports"]), len(origin["contradicts"]))
