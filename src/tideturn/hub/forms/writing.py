"""How services write a record: what differs, and nothing else; its history says who did and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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
from tideturn.hub.forms.models import Versioned
from tideturn.hub.history.models import Change
from tideturn.hub.history.writing import Written, keep_versions

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
    _keep([new], Change.ADDED, by)
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
    changed = _different(found, said)
    if changed:
        for name in changed:
            setattr(found, name, said[name])
        found.save(update_fields=list(changed))
        _keep([found], Change.CHANGED, by)
    return tuple(changed)


def change_version(by: Standing, found: V, expected: int | None, **said: Any) -> tuple[str, ...]:
    """Change what differs, as somebody typed it who saw the expected version; and say which fields that were.

    Where nothing differs nothing is written. Raises EditsMeetError where it is at another version.
    """
    changed = _different(found, said)
    if changed:
        write_version(found, by=by, expected=expected, values=changed)
    return tuple(changed)


def write_version(record: Versioned, *, by: Standing, expected: int | None, values: Mapping[str, Any]) -> None:
    """Write these fields as the version after the expected one, within the transaction of a service.

    Raises EditsMeetError, and writes nothing, where the record is at another version; RuntimeError outside a
    transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{record} is written outside the transaction of a service")
    if expected is None:  # sent by a page that nobody knows to have shown the record
        raise EditsMeetError
    now, rows = clock.now(), type(record)._base_manager.filter(pk=record.pk, version=expected)
    # The row is ours until the transaction ends: whoever comes second waits here, and then finds another version.
    if not rows.update(version=expected + 1, changed_by=by.user, changed_at=now):
        raise EditsMeetError
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=list(values))
    record.version, record.changed_by_id, record.changed_at = expected + 1, by.user, now
    _keep([record], Change.CHANGED, by)


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
    _keep([found], Change.REMOVED, by)


def remove_parts(by: Standing, parts: QuerySet[Any]) -> None:
    """Take away the parts of a record that is removed, each held first; their history stays."""
    for one in parts.select_for_update(of=("self",)).order_by("pk"):
        remove_version(by, one, one.version)


def remove_whole(by: Standing, found: Record, parts: Iterable[Versioned]) -> None:
    """Remove a record with its parts, which the database deletes with it. Their history stays."""
    held = list(parts)
    found.delete()
    _keep(held, Change.REMOVED, by)


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


def _keep(written: Iterable[Record | Versioned], change: Change, by: Standing) -> None:
    """Store the next version of each record that was just written, and keeps versions."""
    versions = []
    for one in written:
        if isinstance(one, Versioned):
            whole = one.belongs_to
            versions.append(Written(one, whole.pk if whole else None, one.at_site))
    keep_versions(versions, change, by=by.user)


def _different(found: Record | Versioned, said: Mapping[str, Any]) -> dict[str, Any]:
    different = {}
    for name, value in said.items():
        if unseen(found, name) != value:
            different[name] = value
    return different
