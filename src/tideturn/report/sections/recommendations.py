"""What is recommended, then the data to collect: about what, where, by whom and by when."""

from __future__ import annotations

from datetime import date

import polars as pl

from tideturn.evaluation.model import Gap
from tideturn.evaluation.told import stated_noun, told
from tideturn.report.blocks import Block, DataTable, Paragraph, Section, Words, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, day, listed, sentence


def recommendations(look: Lookup) -> Section:
    """This year's recommendations, then what would let the next evaluation judge more."""
    blocks = [*_recommended(look), _to_collect(look)]
    return Section("recommendations", "Recommendations", 2, tuple(blocks))


def _recommended(look: Lookup) -> list[Block]:
    year = look.evaluation.year.number
    frame = look.dataset.table("recommendations").filter(pl.col("year") == year)
    if not frame.height:
        return [Paragraph(words("No recommendation was recorded in this year."))]
    table = DataTable(
        f"Recommendations of Year {year}",
        ("Recommendation", "For", "By", "Answer"),
        tuple(
            (
                words(sentence(r["text"])),
                words(capital(r["for_whom"] or "not said")),
                words(day(r["due"]) if r["due"] else "no date"),
                words(_answer(r["response"], r["done"], look.evaluation.year.as_of)),
            )
            for r in frame.sort("recommendation_id").to_dicts()
        ),
    )
    return [table]


def _answer(response: str | None, done: bool | None, known_by: date) -> str:
    state = {True: "Done.", False: "Not done yet.", None: ""}[done]
    return f"{state} {sentence(response or '')}".strip() or f"No answer by {day(known_by)}"


def _to_collect(look: Lookup) -> Section:
    """The gaps as a table: outcomes that were due and could not be judged somewhere, and what would mend that."""
    gaps = look.evaluation.gaps
    if not gaps:
        nothing = words("Every outcome that was due could be judged in every place; no gap was found.")
        return Section("next-year", "Data to collect next year", 3, (Paragraph(nothing),))
    outcomes = len({gap.outcome_id for gap in gaps})
    lead = sentence(
        told(
            "{outcomes} {were} due and could not be judged everywhere. The next evaluation could judge more if "
            "what the table lists is collected.",
            outcomes=stated_noun("outcomes", outcomes, "outcome", item=f"gaps/{look.evaluation.year.number}"),
            were="was" if outcomes == 1 else "were",
        )
    )
    table = DataTable(
        "What to collect, about what and where, and who would collect it",
        ("Outcome", "What to collect", "Where", "Who"),
        tuple(_rows(look, gaps)),
    )
    return Section("next-year", "Data to collect next year", 3, (Paragraph(words(lead)), table))


def _rows(look: Lookup, gaps: tuple[Gap, ...]) -> list[tuple[Words, ...]]:
    """One row for the same thing wanted in several places."""
    wanted: dict[tuple[str, str, str], list[str]] = {}
    for gap in gaps:
        place = look.place(gap.scope)
        what = gap.collect.replace(f" ({place})", "")
        wanted.setdefault((gap.outcome_id, what, gap.by), []).append(place)
    return [
        (
            words(look.link(outcome)),
            words(sentence(what)),
            words(listed(list(dict.fromkeys(where)))),
            words(capital(by)),
        )
        for (outcome, what, by), where in wanted.items()
    ]
