"""Outcomes are added, changed and removed, unless something stands on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.writing import change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.outcomes import actions, policy
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.outcomes.rules import require_of_the_system, require_somebody_to_look
from tideturn.hub.outcomes.writing import record_event, writable
from tideturn.hub.programme.api import require_known


@service(actions.OUTCOME_ADDED, needs=policy.WRITE)
def add_outcome(
    *,
    by: Standing,
    area: str,
    title: str,
    due_year: int,
    looked_at_by: str = "",
    element: str = "",
    definition: str = "",
    better: str = "",
    claim: str = "",
    sites: Sequence[str] = (),
    code: str = "",
) -> Outcome:
    """Add one.

    Raises HubError where it has an element and is not of the system, where it is due after the last year and nobody is
    named who will look, where there is one of that code, and where the programme has no such site.
    """
    code = code_of_new(Outcome, code, kind="outcome", called="an outcome")
    _require_known(sites)
    said = _said(area, title, due_year, looked_at_by, element, definition, better, claim, sites)
    with no_other_like_it("an outcome of that code"):
        outcome = made(by, Outcome, code=code, **said)
    record_event(actions.OUTCOME_ADDED, by, outcome)
    return outcome


@service(actions.OUTCOME_CHANGED, needs=policy.WRITE)
def change_outcome(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    area: str,
    title: str,
    due_year: int,
    looked_at_by: str = "",
    element: str = "",
    definition: str = "",
    better: str = "",
    claim: str = "",
    sites: Sequence[str] = (),
) -> Outcome:
    """Change what it says; its code stays. Raises HubError as adding one does, EditsMeetError at another version."""
    found = writable(by, pk, policy.OUTCOMES, policy.WRITABLE_OUTCOMES)
    _require_known(set(sites) - set(found.sites))
    said = _said(area, title, due_year, looked_at_by, element, definition, better, claim, sites)
    changed = change_version(by, found, expected, **said)
    if changed:
        record_event(actions.OUTCOME_CHANGED, by, found, changed=changed)
    return found


@service(actions.OUTCOME_REMOVED, needs=policy.WRITE)
def remove_outcome(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take it away; its history stays. Raises HubError where something stands on it, EditsMeetError."""
    found = writable(by, pk, policy.OUTCOMES, policy.WRITABLE_OUTCOMES)
    record_event(actions.OUTCOME_REMOVED, by, found)
    remove_version(by, found, expected)


def _said(
    area: str,
    title: str,
    due_year: int,
    looked_at_by: str,
    element: str,
    definition: str,
    better: str,
    claim: str,
    sites: Sequence[str],
) -> dict[str, Any]:
    """What its fields say. Raises HubError for what cannot be."""
    require_of_the_system(area, element)
    require_somebody_to_look(due_year, looked_at_by)
    return {
        "area": area,
        "title": title,
        "due_year": due_year,
        "looked_at_by": looked_at_by,
        "element": element,
        "definition": definition,
        "better": better,
        "claim": claim,
        "sites": sorted(set(sites)),
    }


def _require_known(sites: Iterable[str]) -> None:
    for site in sorted(sites):
        require_known(site)
