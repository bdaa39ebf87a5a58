"""Tables that go out as CSV, with no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from django.http import HttpResponse

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: object) -> str:
    """A cell as text; one that a spreadsheet would run is led by an apostrophe, which shows that it is text.

    The signs are those of the OWASP's page on CSV injection (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    told = "" if cell is None else str(cell)
    return f"'{told}" if told.startswith(_FORMULA) or told.lstrip().startswith(_FORMULA) else told


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as it is saved: in UTF-8 with its mark, which a spreadsheet needs to read names with accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
