"""Know the folder's own words: what people said and wrote, and what things are called."""

from __future__ import annotations

import re
import tomllib
import zipfile
from functools import cached_property, lru_cache

from lxml import etree

from .folder import Folder, flat
from .numbers import numbers_in

# Findings are sentences of the report: the numbers in them are recomputed, not taken as read.
NOT_WORDS = {"findings", "finding_evidence", "codings", "ties", "series", "sessions", "assessments"}
SHORTEST = 6  # letters: below that words could be met by chance


class Wording:
    """All texts of a folder in which a number stands, and everything that anybody said."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    @cached_property
    def tables(self) -> list[str]:
        names = [each.stem for each in self.folder.path.glob("*.csv")]
        return names + [f"surveys/{survey}/{each}" for survey in self.folder.surveys for each in ("items", "responses")]

    @cached_property
    def texts(self) -> list[str]:
        """Texts of the folder in which a number stands: the longest first, without a closing full stop."""
        found = set(self.folder.surveys)
        for name in self.tables:
            if name in NOT_WORDS:
                continue
            for row in self.folder.table(name):
                found.update(row.values())
        found.update(_strings(self.folder.settings))
        for survey in self.folder.surveys:
            found.update(self.labels(survey).values())
        kept = {flat(each).rstrip(".") for each in found}
        kept = {each for each in kept if sum(c.isalpha() for c in each) >= SHORTEST and numbers_in(each)}
        kept = {each for each in kept if " " in each or each in self.folder.surveys}
        return sorted(kept, key=len, reverse=True)

    def labels(self, survey: str) -> dict[str, str]:
        """Return each question's words: the form's, else those of items.csv."""
        found = {row["item"]: row["label"] for row in self.folder.table(f"surveys/{survey}/items") if row.get("label")}
        form = self.folder.path / "surveys" / survey / "form.xlsx"
        return {**form_labels(form), **found} if form.exists() else found

    def choices(self, survey: str) -> dict[str, tuple[str, ...]]:
        """Return the answers that a survey's form offers to each question; none where there is no form."""
        form = self.folder.path / "surveys" / survey / "form.xlsx"
        return form_choices(form) if form.exists() else {}

    def answer(self, survey: str, question: str, value: str) -> str:
        """Return an answer in words: as the form words it, else its name with spaces."""
        form = self.folder.path / "surveys" / survey / "form.xlsx"
        words = form_answers(form).get(question, {}) if form.exists() else {}
        return words.get(value, value.replace("_", " "))

    def several(self, survey: str) -> set[str]:
        """Return the questions to which people could choose several answers."""
        form = self.folder.path / "surveys" / survey / "form.xlsx"
        rows = sheet(form, "survey") if form.exists() else []
        found = {row["name"] for row in rows if row.get("type", "").startswith("select_multiple")}
        table = self.folder.table(f"surveys/{survey}/items")
        return found | {row["item"] for row in table if row.get("kind") == "several"}

    def spans(self, text: str) -> list[tuple[int, int]]:
        found = []
        folded = text.lower()
        for each in self.folded:
            start = folded.find(each)
            while start >= 0:
                found.append((start, start + len(each)))
                start = folded.find(each, start + len(each))
        return found

    @cached_property
    def folded(self) -> list[str]:
        return [each.lower() for each in self.texts]

    @cached_property
    def everything(self) -> str:
        """All text of all tables, questions and transcripts."""
        parts = [self.said]
        for name in self.tables:
            if name not in NOT_WORDS:
                parts.extend(flat(value) for row in self.folder.table(name) for value in row.values() if value)
        for survey in self.folder.surveys:
            parts.extend(self.labels(survey).values())
            form = self.folder.path / "surveys" / survey / "form.xlsx"
            parts.extend(value for row in (sheet(form, "choices") if form.exists() else []) for value in row.values())
        for path in sorted((self.folder.path / "pathways").glob("*.toml")):
            parts.extend(_strings(tomllib.loads(path.read_text(encoding="utf-8"))))
        return "\n".join(parts)

    @cached_property
    def said(self) -> str:
        """Everything that people said or wrote, each text on a line of its own."""
        parts = [flat(self.folder.transcript(each)) for each in self.folder.table("interviews")]
        for survey in self.folder.surveys:
            for row in self.folder.table(f"surveys/{survey}/responses"):
                parts.extend(flat(value) for value in row.values() if " " in value)
        for name in ("extracts", "changes", "substantiations", "learning", "activities"):
            for row in self.folder.table(name):
                parts.extend(flat(value) for value in row.values() if " " in value)
        return "\n".join(parts)

    def quoted(self, text: str) -> bool:
        text = re.sub(r"\s*\((?:At the stage|Reversed by)[^()]*\)$", "", text)
        pieces = [each.strip(" “”") for each in re.split(r"…|\[…\]", text)]
        return all(each in self.said for each in pieces if each)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [each for key in value for each in _strings(value[key])]
    if isinstance(value, list):
        return [each for one in value for each in _strings(one)]
    return []


