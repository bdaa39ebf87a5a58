"""What can be done about folders that come in and go out, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

SENT: Final = action("import_export.send_folder", Kind.WRITE, "sent a folder to be brought in")
LOOKED_THROUGH: Final = action("import_export.look_through", Kind.WRITE, "had a folder looked through")
COMING_IN: Final = action("import_export.bring_in", Kind.WRITE, "had a folder brought in")
SHEET_SENT: Final = action("import_export.send_sheet", Kind.WRITE, "sent a spreadsheet to be brought in")
SHEET_READ: Final = action("import_export.read_sheet", Kind.WRITE, "had a spreadsheet read")
TABLE_CHOSEN: Final = action("import_export.choose_table", Kind.WRITE, "said which table a spreadsheet is of")
COLUMNS_MATCHED: Final = action("import_export.match_columns", Kind.WRITE, "matched the columns of a spreadsheet")
REST_SAID: Final = action("import_export.say_the_rest", Kind.WRITE, "said what a spreadsheet leaves open")
GLIMPSED: Final = action("import_export.glimpse_sheet", Kind.DISCLOSURE, "was shown the first rows of a spreadsheet")
CAME_IN: Final = action("import_export.write_folder", Kind.WRITE, "brought a folder in")
LEFT: Final = action("import_export.leave_folder", Kind.WRITE, "left a folder that had been sent")
GOING_OUT: Final = action("import_export.take_back", Kind.WRITE, "had what a folder brought in taken back")
TAKEN_BACK: Final = action("import_export.undo_folder", Kind.WRITE, "took back what a folder had brought in")
FORGOTTEN: Final = action("import_export.forget_earlier", Kind.WRITE, "deleted what was kept of folders before")
READ: Final = action("import_export.read_import", Kind.DISCLOSURE, "read what is wrong in a folder")
OPENED: Final = action("import_export.open_folder", Kind.DISCLOSURE, "had a folder opened that was sent or is kept")
BEFORE_READ: Final = action(
    "import_export.read_before", Kind.DISCLOSURE, "had read what rows said before a folder came in"
)
ASKED: Final = action("import_export.ask_export", Kind.WRITE, "asked to take the programme folder out")
DECIDED: Final = action(
    "import_export.decide_export", Kind.WRITE, "decided whether the programme folder may be taken out"
)
MAKING: Final = action("import_export.make_export", Kind.WRITE, "had the programme folder made")
MADE: Final = action("import_export.write_export", Kind.WRITE, "made the programme folder that leaves the hub")
