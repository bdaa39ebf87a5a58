"""Priorities are drafted, consulted on, agreed and retired; each step is recorded, and the last can be taken back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change, change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.plan import actions, policy
from tideturn.hub.plan.models import Priority, Step
from tideturn.hub.plan.terms import Status
from tideturn.hub.plan.writing import (
    NAME,
    TITLE,
    held,
    record_event,
    require_fits,
    require_past,
    require_words,
)

_COMES_FROM: Final = {
    Status.CONSULTED: ("", Status.DRAFTED, Status.CONSULTED),
    Status.AGREED: ("", Status.CONSULTED),
    Status.RETIRED: ("", Status.DRAFTED, Status.CONSULTED, Status.AGREED),
}
"""Where a priority may stand when a step is taken; empty where the programme folder did not say."""


@dataclass(frozen=True)
class Stands:
    """Where a priority stands on its way, and from when to when it holds."""

    status: str
    begins_on: date
    ends_on: date | None


@service(actions.PRIORITY_ADDED, needs=policy.WRITE_PRIORITIES)
def add_priority(
    *,
    by: Standing,
    title: str,
    element: str,
    begins_on: date,
    site: str = "",
    ends_on: date | None = None,
    status: str = "",
    definition: str = "",
    code: str = "",
) -> Priority:
    """Add one that stands somewhere on its way already, as the programme folder has it.

    Raises RefusedError for a site where one may not write; HubError for one that is none, where it would end before it
    begins, or a code that another has.
    """
    added = _added(by, title, element, begins_on, site, definition, code, ends_on=ends_on, status=status)
    record_event(actions.PRIORITY_ADDED, by, added, site=site)
    return added


@service(actions.PRIORITY_DRAFTED, needs=policy.WRITE_PRIORITIES)
def draft_priority(
    *, by: Standing, title: str, element: str, on: date, site: str = "", definition: str = "", words: str = ""
) -> Priority:
    """Draft one: the first step of its way. Raises as `add_priority`, and HubError for a day that is still to come."""
    require_past(on)
    require_fits("How it came up", words)
    drafted = _added(by, title, element, on, site, definition, "", ends_on=None, status=Status.DRAFTED)
    made(by, Step, priority=drafted, status=Status.DRAFTED, on=on, words=words)
    record_event(actions.PRIORITY_DRAFTED, by, drafted, site=site)
    return drafted


@service(actions.PRIORITY_CHANGED, needs=policy.WRITE_PRIORITIES)
def change_priority(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    title: str,
    element: str,
    site: str,
    definition: str,
    stands: Stands | None = None,
) -> Priority:
    """Change what it says. Where it stands, the folder's rows alone say here: in pages it is what steps say.

    Raises as `add_priority`; EditsMeetError where it is at another version.
    """
    found = held(by, pk, policy.PRIORITIES, policy.WRITABLE_PRIORITIES)
    if site != found.site:
        policy.require_site(by, policy.WRITE_PRIORITIES, site)
    stands = stands or Stands(found.status, found.begins_on, found.ends_on)
    _require_right(title, definition, stands.begins_on, stands.ends_on)
    said = {"title": title, "element": element, "site": site, "definition": definition}
    changed = change_version(by, found, expected, **said, **asdict(stands))
    if changed:
        record_event(actions.PRIORITY_CHANGED, by, found, site=site, changed=changed)
    return found


@service(actions.PRIORITY_CONSULTED_ON, needs=policy.WRITE_PRIORITIES)
def consult_on(
    *, by: Standing, priority: UUID, on: date, with_whom: str, words: str, changed_because: str = ""
) -> Step:
    """Record who was consulted, what they said, and what changed because of it. It may be done again and again.

    Raises HubError where it is agreed or retired already, for a day to come, or before the step before.
    """
    require_words("Who was consulted", with_whom, NAME)
    require_words("What they said", words)
    require_fits("What changed because of it", changed_because)
    said = {"with_whom": with_whom, "words": words, "changed_because": changed_because}
    return _step(by, priority, Status.CONSULTED, on, actions.PRIORITY_CONSULTED_ON, **said)


@service(actions.PRIORITY_AGREED, needs=policy.WRITE_PRIORITIES)
def agree_priority(*, by: Standing, priority: UUID, on: date, with_whom: str = "", words: str = "") -> Step:
    """Record that it was agreed: it holds from that day on. Raises HubError where nobody was consulted on it, and as
    `consult_on`.
    """
    require_fits("Who agreed it", with_whom, NAME)
    require_fits("How it was agreed", words)
    return _step(by, priority, Status.AGREED, on, actions.PRIORITY_AGREED, with_whom=with_whom, words=words)


@service(actions.PRIORITY_RETIRED, needs=policy.WRITE_PRIORITIES)
def retire_priority(*, by: Standing, priority: UUID, on: date, words: str, replaced_by: UUID | None = None) -> Step:
    """Retire it: say why, and perhaps which is in its place. Raises HubError without a reason, where that other is
    itself or not there, and as `consult_on`.
    """
    require_words("Why it is retired", words)
    if replaced_by == priority:
        raise HubError("It cannot be in its own place.", mend="Choose another priority, or none.")
    if replaced_by is not None:
        policy.PRIORITIES.get_visible(by, replaced_by)
    return _step(by, priority, Status.RETIRED, on, actions.PRIORITY_RETIRED, words=words, replaced_by_id=replaced_by)


@service(actions.STEP_REMOVED, needs=policy.WRITE_PRIORITIES)
def remove_step(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take back the last step, which was a mistake: the priority stands where it stood before.

    Raises HubError for the first draft, and where it stands elsewhere since; EditsMeetError at another version.
    """
    seen = policy.STEPS.get_visible(by, pk)
    priority = held(by, seen.priority_id, policy.PRIORITIES, policy.WRITABLE_PRIORITIES)
    found = held(by, pk, policy.STEPS, policy.WRITABLE_STEPS)
    if found.status == Status.DRAFTED:
        raise HubError("The draft is where its way begins.", mend="Remove the priority, if it was a mistake.")
    if _last_of(priority) != found or priority.status != found.status:
        raise HubError("The priority has gone on since.", mend="Take back the latest step first.")
    remove_version(by, found, expected)
    begins_on = found.begins_before or priority.begins_on
    change(by, priority, status=found.status_before, begins_on=begins_on, ends_on=found.ends_before)
    record_event(actions.STEP_REMOVED, by, found, site=priority.site)


