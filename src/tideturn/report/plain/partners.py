"""The plain report for partners: professionals outside the programme."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.evaluation.told import Told
from tideturn.report.blocks import Block, Paragraph, Section, Words, verbatim, words
from tideturn.report.plain.claims import references_of
from tideturn.report.plain.differences import differences
from tideturn.report.plain.findings import Line, lines
from tideturn.report.plain.gentle import may_be_told
from tideturn.report.plain.parts import (
    ROWS,
    asked_for_more,
    by_verdict,
    found,
    of_area,
    recommended,
    short_list,
)
from tideturn.report.plain.phrases import PARTNERS
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import listed, month, sentence

_PARTNERS: Final = re.compile(
    r"\b(?:partners?|partnerships?|police|schools?|councils?|housing|health|services|agenc(?:y|ies)|courts?|"
    r"professionals|stakeholders?|organisations?)\b",
    re.IGNORECASE,
)


def partners(look: Lookup) -> tuple[tuple[Block, ...], tuple[Section | None, ...]]:
    """What stands above the first heading, then the sections."""
    every = lines(look.dataset, look.evaluation, PARTNERS)
    outside = tuple(line for area in ("practitioner", "system") for line in of_area(look, every, area))
    return _front(look), (
        _short(outside) if len(every) <= ROWS else None,
        found("practitioners", "People who work with young people", every, "practitioner", look),
        found("system", "How services work together", every, "system", look),
        found("young-people", "Young people", every, "cyp", look),
        _differ(look),
        _learnt(look),
        _asked(look),
    )


def _front(look: Lookup) -> tuple[Block, ...]:
    year, report = look.evaluation.year, look.dataset.programme.report
    lead = f"This tells partners in short what was found from {month(year.start)} to {month(year.end)}."
    who = [
        f"{label} {report[name]}."
        for name, label in (("evaluator", "Evaluated by:"), ("commissioner", "For:"))
        if report.get(name)
    ]
    rest = "The full report has every number, and who says otherwise. A change that was seen may have other causes."
    return (Paragraph(words(lead), "lede"), Paragraph(words(" ".join((*who, rest)))))


def _short(outside: Sequence[Line]) -> Section | None:
    """Each verdict's word with the outcomes that it stands on: what seems good first."""
    if not outside:
        return None
    lead = Paragraph(words("What seems good comes first, and then what is open or needs work."))
    return Section("short", "In short, for your work", 2, (lead, by_verdict(outside)))


def _differ(look: Lookup) -> Section | None:
    items = [words(Told(claim.text, references_of(claim))) for claim in differences(look.evaluation)]
    return short_list("differ", "Where you and the programme’s staff differ", items)


def _learnt(look: Lookup) -> Section | None:
    """What was learnt in one place that may hold in others."""
    year = look.evaluation.year
    frame = look.dataset.table("learning").filter(pl.col("date").is_between(year.start, year.end))
    items: list[Words] = []
    for row in frame.sort("date", "learning_id").to_dicts():
        where = split_many(row["transferable_to"])
        if not where or not may_be_told(row["point"], look.evaluation.rules):
            continue
        shared = split_many(row["shared_with"])
        tail = f"May hold for {listed(where)}" + (f". Shared with {listed(shared)}" if shared else "")
        items.append(words(f"{look.place(row['site'])}: ", verbatim(sentence(row["point"])), f" {tail}."))
    return short_list("learnt", "Learnt in one place, of use in others", items)


def _asked(look: Lookup) -> Section | None:
    """What is recommended to partners or with them, and what they will be asked next."""
    items = [
        words(verbatim(sentence(row["text"])), " (For ", verbatim(row["for_whom"]), ".)")
        for row in recommended(look)
        if _PARTNERS.search(f"{row['for_whom']} {row['text']}")
    ]
    more = asked_for_more(look, "practitioner", "system")
    if more:
        titles = "; ".join(look.title(code) for code in more)
        items.append(words(f"Tell us what you see when we ask. We know too little about this: {sentence(titles)}"))
    return short_list("asked", "What we ask of you", items)
