"""Check pathways: that a design can be read, and that its events belong to it, each once and each case at one site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.pathway_file import closing_names, design_faults, step_names
from tideturn.dataset.wording import capital, counted, listed, quoted

_READ: Final = ("pathway", "case_id", "activity", "time", "site")


@error(
    "pathway_without_design",
    looks_for="a pathway's file without steps, with a step that has no name or stands twice, with a closing that is no "
    "list of activities, or with a pilot or local difference that lacks its site, its day or a step that is designed",
    why="nothing can be held against such a design",
)
def pathway_without_design(folder: Folder) -> Iterator[Found]:
    """Find what keeps pathways/P.toml from describing a design."""
    for name, pathway in folder.pathways.items():
        file = f"pathways/{name.removesuffix('.toml')}.toml"
        for word, what, mend in design_faults(pathway):
            yield Found(file, None, word, capital(what), mend)


@query(
    "pathway_kept_by_unknown",
    looks_for="a pathway that speaks to an outcome and does not say who keeps its events (kept_by)",
    why="what the programme records itself is no independent evidence beside what its staff say",
)
def pathway_kept_by_unknown(folder: Folder) -> Iterator[Found]:
    """Find pathways that do not say who keeps their events."""
    for name, pathway in sorted(folder.pathways.items()):
        if pathway.get("outcome_id") and "kept_by" not in pathway:
            of = quoted(name.removesuffix(".toml"))
            what = f"Who keeps the events of {of}? Until you say, the programme counts as keeping them."
            mend = 'Write kept_by = "other" if someone else keeps them, such as the police; "programme" if you do.'
            yield Found(f"pathways/{name.removesuffix('.toml')}.toml", None, "kept_by", what, mend)


@query(
    "step_not_designed",
    looks_for="an activity of events.csv that is no step of its pathway and ends no case (one query for each)",
    why="it counts as something added; if it is a step that is spelt otherwise, that step counts as skipped",
)
def step_not_designed(folder: Folder) -> Iterator[Found]:
    """Find activities that the design does not know."""
    rows = _events(folder).drop_nulls("activity")
    for code, steps in _designed(folder):
        own = rows.filter((pl.col("pathway") == code) & ~pl.col("activity").is_in(steps))
        for activity, row, times in _first(own, "activity"):
            what = (
                f"{quoted(activity)} is no step of the pathway {quoted(code)}; there are {counted(times, 'such row')}."
            )
            mend = f"Spell it as the design does ({listed(steps)}), or say in queries.csv what it is."
            yield Found(_file(folder), row, "activity", what, mend)


@query(
    "step_never_taken",
    looks_for="a step of a pathway, or an activity that ends its cases (closing), that none of its events is",
    why="either it never happened, or it is recorded under another name",
)
def step_never_taken(folder: Folder) -> Iterator[Found]:
    """Find designed steps that no event takes; ask at the pathway's first event."""
    rows = _events(folder).drop_nulls("activity")
    for code, steps in _designed(folder):
        own = rows.filter(pl.col("pathway") == code)
        never = [step for step in steps if step not in own["activity"]]
        if own.height and never and not folder.in_part("events"):
            what = f"No event of the pathway {quoted(code)} is {listed([quoted(step) for step in never], 'or')}."
            yield Found(_file(folder), own[ROW][0], "activity", what, "Add the events, or say in queries.csv why.")


@query(
    "case_at_two_sites",
    looks_for="a case of a pathway with events at more than one site",
    why="it counts at the site of its first event alone",
)
def case_at_two_sites(folder: Folder) -> Iterator[Found]:
    """Find cases that move from one site to another; ask at the first row of another site."""
    rows = _events(folder).drop_nulls(["case_id", "site"])
    first = pl.col("site").first().over("pathway", "case_id")
    moved = rows.filter(pl.col("site") != first).unique(["pathway", "case_id"], keep="first", maintain_order=True)
    for row in moved.iter_rows(named=True):
        what = f"Case {quoted(row['case_id'])} has events at {quoted(row['site'])} and, before in the file, elsewhere."
        yield Found(_file(folder), row[ROW], "site", what, "Correct the site, or give a case of its own to each.")


@query(
    "event_twice",
    looks_for="rows of events.csv that are there already, equal in every column (one query for each pathway)",
    why="they count once; mostly the same extract was put in twice",
)
def event_twice(folder: Folder) -> Iterator[Found]:
    """Find rows that repeat an earlier row."""
    sheet = folder.sheet("events")
    rows = sheet.numbered()
    again = rows.filter(~pl.struct(pl.exclude(ROW)).is_first_distinct())
    for code, row, times in _first(again.drop_nulls("pathway"), "pathway"):
        what = f"{counted(times, 'row')} of the pathway {quoted(code)} {_are(times)} there already; this is the first."
        yield Found(sheet.file, row, "case_id", what, "Take them out, or say in queries.csv that it happened twice.")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _events(folder: Folder) -> pl.DataFrame:
    return folder.sheet("events").numbered().select(ROW, *_READ)


def _file(folder: Folder) -> str:
    return folder.sheet("events").file


def _designed(folder: Folder) -> Iterator[tuple[str, list[str]]]:
    """Yield each pathway whose file designs steps, with the names of the steps and of the activities that
    end a case.
    """
    for name, pathway in sorted(folder.pathways.items()):
        if steps := step_names(pathway):
            yield name.removesuffix(".toml"), list(dict.fromkeys([*steps, *closing_names(pathway)]))


def _first(rows: pl.DataFrame, column: str) -> Iterator[tuple[str, int, int]]:
    """Yield each value of a column, the first of its rows, and how many rows there are."""
    yield from rows.group_by(column).agg(pl.col(ROW).min(), times=pl.len()).sort(ROW).iter_rows()


RULES: Final = (
    pathway_without_design,
    pathway_kept_by_unknown,
    step_not_designed,
    step_never_taken,
    case_at_two_sites,
    event_twice,
)
