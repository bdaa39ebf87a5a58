"""`tideturn check FOLDER --ask`: ask what the check leaves open, and write the answers into the folder's files."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from tideturn import stopping
from tideturn.dataset.check import Examined
from tideturn.dataset.check.about import About
from tideturn.dataset.check.asking import Question, questions, reason_row, rewritten
from tideturn.dataset.check.folder import ANY_KEY, Folder
from tideturn.dataset.check.reasons import role_fault
from tideturn.dataset.edits import BEFORE, Edit, edited, refuse_workbook_alone, to_fill_in
from tideturn.dataset.harmless import as_written, harmless
from tideturn.dataset.model import Dataset, Survey
from tideturn.dataset.problems import TideturnError, visible
from tideturn.dataset.storage import write_whole
from tideturn.dataset.tables import SURVEY_TABLES
from tideturn.dataset.wording import counted, listed
from tideturn.evaluation.claims.checks.evidence import UNSIGNED, same_role
from tideturn.evaluation.drafting.package import package_beside

COLUMNS: Final = ("rule", "file", "key", "column", "value", "question", "choose", "answer", "by")
_OPEN, _STOP, _ALL = "", ".", "*"

Examine = Callable[[], Examined]
Read = Callable[[str], str]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Given:
    """An answer to one question, with the role that gave it if the answer is a reason."""

    rule: str
    about: About
    answer: str
    by: str = ""
    row: int = 0
    """Row number in the file that was read back."""


def ask(folder: Path, examine: Examine, answers: Path | None) -> None:
    """Ask at the terminal, take the answers from a file, or print the questions; then write the answers.

    Raises TideturnError if an answer in the file cannot be accepted; nothing is written then.
    """
    found = examine()
    asked = [*questions(found.folder, found.problems), *_signatures(found)]
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if answers is not None:
        given, say = list(read_back(answers)), _print
    elif terminal:
        given, say = list(converse(asked, input, _print)), _print
        # Somebody may have changed the files meanwhile.
        found = examine()
        signed = any(one.rule == UNSIGNED for one in given)
        asked = [*questions(found.folder, found.problems), *(_signatures(found) if signed else ())]
    else:
        sys.stdout.write(as_csv(asked))
        given, say = [], _tell
    edits, lost = rewritten(found.folder, found.every)
    matched, unmatched = _matched(given, asked)
    amiss = [(one, fault) for one, question in matched if (fault := _fault(one, question))]
    if answers is None:
        # An answer accepted when typed stops fitting only if somebody has changed the files meanwhile.
        late = [one for one, _ in amiss]
        matched, unmatched = [(one, question) for one, question in matched if one not in late], [*unmatched, *late]
    elif faults := [*(f"Row {one.row}: {fault}" for one, fault in amiss), *_contradictions(matched)]:
        lead = "Some answers cannot be taken, so nothing was written."
        raise TideturnError("\n".join((lead, *faults)), place=str(answers))
    edits += [edit for one, question in _first(matched).values() for edit in _edits(found.folder, one, question)]
    lost += [f"{one.about.file}, column {one.about.column}: {one.answer}" for one in unmatched]
    _write(folder, found, edits, say)
    if lost:
        say("These answers no longer fit. Look at each again:")
        for line in lost:
            say(f"  {line}")


def _signatures(found: Examined) -> list[Question]:
    if found.folder.sheet("findings").frame.is_empty():
        return []
    from tideturn.commands.check_ask_signatures import signatures  # the modules that judge a year are slow to import

    return signatures(found)


def converse(asked: Sequence[Question], read: Read, say: Say) -> Iterator[Given]:
    """Ask one question after the other. An empty line leaves a question open; `.` or the end of input stops.

    Raises KeyboardInterrupt if the user stops before the first answer, or stops again after the warning about what
    would be lost.
    """
    taken: list[Given] = []

    def hear(prompt: str) -> str:
        warned = False
        while True:
            try:
                line = read(prompt)
                line.encode()
            except UnicodeError:
                say("Your terminal sent a letter that is not in UTF-8. Write it without that letter.")
            except KeyboardInterrupt:
                if warned or not taken:
                    raise
                warned = True
                stopping.go_on()
                say("")
                unsaved = counted(len(taken), "answer")
                say(f"Not saved yet: {unsaved}. Write {_STOP} to save, or press Ctrl-C again to discard.")
            else:
                return line

    if not asked:
        say("There is nothing to ask.")
        return
    say(f"{counted(len(asked), 'question')}. Press Enter to leave one open; write {_STOP} to stop and save.")
    by = topic = ""
    reasoned: set[About] = set()
    of_all: dict[str, str] = {}
    try:
        for number, question in enumerate(asked, start=1):
            if question.is_reason and question.about.anywhere in reasoned:
                continue
            if (same := of_all.get(question.rule)) and not question.fault(same):
                taken.append(Given(question.rule, question.about, same))
                yield taken[-1]
                continue
            if question.not_by and not by:  # first, so that nobody writes a reason for their own finding
                say("")
                by = _role(hear, say)
                if by == _STOP:
                    return
            if by and (why := _not_by(question, by)):
                say("")
                say(f"{question.about.key}: {why}")
                continue
            say("")
            if question.topic != topic:
                topic = question.topic
                say(f"{topic} ({counted(sum(one.topic == topic for one in asked), 'question')})")
                say("")
            if question.is_reason and question.about in reasoned:
                say(f"Your reason answers this too: {question.what}")
                continue
            for line in _shown(question, f"{number} of {len(asked)}"):
                say(line)
            alike = sum(one.rule == question.rule for one in asked[number:]) if question.repeats else 0
            answer = _answer(question, hear, say, alike)
            if alike and answer.startswith(_ALL):
                answer = of_all[question.rule] = answer.removeprefix(_ALL)
            if answer == _STOP:
                return
            if answer == _OPEN:
                continue
            about = question.about
            if question.by_role:
                by = by or _role(hear, say)
                if by == _STOP:
                    say("Your last reason is not saved, since nobody answers for it.")
                    return
                if why := _not_by(question, by):
                    say(why)
                    continue
            if question.is_reason:
                if answer.startswith(_ALL):
                    about, answer = about.anywhere, answer.removeprefix(_ALL).strip()
                reasoned.add(about)
            taken.append(Given(question.rule, about, answer, by if question.by_role else ""))
            yield taken[-1]
    except EOFError:
        return


def _shown(question: Question, number: str) -> Iterator[str]:
    about = question.about
    whose = f", {about.key}" if about.key not in ("", ANY_KEY) else ""
    yield f"{number}  {about.file}{whose}, column {about.column}"
    yield f"  {question.what}"
    width = max(map(len, question.choices), default=0)
    for place, (code, meaning) in enumerate(question.choices.items(), start=1):
        yield f"  {place}  {code.ljust(width)}  {meaning}"


def _answer(question: Question, read: Read, say: Say, alike: int) -> str:
    """Return one answer that is valid, or an empty line or `.` as typed.

    An answer that begins with `*` also goes to the `alike` questions that follow.
    """
    codes = list(question.choices)
    star = f" (begin with {_ALL} to give it for this value in every row)" if question.is_reason else ""
    also = f" (begin with {_ALL} to give it to {_the_next(alike)} too)" if alike else ""
    prompt = f"Which{also}? " if codes else f"Write {question.wanted}{star}: "
    while True:
        line = read(prompt).strip()
        all_of_them = _ALL if (question.is_reason or alike) and line.startswith(_ALL) else ""
        answer = line.removeprefix(all_of_them).strip()
        if line in (_OPEN, _STOP):
            return line
        if answer.isdecimal() and 0 < int(answer) <= len(codes):
            answer = codes[int(answer) - 1]
        fault = question.fault(answer)
        if not fault:
            return all_of_them + answer
        say(fault)


def _the_next(alike: int) -> str:
    return "the next question" if alike == 1 else f"the next {alike} questions"


def _role(read: Read, say: Say) -> str:
    while True:
        by = read("Your role code, such as PM (never a name): ").strip()
        if by == _STOP or (by and not (fault := role_fault(by))):
            return by
        say(fault if by else "Somebody must answer for a reason.")


def as_csv(asked: Iterable[Question]) -> str:
    """Return the questions as CSV, to fill in under `answer` (and `by`, for a reason)."""
    rows = [
        (q.rule, q.about.file, q.about.key, q.about.column, q.about.value, q.what, _choose(q), "", "") for q in asked
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    return frame.select(harmless(pl.all())).write_csv(line_terminator="\n")


def _choose(question: Question) -> str:
    return " · ".join(f"{code} ({meaning})" for code, meaning in question.choices.items()) or question.wanted


def read_back(path: Path) -> Iterator[Given]:
    """Yield every answer in a file of questions that was filled in. Raises TideturnError if the file is not one."""
    mend = "Run tideturn check FOLDER --ask > questions.csv, fill in answer (and by, for a reason), and give that file."
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise TideturnError("It cannot be read as CSV in UTF-8.", place=str(path), mend=mend) from None
    header = [name.strip() for name in rows[0]] if rows else []
    missing = [name for name in COLUMNS if name not in header and name not in ("question", "choose")]
    if missing:
        raise TideturnError(f"The column “{missing[0]}” is missing.", place=str(path), mend=mend)
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(header, [*row, *[""] * len(header)], strict=False))
        said = {name: _unguarded(cells[name]) for name in COLUMNS if name in cells}
        if said["answer"]:
            about = About(said["file"], said["key"], said["column"], said["value"])
            yield Given(said["rule"], about, said["answer"], said["by"], number)


def _unguarded(cell: str) -> str:
    text: str = pl.select(as_written(pl.lit(cell))).item()
    return text.strip()


def _matched(given: Iterable[Given], asked: Iterable[Question]) -> tuple[list[tuple[Given, Question]], list[Given]]:
    """Return each answer with its question, and the answers whose question no longer exists."""
    of = {(question.rule, question.about): question for question in asked}
    of |= {(rule, about.anywhere): question for (rule, about), question in of.items() if question.is_reason}
    known = [(one, of[one.rule, one.about]) for one in given if (one.rule, one.about) in of]
    return known, [one for one in given if (one.rule, one.about) not in of]


def _first(matched: Iterable[tuple[Given, Question]]) -> dict[tuple[str, About], tuple[Given, Question]]:
    """Return the first answer to each question. `queries.csv` holds one reason for a value, whichever rules ask."""
    first: dict[tuple[str, About], tuple[Given, Question]] = {}
    for one, question in matched:
        first.setdefault(_asked(one, question), (one, question))
    return first


def _asked(one: Given, question: Question) -> tuple[str, About]:
    return "" if question.is_reason else one.rule, one.about


def _contradictions(matched: Sequence[tuple[Given, Question]]) -> Iterator[str]:
    """Yield a line for each answer that another row contradicts. A value has one reason, whichever rules ask."""
    first = _first(matched)
    for one, question in matched:
        other = first[_asked(one, question)][0]
        if question.by_role and (one.answer, one.by) != (other.answer, other.by):
            yield f"Rows {other.row} and {one.row} differ in the reason or in by for the same value. Keep one of them."
        elif not question.by_role and one.answer != other.answer:
            yield f"Rows {other.row} and {one.row} give different answers to the same question. Keep one of them."


def _fault(one: Given, question: Question) -> str:
    if not question.by_role:
        return question.fault(one.answer)
    if not one.by:
        return "It is not said who answers. Write a role code under “by”."
    return question.fault(one.answer) or role_fault(one.by) or _not_by(question, one.by)


def _not_by(question: Question, by: str) -> str:
    """Return why somebody may not answer; empty if they may."""
    wrote = bool(question.not_by) and same_role(question.not_by, by)
    return f"{by} wrote this finding, so somebody else must sign it." if wrote else ""


def _edits(folder: Folder, one: Given, question: Question) -> tuple[Edit, ...]:
    if question.is_reason:
        return (reason_row(folder, one.about, one.answer, one.by),)
    signed = (replace(question.signs, text=one.by),) if question.signs else ()
    return (*question.edits(one.answer), *signed)


def _write(folder: Path, found: Examined, edits: Sequence[Edit], say: Say) -> None:
    refuse_workbook_alone(folder, edits)
    files = edited(folder, edits)
    if files:
        write_whole(files | _package(folder, found.folder, files))
        names = [path.relative_to(folder).as_posix() for path in files if not path.name.endswith(BEFORE)]
        say(f"Written: {listed(names)}. What stood there before is in the files ending in {BEFORE}.")
    rows = {sheet.file: sheet.text.height for sheet in found.folder.every_sheet()}
    cells = list(to_fill_in(folder, edits, rows))
    if cells:
        say("A workbook is not written to. Fill in these cells:")
        for line in cells:
            say(f"  {line}")


def _package(folder: Path, found: Folder, files: dict[Path, bytes]) -> dict[Path, bytes]:
    """Return the package file that describes the folder, updated for a new column or table, if Tideturn wrote it."""
    if found.programme is None:
        return {}
    responses, items, invited = (SURVEY_TABLES[name].empty() for name in ("responses", "items", "invited"))
    dataset = Dataset(found.programme, {}, {code: Survey(code, responses, items, invited) for code in found.surveys})
    return package_beside(folder, dataset, {path: content for path, content in files.items() if path.suffix == ".csv"})


def _print(line: str) -> None:
    print(visible(line))


def _tell(line: str) -> None:
    print(visible(line), file=sys.stderr)
