"""Check transcripts and the spans on them: that files exist, and that spans begin and end where characters do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder, Sheet
from tideturn.dataset.check.graphemes import splits_character
from tideturn.dataset.check.references import OPEN_ANSWER, open_answer_texts
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.wording import quoted

SPANS: Final = ("codings", "causal_claims")
AGREED: Final = "agreed"
"""Name of the coder of the settled coding, who counts as given every interview."""


@error(
    "transcript_missing",
    looks_for="an interview whose file is not in transcripts/",
    why="nothing that it says could be read or quoted",
)
def transcript_missing(folder: Folder) -> Iterator[Found]:
    """Find interviews without their text."""
    sheet = folder.sheet("interviews")
    # Another rule already reports a file that exists and could not be read.
    there = [*folder.transcripts, *(file.removeprefix("transcripts/") for file in folder.incomplete)]
    for found in sheet.where(pl.col("file").is_not_null() & ~pl.col("file").is_in(there), "file"):
        what = f"There is no transcripts/{found['file']}."
        yield Found(sheet.file, found[ROW], "file", what, "Put the transcript there, or correct its name.")


@query(
    "transcript_unnamed",
    looks_for="a file in transcripts/ that no interview names",
    why="it was given, and would not be read",
)
def transcript_unnamed(folder: Folder) -> Iterator[Found]:
    """Find transcripts that belong to no interview."""
    if folder.in_part("interviews"):
        return
    sheet = folder.sheet("interviews")
    named = set(sheet.frame["file"].drop_nulls())
    for name in sorted(set(folder.transcripts) - named):
        what = "No interview names this transcript."
        yield Found(f"transcripts/{name}", 1, "file", what, f"Add its row to {sheet.file}, or take the file out.")


@error(
    "span_outside_text",
    looks_for="a coded stretch that ends before it begins, or runs past the end of its text",
    why="the words it was laid over cannot be found",
)
def span_outside_text(folder: Folder) -> Iterator[Found]:
    """Find spans that lie outside their text."""
    for sheet, text, found in _spans(folder):
        start, end = found["start"], found["end"]
        if end <= start:
            what = f"The stretch ends at {end}, which is not after its start, {start}."
            yield Found(sheet.file, found[ROW], "end", what, "The end is one past the last character.")
        elif text is not None and end > len(text):
            whose = quoted(found["interview_id"])
            what = f"The stretch ends at {end}, and the text of {whose} has {len(text)} characters."
            yield Found(sheet.file, found[ROW], "end", what, "Count characters of the stored text from 0, not bytes.")


@error(
    "span_splits_character",
    looks_for="a coded stretch that begins or ends inside a character as a reader sees it (accent, emoji, flag)",
    why="the quotation would begin or end with a broken character; offsets were probably counted in another unit",
)
def span_splits_character(folder: Folder) -> Iterator[Found]:
    """Find spans that begin or end within a grapheme."""
    for sheet, text, found in _spans(folder):
        if text is None or found["end"] > len(text):
            continue
        for end in ("start", "end"):
            if splits_character(text, found[end]):
                what = f"Position {found[end]} lies inside a character of {quoted(found['interview_id'])}."
                mend = "Move it to where the character begins or ends; offsets count Unicode code points."
                yield Found(sheet.file, found[ROW], end, what, mend)


@query(
    "codings_overlap",
    looks_for="one coder laying one code twice over the same words",
    why="one thing said once would look like two",
)
def codings_overlap(folder: Folder) -> Iterator[Found]:
    """Find overlapping spans of the same coder and code."""
    sheet = folder.sheet("codings")
    who = ["interview_id", "coder", "code"]
    rows = sheet.numbered().drop_nulls([*who, "start", "end"]).sort(*who, "start", "end", ROW)
    rows = rows.with_columns(pl.col("end").cum_max().shift().over(who).alias("reached"))
    same = (pl.col("end") == pl.col("end").shift().over(who)) & (pl.col("start") == pl.col("start").shift().over(who))
    for found in rows.filter((pl.col("start") < pl.col("reached")) & ~same).sort(ROW).iter_rows(named=True):
        what = (
            f"{quoted(found['coder'])} has already laid {quoted(found['code'])} over some of these words of "
            f"{quoted(found['interview_id'])}."
        )
        yield Found(sheet.file, found[ROW], "start", what, "Join the two stretches, or shorten one.")


@query(
    "coder_without_task",
    looks_for="a coding by somebody who, by coders.csv, was not given that text",
    why="agreement is reckoned over what both coders were given",
)
def coder_without_task(folder: Folder) -> Iterator[Found]:
    """Find codings of a text that coders.csv did not give to that coder."""
    tasks = folder.sheet("coders").frame.select("interview_id", "coder").unique()
    if tasks.is_empty() or folder.in_part("coders"):
        return
    sheet = folder.sheet("codings")
    rows = sheet.numbered().select(ROW, "interview_id", "coder").drop_nulls().filter(pl.col("coder") != AGREED)
    for found in rows.join(tasks, on=["interview_id", "coder"], how="anti").sort(ROW).iter_rows(named=True):
        what = f"coders.csv does not say that {quoted(found['coder'])} was given {quoted(found['interview_id'])}."
        yield Found(sheet.file, found[ROW], "coder", what, "Add the row to coders.csv, or correct the coder.")


@query(
    "cause_of_itself",
    looks_for="a causal claim whose cause and effect are one factor, or two factors of one node of the theory",
    why="it joins nothing, and is left out of the causal map",
)
def cause_of_itself(folder: Folder) -> Iterator[Found]:
    """Find claims that lead from a part of the map to itself."""
    stands = dict(folder.sheet("factors").frame.select("factor", "node_id").iter_rows())
    sheet = folder.sheet("causal_claims")
    rows = sheet.numbered().select(ROW, "from_factor", "to_factor").drop_nulls().sort(ROW)
    for found in rows.iter_rows(named=True):
        start, end = found["from_factor"], found["to_factor"]
        node = stands.get(start)
        if start == end:
            what = f"It says that {quoted(start)} led to itself."
        elif node and node == stands.get(end):
            what = f"{quoted(start)} and {quoted(end)} both stand for {quoted(node)}."
        else:
            continue
        yield Found(sheet.file, found[ROW], "to_factor", what, "Correct the factor, or tell the two apart.")


@query(
    "effect_unstated",
    looks_for="a causal claim that does not say whether the cause helps or hinders",
    why="it is counted as helping, so that a hindrance would stand among what helped",
)
def effect_unstated(folder: Folder) -> Iterator[Found]:
    """Find causal claims that do not say whether they help or hinder."""
    sheet = folder.sheet("causal_claims")
    # Another rule already reports a cell that is filled and is no effect.
    empty = pl.lit(sheet.text["effect"].is_null()) if "effect" in sheet.text.columns else pl.lit(True)
    for found in sheet.where(empty, "from_factor", "to_factor"):
        ends = [quoted(found[end] or "") for end in ("from_factor", "to_factor")]
        what = f"It does not say whether {ends[0]} helps {ends[1]} or hinders it."
        yield Found(sheet.file, found[ROW], "effect", what, "Read the words, and write helps or hinders.")


def _spans(folder: Folder) -> Iterator[tuple[Sheet, str | None, dict[str, Any]]]:
    """Yield every span with both ends, with the text that it marks (None if that text is missing)."""
    interviews = folder.sheet("interviews").frame.select("interview_id", "file").drop_nulls()
    texts = {code: folder.transcripts[file] for code, file in interviews.iter_rows() if file in folder.transcripts}
    for name in SPANS:
        sheet = folder.sheet(name)
        named = sheet.frame["interview_id"].drop_nulls().unique()
        answers = open_answer_texts(folder, [code for code in named if code.startswith(OPEN_ANSWER)])
        both = pl.col("start").is_not_null() & pl.col("end").is_not_null()
        for found in sheet.where(both, "interview_id", "start", "end"):
            code = found["interview_id"]
            yield sheet, texts.get(code, answers.get(code)), found


RULES: Final = (
    transcript_missing,
    transcript_unnamed,
    span_outside_text,
    span_splits_character,
    codings_overlap,
    coder_without_task,
    cause_of_itself,
    effect_unstated,
)
