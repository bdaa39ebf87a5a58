"""What the report draws of a pathway: as it ran, against its design, around a pilot, and how long cases took."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tideturn.evaluation.claims.recounted import along
from tideturn.evaluation.pathways import PathwayAt
from tideturn.methods.pathways import EventLog, count, event_log
from tideturn.report.blocks import Figure
from tideturn.report.charts.pathway_groups import Group, Meant, of_counts
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.sections.pathway_figures import Pictured, Waited, pathway_figures, waited
from tideturn.report.sections.pathway_released import released_pictures


def pictures(look: Lookup, scopes: Sequence[PathwayAt]) -> tuple[Figure, ...]:
    """Return the figures of a pathway at its scopes, the programme first; in a release, the map of what it may show.

    The figures draw the cases that are over. They compare a pilot's site before and since the pilot's first day or,
    without a pilot in the year, the year before with the year.
    """
    if look.release is not None:
        return released_pictures(look, scopes)
    whole = scopes[0]
    if whole.log is None or not len(whole.log.cases):
        return ()
    compared, title, sides = _sides(look, scopes)
    return pathway_figures(
        Pictured(
            anchor=safe(whole.pathway),
            name=whole.design.name,
            whole=of_counts("", count(whole.log), whole.now),
            design=Meant.of_design(whole.design),
            sides=sides,
            sides_title=title,
            waits=tuple(_waits(look, scopes)),
            item=along(whole),
            sides_item=along(compared),
        )
    )


def _sides(look: Lookup, scopes: Sequence[PathwayAt]) -> tuple[PathwayAt, str, tuple[Group, ...]]:
    """Return the scope that is compared, what its two groups are, and the groups."""
    whole = scopes[0]
    for pilot in (one.pilot for one in whole.pilots):
        at = next((one for one in scopes if one.scope == pilot.site), None)
        if at is None or at.log is None:
            continue
        logs = (_together(at.log_before, at.log.between(end=pilot.day)), at.log.between(start=pilot.day))
        title = f"{look.place(pilot.site)} before the pilot and since"
        return at, title, _groups(("Before the pilot", "Since the pilot began"), logs)
    groups = _groups(("In the year before", "In the year"), (whole.log_before, whole.log))
    return whole, "the year before and the year", groups


def _groups(titles: Sequence[str], logs: Sequence[EventLog | None]) -> tuple[Group, ...]:
    """Return a group for each log; none unless all logs have cases."""
    there = [log for log in logs if log is not None and len(log.cases)]
    if len(there) < len(logs):
        return ()
    return tuple(of_counts(title, count(log)) for title, log in zip(titles, there, strict=True))


def _together(one: EventLog | None, other: EventLog) -> EventLog:
    """Return two logs of different cases as one."""
    if one is None:
        return other
    return event_log(pl.concat([one.named(), other.named()], how="diagonal"), zone=other.zone)


def _waits(look: Lookup, scopes: Sequence[PathwayAt]) -> list[Waited]:
    """Return the waits, place by place, until each step that a pilot moved and until the last step."""
    whole = scopes[0]
    first, *others = whole.design.required
    moved = [step for one in whole.pilots for step in one.pilot.moved]
    return [
        waited(
            first,
            step,
            {look.place(at.scope): at.waits[step] for at in scopes if step in at.waits},
            whole.watched_until,
        )
        for step in dict.fromkeys([*moved, *others[-1:]])
        if step in whole.waits
    ]
