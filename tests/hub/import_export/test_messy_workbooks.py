"""Twenty workbooks as people keep them: each comes in, or is refused with every fault at its cell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sample.folders import brought_in, folder, problems, told, worked, zipped
from sample.people import person, standing
from sample.sheets import separated, sheet_looked_through, workbook

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.import_export import actions
from tideturn.hub.import_export.models import State

pytestmark = pytest.mark.django_db
SITE = "manchester"
HEADED = ["Case ID", "Site", "Received", "Age"]
SESSIONS = ["Case", "Date", "Kind", "Held"]
TWO = [["N1", SITE, date(2025, 10, 1), 14], ["N2", SITE, date(2025, 11, 1), 15]]


@dataclass(frozen=True)
class Book:
    """A workbook: of which table, what is said of it, and what comes of that."""

    make: Callable[[], bytes]
    table: str = "cases"
    added: int = 0
    """Rows that come in; none where it is refused."""
    wrong: tuple[str, ...] = ()
    """Every fault, by its place."""
    notes: tuple[str, ...] = ()
    said: dict[str, Any] = field(default_factory=dict)


def plain(*rows: list, **more: Any) -> Callable[[], bytes]:
    return lambda: workbook(list(rows), **more)


BOOKS = {
    "a title, a blank row and a total": Book(
        plain(["Referrals of the year"], [], HEADED, *TWO, [], ["Total", None, None, 29]),
        added=2,
        notes=("The headings are in row 3. Everything above it was left out.", "1 row of totals was left out: row 7."),
    ),
    "two rows of headings, merged": Book(
        plain(["Case", "Referral", None, "Age"], [None, "site", "received", None], *TWO, merged=["B1:C1", "A1:A2"]),
        added=2,
        notes=("The headings are in rows 1 and 2, and were joined.",),
    ),
    "a site merged over its rows": Book(
        plain(HEADED, TWO[0], ["N2", None, date(2025, 11, 1), 15], merged=["B2:B3"]),
        added=2,
        notes=("The cells B2:B3 are merged: each of their rows was given their value.",),
    ),
    "one value merged over two columns": Book(
        plain(HEADED, TWO[0], ["N2", SITE, "2025-11-01", None], merged=["B3:C3"]),
        wrong=("Referrals, cell B3", "Referrals, cell C3"),
    ),
    "stray and no-break spaces": Book(
        plain([" Case\u00a0ID ", "Site", "Received", "Age"], ["N1\u00a0", f" {SITE}", " 2025-10-01", " 14 "]),
        added=1,
        notes=("Stray spaces were removed from 4 cells.",),
    ),
    "days with the day first, which one of them tells": Book(
        plain(HEADED, ["N1", SITE, "03/04/2025", 14], ["N2", SITE, "25/12/2025", 15]), added=2
    ),
    "days of which none tells, said once": Book(
        plain(HEADED, ["N1", SITE, "03/04/2025", 14], ["N2", SITE, "05/04/2025", 15]), added=2, said={"order": "day"}
    ),
    "days of which none tells, unsaid": Book(
        plain(HEADED, ["N1", SITE, "03/04/2025", 14], ["N2", SITE, "05/04/2025", 15]),
        wrong=("Referrals, cell C2", "Referrals, cell C3"),
    ),
    "a column of days that contradicts itself": Book(
        plain(HEADED, *([day[:5], SITE, day] for day in ("25/12/2025", "26/12/2025", "12/27/2025"))),
        wrong=("Referrals, cell C4",),
    ),
    "days in five ways": Book(
        plain(
            HEADED,
            *(
                [f"N{number}", SITE, day, 14]
                for number, day in enumerate(
                    (date(2025, 10, 1), 45932, "3 Oct 2025", "October 4th, 2025", "Sun 5 October 2025")
                )
            ),
        ),
        added=5,
        notes=("Numbers in column C were read as dates, since spreadsheets store dates as numbers.",),
    ),
    "errors of the spreadsheet and formulas without a value": Book(
        plain(HEADED, ["N1", SITE, "#REF!", "=2+3"], ["#N/A", SITE, date(2025, 10, 1), 14]),
        wrong=("Referrals, cell C2", "Referrals, cell D2", "Referrals, cell A3"),
    ),
    "hidden rows and columns": Book(
        plain(HEADED, *TWO, rows_hidden=[3], columns_hidden=["D"]),
        added=2,
        notes=("1 hidden column was also read: D.", "1 hidden row was also read: row 3."),
    ),
    "words for terms, and yes in four ways": Book(
        plain(
            SESSIONS, *(["C1", f"2025-10-{n + 10}", "One to one", yes] for n, yes in enumerate(("Y", "TRUE", 1, "yes")))
        ),
        table="sessions",
        added=4,
    ),
    "words that are no terms, and perhaps": Book(
        plain(SESSIONS, ["C1", "2025-10-10", "Lunch", "y"], ["C1", "2025-10-11", "therapy", "perhaps"]),
        table="sessions",
        wrong=("Referrals, cell C2", "Referrals, cell D3"),
    ),
    "numbers with thousands and with a comma for a point": Book(
        plain(
            ["Site", "Measure", "Value", "Date"],
            [SITE, "NRM", "1,204", "2025-10-01"],
            [SITE, "NRM", "0,6", "2025-10-01"],
        ),
        table="baselines",
        wrong=("Referrals, cell C3",),
    ),
    "empty cells that must be filled": Book(
        plain(HEADED, ["N1", None, date(2025, 10, 1), 14], [None, SITE, None, 15]),
        wrong=("Referrals, cell B2", "Referrals, cell A3", "Referrals, cell C3"),
    ),
    "no column for the site, filled in once": Book(
        plain(["Case ID", "Received"], ["N1", date(2025, 10, 1)]), added=1, said={"site": SITE}
    ),
    "codes that nobody knows and an age that cannot be": Book(
        plain(HEADED, ["N1", "atlantis", date(2025, 10, 1), 14], ["N2", SITE, date(2025, 10, 1), 15]),
        wrong=("Referrals, cell B2",),
    ),
    "the same case twice": Book(
        plain(HEADED, TWO[0], TWO[1], ["N1", SITE, date(2025, 12, 1), 14]), wrong=("Referrals, cell A4",)
    ),
    "a child's telephone number in a note": Book(
        plain([*HEADED, "Source"], [*TWO[0], "school"], [*TWO[1], "ring 0161 496 0000"]), wrong=("Referrals, cell E3",)
    ),
    "an age that no young person has": Book(
        plain(HEADED, ["N1", SITE, date(2025, 10, 1), 140]), wrong=("Referrals, cell D2",)
    ),
    "semicolons and another encoding": Book(
        lambda: separated([[*HEADED, "Source"], ["N1", SITE, "2025-10-01", 14, "café"]], sign=";", encoding="cp1252"),
        added=1,
        said={"name": "Referrals.csv"},
        notes=(
            "The hub read the file as Windows-1252 (Western European).",
            "Its cells are separated by semicolons.",
        ),
    ),
    "headings repeated, blank rows between": Book(
        plain(HEADED, TWO[0], [], HEADED, TWO[1]),
        added=2,
        notes=("1 row that repeats the headings was left out: row 4.", "1 empty row was left out: row 3."),
    ),
}


def test_there_are_twenty_of_them():
    assert len(BOOKS) >= 20


@pytest.mark.parametrize("name", BOOKS)
def test_a_messy_workbook_comes_in_or_every_fault_is_named(name):
    book = BOOKS[name]
    manager = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    brought_in(manager, zipped(folder()))
    one = sheet_looked_through(manager, book.make(), book.table, **book.said)
    said = problems(manager, one)
    if book.wrong:
        assert (one.state, tuple(one.split(":")[0] for one in said)) == (State.REFUSED, book.wrong), said
        return
    assert (one.state, tuple(said)) == (State.READY, tuple(f"Referrals: {note}" for note in book.notes)), said
    assert [row[0] for row in told(one).values()] == [book.added]
    assert worked(actions.bring_in(by=manager, pk=one.pk)).state == State.IN
