"""How the room's services write: a record with its history, and the event that tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.editing.models import Versioned
from tideturn.hub.editing.versions import write_version
from tideturn.hub.kernel import clock
from tideturn.hub.kernel.records import Record
from tideturn.hub.programme import policy
from tideturn.hub.programme.models import Contact, Organisation

M = TypeVar("M", bound=Record)
V = TypeVar("V", bound=Versioned)


def made(by: Standing, model: type[M], **said: Any) -> M:
    """A new record, which says who added it and when."""
    new = model(added_at=clock.now(), added_by_id=by.user, **said)
    _by(new, by)
    new.save(force_insert=True)
    return new


def change(by: Standing, found: Record, **said: Any) -> tuple[str, ...]:
    """Change what differs, whatever version it is at; and say which fields that were."""
    if isinstance(found, Versioned):
        return change_version(by, found, found.version, **said)
    changed = _different(found, said)
    if changed:
        for name in changed:
            setattr(found, name, said[name])
        _by(found, by)
        found.save(update_fields=list(changed))
    return tuple(changed)


def change_version(by: Standing, found: V, expected: int | None, **said: Any) -> tuple[str, ...]:
    """Change what differs, as somebody typed it who saw the expected version; and say which fields that were.

    Where nothing differs nothing is written. Raises EditsMeetError where it is at another version.
    """
    changed = _different(found, said)
    if changed:
        _by(found, by)
        write_version(found, by=by, expected=expected, values=changed)
    return tuple(changed)


def _different(found: Model, said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if getattr(found, name) != value}


def held() -> QuerySet[Organisation]:
    """Organisations that nobody else writes in before the transaction ends.

    Their keys are not held: whoever writes in another may meanwhile say that the two are likely the same, and two who
    did that to each other would wait for ever.
    """
    return Organisation.objects.select_for_update(of=("self",), no_key=True)


def writable(by: Standing, organisation: UUID) -> Organisation:
    """One that may be written about, held until the transaction ends. Raises NotVisibleError or RefusedError."""
    found = policy.READABLE.get_visible(by, organisation, held())
    policy.WRITABLE.require(by, found)
    return found


def record_event(
    action: Action,
    by: Standing,
    of: Organisation,
    on: Record,
    *,
    subjects: Sequence[UUID] = (),
    changed: Sequence[str] = (),
) -> None:
    """The event of a write: of which organisation, which professional, and which fields."""
    details = {"organisation": str(of.pk)} | ({"fields": sorted(changed)} if changed else {})
    site = "" if of.site == ALL_SITES else of.site
    record(action, by=by.user, via=by.via, on=on, subjects=subjects, site=site, details=details)


def no_main_contact(by: Standing, of: Organisation) -> None:
    """Whoever was the main contact is one of the others."""
    for contact in Contact.objects.filter(organisation=of, is_main=True):
        change(by, contact, is_main=False)


def stand_at_latest(by: Standing, of: Organisation) -> None:
    """An organisation's stage and next step are those of its latest day; of two on one day, of what came last."""
    latest = of.engagements.order_by("-on", "-added_at", "pk").first()
    change(by, of, stage=latest.stage if latest else "", next_step=latest.next_step if latest else "")


def _by(record: Model, by: Standing) -> None:
    """Whose change the history tells it is."""
    record._history_user = User(pk=by.user)  # type: ignore[attr-defined]
