"""Store a record's files sealed on the disk, and send them again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse

from tideturn.hub.common import clock
from tideturn.hub.common.contents import ENDINGS, kind_of, without_traces
from tideturn.hub.common.errors import HubError, KeysError
from tideturn.hub.common.record_ids import record_id
from tideturn.hub.common.scanner import is_suspicious
from tideturn.hub.common.unruled import unruled
from tideturn.hub.common.writing import put
from tideturn.hub.crypto.disclosure import require_open
from tideturn.hub.crypto.keys import Key, Purpose, ring
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.crypto.rotation import Unopened
from tideturn.hub.crypto.sealing import Place, beginning, seal, unseal

_LONGEST: Final = 150
"""Letters of a file's name, its ending apart."""


def keep(content: bytes, name: str) -> KeptFile:
    """Store a file: find its type by its content, remove a picture's metadata, and seal it on the disk before its
    record.

    Put it in quarantine if the scanner finds something. Raise NotTakenError for a type that is not accepted. If the
    transaction is rolled back, the file is left in the store as a stray: sealed, and without a record.
    """
    kind = kind_of(content)
    kept = without_traces(content, kind)
    found = is_suspicious(kept)
    file = KeptFile(name=_name(name, kind), kind=kind, size=len(kept), quarantined=found, kept_at=clock.now())
    _write(file.pk, seal(kept, _place(file.pk), ring(Purpose.RECORDS)))
    try:
        file.save(force_insert=True)
    except BaseException:
        _path(file.pk).unlink(missing_ok=True)
        raise
    return file


def lay_down(content: bytes, *, name: str, kind: str) -> KeptFile:
    """Seal a file that the hub made on the disk, with the name and type given.

    The caller saves the record, in its own transaction; until then the file is a stray.
    """
    file = KeptFile(name=name, kind=kind, size=len(content), kept_at=clock.now())
    _write(file.pk, seal(content, _place(file.pk), ring(Purpose.RECORDS)))
    return file


def content(file: KeptFile) -> bytes:
    """Return the content of a file inside a disclosure that includes it. Raise UndisclosedError for any other file, and
    HubError for one in quarantine or missing from the store.
    """
    require_open(record_id(file), "content")
    if file.quarantined:
        raise HubError("The file is in quarantine: a scanner found something in it.", mend="Ask for another.")
    try:
        sealed = _path(file.pk).read_bytes()
    except FileNotFoundError as error:
        raise HubError("The file is not in the store.", mend="Put the file store back from its copy.") from error
    return unseal(sealed, _place(file.pk), ring(Purpose.RECORDS))


@dataclass(frozen=True)
class FileInClear:
    """A file in clear: its name, its media type and its content."""

    name: str
    kind: str
    content: bytes


def taken(file: KeptFile) -> FileInClear:
    """Return a file that a disclosure holds. Raise the same errors as `content`."""
    return FileInClear(file.name, file.kind, content(file))


def attachment(file: FileInClear) -> HttpResponse:
    """Return a response that downloads the file, so that the browser never shows or runs it on the hub's site."""
    answer = HttpResponse(file.content, content_type=file.kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@unruled("Checks that no record uses a file before it is deleted.")
def discard(file: KeptFile) -> None:
    """Delete a file; its content when the transaction holds."""
    path = _path(file.pk)
    file.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def strays() -> Iterator[Path]:
    """Return stray files, which have no record: a process that was killed leaves them."""
    known = {pk.hex for pk in KeptFile.objects.values_list("pk", flat=True)}
    for path in sorted(_store().glob("*/*")):
        if path.stem not in known:
            yield path


def kept_at(file: UUID) -> Path:
    """Return the path of a sealed file, if it is in the store."""
    return _path(file)


class SealedFiles:
    """The contents in the store, when keys are rotated."""

    def left(self, key: Key) -> int:
        """Return how many files another key sealed."""
        return sum(1 for _ in self._found(key))

    def again(self, key: Key) -> Iterator[Unopened | None]:
        """Seal them with the key in use, one by one."""
        for pk in self._found(key):
            keys = ring(Purpose.RECORDS)
            try:
                opened = unseal(_path(pk).read_bytes(), _place(pk), keys)
            except FileNotFoundError:  # discarded meanwhile
                continue
            except KeysError as error:
                yield Unopened(_place(pk), error.what)
                continue
            _write(pk, seal(opened, _place(pk), keys))
            # Write first and check afterwards: from now on, code that discards the record also unlinks the file.
            if not KeptFile.objects.filter(pk=pk).exists():
                _path(pk).unlink(missing_ok=True)
            yield None

    def _found(self, key: Key) -> Iterator[UUID]:
        begins = beginning(key.id).encode()
        for pk in KeptFile.objects.order_by("pk").values_list("pk", flat=True):
            with suppress(FileNotFoundError), _path(pk).open("rb") as sealed:
                if sealed.read(len(begins)) != begins:
                    yield pk


def _name(name: str, kind: str) -> str:
    """Return the file's name without folders or control characters, with the ending of its type."""
    own = "".join(letter for letter in name.replace("\\", "/").rsplit("/", 1)[-1] if letter.isprintable())
    stem = own.rsplit(".", 1)[0] if "." in own else own
    return f"{stem.strip(' .')[:_LONGEST] or 'file'}{ENDINGS[kind]}"


def _place(file: UUID) -> Place:
    return Place(KeptFile._meta.db_table, "content", file)


def _store() -> Path:
    return Path(settings.TIDETURN_FILES)


def _path(file: UUID) -> Path:
    return _store() / file.hex[:2] / f"{file.hex}.sealed"


def _write(file: UUID, sealed: bytes) -> None:
    path = _path(file)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    put(sealed, path)  # after a power cut no record may be there whose content is not
