"""Read a programme folder as it was known at the end of a year, from its CSV and TOML files alone."""

from __future__ import annotations

import csv
import tomllib
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from .reading import Document

Row = dict[str, str]


class Cells(Row):
    """A row of a table; a column that the file does not have is empty."""

    def __missing__(self, column: str) -> str:
        return ""


# From docs/reference/methods.md, "What was known": from which of its dates a row counts (the earliest of them)…
COUNTS_FROM: dict[str, tuple[str, ...]] = {
    "context": ("from",),
    "baselines": ("date",),
    "posts": ("advertised", "filled"),
    "priorities": ("from",),
    "toc_versions": ("date",),
    "milestones": ("planned", "actual"),
    "criteria": ("from",),
    "cases": ("received",),
    "sessions": ("date",),
    "onward_referrals": ("referred",),
    "contexts": ("opened",),
    "assessments": ("date",),
    "training_events": ("date",),
    "activities": ("date",),
    "engagements": ("date",),
    "waves": ("date",),
    "changes": ("date",),
    "substantiations": ("date",),
    "events": ("time",),
    "series": ("period",),
    "documents": ("date",),
    "interviews": ("date",),
    "learning": ("date",),
}
# … which cells a later date empties …
TAKEN_OUT: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "context": (("to", ()),),
    "posts": (("advertised", ()), ("filled", ()), ("left", ())),
    "priorities": (("to", ()),),
    "milestones": (("actual", ("response",)),),
    "criteria": (("to", ()),),
    "cases": (
        ("opened", ("referral_decision",)),
        ("started", ()),
        ("closed", ("closure_reason", "closure_outcome")),
    ),
    "onward_referrals": (("replied", ("decision",)),),
    "contexts": (("closed", ()),),
    "attendance": (("since", ("champion", "cascaded_to")),),
    "activities": (("since", ("status", "result")),),
    "changes": (("stage_date", ("stage",)), ("reversed_on", ())),
    "indicators": (("registered_on", ("expected", "rationale")),),
    "learning": (("used_on", ("used",)),),
    "recommendations": (("done_on", ("done", "response")),),
}
# … and on the row of which other table it depends.
DEPENDS_ON: dict[str, tuple[tuple[str, str, str], ...]] = {
    "toc_nodes": (("from_version", "toc_versions", "version"),),
    "toc_links": (("from_version", "toc_versions", "version"),),
    "attendance": (("event_id", "training_events", "event_id"),),
    "substantiations": (("change_id", "changes", "change_id"),),
    "extracts": (("document_id", "documents", "document_id"),),
}
BY_INTERVIEW = ("asked", "coders", "codings", "causal_claims")


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def day(text: str) -> date | None:
    """Return the day of a date, a date-time or a period (its last day); None where there is none."""
    if not text:
        return None
    head = text[:10]
    if len(head) == 10:
        return date.fromisoformat(head)
    if "Q" in head:
        year, quarter = head.split("-Q")
        month = int(quarter) * 3
        return date(int(year), month, monthrange(int(year), month)[1])
    if len(head) == 7:
        year, month = int(head[:4]), int(head[5:])
        return date(year, month, monthrange(year, month)[1])
    return date(int(head), 12, 31)


class Folder:
    """A programme folder: its tables as they stand in the files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings: dict[str, Any] = tomllib.loads((path / "programme.toml").read_text(encoding="utf-8"))
        self._tables: dict[str, list[Row]] = {}
        # What was printed of each year, where a later report repeats what an earlier one said: report and evidence.
        self.documents: dict[int, Callable[[], tuple[Document, Document]]] = {}

    def table(self, name: str) -> list[Row]:
        """Return a table's rows; none where there is no such file."""
        if name not in self._tables:
            path = self.path / f"{name}.csv"
            rows: list[Row] = []
            if path.exists():
                with path.open(encoding="utf-8-sig", newline="") as file:
                    rows = [
                        Cells((key, value or "") for key, value in row.items() if key) for row in csv.DictReader(file)
                    ]
            self._tables[name] = rows
        return self._tables[name]

    @cached_property
    def surveys(self) -> list[str]:
        return sorted(each.name for each in (self.path / "surveys").glob("*") if each.is_dir())

    @cached_property
    def site_names(self) -> dict[str, str]:
        return {each["code"]: each["name"] for each in self.settings["sites"]}

    @lru_cache  # noqa: B019 - a folder lives as long as the tests do
    def year(self, number: int) -> Year:
        return Year(self, number)

    def transcript(self, interview: Row) -> str:
        """Return an interview's words, with line ends as offsets count them."""
        file = interview["file"].removeprefix("transcripts/")
        text = (self.path / "transcripts" / file).read_bytes().decode("utf-8-sig")
        return text.replace("\r\n", "\n")