def form_labels(path: object) -> dict[str, str]:
    """Return name → label of an XLSForm's questions."""
    rows = sheet(path, "survey")
    label = next((key for key in (rows[0] if rows else {}) if key.startswith("label")), "label")
    return {row["name"]: flat(row.get(label, "")) for row in rows if row.get("name")}


def form_choices(path: object) -> dict[str, tuple[str, ...]]:
    """Return name → answers, in order, of an XLSForm's questions."""
    lists: dict[str, list[str]] = {}
    for row in sheet(path, "choices"):
        lists.setdefault(row.get("list_name", ""), []).append(row.get("name", ""))
    kinds = {row.get("name", ""): row.get("type", "").split() for row in sheet(path, "survey")}
    return {name: tuple(lists[kind[1]]) for name, kind in kinds.items() if len(kind) > 1 and kind[1] in lists}


@lru_cache
def form_answers(path: object) -> dict[str, dict[str, str]]:
    """Return name → answer → its words, of an XLSForm's questions."""
    lists: dict[str, dict[str, str]] = {}
    for row in sheet(path, "choices"):
        label = next((key for key in row if key.startswith("label")), "name")
        lists.setdefault(row.get("list_name", ""), {})[row.get("name", "")] = flat(row.get(label, ""))
    kinds = {row.get("name", ""): row.get("type", "").split() for row in sheet(path, "survey")}
    return {name: lists[kind[1]] for name, kind in kinds.items() if len(kind) > 1 and kind[1] in lists}


@lru_cache
def sheet(path: object, name: str) -> list[dict[str, str]]:
    """Return a sheet of a workbook as rows by heading: cells as text."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(str(path)) as book:
        shared: list[str] = []
        if "xl/sharedStrings.xml" in book.namelist():
            for each in etree.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", space):
                shared.append("".join(each.itertext()))
        sheets = etree.fromstring(book.read("xl/workbook.xml")).find("m:sheets", space)
        names = [each.get("name") for each in sheets] if sheets is not None else []
        root = etree.fromstring(book.read(f"xl/worksheets/sheet{names.index(name) + 1}.xml"))
    lines = []
    for line in root.iter(f"{{{space['m']}}}row"):
        cells: dict[str, str] = {}
        for at, cell in enumerate(line):
            column = re.sub(r"\d", "", cell.get("r") or "") or f"column {at}"  # some programs write no addresses
            value = cell.find("m:v", space)
            text = "".join(cell.itertext()) if value is None else (value.text or "")
            cells[column] = shared[int(text)] if cell.get("t") == "s" else text
        lines.append(cells)
    if not lines:
        return []
    heads = lines[0]
    return [{heads[column]: value for column, value in cells.items() if column in heads} for cells in lines[1:]]
