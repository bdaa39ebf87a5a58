"""The adaptation log: how referral criteria changed, worked out from the criteria themselves.

It is a table on a page and a file, and lists the changes that each learning point led to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from django.urls import reverse

from tideturn.hub.access.reading import show_all
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.clock import spoken_day
from tideturn.hub.learning.api import Change, Named, points_named
from tideturn.hub.local_context import access
from tideturn.hub.local_context.models import DAY, Criterion
from tideturn.hub.local_context.resource import CRITERION
from tideturn.hub.ui.tables import Cell, Column, Sorting, Table, addresses

COLUMNS: Final = (
    Column("From", "on"),
    Column("Site", "site"),
    Column("What it was"),
    Column("What it is since"),
    Column("Why"),
    Column("Because of"),
)
SAVED: Final = ("from", "site", "what", "before", "after", "reason", "learning_id", "learning")


@dataclass(frozen=True)
class Held:
    """A criterion, and the days it was in force."""

    id: UUID
    site: str
    text: str
    begins_on: date
    ends_on: date | None
    reason: str
    ended_because: str
    learning: UUID | None
    replaces: UUID | None
    is_replaced: bool

    def on(self, day: date) -> bool:
        """Return whether it was in force on a day."""
        return self.begins_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Adapted:
    """An entry of the log. If `before` is empty, a criterion was added; if `after` is empty, one was withdrawn."""

    on: date
    site: str
    criterion: UUID
    before: str
    after: str
    reason: str
    because: Named | None

    @property
    def what(self) -> str:
        """Return what happened, in a word or two."""
        if self.before and self.after:
            return "Changed"
        return "Came in" if self.after else "Went"


def criteria_at(by: Standing, site: str = "") -> tuple[Held, ...]:
    """Return every past and present criterion of a site, or of all sites, in order.

    Raise NotVisibleError if the person may see none.
    """
    by.require_unseen(access.READ)
    return tuple(_held(one) for one in access.CRITERIA.visible_to(by, CRITERION.at(site).order_by("begins_on", "code")))


def adaptations(by: Standing, criteria: Collection[Held]) -> tuple[Adapted, ...]:
    """Return how these criteria were adapted, latest first. Pass all the criteria of each site."""
    return log_of(criteria, points_named(by, {one.learning for one in criteria if one.learning}))


def adaptations_exported(by: Standing, site: str = "") -> tuple[Adapted, ...]:
    """Return how criteria were adapted, for an export. Raise NotVisibleError if the person may see none."""
    return adaptations(
        by,
        show_all(
            by,
            access.CRITERIA,
            CRITERION.at(site).order_by("begins_on", "code"),
            action=CRITERION.exported,
            gather=_held,
        ),
    )


def because(by: Standing, pk: UUID | None) -> Named | None:
    """Return the learning point that led to something, if the person can see it."""
    return points_named(by, [pk]).get(pk) if pk is not None else None


def log_of(criteria: Iterable[Held], points: Mapping[UUID, Named]) -> tuple[Adapted, ...]:
    """Return each criterion that was added, changed or withdrawn, latest first, then by site and wording.

    `points` are the learning points that the person can see. The programme folder does not say which criterion
    replaced another. So if exactly one ended at a site, and exactly one began the next day, they count as one change.
    """
    there = {one.id: one for one in criteria}
    of_day: dict[tuple[str, date], list[Adapted]] = defaultdict(list)
    for one in there.values():
        for entry in _entries(one, there, points):
            of_day[entry.site, entry.on].append(entry)
    entries = (entry for some in of_day.values() for entry in _paired(some))
    return tuple(sorted(entries, key=lambda one: (-one.on.toordinal(), one.site, one.after or one.before)))


def listed(entries: Sequence[Adapted], number: int, asked: Mapping[str, str], sorting: Sorting) -> Table:
    """Return a page of the log."""
    return Table.cut_from(
        in_order(entries, sorting),
        number,
        partial(_row, addresses(CRITERION.page)),
        name="adaptations",
        title="How criteria were adapted",
        columns=COLUMNS,
        asked=asked,
        sorting=sorting,
        nothing="No criterion is recorded yet.",
    )


def in_order(entries: Sequence[Adapted], sorting: Sorting) -> list[Adapted]:
    """Return the entries by day or by site, and those of one site latest first."""
    latest = sorted(entries, key=lambda one: one.on, reverse=True)
    if sorting.key == "site":
        return sorted(latest, key=lambda one: site_name(one.site), reverse=sorting.backwards)
    return latest if sorting.backwards else latest[::-1]


def saved(entry: Adapted) -> tuple[str, ...]:
    """Return an entry as a row of the file."""
    learnt = (entry.because.code, entry.because.short) if entry.because else ("", "")
    return (entry.on.isoformat(), entry.site, entry.what, entry.before, entry.after, entry.reason, *learnt)


def what_points_changed(by: Standing, points: Collection[UUID]) -> Iterator[tuple[UUID | None, Change]]:
    """Return the criteria that learning points led to and that the person may see, in one query."""
    for one in access.CRITERIA.visible_to(by, Criterion.objects.filter(learning__in=points)):
        did = "changed to" if one.replaces_id else "came in"
        sentence = f"A criterion at {site_name(one.site)} {did}: “{one.text}”"
        yield one.learning_id, Change(sentence, reverse(CRITERION.page, args=[one.pk]), one.begins_on)


def _held(one: Criterion) -> Held:
    why = (one.reason, one.ended_because, one.learning_id, one.replaces_id)
    return Held(
        one.pk, one.site, one.text, one.begins_on, one.ends_on, *why, getattr(one, "replaced_by", None) is not None
    )


def _entries(one: Held, there: Mapping[UUID, Held], points: Mapping[UUID, Named]) -> Iterator[Adapted]:
    before = there[one.replaces].text if one.replaces else ""
    because = points.get(one.learning) if one.learning else None
    yield Adapted(one.begins_on, one.site, one.id, before, one.text, one.reason, because)
    if one.ends_on is not None and not one.is_replaced:
        yield Adapted(one.ends_on + DAY, one.site, one.id, one.text, "", one.ended_because, None)


def _paired(entries: Sequence[Adapted]) -> Sequence[Adapted]:
    """Return a site's entries of one day, with one that ended and one that began as a single change."""
    came = [one for one in entries if not one.before]
    went = [one for one in entries if not one.after]
    if len(came) != 1 or len(went) != 1:
        return entries
    rest = [one for one in entries if one.before and one.after]
    return [*rest, replace(came[0], before=went[0].before, reason=came[0].reason or went[0].reason)]


def _row(address: Callable[[UUID], str], entry: Adapted) -> tuple[Cell, ...]:
    return (
        Cell(spoken_day(entry.on), address(entry.criterion), note=entry.what),
        Cell(site_name(entry.site)),
        Cell(entry.before),
        Cell(entry.after),
        Cell(entry.reason),
        Cell(entry.because.short, entry.because.address) if entry.because else Cell(),
    )
