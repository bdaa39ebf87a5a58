"""What the hub keeps of the folders that came in: read as one folder, and kept anew each time that it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max

from tideturn.dataset.model import Programme
from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import files
from tideturn.hub.import_export import actions, policy
from tideturn.hub.import_export.folders import Folder, described, read, written
from tideturn.hub.import_export.models import Import, Kept
from tideturn.hub.import_export.rooms import NO_NAME
from tideturn.hub.import_export.unpacking import packed, unpacked

ZIP: Final = "application/zip"


@dataclass(frozen=True)
class Content:
    """What is in a file."""

    content: bytes


def content_of(held: Kept | Import) -> Content:
    """What is in the file of one that a disclosure holds; nothing, where there is none any more."""
    return Content(b"" if held.file is None else files.content(held.file))


@dataclass(frozen=True)
class State:
    """A folder as it was kept; number 0 is before anything was."""

    number: int
    folder: Folder


def kept_now(by: Standing) -> State:
    """What is kept now."""
    latest = Kept.objects.order_by("-number").first()
    return State(0, Folder()) if latest is None else kept_at(by, latest)


def number_now() -> int:
    """The number of what is kept now."""
    latest: int | None = Kept.objects.aggregate(latest=Max("number"))["latest"]
    return latest or 0


def kept_at(by: Standing, kept: Kept | None) -> State:
    """What was kept at a time; nothing, where there is none. Raises HubError where it is kept no more."""
    if kept is None:
        return State(0, Folder())
    if kept.file_id is None:
        raise HubError("What was there before is kept no more.", mend="Change it by hand, or bring another folder in.")
    found = show(
        by,
        policy.KEPT,
        kept.pk,
        action=actions.OPENED,
        gather=content_of,
        rows=Kept.objects.select_related("file"),
    )
    with unpacked(found.content) as place:
        return State(kept.number, read(place))


def sealed(folder: Folder) -> Kept:
    """A folder laid down to be kept; to be saved by `keep`, in the transaction that it belongs to."""
    folder = described(folder, folder.programme or Programme(NO_NAME, (), ()))
    return Kept(file=files.lay_down(packed(written(folder)), name="kept.zip", kind=ZIP))


def keep(kept: Kept, *, after: int, because: Import) -> None:
    """Keep it as the state that follows another. Raises HubError where another state came between the two."""
    if number_now() != after:
        raise _meanwhile()
    assert kept.file is not None
    kept.file.save(force_insert=True)
    kept.number, kept.because, kept.at = after + 1, because, clock.now()
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:  # on PostgreSQL two may be here at once, and each number is there once
        raise _meanwhile() from None


def _meanwhile() -> HubError:
    return HubError("Another folder came in meanwhile.", mend="Begin again: what it brought in is then counted.")
