"""What places are like, for the tests: posts, circumstances, criteria and baselines, written by the services."""

from datetime import date
from decimal import Decimal
from typing import Any

from tideturn.hub.access.standing import Standing
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, Post
from tideturn.hub.local_context.services import baselines, circumstances, criteria, posts

AGED_14 = "Aged 14 to 17 on the day of referral"
AGED_10 = "Aged 10 to 17 on the day of referral"
YOUNGER = "Partners showed that exploitation here starts younger."


def day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def post(by: Standing, site: str = "manchester", role: str = "dual", **days: Any) -> Post:
    """A post; its days as the folder writes them."""
    given = {f"{name}_on": day(days.pop(name, None)) for name in ("advertised", "filled", "left")}
    return posts.add_post(by=by, site=site, role=role, **given, **days)


def circumstance(by: Standing, site: str = "manchester", **said: Any) -> Circumstance:
    given = {"kind": "local_service", "description": "The council has a team for exploitation outside the family."}
    return circumstances.add_circumstance(by=by, site=site, **given | said)


def criterion(
    by: Standing, text: str = AGED_14, on: str = "2026-01-05", site: str = "manchester", **said: Any
) -> Criterion:
    return criteria.add_criterion(by=by, site=site, text=text, begins_on=date.fromisoformat(on), **said)


def adapted(by: Standing, one: Criterion, text: str = AGED_10, on: str = "2026-06-01", **said: Any) -> Criterion:
    given = {"reason": YOUNGER} | said
    return criteria.adapt_criterion(by=by, pk=one.pk, text=text, begins_on=date.fromisoformat(on), **given)


def corrected(by: Standing, one: Criterion, **said: Any) -> Criterion:
    """As it should have been written, by somebody who has just looked at it."""
    now = Criterion.objects.get(pk=one.pk)
    names = ("text", "begins_on", "ends_on", "reason", "ended_because")
    stood = {name: getattr(now, name) for name in names} | {"learning": now.learning_id}
    return criteria.correct_criterion(by=by, pk=one.pk, expected=now.version, **stood | said)


def baseline(by: Standing, site: str = "manchester", measure: str = "NRM referrals, a month", **said: Any) -> Baseline:
    given = {"value": Decimal(7), "on": date(2025, 8, 31)} | said
    return baselines.add_baseline(by=by, site=site, measure=measure, **given)
