"""What is filled in about organisations and the people in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import edited
from tideturn.hub.organisations import actions, policy, queries
from tideturn.hub.organisations.shown import Named
from tideturn.hub.organisations.terms import SECTORS, Seniority, Stage
from tideturn.hub.programme.api import site_choices
from tideturn.hub.ui.forms import Asking, DateEntry, PlainForm, Suggesting, Undrafted

_UNSAID = ("", "Not said")


class OrganisationForm(EditForm):
    """What an organisation is."""

    name = forms.CharField(label="Name", max_length=200, help_text="As they write it themselves.")
    sector = forms.CharField(
        label="Sector", max_length=60, widget=Suggesting(SECTORS), help_text="Such as police, health or education."
    )
    site = forms.ChoiceField(label="Site", help_text="All sites, where more than one team works with it.")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = site_choices(self.by, policy.WRITE)
        now = self.initial.get("site")
        self.fields["site"].choices = choices if now is None else dict([*choices, (now, now)]).items()  # type: ignore[attr-defined]

    def clean_sector(self) -> str:
        """In small letters, so that Police and police are one sector."""
        return str(self.cleaned_data["sector"]).strip().lower()


class NewOrganisationForm(OrganisationForm):
    """One that may be there already under a name like it."""

    different = forms.BooleanField(label="None of these is it", required=False)
    never_kept = frozenset({"different"})
    alike: tuple[Named, ...] = ()
    """Those that it may be."""

    def clean_different(self) -> bool:
        """Raises ValidationError where there are names like it and nobody said that it is another."""
        different = bool(self.cleaned_data["different"])
        self.alike = queries.alike(self.by, self.cleaned_data.get("name", ""))
        if self.alike and not different:
            raise forms.ValidationError("It may be here already. Look at those with names like it first.")
        return different

    def given(self) -> dict[str, Any]:
        """What was filled in, but for that it is another."""
        return {name: value for name, value in super().given().items() if name != "different"}


class ContactForm(EditForm):
    """Somebody who works there."""

    name = forms.CharField(label="Name", max_length=120)
    job_title = forms.CharField(label="Role", max_length=120, required=False, help_text="Such as desk sergeant.")
    seniority = forms.ChoiceField(
        label="Seniority", choices=[_UNSAID, *Seniority.choices], required=False, widget=forms.RadioSelect
    )
    email = forms.EmailField(label="E-mail", required=False)
    telephone = forms.CharField(
        label="Telephone", max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    is_main = forms.BooleanField(label="This is whom to ask first", required=False)


class ContactChangedForm(ContactForm):
    """Somebody who works there, or has left."""

    left_on = DateEntry(
        label="Left on", required=False, called="the day they left", help_text="Empty while they work there."
    )


class EngagementForm(EditForm):
    """How far a partner has come."""

    on = DateEntry(label="When", called="the day", initial=clock.today)
    stage = forms.ChoiceField(label="How far have they come?", choices=Stage.choices, widget=forms.RadioSelect)
    seniority = forms.ChoiceField(
        label="At what level?", choices=[_UNSAID, *Seniority.choices], required=False, widget=forms.RadioSelect
    )
    barrier = forms.CharField(
        label="What stands in the way", max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )
    next_step = forms.CharField(label="Next step", max_length=300, required=False, widget=forms.Textarea({"rows": 3}))


class NoteForm(EditForm):
    """A note."""

    text = forms.CharField(
        label="Note",
        max_length=10_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="About the organisation. What concerns a young person belongs in their record.",
    )


class FileForm(EditForm):
    """A file."""

    file = forms.FileField(label="File", help_text="A document, table, picture or text of up to 25 MB.")

    def given(self) -> dict[str, Any]:
        """Its content, and what it was called."""
        sent = self.cleaned_data["file"]
        return {"content": sent.read(), "name": sent.name}


class ListForm(PlainForm):
    """What a list is narrowed to."""

    undrafted: ClassVar = Undrafted.SEARCH
    text = forms.CharField(label="Name", max_length=200, required=False, widget=Asking("organisations:named"))
    site = forms.ChoiceField(label="Site", required=False)
    sector = forms.ChoiceField(label="Sector", required=False)
    stage = forms.ChoiceField(label="Stage", choices=[("", "Any stage"), *Stage.choices], required=False)

    def __init__(self, *args: Any, by: Standing, sectors: tuple[str, ...], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [("", "Any site"), *site_choices(by, policy.READ)]  # type: ignore[attr-defined]
        self.fields["sector"].choices = [  # type: ignore[attr-defined]
            ("", "Any sector"),
            *((sector, sector.capitalize()) for sector in sectors),
        ]


_OF_ORGANISATION: dict[str, Any] = {
    "reads": policy.READABLE,
    "writes": policy.WRITABLE,
    "leads_to": "organisations:organisation",
    "template": "organisations/of_organisation.html",
}
_WITHIN_ONE: dict[str, Any] = {**_OF_ORGANISATION, "takes": "organisation"}
ADD = edited(
    "organisations.add_organisation",
    title="Add an organisation",
    form=NewOrganisationForm,
    address="organisations:add_organisation",
    leads_to="organisations:organisation",
    needs=policy.WRITE,
    button="Add it",
    said="The organisation is added.",
    template="organisations/add_organisation.html",
)
CHANGE = edited(
    "organisations.change_organisation",
    title="Change the organisation",
    form=OrganisationForm,
    address="organisations:change_organisation",
    said="The organisation is changed.",
    shows=actions.ORGANISATION_READ,
    **_OF_ORGANISATION,
)
ADD_CONTACT = edited(
    "organisations.add_contact",
    title="Add a contact",
    form=ContactForm,
    address="organisations:add_contact",
    button="Add them",
    said="The contact is added.",
    **_WITHIN_ONE,
)
CHANGE_CONTACT = edited(
    "organisations.change_contact",
    title="Change a contact",
    form=ContactChangedForm,
    address="organisations:change_contact",
    said="The contact is changed.",
    leads_to="organisations:contact",
    reads=policy.CONTACTS,
    writes=policy.WRITABLE_CONTACTS,
    shows=actions.ORGANISATION_READ,
)
RECORD_ENGAGEMENT = edited(
    "organisations.record_engagement",
    title="Record how far they have come",
    form=EngagementForm,
    address="organisations:record_engagement",
    button="Record it",
    said="It is recorded how far they have come.",
    **_WITHIN_ONE,
)
CHANGE_ENGAGEMENT = edited(
    "organisations.change_engagement",
    title="Correct how far they had come",
    form=EngagementForm,
    address="organisations:change_engagement",
    said="It is corrected.",
    leads_to="organisations:engagement",
    reads=policy.ENGAGEMENTS,
    writes=policy.WRITABLE_ENGAGEMENTS,
    shows=actions.ORGANISATION_READ,
)
WRITE_NOTE = edited(
    "organisations.write_note",
    title="Write a note",
    form=NoteForm,
    address="organisations:write_note",
    button="Keep it",
    said="The note is kept.",
    **_WITHIN_ONE,
)
ATTACH_FILE = edited(
    "organisations.attach_file",
    title="Attach a file",
    form=FileForm,
    address="organisations:attach_file",
    button="Attach it",
    said="The file is attached.",
    **_WITHIN_ONE,
)
