"""The search page, its address, and the search field in the header of every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.site_choices import every_site
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import standing_in
from tideturn.hub.search import queries
from tideturn.hub.search.queries import Asked
from tideturn.hub.search.registry import SEARCHED
from tideturn.hub.search.seeing import may_search
from tideturn.hub.search.shown import Counted, Found
from tideturn.hub.ui.forms import PlainForm, Undrafted
from tideturn.hub.ui.navigation import searches
from tideturn.hub.ui.tables import page_asked

_BEST, _NEWEST = "", "newest"


class SearchForm(PlainForm):
    """The words to search for, and filters."""

    undrafted: ClassVar = Undrafted.SEARCH
    q = forms.CharField(
        label="Words",
        max_length=200,
        required=False,
        strip=True,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label="What", required=False)
    site = forms.ChoiceField(label="Site", required=False)
    order = forms.ChoiceField(
        label="Order", choices=[(_BEST, "What fits best first"), (_NEWEST, "Newest first")], required=False
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._choose("kind", [("", "Everything"), *((one.kind, one.plural) for one in SEARCHED.values())])
        self._choose("site", [("", "Any site"), (ALL_SITES, site_name(ALL_SITES)), *every_site()])

    @property
    def asked(self) -> Asked:
        """Return what to search for. Ignore a filter with an unknown value; search for nothing if the text is
        too long.
        """
        self.full_clean()
        told = self.cleaned_data
        return Asked(told.get("q", ""), told.get("kind", ""), told.get("site", ""), newest=told.get("order") == _NEWEST)

    def count(self, found: Found) -> None:
        """Show at each choice how many records there are, and leave out choices without any; keep the chosen one."""
        self._choose("kind", self._counted("kind", "Everything", found.kinds))
        self._choose("site", self._counted("site", "Any site", found.sites))

    def _counted(self, field: str, all_of_them: str, counted: Iterable[Counted]) -> list[tuple[str, str]]:
        chosen = self.cleaned_data.get(field, "")
        many = {one.code: f"{one.name} ({one.many:,})" for one in counted}
        names = dict(self.fields[field].choices)  # type: ignore[attr-defined]
        there = [("", all_of_them), *many.items()]
        return there if not chosen or chosen in many else [*there, (chosen, f"{names[chosen]} (0)")]

    def _choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the search in the address finds."""
    by = standing_in(request)
    queries.require_search(by)
    form = SearchForm(request.GET or None)
    if not form.is_bound:
        return render(request, "search/search.html", {"form": form})
    asked = form.asked
    found = queries.looked_for(by, asked, page_asked(request.GET))
    form.count(found)
    return render(request, "search/search.html", {"form": form, "found": found, "asked": asked})


app_name = "search"
urlpatterns = [path("", search, name="search")]


def navigate() -> None:
    """Put the search field in the header of every page."""
    searches("search:search", visible=lambda request: may_search(standing_in(request)))
