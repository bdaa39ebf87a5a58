"""Changes to a programme folder: a row is found by what it says, never by where it stands."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True)
class Change:
    """Cells of the rows that say `where`; as many as `rows`."""

    file: str
    where: Mapping[str, str]
    to: Mapping[str, str]
    rows: int = 1


@dataclass(frozen=True)
class Drop:
    """The rows that say `where` are left out; as many as `rows`."""

    file: str
    where: Mapping[str, str]
    rows: int = 1


@dataclass(frozen=True)
class Reword:
    """Words that stand in the file once, in a text or in what no table holds."""

    file: str
    old: str
    new: str


Edit = Change | Drop | Reword


def edited(folder: Path, place: Path, edits: Iterable[Edit]) -> Path:
    """Return a copy of `folder` at `place` with the edits made; files that no edit names are shared, not copied."""
    shutil.copytree(folder, place, copy_function=os.link)
    for edit in edits:
        path = place / edit.file
        text = path.read_text(encoding="utf-8")
        path.unlink()
        path.write_text(_reworded(text, edit) if isinstance(edit, Reword) else _table(text, edit), encoding="utf-8")
    return place


def _reworded(text: str, edit: Reword) -> str:
    assert text.count(edit.old) == 1, f"{edit.old!r} stands {text.count(edit.old)} times in {edit.file}"
    return text.replace(edit.old, edit.new)


def _table(text: str, edit: Change | Drop) -> str:
    source = io.StringIO(text, newline="")
    table = csv.DictReader(source)
    columns = list(table.fieldnames or ())
    rows: list[Row] = list(table)
    meant = [row for row in rows if all(row[column] == value for column, value in edit.where.items())]
    assert len(meant) == edit.rows, f"{len(meant)} rows of {edit.file} say {dict(edit.where)}"
    if isinstance(edit, Drop):
        rows = [row for row in rows if row not in meant]
    else:
        assert edit.to.keys() <= set(columns), f"{edit.file} has no such column"
        for row in meant:
            assert any(row[column] != value for column, value in edit.to.items()), "nothing is changed"
            row.update(edit.to)
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()
