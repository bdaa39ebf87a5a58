"""How services write a record: what differs, and nothing else; its history says who did and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model

from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.editing.models import Versioned
from tideturn.hub.editing.versions import write_version
from tideturn.hub.kernel import clock
from tideturn.hub.kernel.records import Record

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


def _by(record: Model, by: Standing) -> None:
    """Whose change the history tells it is."""
    record._history_user = User(pk=by.user)  # type: ignore[attr-defined]
