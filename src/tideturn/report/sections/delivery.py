"""How the work was put into practice: plan and delivery, milestones, criteria, posts, partners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from tideturn.dataset.vocabulary import AUDIENCE, STRAND_OF_WORK
from tideturn.evaluation.ledger.counts.casework import MADE, SEEN
from tideturn.evaluation.ledger.counts.delivery import (
    ACTIVITIES,
    CRITERIA,
    MILESTONES,
    PARTNERS,
    TRAINING,
    MilestoneCounts,
    TrainingCounts,
    came_in,
    milestones_in,
    went_out,
)
from tideturn.evaluation.ledger.counts.delivery import slipped as late_or_missed
from tideturn.evaluation.told import told, told_list
from tideturn.report.blocks import Annex, Block, Bullets, DataTable, Paragraph, Section, Words, verbatim, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.money import money
from tideturn.report.sections.planned import planned_and_delivered
from tideturn.report.sections.posts import posts
from tideturn.report.sections.reach import reach
from tideturn.report.sections.themes import themes_of
from tideturn.report.sections.timeliness import timeliness
from tideturn.report.wording import at_end_of, capital, day, days_late, sentence

_WITH: Final = {
    "sessions_alone": ("{held} of {offered} with a young person alone went ahead{share}, with {seen}.", ""),
    "sessions_family": ("{held} of {offered} with families went ahead{share}, for {seen}.", ""),
    "sessions_group": (
        "{held} of {offered} planned at group sessions took place{share}, by {seen}.",
        " A group session counts once for each young person who was expected.",
    ),
}
"""Sentence for each kind of session, and the note that follows it."""


def delivery(look: Lookup) -> Section | None:
    """Describe how the work went, from the tables that the folder has; None if it has none of them."""
    parts = (
        _reached(look),
        _plan(look),
        reach(look),
        timeliness(look),
        _milestones(look),
        _criteria(look),
        posts(look),
        _partners(look),
        money(look),
        *themes_of(look, "implementation"),
        *themes_of(look, "participation"),
        *themes_of(look, "account"),
    )
    found = tuple(part for part in parts if part is not None)
    if not found:
        return None
    return Section("delivery", "Implementation", 2, found)


def _plan(look: Lookup) -> Section | None:
    """Return the chart of the plan. The part on the theory of change says how each departure is judged."""
    figures = planned_and_delivered(look)
    return Section("plan", "What was planned and what was delivered", 3, figures) if figures else None


def _reached(look: Lookup) -> Section | None:
    """Return the year's training, sessions, other activities and onward referrals, with one sentence for each count."""
    lines = (*_training(look), *_sessions(look), *_activities(look), *_onward(look))
    return Section("reached", "What was done", 3, (Bullets(lines),)) if lines else None


def _training(look: Lookup) -> Iterator[Words]:
    for audience, measure in TRAINING.items():
        item = look.count(measure.name)
        if item is None:
            continue
        value = item.value_as(TrainingCounts)
        events = look.field(item, "events", "events", which="training")
        if "people" in value.left_out:
            said = told("{events} for {whom}; who came was not recorded.", events=events, whom=AUDIENCE.terms[audience])
        else:
            recorded = told(", with attendance recorded at {n} of them", n=look.field(item, "recorded"))
            said = told(
                "{events} for {whom}: {people}{recorded}.",
                events=events,
                whom=AUDIENCE.terms[audience],
                people=look.field(item, "people", item.unit),
                recorded="" if value.recorded == value.events else recorded,
            )
        yield look.traced(said, item)


def _sessions(look: Lookup) -> Iterator[Words]:
    for measure, (template, more) in _WITH.items():
        item = look.count(measure)
        if item is not None:
            said = told(
                template,
                held=look.field(item, "held"),
                offered=look.field(item, "offered", item.unit),
                share=look.share(item),
                seen=look.field(item, "seen", SEEN.unit),
            )
            yield words(look.traced(said, item), more)
    everyone = look.count(SEEN.name)
    if everyone is not None:
        seen = look.field(everyone, "seen", everyone.unit)
        yield look.traced(told("{seen} had at least one session that went ahead.", seen=seen), everyone)


def _activities(look: Lookup) -> Iterator[Words]:
    item = look.count(ACTIVITIES.name)
    if item is not None:
        parts = [
            told("{n} on {name}", n=look.field(item, code), name=name)
            for code, name in STRAND_OF_WORK.terms.items()
            if item.number(code)  # by name: a field of each strand of work
        ]
        every = look.field(item, "activities", item.unit, which="other")
        yield look.traced(told("{every}: {parts}.", every=every, parts=told_list(parts)), item)


def _onward(look: Lookup) -> Iterator[Words]:
    item = look.count(MADE.name)
    if item is not None:
        said = told(
            "The programme made {made}; {answered} had been answered by {day}.",
            made=look.field(item, "made", item.unit, which="onward"),
            answered=look.field(item, "answered"),
            day=day(item.as_of),
        )
        yield look.traced(said, item)


def milestones_of(look: Lookup) -> list[dict[str, Any]]:
    """Return the milestones planned for the year or reached in it, and those still open from before."""
    return milestones_in(look.dataset, look.evaluation.year).to_dicts()


