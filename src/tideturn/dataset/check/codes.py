"""Check for codes that lead nowhere or to two places, and for findings outside the report's sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.coded import AGREED, led_nowhere
from tideturn.dataset.vocabulary import IMPACT_SECTIONS, OLDER_SECTIONS, SECTIONS
from tideturn.dataset.wording import counted, listed, quoted


@query(
    "code_leads_nowhere",
    looks_for="a code with codings, and with neither outcome, link nor theme",
    why="what was coded with it would be printed nowhere and counted nowhere",
)
def code_leads_nowhere(folder: Folder) -> Iterator[Found]:
    """Find codes whose codings count nowhere. A span that is also a causal claim counts in the causal map."""
    sheet = folder.sheet("codebook")
    codings, claims = folder.sheet("codings").frame, folder.sheet("causal_claims").frame
    idle = led_nowhere(sheet.frame, codings, claims)
    for found in sheet.where(pl.col("code").is_in(list(idle)), "code", "title"):
        laid = counted(idle[found["code"]], "coding", "codings")
        what = f"The code {quoted(found['code'])} has {laid} and leads to no outcome, link or theme."
        yield Found(sheet.file, found[ROW], "theme", what, "Give it an outcome, a link of the theory, or a theme.")


@query(
    "code_of_outcome_and_theme",
    looks_for="a code with both an outcome and a theme",
    why="its codings count for the outcome alone, and the theme would go unread",
)
def code_of_outcome_and_theme(folder: Folder) -> Iterator[Found]:
    """Find codes with both an outcome and a theme."""
    sheet = folder.sheet("codebook")
    both = pl.col("outcome_id").is_not_null() & pl.col("theme").is_not_null()
    for found in sheet.where(both, "code", "outcome_id"):
        what = f"The code {quoted(found['code'])} has a theme beside the outcome {quoted(found['outcome_id'])}."
        yield Found(sheet.file, found[ROW], "theme", what, "Keep one of the two; use two codes where both are meant.")


@query(
    "settled_in_part",
    looks_for=f"an interview with fewer than half as many `{AGREED}` codings as another coder has",
    why=f"if `{AGREED}` has coded an interview, other coders' codings of it do not count",
)
def settled_in_part(folder: Folder) -> Iterator[Found]:
    """Find interviews whose settled coding covers only a small part of what others coded."""
    sheet = folder.sheet("codings")
    if sheet.frame.is_empty():
        return
    laid = sheet.numbered().group_by("interview_id", "coder").agg(pl.len(), pl.col(ROW).min())
    settled = laid.filter(pl.col("coder") == AGREED)
    most = laid.filter(pl.col("coder") != AGREED).group_by("interview_id").agg(most=pl.col("len").max())
    few = settled.join(most, on="interview_id").filter(pl.col("len") * 2 < pl.col("most")).sort(ROW)
    for found in few.iter_rows(named=True):
        settled_by = counted(found["len"], "coding", "codings")
        what = f"{quoted(AGREED)} has {settled_by} of {found['interview_id']} and another coder {found['most']}."
        mend = f"These {found['most']} do not count. Lay the code as that coder does, or settle the whole interview."
        yield Found(sheet.file, found[ROW], "coder", what, mend)


@error(
    "impact_without_outcome",
    looks_for=f"a finding in {listed(IMPACT_SECTIONS, 'or')} without an outcome_id",
    why="what a report says of an impact is judged by the verdict on an outcome",
)
def impact_without_outcome(folder: Folder) -> Iterator[Found]:
    """Find findings about an impact that name no outcome."""
    sheet = folder.sheet("findings")
    for found in sheet.where(pl.col("section").is_in(IMPACT_SECTIONS) & pl.col("outcome_id").is_null(), "section"):
        what = f"A finding in the section {quoted(found['section'])} must name its outcome, and this one names none."
        mend = "Write the outcome's code under outcome_id, or choose a section that needs none, such as implementation."
        yield Found(sheet.file, found[ROW], "outcome_id", what, mend)


@query(
    "section_unknown",
    looks_for=f"a finding in a section other than {listed(SECTIONS, 'or')}",
    why="the report has no such section, and prints the finding under a heading of its own",
)
def section_unknown(folder: Folder) -> Iterator[Found]:
    """Find findings in a section that the report does not have."""
    sheet = folder.sheet("findings")
    known = (*SECTIONS, *OLDER_SECTIONS)
    for found in sheet.where(pl.col("section").is_not_null() & ~pl.col("section").is_in(known), "section"):
        what = f"{quoted(found['section'])} is no section of the report, so the finding gets a heading of its own."
        yield Found(sheet.file, found[ROW], "section", what, f"Use one of {listed(SECTIONS, 'or')}.")


RULES: Final = (
    code_leads_nowhere,
    code_of_outcome_and_theme,
    settled_in_part,
    impact_without_outcome,
    section_unknown,
)
