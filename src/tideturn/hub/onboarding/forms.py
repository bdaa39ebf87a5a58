"""Forms of the setup steps: a few rows at once, where empty rows are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final, TypeVar

from django import forms
from django.forms import BoundField

from tideturn.hub.access.policy import require_any_authority
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    EVALUATOR,
    GOVERNANCE_LEAD,
    PROGRAMME_MANAGER,
    ROLES,
    SAFEGUARDING_LEAD,
)
from tideturn.hub.access.site_choices import every_site
from tideturn.hub.access.site_names import site_name
from tideturn.hub.accounts.forms import LONGEST, one_line
from tideturn.hub.common import clock
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.opened import FIELD
from tideturn.hub.forms.registry import Edited
from tideturn.hub.onboarding.access import INVITE
from tideturn.hub.onboarding.people import Asked
from tideturn.hub.outcomes import api as outcomes
from tideturn.hub.programme import api as sites
from tideturn.hub.theory import api as theory
from tideturn.hub.ui.forms import DateEntry

_NUMBERS: Final = range(1, 5)
"""Numbers of a form's rows."""
F = TypeVar("F", bound="_Rows")


class _Rows(EditForm):
    """A form of several rows alike; the part `name` of the second row is the field `name_2`."""

    called: ClassVar[str]
    parts: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[tuple[str, ...]] = ()
    """Parts that a row has that is filled in at all; by the first of them one is known to be."""
    begins: ClassVar[tuple[str, ...]] = ()
    """Fields that make a row count as filled in; empty if any required field does."""

    def rows(self) -> list[tuple[str, list[BoundField]]]:
        """Return each row's label and fields."""
        return [(f"{self.called} {number}", [self[f"{part}_{number}"] for part in self.parts]) for number in _NUMBERS]

    def filled(self) -> list[dict[str, Any]]:
        """Return the values of each row that is filled in."""
        return [row for row in map(self._row, _NUMBERS) if row[self.needed[0]]]

    def clean(self) -> dict[str, Any]:
        """Check that each row is complete or empty, and that one is filled in."""
        given = super().clean() or {}
        begun = [number for number in _NUMBERS if any(map(self._row(number).get, self.begins or self.needed))]
        for number in begun:
            for part in self.needed:
                name = f"{part}_{number}"
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, f"Fill in, or leave the whole row empty: {self.fields[name].label}.")
            if not self.errors:
                self.clean_row(number, self._row(number))
        if not begun and not self.errors:
            self.add_error(f"{self.needed[0]}_1", "Fill in at least one row.")
        return given

    def clean_row(self, number: int, row: Mapping[str, Any]) -> None:
        """Check a complete row further."""

    def _row(self, number: int) -> dict[str, Any]:
        return {part: self.cleaned_data.get(f"{part}_{number}", "") for part in self.parts}


def _in_rows(form: type[F]) -> type[F]:
    """Give a form its rows: each of the parts that its class names, as often as there are rows."""
    parts = {name: field for name, field in form.base_fields.items() if name != FIELD}
    form.parts = tuple(parts)
    rows = {f"{name}_{number}": deepcopy(field) for number in _NUMBERS for name, field in parts.items()}
    form.base_fields = {FIELD: form.base_fields[FIELD], **rows}
    return form


class _PeopleForm(_Rows):
    """People who are to be invited, each to a role."""

    called = "Person"
    needed = ("email", "name", "role")
    name = forms.CharField(label="Name", max_length=200, required=False, validators=[one_line])
    email = forms.EmailField(label="E-mail address", max_length=LONGEST, required=False)

    def given(self) -> dict[str, Any]:
        """Return the people to invite."""
        return {
            "people": [
                Asked(row["name"], row["email"], ROLES[row["role"]], row.get("site") or ALL_SITES)
                for row in self.filled()
            ]
        }


_FIRST: Final = (PROGRAMME_MANAGER, GOVERNANCE_LEAD, SAFEGUARDING_LEAD, ADMINISTRATOR)
"""People to invite, one per row."""


@_in_rows
class FirstPeopleForm(_PeopleForm):
    """Roles that a hub begins with, each at all sites."""

    begins = ("name", "email")
    """A role is chosen in each row beforehand."""
    role = forms.ChoiceField(
        label="Role", choices=[(one.code, one.title) for one in (*_FIRST, EVALUATOR)], required=False
    )


