"""The local context of each site: posts, circumstances, referral criteria and baselines.

A post's days give its state, as a word and as a sentence that says how long it has been vacant.

Nothing here is about a person. A post does not name its holder, and neither a criterion nor a count names anybody. All
of it is in clear text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q, TextChoices

from tideturn.hub.common.clock import spoken_day
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.models import Added

DAY: Final = timedelta(days=1)


class Kind(TextChoices):
    """The kind of circumstance."""

    LOCAL_SERVICE = "local_service", "Another service there"
    NATIONAL_TREND = "national_trend", "Something that happened everywhere"
    POLICY = "policy", "A policy or law"
    EVENT = "event", "An event"


class Role(TextChoices):
    """What a post does."""

    CASEWORK = "casework", "Casework"
    SYSTEMS_CHANGE = "systems_change", "Systems change"
    DUAL = "dual", "Casework and systems change"
    MANAGER = "manager", "Manager"
    OTHER = "other", "Other"


STAFF: Final = (Role.CASEWORK, Role.SYSTEMS_CHANGE, Role.DUAL)
"""The posts that are best filled after a manager's."""


class State(TextChoices):
    """The state of a post on a day."""

    PLANNED = "planned", "Planned"
    ADVERTISED = "advertised", "Advertised"
    FILLED = "filled", "Filled"
    VACANT = "vacant", "Vacant"
    LEFT = "left", "Left"


class Asked(TextChoices):
    """How far a request to a partner for data has got."""

    TO_ASK = "to_ask", "Still to ask"
    ASKED = "asked", "Asked"
    AGREED = "agreed", "Agreed"
    NOT_TO_BE_HAD = "not_to_be_had", "Not to be had"


DATA_TO_ASK_FOR: Final = (
    "Referrals to the National Referral Mechanism (NRM): how many, month by month",
    "Safeguarding referrals about exploitation: how many, month by month",
    "Safeguarding referrals: how soon after the concern each was made",
    "Safeguarding referrals: how good they are, by criteria that you agree on",
    "Young people known to be at risk of exploitation, or exploited: how many, their ages, the kinds of exploitation",
    "Professionals trained about exploitation: how many, of which organisations",
    "Organisations that work together on exploitation, and how often they meet",
    "Professionals who ask for advice about a case: how often, whom they ask",
    "Policies and procedures that speak of exploitation outside the family",
    "Posts that are there for exploitation, in any organisation",
    "Pilots that are running or planned",
    "For each of these: who counts it, for which area and time, and who may share it",
)
"""What a programme asks partners for before it starts at a site. Only counts: no names, and no numbers below five."""


class _AtSite(Added):
    """A record of a site."""

    site = models.CharField(max_length=40, db_index=True)

    class Meta:
        abstract = True


class Post(_AtSite):
    """A post, from its advertisement until its holder leaves. It never names the holder."""

    code = models.CharField(max_length=80, unique=True)
    """Its code in the programme folder."""
    role = models.CharField(max_length=20, choices=Role.choices)
    advertised_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    filled_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    """The holder's first day."""
    left_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    """The holder's last day."""
    fte = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed")
    """The earlier record of the post, if it was advertised again. Only the hub has this."""
    is_over = models.BooleanField(default=False)
    """Whether the post closes when its holder leaves. Only the hub has this."""

    class Meta:
        db_table = "local_context_post"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(filled_on=None) | Q(advertised_on=None) | Q(filled_on__gte=F("advertised_on")))
                & (Q(left_on=None) | Q(left_on__gte=F("filled_on"))),
                name="post_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(fte=None) | Q(fte__gte=Decimal(0), fte__lte=Decimal(1)), name="post_of_at_most_one"
            ),
            models.CheckConstraint(condition=Q(is_over=False) | ~Q(left_on=None), name="post_over_once_left"),
        ]


@dataclass(frozen=True)
class Days:
    """The days of a post."""

    advertised_on: date | None = None
    filled_on: date | None = None
    left_on: date | None = None
    over: bool = False
    """Whether the post closes when its holder leaves, or another record continues it."""


def state_on(days: Days, day: date) -> State:
    """Return the state of a post on a day. It is still filled on its holder's last day."""
    if days.left_on and days.left_on < day:
        return State.LEFT if days.over else State.VACANT
    if days.filled_on and days.filled_on <= day:
        return State.FILLED
    if days.advertised_on and days.advertised_on <= day:
        return State.ADVERTISED
    return State.PLANNED


