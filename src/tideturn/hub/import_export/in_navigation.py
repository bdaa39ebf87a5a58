"""Where the way in and out is in the navigation, and the help on its pages."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.import_export import policy
from tideturn.hub.import_export.models import Import
from tideturn.hub.import_export.terms import State
from tideturn.hub.ui.first_use import Step, counted, then
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps

_PAGES: Final = ("send", "send_sheet", "table", "columns", "rest", "import", "ask", "export", "decide")


def fill_in() -> None:
    """Tell the pages."""
    goes_to(
        "In and out",
        "import_export:exchange",
        Section.PROGRAMME,
        visible=who_may(policy.SEE_IMPORTS),
        beneath=tuple(f"import_export:{page}" for page in _PAGES),
    )
    then(
        PROGRAMME_MANAGER.code,
        Step(
            "Bring in what you have already",
            "A programme folder or its workbook is checked, and you see what it would bring before it does.",
            "import_export:send",
            open_to=who_may(policy.BRING_IN),
            there=_there,
            place=20,
        ),
    )
    helps(
        "import_export:exchange",
        "What comes in is checked as a whole, and comes in as a whole or not at all.",
        "What came in can be taken back; what somebody has changed since stays as they wrote it.",
        "The whole folder is taken out by whoever evaluates, once a second person has agreed.",
    )
    helps(
        "import_export:table",
        "A table or list that the programme has comes in from any spreadsheet: you say which columns of the one are "
        "those of the other, and that is remembered for everybody.",
        "Columns that you leave out are kept nowhere. What tells who a young person is cannot come in.",
        "Contacts of organisations stay in the hub; no folder that leaves it holds them. Accounts come from no list: "
        "each person is invited.",
        "Rows that the hub has and the sheet does not are left as they are.",
    )
    helps(
        "import_export:import",
        "Rows that the hub has and the folder does not are left as they are: a folder takes nothing away.",
        "Tables for which the hub has no pages yet are kept whole, and leave the hub as they came.",
    )


def _there() -> str:
    return counted(Import.objects.filter(state=State.IN).count(), "folder or spreadsheet", "folders or spreadsheets")
