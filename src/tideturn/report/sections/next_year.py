"""What to collect next, and what was recommended."""

from __future__ import annotations

import polars as pl

from tideturn.report.blocks import Block, Bullets, DataTable, Paragraph, Section, words
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import day, listed, sentence


def next_year(look: Lookup) -> Section:
    """The gaps by outcome with what to collect, then what is recommended for the next year."""
    blocks: list[Block] = []
    gaps = look.evaluation.gaps
    if gaps:
        outcomes = list(dict.fromkeys(gap.outcome_id for gap in gaps))
        subject = "1 outcome that was due" if len(outcomes) == 1 else f"{len(outcomes)} outcomes that were due"
        lead = f"{subject} could not be judged in every place. This is what would let the next evaluation judge more."
        blocks.append(Paragraph(words(lead)))
        for outcome in outcomes:
            wanted: dict[str, list[str]] = {}
            for gap in gaps:
                if gap.outcome_id == outcome:
                    place = look.place(gap.scope)
                    wanted.setdefault(gap.collect.replace(f" ({place})", ""), []).append(place)
            items = tuple(words(f"{listed(scopes)}: {_uncapped(what)}") for what, scopes in wanted.items())
            blocks.append(Section(f"gap-{safe(outcome)}", look.title(outcome), 3, (Bullets(items),)))
    else:
        blocks.append(Paragraph(words("Every outcome that was due could be judged in every place; no gap was found.")))
    blocks += _recommendations(look)
    return Section("next-year", "What to collect next year", 2, tuple(blocks))


def _uncapped(text: str) -> str:
    """A sentence as it stands after a colon, with its full stop."""
    whole = sentence(text)
    return whole[0].lower() + whole[1:] if whole[1:2].islower() else whole


def _recommendations(look: Lookup) -> list[Block]:
    number = look.evaluation.year.number
    frame = look.dataset.table("recommendations").filter(pl.col("year") == number)
    if not frame.height:
        return []
    table = DataTable(
        f"What is recommended after Year {number}",
        ("Recommendation", "For", "By", "Answer"),
        tuple(
            (
                words(sentence(r["text"])),
                words(r["for_whom"]),
                words(day(r["due"]) if r["due"] else "no date"),
                words(_answer(r["response"], r["done"])),
            )
            for r in frame.sort("recommendation_id").to_dicts()
        ),
    )
    return [Section("recommendations", "Recommendations", 3, (table,))]


def _answer(response: str | None, done: bool | None) -> str:
    state = {True: "Done.", False: "Not done yet.", None: ""}[done]
    return f"{state} {sentence(response or '')}".strip() or "No answer recorded"
