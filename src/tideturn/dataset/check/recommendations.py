"""Check recommendations: that each follows from a finding, and says how soon it matters and by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, query
from tideturn.dataset.wording import listed, quoted

_ASKED: Final = ("claim_id", "priority", "due")
_FACT: Final = re.compile(
    r"[\d.,]+ ?(?:%|per ?cent)|\b\d+ (?:in|out of|of(?: the)?) \d+\b|\b(?:half|twice|most|the majority)\b|"
    r"\bbecause\b|, (?:since|as)\b",
    re.IGNORECASE,
)


@query(
    "recommendation_in_part",
    looks_for="a recommendation of the last year that has any, without claim_id (where the year has findings), "
    "priority or due, or with the finding of another year",
    why="a reader cannot see what it follows from, or when to act",
)
def recommendation_in_part(folder: Folder) -> Iterator[Found]:
    """Find recommendations of the last year that lack something the report prints. Ignore earlier years."""
    sheet = folder.sheet("recommendations")
    last = max(sheet.frame["year"].drop_nulls().to_list(), default=None)
    if last is None:
        return
    findings = dict(folder.sheet("findings").frame.select("claim_id", "year").drop_nulls().iter_rows())
    unread = folder.in_part("findings")
    for found in sheet.where(pl.col("year") == last, "recommendation_id", *_ASKED):
        absent = [name for name in _ASKED if found[name] is None and (name != "claim_id" or last in findings.values())]
        name, of = quoted(found["recommendation_id"]), findings.get(found["claim_id"], last)
        if absent:
            mend = "Fill in what is missing."
            yield Found(sheet.file, found[ROW], absent[0], f"{name} has no {listed(absent, 'or')}.", mend)
        if of != last and not unread:
            what = f"{name} is of Year {last}, and follows from {quoted(found['claim_id'])}, a finding of Year {of}."
            yield Found(sheet.file, found[ROW], "claim_id", what, f"Name a finding of Year {last}.")


@query(
    "recommendation_gives_a_reason",
    looks_for="a recommendation of the last year with a percentage, a number *of* a number, *half*, *twice*, *most*, "
    "*because* or *, since*",
    why="the checks hold findings against the evidence, and not recommendations; the report prints both",
)
def recommendation_gives_a_reason(folder: Folder) -> Iterator[Found]:
    """Find recommendations that state a fact, since no check compares them with the evidence."""
    sheet = folder.sheet("recommendations")
    last = max(sheet.frame["year"].drop_nulls().to_list(), default=None)
    for found in sheet.where(pl.col("year") == last, "recommendation_id", "text") if last is not None else ():
        if said := _FACT.search(found["text"] or ""):
            what = f"{quoted(found['recommendation_id'])} says {quoted(said[0].strip(' ,'))}, which nothing checks."
            mend = "Say what to do. Give numbers and reasons in the finding that it follows from."
            yield Found(sheet.file, found[ROW], "text", what, mend)


RULES: Final = (recommendation_in_part, recommendation_gives_a_reason)
