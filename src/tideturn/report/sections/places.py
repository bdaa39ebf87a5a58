"""The places: what each is like, what else was going on, and where things stood before."""

from __future__ import annotations

from typing import Any

from tideturn.dataset.vocabulary import CONTEXT_KIND
from tideturn.evaluation.ledger.counts.plan import counts_young
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import Annex, Block, Bullets, DataTable, Paragraph, Section, Span, Words, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, day, listed, number, sentence


def places(look: Lookup) -> Section | None:
    """Return each place with what else was going on there by the year's end, then the agreed baselines.

    Return None if neither was recorded.
    """
    if not look.dataset.has("context") and not look.dataset.has("baselines"):
        return None
    year = look.evaluation.year
    rows = [
        row
        for row in look.dataset.table("context").to_dicts()
        if (row["from"] or year.end) <= year.end and (row["to"] or year.start) >= year.start
    ]
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Paragraph(
                words(
                    "What else was going on may explain part of a change, or a difference between places. The annex "
                    "lists it. Where it may explain an outcome, it is weighed under “What the programme contributed”."
                )
            )
        )
    for site in look.sites:
        own = tuple(_told(look, row) for row in rows if row["site"] == site.code)
        if own:
            blocks.append(Section(f"place-{site.code}", site.name, 4, (Annex((Bullets(own),)),)))
    silent = [site.name for site in look.sites if not any(row["site"] == site.code for row in rows)]
    if not rows:
        blocks.append(
            Paragraph(words("Nothing was recorded about what else was going on in any of the places."))
            if len(look.sites) > 1
            else Paragraph(words("Nothing was recorded about what else was going on."))
        )
    elif silent:
        blocks.append(Paragraph(words(f"Nothing was recorded for {listed(silent)}."), "quiet"))
    baselines = look.dataset.table("baselines").to_dicts()
    if baselines:
        table = DataTable(
            "Where things stood before, as agreed with partners",
            ("Measure", "Where", "Value", "On", "Agreed with"),
            tuple(
                (
                    words(r["measure"]),
                    words(look.place(r["site"])),
                    words(_baseline(look, r)),
                    words(day(r["date"])),
                    words(r["agreed_with"] or "not recorded"),
                )
                for r in baselines
            ),
            frozenset({2}),
        )
        blocks.append(Section("baselines", "Where things stood before", 4, (Annex((table,)),)))
    return Section("places", "The places, and what else was going on", 3, tuple(blocks))


def _baseline(look: Lookup, row: dict[str, Any]) -> str:
    """Return the value; a release hides a small number of young people."""
    rules = look.evaluation.rules
    if look.release is not None and counts_young(row["measure"]) and 0 < row["value"] <= rules.small_count:
        return HIDDEN
    return number(row["value"])


def _told(look: Lookup, row: dict[str, Any]) -> Words:
    kind = capital(CONTEXT_KIND.terms[row["kind"]])
    start = f", from {day(row['from'])}" if row["from"] else ""
    parts: list[str | Span] = [Span(sentence(row["description"]), verbatim=True), f" {kind}{start}"]
    if row["outcome_id"] in look.outcomes:
        parts += ["; a rival explanation of: ", look.link(row["outcome_id"])]
    parts.append(".")
    return words(*parts)
