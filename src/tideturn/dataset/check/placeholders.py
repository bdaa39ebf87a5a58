"""Whether what `tideturn new` wrote to be replaced has been replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tideturn.dataset.check.folder import Folder
from tideturn.dataset.check.rule import Found, query
from tideturn.dataset.new_folder import PLACEHOLDER_NAME, PLACEHOLDER_SITE

_FILE: Final = "programme.toml"


@query(
    "placeholder",
    looks_for="the programme's name, or a site's, as `tideturn new` wrote it",
    why="it would stand on the first page of the report",
)
def placeholder(folder: Folder) -> Iterator[Found]:
    """The name of the programme and of each site that is still the placeholder."""
    if folder.programme is None:
        return
    if folder.programme.name == PLACEHOLDER_NAME:
        yield Found(
            _FILE, 1, "name", f"The programme is still called “{PLACEHOLDER_NAME}”.", "Write what it is called."
        )
    for site in folder.programme.sites:
        if site.name == PLACEHOLDER_SITE.name:
            mend = "Write its code and its name, and one more [[sites]] for each further site."
            yield Found(_FILE, 1, "sites", f"The site “{site.code}” is still called “{site.name}”.", mend)


RULES: Final = (placeholder,)
