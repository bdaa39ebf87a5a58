"""A line about each thing that there is of a place, for its site's page and for the overview of all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q

from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.local_context import policy
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, DataAsk, Post
from tideturn.hub.local_context.shown import PlaceLine
from tideturn.hub.local_context.terms import Asked, State
from tideturn.hub.local_context.vacancies import Days, state_on
from tideturn.hub.programme.api import sites_named

NO_POST: Final = "No post is recorded yet."
NO_CRITERION: Final = "No criterion is recorded yet."
NO_BASELINE: Final = "No baseline is recorded yet."
NO_CIRCUMSTANCE: Final = "Nothing is recorded yet."


def places_seen(by: Standing) -> tuple[PlaceLine, ...]:
    """Every site with a line about each thing: as many queries for many sites as for one. Raises NotVisibleError."""
    by.require_unseen(policy.READ)
    posts, criteria, baselines, circumstances = (lines(by) for lines in (_posts, _criteria, _baselines, _circumstances))
    return tuple(
        PlaceLine(
            one.id,
            one.name,
            posts.get(one.code, NO_POST),
            criteria.get(one.code, NO_CRITERION),
            baselines.get(one.code, NO_BASELINE),
            circumstances.get(one.code, NO_CIRCUMSTANCE),
        )
        for one in sites_named(by)
    )


def posts_line(by: Standing, site: str) -> str:
    """How many posts a site has, and how many are filled and vacant."""
    return _posts(by, site).get(site, NO_POST)


def criteria_line(by: Standing, site: str) -> str:
    """How many criteria hold at a site today, and how often one was adapted."""
    return _criteria(by, site).get(site, NO_CRITERION)


def baselines_line(by: Standing, site: str) -> str:
    """How much of a site's baseline is there."""
    return _baselines(by, site).get(site, NO_BASELINE)


def circumstances_line(by: Standing, site: str) -> str:
    """How much is going on at a site."""
    return _circumstances(by, site).get(site, NO_CIRCUMSTANCE)


def _at(site: str) -> Q:
    return Q(site=site) if site else Q()


def _posts(by: Standing, site: str = "") -> dict[str, str]:
    today = clock.today()
    states: dict[str, list[State]] = defaultdict(list)
    rows = policy.POSTS.visible_to(by, Post.objects.filter(_at(site)))
    days = ("advertised_on", "filled_on", "left_on", "is_over", "followed__id")
    for code, advertised, filled, left, over, followed in rows.values_list("site", *days):
        states[code].append(state_on(Days(advertised, filled, left, over or followed is not None), today))
    return {code: _states(found) for code, found in states.items()}


def _states(states: Iterable[State]) -> str:
    of = Counter(states)
    open_posts, vacant = of.total() - of[State.LEFT], of[State.ADVERTISED] + of[State.VACANT]
    return f"{many(open_posts, 'post')}: {of[State.FILLED]} filled, {vacant} vacant."


def _criteria(by: Standing, site: str = "") -> dict[str, str]:
    today = clock.today()
    there: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    rows = policy.CRITERIA.visible_to(by, Criterion.objects.filter(_at(site)))
    for code, first, last in rows.values_list("site", "begins_on", "ends_on"):
        there[code].append((first, last))
    told = {}
    for code, found in there.items():
        holding = sum(first <= today and (last is None or today <= last) for first, last in found)
        holds = "1 holds today" if holding == 1 else f"{holding} hold today"
        ended = sum(last is not None and last < today for _, last in found)
        told[code] = f"{holds}; {ended} held before." if ended else f"{holds}."
    return told


def _baselines(by: Standing, site: str = "") -> dict[str, str]:
    baselines = policy.BASELINES.visible_to(by, Baseline.objects.filter(_at(site)))
    measures = Counter(baselines.values_list("site", flat=True))
    asks: dict[str, Counter[str]] = defaultdict(Counter)
    rows = policy.ASKS.visible_to(by, DataAsk.objects.filter(_at(site)))
    for code, state in rows.values_list("site", "state"):
        asks[code][state] += 1
    told = {}
    for code in {*measures, *asks}:
        parts = [f"{many(measures[code], 'measure')} recorded"]
        if asks[code]:
            parts.append(f"{asks[code][Asked.AGREED]} of {many(asks[code].total(), 'thing')} to ask for agreed")
        told[code] = f"{'; '.join(parts)}."
    return told


def _circumstances(by: Standing, site: str = "") -> dict[str, str]:
    there: dict[str, list[bool]] = defaultdict(list)
    rows = policy.CIRCUMSTANCES.visible_to(by, Circumstance.objects.filter(_at(site)))
    for code, outcome in rows.values_list("site", "outcome"):
        there[code].append(outcome is not None)
    return {code: _rivals(found) for code, found in there.items()}


def _rivals(found: list[bool]) -> str:
    rivals = sum(found)
    may = f"; {rivals} may explain an outcome" if rivals else ""
    return f"{many(len(found), 'circumstance')} recorded{may}."


def many(count: int, what: str) -> str:
    """A count and what is counted: 1 post, 3 posts."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