def _milestones(look: Lookup) -> Section | None:
    rows, item = milestones_of(look), look.count(MILESTONES.name)
    if not rows or item is None:
        return None
    late = [r for r in rows if slipped(r, look)]
    not_due = told(" and {were} not due yet", were=look.were(item, "not_due"))
    lead = told(
        "Of {milestones}, {were} reached on time{not_due}.",
        milestones=look.field(item, "milestones", item.unit),
        were=look.were(item, "on_time"),
        not_due=not_due if item.value_as(MilestoneCounts).not_due else "",
    )
    none_yet = f"No response by {day(look.evaluation.year.last_known)}"
    table = DataTable(
        "Milestones, causes of delay and responses",
        ("Milestone", "Where", "Planned", "Reached", "Cause of delay", "Response"),
        tuple(
            (
                words(r["title"]),
                words(look.place(r["site"])),
                words(day(r["planned"])),
                words(_when(r, look)),
                words(sentence(r["cause_of_delay"] or "") or ("Not recorded" if r in late else "No delay")),
                words(sentence(r["response"] or "") or (none_yet if r in late else "–")),
            )
            for r in rows
        ),
    )
    return Section("milestones", "Milestones", 3, (Paragraph(look.traced(lead, item)), Annex((table,))))


def slipped(row: dict[str, Any], look: Lookup) -> bool:
    """Return whether a milestone was reached after its day, or was due and not reached by the year's last known day."""
    return late_or_missed(row, look.evaluation.year)


def _when(row: dict[str, Any], look: Lookup) -> str:
    last = look.evaluation.year.last_known
    if row["actual"] is None or row["actual"] > last:
        return f"not by {day(last)}"
    return f"{day(row['actual'])}, {days_late(row['planned'], row['actual'])}"


def _criteria(look: Lookup) -> Section | None:
    """Say how many criteria were in force, and which were introduced or withdrawn within the year, with the reason."""
    year, item = look.evaluation.year, look.count(CRITERIA.name)
    if item is None:
        return None
    first = min(one.start for one in look.dataset.programme.years)
    altered = []
    for row in look.dataset.table("criteria").sort("from", "criterion_id").to_dicts():
        when = [f"from {day(row['from'])}"] if came_in(row, year, first) else []
        when += [f"until {day(row['to'])}"] if went_out(row, year) else []
        if when:
            reason = sentence(row["reason"] or "") or "No reason was recorded."
            text = f"{look.place(row['site'])}, {' '.join(when)}: “{row['text']}”. "
            altered.append(words(text, verbatim(reason)))
    changed = told(
        "; during the year {came_in} came in and {went_out} withdrawn",
        came_in=look.field(item, "came_in"),
        went_out=look.were(item, "went_out"),
    )
    lead = told(
        "{criteria} {were} in force {then}{changed}.",
        criteria=look.field(item, "in_force", item.unit),
        were="was" if item.n == 1 else "were",
        then=at_end_of(year),
        changed=changed if altered else ", and none was altered during the year",
    )
    blocks: list[Block] = [Paragraph(look.traced(lead, item))]
    if altered:
        blocks.append(Bullets(tuple(altered)))
    return Section("criteria", "How referral criteria were adapted", 3, tuple(blocks))


def _partners(look: Lookup) -> Section | None:
    """Return how engaged each partner was by the year's last known day, its barrier and its next step."""
    last, item = look.evaluation.year.last_known, look.count(PARTNERS.name)
    frame = look.dataset.table("engagements").filter(pl.col("date") <= last)
    if not frame.height or item is None:
        return None
    names = {row["organisation_id"]: row for row in look.dataset.table("organisations").to_dicts()}
    latest: dict[str, dict[str, Any]] = {}
    first: dict[str, dict[str, Any]] = {}
    for row in frame.sort("date", maintain_order=True).to_dicts():
        first.setdefault(row["organisation_id"], row)
        latest[row["organisation_id"]] = row
    lead = told(
        "{engaged} had been engaged by {day}{new}. When last recorded by then, {with_barrier} of them named a barrier.",
        engaged=look.field(item, "engaged", item.unit),
        day=day(last),
        new=told("; {were} first recorded in the year", were=look.were(item, "new")) if look.evaluation.earlier else "",
        with_barrier=look.field(item, "with_barrier"),
    )
    began = {row["stage"] for row in first.values()}
    alike = len(began) == 1 < len(first)
    more = ""
    if alike:
        more = f" All were first recorded at the “{began.pop()}” stage."
    table = DataTable(
        "Partners: engagement, barriers and next steps",
        ("Partner", "Where", "Engagement", "Barrier", "Next step"),
        tuple(
            (
                words(names.get(code, {}).get("name", code)),
                words(look.place(names.get(code, {}).get("site")) if code in names else "–"),
                words(_far(row if alike else first[code], row)),
                words(sentence(row["barrier"] or "") or "No barrier named"),
                words(sentence(row["next_step"] or "") or "–"),
            )
            for code, row in sorted(latest.items(), key=lambda pair: (str(names.get(pair[0], {}).get("site")), pair[0]))
        ),
    )
    said = words(look.traced(lead, item), more)
    return Section("partners", "Partners’ engagement", 3, (Paragraph(said), Annex((table,))))


def _far(first: dict[str, Any], last: dict[str, Any]) -> str:
    stage = str(last["stage"])
    if first is last or first["stage"] == last["stage"]:
        return f"{capital(stage)}, on {day(last['date'])}"
    return f"{capital(stage)}, on {day(last['date'])}; first recorded at {first['stage']}"
