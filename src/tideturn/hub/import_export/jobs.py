"""The work on folders. What reads them is loaded when it is needed: a process that serves pages never reads one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.crypto.files import FileInClear
from tideturn.hub.import_export import policy
from tideturn.hub.jobs.api import Outcome, Says, job_kind

UNPACKING: Final = "Unpacking the folder"
READING: Final = "Reading the spreadsheet"
CHECKING: Final = "Checking the folder"
COMPARING: Final = "Comparing it with what is there"
WRITING: Final = "Writing"
GATHERING: Final = "Gathering what the hub holds"
PACKING: Final = "Packing the folder"
_COMING: Final = (UNPACKING, READING, CHECKING, COMPARING, WRITING)


@job_kind(
    "import_export.look_through",
    title="What was sent is looked through",
    needs=policy.BRING_IN,
    says=_COMING,
    idempotent=True,
)
def look_through(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    """Check what was sent, and say what it would bring."""
    from tideturn.hub.import_export import coming_in

    return Outcome(coming_in.look_through(by, UUID(arguments["import"]), progress))


@job_kind(
    "import_export.read_sheet",
    title="A spreadsheet is read",
    needs=policy.BRING_IN,
    says=(READING,),
    idempotent=True,
)
def read_sheet(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    """Read the first rows of it, and what is to be matched."""
    from tideturn.hub.import_export import sheets_in

    return Outcome(sheets_in.read_sheet(by, UUID(arguments["import"]), progress))


@job_kind(
    "import_export.bring_in", title="What was sent comes in", needs=policy.BRING_IN, says=_COMING, idempotent=True
)
def bring_in(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    """Write it, all of it or nothing."""
    from tideturn.hub.import_export import coming_in

    return Outcome(coming_in.bring_in(by, UUID(arguments["import"]), progress))


@job_kind(
    "import_export.take_back", title="What came in is taken back", needs=policy.BRING_IN, says=_COMING, idempotent=True
)
def take_back(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    """Take back what it brought, but what was changed since."""
    from tideturn.hub.import_export import coming_in

    return Outcome(coming_in.take_back(by, UUID(arguments["import"]), progress))


@job_kind(
    "import_export.make_export",
    title="The programme folder",
    needs=policy.TAKE_OUT,
    says=(GATHERING, PACKING, CHECKING),
    idempotent=True,
)
def make_export(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    """The folder, as one file."""
    from tideturn.hub.import_export import going_out

    told, content = going_out.make(by, UUID(arguments["export"]), progress)
    return Outcome(told, FileInClear("programme.zip", "application/zip", content))
