"""Jobs of import and export. They load the code that reads folders when they run: a process that serves pages never
reads one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.crypto.files import FileInClear
from tideturn.hub.import_export import policy
from tideturn.hub.jobs.api import JobKind, Outcome, Says, job_kind

UNPACKING: Final = "Unpacking the folder"
READING: Final = "Reading the spreadsheet"
CHECKING: Final = "Checking"
COMPARING: Final = "Comparing with the hub’s records"
WRITING: Final = "Saving"
GATHERING: Final = "Collecting the hub’s records"
PACKING: Final = "Packing the folder"
_COMING: Final = (UNPACKING, READING, CHECKING, COMPARING, WRITING)


def _on_import(name: str, title: str, says: Sequence[str] = _COMING) -> JobKind:
    """Return the kind of job that does this step of an import."""

    @job_kind(f"import_export.{name}", title=title, needs=policy.BRING_IN, says=says, idempotent=True)
    def work(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
        from tideturn.hub.import_export import coming_in, sheets_in

        works = {
            "look_through": coming_in.look_through,
            "read_sheet": sheets_in.read_sheet,
            "bring_in": coming_in.bring_in,
            "take_back": coming_in.take_back,
        }
        return Outcome(works[name](by, UUID(arguments["import"]), progress))

    return work


look_through: Final = _on_import("look_through", "Check the file")
read_sheet: Final = _on_import("read_sheet", "Read a spreadsheet", says=(READING,))
bring_in: Final = _on_import("bring_in", "Import the file")
take_back: Final = _on_import("take_back", "Undo import")


@job_kind(
    "import_export.make_export",
    title="Export of the programme folder",
    needs=policy.TAKE_OUT,
    says=(GATHERING, PACKING, CHECKING),
    idempotent=True,
)
def make_export(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    """Make the export, as one file."""
    from tideturn.hub.import_export import going_out

    told, content = going_out.make(by, UUID(arguments["export"]), progress)
    return Outcome(told, FileInClear("programme.zip", "application/zip", content))
