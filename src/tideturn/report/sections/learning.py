"""Strengths, challenges, and what was learnt."""

from __future__ import annotations

from typing import Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE, LEARNING_ABOUT
from tideturn.evaluation.ledger.counts.delivery import MILESTONES, MilestoneCounts
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.told import Bound, Told, bound_in, carrying, told, told_list
from tideturn.report.blocks import Block, Bullets, Paragraph, Section, Words, verbatim, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.themes import themes_of
from tideturn.report.wording import capital, day, listed, sentence

_THEMES: Final = {"strengths": "strength", "challenges": "challenge", "learning": "learning"}
"""Kind of theme in each section."""


def strengths(look: Lookup) -> Section:
    """Return the supported outcomes, then the themes of strengths."""
    return _list(look, "strengths", "Strengths", _strengths(look), "No outcome is supported yet.")


def challenges(look: Lookup) -> Section:
    """Return adverse or contested outcomes, negative early signs, drift and late milestones, then the themes."""
    return _list(look, "challenges", "Challenges", _challenges(look), "No outcome is adverse or contested.")


def learning(look: Lookup) -> Section:
    """Return the learning points of the year, then the themes of learning."""
    return _list(look, "learning", "Learning", _learnt(look), "No learning point was recorded in this year.")


def _list(look: Lookup, anchor: str, title: str, items: tuple[Words, ...], none: str) -> Section:
    """Return a section with its list, then the themes of its kind."""
    block: Block = Bullets(items) if items else Paragraph(words(none))
    return Section(anchor, title, 2, (block, *themes_of(look, _THEMES[anchor])))


def _strengths(look: Lookup) -> tuple[Words, ...]:
    return tuple(
        words(look.link(v.outcome_id), ": ", _stands(look, v, Verdict.SUPPORTED, _supported(v)))
        for v in look.whole
        if v.standing is Verdict.SUPPORTED
    )


def _supported(verdict: OutcomeVerdict) -> Told:
    sure = verdict.confidence or "very_low"
    said = f"{verdict.word.lower()}, with {CONFIDENCE.terms[sure]} confidence."
    return Told(said, (Bound("confidence", sure, "words"),))


def _stands(look: Lookup, verdict: OutcomeVerdict, standing: Verdict, text: str) -> Told:
    """Bind a text to a verdict: it is true only while the outcome has this verdict."""
    return look.of_verdict(Told(text, (Bound("standing", standing, "words"), *bound_in(text))), verdict)


def _challenges(look: Lookup) -> tuple[Words, ...]:
    said = {Verdict.ADVERSE: "the evidence contradicts it", Verdict.CONTESTED: "the evidence pulls both ways"}
    found = [
        words(look.link(v.outcome_id), ": ", _stands(look, v, standing, f"{why}."))
        for v in look.whole
        for standing, why in said.items()
        if v.standing is standing
    ]
    for whole in look.whole:
        places = [
            _stands(look, v, Verdict.ADVERSE, look.place(v.scope))
            for v in look.evaluation.outcomes
            if v.outcome_id == whole.outcome_id and v.standing is Verdict.ADVERSE and v.own
        ]
        if whole.standing is not Verdict.ADVERSE and places:
            adverse = told(": adverse in {places}.", places=told_list(places))
            found.append(words(look.link(whole.outcome_id), adverse))
    found += [
        words(look.link(v.outcome_id), ": ", look.of_verdict(carrying("an early sign is negative.", "warned early"), v))
        for v in look.whole
        if any(sign.reading == "negative" for sign in v.early_signs)
    ]
    year = look.evaluation.year
    drift = look.dataset.table("plan").filter((pl.col("year") == year.number) & (pl.col("judged") == "drift"))
    for row in drift.to_dicts():
        lead = f"{capital(row['component'])}, {look.place(row['site'])}: drifted from the plan. "
        found.append(words(lead, verbatim(sentence(row["reason"] or ""))))
    item = look.count(MILESTONES.name)
    if item is not None and item.value_as(MilestoneCounts).late:
        milestones, late = look.field(item, "milestones", "milestones"), look.were(item, "late")
        slow = told("Of {milestones}, {late} late or missed; see Milestones.", milestones=milestones, late=late)
        found.append(look.traced(slow, item))
    return tuple(found)


def _learnt(look: Lookup) -> tuple[Words, ...]:
    year = look.evaluation.year
    frame = look.dataset.table("learning").filter(pl.col("date").is_between(year.start, year.end))
    rows = frame.sort("date", "learning_id").to_dicts()
    points = []
    for row in rows:
        tail = [f"{look.place(row['site'])}, {day(row['date'])}"]
        if row["about"]:
            tail.append(f"about {LEARNING_ABOUT.terms[row['about']]}")
        if row["shared_with"]:
            tail.append(f"shared with {listed(split_many(row['shared_with']))}")
        if row["used"] is not None:
            tail.append("acted on" if row["used"] else "not yet acted on")
        changes = (" What it changes: ", verbatim(sentence(row["changes_what"]))) if row["changes_what"] else ()
        points.append(words(verbatim(sentence(row["point"])), *changes, f" ({'; '.join(tail)})"))
    return tuple(points)
