"""Check outcomes: that each claim is stated, and fits its title, its questions and the theory of change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from tideturn.dataset.answers import is_several
from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, query
from tideturn.dataset.wording import listed, quoted

_COMPARES: Final = re.compile(
    r"(?i)\b(?:more|better|fewer|less|safer|stronger|weaker|higher|lower|earlier|sooner|faster|greater|"
    r"improv(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|"
    r"rises?|rose|risen|falls?|fell|fallen|grows?|grew|grown|changes|changed)\b"
)
"""Pattern for words in a title that say that something changed."""
_SHOWN: Final = 3
"""Maximum number of questions that a sentence names."""


@query(
    "claim_unknown",
    looks_for="an outcome with an empty claim, if its title does not compare or a survey asks how things are",
    why="it takes other evidence to show how things are than to show that they changed",
)
def claim_unknown(folder: Folder) -> Iterator[Found]:
    """Find outcomes that do not say whether they claim a state or a change."""
    asked = _questions(folder)
    sheet = folder.sheet("outcomes")
    for found in sheet.where(pl.col("outcome_id").is_not_null() & pl.col("claim").is_null(), "outcome_id", "title"):
        levels = [row["item"] for row in asked.get(found["outcome_id"], ()) if row["measures"] != "change"]
        title = found["title"] or found["outcome_id"]
        if _compares(title) and not levels:
            continue
        how = f" {listed([quoted(item) for item in levels[:_SHOWN]])} may ask how things are." if levels else ""
        what = f"Does {quoted(title)} claim that things are so, or that they changed? It counts as a change.{how}"
        mend = "Write state (“young people feel safe”) or change (“young people feel safer”)."
        yield Found(sheet.file, found[ROW], "claim", what, mend)


@query(
    "change_asked_of_a_state",
    looks_for="a question about change (measures change) under an outcome that claims a state",
    why="“it is better than before” does not say that it is so now, and the report reads nothing from the question",
)
def change_asked_of_a_state(folder: Folder) -> Iterator[Found]:
    """Find questions that give no evidence on their outcome."""
    states = _states(folder)
    for survey in folder.surveys.values():
        about = (pl.col("measures") == "change") & pl.col("outcome_id").is_in(list(states))
        for found in survey.items.where(about, "item", "outcome_id"):
            what = f"{quoted(found['item'])} asks about change; the outcome {quoted(found['outcome_id'])} is a state."
            mend = "Correct measures, or the outcome's claim. Nothing is read from the question as it stands."
            yield Found(survey.items.file, found[ROW], "measures", what, mend)


@query(
    "state_compares",
    looks_for="an outcome that claims a state, with a title that compares (more, better, improve, safer, fewer …)",
    why="a title that compares claims a change, and a state is easier to show",
)
def state_compares(folder: Folder) -> Iterator[Found]:
    """Find states whose title says that something changed."""
    sheet = folder.sheet("outcomes")
    for outcome, found in _states(folder).items():
        if found["title"] and _compares(found["title"]):
            what = f"{quoted(outcome)} claims a state, but its title, {quoted(found['title'])}, says that it changed."
            mend = "Write change under claim, or word the title as a state."
            yield Found(sheet.file, found[ROW], "title", what, mend)


@query(
    "state_without_version",
    looks_for="an outcome that claims a state and has no node in any version of the theory dated before its due year",
    why="if nobody aimed at a state beforehand, things may have been so without the programme",
)
def state_without_version(folder: Folder) -> Iterator[Found]:
    """Find states that the theory did not name in time.

    If there is a theory, another rule reports a state without a node.
    """
    if folder.programme is None or folder.in_part("toc_nodes") or folder.in_part("toc_versions"):
        return
    begins = {year.number: year.start for year in folder.programme.years}
    versions = folder.sheet("toc_versions").frame.drop_nulls(["version", "date"])
    nodes = folder.sheet("toc_nodes").frame
    sheet = folder.sheet("outcomes")
    for outcome, found in _states(folder).items():
        due = begins.get(found["due_year"])
        own = nodes.filter(pl.col("outcome_id") == outcome)
        if due is None or (own.is_empty() and not nodes.is_empty()):
            continue
        before = versions.filter(pl.col("date") < due)["version"].to_list()
        spans = own.select("from_version", "to_version").iter_rows()
        if not any((first or v) <= v <= (last or v) for first, last in spans for v in before):
            what = f"No version of the theory dated before Year {found['due_year']} holds {quoted(outcome)}."
            mend = "Correct the versions' dates, or say in queries.csv when you began to aim at it."
            yield Found(sheet.file, found[ROW], "outcome_id", what, mend)


def _states(folder: Folder) -> Mapping[str, dict[str, Any]]:
    rows = folder.sheet("outcomes").where(pl.col("claim") == "state", "outcome_id", "title", "due_year")
    return {row["outcome_id"]: row for row in rows if row["outcome_id"] is not None}


def _questions(folder: Folder) -> Mapping[str, list[dict[str, Any]]]:
    """Return each outcome's questions with one answer: the number who chose an option is neither a state
    nor a change.
    """
    questions: dict[str, list[dict[str, Any]]] = {}
    for survey in folder.surveys.values():
        for row in survey.items.where(pl.col("item").is_not_null(), "item", "outcome_id", "measures", "kind"):
            if not is_several(row, survey.questions.get(row["item"])):
                questions.setdefault(row["outcome_id"], []).append(row)
    return questions


def _compares(title: str) -> bool:
    return _COMPARES.search(title) is not None


RULES: Final = (claim_unknown, change_asked_of_a_state, state_compares, state_without_version)
