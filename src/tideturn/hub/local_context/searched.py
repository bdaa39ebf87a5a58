"""What is found of places by its words: criteria, and what else there is or was."""

from __future__ import annotations

from django.urls import reverse

from tideturn.hub.common.shortened import rest, short
from tideturn.hub.local_context import policy
from tideturn.hub.local_context.models import Circumstance, Criterion
from tideturn.hub.local_context.terms import Kind
from tideturn.hub.search.registry import Said, Searched, searched


def fill_in() -> None:
    """Tell the search."""
    searched(
        Searched(
            kind="criterion",
            label="Referral criterion",
            plural="Referral criteria",
            rule=policy.CRITERIA,
            said=_criterion,
            address=lambda pk: reverse("local_context:criterion", args=[pk]),
            day_is="From",
        )
    )
    searched(
        Searched(
            kind="circumstance",
            label="What a place is like",
            plural="What places are like",
            rule=policy.CIRCUMSTANCES,
            said=_circumstance,
            address=lambda pk: reverse("local_context:circumstance", args=[pk]),
            day_is="From",
        )
    )


def _criterion(one: Criterion) -> Said:
    texts = (rest(one.text), one.reason, one.ended_because)
    return Said(title=short(one.text), texts=texts, site=one.site, day=one.begins_on)


def _circumstance(one: Circumstance) -> Said:
    texts = (rest(one.description), str(Kind(one.kind).label))
    return Said(title=short(one.description), texts=texts, site=one.site, day=one.begins_on)
