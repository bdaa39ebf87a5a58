"""Return a place's records for its own pages, and lines that sum them up for its site's page and the overview."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.local_context import access
from tideturn.hub.local_context.models import (
    Asked,
    Baseline,
    Circumstance,
    Criterion,
    DataAsk,
    Days,
    Post,
    Role,
    State,
    before_a_manager,
    many,
    state_on,
)
from tideturn.hub.local_context.resource import BASELINE, CIRCUMSTANCE, FILLED, POST, REQUEST, ROLE
from tideturn.hub.programme.api import sites_named
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.reading import Shown, listed


@dataclass(frozen=True)
class Line:
    """A line that sums up a kind of record, for a site's page and for the overview of places."""

    by_site: Callable[[Standing, str], Mapping[str, str]]
    """Returns the line of one site, or of each site that has such records where none is named."""
    nothing: str

    def at(self, by: Standing, site: str) -> str:
        """Return the line of a site."""
        return self.by_site(by, site).get(site, self.nothing)


@dataclass(frozen=True)
class PlaceLine:
    """A site in the overview of places, with a line about each kind of record."""

    id: UUID
    name: str
    posts: str
    criteria: str
    baseline: str
    circumstances: str


def places_seen(by: Standing) -> tuple[PlaceLine, ...]:
    """Return every site with a line about each kind of record, in as many queries for many sites as for one.

    Raise NotVisibleError if the person may see none.
    """
    by.require_unseen(access.READ)
    told = [(line.by_site(by, ""), line.nothing) for line in (POSTS, CRITERIA, BASELINES, CIRCUMSTANCES)]
    return tuple(
        PlaceLine(one.id, one.name, *(lines.get(one.code, nothing) for lines, nothing in told))
        for one in sites_named(by)
    )


def posts_at(by: Standing, site: str) -> tuple[Shown, ...]:
    """Return the posts of a site, managers' first. Raise NotVisibleError if the person may see none."""
    found = _listed(POST, by, site, "advertised_on", "filled_on", "code")
    return tuple(sorted(found, key=lambda one: one.of(ROLE) != Role.MANAGER))


def how_many_before_a_manager(posts: Iterable[Shown]) -> int:
    """Return how many staff posts were filled before any manager's."""
    return before_a_manager([(Role(one.of(ROLE)), one.of(FILLED)) for one in posts])


def circumstances_at(by: Standing, site: str) -> tuple[Shown, ...]:
    """Return a site's circumstances, current ones first. Raise NotVisibleError if the person may see none."""
    return tuple(sorted(_listed(CIRCUMSTANCE, by, site, "begins_on", "code"), key=lambda one: not one["now"]))


def baselines_at(by: Standing, site: str) -> tuple[Shown, ...]:
    """Return the baselines of a site, by measure. Raise NotVisibleError if the person may see none."""
    return _listed(BASELINE, by, site, "measure", "on", "id")


def requests_at(by: Standing, site: str) -> tuple[Shown, ...]:
    """Return a site's data requests, in order. Raise NotVisibleError if the person may see none."""
    return _listed(REQUEST, by, site, "place", "what")


def _listed(resource: Resource[Any], by: Standing, site: str, *order: str) -> tuple[Shown, ...]:
    return listed(resource, resource.all().filter(site=site).order_by(*order), by=by)


def _at(site: str) -> Q:
    return Q(site=site) if site else Q()


def _posts(by: Standing, site: str) -> dict[str, str]:
    today = clock.today()
    states: dict[str, list[State]] = defaultdict(list)
    rows = access.POSTS.visible_to(by, Post.objects.filter(_at(site)))
    days = ("advertised_on", "filled_on", "left_on", "is_over", "followed__id")
    for code, advertised, filled, left, over, followed in rows.values_list("site", *days):
        states[code].append(state_on(Days(advertised, filled, left, over or followed is not None), today))
    return {code: _states(found) for code, found in states.items()}


def _states(states: Iterable[State]) -> str:
    of = Counter(states)
    open_posts, vacant = of.total() - of[State.LEFT], of[State.ADVERTISED] + of[State.VACANT]
    return f"{many(open_posts, 'post')}: {of[State.FILLED]} filled, {vacant} vacant."


def _criteria(by: Standing, site: str) -> dict[str, str]:
    today = clock.today()
    there: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    rows = access.CRITERIA.visible_to(by, Criterion.objects.filter(_at(site)))
    for code, first, last in rows.values_list("site", "begins_on", "ends_on"):
        there[code].append((first, last))
    told = {}
    for code, found in there.items():
        holding = sum(first <= today and (last is None or today <= last) for first, last in found)
        holds = "1 holds today" if holding == 1 else f"{holding} hold today"
        ended = sum(last is not None and last < today for _, last in found)
        told[code] = f"{holds}; {ended} held before." if ended else f"{holds}."
    return told


def _baselines(by: Standing, site: str) -> dict[str, str]:
    baselines = access.BASELINES.visible_to(by, Baseline.objects.filter(_at(site)))
    measures = Counter(baselines.values_list("site", flat=True))
    asks: dict[str, Counter[str]] = defaultdict(Counter)
    rows = access.ASKS.visible_to(by, DataAsk.objects.filter(_at(site)))
    for code, state in rows.values_list("site", "state"):
        asks[code][state] += 1
    told = {}
    for code in {*measures, *asks}:
        parts = [f"{many(measures[code], 'measure')} recorded"]
        if asks[code]:
            parts.append(f"{asks[code][Asked.AGREED]} of {many(asks[code].total(), 'thing')} to ask for agreed")
        told[code] = f"{'; '.join(parts)}."
    return told


def _circumstances(by: Standing, site: str) -> dict[str, str]:
    there: dict[str, list[bool]] = defaultdict(list)
    rows = access.CIRCUMSTANCES.visible_to(by, Circumstance.objects.filter(_at(site)))
    for code, outcome in rows.values_list("site", "outcome"):
        there[code].append(outcome is not None)
    return {code: _rivals(found) for code, found in there.items()}


def _rivals(found: list[bool]) -> str:
    rivals = sum(found)
    may = f"; {rivals} may explain an outcome" if rivals else ""
    return f"{many(len(found), 'circumstance')} recorded{may}."


POSTS: Final = Line(_posts, "No post is recorded yet.")
CRITERIA: Final = Line(_criteria, "No criterion is recorded yet.")
BASELINES: Final = Line(_baselines, "No baseline is recorded yet.")
CIRCUMSTANCES: Final = Line(_circumstances, "Nothing is recorded yet.")