@dataclass(eq=False)
class Year:
    """One evaluated year of a folder: what was known of it by its `data_to`."""

    folder: Folder
    number: int

    def __post_init__(self) -> None:
        found = {each["number"]: each for each in self.folder.settings["years"]}
        self.years = dict(sorted(found.items()))
        self.start: date = found[self.number]["start"]
        self.end: date = found[self.number]["end"]
        self.data_to: date = found[self.number].get("data_to") or self.end
        self._known: dict[str, list[Row]] = {}

    @property
    def last_day(self) -> date:
        """The last day of the year of which anything is known."""
        return min(self.end, self.data_to)

    @property
    def sites(self) -> list[str]:
        return list(self.folder.site_names)

    def site_name(self, code: str) -> str:
        return self.folder.site_names[code]

    def site_code(self, name: str) -> str | None:
        """Return the code of a place by its name; None for the whole programme."""
        return next((code for code, each in self.folder.site_names.items() if each == name), None)

    def during(self, text: str) -> bool:
        """Tell whether a date lies in this year."""
        found = day(text)
        return found is not None and self.start <= found <= self.end

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a table that count, with cells emptied of what became known later."""
        if name not in self._known:
            self._known[name] = [self._emptied(name, row) for row in self.folder.table(name) if self._counts(name, row)]
        return self._known[name]

    def responses(self, survey: str) -> list[Row]:
        """Return a survey's rows that count, of all years up to this."""
        key = f"surveys/{survey}/responses"
        if key not in self._known:
            self._known[key] = [row for row in self.folder.table(key) if self._by_date(row, ("date",))]
        return self._known[key]

    def _by_date(self, row: Row, columns: tuple[str, ...]) -> bool:
        found = [each for column in columns if (each := day(row.get(column, "")))]
        if found:
            return min(found) <= self.data_to
        number = row.get("year", "")
        return not number or int(number) <= self.number

    def _counts(self, name: str, row: Row) -> bool:
        if name in BY_INTERVIEW:
            return self._talk_counts(row["interview_id"])
        for column, other, key in DEPENDS_ON.get(name, ()):
            if row.get(column) and row[column] not in {each[key] for each in self.rows(other)}:
                return False
        if name == "ties":
            return row["wave"] in {each["wave"] for each in self.rows("waves")}
        return self._by_date(row, COUNTS_FROM.get(name, ()))

    def _talk_counts(self, talk: str) -> bool:
        if talk.startswith("survey:"):
            _, survey, response, _ = talk.split(":", 3)
            return response in self._response_ids(survey)
        return talk in self._interview_ids

    @cached_property
    def _interview_ids(self) -> set[str]:
        return {each["interview_id"] for each in self.rows("interviews")}

    @lru_cache  # noqa: B019
    def _response_ids(self, survey: str) -> frozenset[str]:
        return frozenset(each["response_id"] for each in self.responses(survey))

    def _emptied(self, name: str, row: Row) -> Row:
        for column, more in TAKEN_OUT.get(name, ()):
            found = day(row.get(column, ""))
            if found and found > self.data_to:
                row = Cells({**row, column: "", **dict.fromkeys((each for each in more if each in row), "")})
        return row

    @cached_property
    def outcomes(self) -> dict[str, Row]:
        """The outcomes by id, in order."""
        return {row["outcome_id"]: row for row in self.folder.table("outcomes")}

    def sites_of(self, outcome: str) -> list[str]:
        """Return the sites to which an outcome applies."""
        named = [each for each in self.outcomes[outcome].get("sites", "").split("|") if each]
        return named or self.sites

    def sites_at(self, outcome: str, scope: str) -> list[str]:
        """Return the sites that a scope of an outcome holds."""
        return self.sites_of(outcome) if scope == "programme" else [scope]

    def verbatim(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of a text that repeat the folder's own words."""
        return self.words.spans(text)

    def quoted(self, text: str) -> bool:
        """Tell whether somebody said or wrote this, piece by piece between “…”."""
        return self.words.quoted(text)

    @cached_property
    def words(self) -> Any:
        from .wording import Wording

        return Wording(self.folder)
