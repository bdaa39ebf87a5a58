"""The impact on young people, on practitioners and on the system, each with its outcomes in the framework's order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

import polars as pl

from tideturn.dataset.vocabulary import CHANGE_STAGE, ELEMENT, KIND, READING, SPEAKER
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.told import Told, stated, stated_noun, told
from tideturn.report.blocks import Annex, Block, DataTable, Figure, Section, Words, words
from tideturn.report.charts.stages import of_changes
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.network import working_together
from tideturn.report.sections.outcomes import outcome
from tideturn.report.sections.written import Written
from tideturn.report.wording import capital, number

AREAS: Final = {
    "cyp": "Impact on young people",
    "practitioner": "Impact on practitioners",
    "system": "Impact on the system",
}
_PAIR: Final = ("staff", "stakeholder")
_STANDING: Final = frozenset({"adopted", "embedded", "spread"})


def impact(look: Lookup, written: Written) -> tuple[Section, ...]:
    """Return a section for each area that has outcomes."""
    sections = []
    for area, title in AREAS.items():
        own = [verdict for verdict in look.whole if look.outcomes[verdict.outcome_id]["area"] == area]
        if not own:
            continue
        match area:
            case "practitioner":
                blocks = _practitioners(look, written, own)
            case "system":
                blocks = _system(look, written, own)
            case _:
                blocks = [outcome(look, written, verdict) for verdict in own]
        sections.append(Section(f"area-{area}", title, 2, tuple(blocks)))
    return tuple(sections)


def _practitioners(look: Lookup, written: Written, own: list[OutcomeVerdict]) -> list[Block]:
    """Return a table of what own staff and outside professionals say, outcome by outcome, then each outcome."""
    rows = tuple(row for verdict in own if (row := _side_by_side(look, verdict)) is not None)
    inner = [outcome(look, written, verdict) for verdict in own]
    if not rows:
        return list(inner)
    table = DataTable(
        "What each says of practitioners, strand by strand",
        ("Outcome", *(capital(SPEAKER.terms[voice]) for voice in _PAIR), "Together"),
        rows,
    )
    return [Section("own-and-outside", "The programme’s own staff and partners", 3, (Annex((table,)),)), *inner]


def _side_by_side(look: Lookup, verdict: OutcomeVerdict) -> tuple[Words, ...] | None:
    said = [
        "; ".join(
            f"{KIND.terms[strand.kind]}: {READING.terms[strand.reading]}"
            for strand in verdict.strands
            if strand.voice == voice
        )
        for voice in _PAIR
    ]
    if not any(said):
        return None
    code = next((pair.code for pair in verdict.triangulation if {pair.a, pair.b} == set(_PAIR)), "")
    cells = [capital(text) or "Not asked, or nothing said" for text in said]
    return (words(look.link(verdict.outcome_id)), *(words(cell) for cell in cells), words(capital(code) or "–"))


def _system(look: Lookup, written: Written, own: list[OutcomeVerdict]) -> list[Block]:
    """Return pathways, structures and collaboration under their own headings, then stages of change and the network."""
    blocks: list[Block] = []
    for element in (*ELEMENT.codes, None):
        within = [verdict for verdict in own if look.outcomes[verdict.outcome_id]["element"] == element]
        if not within:
            continue
        if element is None:
            blocks += [outcome(look, written, verdict) for verdict in within]
        else:
            inner = tuple(outcome(look, written, verdict, 4) for verdict in within)
            blocks.append(Section(f"element-{element}", capital(ELEMENT.terms[element]), 3, inner))
    stages = _stages(look)
    if stages:
        blocks.append(Section("stages", "How far changes in the system have come", 3, (stages,)))
    together = working_together(look)
    if together:
        blocks.append(together)
    return blocks


def _stages(look: Lookup) -> Figure | None:
    """Chart the changes noticed in the year by the stage that each had reached by its end; None if there are none."""
    year = look.evaluation.year
    rows = look.dataset.table("changes").filter(pl.col("date").is_between(year.start, year.end)).to_dicts()
    if not rows:
        return None
    undone = {
        row["change_id"]: (row["reversed_on"] is not None and row["reversed_on"] <= year.as_of)
        or (row["stage"] == "reversed" and row["reversed_on"] is None)
        for row in rows
    }
    # An empty stage counts as adopted, and so does one that was undone only after the year.
    reached = {None: "adopted", "reversed": "adopted"}
    counts = Counter("reversed" if undone[r["change_id"]] else reached.get(r["stage"], r["stage"]) for r in rows)
    standing = [r for r in rows if not undone[r["change_id"]] and reached.get(r["stage"], r["stage"]) in _STANDING]
    item = f"changes/{year.number}"
    said = told(
        "Of {changes} noticed in the year, {standing} adopted, embedded or spread{worse}{undone}",
        changes=stated_noun("all", len(rows), "change", item=item),
        standing=_were("standing", len(standing), item),
        worse=_for_the_worse(sum(r["direction"] == "negative" for r in standing), len(standing), item),
        undone=told(", and {n} undone", n=_were("reversed", counts["reversed"], item)),
    )
    title = "Stages that changes have reached"
    return Figure(
        anchor="chart-stages",
        title=said,
        sentence="Changes by the stage that each had reached by the end of the year.",
        description=" ".join(f"{capital(name)}: {counts[code]}." for code, name in CHANGE_STAGE.terms.items()),
        chart=of_changes(counts),
        wide=replace(of_changes(counts), wide=True),
        table=DataTable(
            f"{title}, in numbers",
            ("Stage", "Changes"),
            tuple((words(capital(name)), words(number(counts[code]))) for code, name in CHANGE_STAGE.terms.items()),
            frozenset({1}),
        ),
    )


def _for_the_worse(count: int, standing: int, item: str) -> Told:
    """Return ` (2 of these for the worse)`, so that nobody assumes that every adopted change was a good one."""
    if not count:
        return Told("")
    n = stated("worse", count, item=item)
    return Told(" (for the worse)", n.bound) if standing == 1 else told(" ({n} of these for the worse)", n=n)


def _were(field: str, count: int, item: str) -> Told:
    """Return `3 were`, `1 was` or `none was`."""
    if not count:
        return Told("none was", stated(field, count, item=item).bound)
    return told("{n} {were}", n=stated(field, count, item=item), were="was" if count == 1 else "were")
