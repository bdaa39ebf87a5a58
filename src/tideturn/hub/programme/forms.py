"""What is filled in about years and sites."""

from __future__ import annotations

from typing import Any

from django import forms

from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import edited
from tideturn.hub.programme import actions, policy
from tideturn.hub.programme.terms import IS_SHORT_NAME, Kind
from tideturn.hub.ui.forms import DateEntry


class ProgrammeForm(EditForm):
    """What the programme is called."""

    name = forms.CharField(
        label="Name of the programme",
        max_length=200,
        help_text="As people know it. It stands on the report, and on the folder that leaves the hub.",
    )


class SiteForm(EditForm):
    """What a site is called, and what it is."""

    name = forms.CharField(label="Name", max_length=120, help_text="As people read it, such as Greater Manchester.")
    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=forms.RadioSelect)


class NewSiteForm(SiteForm):
    """One that is not there yet."""

    short_name = forms.CharField(
        label="Short name",
        max_length=40,
        validators=[IS_SHORT_NAME],
        help_text="In small letters, such as manchester. Roles and the programme folder use it: it cannot be changed.",
    )
    field_order = ("name", "short_name", "kind")


class YearForm(EditForm):
    """From when to when a year goes."""

    starts_on = DateEntry(label="First day", called="the first day")
    ends_on = DateEntry(label="Last day", called="the last day")


_OF_PROGRAMME: dict[str, Any] = {
    "reads": policy.PROGRAMMES,
    "writes": policy.WRITABLE_PROGRAMMES,
    "shows": actions.READ,
}
_OF_SITE: dict[str, Any] = {"reads": policy.SITES, "writes": policy.WRITABLE_SITES, "shows": actions.READ}
_OF_YEAR: dict[str, Any] = {"reads": policy.YEARS, "writes": policy.WRITABLE_YEARS, "shows": actions.READ}
NAME_PROGRAMME = edited(
    "programme.name_programme",
    title="What is the programme called?",
    form=ProgrammeForm,
    address="programme:name_programme",
    leads_to="programme:called",
    needs=policy.WRITE,
    template="programme/of_the_programme.html",
)
RENAME_PROGRAMME = edited(
    "programme.rename_programme",
    title="Change the programme’s name",
    form=ProgrammeForm,
    address="programme:rename_programme",
    leads_to="programme:called",
    template="programme/of_the_programme.html",
    **_OF_PROGRAMME,
)
ADD_SITE = edited(
    "programme.add_site",
    title="Add a site",
    form=NewSiteForm,
    address="programme:add_site",
    leads_to="programme:site",
    needs=policy.WRITE,
    button="Add it",
    template="programme/of_the_programme.html",
)
CHANGE_SITE = edited(
    "programme.change_site",
    title="Change the site",
    form=SiteForm,
    address="programme:change_site",
    leads_to="programme:site",
    template="programme/of_the_programme.html",
    **_OF_SITE,
)
ADD_YEAR = edited(
    "programme.add_year",
    title="Add the next year",
    form=YearForm,
    address="programme:add_year",
    leads_to="programme:year",
    needs=policy.WRITE,
    button="Add it",
    template="programme/of_the_programme.html",
)
CHANGE_YEAR = edited(
    "programme.change_year",
    title="Change the year",
    form=YearForm,
    address="programme:change_year",
    leads_to="programme:year",
    template="programme/of_the_programme.html",
    **_OF_YEAR,
)
