"""Tables that a spreadsheet may hold: of the folder, of a survey, in the programme's file, or a list of the hub."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tideturn.dataset.programme_file import PROGRAMME_FILE
from tideturn.dataset.schema import Column, Kind, Table, Vocabulary
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.vocabulary import SITE_KIND
from tideturn.hub.common.errors import HubError
from tideturn.hub.resources.folder import InFolder
from tideturn.hub.resources.tables import SHEET_LISTS, table_named

SITES: Final = Table(
    "sites",
    "Sites",
    "The city teams, and the national team.",
    (
        Column("code", Kind.CODE, "The site's short name.", required=True),
        Column("name", Kind.TEXT, "Its name.", required=True),
        Column("kind", Kind.CHOICE, "A city team or the national one.", terms=SITE_KIND),
    ),
    key=("code",),
)
YEARS: Final = Table(
    "years",
    "Years of the programme",
    "When each programme year begins and ends.",
    (
        Column("number", Kind.INTEGER, "Its number, starting at 1.", required=True, minimum=1),
        Column("start", Kind.DATE, "The first day.", required=True),
        Column("end", Kind.DATE, "The last day.", required=True),
    ),
    key=("number",),
)
OF_THE_PROGRAMME: Final = {table.name: table for table in (SITES, YEARS)}
"""Tables that the folder has in the programme's file: it has no sheet for them, and the hub keeps them as records."""
_OF_A_SURVEY: Final = "survey."
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.IGNORECASE)
_SITE: Final = "sites.code"
_OTHER_FILES: Final = {
    "programme": "Name of the programme",
    PROGRAMME_FILE: "Other details of the programme",
    "pathways/": "Pathways",
    "surveys/": "Survey forms",
    "transcripts/": "Transcripts",
    "releases/": "Published releases",
}


def every() -> dict[str, Table]:
    """Return every table by its name, with the lists that are registered by now."""
    of_surveys = {f"{_OF_A_SURVEY}{name}": table for name, table in SURVEY_TABLES.items()}
    return OF_THE_PROGRAMME | TABLES | of_surveys | {name: one.described for name, one in SHEET_LISTS.items()}


def called(name: str) -> Table:
    """Return the table with that name. Raise KeyError if there is none."""
    return every()[name]


def kept_apart(name: str) -> InFolder | None:
    """Return the hub's own table or list of that name, if the folder has no table for it; otherwise None."""
    return table_named(name) if name in OF_THE_PROGRAMME or name in SHEET_LISTS else None


def titles() -> list[tuple[str, str]]:
    """Return the name of each table, with its title in words."""
    told = [
        (name, f"Survey: {t.title[0].lower()}{t.title[1:]}" if is_of_survey(name) else t.title)
        for name, t in every().items()
    ]
    return sorted(told, key=lambda one: one[1])


def in_words(name: str) -> str:
    """Return a table's title in words, with its survey if it is a survey's; for other files, what they are."""
    folder, _, file = name.removesuffix(".csv").rpartition("/")
    table = (SURVEY_TABLES if folder else every()).get(file)
    if name in _OTHER_FILES or table is None:
        return _OTHER_FILES.get(name, "")
    return f"{table.title} ({folder.removeprefix('surveys/')})" if folder else table.title


def is_of_survey(name: str) -> bool:
    """Say whether it is a survey's table."""
    return name.startswith(_OF_A_SURVEY)


def file_of(name: str, survey: str) -> str:
    """Return its file in the folder."""
    table = called(name)
    return f"surveys/{survey}/{table.file}" if is_of_survey(name) else table.file


def require_survey(name: str, survey: str) -> None:
    """Raise HubError if the table is a survey's and the survey's short name is missing or invalid."""
    if is_of_survey(name) and not _NAME.fullmatch(survey):
        raise HubError(
            "This is a table of a survey: say which survey.",
            mend="Give its short name: letters, figures and hyphens, such as police-2026.",
        )


def terms_of(column: Column, sites: Mapping[str, str]) -> Vocabulary | None:
    """Return the terms of a column: those of its list, or the sites; None if it has none."""
    if column.refers_to == _SITE:
        return Vocabulary("site", dict(sites) | {code: code for code in column.also})
    return column.terms
