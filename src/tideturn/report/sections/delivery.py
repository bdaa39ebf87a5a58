"""How it was put into practice: plan and delivery, milestones, criteria, posts, partners."""

from __future__ import annotations

from typing import Any

import polars as pl

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, STRAND_OF_WORK
from tideturn.evaluation.withholding.records import AUDIENCES
from tideturn.report.blocks import Block, Bullets, DataTable, Paragraph, Section, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.planned import planned_and_delivered
from tideturn.report.sections.posts import posts
from tideturn.report.sections.timeliness import timeliness
from tideturn.report.wording import capital, counted, day, days_late, listed, number, percent, sentence, were


def delivery(look: Lookup) -> Section | None:
    """How the work went, from the tables that the folder holds; None where it holds none of them."""
    parts = (
        _plan(look),
        _reached(look),
        timeliness(look),
        _milestones(look),
        _criteria(look),
        posts(look),
        _partners(look),
    )
    found = tuple(part for part in parts if part is not None)
    if not found:
        return None
    return Section("delivery", "Implementation", 2, found)


def _plan(look: Lookup) -> Section | None:
    """The chart of the plan; how each departure is judged is told with the theory of change."""
    figures = planned_and_delivered(look)
    return Section("plan", "What was planned and what was delivered", 3, figures) if figures else None


def _reached(look: Lookup) -> Section | None:
    """Training, sessions and other activities in the year, as counts."""
    year, data = look.evaluation.year, look.dataset
    told: list[str] = []
    events = data.table("training_events").filter(pl.col("date").is_between(year.start, year.end))
    if events.height:
        adults = events.filter(~pl.col("audience").is_in(AUDIENCES)).select("event_id")
        came = data.table("attendance").join(adults, on="event_id", how="semi")
        reached = [counted(came["attendee_id"].n_unique(), "adult")] if came.height else []
        reached += [
            look.counted(cell, noun)
            for audience, noun in zip(AUDIENCES, ("young person", "family member"), strict=True)
            if (cell := look.cell(f"attendance/{audience}", "people")) in look.counts
        ]
        whom = f" reached {listed(reached)}" if reached else " were held"
        told.append(f"{counted(events.height, 'training event')}{whom}.")
    sessions = f"sessions/{PROGRAMME_SCOPE}"
    offered, held = (look.counts.get(look.cell(sessions, measure)) for measure in ("offered", "held"))
    if offered and held is not None:
        told.append(
            f"{number(held)} of {counted(offered, 'session')} offered to young people went ahead "
            f"({percent(held / offered)}), with {look.counted(look.cell(sessions, 'seen'), 'young person')}."
        )
    work = data.table("activities").filter(pl.col("date").is_between(year.start, year.end))
    if work.height:
        strands = work["strand"].to_list()
        parts = [
            f"{number(strands.count(code))} on {name}" for code, name in STRAND_OF_WORK.terms.items() if code in strands
        ]
        told.append(f"{counted(work.height, 'other activity')}: {listed(parts)}.")
    onward = look.cell(f"onward/{PROGRAMME_SCOPE}", "made")
    if onward in look.counts:
        replied = look.counts[look.cell(f"onward/{PROGRAMME_SCOPE}", "replied")]
        answered = f"{look.said(replied)} had been answered by {day(year.as_of)}"
        told.append(f"The programme made {look.counted(onward, 'onward referral')}; {answered}.")
    if not told:
        return None
    return Section("reached", "What was done", 3, (Bullets(tuple(words(text) for text in told)),))


def milestones_of(look: Lookup) -> list[dict[str, Any]]:
    """Return the milestones planned for the year or reached in it, and those still open from before."""
    year = look.evaluation.year
    return [
        row
        for row in look.dataset.table("milestones").sort("planned", "milestone_id").to_dicts()
        if year.holds(row["planned"])
        or year.holds(row["actual"])
        or (row["planned"] < year.start and (row["actual"] is None or row["actual"] > year.end))
    ]


