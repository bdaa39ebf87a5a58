"""What is found of outcomes, and of what words mean, by their words."""

from __future__ import annotations

from django.urls import reverse

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.outcomes import policy
from tideturn.hub.outcomes.models import Definition, Outcome
from tideturn.hub.search.registry import Said, Searched, searched


def fill_in() -> None:
    """Tell the search."""
    searched(
        Searched(
            kind="outcome",
            label="Outcome",
            plural="Outcomes",
            rule=policy.OUTCOMES,
            said=_outcome,
            address=lambda pk: reverse("outcomes:outcome", args=[pk]),
        )
    )
    searched(
        Searched(
            kind="definition",
            label="What a word means",
            plural="What words mean",
            rule=policy.DEFINITIONS,
            said=_definition,
            address=lambda pk: reverse("outcomes:definition", args=[pk]),
            day_is="Worded so since",
        )
    )


def _outcome(one: Outcome) -> Said:
    """One of several sites is told as no single one’s."""
    site = ALL_SITES if not one.sites else one.sites[0] if len(one.sites) == 1 else ""
    return Said(title=one.title, texts=(one.definition, one.looked_at_by), site=site)


def _definition(one: Definition) -> Said:
    texts = (one.for_staff, one.for_partners, one.for_young_people, one.reason)
    return Said(title=one.term, texts=texts, day=one.on)
