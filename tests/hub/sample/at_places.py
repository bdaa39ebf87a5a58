"""Local context for the tests: posts, circumstances, criteria, baselines and requests, as pages write them."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sample.partners import added, changed_to
from tideturn.hub.access.standing import Standing
from tideturn.hub.local_context import actions, adapting
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, DataAsk, Post
from tideturn.hub.local_context.resource import BASELINE, CIRCUMSTANCE, CRITERION, POST, REQUEST
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.reading import Shown, read

AGED_14 = "Aged 14 to 17 on the day of referral"
AGED_10 = "Aged 10 to 17 on the day of referral"
YOUNGER = "Partners showed that exploitation here starts younger."


def day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def post(by: Standing, site: str = "manchester", role: str = "dual", *, code: str = "", **days: Any) -> Post:
    """A post; its days as the folder writes them."""
    given = {f"{name}_on": day(days.pop(name, None)) for name in ("advertised", "filled", "left")}
    return added(POST, by, code=code, site=site, role=role, **given, **days)


def change_post(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Post:
    return changed_to(POST, by, pk, expected, **said)


def circumstance(by: Standing, site: str = "manchester", **said: Any) -> Circumstance:
    given = {"kind": "local_service", "description": "The council has a team for exploitation outside the family."}
    return added(CIRCUMSTANCE, by, site=site, **given | said)


def change_circumstance(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Circumstance:
    return changed_to(CIRCUMSTANCE, by, pk, expected, **said)


def criterion(
    by: Standing, text: str = AGED_14, on: str = "2026-01-05", site: str = "manchester", **said: Any
) -> Criterion:
    return added(CRITERION, by, site=site, text=text, begins_on=date.fromisoformat(on), **said)


def adapted(by: Standing, one: Criterion, text: str = AGED_10, on: str = "2026-06-01", **said: Any) -> Criterion:
    given = {"reason": YOUNGER} | said
    return actions.adapt_criterion(by=by, pk=one.pk, text=text, begins_on=date.fromisoformat(on), **given)


def corrected(by: Standing, one: Criterion, **said: Any) -> Criterion:
    """As it should have been written, by somebody who has just looked at it."""
    return changed_to(CRITERION, by, one.pk, **said)


def correct_criterion(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Criterion:
    return changed_to(CRITERION, by, pk, expected, **said)


def adaptations(by: Standing, site: str = "") -> tuple[adapting.Adapted, ...]:
    return adapting.adaptations(by, adapting.criteria_at(by, site))


def baseline(by: Standing, site: str = "manchester", measure: str = "NRM referrals, a month", **said: Any) -> Baseline:
    given = {"value": Decimal(7), "on": date(2025, 8, 31)} | said
    return added(BASELINE, by, site=site, measure=measure, **given)


def add_request(*, by: Standing, site: str, what: str) -> DataAsk:
    return added(REQUEST, by, site=site, what=what)


def change_request(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> DataAsk:
    return changed_to(REQUEST, by, pk, expected, **said)


def one_read(resource: Resource[Any], by: Standing, pk: UUID) -> Shown:
    """Return a record with its history."""
    return read(resource, pk, by=by, with_history=True)
