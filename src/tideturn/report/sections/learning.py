"""Strengths, challenges, and what was learnt."""

from __future__ import annotations

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.vocabulary import CONFIDENCE, LEARNING_ABOUT
from tideturn.report.blocks import Block, Bullets, Paragraph, Section, Words, words
from tideturn.report.sections.delivery import milestones_of, slipped
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, counted, day, listed, number, sentence


def strengths(look: Lookup) -> Section:
    """What is supported, and what was done in full."""
    return _list("strengths", "Strengths", _strengths(look), "No outcome is supported yet.")


def challenges(look: Lookup) -> Section:
    """What went the wrong way or pulls both ways, what drifted, and what was held up."""
    return _list("challenges", "Challenges", _challenges(look), "No outcome is adverse or contested.")


def learning(look: Lookup) -> Section:
    """The learning points of the year."""
    return _list("learning", "Learning", _learnt(look), "No learning point was recorded in this year.")


def _list(anchor: str, title: str, items: tuple[Words, ...], none: str) -> Section:
    block: Block = Bullets(items) if items else Paragraph(words(none))
    return Section(anchor, title, 2, (block,))


def _strengths(look: Lookup) -> tuple[Words, ...]:
    found = [
        words(look.link(v.outcome_id), f": supported, with {CONFIDENCE.terms[v.confidence or 'very_low']} confidence.")
        for v in look.whole
        if v.standing == "supported"
    ]
    plan = look.dataset.table("plan").filter(
        (pl.col("year") == look.evaluation.year.number) & (pl.col("delivered") >= pl.col("planned"))
    )
    if plan.height:
        found.append(words(f"{counted(plan.height, 'piece')} of the planned work delivered in full or beyond."))
    return tuple(found)


def _challenges(look: Lookup) -> tuple[Words, ...]:
    said = {"adverse": "the evidence contradicts it", "contested": "the evidence pulls both ways"}
    found = [words(look.link(v.outcome_id), f": {said[v.standing]}.") for v in look.whole if v.standing in said]
    for whole in look.whole:
        sites = [
            v.scope for v in look.evaluation.outcomes if v.outcome_id == whole.outcome_id and v.standing == "adverse"
        ]
        if whole.standing != "adverse" and sites:
            found.append(words(look.link(whole.outcome_id), f": adverse in {listed([look.place(s) for s in sites])}."))
    found += [
        words(look.link(v.outcome_id), ": an early sign is negative.")
        for v in look.whole
        if any(sign.reading == "negative" for sign in v.early_signs)
    ]
    year = look.evaluation.year
    drift = look.dataset.table("plan").filter((pl.col("year") == year.number) & (pl.col("judged") == "drift"))
    for row in drift.to_dicts():
        found.append(
            words(
                f"{capital(row['component'])}, {look.place(row['site'])}: drifted from the plan. "
                f"{sentence(row['reason'] or '')}"
            )
        )
    rows = milestones_of(look)
    late = sum(slipped(row, look) for row in rows)
    if late:
        were_late = "was" if late == 1 else "were"
        told = f"Of {counted(len(rows), 'milestone')}, {number(late)} {were_late} late or missed (see Milestones)."
        found.append(words(told))
    return tuple(found)


def _learnt(look: Lookup) -> tuple[Words, ...]:
    year = look.evaluation.year
    frame = look.dataset.table("learning").filter(pl.col("date").is_between(year.start, year.end))
    rows = frame.sort("date", "learning_id").to_dicts()
    told = []
    for row in rows:
        tail = [f"{look.place(row['site'])}, {day(row['date'])}"]
        if row["about"]:
            tail.append(f"about {LEARNING_ABOUT.terms[row['about']]}")
        if row["shared_with"]:
            tail.append(f"shared with {listed(split_many(row['shared_with']))}")
        if row["used"] is not None:
            tail.append("acted on" if row["used"] else "not yet acted on")
        changes = f" It changes this: {sentence(row['changes_what'])}" if row["changes_what"] else ""
        told.append(words(f"{sentence(row['point'])}{changes} ({'; '.join(tail)})"))
    return tuple(told)
