"""Check systems change: activities under priorities, harvested changes and who confirms them, ties, waves, pathways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.casework import span
from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.pathway_file import constraint_fault, entries, step_names, strangers
from tideturn.dataset.wording import quoted


@error(
    "priority_not_in_force",
    looks_for="an activity under a priority that was not in force on its day",
    why="it would be counted towards something that the programme had not agreed, or had dropped",
)
def priority_not_in_force(folder: Folder) -> Iterator[Found]:
    """Find activities dated before their priority was agreed or after it was dropped or met."""
    sheet = folder.sheet("activities")
    never = (pl.col("date") < pl.col("from")) | (pl.col("date") > pl.col("to"))
    for found in _under_priority(folder).filter(never).iter_rows(named=True):
        held = span(found["from"], found["to"])
        what = f"{quoted(found['priority_id'])} was in force {held}, and the activity is dated {found['date']}."
        mend = "Correct the priority, its dates in priorities.csv, or the activity."
        yield Found(sheet.file, found[ROW], "priority_id", what, mend)


@query(
    "priority_elsewhere",
    looks_for="an activity under another site's priority",
    why="it may be help across sites, or a slip that moves work from one site to another",
)
def priority_elsewhere(folder: Folder) -> Iterator[Found]:
    """Find activities under a priority that is neither shared nor their own site's."""
    sheet = folder.sheet("activities")
    for found in _under_priority(folder).filter(pl.col("whose") != pl.col("site")).iter_rows(named=True):
        whose, site = quoted(found["whose"]), quoted(found["site"])
        what = f"{quoted(found['priority_id'])} is a priority of {whose}, and the activity is of {site}."
        yield Found(sheet.file, found[ROW], "priority_id", what, "Correct one of the two, or say why it stands.")


def _under_priority(folder: Folder) -> pl.DataFrame:
    """Return the activities, each with its priority and the site that the priority belongs to (`whose`)."""
    priorities = folder.sheet("priorities").frame.unique("priority_id", keep="first")
    held = priorities.select("priority_id", "from", "to", whose="site")
    activities = folder.sheet("activities").numbered().select(ROW, "site", "date", "priority_id")
    return activities.join(held, on="priority_id", how="inner").sort(ROW)


@error(
    "independent_staff",
    looks_for="a substantiator marked independent whose voice is staff",
    why="nobody can confirm their own work from outside",
)
def independent_staff(folder: Folder) -> Iterator[Found]:
    """Find staff marked as independent of the programme."""
    sheet = folder.sheet("substantiations")
    for found in sheet.where(pl.col("independent") & (pl.col("voice") == "staff"), "substantiator"):
        what = f"{quoted(found['substantiator'])} is marked independent and is the programme's own staff."
        yield Found(sheet.file, found[ROW], "independent", what, "Write no, or correct the voice.")


@query(
    "reversal_without_day",
    looks_for="a change at stage reversed without the day it was undone",
    why="a change undone by the year's end does not count, so the day decides",
)
def reversal_without_day(folder: Folder) -> Iterator[Found]:
    """Find reversed changes that give no day."""
    sheet = folder.sheet("changes")
    undone = (pl.col("stage") == "reversed") & pl.col("reversed_on").is_null() & pl.col("stage_date").is_null()
    for found in sheet.where(undone, "change_id"):
        what = f"{quoted(found['change_id'])} was reversed, and no day is given."
        yield Found(sheet.file, found[ROW], "reversed_on", what, "Give the day on which it was undone.")


@error(
    "tie_to_itself",
    looks_for="an organisation with a tie to itself",
    why="it would raise the density of the network without meaning anything",
)
def tie_to_itself(folder: Folder) -> Iterator[Found]:
    """Find ties that lead to no other organisation."""
    sheet = folder.sheet("ties")
    for found in sheet.where(pl.col("from") == pl.col("to"), "from"):
        what = f"{quoted(found['from'])} has a tie to itself."
        yield Found(sheet.file, found[ROW], "to", what, "Correct one end of the tie, or take the row out.")


@query(
    "tie_without_answer",
    looks_for="a tie told by an organisation that, by waves.csv, was not asked in that wave or did not answer",
    why="ties of those who did not answer are missing, not absent; whoever told one has answered",
)
def tie_without_answer(folder: Folder) -> Iterator[Found]:
    """Find ties whose teller did not answer in that wave, by waves.csv."""
    waves = folder.sheet("waves").frame
    if waves.is_empty() or folder.in_part("waves"):
        return
    answered = waves.filter(pl.col("responded")).select("wave", **{"from": "organisation_id"}).unique()
    sheet = folder.sheet("ties")
    rows = sheet.numbered().select(ROW, "wave", "from").drop_nulls()
    for found in rows.join(answered, on=["wave", "from"], how="anti").sort(ROW).iter_rows(named=True):
        what = f"waves.csv does not say that {quoted(found['from'])} answered in wave {found['wave']}."
        yield Found(sheet.file, found[ROW], "from", what, "Correct waves.csv, or the tie.")


