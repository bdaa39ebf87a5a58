"""Return a place's records for its own pages, and lines that sum them up for its site's page and the overview."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.local_context import access
from tideturn.hub.local_context.models import (
    Asked,
    Baseline,
    Circumstance,
    Criterion,
    DataAsk,
    Post,
    Role,
    State,
    before_a_manager,
    many,
    state_on,
)
from tideturn.hub.local_context.resource import BASELINE, CIRCUMSTANCE, CRITERION, FILLED, POST, REQUEST, ROLE, days_of
from tideturn.hub.programme.api import SiteNamed, sites_named
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.reading import Shown, listed


@dataclass(frozen=True)
class Line:
    """A line that sums up a site's records of some kinds, for the site's page and for the overview of places."""

    sums_up: Callable[[Sequence[Any]], str]
    nothing: str
    kinds: tuple[Resource[Any], ...]

    def at(self, by: Standing, site: str) -> str:
        """Return the line of a site."""
        return self.by_site(by, site).get(site, self.nothing)

    def by_site(self, by: Standing, site: str = "") -> Mapping[str, str]:
        """Return the line of each site that has such records, or of that one alone."""
        there: dict[str, list[Any]] = defaultdict(list)
        for kind in self.kinds:
            for one in kind.reads.visible_to(by, kind.at(site)):
                there[one.site].append(one)
        return {code: self.sums_up(found) for code, found in there.items()}


def places_seen(by: Standing) -> list[tuple[SiteNamed, dict[str, str]]]:
    """Return every site with a line about each kind of record, in as many queries for many sites as for one.

    Raise NotVisibleError if the person may see none.
    """
    by.require_unseen(access.READ)
    lines = {"posts": POSTS, "criteria": CRITERIA, "baseline": BASELINES, "circumstances": CIRCUMSTANCES}
    told = {name: (line.by_site(by), line.nothing) for name, line in lines.items()}
    return [
        (site, {name: by_site.get(site.code, nothing) for name, (by_site, nothing) in told.items()})
        for site in sites_named(by)
    ]


def posts_at(by: Standing, site: str) -> tuple[Shown, ...]:
    """Return the posts of a site, managers' first. Raise NotVisibleError if the person may see none."""
    found = listed_at(POST, by, site, "advertised_on", "filled_on", "code")
    return tuple(sorted(found, key=lambda one: one.of(ROLE) != Role.MANAGER))


def how_many_before_a_manager(posts: Iterable[Shown]) -> int:
    """Return how many staff posts were filled before any manager's."""
    return before_a_manager([(Role(one.of(ROLE)), one.of(FILLED)) for one in posts])


def circumstances_at(by: Standing, site: str) -> tuple[Shown, ...]:
    """Return a site's circumstances, current ones first. Raise NotVisibleError if the person may see none."""
    return tuple(sorted(listed_at(CIRCUMSTANCE, by, site, "begins_on", "code"), key=lambda one: not one["now"]))


def listed_at(resource: Resource[Any], by: Standing, site: str, *order: str) -> tuple[Shown, ...]:
    """Return a site's records of a kind, in order. Raise NotVisibleError if the person may see none."""
    return listed(resource, resource.at(site).order_by(*order), by=by)


def _posts(posts: Iterable[Post]) -> str:
    of = Counter(state_on(days_of(one), clock.today()) for one in posts)
    open_posts, vacant = of.total() - of[State.LEFT], of[State.ADVERTISED] + of[State.VACANT]
    return f"{many(open_posts, 'post')}: {of[State.FILLED]} filled, {vacant} vacant."


def _criteria(criteria: Sequence[Criterion]) -> str:
    today = clock.today()
    holding = sum(one.begins_on <= today <= (one.ends_on or today) for one in criteria)
    holds = "1 holds today" if holding == 1 else f"{holding} hold today"
    ended = sum((one.ends_on or today) < today for one in criteria)
    return f"{holds}; {ended} held before." if ended else f"{holds}."


def _baselines(found: Sequence[Baseline | DataAsk]) -> str:
    asks = [one.state for one in found if isinstance(one, DataAsk)]
    asked = f"; {asks.count(Asked.AGREED)} of {many(len(asks), 'thing')} to ask for agreed" if asks else ""
    return f"{many(len(found) - len(asks), 'measure')} recorded{asked}."


def _circumstances(circumstances: Sequence[Circumstance]) -> str:
    rivals = sum(one.outcome_id is not None for one in circumstances)
    may = f"; {rivals} may explain an outcome" if rivals else ""
    return f"{many(len(circumstances), 'circumstance')} recorded{may}."


POSTS: Final = Line(_posts, "No post is recorded yet.", (POST,))
CRITERIA: Final = Line(_criteria, "No criterion is recorded yet.", (CRITERION,))
BASELINES: Final = Line(_baselines, "No baseline is recorded yet.", (BASELINE, REQUEST))
CIRCUMSTANCES: Final = Line(_circumstances, "Nothing is recorded yet.", (CIRCUMSTANCE,))
