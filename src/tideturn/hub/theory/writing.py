"""What the room’s services share: the next version, held; what cannot be in it; and the event that tells of a write."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.writing import remove_whole
from tideturn.hub.theory.models import Working, WorkingLink, WorkingNode
from tideturn.hub.theory.rings import ring_closed_by


def next_held() -> Working:
    """The next version, which nobody else alters before the transaction ends. Raises HubError where there is none."""
    found = Working.objects.select_for_update().first()
    if found is None:
        raise HubError(
            "The next version is not being worked on any more: it was made the version, or thrown away.",
            mend="Look at the theory as it stands, and begin the next version if something is missing in it.",
        )
    return found


def let_go(by: Standing, working: Working) -> None:
    """Delete the next version with its boxes and links. Their history stays."""
    remove_whole(by, working, [*working.links.all(), *working.nodes.all()])


def require_leads_on(working: Working, start: WorkingNode, end: WorkingNode, *, but: UUID | None = None) -> None:
    """Raises HubError where a link from one box to the other cannot be: it is there, or would close a ring.

    `but` is the link that is to be altered, which does not count.
    """
    if start == end:
        raise HubError("A box cannot lead to itself.", mend="Choose two boxes.")
    links = WorkingLink.objects.filter(working=working)
    others = [(one.from_node_id, one.to_node_id) for one in links if one.pk != but]
    if (start.pk, end.pk) in others:
        raise HubError(f"“{start.title}” leads to “{end.title}” already.", mend="Change that link instead.")
    ring = ring_closed_by(start.pk, end.pk, others)
    if ring:
        titles = dict(WorkingNode.objects.filter(pk__in=ring).values_list("pk", "title"))
        told = " → ".join(f"“{titles[pk]}”" for pk in (*ring, ring[0]))
        raise HubError(
            f"The links would run in a ring: {told}.", mend="Take out or turn round the link that runs backwards."
        )


def record_event(action: Action, by: Standing, on: Record, *, changed: Sequence[str] = (), version: int = 0) -> None:
    """Of which record, which fields, and which version it is."""
    details = ({"fields": sorted(changed)} if changed else {}) | ({"version": version} if version else {})
    record(action, by=by.user, via=by.via, on=on, details=details)
