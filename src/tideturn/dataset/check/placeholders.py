"""Check that the names that `tideturn new` wrote have been replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tideturn.dataset.check.folder import Folder
from tideturn.dataset.check.rule import Found, query
from tideturn.dataset.new_folder import PLACEHOLDER_NAME, PLACEHOLDER_SITE


@query(
    "placeholder",
    looks_for="the programme's name, or a site's, as `tideturn new` wrote it",
    why="it would stand on the first page of the report",
)
def placeholder(folder: Folder) -> Iterator[Found]:
    """Find the name of the programme and of each site that is still the placeholder."""
    if folder.programme is None:
        return
    if folder.programme.name == PLACEHOLDER_NAME:
        what = f"The programme is still called “{PLACEHOLDER_NAME}”."
        column = "value" if folder.programme_book else "name"
        row = folder.programme_rows.get(("programme", "name"), 1)
        yield Found(folder.described_in("programme"), row, column, what, "Write what it is called.")
    column, further = ("name", "row") if folder.programme_book else ("sites", "[[sites]]")
    for site in folder.programme.sites:
        if site.name == PLACEHOLDER_SITE.name:
            what = f"The site “{site.code}” is still called “{site.name}”."
            mend = f"Write its code and its name, and one more {further} for each further site."
            row = folder.programme_rows.get(("sites", site.code), 1)
            yield Found(folder.described_in("sites"), row, column, what, mend)


RULES: Final = (placeholder,)
