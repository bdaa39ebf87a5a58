"""Export tables as CSV or as a workbook, with no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from django.http import HttpResponse
from xlsxwriter import Workbook

from tideturn.hub.crypto.files import FileInClear, attachment

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET: Final = 31
"""Maximum number of letters in the name of a sheet."""

_UNSEEN: Final = " \t\r\n\v\f\u00a0\u200b\u200c\u200d\u2060\ufeff"
"""Invisible characters that may come before those signs."""


def harmless(cell: object) -> str:
    """Return a cell as text, with an apostrophe before it if a spreadsheet would run it.

    The apostrophe shows that it is text. The signs are those of the OWASP's page on CSV injection
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    told = "" if cell is None else str(cell)
    return f"'{told}" if told.startswith(_FORMULA) or told.lstrip(_UNSEEN).startswith(_FORMULA) else told


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return a table as a CSV download in UTF-8. Its byte order mark lets a spreadsheet read names with accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return attachment(FileInClear(f"{name}.csv", "text/csv; charset=utf-8", out.getvalue().encode("utf-8-sig")))


def workbook(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return a table as a workbook of one sheet.

    Every cell is text, and as harmless as in CSV, since somebody may save the workbook as CSV.
    """
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(name[:_SHEET])
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(chain([columns], rows)):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, harmless(cell))
        sheet.autofit()
    return attachment(FileInClear(f"{name}.xlsx", _WORKBOOK, out.getvalue()))