def told_on(days: Days, day: date) -> str:
    """Return a sentence or two about the state of a post on a day."""
    state = state_on(days, day)
    coming = f" Filled from {spoken_day(days.filled_on)}." if days.filled_on and days.filled_on > day else ""
    if state is State.PLANNED:
        said = f"To be advertised on {spoken_day(days.advertised_on)}." if days.advertised_on else "Not advertised yet."
        return said + coming
    if state is State.ADVERTISED and days.advertised_on:
        return f"Vacant for {span(days.advertised_on, day)}, since it was advertised.{coming}"
    if state is State.FILLED and days.filled_on:
        after = f", {span(days.advertised_on, days.filled_on)} after it was advertised" if days.advertised_on else ""
        until = f" Until {spoken_day(days.left_on)}." if days.left_on else ""
        return f"Filled on {spoken_day(days.filled_on)}{after}.{until}"
    if state is State.VACANT and days.left_on:
        return f"Vacant for {span(days.left_on, day)}, since {spoken_day(days.left_on)} was the last day."
    return f"Left on {spoken_day(days.left_on)}." if days.left_on else ""


def span(first: date, last: date) -> str:
    """Return the time between two days in words: 5 days, 3 weeks, 4 months, 1 year and 2 months."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    days = (last - first).days
    if months >= 12:
        rest = f" and {many(months % 12, 'month')}" if months % 12 else ""
        return f"{many(months // 12, 'year')}{rest}"
    if months >= 2:
        return many(months, "month")
    return many(days // 7, "week") if days >= 14 else many(days, "day")


def before_a_manager(posts: Iterable[tuple[Role, date | None]]) -> int:
    """Return how many of a site's staff posts were filled before any manager's, from their roles and first days."""
    filled = [(role, day) for role, day in posts if day is not None]
    first = min((day for role, day in filled if role == Role.MANAGER), default=date.max)
    return sum(role in STAFF and day < first for role, day in filled)


def many(count: int, what: str) -> str:
    """Return a count with its noun: 1 post, 3 posts."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


class Circumstance(_AtSite):
    """Something else at a place, or something else going on: a rival explanation if it may explain an outcome."""

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    description = models.TextField()
    begins_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    ends_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    """Its last day; null while it continues."""
    outcome = models.ForeignKey(
        "outcomes.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="circumstances"
    )
    """The outcome that it may explain."""

    class Meta:
        db_table = "local_context_circumstance"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="circumstance_days_in_order",
            ),
        ]


class Criterion(_AtSite):
    """A referral criterion or threshold, and the days it was in force. Adapting it makes another criterion."""

    code = models.CharField(max_length=80, unique=True)
    text = models.TextField()
    begins_on: models.DateField[date, date] = models.DateField()
    ends_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    """Its last day in force; null while it still is."""
    reason = models.TextField(blank=True)
    """Reason why it was added, or why it replaced another."""
    ended_because = models.TextField(blank=True)
    """Why it ended, if nothing replaced it. The programme folder has it after the reason, in one cell."""
    learning = models.ForeignKey(
        "learning.LearningPoint", on_delete=models.PROTECT, null=True, blank=True, related_name="criteria"
    )
    """The learning point that led to it."""
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    """The criterion that it replaced, in force until the day before. Only the hub has this."""

    class Meta:
        db_table = "local_context_criterion"
        verbose_name_plural = "criteria"
        indexes: ClassVar = [models.Index(fields=["site", "begins_on"], name="criterion_by_site")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="criterion_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="criterion_not_of_itself"),
        ]


def require_later(before: Criterion, first: date) -> None:
    """Raise HubError unless a criterion begins after the one that it replaces."""
    if first <= before.begins_on:
        raise HubError(
            f"The criterion that it replaces began on {spoken_day(before.begins_on)}.",
            mend=f"Give {spoken_day(before.begins_on + DAY)} or a later day.",
        )


class Baseline(_AtSite):
    """A figure for a day before work began at a site, as agreed with partners."""

    measure = models.CharField(max_length=300)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    on: models.DateField[date, date] = models.DateField()
    agreed_with = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "local_context_baseline"


class DataAsk(_AtSite):
    """A request to partners at a site for data before work begins, and its progress. Only the hub has this."""

    what = models.CharField(max_length=300)
    place = models.PositiveSmallIntegerField()
    """Its place in the list."""
    state = models.CharField(max_length=20, choices=Asked.choices, default=Asked.TO_ASK)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "local_context_dataask"
        verbose_name = "thing to ask for"
        verbose_name_plural = "things to ask for"
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "what"], name="data_ask_once_a_site")]
