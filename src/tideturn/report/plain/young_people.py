"""Write the plain report for young people: what changed, what did not or not yet, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from tideturn.evaluation.told import stated_noun, told
from tideturn.report.blocks import Block, Bullets, Paragraph, Quotation, Section, Words, verbatim, words
from tideturn.report.plain.findings import Line, lines, own_words
from tideturn.report.plain.gentle import blames, may_be_told, simpler
from tideturn.report.plain.parts import best_first, of_last_year, only_holds, recommended
from tideturn.report.plain.phrases import YOUNG_PEOPLE
from tideturn.report.plain.reading_age import easy
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import listed, month, sentence

PAGES: Final = 4
"""Maximum number of printed pages for young people."""
THING: Final = "thing"
"""Kind of a section on one outcome: a picture, what was found, how sure we are."""
WHOLE: Final = "whole"
"""Kind of a section that stays on one page."""
_MOST_CHANGED: Final = 5
_MOST_OTHERS: Final = 3
_MOST_NEXT: Final = 4
_DID: Final = {
    "interview": "talked to people",
    "survey": "asked people to fill in forms",
    "monitoring": "looked at scores and records",
    "document": "read papers",
}
_EXPLOIT: Final = "Exploitation is when someone uses a young person to get something for themselves."
_QUOTES: Final = 2
_LONGEST: Final = 240
_UPSET: Final = (
    "Reading this may bring up hard feelings. That is OK. You do not have to deal with them on your own. "
    "Talk to someone you trust."
)


def young_people(look: Lookup) -> tuple[tuple[Block, ...], tuple[Section | None, ...]]:
    """Return the blocks above the first heading, then the sections."""
    every = best_first(lines(look.dataset, look.evaluation, YOUNG_PEOPLE))
    changed = [line for line in every if line.verdict.standing.came_about][:_MOST_CHANGED]
    others = [line for line in every if not line.verdict.standing.came_about][:_MOST_OTHERS]
    title = "What changed, or is good now" if any(map(only_holds, changed)) else "What changed"
    rest = [_rest(look)] if len(changed) + len(others) < len(every) else []
    return _front(look, " ".join(line.label for line in (*changed, *others))), (
        _things("changed", title, changed, () if others else rest),
        _things("unchanged", "What did not change, or not yet", others, rest),
        _said(look),
        _next(look),
        _talk(look),
    )


def _front(look: Lookup, told_of: str) -> tuple[Block, ...]:
    """Say what this is, who made it and how, and what it cannot say."""
    year, report = look.evaluation.year, look.dataset.programme.report
    lead = f"This is for young people. It tells you what we found out from {month(year.start)} to {month(year.end)}."
    if report.get("evaluator"):
        lead += f" {report['evaluator']} made it."
    kinds = {item.kind for item in look.evaluation.evidence}
    how = [what for kind, what in _DID.items() if kind in kinds]
    about: list[str] = []
    if how:
        about.append(
            f"To find out, we {listed(how)}. We can see what people say and what the records show. "
            "We can’t be sure why things changed."
        )
    if look.evaluation.evidence and not _heard(look):
        scored = any(item.voice == "young_person" for item in look.evaluation.evidence)
        scores = "Some of you gave scores this year. But no" if scored else "No"
        about.append(f"{scores} one asked you to talk to us, or to fill in a form.")
    if "exploit" in told_of.lower():
        about.append(_EXPLOIT)
    return (Paragraph(words(lead), "lede"), *(Paragraph(words(text)) for text in about))


def _things(anchor: str, title: str, chosen: Sequence[Line], rest: Sequence[Block]) -> Section | None:
    """Return the outcomes of one part, best supported first, then `rest`; None where there are no outcomes."""
    return Section(anchor, title, 2, (*map(_thing, chosen), *rest)) if chosen else None


def _rest(look: Lookup) -> Paragraph:
    """Say how many things there are in all, where these pages do not show every one."""
    things = stated_noun("all", len(look.whole), "thing", item=f"verdicts/{look.evaluation.year.number}")
    return Paragraph(words(told("We looked at {things} in all. The full report has the rest.", things=things)))


def _thing(line: Line) -> Section:
    """Return one outcome: the picture, what was found, and how sure we are."""
    blocks: list[Block] = [line.scene.picture(line.prefix)]
    if line.said:
        blocks.append(Paragraph(words(line.said)))
    if line.sure:
        blocks.append(Paragraph(words(line.sure), "sure"))
    return Section(f"plain-{line.outcome_id}", line.label, 3, tuple(blocks), THING)


def _said(look: Lookup) -> Section | None:
    """Return young people's own words that may be quoted: one for the change and one that is not."""
    quotes = {
        item.text: item
        for item in look.evaluation.evidence
        if item.voice == "young_person"
        and item.value is None
        and item.quotable
        and look.lists(item)
        and 0 < len(item.text) <= _LONGEST
        and _fit(look, item.text)
    }
    chosen = sorted(quotes.values(), key=lambda item: (item.polarity != "supports", item.evidence_id))
    chosen = [*chosen[:1], *chosen[-1:]] if len(chosen) > _QUOTES else chosen
    blocks = tuple(Quotation(item.text, "A young person") for item in chosen)
    return Section("said", "What young people said", 2, blocks) if blocks else None


