"""A file that somebody sent, opened: a workbook with its sheets, or text that is one sheet."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export.spreadsheets import separated, workbooks
from tideturn.hub.import_export.spreadsheets.grids import Grid

_ZIP: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0"


def sheets(data: bytes, name: str) -> tuple[tuple[str, bool], ...]:
    """The names of its sheets, each with whether it is hidden. Raises HubError for what is no spreadsheet."""
    return workbooks.sheets_in(data) if _is_workbook(data) else ((_stem(name), False),)


def grid(data: bytes, name: str, sheet: str) -> Grid:
    """One of its sheets. Raises HubError where it cannot be read."""
    found = workbooks.sheet_in(data, sheet) if _is_workbook(data) else separated.read_separated(data, _stem(name))
    if not found.frame.height or not found.frame.width:
        raise HubError(f"The sheet {found.name} is empty.", mend="Choose another, or send the one that is filled in.")
    return found


def _is_workbook(data: bytes) -> bool:
    return data.startswith((_ZIP, _OLD))


def _stem(name: str) -> str:
    return PurePath(name.replace("\\", "/")).stem[:80] or "The file"
