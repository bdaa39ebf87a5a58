"""How services write a record: what differs, and nothing else; its history says who did and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, QuerySet

from tideturn.hub.access.closed.held import hold
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.codes import new_code
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.unruled import unruled
from tideturn.hub.crypto.fields import unseen
from tideturn.hub.crypto.records import Record
from tideturn.hub.history.models import Change, Versioned
from tideturn.hub.history.writing import keep_versions

M = TypeVar("M", bound=Record)
V = TypeVar("V", bound=Versioned)
LONGEST_CODE: Final = 80
"""Letters of a code that the programme folder knows a record by, at most."""


class EditsMeetError(HubError):
    """Somebody else changed the record since the page was opened; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this while you wrote.", mend="Look at both, and choose.")


def made(by: Standing, model: type[M], **said: Any) -> M:
    """A new record, which says who added it and when."""
    new = model(added_at=clock.now(), added_by_id=by.user, **said)
    new.save(force_insert=True)
    keep_versions([new], Change.ADDED, by=by.user)
    hold(new)
    return new


def code_of_new(model: type[Record], code: str, *, kind: str, called: str) -> str:
    """The code of a record that is about to be made: that of the programme folder, or a new one where that has none.

    Raises HubError where there is one of that code, or it is too long; `called` says what it is, as “a learning point”.
    """
    if not code:
        return new_code(kind)
    if len(code) > LONGEST_CODE:
        raise HubError(f"The code {code[:20]}… is longer than {LONGEST_CODE} characters.", mend="Shorten it.")
    if _is_coded(model, code):
        raise HubError(f"There is {called} with the code {code}.", mend="Give another code.")
    return code


@unruled("Checks whether a code is in use, and does not name the record.")
def _is_coded(model: type[Record], code: str) -> bool:
    coded: Any = model._default_manager  # the type checker does not know that each record of the folder has a code
    return bool(coded.filter(code=code).exists())


def change(by: Standing, found: Record, **said: Any) -> tuple[str, ...]:
    """Change what differs, whatever version it is at; and say which fields that were."""
    if isinstance(found, Versioned):
        return change_version(by, found, found.version, **said)
    return derive(by, found, **said)


def derive(by: Standing, found: Record, **said: Any) -> tuple[str, ...]:
    """Write what differs of what follows from other records, and say which fields that were.

    Its version stays: whoever writes in it meanwhile wrote something else.
    """
    changed = {name: value for name, value in said.items() if unseen(found, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(found, name, value)
        found.save(update_fields=list(changed))
        keep_versions([found], Change.CHANGED, by=by.user)
    return tuple(changed)


def change_version(by: Standing, found: V, expected: int | None, **said: Any) -> tuple[str, ...]:
    """Write what differs as the version after the expected one, as somebody does who saw that; say which fields did.

    Where nothing differs nothing is written. Raises EditsMeetError where it is at another version, and RuntimeError
    outside a transaction.
    """
    changed = {name: value for name, value in said.items() if unseen(found, name) != value}
    if not changed:
        return ()
    if not connection.in_atomic_block:
        raise RuntimeError(f"{found} is written outside the transaction of a service")
    if expected is None:  # sent by a page that nobody knows to have shown the record
        raise EditsMeetError
    now, rows = clock.now(), type(found)._base_manager.filter(pk=found.pk, version=expected)
    # The row is ours until the transaction ends: whoever comes second waits here, and then finds another version.
    if not rows.update(version=expected + 1, changed_by=by.user, changed_at=now):
        raise EditsMeetError
    for name, value in changed.items():
        setattr(found, name, value)
    found.save(update_fields=list(changed))
    found.version, found.changed_by_id, found.changed_at = expected + 1, by.user, now
    keep_versions([found], Change.CHANGED, by=by.user)
    return tuple(changed)


def remove_version(by: Standing, found: Versioned, expected: int | None) -> None:
    """Take away a record that is held, as somebody does who saw the expected version; its history stays.

    Raises EditsMeetError where it is at another version, HubError where other records stand on it.
    """
    if found.version != expected:
        raise EditsMeetError
    pk = found.pk
    try:
        with unruled("Counts or deletes the records that use a removed record."), transaction.atomic():
            found.delete()
    except ProtectedError as error:
        kinds = Counter(type(one)._meta for one in error.protected_objects)
        told = (
            f"{many} {kind.verbose_name if many == 1 else kind.verbose_name_plural}" for kind, many in kinds.items()
        )
        raise HubError(
            f"It cannot be removed, since others stand on it: {', '.join(sorted(told))}.",
            mend="Have them lead elsewhere first, or remove them.",
        ) from None
    found.pk = pk  # which the web framework forgets, and the audit's event names
    keep_versions([found], Change.REMOVED, by=by.user)


def remove_parts(by: Standing, parts: QuerySet[Any]) -> None:
    """Take away the parts of a record that is removed, each held first; their history stays."""
    for one in parts.select_for_update(of=("self",)).order_by("pk"):
        remove_version(by, one, one.version)


def remove_whole(by: Standing, found: Record, parts: Iterable[Versioned]) -> None:
    """Remove a record with its parts, which the database deletes with it. Their history stays."""
    held = list(parts)
    found.delete()
    keep_versions(held, Change.REMOVED, by=by.user)


@contextmanager
def no_other_like_it(what: str) -> Iterator[None]:
    """Write what may be there once. Raises HubError where another wrote the same at the same moment.

    `what` is “a target of that part of the work”; empty for what may be there any number of times.
    """
    if not what:
        yield
        return
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise HubError(f"Somebody wrote {what} at the same moment.", mend="Look at theirs, then write yours.") from None
