"""What is found of organisations by their words. Notes and files are sealed, and are not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from tideturn.hub.organisations import policy
from tideturn.hub.organisations.models import Contact, Engagement, Organisation
from tideturn.hub.search.registry import Said, Searched, searched


def fill_in() -> None:
    """Tell the search."""
    searched(
        Searched(
            kind="organisation",
            label="Organisation",
            plural="Organisations",
            rule=policy.READABLE,
            said=_organisation,
            address=lambda pk: reverse("organisations:organisation", args=[pk]),
            in_index={"site": "site"},
        )
    )
    searched(
        Searched(
            kind="contact",
            label="Contact",
            plural="Contacts",
            rule=policy.CONTACTS,
            said=_contact,
            rows=lambda: Contact.objects.select_related("organisation"),
            told_by={Organisation: lambda of: Contact.objects.filter(organisation=of.pk).values_list("pk", flat=True)},
            address=lambda pk: reverse("organisations:contact", args=[pk]),
            in_index={"organisation__site": "site"},
        )
    )
    searched(
        Searched(
            kind="engagement",
            label="How far a partner had come",
            plural="How far partners have come",
            rule=policy.ENGAGEMENTS,
            said=_engagement,
            rows=lambda: Engagement.objects.select_related("organisation"),
            told_by={Organisation: _engagements_of},
            address=lambda pk: reverse("organisations:engagement", args=[pk]),
            day_is="On",
            in_index={"organisation__site": "site"},
        )
    )


def _organisation(one: Organisation) -> Said | None:
    if one.merged_into_id is not None:  # the other speaks for it
        return None
    return Said(title=one.name, texts=(one.sector,), site=one.site)


def _contact(one: Contact) -> Said:
    return Said(title=one.name, texts=(one.job_title, one.organisation.name), site=one.organisation.site)


def _engagement(one: Engagement) -> Said | None:
    if not (one.barrier or one.next_step):
        return None
    of = one.organisation
    return Said(title=of.name, texts=(one.barrier, one.next_step), site=of.site, day=one.on)


def _engagements_of(organisation: Any) -> QuerySet[Engagement, UUID]:
    return Engagement.objects.filter(organisation=organisation.pk).values_list("pk", flat=True)
