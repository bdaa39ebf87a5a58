"""Keep the imported folders as one folder, in a new state after each change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from tideturn.dataset.check import check_folder
from tideturn.dataset.model import Programme
from tideturn.dataset.problems import Problem, Severity
from tideturn.evaluation.rules import rule_problems
from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import files
from tideturn.hub.import_export import actions, policy
from tideturn.hub.import_export.findings import Told
from tideturn.hub.import_export.folders import Folder, brought, laid_over, read, written
from tideturn.hub.import_export.models import Import, Kept
from tideturn.hub.import_export.rooms import NO_NAME, Planned, without_rooms
from tideturn.hub.import_export.spreadsheets import tables
from tideturn.hub.import_export.unpacking import packed, unpacked


@dataclass(frozen=True)
class Content:
    """The content of a file, and the answers to the questions about a spreadsheet in it."""

    content: bytes
    answers: Mapping[str, Any]


def content_of(held: Kept | Import) -> Content:
    """Return the content of the file of a record that a disclosure holds; empty if the file is gone."""
    answers = json.loads(held.answers or "{}") if isinstance(held, Import) else {}
    return Content(b"" if held.file is None else files.content(held.file), answers)


def sent(by: Standing, pk: UUID) -> Content:
    """Return what the person sent. Raise HubError if it is gone."""
    rows = Import.objects.select_related("file")
    found = show(by, policy.OWN_IMPORTS, pk, action=actions.OPENED, gather=content_of, rows=rows)
    if not found.content:
        raise HubError("The hub no longer has the file.", mend="Import it again.")
    return found


@dataclass(frozen=True)
class State:
    """A state of the kept folder; number 0 is before the first."""

    number: int
    folder: Folder


def kept_now(by: Standing) -> State:
    """Return the current state."""
    return kept_at(by, Kept.objects.order_by("-number").first())


def number_now() -> int:
    """Return the number of the current state."""
    latest: int | None = Kept.objects.aggregate(latest=Max("number"))["latest"]
    return latest or 0


def kept_at(by: Standing, kept: Kept | None) -> State:
    """Return an earlier state; an empty one for None. Raise HubError if its file is gone."""
    if kept is None:
        return State(0, Folder())
    if kept.file_id is None:
        raise HubError(
            "The hub has deleted the earlier values.", mend="Change the records by hand, or import another folder."
        )
    rows = Kept.objects.select_related("file")
    found = show(by, policy.KEPT, kept.pk, action=actions.OPENED, gather=content_of, rows=rows)
    with unpacked(found.content) as place:
        return State(kept.number, read(place))


def sealed(folder: Folder, *, after: int) -> Kept:
    """Return a folder sealed as the state that follows `after`. `keep` saves it, in its own transaction."""
    folder = replace(folder, programme=folder.programme or Programme(NO_NAME, (), ()))
    return Kept(number=after + 1, file=files.lay_down(packed(written(folder)), name="kept.zip", kind="application/zip"))


@dataclass(frozen=True)
class Coming:
    """An import: the changes to records, the folder kept before, and the rest of the new folder to keep."""

    planned: tuple[Planned, ...]
    kept: State
    folder: Folder | None
    """Imported folder; None if there is nothing to keep."""

    def told(self) -> list[Told]:
        """Return, for each table, how many rows are new, changed, the same, and in the hub alone."""
        rest = brought(without_rooms(self.kept.folder), without_rooms(self.folder or Folder()))
        counts = {one.table.name: one.compared for one in self.planned} | rest
        return [Told(name, tables.in_words(name), *compared) for name, compared in counts.items()]

    def sealed(self) -> Kept | None:
        """Return the kept folder after the import."""
        return None if self.folder is None else sealed(laid_over(self.kept.folder, self.folder), after=self.kept.number)


def keep(kept: Kept, *, because: Import) -> None:
    """Save a sealed state. Raise HubError if another state was saved before it."""
    if number_now() != kept.number - 1:
        raise _meanwhile()
    assert kept.file is not None
    kept.file.save(force_insert=True)
    kept.because, kept.at = because, clock.now()
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:  # on PostgreSQL two processes may be here at once, and each number is unique
        raise _meanwhile() from None


def _meanwhile() -> HubError:
    return HubError(
        "Another import or undo finished meanwhile.", mend="Start again: the hub then includes its changes."
    )


def errors_in(content: bytes) -> list[Problem]:
    """Return the errors that a check finds in a packed folder."""
    with unpacked(content) as place:
        return [one for one in check_folder(place, also=rule_problems) if one.severity is Severity.ERROR]
