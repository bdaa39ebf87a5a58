"""The plain report for young people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from tideturn.evaluation.told import Told, joined, stated, stated_noun, told
from tideturn.report.blocks import Block, Paragraph, Quotation, Section, Words, verbatim, words
from tideturn.report.plain.findings import Line, lines, own_words
from tideturn.report.plain.gentle import blames, may_be_told, simpler
from tideturn.report.plain.parts import (
    asked_for_more,
    done_of_last_year,
    found,
    recommended,
    short_list,
)
from tideturn.report.plain.phrases import YOUNG_PEOPLE
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import listed, month, sentence

_DID: Final = {
    "interview": "talked to people",
    "survey": "sent out forms with questions",
    "monitoring": "looked at what was counted and scored",
    "document": "read papers",
    "change": "asked others to check what changed",
}
_EXPLOIT: Final = "Exploitation is when someone uses a young person to get something for themselves."
_QUOTES: Final = 2
_LONGEST: Final = 240


def young_people(look: Lookup) -> tuple[tuple[Block, ...], tuple[Section | None, ...]]:
    """What stands above the first heading, then the sections."""
    every = lines(look.dataset, look.evaluation, YOUNG_PEOPLE)
    return _front(look, told_of=" ".join(line.label for line in every)), (
        found("young-people", "What we found: young people", every, "cyp", look),
        _said(look),
        found("grown-ups", "The grown-ups who work with you", every, "practitioner", look),
        found("rules", "The rules, and how services work together", every, "system", look),
        _helped(look),
        _next(look, every),
        _talk(look),
    )


def _front(look: Lookup, *, told_of: str) -> tuple[Block, ...]:
    year, report = look.evaluation.year, look.dataset.programme.report
    lead = f"This is a short report for young people. It is about {month(year.start)} to {month(year.end)}."
    if report.get("evaluator"):
        lead += f" {report['evaluator']} made it."
    kinds = {item.kind for item in look.evaluation.evidence}
    did = [what for kind, what in _DID.items() if kind in kinds]
    blocks: list[Block] = [Paragraph(words(lead), "lede")]
    about: list[str] = []
    if look.whole:
        things = stated_noun("all", len(look.whole), "thing", item=f"verdicts/{year.number}")
        about.append(told("The project wants to change {things}. What we found is below.", things=things))
    if did:
        about.append(f"To find out, we {listed(did)}.")
        about.append("We can see what people say and what the records show. We can’t be sure what made it so.")
    if "exploit" in told_of.lower():
        about.append(_EXPLOIT)
    if about:
        blocks.append(Paragraph(words(joined(about, " "))))
    return tuple(blocks)


def _said(look: Lookup) -> Section | None:
    """Young people's own words, where they may be quoted; or that nobody asked them."""
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
    if quotes:
        chosen = sorted(quotes.values(), key=lambda item: (item.polarity != "supports", item.evidence_id))
        # One voice for the change and one that is not, where there are both.
        chosen = [*chosen[:1], *chosen[-1:]] if len(chosen) > _QUOTES else chosen
        blocks: tuple[Block, ...] = tuple(Quotation(item.text, "A young person") for item in chosen)
        return Section("said", "What young people said", 2, blocks)
    if not look.evaluation.evidence or _heard(look):
        return None
    text = "Nobody asked young people in a talk or with a form this year. So this report tells you what others say."
    if any(item.voice == "young_person" for item in look.evaluation.evidence):
        text = "Young people gave scores this year. But nobody asked them in a talk or with a form."
    return Section("said", "What young people said", 2, (Paragraph(words(text)),))


def _heard(look: Lookup) -> bool:
    """Whether any young person was interviewed or surveyed; a hidden number is some."""
    cells = (look.cell(f"{record}/young_person", "all") for record in ("interviews", "answers"))
    return any(look.counts.get(cell, 0) != 0 for cell in cells)


def _helped(look: Lookup) -> Section | None:
    """What young people shaped in the year, and what came of it."""
    year = look.evaluation.year
    frame = look.dataset.table("activities").filter(
        (pl.col("strand") == "participation")
        & pl.col("date").is_between(year.start, year.end)
        & (pl.col("status").is_null() | pl.col("status").is_in(["done", "under_way"]))
    )
    rows = frame.sort("date", "activity_id").to_dicts()
    shaped = [(simpler(_in_sentences(row["title"], row["result"])), bool(row["result"])) for row in rows]
    shaped = [(text, came) for text, came in shaped if _fit(look, text)]
    came = any(came for _, came in shaped)
    title = "What changed because of young people" if came else "What young people helped to shape"
    return short_list("helped", title, [words(verbatim(text)) for text, _ in shaped])


def _in_sentences(*parts: str | None) -> str:
    return " ".join(sentence(part) for part in parts if part)


def _next(look: Lookup, every: Sequence[Line]) -> Section | None:
    """What was recommended, what became of last year's, and what will be asked next."""
    own = own_words(look.dataset)
    asks = [(row["for_whom"], own.get(row["recommendation_id"]) or simpler(row["text"])) for row in recommended(look)]
    items = [_asked(whom, text) for whom, text in asks if _fit(look, f"{whom}: {text}")]
    more = asked_for_more(look, "cyp")
    if more:
        labels = [line.label for line in every if line.outcome_id in more]
        items.append(words(f"Next year we want to know more about this: {sentence('; '.join(labels))}"))
    return short_list("next", "What happens next", items, lead=_of_last_year(look))


def _asked(whom: str, text: str) -> Words:
    """A recommendation; the evaluator, who speaks here, does what it asks of itself."""
    lead = words("We will do this") if "evaluator" in whom.lower() else words("We ask ", verbatim(whom))
    return words(lead, ": ", verbatim(sentence(text)))


def _of_last_year(look: Lookup) -> str:
    past = done_of_last_year(look)
    if past is None:
        return ""
    done, asked = past
    item = f"recommendations/{look.evaluation.year.number - 1}"
    have = "has" if done == 1 else "have"
    became = told(f"So far {{n}} of them {have} been done.", n=stated("done", done, item=item))
    if asked == 1:
        became = Told("It has been done." if done else "It has not been done yet.")
    things = stated_noun("all", asked, "thing", item=item)
    return told("Last year we asked for {things}. {became}", things=things, became=became)


def _fit(look: Lookup, text: str) -> bool:
    """Whether what somebody wrote is fit for young people, and gives no small number away."""
    return may_be_told(text, look.evaluation.rules) and not blames(text)


def _talk(look: Lookup) -> Section | None:
    """Whom to talk to, as the programme itself says it; nothing where it does not."""
    own = look.dataset.programme.report.get("talk_to")
    if not isinstance(own, str) or not own.strip():
        return None
    return Section("talk", "Who you can talk to", 2, (Paragraph(words(verbatim(sentence(own)))),))