def _heard(look: Lookup) -> bool:
    """Return whether any young person was interviewed or surveyed. A hidden number counts as some."""
    cells = (look.cell(f"{record}/young_person", "all") for record in ("interviews", "answers"))
    return any(look.counts.get(cell, 0) != 0 for cell in cells)


def _next(look: Lookup) -> Section | None:
    """Return what was learnt and what young people shaped, then recommendations and progress on last year's."""
    blocks: list[Block] = []
    for lead, items in (("What came of what you did:", _helped(look)), ("What we asked for next:", _asked(look))):
        if items:
            blocks += [Paragraph(words(lead)), Bullets(tuple(items)[:_MOST_NEXT])]
    last = of_last_year(look)
    blocks += [Paragraph(words(last))] if last else []
    return Section("next", "What happens next", 2, tuple(blocks), WHOLE) if blocks else None


def _helped(look: Lookup) -> list[Words]:
    """Return what was learnt, in the programme’s own plain words; then what young people shaped and its result."""
    year, own = look.evaluation.year, own_words(look.dataset)
    activities = look.dataset.table("activities").filter(
        (pl.col("strand") == "participation")
        & pl.col("date").is_between(year.start, year.end)
        & (pl.col("status").is_null() | pl.col("status").is_in(["done", "under_way"]))
        & pl.col("result").is_not_null()
    )
    learning = look.dataset.table("learning").filter(pl.col("date").is_between(year.start, year.end))
    texts = [own[code] for code in learning.sort("date", "learning_id")["learning_id"].to_list() if code in own]
    texts += [
        own.get(row["activity_id"]) or simpler(f"{sentence(row['title'])} {sentence(row['result'])}")
        for row in activities.sort("date", "activity_id").to_dicts()
    ]
    return [words(verbatim(sentence(text))) for text in texts if _fit(look, text)]


def _asked(look: Lookup) -> list[Words]:
    """Return each recommendation of the year and who should do it. The evaluator speaks here, and does its own."""
    own = own_words(look.dataset)
    items = []
    for row in recommended(look):
        text, whom = own.get(row["recommendation_id"]) or simpler(row["text"]), row["for_whom"]
        if not _fit(look, text):
            continue
        if "evaluator" in whom.lower():
            items.append(words(verbatim(sentence(text)), " We will do this ourselves."))
        elif _fit(look, f"We ask {whom} to do this."):
            items.append(words(verbatim(sentence(text)), " We ask ", verbatim(whom), " to do this."))
        else:
            items.append(words(verbatim(sentence(text))))
    return items


def _fit(look: Lookup, text: str) -> bool:
    """Return whether a text is fit for young people: easy, without blame, and without a small number."""
    return easy(text) and may_be_told(text, look.evaluation.rules) and not blames(text)


def _talk(look: Lookup) -> Section:
    """Say where to get help if reading this is upsetting. The programme may name somebody."""
    own = look.dataset.programme.report.get("talk_to")
    blocks: list[Block] = [Paragraph(words(_UPSET))]
    if isinstance(own, str) and own.strip():
        blocks.append(Paragraph(words(verbatim(sentence(own)))))
    return Section("talk", "If this was hard to read", 2, tuple(blocks))