def _milestones(look: Lookup) -> Section | None:
    rows = milestones_of(look)
    if not rows:
        return None
    late = [r for r in rows if slipped(r, look)]
    lead = f"Of {counted(len(rows), 'milestone')}, {were(len(rows) - len(late))} reached on time."
    table = DataTable(
        "Milestones, what held them up and what was done about it",
        ("Milestone", "Where", "Planned", "Reached", "What held it up", "What was done"),
        tuple(
            (
                words(r["title"]),
                words(look.place(r["site"])),
                words(day(r["planned"])),
                words(_when(r, look)),
                words(sentence(r["cause_of_delay"] or "") or ("Not recorded" if r in late else "Nothing")),
                words(sentence(r["response"] or "") or ("Not recorded" if r in late else "–")),
            )
            for r in rows
        ),
    )
    return Section("milestones", "Milestones", 3, (Paragraph(words(lead)), table))


def slipped(row: dict[str, Any], look: Lookup) -> bool:
    """Return whether a milestone was reached after its day, or not by the year's end."""
    return (row["actual"] or look.evaluation.year.end) > row["planned"] or (
        row["actual"] is None and row["planned"] <= look.evaluation.year.end
    )


def _when(row: dict[str, Any], look: Lookup) -> str:
    if row["actual"] is None or row["actual"] > look.evaluation.year.end:
        return f"not by {day(look.evaluation.year.end)}"
    return f"{day(row['actual'])}, {days_late(row['planned'], row['actual'])}"


def _criteria(look: Lookup) -> Section | None:
    """Criteria that came in or went out within the year, with the reason."""
    year = look.evaluation.year
    rows = look.dataset.table("criteria").sort("from", "criterion_id").to_dicts()
    if not rows:
        return None
    told = []
    for row in rows:
        if row["from"] > year.start and year.holds(row["from"]) and row["reason"]:
            told.append(
                f"{look.place(row['site'])}, from {day(row['from'])}: “{row['text']}”. {sentence(row['reason'])}"
            )
        elif year.holds(row["to"]) and row["to"] < year.end:
            told.append(
                f"{look.place(row['site'])}, until {day(row['to'])}: “{row['text']}”. {sentence(row['reason'] or '')}"
            )
    in_force = sum(row["from"] <= year.end and (row["to"] is None or row["to"] >= year.end) for row in rows)
    lead = f"{counted(in_force, 'referral criterion')} held at the year’s end."
    blocks: list[Block] = [
        Paragraph(words(lead + (" None was altered in the year." if not told else " In the year these were altered:")))
    ]
    if told:
        blocks.append(Bullets(tuple(words(text) for text in told)))
    return Section("criteria", "How referral criteria were adapted", 3, tuple(blocks))


def _partners(look: Lookup) -> Section | None:
    """How far each partner had come by the year's end, and what stood in the way."""
    year = look.evaluation.year
    frame = look.dataset.table("engagements").filter(pl.col("date") <= year.end)
    if not frame.height:
        return None
    names = {row["organisation_id"]: row for row in look.dataset.table("organisations").to_dicts()}
    latest: dict[str, dict[str, Any]] = {}
    first: dict[str, dict[str, Any]] = {}
    for row in frame.sort("date", maintain_order=True).to_dicts():
        first.setdefault(row["organisation_id"], row)
        latest[row["organisation_id"]] = row
    barriers = sum(bool(row["barrier"]) for row in latest.values())
    lead = (
        f"{counted(len(latest), 'partner')} had been engaged by {day(year.end)}; "
        f"{number(barriers)} named something that stands in the way."
    )
    began = {row["stage"] for row in first.values()}
    alike = len(began) == 1 < len(first)
    if alike:
        lead += f" Each was first recorded at: {began.pop()}."
    table = DataTable(
        "Partners: how far they have come, and what stands in the way",
        ("Partner", "Where", "How far", "What stands in the way", "Next"),
        tuple(
            (
                words(names.get(code, {}).get("name", code)),
                words(look.place(names.get(code, {}).get("site")) if code in names else "–"),
                words(_far(row if alike else first[code], row)),
                words(sentence(row["barrier"] or "") or "Nothing named"),
                words(sentence(row["next_step"] or "") or "–"),
            )
            for code, row in sorted(latest.items(), key=lambda pair: (str(names.get(pair[0], {}).get("site")), pair[0]))
        ),
    )
    return Section("partners", "Partners’ engagement", 3, (Paragraph(words(lead)), table))


def _far(first: dict[str, Any], last: dict[str, Any]) -> str:
    stage = str(last["stage"])
    if first is last or first["stage"] == last["stage"]:
        return f"{capital(stage)}, on {day(last['date'])}"
    return f"{capital(stage)}, on {day(last['date'])}; at first: {first['stage']}"
