"""Check what the programme contributed: whether rivals are weighed, and tests say beforehand what they expect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.check.about import stored
from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, query
from tideturn.dataset.headings import nearest
from tideturn.dataset.schema import MANY
from tideturn.dataset.wording import day, listed, plain, quoted


@query(
    "rival_not_weighed",
    looks_for="another explanation, in context.csv or on a link into an outcome, without a row in rivals.csv for the "
    "same outcome in the same words",
    why="until every other explanation is weighed, the programme's contribution is at most plausible",
)
def rival_not_weighed(folder: Folder) -> Iterator[Found]:
    """Find rival explanations that somebody named and nobody weighed."""
    if folder.in_part("rivals"):
        return
    sheet = folder.sheet("rivals")
    weighed: dict[str, list[str]] = {}
    for outcome, words in sheet.frame.select("outcome_id", "rival").drop_nulls().iter_rows():
        weighed.setdefault(outcome, []).append(words)
    asked: set[tuple[str, str]] = set()
    for file, outcome, words in _named(folder):
        own, one = weighed.get(outcome, []), (outcome, plain(words))
        if one[1] in map(plain, own) or one in asked:
            continue
        asked.add(one)
        like = nearest(words, own)
        guess = f" Perhaps {quoted(like)} is meant to be the same: use the same words." if like else ""
        what = f"{file} names another explanation of {quoted(outcome)} that is not weighed: {quoted(words)}.{guess}"
        mend = "Add a row with the same words: weighed (unknown, if nobody found out), reason and by."
        yield Found(sheet.file, 1, "rival", what, mend, key=f"{outcome}{MANY}{stored(words)}", value=stored(words))


def _named(folder: Folder) -> Iterator[tuple[str, str, str]]:
    """Yield each rival explanation written in another table: the file, the outcome and the words."""
    context, links = folder.sheet("context"), folder.sheet("toc_links")
    for outcome, words in context.frame.select("outcome_id", "description").drop_nulls().iter_rows():
        yield context.file, outcome, words
    outcome_of = dict(folder.sheet("toc_nodes").frame.select("node_id", "outcome_id").drop_nulls().iter_rows())
    for node, cell in links.frame.select("to_node", "rivals").drop_nulls().iter_rows():
        for words in split_many(cell) if node in outcome_of else ():
            yield links.file, outcome_of[node], words


@query(
    "test_incomplete",
    looks_for="evidence of a finding with only some of test, expected and expected_on, or with seen and no test",
    why="it tests nothing unless somebody wrote down beforehand what they expected to see",
)
def test_incomplete(folder: Folder) -> Iterator[Found]:
    """Find incomplete tests of a cause."""
    sheet = folder.sheet("finding_evidence")
    parts = ("test", "expected", "expected_on")
    some = pl.any_horizontal([pl.col(name).is_not_null() for name in (*parts, "seen")])
    lacks = pl.any_horizontal([pl.col(name).is_null() for name in parts])
    for found in sheet.where(some & lacks, "claim_id", "evidence_id", *parts):
        absent = [name for name in parts if found[name] is None]
        what = f"{quoted(found['evidence_id'])} tests {quoted(found['claim_id'])} without {listed(absent)}."
        mend = (
            "Say what sort of test it is, what you expected to see, and when you wrote that down; or leave all empty."
        )
        yield Found(sheet.file, found[ROW], absent[0], what, mend)


@query(
    "expected_afterwards",
    looks_for="a test with an expected_on after the data_to of the finding's year",
    why="an expectation that was written down after the year was known tests nothing, and does not count",
)
def expected_afterwards(folder: Folder) -> Iterator[Found]:
    """Find expectations that were written down too late."""
    if folder.programme is None:
        return
    known = {year.number: year.as_of for year in folder.programme.years}
    year_of = dict(folder.sheet("findings").frame.select("claim_id", "year").drop_nulls().iter_rows())
    sheet = folder.sheet("finding_evidence")
    for found in sheet.where(pl.col("expected_on").is_not_null(), "claim_id", "expected_on"):
        year = year_of.get(found["claim_id"])
        if year in known and found["expected_on"] > known[year]:
            what = (
                f"The expectation is dated {day(found['expected_on'])}, after the records of Year {year} were complete "
                f"({day(known[year])})."
            )
            mend = "Correct the day, or leave the test out."
            yield Found(sheet.file, found[ROW], "expected_on", what, mend)


RULES: Final = (rival_not_weighed, test_incomplete, expected_afterwards)
