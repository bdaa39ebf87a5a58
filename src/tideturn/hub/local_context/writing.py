"""How the room's services find what they write, and the event that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.local_context import policy
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, DataAsk, Post
from tideturn.hub.programme.api import require_known

M = TypeVar("M", Post, Circumstance, Criterion, Baseline, DataAsk)


def require_site(by: Standing, site: str) -> None:
    """Raises HubError where there is no such site, RefusedError where one may not write of it."""
    require_known(site)
    by.require(policy.WRITE, site=site)


def held(by: Standing, pk: UUID, reads: Rule[M], writes: Rule[M]) -> M:
    """A record that one may write, held until the transaction ends. Raises NotVisibleError or RefusedError."""
    rows: Any = reads.model._default_manager.select_for_update(of=("self",), no_key=True)
    found = reads.get_visible(by, pk, rows)
    writes.require(by, found)
    return found


def record_event(
    action: Action,
    by: Standing,
    on: Post | Circumstance | Criterion | Baseline | DataAsk,
    *,
    changed: Sequence[str] = (),
) -> None:
    """The event of a write: of what, at which site, and which fields."""
    details = {"fields": sorted(changed)} if changed else {}
    record(action, by=by.user, via=by.via, on=on, site=on.site, details=details)
