"""Return several records of the plan at once: a year's plan, what is due, priorities, and what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.learning.api import Change, Named, points_named
from tideturn.hub.plan import access
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Status
from tideturn.hub.plan.priorities import ELEMENT, PRIORITY, STATUS
from tideturn.hub.plan.resource import ADAPTATION, LEARNING, MILESTONE, TARGET, number_told
from tideturn.hub.programme.api import YearNamed, years_named
from tideturn.hub.programme.kept import Section
from tideturn.hub.resources.declaration import Related
from tideturn.hub.resources.reading import Shown, listed, seen
from tideturn.hub.ui.tables import Cell, Column, Table, addresses, page_asked

Group = tuple[str, tuple[Shown, ...]]
"""Records, under a title."""
SOON: Final = timedelta(weeks=6)
ADAPTATIONS: Final = Related(ADAPTATION, ("-on", "-added_at", "pk"))
_CHANGES: Final = "page"
_DEPARTURES: Final = "departures"


@dataclass(frozen=True)
class SitePlanned:
    """What is planned at a site in a year."""

    site: str
    targets: tuple[Shown, ...]
    milestones: tuple[Shown, ...]


@dataclass(frozen=True)
class YearPlanned:
    """A year's plan: targets and milestones at each site, and the priorities in force."""

    sites: tuple[SitePlanned, ...]
    priorities: tuple[Shown, ...]


def year_asked(number: int | None) -> YearNamed | None:
    """Return the year with a number, else today's or the nearest. Return None if there is none."""
    years, today = years_named(), clock.today()
    asked = [one for one in years if one.number == number]
    begun = [one for one in years if one.starts_on <= today]
    return next(iter([*asked, *reversed(begun), *years]), None)


def year_planned(by: Standing, year: YearNamed, site: str = "") -> YearPlanned:
    """Return a year's plan, at all sites or one. Raise NotVisibleError if the person may not read it."""
    by.require_unseen(access.READ)
    rows = TARGET.at(site).filter(year=year.number).order_by("component", "measure", "pk")
    targets = seen(TARGET, rows, by=by, related=(ADAPTATIONS,))
    within = MILESTONE.at(site).filter(planned_on__range=(year.starts_on, year.ends_on))
    milestones = seen(MILESTONE, within.order_by("planned_on", "title", "pk"), by=by)
    sites = sorted({one.site for one in (*targets, *milestones)}, key=site_name)
    held = _shared_by(site).filter(Q(ends_on=None) | Q(ends_on__gte=year.starts_on), begins_on__lte=year.ends_on)
    return YearPlanned(
        tuple(SitePlanned(code, *(_those_at(code, among) for among in (targets, milestones))) for code in sites),
        seen(PRIORITY, held.order_by("element", "site", "title", "pk"), by=by),
    )


def _shared_by(site: str) -> QuerySet[Priority]:
    """Return the priorities of a site. Those of all sites belong to each site too."""
    return PRIORITY.all().filter(site__in=(site, "")) if site else PRIORITY.all()


def _those_at(site: str, among: Sequence[Shown]) -> tuple[Shown, ...]:
    return tuple(one for one in among if one.site == site)


def milestones_due(by: Standing, site: str = "") -> tuple[Group, ...]:
    """Return milestones in groups: due soon, due later, reached. Raise NotVisibleError."""
    found = listed(MILESTONE, MILESTONE.at(site).order_by("planned_on", "site", "title", "pk"), by=by)
    soon = clock.today() + SOON
    still = [one for one in found if one["actual_on"] is None]
    groups = (
        ("Overdue, or due in the next six weeks", [one for one in still if one["planned_on"] <= soon]),
        ("Due later", [one for one in still if one["planned_on"] > soon]),
        ("Reached", [one for one in reversed(found) if one["actual_on"] is not None]),
    )
    return _grouped(groups)


def priorities_by_element(by: Standing, site: str = "") -> tuple[Group, ...]:
    """Return priorities by part of the system. With a site, return its own and those of all sites.

    Raise NotVisibleError if the person may not read them.
    """
    found = list(listed(PRIORITY, _shared_by(site).order_by("site", "title", "pk"), by=by))
    found.sort(key=lambda one: one.of(STATUS) == Status.RETIRED)  # retired ones last
    return _grouped(
        (ELEMENT.spoken(element), [one for one in found if one.of(ELEMENT) == element]) for element in ELEMENT.terms
    )


def _grouped(groups: Iterable[tuple[str, Sequence[Shown]]]) -> tuple[Group, ...]:
    return tuple((title, tuple(among)) for title, among in groups if among)


# How the plan was adapted


