"""Write a programme folder: the same dataset gives the same bytes, completely or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl

from tideturn.dataset.cells import as_text
from tideturn.dataset.harmless import harmless
from tideturn.dataset.model import Dataset
from tideturn.dataset.package import package_bytes
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.programme_file import PROGRAMME_FILE, programme_bytes, toml_bytes
from tideturn.dataset.schema import Kind, Table
from tideturn.dataset.storage import write_whole
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

_SAFE_NAME = re.compile(r"[^/\\\x00-\x1f]+")


def write_folder(dataset: Dataset, path: Path, *, beside: Mapping[Path, bytes] = MappingProxyType({})) -> None:
    """Write the dataset as a programme folder at `path` together with the files `beside` it: everything or nothing.

    Raises OSError (no space, no permission), and TideturnError if `path` already holds tables that this dataset does
    not have: they would be read as part of it.
    """
    files = folder_files(dataset)
    left_over = _left_over(path, set(files))
    if left_over:
        what = f"The folder already holds {', '.join(left_over[:5])}, which would be read as part of what is written."
        raise TideturnError(what, place=str(path), mend="Choose an empty place, or move those files away.")
    write_whole({path / name: content for name, content in files.items()} | dict(beside))


def folder_files(dataset: Dataset) -> dict[str, bytes]:
    """Return every file of the folder by its name within it.

    Raises TideturnError for a name that would lead out of it.
    """
    files = {PROGRAMME_FILE: programme_bytes(dataset.programme)}
    resources: dict[str, tuple[Table, pl.DataFrame]] = {}
    for name, table in TABLES.items():
        if name in dataset.tables:
            resources[table.file] = (table, dataset.tables[name])
    for code in sorted(dataset.surveys):
        survey = dataset.surveys[code]
        folder = f"surveys/{_safe(code)}"
        frames = {"responses": survey.responses, "items": survey.items, "invited": survey.invited}
        for name, table in SURVEY_TABLES.items():
            resources[f"{folder}/{table.file}"] = (table, frames[name])
        if survey.form is not None:
            files[f"{folder}/form.xlsx"] = survey.form
    for file, (table, frame) in resources.items():
        files[file] = table_bytes(frame, table)
    for name in sorted(dataset.transcripts):
        files[f"transcripts/{_safe(name)}"] = dataset.transcripts[name].encode()
    for name in sorted(dataset.pathways):
        files[f"pathways/{_safe(name)}.toml"] = toml_bytes(dataset.pathways[name])
    if dataset.word_template is not None:
        files[_safe(str(dataset.programme.report["template"]))] = dataset.word_template
    headers = {file: (table, _columns(frame, table)) for file, (table, frame) in resources.items()}
    files["datapackage.json"] = package_bytes(dataset.programme.name, headers)
    return files


def table_bytes(frame: pl.DataFrame, table: Table) -> bytes:
    """Return the table as CSV with LF line ends: the declared columns first and in order, then the others; missing is
    empty.
    """
    names = _columns(frame, table)
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in names if name not in frame.columns]
    text = as_text(frame).with_columns(absent).select(names)
    written = text.select(_cell(table, name, frame.schema.get(name, pl.String())) for name in names)
    header = pl.DataFrame({"name": names}).select(harmless(pl.col("name")))["name"].to_list()
    written.columns = header
    return written.write_csv(line_terminator="\n").encode()


def _columns(frame: pl.DataFrame, table: Table) -> list[str]:
    return [*table.names, *(name for name in frame.columns if name not in table.names)]


def _cell(table: Table, name: str, dtype: pl.DataType) -> pl.Expr:
    """Return the text as reading will give it: blank is missing, and a code has no spaces round it."""
    column = pl.col(name)
    if not isinstance(dtype, pl.String):
        return column
    if name in table.names and table.column(name).kind is not Kind.TEXT:
        column = column.str.strip_chars()
    return harmless(pl.when(column.str.contains(r"^\s*$")).then(None).otherwise(column)).alias(name)


def _safe(name: str) -> str:
    """Return the name if it stays within its folder. Raises TideturnError."""
    if _SAFE_NAME.fullmatch(name) and not name.startswith((".", "~$")):
        return name
    raise TideturnError(f"“{name}” cannot be the name of a file in the folder.", mend="Use letters, digits, - and _.")


def _left_over(path: Path, files: set[str]) -> list[str]:
    """Return the files at `path` that would be read with the folder, though they are none of its files."""
    if not path.is_dir():
        return []
    patterns = ("*.csv", "*.xlsx", "surveys/*/*.csv", "surveys/*/form.xlsx", "transcripts/*.txt", "pathways/*.toml")
    found = {entry.relative_to(path).as_posix() for pattern in patterns for entry in path.glob(pattern)}
    return sorted(found - files)
