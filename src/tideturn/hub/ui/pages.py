"""The page of styles: every part in each of its states, with examples that are made up and read from nowhere."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Final

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tideturn.hub.ui.forms import DateEntry, PlainForm, SearchedSelect, Suggesting, Undrafted
from tideturn.hub.ui.tables import Cell, Column, Sorting, Table, Verdict, sorting_asked

COLOURS: Final = (
    ("paper", "The ground of every page"),
    ("sheet", "What is written into"),
    ("ink", "Words"),
    ("quiet", "Hints, dates, who said it"),
    ("line", "Lines between things"),
    ("edge", "The edge of a box"),
    ("tide", "Links, buttons, where one is"),
    ("tide-wash", "The row under the pointer"),
    ("wrong", "What went wrong, and what cannot be undone"),
    ("care", "What needs care"),
)
VERDICTS: Final = (
    Verdict("Supported", "disc", "3 kinds, 4 agree"),
    Verdict("Holds", "square", "as last year"),
    Verdict("Emerging", "half", "13 of 17 people"),
    Verdict("No change seen", "bar-flat", "36 could have shown it"),
    Verdict("Contested", "split", "staff and stakeholders differ"),
    Verdict("Mixed", "waves", "both ways in one source"),
    Verdict("Adverse", "down", "fewer ties confirmed"),
    Verdict("Too early", "hourglass", "due in Year 2"),
    Verdict("Not enough evidence", "ring", "2 answered"),
    Verdict("Not measured", "crossed", "ask partners in Year 2"),
)
COLUMNS: Final = (
    Column("Organisation", "name"),
    Column("Sector", "sector"),
    Column("Stage"),
    Column("People trained", "trained", number=True),
)
ORGANISATIONS: Final = (
    ("Alder House", "Health", "Working together", 38),
    ("Harbour College", "Education", "First meeting held", 12),
    ("Northgate Police", "Police", "Working together", 64),
    ("Riverside Youth", "Community", "Not yet approached", 0),
    ("Weir Lane Academy", "Education", "Agreed to take part", 21),
)


class ExampleForm(PlainForm):
    """A field of each kind."""

    undrafted: ClassVar = Undrafted.EXAMPLE
    name = forms.CharField(label="Name of the organisation", help_text="As it writes itself.", max_length=80)
    went_ahead = forms.ChoiceField(
        label="Did it go ahead?",
        choices=[("met", "Yes, we met"), ("absent", "No, they did not come"), ("off", "No, we called it off")],
        widget=forms.RadioSelect,
    )
    present = forms.MultipleChoiceField(
        label="Who was there?",
        help_text="Choose all who were.",
        choices=[("school", "School"), ("police", "Police"), ("health", "Health")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    held_on = DateEntry(label="When was it?", called="the meeting", help_text="For example, 3 11 2026.")
    minutes = forms.IntegerField(
        label="How long?",
        help_text="Minutes, travel apart.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        required=False,
    )
    sector = forms.ChoiceField(
        label="Sector", choices=[("", "Choose"), ("education", "Education"), ("health", "Health")]
    )
    partner = forms.ChoiceField(
        label="Partner",
        help_text="Type a part of its name.",
        choices=[("", "Choose"), *((name, name) for name, *_ in ORGANISATIONS)],
        widget=SearchedSelect,
        required=False,
    )
    place = forms.CharField(
        label="Where?", widget=Suggesting(("Town hall", "Harbour College", "By telephone")), required=False
    )
    told = forms.CharField(label="What did you do together?", widget=forms.Textarea(attrs={"rows": 4}), max_length=400)
    paper = forms.FileField(label="Notes as a file", help_text="A PDF or a Word file of at most 10 MB.", required=False)
    agreed = forms.BooleanField(label="They agreed to be written to", required=False)


class FilterForm(forms.Form):
    """What narrows the list."""

    undrafted: ClassVar = Undrafted.EXAMPLE
    named = forms.CharField(label="Name", required=False)
    sector = forms.ChoiceField(
        label="Sector",
        choices=[("", "Any"), *((one, one) for one in ("Community", "Education", "Health", "Police"))],
        required=False,
    )


class Examples:
    """Of each part."""

    colours = COLOURS
    verdicts = VERDICTS
    days = (date(2026, 11, 3), date(2026, 10, 20), date(2026, 10, 2))
    steps = (
        {"title": "Check what you may do", "why": "Your role, where you hold it and until when.", "url": "#first"},
        {"title": "Open your first case", "why": "It is there once a referral was decided.", "url": ""},
    )

    def __init__(self, asked: QueryDict) -> None:
        self._asked = asked

    @cached_property
    def form(self) -> ExampleForm:
        """Filled in."""
        return ExampleForm(initial={"name": "Harbour College", "went_ahead": "met", "present": ["school"]})

    @cached_property
    def wrong(self) -> ExampleForm:
        """Filled in wrongly."""
        given: dict[str, Any] = {
            "held_on_day": "31",
            "held_on_month": "November",
            "held_on_year": "2026",
            "told": "We walked to the new college. " * 15,
            "sector": "health",
        }
        form = ExampleForm(given, auto_id="wrong_%s")
        form.is_valid()
        return form

    @cached_property
    def filters(self) -> FilterForm:
        """Return the filters in the address."""
        asked = {"named", "sector"} & set(self._asked)
        form = FilterForm(self._asked if asked else None, auto_id="filter_%s")
        form.is_valid()
        return form

    @property
    def sorting(self) -> Sorting:
        """Return the order in the address."""
        return sorting_asked(self._asked, COLUMNS, otherwise=Sorting("name"))

    @property
    def table(self) -> Table:
        """Return the table, sorted and filtered."""
        asked = self.filters.cleaned_data if self.filters.is_bound and self.filters.is_valid() else {}
        at = {"name": 0, "sector": 1, "trained": 3}[self.sorting.key]
        found = [
            one
            for one in ORGANISATIONS
            if asked.get("named", "").lower() in one[0].lower() and asked.get("sector", "") in ("", one[1])
        ]
        found.sort(key=lambda one: one[at], reverse=self.sorting.backwards)
        return Table(
            name="organisations",
            title="Organisations",
            columns=COLUMNS,
            rows=[
                (Cell(name, url="#tables"), Cell(sector), Cell(stage), Cell(str(trained)))
                for name, sector, stage, trained in found
            ],
            asked=asked,
            sorting=self.sorting,
            total=len(found),
            nothing="No organisation is like that.",
        )

    @property
    def board(self) -> Table:
        """Return a table with a verdict in each cell, and several pages."""
        rows = [
            (Cell("Safety", url="#verdicts"), Cell(verdict=VERDICTS[0]), Cell(verdict=VERDICTS[1])),
            (Cell("Better information shared"), Cell(verdict=VERDICTS[3]), Cell(verdict=VERDICTS[5])),
            (Cell("Pathways more consistent between partners"), Cell(verdict=VERDICTS[6]), Cell(verdict=VERDICTS[7])),
        ]
        columns = (Column("Outcome"), Column("London"), Column("Birmingham"))
        return Table(name="board", title="Outcomes by site", columns=columns, rows=rows, asked={}, page=2, pages=3)

    @property
    def empty(self) -> Table:
        """Return a table without rows."""
        nothing = "Nobody has asked for anything yet."
        return Table(name="requests", title="Requests", columns=COLUMNS, rows=(), asked={}, nothing=nothing)


@require_safe
@login_required
def style(request: HttpRequest) -> HttpResponse:
    """Show every component. This reads no record and changes nothing."""
    return render(request, "ui/style.html", {"examples": Examples(request.GET)})
