"""Targets are set, changed from a day on with a reason, and told of what was delivered; what they were stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.unruled import unruled
from tideturn.hub.forms.writing import change, change_version, made, no_other_like_it, remove_version
from tideturn.hub.plan import actions, policy
from tideturn.hub.plan.models import Adaptation, Target
from tideturn.hub.plan.writing import (
    NAME,
    held,
    record_event,
    require_fits,
    require_number,
    require_past,
    require_words,
)
from tideturn.hub.programme.api import require_year
from tideturn.hub.theory.api import nodes_named


@service(actions.TARGET_ADDED, needs=policy.WRITE_TARGETS)
def add_target(
    *,
    by: Standing,
    component: str,
    node: UUID,
    site: str,
    year: int,
    measure: str,
    planned: Decimal,
    delivered: Decimal | None = None,
    quality: str = "",
    departure: str = "",
    judged: str = "",
    reason: str = "",
) -> Target:
    """Set one. Raises HubError where there is no such box, site or year, where there is one of the same, or a number
    that cannot be.
    """
    policy.require_site(by, policy.WRITE_TARGETS, site)
    require_year(year)
    kept = _of_plan(component, node, measure, planned)
    told = _of_delivery(delivered, quality, departure, judged, reason)
    _require_only(component, site, year, measure)
    with no_other_like_it("a target of that part of the work"):
        target = made(by, Target, site=site, year=year, **kept, **told)
    record_event(actions.TARGET_ADDED, by, target, site=site)
    return target


@service(actions.TARGET_ADAPTED, needs=policy.WRITE_TARGETS)
def adapt_target(
    *, by: Standing, pk: UUID, planned: Decimal, on: date, reason: str, learning: UUID | None = None
) -> Adaptation:
    """Plan another number from a day on. What it was stays beside the reason.

    Raises HubError without a reason, where nothing would change, for a day to come, or before the last change.
    """
    found = held(by, pk, policy.TARGETS, policy.WRITABLE_TARGETS)
    require_words("Why it is changed", reason)
    require_number("Planned", planned)
    require_past(on)
    if planned == found.planned:
        raise HubError("The target would be what it is already.", mend="Write how many are planned from that day on.")
    last = found.adaptations.order_by("-on").first()
    if last is not None and on < last.on:
        raise HubError(
            f"The target was changed on {clock.spoken_day(last.on)} already.", mend="Give that day, or a later one."
        )
    said = {
        "on": on,
        "planned_before": found.planned,
        "planned_since": planned,
        "reason": reason,
        "learning_id": learning,
    }
    adaptation = made(by, Adaptation, target=found, **said)
    change(by, found, planned=planned)
    record_event(actions.TARGET_ADAPTED, by, adaptation, site=found.site)
    return adaptation


@service(actions.TARGET_CORRECTED, needs=policy.WRITE_TARGETS)
def correct_target(
    *, by: Standing, pk: UUID, expected: int | None, component: str, node: UUID, measure: str, planned: Decimal
) -> Target:
    """Correct what was written wrongly of it and never was planned so.

    Raises HubError where there is one of the same, EditsMeetError where it is at another version.
    """
    found = held(by, pk, policy.TARGETS, policy.WRITABLE_TARGETS)
    kept = _of_plan(component, node, measure, planned)
    _written(by, found, expected, kept, actions.TARGET_CORRECTED)
    return found


@service(actions.DELIVERY_TOLD, needs=policy.TELL_DELIVERY)
def tell_delivery(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    delivered: Decimal | None,
    quality: str,
    departure: str,
    judged: str,
    reason: str,
) -> Target:
    """Say what was delivered, and how that departs from the plan, judged and with its reason.

    Raises HubError for a departure without either, EditsMeetError where it is at another version.
    """
    found = held(by, pk, policy.TARGETS, policy.TOLD_TARGETS)
    told = _of_delivery(delivered, quality, departure, judged, reason)
    if departure and not (judged and reason.strip()):
        raise HubError(
            "A departure from the plan is judged, and has a reason.",
            mend="Say whether it is an adaptation or drift, and why it came to that.",
        )
    _written(by, found, expected, told, actions.DELIVERY_TOLD)
    return found


@service(actions.TARGET_CHANGED, needs=policy.WRITE_TARGETS)
def change_target(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    node: UUID,
    planned: Decimal,
    delivered: Decimal | None,
    quality: str,
    departure: str,
    judged: str,
    reason: str,
) -> Target:
    """Have it say all that a row of the programme folder says, which need not judge a departure.

    Raises EditsMeetError where it is at another version.
    """
    found = held(by, pk, policy.TARGETS, policy.WRITABLE_TARGETS)
    kept = _of_plan(found.component, node, found.measure, planned)
    told = _of_delivery(delivered, quality, departure, judged, reason)
    _written(by, found, expected, kept | told, actions.TARGET_CHANGED)
    return found


@service(actions.TARGET_REMOVED, needs=policy.WRITE_TARGETS)
def remove_target(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take it away, with how it was adapted. Raises EditsMeetError where it is at another version."""
    found = held(by, pk, policy.TARGETS, policy.WRITABLE_TARGETS)
    for adaptation in found.adaptations.select_for_update(of=("self",)).order_by("pk"):
        remove_version(by, adaptation, adaptation.version)
    remove_version(by, found, expected)
    record_event(actions.TARGET_REMOVED, by, found, site=found.site)


