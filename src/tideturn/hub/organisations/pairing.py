"""Records that may be one organisation, found by their names each time one is added or renamed."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Q

from tideturn.hub.common.unruled import unruled
from tideturn.hub.organisations.likeness import LIKELY, likeness
from tideturn.hub.organisations.models import LikelyPair, Organisation
from tideturn.hub.search import names

KIND: Final = "organisations.organisation"
"""What the search by name knows organisations as."""
_MOST: Final = 20
"""Names that are compared at most, the likest first."""


@unruled("Names are held against each other when one is written; who may merge both is shown the pair, by its rule.")
def look_for_pairs(organisation: Organisation) -> None:
    """Have its name found, and keep those that it may be one with; what somebody told apart stays so."""
    names.put(KIND, organisation.pk, organisation.name)
    among = names.found(KIND, organisation.name, most=_MOST)
    others = Organisation.objects.filter(pk__in=among, merged_into=None).exclude(pk=organisation.pk)
    of = Q(first=organisation) | Q(second=organisation)
    LikelyPair.objects.filter(of, not_the_same_at=None).delete()
    told_apart = {frozenset(pair) for pair in LikelyPair.objects.filter(of).values_list("first", "second")}
    pairs = [
        LikelyPair(first_id=first, second_id=second, likeness=alike)
        for other in others
        if (alike := likeness(organisation.name, other.name)) >= LIKELY
        for first, second in [_ordered(organisation.pk, other.pk)]
        if frozenset((first, second)) not in told_apart
    ]
    # Whoever renames the other at this moment may have found the same pair.
    LikelyPair.objects.bulk_create(pairs, ignore_conflicts=True)


def _ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one.hex < other.hex else (other, one)
