"""Define a rule: its code, its severity, what it looks for and why, stated once beside the code that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tideturn.dataset.check.folder import Folder
from tideturn.dataset.problems import Problem, Severity


@dataclass(frozen=True)
class Found:
    """One place where a rule is broken. A query always gives row and column, to find the record and cell that it is
    about.

    `key` and `value` say what a query is about if that is not the record and the cell of the place itself.
    """

    file: str
    row: int | None
    column: str | None
    what: str
    mend: str
    key: str = ""
    value: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule of `tideturn check`; the reference page is made from these."""

    code: str
    severity: Severity
    looks_for: str
    why: str
    find: Callable[[Folder], Iterable[Found]]

    def problems(self, folder: Folder) -> Iterator[Problem]:
        """Yield every place in the folder that breaks this rule."""
        for found in self.find(folder):
            yield Problem(
                file=found.file,
                row=found.row,
                column=found.column,
                severity=self.severity,
                rule=self.code,
                what=found.what,
                mend=found.mend,
                key=found.key,
                value=found.value,
            )


def error(code: str, *, looks_for: str, why: str) -> Callable[[Callable[[Folder], Iterable[Found]]], Rule]:
    """Declare the function below as a rule whose breach stops the evaluation."""
    return lambda find: Rule(code, Severity.ERROR, looks_for, why, find)


def query(code: str, *, looks_for: str, why: str) -> Callable[[Callable[[Folder], Iterable[Found]]], Rule]:
    """Declare the function below as a rule whose breach is amended, or answered with a reason."""
    return lambda find: Rule(code, Severity.QUERY, looks_for, why, find)
