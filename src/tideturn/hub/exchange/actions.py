"""What can be done about folders that come in and go out, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

SENT: Final = action("exchange.send_folder", Kind.WRITE, "sent a folder to be brought in")
LOOKED_THROUGH: Final = action("exchange.look_through", Kind.WRITE, "had a folder looked through")
COMING_IN: Final = action("exchange.bring_in", Kind.WRITE, "had a folder brought in")
SHEET_SENT: Final = action("exchange.send_sheet", Kind.WRITE, "sent a spreadsheet to be brought in")
SHEET_READ: Final = action("exchange.read_sheet", Kind.WRITE, "had a spreadsheet read")
TABLE_CHOSEN: Final = action("exchange.choose_table", Kind.WRITE, "said which table a spreadsheet is of")
COLUMNS_MATCHED: Final = action("exchange.match_columns", Kind.WRITE, "matched the columns of a spreadsheet")
REST_SAID: Final = action("exchange.say_the_rest", Kind.WRITE, "said what a spreadsheet leaves open")
GLIMPSED: Final = action("exchange.glimpse_sheet", Kind.DISCLOSURE, "was shown the first rows of a spreadsheet")
CAME_IN: Final = action("exchange.write_folder", Kind.WRITE, "brought a folder in")
LEFT: Final = action("exchange.leave_folder", Kind.WRITE, "left a folder that had been sent")
GOING_OUT: Final = action("exchange.take_back", Kind.WRITE, "had what a folder brought in taken back")
TAKEN_BACK: Final = action("exchange.undo_folder", Kind.WRITE, "took back what a folder had brought in")
FORGOTTEN: Final = action("exchange.forget_earlier", Kind.WRITE, "deleted what was kept of folders before")
READ: Final = action("exchange.read_import", Kind.DISCLOSURE, "read what is wrong in a folder")
OPENED: Final = action("exchange.open_folder", Kind.DISCLOSURE, "had a folder opened that was sent or is kept")
BEFORE_READ: Final = action("exchange.read_before", Kind.DISCLOSURE, "had read what rows said before a folder came in")
ASKED: Final = action("exchange.ask_export", Kind.WRITE, "asked to take the programme folder out")
DECIDED: Final = action("exchange.decide_export", Kind.WRITE, "decided whether the programme folder may be taken out")
MAKING: Final = action("exchange.make_export", Kind.WRITE, "had the programme folder made")
MADE: Final = action("exchange.write_export", Kind.WRITE, "made the programme folder that leaves the hub")
