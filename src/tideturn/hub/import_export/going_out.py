"""Worker's part of an export: gather the folder, record what leaves the hub, hand it over."""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from tideturn.dataset.wording import counted
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export.actions import write_export
from tideturn.hub.import_export.folders import Folder, written
from tideturn.hub.import_export.jobs import CHECKING, GATHERING, PACKING
from tideturn.hub.import_export.keeping import errors_in, kept_now, number_now
from tideturn.hub.import_export.rooms import with_rooms
from tideturn.hub.import_export.unpacking import packed
from tideturn.hub.jobs.api import Says

_FIRST: Final = 5
"""Maximum number of errors listed one by one."""


def make(by: Standing, pk: UUID, progress: Says) -> tuple[str, bytes]:
    """Return a sentence about the exported folder, and the folder as one file."""
    progress.say(GATHERING)
    folder = gathered(by)
    progress.say(PACKING)
    content = packed(written(folder))
    heights = {file: sheet.frame.height for file, sheet in sorted(folder.sheets.items())}
    rows = [{"name": file, "rows": height} for file, height in heights.items()]
    faults = _faults(content, progress)  # up to here it may be cancelled, and no export is recorded
    write_export(by=by, pk=pk, rows=rows, digest=hashlib.sha256(content).hexdigest())
    return f"{counted(len(heights), 'table')} with {counted(sum(heights.values()), 'row')}.{faults}", content


def _faults(content: bytes, progress: Says) -> str:
    """Return a sentence with the errors that stop an evaluation of the folder; empty if there are none. The folder is
    exported all the same.
    """
    progress.say(CHECKING)
    errors = errors_in(content)
    if not errors:
        return ""
    many = counted(len(errors), "error")
    first = "".join(f"\n{one.place}: {one.what}" for one in errors[:_FIRST])
    return f" The check found {many}. You can only evaluate the folder once they are fixed:{first}"


def gathered(by: Standing) -> Folder:
    """Return everything that the hub holds, as a folder. Raise HubError if the programme has no sites or no
    years yet.
    """
    while True:
        kept = kept_now(by)
        folder = with_rooms(by, kept.folder)
        if number_now() == kept.number:  # otherwise half of it would be from before another import
            break
    assert folder.programme is not None
    if not (folder.programme.sites and folder.programme.years):
        raise HubError(
            "A folder needs at least one site and one year.", mend="Add the years and sites of the programme."
        )
    return folder
