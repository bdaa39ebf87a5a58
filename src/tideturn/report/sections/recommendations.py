"""Recommendations: from the year's findings, from what could not be judged, and what happened to earlier ones."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Final

import polars as pl

from tideturn.dataset.vocabulary import PRIORITY
from tideturn.evaluation.told import Told, stated, stated_noun, told
from tideturn.evaluation.year_on_year import Recommended, recommended_before
from tideturn.report.blocks import Block, DataTable, Paragraph, Section, Span, Words, words
from tideturn.report.sections.data_to_collect import data_to_collect
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.written import Written, claim_anchor
from tideturn.report.wording import capital, day, sentence

_FOLLOWS: Final = "The small number after a recommendation leads to the finding that it follows from."
_BECAME: Final = {"done": "Done", "not_done": "Not done yet", "no_answer": "No answer was recorded"}


def recommendations(look: Lookup, written: Written) -> Section:
    """Return this year's recommendations, the data to collect, then what was done about earlier recommendations."""
    blocks = [*_recommended(look, written), data_to_collect(look)]
    before = _before(look)
    if before is not None:
        blocks.append(before)
    return Section("recommendations", "Recommendations", 2, tuple(blocks))


def recommended(look: Lookup) -> list[dict[str, Any]]:
    """Return the recommendations of the year, the most pressing first."""
    rows = look.dataset.table("recommendations").filter(pl.col("year") == look.evaluation.year.number).to_dicts()
    return sorted(rows, key=lambda row: (_rank(row["priority"]), row["recommendation_id"]))


def _recommended(look: Lookup, written: Written) -> list[Block]:
    """Return this year's recommendations, the most pressing first; leave out any column that no row fills."""
    year = look.evaluation.year
    rows = recommended(look)
    if not rows:
        return [Paragraph(words("No recommendation was recorded in this year."))]
    ranked = any(row["priority"] for row in rows)
    answered = any(row["response"] or row["done"] is not None for row in rows)
    table = DataTable(
        f"Recommendations of Year {year.number}",
        ("Recommendation", *(["Priority"] if ranked else []), "For", "By", *(["Answer"] if answered else [])),
        tuple(
            (
                traced(row, written),
                *([words(capital(row["priority"] or "–"))] if ranked else []),
                words(capital(row["for_whom"] or "not said")),
                words(day(row["due"]) if row["due"] else "no date"),
                *([words(_answer(row["response"], row["done"], year.as_of))] if answered else []),
            )
            for row in rows
        ),
    )
    follows = any(row["claim_id"] in written.numbers for row in rows)
    return [*([Paragraph(words(_FOLLOWS))] if follows else []), table]


def _rank(priority: str | None) -> int:
    return PRIORITY.codes.index(priority) if priority else len(PRIORITY.codes)


def traced(row: dict[str, Any], written: Written) -> Words:
    """Return the recommendation, with the raised number of the finding that it follows from."""
    number = written.numbers.get(row["claim_id"])
    text = sentence(row["text"])
    return (
        words(text)
        if number is None
        else words(text, Span(str(number), target=claim_anchor(row["claim_id"]), note=True))
    )


def _answer(response: str | None, done: bool | None, known_by: date) -> str:
    state = {True: "Done.", False: "Not done yet.", None: ""}[done]
    return f"{state} {sentence(response or '')}".strip() or f"No answer by {day(known_by)}"


def carried_out(look: Lookup) -> Told:
    """Return `Of 4 recommendations of Year 1, 3 had been done by 31 August 2020.`; empty if none were made before."""
    year = look.evaluation.year
    made, item = recommended_before(look.dataset, year), f"recommended/{year.number}"
    years, counts = {one.year for one in made}, Counter(one.became for one in made)
    if not made:
        return Told("")
    done = counts["done"]
    silent = stated("no_answer", counts["no_answer"], "in words", item=item)
    unknown = told(" For {silent}, nobody recorded what happened.", silent=silent) if counts["no_answer"] else ""
    return told(
        "Of {all} {when}, {done} had been done by {day}.{unknown}",
        unknown=unknown,
        all=stated_noun("all", len(made), "recommendation", item=item),
        when=f"of Year {min(years)}" if len(years) == 1 else f"made before Year {year.number}",
        done=stated("done", done, item=item) if done else "none",
        day=day(year.as_of),
    )


def _before(look: Lookup) -> Section | None:
    """Return what had been done by now about earlier recommendations; None if there were none."""
    year = look.evaluation.year
    made = recommended_before(look.dataset, year)
    if not made:
        return None
    years, said = sorted({one.year for one in made}), carried_out(look)
    table = DataTable(
        "What happened to earlier recommendations",
        ("Recommendation", "For", *(["Made in"] if len(years) > 1 else []), "By", "What happened"),
        tuple(
            (
                words(sentence(one.text)),
                words(capital(one.for_whom)),
                *([words(f"Year {one.year}")] if len(years) > 1 else []),
                words(day(one.due) if one.due else "no date"),
                words(_became(one)),
            )
            for one in made
        ),
    )
    title = "What happened to earlier recommendations"
    return Section("recommended-before", title, 3, (Paragraph(words(said)), table))


def _became(one: Recommended) -> str:
    late = ", and its day has passed" if one.overdue else ""
    return f"{_BECAME[one.became]}{late}. {sentence(one.response or '')}".strip()
