"""Make a programme's first folder: every table empty with its columns, and a page on what to put where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import tomli_w

from tideturn.dataset.guidance import guidance
from tideturn.dataset.model import Dataset, Programme, Site, Survey, Year
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.schema import Table
from tideturn.dataset.storage import write_whole
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.workbook_template import empty_workbook
from tideturn.dataset.write import folder_files

PLACEHOLDER_NAME: Final = "The name of the programme"
PLACEHOLDER_SITE: Final = Site("site1", "The name of the first site")
SURVEY: Final = "survey1"
"""Name of the survey whose empty tables show what a survey looks like."""

_SITE_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def first_programme(
    name: str = PLACEHOLDER_NAME, sites: Sequence[Site] = (), *, start: date, years: int = 3
) -> Programme:
    """Return the programme that the folder begins with: `years` years of twelve months from `start`.

    Raises TideturnError for an invalid site code, two sites with one code, no year or more than twenty.
    """
    chosen = tuple(sites) or (PLACEHOLDER_SITE,)
    for site in chosen:
        if not _SITE_CODE.fullmatch(site.code) or site.code == PROGRAMME_SCOPE:
            raise TideturnError(
                f"'{site.code}' cannot be the code of a site.",
                mend=f"Use letters, digits, - and _, and not '{PROGRAMME_SCOPE}', which means all sites together.",
            )
    if len({site.code for site in chosen}) < len(chosen):
        raise TideturnError("Two sites have the same code.", mend="Give each site a code of its own.")
    if not name.strip():
        raise TideturnError("The programme has no name.", mend="Give it one with --name.")
    if not 1 <= years <= 20:
        raise TideturnError(f"A programme of {years} years cannot be set up.", mend="Give 1 to 20 with --years.")
    begins = [_years_after(start, number) for number in range(years + 1)]
    numbered = (
        Year(number, first, after - timedelta(days=1))
        for number, (first, after) in enumerate(pairwise(begins), start=1)
    )
    return Programme(name.strip(), chosen, tuple(numbered))


def write_new_folder(path: Path, programme: Programme, *, excel: bool = False) -> None:
    """Write the empty folder, or with `excel` one workbook in it.

    Raises TideturnError if anything exists there already: a folder in use is never overwritten.
    """
    if path.exists() and not path.is_dir():
        raise TideturnError("That is a file, and a folder is wanted.", place=str(path), mend="Choose another place.")
    if path.is_dir() and any(path.iterdir()):
        raise TideturnError(
            "The folder is not empty, and nothing in it was touched.", place=str(path), mend="Choose a new place."
        )
    files = _workbook(programme) if excel else _folder(programme)
    write_whole({path / name: content for name, content in files.items()})
    for beside in ("transcripts", "pathways"):
        (path / beside).mkdir(exist_ok=True)


def _folder(programme: Programme) -> dict[str, bytes]:
    responses, items, invited = (SURVEY_TABLES[name].empty() for name in ("responses", "items", "invited"))
    survey = Survey(SURVEY, responses, items, invited)
    tables = {name: table.empty() for name, table in TABLES.items()}
    return {
        **folder_files(Dataset(programme, tables, {SURVEY: survey})),
        "programme.toml": programme_toml(programme).encode(),
        "GUIDANCE.md": guidance(_file_of, workbook=False).encode(),
    }


def _workbook(programme: Programme) -> dict[str, bytes]:
    return {
        "programme.xlsx": empty_workbook(programme, survey=SURVEY),
        "GUIDANCE.md": guidance(lambda table: f"programme.xlsx, sheet {_sheet_of(table)}", workbook=True).encode(),
    }


def _file_of(table: Table) -> str:
    return f"surveys/{SURVEY}/{table.file}" if table.name in SURVEY_TABLES else table.file


def _sheet_of(table: Table) -> str:
    return f"{SURVEY}.{table.name}" if table.name in SURVEY_TABLES else table.name


def programme_toml(programme: Programme) -> str:
    """Return `programme.toml` with a comment on each part, for the person who fills it in by hand."""
    parts = [
        "# What this programme is, where it works, and which years it reports on.",
        _toml({"name": programme.name}),
        "# How you decide who gets the next place, where some young people wait and are compared with others.\n"
        '# comparison_order = "In the order in which they were referred"\n',
        "# One block for each site. The code is what the tables say; `kind` is local or national.",
        *(_block("sites", {"code": s.code, "name": s.name, "kind": s.kind}) for s in programme.sites),
        "# One block for each programme year, which need not be a calendar year. Both days belong to it.",
        *(_block("years", {"number": y.number, "start": y.start, "end": y.end}) for y in programme.years),
        "# What the report says on its first page. Take the # away to use a line.",
        '[report]\n# commissioner = "The organisation that asked for the evaluation"\n'
        '# evaluator = "The organisation that evaluates"\n# status = "draft"\n# classification = "in confidence"\n'
        '# talk_to = "Whom a young person who reads the plain report can talk to, in a sentence."\n',
        "# Outcomes, recommendations, activities and learning points in words for young people, by their codes.",
        '# [report.plain]\n# safety = "Being safe"\n',
        "# Words that give no opinion in your surveys, beside “don’t know” and the like; and what stands between the\n"
        "# answers where people could choose several.",
        '# [answers]\n# no_opinion = ["Not relevant to me"]\n# several_separator = ";"\n',
        "# The outcome that denser ties between organisations would speak to, where that is measured.",
        '# [network]\n# outcome_id = "the outcome\'s code"\n',
        "# How evidence is judged. The defaults are in the report; alter one only for a reason that you can print.",
        "# [rules]\n# min_n = 10\n",
    ]
    return "\n".join(parts)


def _block(name: str, fields: dict[str, Any]) -> str:
    return f"[[{name}]]\n{_toml(fields)}"


def _toml(fields: dict[str, Any]) -> str:
    return tomli_w.dumps(fields)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, in a year that has none
        return date(day.year + years, 3, 1)
