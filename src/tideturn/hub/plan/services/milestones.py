"""Milestones are added, changed as they are reached or held up, and removed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.writing import change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.plan import actions, policy
from tideturn.hub.plan.models import Milestone
from tideturn.hub.plan.writing import TITLE, held, record_event, require_fits, require_past, require_words


@service(actions.MILESTONE_ADDED, needs=policy.WRITE_MILESTONES)
def add_milestone(
    *,
    by: Standing,
    site: str,
    title: str,
    planned_on: date,
    actual_on: date | None = None,
    cause_of_delay: str = "",
    response: str = "",
    code: str = "",
) -> Milestone:
    """Add one. Raises RefusedError for a site where one may not write; HubError for one that is none, a day on which it
    was reached that is still to come, or a code that another has.
    """
    policy.require_site(by, policy.WRITE_MILESTONES, site)
    _require_right(title, actual_on, cause_of_delay, response)
    code = code_of_new(Milestone, code, kind="mile", called="a milestone")
    said = {"title": title, "planned_on": planned_on, "actual_on": actual_on}
    with no_other_like_it("a milestone with that code"):
        added = made(by, Milestone, code=code, site=site, cause_of_delay=cause_of_delay, response=response, **said)
    record_event(actions.MILESTONE_ADDED, by, added, site=site)
    return added


@service(actions.MILESTONE_CHANGED, needs=policy.WRITE_MILESTONES)
def change_milestone(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    title: str,
    planned_on: date,
    actual_on: date | None,
    cause_of_delay: str,
    response: str,
    site: str | None = None,
) -> Milestone:
    """Change what it says. Raises as `add_milestone`; EditsMeetError where it is at another version."""
    found = held(by, pk, policy.MILESTONES, policy.WRITABLE_MILESTONES)
    site = found.site if site is None else site
    if site != found.site:
        policy.require_site(by, policy.WRITE_MILESTONES, site)
    _require_right(title, actual_on, cause_of_delay, response)
    said = {"site": site, "title": title, "planned_on": planned_on, "actual_on": actual_on}
    changed = change_version(by, found, expected, cause_of_delay=cause_of_delay, response=response, **said)
    if changed:
        record_event(actions.MILESTONE_CHANGED, by, found, site=site, changed=changed)
    return found


@service(actions.MILESTONE_REMOVED, needs=policy.WRITE_MILESTONES)
def remove_milestone(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take it away. Raises EditsMeetError where it is at another version."""
    found = held(by, pk, policy.MILESTONES, policy.WRITABLE_MILESTONES)
    remove_version(by, found, expected)
    record_event(actions.MILESTONE_REMOVED, by, found, site=found.site)


def _require_right(title: str, actual_on: date | None, cause_of_delay: str, response: str) -> None:
    require_words("The milestone", title, TITLE)
    require_fits("What held it up", cause_of_delay)
    require_fits("What was done about it", response)
    if actual_on is not None:
        require_past(actual_on)
