"""Update `datapackage.json` when a table joins a folder that Tideturn wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.package import package_bytes
from tideturn.dataset.schema import Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

PACKAGE: Final = "datapackage.json"


def package_beside(folder: Path, dataset: Dataset, files: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Return the package with the tables that `files` add or change; empty if there is none, or we did not write it.

    A package that somebody else wrote is theirs, and we do not fix one unasked that no longer describes the folder.
    """
    path = folder / PACKAGE
    if not path.is_file():
        return {}
    title = dataset.programme.name
    if path.read_bytes() != package_bytes(title, _headers(folder, dataset, {})):
        return {}
    return {path: package_bytes(title, _headers(folder, dataset, files))}


def _headers(folder: Path, dataset: Dataset, files: Mapping[Path, bytes]) -> dict[str, tuple[Table, list[str]]]:
    """Return each table's file with its columns, in the order in which a folder is written."""
    tables = {table.file: table for table in TABLES.values()}
    for code in sorted(dataset.surveys):
        tables |= {f"surveys/{code}/{table.file}": table for table in SURVEY_TABLES.values()}
    headers = {}
    for name, table in tables.items():
        place = folder / name
        content = files.get(place) or (place.read_bytes() if place.is_file() else b"")
        header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")), [])
        if header:
            headers[name] = (table, [column.strip() for column in header])
    return headers
