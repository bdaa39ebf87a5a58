"""The page of a search."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tideturn.hub.access.standing import standing_in
from tideturn.hub.search import queries
from tideturn.hub.search.forms import SearchForm
from tideturn.hub.ui.tables import page_asked


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found of what the address asks for."""
    by = standing_in(request)
    queries.require_search(by)
    form = SearchForm(request.GET or None)
    if not form.is_bound:
        return render(request, "search/search.html", {"form": form})
    asked = form.asked
    found = queries.looked_for(by, asked, page_asked(request.GET))
    form.count(found)

    def at(**other: str) -> str:
        given = {"q": asked.text, "kind": asked.kind, "site": asked.site, "order": "newest" if asked.newest else ""}
        return "?" + urlencode({name: value for name, value in (given | other).items() if value})

    shown = {
        "form": form,
        "found": found,
        "asked": asked,
        "before": at(page=str(found.number - 1)) if found.number > 1 else "",
        "after": at(page=str(found.number + 1)) if found.number < found.pages else "",
        "everywhere": at(kind="", site=""),
    }
    return render(request, "search/search.html", shown)
