"""Write records from services: only what differs, with a history that says who changed it and when."""

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
"""Maximum length in characters of a code that identifies a record in the programme folder."""


class EditsMeetError(HubError):
    """Somebody else changed the record after the page was opened; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this while you wrote.", mend="Look at both, and choose.")


def made(by: Standing, model: type[M], **said: Any) -> M:
    """Return a new, saved record that says who added it and when."""
    new = model(added_at=clock.now(), added_by_id=by.user, **said)
    new.save(force_insert=True)
    keep_versions([new], Change.ADDED, by=by.user)
    hold(new)
    return new


def code_of_new(model: type[Record], code: str, *, kind: str, called: str) -> str:
    """Return the code for a new record: the one from the programme folder, or a new one if the folder has none.

    Raise HubError if the code is in use or too long. `called` names the kind of record, as in “a learning point”.
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
    """Change what differs, whatever version the record is at. Return the names of the changed fields."""
    if isinstance(found, Versioned):
        return change_version(by, found, found.version, **said)
    return derive(by, found, **said)


def derive(by: Standing, found: Record, **said: Any) -> tuple[str, ...]:
    """Write what differs in fields that follow from other records. Return the names of the changed fields.

    The version stays the same, because somebody who is editing the record meanwhile edits something else.
    """
    changed = {name: value for name, value in said.items() if unseen(found, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(found, name, value)
        found.save(update_fields=list(changed))
        keep_versions([found], Change.CHANGED, by=by.user)
    return tuple(changed)


def change_version(by: Standing, found: V, expected: int | None, **said: Any) -> tuple[str, ...]:
    """Write what differs as the version after the expected one, for a person who saw that version. Return the names of
    the changed fields.

    Write nothing if nothing differs. Raise EditsMeetError if the record is at another version, and RuntimeError outside
    a transaction.
    """
    changed = {name: value for name, value in said.items() if unseen(found, name) != value}
    if not changed:
        return ()
    if not connection.in_atomic_block:
        raise RuntimeError(f"{found} is written outside the transaction of a service")
    if expected is None:  # sent by a page that cannot be shown to have displayed the record
        raise EditsMeetError
    now, rows = clock.now(), type(found)._base_manager.filter(pk=found.pk, version=expected)
    # This transaction locks the row until it ends: a second writer waits here, and then finds another version.
    if not rows.update(version=expected + 1, changed_by=by.user, changed_at=now):
        raise EditsMeetError
    for name, value in changed.items():
        setattr(found, name, value)
    found.save(update_fields=list(changed))
    found.version, found.changed_by_id, found.changed_at = expected + 1, by.user, now
    keep_versions([found], Change.CHANGED, by=by.user)
    return tuple(changed)


def remove_version(by: Standing, found: Versioned, expected: int | None) -> None:
    """Remove a record that is locked, for a person who saw the expected version. Its history stays.

    Raise EditsMeetError if the record is at another version, HubError if other records depend on it.
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
            f"This can't be removed because other records use it: {', '.join(sorted(told))}.",
            mend="Have them lead elsewhere first, or remove them.",
        ) from None
    found.pk = pk  # Django clears it, and the audit's event names it
    keep_versions([found], Change.REMOVED, by=by.user)


def remove_parts(by: Standing, parts: QuerySet[Any]) -> None:
    """Remove the parts of a record that is being removed, locking each first. Their history stays."""
    for one in parts.select_for_update(of=("self",)).order_by("pk"):
        remove_version(by, one, one.version)


def remove_whole(by: Standing, found: Record, parts: Iterable[Versioned]) -> None:
    """Remove a record with its parts, which the database deletes with it. Their history stays."""
    held = list(parts)
    found.delete()
    keep_versions(held, Change.REMOVED, by=by.user)


@contextmanager
def no_other_like_it(what: str) -> Iterator[None]:
    """Run a block that writes something that may exist only once. Raise HubError if somebody else wrote the same at the
    same moment.

    `what` names it, as in “a target of that part of the work”; it is empty for what may exist any number of times.
    """
    if not what:
        yield
        return
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise HubError(f"Somebody wrote {what} at the same moment.", mend="Look at theirs, then write yours.") from None