@service(actions.PRIORITY_REMOVED, needs=policy.WRITE_PRIORITIES)
def remove_priority(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take it away with its way. Raises HubError where it is in another's place, EditsMeetError at another version."""
    found = held(by, pk, policy.PRIORITIES, policy.WRITABLE_PRIORITIES)
    for step in found.steps.select_for_update(of=("self",)).order_by("pk"):
        remove_version(by, step, step.version)
    remove_version(by, found, expected)
    record_event(actions.PRIORITY_REMOVED, by, found, site=found.site)


def _added(
    by: Standing,
    title: str,
    element: str,
    begins_on: date,
    site: str,
    definition: str,
    code: str,
    *,
    ends_on: date | None,
    status: str,
) -> Priority:
    policy.require_site(by, policy.WRITE_PRIORITIES, site)
    _require_right(title, definition, begins_on, ends_on)
    code = code_of_new(Priority, code, kind="pri", called="a priority")
    said = {"title": title, "element": element, "site": site, "definition": definition, "status": status}
    with no_other_like_it("a priority with that code"):
        return made(by, Priority, code=code, begins_on=begins_on, ends_on=ends_on, **said)


def _step(by: Standing, pk: UUID, status: Status, on: date, action: Action, **said: Any) -> Step:
    found = held(by, pk, policy.PRIORITIES, policy.WRITABLE_PRIORITIES)
    require_past(on)
    if found.status not in _COMES_FROM[status]:
        stands = str(Status(found.status).label).lower()
        mend = "Record first who was consulted." if found.status == Status.DRAFTED else "Look at how it stands now."
        raise HubError(f"The priority is {stands}, and so cannot be {status.value}.", mend=mend)
    last = _last_of(found)
    since = max(found.begins_on, last.on) if last else found.begins_on
    if on < since:
        raise HubError(f"The step before was on {clock.spoken_day(since)}.", mend="Give that day, or a later one.")
    before = {"status_before": found.status, "begins_before": found.begins_on, "ends_before": found.ends_on}
    step = made(by, Step, priority=found, status=status, on=on, **before, **said)
    days = {Status.AGREED: {"begins_on": on}, Status.RETIRED: {"ends_on": on}}.get(status, {})
    change(by, found, status=status, **days)
    record_event(action, by, step, site=found.site)
    return step


def _last_of(priority: Priority) -> Step | None:
    return priority.steps.order_by("-on", "-added_at", "pk").first()


def _require_right(title: str, definition: str, begins_on: date, ends_on: date | None) -> None:
    require_words("The priority", title, TITLE)
    require_fits("What is meant by it", definition)
    if ends_on is not None and ends_on < begins_on:
        raise HubError(
            f"The priority would end before it began on {clock.spoken_day(begins_on)}.",
            mend="Correct one of the two days.",
        )