@_in_rows
class PeopleForm(_PeopleForm):
    """Further people, each with a role and a site."""

    role = forms.ChoiceField(
        label="Role", choices=[("", "Choose"), *((one.code, one.title) for one in ROLES.values())], required=False
    )
    site = forms.ChoiceField(label="Site", choices=[(ALL_SITES, "All sites")], required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = [(ALL_SITES, site_name(ALL_SITES)), *every_site()]
        for number in _NUMBERS:
            self.fields[f"site_{number}"].choices = choices  # type: ignore[attr-defined]

    def clean_row(self, number: int, row: Mapping[str, Any]) -> None:
        """Check that the role may be held at this site, or at all sites."""
        role = ROLES[row["role"]]
        if not role.may_be_at(row["site"] or ALL_SITES):
            where = "at one site: choose which" if row["site"] in ("", ALL_SITES) else "at all sites: choose those"
            self.add_error(f"site_{number}", f"{role.title} is a role {where}.")


class GrantForm(EditForm):
    """First day of the intended role."""

    starts_on = DateEntry(label="First day", called="the first day")


class NameForm(EditForm):
    """What the programme is called."""

    name = forms.CharField(
        label="Name of the programme", max_length=200, help_text="As people know it. It can be changed later."
    )


class YearForm(EditForm):
    """When the first year begins, and perhaps when it ends."""

    starts_on = DateEntry(label="First day", called="the first day")
    ends_on = DateEntry(
        label="Last day",
        called="the last day",
        help_text="Leave it empty for a year of twelve months.",
        required=False,
    )


@_in_rows
class SitesForm(_Rows):
    """Several sites at once."""

    called = "Site"
    needed = ("name",)
    begins = ("name", "short_name")
    name = forms.CharField(label="Name", max_length=120, required=False)
    short_name = forms.CharField(
        label="Short name (or empty)", max_length=40, required=False, validators=[sites.IS_SHORT_NAME]
    )
    kind = forms.ChoiceField(label="What is it?", choices=sites.Kind.choices, initial=sites.Kind.LOCAL, required=False)

    def given(self) -> dict[str, Any]:
        """Return each site's name, short name and kind."""
        rows = ((row["name"], row["short_name"], row["kind"] or sites.Kind.LOCAL) for row in self.filled())
        return {"sites": list(rows)}


class OutcomesForm(EditForm):
    """Which outcomes of the template, and in which year they are expected."""

    chosen = forms.MultipleChoiceField(
        label="Outcomes of the template",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one outcome."},
    )
    due_year = forms.ChoiceField(
        label="In which year do you expect them?",
        help_text="The same for all that you choose now. Each can be changed on its own page.",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["chosen"].choices = outcomes.suggestions()  # type: ignore[attr-defined]
        self.fields["due_year"].choices = sites.year_choices(self.by)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Return the chosen codes, and the year."""
        return {"chosen": self.cleaned_data["chosen"], "due_year": int(self.cleaned_data["due_year"])}


@dataclass(frozen=True, kw_only=True)
class _OfStep(Edited[Any]):
    """The form of a step."""

    template: str = "onboarding/step.html"


PEOPLE: Final = _OfStep(
    name="onboarding.invite_people",
    title="The people at your sites",
    form=PeopleForm,
    address="onboarding:people",
    needs=INVITE,
    confirmed=True,
    button="Invite them",
    said="",
)
LEADS: Final = replace(
    PEOPLE,
    name="onboarding.invite_leads",
    title="Who sets this up with you",
    form=FirstPeopleForm,
    address="onboarding:leads",
    begins=lambda *_: {f"role_{number}": role.code for number, role in zip(_NUMBERS, _FIRST, strict=True)},
)
GRANT: Final = Edited[Any](
    name="onboarding.grant_role",
    title="Grant the role",
    form=GrantForm,
    address="onboarding:grant",
    needs=lambda by, _: require_any_authority(by),
    begins=lambda *_: {"starts_on": clock.today()},
    confirmed=True,
    button="Grant the role",
    said="The role is granted.",
    takes="meant",
    template="onboarding/grant.html",
)
NAME: Final = _OfStep(
    name="onboarding.name_programme",
    title="What the programme is called",
    form=NameForm,
    address="onboarding:name",
    needs=sites.WRITE,
)
YEAR: Final = _OfStep(
    name="onboarding.add_first_year",
    title="The first year",
    form=YearForm,
    address="onboarding:year",
    needs=sites.WRITE,
)
SITES: Final = _OfStep(
    name="onboarding.add_sites",
    title="The sites",
    form=SitesForm,
    address="onboarding:sites",
    needs=sites.WRITE,
    button="Add them",
)
OUTCOMES: Final = _OfStep(
    name="onboarding.add_outcomes",
    title="What the programme hopes to change",
    form=OutcomesForm,
    address="onboarding:outcomes",
    needs=outcomes.WRITE,
    begins=lambda *_: {"chosen": [code for _, among in outcomes.suggestions() for code, _ in among]},
    button="Add these outcomes",
    said="They are added. Each says that it is from a template, until you put it into your own words.",
)
THEORY: Final = _OfStep(
    name="onboarding.begin_theory",
    title="The theory of change",
    form=EditForm,  # it asks nothing: the button says that the theory starts from the template
    address="onboarding:theory",
    needs=theory.WRITE,
    button="Begin from this template",
    said="The first version is begun. Alter it to your programme, then make it the version.",
)
FORMS: Final[tuple[Edited[Any], ...]] = (LEADS, PEOPLE, GRANT, NAME, YEAR, SITES, OUTCOMES, THEORY)