@service(actions.ADAPTATION_REMOVED, needs=policy.WRITE_TARGETS)
def remove_adaptation(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take back the last change of a target: what was planned before is planned again.

    Raises HubError where it was changed again since, EditsMeetError where it is at another version.
    """
    seen = policy.ADAPTATIONS.get_visible(by, pk)
    target = held(by, seen.target_id, policy.TARGETS, policy.WRITABLE_TARGETS)
    found = held(by, pk, policy.ADAPTATIONS, policy.WRITABLE_ADAPTATIONS)
    if _last_of(target) != found:
        raise HubError("The target was changed again since.", mend="Take back the latest change first.")
    remove_version(by, found, expected)
    change(by, target, planned=found.planned_before)
    record_event(actions.ADAPTATION_REMOVED, by, found, site=target.site)


def _of_plan(component: str, node: UUID, measure: str, planned: Decimal) -> dict[str, Any]:
    require_words("The part of the work", component, NAME)
    require_words("What is counted", measure, NAME)
    require_number("Planned", planned)
    if node not in nodes_named([node]):
        raise HubError("There is no such box in the theory of change.", mend="Choose one that there is.")
    return {"component": component, "node_id": node, "measure": measure, "planned": planned}


def _of_delivery(delivered: Decimal | None, quality: str, departure: str, judged: str, reason: str) -> dict[str, Any]:
    require_number("Delivered", delivered)
    require_fits("What is known of its quality", quality)
    require_fits("Why it differs", reason)
    if judged and not departure:
        raise HubError("Only a departure from the plan is judged.", mend="Say how it departs from the plan.")
    return {
        "delivered": delivered,
        "quality": quality,
        "departure": departure,
        "judged": judged,
        "reason": reason,
    }


def _written(by: Standing, found: Target, expected: int | None, said: dict[str, Any], action: Action) -> None:
    """What differs; the last change of the target leads to what is planned now."""
    key = (said.get("component", found.component), found.site, found.year, said.get("measure", found.measure))
    if key != (found.component, found.site, found.year, found.measure):
        _require_only(*key)
    with no_other_like_it("a target of that part of the work"):
        changed = change_version(by, found, expected, **said)
    if "planned" in changed and (last := _last_of(found)) is not None:
        change(by, last, planned_since=found.planned)
    if changed:
        record_event(action, by, found, site=found.site, changed=changed)


def _last_of(target: Target) -> Adaptation | None:
    return target.adaptations.order_by("-on", "-added_at", "pk").first()


@unruled("Whether the plan has such a target already, which whoever writes the plan may know.")
def _require_only(component: str, site: str, year: int, measure: str) -> None:
    if Target.objects.filter(component=component, site=site, year=year, measure=measure).exists():
        raise HubError(
            f"The plan has a target of {component} at that site in Year {year} already, which counts {measure}.",
            mend="Change that one, or count something else.",
        )
