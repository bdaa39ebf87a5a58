"""Find records that may be one organisation. Compare names each time somebody adds or renames one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.unruled import unruled
from tideturn.hub.organisations import access
from tideturn.hub.organisations.models import LikelyPair, Organisation
from tideturn.hub.search import names
from tideturn.hub.search.names import plain

KIND: Final = "organisations.organisation"
"""The kind of organisations in the search by name."""
LIKELY: Final = 88
"""The likeness, out of 100, from where two names may be one organisation's."""
_FILLING: Final = frozenset({"the", "of", "and", "for", "in", "ltd", "limited", "cic", "plc"})
_MANY: Final = 100
"""The highest number of pairs to count: every page of the list shows the number."""
_SEARCHED: Final = 500
"""Maximum names that a search finds, before it leaves out those that the person may not see."""
_TYPED: Final = 200
"""Maximum letters of a name to search for."""
_OFFERED: Final = 10
"""Names to suggest as somebody types."""
_MOST: Final = 20
"""Maximum names to compare, most alike first."""


@dataclass(frozen=True)
class Named:
    """An organisation without the people in it."""

    id: UUID
    name: str
    sector: str
    site: str
    stage: str


def _named(one: Organisation) -> Named:
    return Named(one.pk, one.name, one.sector, one.site, one.stage)


@unruled("Compares names when somebody writes one. A rule decides who sees the pair: those who may merge both.")
def look_for_pairs(organisation: Organisation) -> None:
    """Index an organisation's name, and store its likely pairs. Leave out pairs that somebody said are not the same."""
    names.put(KIND, organisation.pk, organisation.name)
    among = names.found(KIND, organisation.name, most=_MOST)
    others = Organisation.objects.filter(pk__in=among, merged_into=None).exclude(pk=organisation.pk)
    of = Q(first=organisation) | Q(second=organisation)
    LikelyPair.objects.filter(of, not_the_same_at=None).delete()
    told_apart = set(LikelyPair.objects.filter(of).values_list("first", "second"))
    pairs = []
    for other in others:
        first, second = _ordered(organisation.pk, other.pk)
        alike = likeness(organisation.name, other.name)
        if alike >= LIKELY and (first, second) not in told_apart:
            pairs.append(LikelyPair(first_id=first, second_id=second, likeness=alike))
    # A person who renames the other one at this moment may have found the same pair.
    LikelyPair.objects.bulk_create(pairs, ignore_conflicts=True)


def like(rows: QuerySet[Organisation], name: str) -> QuerySet[Organisation]:
    """Return those whose name is like a name."""
    return rows.filter(pk__in=names.found(KIND, name, most=_SEARCHED))


def alike(by: Standing, name: str) -> tuple[Named, ...]:
    """Return organisations that the name may mean, most alike first. They show no person."""
    rows = access.READABLE.visible_to(by, like(Organisation.objects.filter(merged_into=None), name))
    found = [(likeness(one.name, name), one) for one in rows]
    likest = sorted(((how, one) for how, one in found if how >= LIKELY), key=lambda pair: (-pair[0], pair[1].name))
    return tuple(_named(one) for _, one in likest)


def named(by: Standing, text: str) -> tuple[str, ...]:
    """Return names of organisations like the text, most alike first, as somebody types. They show no person."""
    by.require_unseen(access.READ)
    likest = names.found(KIND, text[:_TYPED], most=_SEARCHED)
    rows = Organisation.objects.filter(pk__in=likest, merged_into=None)
    seen = dict(access.READABLE.visible_to(by, rows).values_list("pk", "name"))
    return tuple(dict.fromkeys(seen[pk] for pk in likest if pk in seen))[:_OFFERED]


def pairs_counted(by: Standing) -> dict[str, int]:
    """Return how many pairs that the person may merge are `likely` the same: up to so `many`."""
    return {"likely": _pairs(by)[:_MANY].count() if by.may(access.MERGE) else 0, "many": _MANY}


def likely_pairs(by: Standing) -> tuple[tuple[Named, Named], ...]:
    """Return likely pairs that the person may merge, most alike first. They show no person."""
    by.require_unseen(access.MERGE)
    found = _pairs(by).select_related("first", "second").order_by("-likeness", "first__name", "pk")[:_SEARCHED]
    return tuple((_named(one.first), _named(one.second)) for one in found)


def pair_compared(by: Standing, first: UUID, second: UUID) -> tuple[Named, Named]:
    """Return two organisations to merge. Raise NotVisibleError if the person may not merge one of them."""
    return _named(access.MERGEABLE.get_visible(by, first)), _named(access.MERGEABLE.get_visible(by, second))


def _pairs(by: Standing) -> QuerySet[LikelyPair]:
    return access.PAIRS.visible_to(by, LikelyPair.objects.filter(not_the_same_at=None))


def _ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one.hex < other.hex else (other, one)


def likeness(first: str, second: str) -> int:
    """Return how alike two names are, out of 100, by their letters with the words sorted; 0 if their numbers differ."""
    one, other = _telling(first), _telling(second)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0
    return round(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))


def _telling(name: str) -> str:
    """Return a name in its search form, without filler words."""
    words = plain(name).split()
    return " ".join([word for word in words if word not in _FILLING] or words)
