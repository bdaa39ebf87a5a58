"""The field in the head of every page, and the help on the page of a search."""

from __future__ import annotations

from django.http import HttpRequest

from tideturn.hub.access.standing import standing_in
from tideturn.hub.search.seeing import may_search
from tideturn.hub.ui.navigation import searches
from tideturn.hub.ui.page_help import helps


def fill_in() -> None:
    """Tell the pages."""
    searches("search:search", visible=_finds_something)
    helps(
        "search:search",
        "A word is found with any ending: exploiting finds exploitation. The last word may be only begun. Each result "
        "has all of your words; where a word stands nowhere, those nearest to it are looked for, which the page says.",
        "You find what you may see. Nothing about a young person is searched, and neither are the notes and files of "
        "an organisation, which are sealed: open the organisation to read them.",
        "Whom you were shown is written down; the words that you typed are not.",
    )


def _finds_something(request: HttpRequest) -> bool:
    return may_search(standing_in(request))
