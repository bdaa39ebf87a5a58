"""Read a programme folder file by file, and collect what is there and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from tideturn.dataset.csv_source import read_bytes, read_csv
from tideturn.dataset.excel_source import Sheet, read_workbook
from tideturn.dataset.headings import Grid, error, fit, nearest, query
from tideturn.dataset.model import Programme, Question
from tideturn.dataset.problems import Problem, Severity, TideturnError
from tideturn.dataset.programme_file import PROGRAMME_FILE, parse_toml, programme_of
from tideturn.dataset.programme_sheets import SHEETS, described, rows_of
from tideturn.dataset.raw import RawFolder, RawSurvey, RawTable
from tideturn.dataset.schema import Kind, Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.transcript_file import names_of_files, transcript_text
from tideturn.dataset.word_file import styles_of
from tideturn.dataset.wording import quoted
from tideturn.dataset.xlsform import read_form

_SHEETS_FOR_PEOPLE: Final = ("guidance", "lists")
_FOLDERS: Final = ("surveys", "transcripts", "pathways", "releases")
_OTHER_SHEETS: Final = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv")


class FolderReader:
    """Read one folder once, and hold what has been read so far as state."""

    def __init__(self, path: Path, on_progress: Callable[[str], None]) -> None:
        self.path = path
        self.on_progress = on_progress
        self.problems: list[Problem] = []
        self.incomplete: set[str] = set()
        self.tables: dict[str, RawTable] = {}
        self.survey_tables: dict[str, dict[str, RawTable]] = {}
        self.questions: dict[str, tuple[Question, ...]] = {}
        self.forms: dict[str, bytes] = {}
        self.transcripts: dict[str, str] = {}
        self.pathways: dict[str, dict[str, Any]] = {}
        self.programme: Programme | None = None
        self.described = False
        self.programme_book: str | None = None
        self.programme_rows: Mapping[tuple[str, str], int] = {}

    def read(self) -> RawFolder:
        """Return everything in the folder. Raises TideturnError if there is no folder."""
        try:
            there = self.path.exists()
        except OSError as fault:
            mend = "Check the path, and ask whoever owns the folder above it to let you in."
            raise TideturnError(f"It cannot be reached: {fault.strerror}.", place=str(self.path), mend=mend) from fault
        if not there:
            mend = "Check the spelling, or make a folder with `tideturn new`."
            raise TideturnError("There is no such folder or workbook.", place=str(self.path), mend=mend)
        if self.path.is_dir():
            self._read_folder()
        elif self.path.suffix.lower() == ".xlsx":
            self._read_workbook(self.path)
            self._tell_what_lies_beside(self.path.name)
        else:
            mend = "Give the programme's folder, or a workbook in .xlsx."
            raise TideturnError("This is neither a folder nor an .xlsx workbook.", place=str(self.path), mend=mend)
        if not self.described:
            mend = "Add it: name, [[sites]] and [[years]]; `tideturn new` writes one to fill in."
            self._tell(error(PROGRAMME_FILE, "The programme is not described: the file is missing.", mend))
        return RawFolder(
            self.path,
            self.programme,
            {name: self.tables[name] for name in TABLES if name in self.tables},
            self._surveys(),
            dict(sorted(self.transcripts.items())),
            dict(sorted(self.pathways.items())),
            self._word_template(),
            tuple(self.problems),
            frozenset(self.incomplete),
            self.programme_book,
            self.programme_rows,
        )

    def _tell(self, *problems: Problem) -> None:
        self.problems += problems
        self.incomplete |= {problem.file for problem in problems if problem.severity is Severity.ERROR}

    def _read_folder(self) -> None:
        try:
            inside = sorted(self.path.iterdir())
        except PermissionError:
            mend = "Ask whoever owns the folder to let you read it."
            raise TideturnError("Permission to read it is refused.", place=str(self.path), mend=mend) from None
        visible = [entry for entry in inside if not entry.name.startswith((".", "~$"))]
        if self.path / PROGRAMME_FILE in visible:
            self._read_programme(self.path / PROGRAMME_FILE)
        for entry in visible:
            if entry.suffix.lower() == ".csv":
                self._read_table(entry, entry.name, TABLES, self.tables)
        workbooks = [entry for entry in visible if entry.suffix.lower() == ".xlsx"]
        if len(workbooks) > 1:
            names = ", ".join(book.name for book in workbooks)
            what = f"The folder holds {len(workbooks)} workbooks ({names}), and one at most is read."
            self._tell(error(workbooks[0].name, what, "Leave one, and move the others away."))
        elif workbooks:
            self._read_workbook(workbooks[0])
        for entry in visible:
            if entry.name == "surveys":
                self._read_surveys(entry)
            elif entry.name == "transcripts":
                self._read_transcripts(entry)
            elif entry.name == "pathways":
                self._read_pathways(entry)
            else:
                self._ask_about(entry)

    def _ask_about(self, entry: Path) -> None:
        """Add a query about a file or folder that is not read, though somebody may have meant it to be."""
        if entry.suffix.lower() in _OTHER_SHEETS:
            self._tell(
                query(entry.name, "This kind of file is not read.", "Save it as .xlsx, or each table as CSV UTF-8.")
            )
        elif entry.is_dir() and entry.suffix != ".csv" and entry.name not in _FOLDERS:
            like = nearest(entry.name, _FOLDERS)
            if like:
                self._tell(query(entry.name, "This folder is not read.", f"Rename it to {like} if that is meant."))

    def _within(self, folder: Path) -> list[Path]:
        """Return the entries of a folder within the programme folder, without hidden files."""
        name = folder.relative_to(self.path).as_posix()
        try:
            inside = sorted(folder.iterdir())
        except NotADirectoryError:
            self._tell(error(name, "This is a file, and a folder is wanted.", "Move it away or rename it."))
            return []
        except PermissionError:
            self._tell(error(name, "Permission to read it is refused.", "Ask whoever owns it to let you read it."))
            return []
        return [entry for entry in inside if not entry.name.startswith((".", "~$"))]

    def _read_programme(self, path: Path) -> None:
        self.described = True
        data, problems = read_bytes(path, PROGRAMME_FILE)
        self._tell(*problems)
        if data is None:
            return
        said, problems = parse_toml(data, PROGRAMME_FILE)
        self._tell(*problems)
        if said is not None:
            self.programme, problems = programme_of(said, PROGRAMME_FILE)
            self._tell(*problems)

    def _read_table(self, path: Path, file: str, declared: Mapping[str, Table], into: dict[str, RawTable]) -> None:
        table = declared.get(path.stem)
        if table is None or path.name != table.file:
            like = nearest(path.stem, list(declared))
            mend = f"Rename it to {like}.csv if that is meant." if like else "Move it out of the folder, or rename it."
            self._tell(query(file, "This is no table that Tideturn knows, so it is left unread.", mend))
            return
        self.on_progress(f"reading {file}")
        grid, problems = read_csv(path, file, table)
        self._tell(*problems)
        if grid is not None:
            self._add(grid, file, table, into)

    def _add(self, grid: Grid, file: str, table: Table, into: dict[str, RawTable]) -> None:
        if table.name in into:
            what = f"The table is given twice: here and as {into[table.name].file}."
            self._tell(error(file, what, "Keep one of the two."))
            return
        frame, problems = fit(grid, file, table)
        self._tell(*problems)
        if table.name == "interviews":
            frame = names_of_files(frame)
        into[table.name] = RawTable(table.name, file, frame, table)

    def _read_surveys(self, folder: Path) -> None:
        for entry in self._within(folder):
            if entry.is_dir():
                self._read_survey(entry)
            elif entry.suffix.lower() in (".csv", ".xlsx"):
                mend = "Make a folder for the survey, named by its code, and put the file there."
                self._tell(query(f"surveys/{entry.name}", "The file belongs to no survey, so it is left unread.", mend))

    def _read_survey(self, folder: Path) -> None:
        tables = self.survey_tables.setdefault(folder.name, {})
        for entry in self._within(folder):
            file = f"surveys/{folder.name}/{entry.name}"
            if entry.suffix.lower() == ".csv":
                self._read_table(entry, file, SURVEY_TABLES, tables)
            elif entry.name == "form.xlsx":
                data, problems = read_bytes(entry, file)
                self._tell(*problems)
                if data is not None:
                    self.forms[folder.name] = data
                    self.questions[folder.name], problems = read_form(data, file)
                    self._tell(*problems)

    def _surveys(self) -> dict[str, RawSurvey]:
        return {
            code: RawSurvey(
                code,
                {name: tables[name] for name in SURVEY_TABLES if name in tables},
                self.questions.get(code, ()),
                self.forms.get(code),
            )
            for code, tables in sorted(self.survey_tables.items())
        }

    def _word_template(self) -> bytes | None:
        """Return the Word file that `[report] template` names; None if it names none, or one that cannot be used."""
        name = str(self.programme.report.get("template") or "").strip() if self.programme else ""
        if not name or not self.path.is_dir():
            return None
        column = "report.template"
        if "/" in name or "\\" in name or name.startswith("."):
            mend = "Put the file beside programme.toml and give its name alone."
            self._tell(error(PROGRAMME_FILE, f"{quoted(name)} is no file of this folder.", mend, column=column))
            return None
        if not (self.path / name).is_file():
            what = f"There is no {name} in the folder, so the Word files have Tideturn’s own styles."
            self._tell(
                query(PROGRAMME_FILE, what, "Put it beside programme.toml, or take the setting out.", column=column)
            )
            return None
        data, problems = read_bytes(self.path / name, name)
        if data is not None and styles_of(data) is None:
            mend = "Open a report that Tideturn made, change its styles in Word, and save it here as .docx."
            problems = [*problems, error(name, "This is no Word file (.docx), or its styles cannot be read.", mend)]
            data = None
        self._tell(*problems)
        return data

    def _read_transcripts(self, folder: Path) -> None:
        interviews = self.tables.get("interviews")
        named = interviews.frame["file"] if interviews and "file" in interviews.frame.columns else pl.Series([])
        wanted = set(named.drop_nulls().to_list())
        for path in self._within(folder):
            file = f"transcripts/{path.name}"
            if path.suffix.lower() != ".txt":
                self._tell(query(file, "Only plain text is read here.", "Save it as plain text (.txt) in UTF-8."))
                continue
            data, problems = read_bytes(path, file)
            if data is not None:
                text, problems = transcript_text(data, file)
                empty = text is not None and not text.strip()
                if empty:
                    problems = [error(file, "The file is empty.", "Save the text there again, or take the file out.")]
                # A reference to an empty transcript is not at fault, so treat the file as one that could not be read.
                if text is not None and not (empty and path.name in wanted):
                    self.transcripts[path.name] = text
            if path.name not in wanted:
                problems = [query(p.file, p.what, p.mend, row=p.row or 1) for p in problems]
            self._tell(*problems)

    def _read_pathways(self, folder: Path) -> None:
        for path in self._within(folder):
            if path.suffix.lower() != ".toml":
                continue
            file = f"pathways/{path.name}"
            data, problems = read_bytes(path, file)
            if data is not None:
                said, problems = parse_toml(data, file)
                if said == {}:
                    problems = [error(file, "The file is empty.", "Write the pathway's name and its steps there.")]
                elif said is not None:
                    self.pathways[path.stem] = said
            self._tell(*problems)

    def _read_workbook(self, path: Path) -> None:
        self.on_progress(f"reading {path.name}")
        data, problems = read_bytes(path, path.name)
        self._tell(*problems)
        if data is None:
            self.described = True  # perhaps it is, in what cannot be read
            return
        sheets, problems = read_workbook(data, path.name, wanted=lambda name: not _for_people(name))
        self._tell(*problems)
        self.described |= sheets is None
        by_name = {sheet.name: sheet for sheet in sheets or ()}
        self._read_programme_sheets(
            {_plain(name): sheet for name, sheet in by_name.items() if _plain(name) in SHEETS}, path.name
        )
        for name, sheet in by_name.items():
            if _plain(name) not in SHEETS:
                self._read_sheet(name, sheet, f"{path.name}, sheet {name}")

    def _tell_what_lies_beside(self, book: str) -> None:
        """Report transcripts and pathways that belong beside a workbook: they are not seen if it is given alone."""
        for table, column, folder, ending, tell in (
            ("interviews", "file", "transcripts", "", error),
            ("events", "pathway", "pathways", ".toml", query),
        ):
            sheet = self.tables.get(table)
            if sheet is None or column not in sheet.frame.columns:
                continue
            named = [f"{folder}/{name}{ending}" for name in sheet.frame[column].drop_nulls().unique().sort()]
            if named:
                shown = f"{', '.join(named[:3])}{' …' if len(named) > 3 else ''}"
                what = f"It names what would lie beside it ({shown}), which is not seen if the workbook is given alone."
                mend = f"Give the folder that holds {book} and {folder}/."
                self.problems.append(tell(sheet.file, what, mend, row=1, column=column))
                self.incomplete.update(named)

    def _read_sheet(self, name: str, sheet: Sheet, file: str) -> None:
        survey, _, part = name.strip().rpartition(".")
        if survey and _plain(part) in SURVEY_TABLES:
            table, into = SURVEY_TABLES[_plain(part)], self.survey_tables.setdefault(survey, {})
        elif _plain(name) in TABLES:
            table, into = TABLES[_plain(name)], self.tables
        else:
            like = nearest(name, list(TABLES))
            mend = f"Rename it to “{like}” if that is meant." if like else "Begin its name with _ if it is your own."
            self._tell(query(file, "This is no table that Tideturn knows, so it is left unread.", mend))
            return
        if table.name in into and not any(column.count() for column in sheet.grid.frame):
            return  # a template has a sheet for every table, and those that nobody filled in give nothing
        if not any(sheet.grid.header):
            what = "The first row is blank." if sheet.grid.frame.height else "The sheet is empty."
            self._tell(error(file, what, f"Let the first row be: {', '.join(table.names)}.", row=1))
            return
        self._add(_months(sheet.grid, table), file, table, into)

    def _read_programme_sheets(self, sheets: Mapping[str, Sheet], book: str) -> None:
        if not sheets:
            return
        if self.described:
            what = f"The programme is described twice: here and in the sheets {', '.join(sheets)} of {book}."
            self._tell(error(PROGRAMME_FILE, what, "Keep one of the two."))
            return
        self.described = True
        self.programme_book = book
        rows = {name: rows_of(sheet) for name, sheet in sheets.items()}
        self.programme_rows = {
            (name, next(iter(row.values()))): number for name, own in rows.items() for number, row in own.items()
        }
        description, problems = described(rows, book)
        self._tell(*problems)
        self.programme, problems = programme_of(description, f"{book}, sheets {', '.join(SHEETS)}")
        self._tell(*problems)


def _for_people(name: str) -> bool:
    return name.startswith("_") or _plain(name) in _SHEETS_FOR_PEOPLE


def _plain(name: str) -> str:
    """Return a sheet's name in small letters and without surrounding blanks, as Excel itself tells sheets apart."""
    return name.strip().casefold()


def _months(grid: Grid, table: Table) -> Grid:
    """Return the grid with months restored in columns of periods: a spreadsheet turns 2019-09 into the first of
    September.
    """
    periods = {column.name for column in table.columns if column.kind is Kind.PERIOD}
    columns = [str(index) for index, name in enumerate(grid.header) if name.strip() in periods]
    return Grid(
        grid.header,
        grid.frame.with_columns(pl.col(c).str.replace(r"^([0-9]{4}-[0-9]{2})-01$", "$1") for c in columns),
    )