def with_points(by: Standing, adaptations: Sequence[Shown]) -> list[tuple[Shown, Named | None]]:
    """Return each change with the learning point that led to it, if the person may read that."""
    points = points_named(by, {pk for one in adaptations if (pk := one.of(LEARNING))})
    return [(one, points.get(pk) if (pk := one.of(LEARNING)) else None) for one in adaptations]


def adapted(by: Standing, site: str = "") -> list[tuple[Shown, Named | None]]:
    """Return each change of a target and what led to it, latest first. Raise NotVisibleError."""
    rows = ADAPTATION.all().filter(target__site=site) if site else ADAPTATION.all()
    return with_points(by, listed(ADAPTATION, rows.order_by(*ADAPTATIONS.order), by=by))


def departed(by: Standing, site: str = "") -> tuple[Shown, ...]:
    """Return the targets whose delivery departs from the plan, latest year first. Raise NotVisibleError."""
    rows = TARGET.at(site).exclude(departure="")
    return listed(TARGET, rows.order_by("-year", "site", "component", "measure"), by=by)


def adapted_listed(entries: Sequence[tuple[Shown, Named | None]], given: QueryDict, site: str) -> Table:
    """Return a page of the changes to targets, latest first."""
    address = addresses(TARGET.page)

    def line(entry: tuple[Shown, Named | None]) -> tuple[Cell, ...]:
        one, because = entry
        where = f"{site_name(one.site)}, {_whole('Year ' + str(one['year']))}"
        reason = Cell(one["reason"], note="Because of what was learnt:" if because else "")
        return (
            Cell(one["component"], address(one.parent) if one.parent else ""),
            Cell(where, note=_whole(clock.spoken_day(one["on"]))),
            Cell(one.title),
            Cell(parts=(reason, Cell(because.short, because.address))) if because else reason,
        )

    return Table.cut_from(
        entries,
        page_asked(given, _CHANGES),
        line,
        name="adapted",
        title="Targets that were changed",
        columns=_columns("Part of the work", "Where and when", "Change", "Why"),
        asked={"site": site, _DEPARTURES: given.get(_DEPARTURES, "")},
        paged_by=_CHANGES,
        nothing="No target was changed.",
    )


def departed_listed(entries: Sequence[Shown], given: QueryDict, site: str) -> Table:
    """Return a page of the departures from the plan, latest year first."""
    address = addresses(TARGET.page)

    def line(one: Shown) -> tuple[Cell, ...]:
        return (
            Cell(one["component"], address(one.id)),
            Cell(f"{site_name(one.site)}, Year {one['year']}"),
            Cell(one["told"]),
            Cell(one["departed"]),
            Cell(one["reason"] or "No reason is recorded"),
        )

    return Table.cut_from(
        entries,
        page_asked(given, _DEPARTURES),
        line,
        name="departed",
        title="Departures from the plan",
        columns=_columns("Part of the work", "Where", "Delivered of planned", "Departure", "Why"),
        asked={"site": site, _CHANGES: given.get(_CHANGES, "")},
        paged_by=_DEPARTURES,
        nothing="No departure is recorded.",
    )


def _columns(*titles: str) -> tuple[Column, ...]:
    return tuple(map(Column, titles))


def _whole(told: str) -> str:
    """Return a text that does not wrap, even in a narrow column on paper."""
    return told.replace(" ", "\N{NO-BREAK SPACE}")


# On other apps' pages


def what_points_changed(by: Standing, points: Collection[UUID]) -> Iterator[tuple[UUID | None, Change]]:
    """Return the changes of targets that learning points led to and that the person may see, in one query."""
    rows = Adaptation.objects.filter(learning__in=points).select_related("target")
    for one in access.ADAPTATIONS.visible_to(by, rows):
        of = one.target
        numbers = f"from {number_told(one.planned_before)} to {number_told(one.planned_since)} {of.measure}"
        sentence = f"The target of {of.component} at {site_name(of.site)} in Year {of.year} was changed {numbers}"
        yield one.learning_id, Change(sentence, reverse(TARGET.page, args=[of.pk]), one.on)


def _milestones_line(by: Standing, site: str) -> str:
    """Return a line that counts a site's open and overdue milestones."""
    rows = access.MILESTONES.visible_to(by, Milestone.objects.filter(site=site, actual_on=None))
    days = list(rows.values_list("planned_on", flat=True))
    if not days:
        return "No milestone is to be reached."
    overdue = sum(day < clock.today() for day in days)
    told = "1 milestone is to be reached" if len(days) == 1 else f"{len(days)} milestones are to be reached"
    return f"{told}, {overdue} overdue." if overdue else f"{told}."


ON_SITES: Final = Section(
    title="The plan",
    address=lambda _, code: reverse("plan:plan", query={"site": code}),
    summary=_milestones_line,
    shown_to=lambda by: by.may(access.READ),
    place=80,  # before what was learnt there
)
