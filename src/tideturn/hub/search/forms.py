"""What somebody looks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.site_names import site_name, site_names
from tideturn.hub.search.kinds import SEARCHED
from tideturn.hub.search.queries import Asked
from tideturn.hub.search.shown import Counted, Found
from tideturn.hub.ui.forms import PlainForm, Undrafted

_BEST, _NEWEST = "", "newest"


class SearchForm(PlainForm):
    """Words, and to what they are narrowed."""

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
        every = sorted(site_names().items(), key=lambda one: one[1])
        self._choose("site", [("", "Any site"), (ALL_SITES, site_name(ALL_SITES)), *every])

    @property
    def asked(self) -> Asked:
        """What is looked for; what is no choice narrows nothing, and too many letters look for nothing."""
        self.full_clean()
        told = self.cleaned_data
        return Asked(told.get("q", ""), told.get("kind", ""), told.get("site", ""), newest=told.get("order") == _NEWEST)

    def count(self, found: Found) -> None:
        """Say at each choice how many there are, and leave out those of which there is none; what is chosen stays."""
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