@query(
    "waves_out_of_order",
    looks_for="a wave asked before an earlier wave had ended",
    why="change between waves is read in the order of their numbers",
)
def waves_out_of_order(folder: Folder) -> Iterator[Found]:
    """Find waves that begin before the wave before them has ended."""
    sheet = folder.sheet("waves")
    rows = sheet.numbered().drop_nulls(["wave", "date"])
    waves = rows.group_by("wave").agg(
        pl.col("date").min().alias("first"), pl.col("date").max().alias("last"), pl.col(ROW).min()
    )
    ordered = waves.sort("wave").with_columns(pl.col("last").shift().alias("before"))
    for found in ordered.filter(pl.col("first") < pl.col("before")).iter_rows(named=True):
        what = f"Wave {found['wave']} begins on {found['first']}, and the one before it runs to {found['before']}."
        yield Found(sheet.file, found[ROW], "date", what, "Correct the dates, or the waves' numbers.")


@error(
    "pathway_unknown",
    looks_for="an outcome or site of a pathway's file that does not exist, or a constraint on a step that it lacks",
    why="the pathway would count towards nothing, or be held against a step that nobody takes",
)
def pathway_unknown(folder: Folder) -> Iterator[Found]:
    """Find outcomes, sites and steps that pathways/P.toml names and the folder does not have."""
    # Lists, since a file may hold a list or a table where a name should be, and no set can be asked for one.
    outcomes = folder.sheet("outcomes").frame["outcome_id"].drop_nulls().to_list()
    sites = list(folder.site_codes)
    for name, pathway in folder.pathways.items():
        file = f"pathways/{name.removesuffix('.toml')}.toml"
        outcome = pathway.get("outcome_id")
        if outcome and outcome not in outcomes and not folder.in_part("outcomes"):
            what = f"{quoted(str(outcome))} is no outcome of outcomes.csv."
            yield Found(file, None, "outcome_id", what, "Correct the code, or add the outcome.")
        for part in ("pilots", "local"):
            for entry in entries(pathway, part):
                site = entry.get("site")
                if folder.programme is not None and site and site not in sites:
                    what = f"{quoted(str(site))} is no site of {folder.described_in('sites')}."
                    yield Found(file, None, f"{part}.site", what, "Correct the code, or add the site.")
        steps = step_names(pathway)
        for entry in entries(pathway, "constraints"):
            for end in ("after", "then"):
                step = entry.get(end)
                if step and entries(pathway, "steps") and step not in steps:
                    what = f"{quoted(str(step))} is no step of the pathway."
                    yield Found(file, None, f"constraints.{end}", what, "Spell it as under [[steps]].")


@error(
    "pathway_unreadable",
    looks_for="a word that a pathway's file does not know, or a deadline or template that is none",
    why="a rule whose deadline is spelt wrongly would be held without one",
)
def pathway_unreadable(folder: Folder) -> Iterator[Found]:
    """Find words in pathways/P.toml that nothing reads, and constraints that are no rules."""
    for name, pathway in folder.pathways.items():
        file = f"pathways/{name.removesuffix('.toml')}.toml"
        for column, what, mend in strangers(pathway):
            yield Found(file, None, column, what, mend)
        for number, entry in enumerate(entries(pathway, "constraints"), start=1):
            if fault := constraint_fault(entry):
                column, what, mend = fault
                yield Found(file, None, f"constraints.{column}", f"Constraint {number}: {what}", mend)


@query(
    "pathway_without_file",
    looks_for="events of a pathway that has no file in pathways/ (one query for each pathway)",
    why="without its designed steps nothing can be said of how far it was followed",
)
def pathway_without_file(folder: Folder) -> Iterator[Found]:
    """Find pathways of events.csv that nobody has described."""
    sheet = folder.sheet("events")
    there = [name.removesuffix(".toml") for name in folder.pathways]
    # Another rule already reports a file that exists and could not be read.
    there += [file.removeprefix("pathways/").removesuffix(".toml") for file in folder.incomplete]
    rows = sheet.numbered().filter(~pl.col("pathway").is_in(there))
    for name, row in rows.group_by("pathway").agg(pl.col(ROW).min()).sort(ROW).iter_rows():
        what = f"There is no pathways/{name}.toml; this is the first of its events."
        yield Found(sheet.file, row, "pathway", what, "Write the file with the pathway's steps, or correct the code.")


RULES: Final = (
    priority_not_in_force,
    priority_elsewhere,
    independent_staff,
    reversal_without_day,
    tie_to_itself,
    tie_without_answer,
    waves_out_of_order,
    pathway_unknown,
    pathway_unreadable,
    pathway_without_file,
)
