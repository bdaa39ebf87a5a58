"""Declare organisations, the people in them, their engagement, notes and files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.site_choices import site_choices
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.unruled import unruled
from tideturn.hub.forms.cells import folded
from tideturn.hub.forms.writing import change, derive
from tideturn.hub.organisations import access, pairing
from tideturn.hub.organisations.models import Attachment, Contact, Engagement, Merge, Note, Organisation, Sector
from tideturn.hub.programme.api import national_site, require_known
from tideturn.hub.resources.declaration import Form, Parent, Resource, ResourceForm, Writing
from tideturn.hub.resources.fields import Change, Choice, Day, Email, Privacy, Telephone, Text, Words, YesNo, day_it_was
from tideturn.hub.resources.finding import found_by_words
from tideturn.hub.resources.folder import InFolder, InSheets, OwnCell
from tideturn.hub.resources.links import Link, Site
from tideturn.hub.resources.listing import Extra, Filter, Listing
from tideturn.hub.search import names
from tideturn.hub.search.registry import Said, Searched

SECTORS: Final = ("police", "council", "education", "health", "housing", "youth justice", "transport", "voluntary")
"""Sectors that a form suggests. People can type another."""

# Organisations


class NewOrganisationForm(ResourceForm):
    """The form of a new organisation. It asks about existing ones with a similar name."""

    different = forms.BooleanField(label="None of these is it", required=False)
    never_kept = frozenset({"different"})
    alike: tuple[pairing.Named, ...] = ()
    """The existing organisations that it may be."""

    def clean_different(self) -> bool:
        """Raise ValidationError if there are similar names and nobody ticked that it is a different one."""
        different = bool(self.cleaned_data["different"])
        self.alike = pairing.alike(self.by, self.cleaned_data.get("name", ""))
        if self.alike and not different:
            raise forms.ValidationError("This may already exist. Check the matches below.")
        return different


NAME: Final = Text(
    Organisation.name, "Name", help="As the organisation writes it.", privacy=Privacy.REFERENCE, folder="name"
)
SECTOR: Final = Text(
    Organisation.sector,
    "Sector",
    help="Such as police, health or education.",
    privacy=Privacy.REFERENCE,
    folder="sector",
    suggests=SECTORS,
    tidy=str.lower,  # so Police and police are one sector
    says=str.capitalize,
)
SITE: Final = Site(
    Organisation.site, "Site", help="All sites, where more than one team works with it.", folder="site", everywhere=True
)
STAGE: Final = Choice(Organisation.stage, "Stage")
NEXT_STEP: Final = Text(Organisation.next_step, "Next step", privacy=Privacy.IDENTITY_CHECKED)
MERGED_INTO: Final = Link(Organisation.merged_into, "Merged into another", choices=lambda _: (), gone="Yes")


def _keep_sector(writing: Writing[Organisation]) -> None:
    """Store the sector for the list's filter."""
    with unruled("Looks whether a site has a sector already, and tells nobody."):
        Sector.objects.get_or_create(name=writing[SECTOR], site=writing[SITE])


def _merged(one: Any) -> Mapping[str, Any]:
    """Return the organisations that were merged into it."""
    merges = tuple({"id": merge.pk, "name": merge.merged.name, "at": merge.at} for merge in one.standing_merges)
    return {"merged": merges}


# Contacts

CONTACT_NAME: Final = Text(Contact.name, "Name", privacy=Privacy.REFERENCE, folder="name")
JOB_TITLE: Final = Text(
    Contact.job_title, "Role", help="Such as desk sergeant.", privacy=Privacy.REFERENCE, folder="job_title"
)
SENIORITY: Final = Choice(
    Contact.seniority, "Seniority", help="At what level they work.", privacy=Privacy.REFERENCE, folder="seniority"
)
EMAIL: Final = Email(Contact.email, "E-mail", privacy=Privacy.REFERENCE, folder="email")
TELEPHONE: Final = Telephone(Contact.telephone, "Telephone", privacy=Privacy.REFERENCE, folder="telephone")
IS_MAIN: Final = YesNo(
    Contact.is_main,
    "Main contact",
    help="The person to ask first. Each organisation has one.",
    privacy=Privacy.REFERENCE,
    folder="main",
)
LEFT_ON: Final = Day(
    Contact.left_on,
    "Left on",
    help="Leave empty while they work there.",
    privacy=Privacy.REFERENCE,
    folder="left",
    called="the day they left",
)


def _one_main_contact(writing: Writing[Contact]) -> None:
    """Replace the main contact if there is a new one. A person who has left is not a main contact."""
    is_main = writing[IS_MAIN] and writing[LEFT_ON] is None
    if is_main != writing[IS_MAIN]:
        writing[IS_MAIN] = is_main
    if is_main and not (writing.record and writing.record.is_main):
        for other in Contact.objects.filter(organisation=writing.parent, is_main=True):
            change(writing.by, other, is_main=False)


# Engagement

ON: Final = day_it_was(Engagement.on, "When", folder="date")
REACHED: Final = Choice(Engagement.stage, "How far have they come?", folder="stage")
LEVEL: Final = Choice(Engagement.seniority, "At what level?", folder="seniority")
BARRIER: Final = Words(Engagement.barrier, "Barriers", folder="barrier", rows=3)
NEXT: Final = Words(Engagement.next_step, "Next step", folder="next_step", rows=3)


def stand_at_latest(by: Standing, of: Organisation) -> None:
    """Copy the stage and next step of the latest engagement to its organisation. On one day, take the last added."""
    latest = of.engagements.order_by("-on", "-added_at", "pk").first()
    derive(by, of, stage=latest.stage if latest else "", next_step=latest.next_step if latest else "")


def _stand_at_latest(by: Standing, one: Engagement) -> None:
    stand_at_latest(by, one.organisation)


# Notes

NOTED: Final = Text(
    Note.text,
    "Note",
    help="About the organisation. What concerns a young person belongs in their record.",
    privacy=Privacy.SEALED,
    rows=8,
    longest=10_000,
)

# The declarations

ORGANISATION: Final = Resource(
    Organisation,
    noun="organisation",
    reads=access.READABLE,
    writes=access.WRITABLE,
    fields=(NAME, SECTOR, SITE),
    derived=(STAGE, NEXT_STEP, MERGED_INTO),
    title=lambda one: one.name,
    code="org",
    check=_keep_sector,
    after=lambda _, one: pairing.look_for_pairs(one),
    after_removal=lambda _, one: names.remove(pairing.KIND, one.pk),
    more=_merged,
    linked=access.with_merges,
    adding=Form(base=NewOrganisationForm, template="organisations/add_organisation.html"),
)
CONTACT: Final = Resource(
    Contact,
    noun="contact",
    reads=access.CONTACTS,
    writes=access.WRITABLE_CONTACTS,
    fields=(CONTACT_NAME, JOB_TITLE, SENIORITY, EMAIL, TELEPHONE, IS_MAIN, LEFT_ON),
    parent=Parent(Contact.organisation, ORGANISATION),
    title=lambda one: one.name,
    check=_one_main_contact,
    adding=Form(fields=(CONTACT_NAME, JOB_TITLE, SENIORITY, EMAIL, TELEPHONE, IS_MAIN)),
)
ENGAGEMENT: Final = Resource(
    Engagement,
    noun="engagement",
    reads=access.ENGAGEMENTS,
    writes=access.WRITABLE_ENGAGEMENTS,
    fields=(ON, REACHED, LEVEL, BARRIER, NEXT),
    adding=Form(title="Record engagement", button="Record engagement", said="Engagement recorded."),
    parent=Parent(Engagement.organisation, ORGANISATION),
    title=lambda one: f"{one.title}, {clock.spoken_day(one.on)}",
    after=_stand_at_latest,
    after_removal=_stand_at_latest,
    more=lambda one: {"stands": one.title},
)
NOTE: Final = Resource(
    Note,
    noun="note",
    reads=access.NOTES,
    writes=access.NOTES,
    needs=access.WRITE,
    fields=(NOTED,),
    parent=Parent(Note.organisation, ORGANISATION),
    title=lambda _: "A note",
    changing=None,
)
FILE: Final = Resource(
    Attachment,
    noun="file",
    reads=access.ATTACHMENTS,
    writes=access.ATTACHMENTS,
    needs=access.WRITE,
    fields=(),
    parent=Parent(Attachment.organisation, ORGANISATION),
    title=lambda one: one.file.name,
    more=lambda one: {"size": one.file.size, "quarantined": one.file.quarantined},
    rows=lambda: Attachment.objects.select_related("file", "organisation"),
    adding=None,
    changing=None,
)


RESOURCES: Final = (ORGANISATION, CONTACT, ENGAGEMENT, NOTE)

# The list of organisations


def _listed(by: Standing) -> QuerySet[Organisation]:
    main = Contact.objects.filter(is_main=True).only("organisation_id", "name")
    rows = Organisation.objects.filter(merged_into=None)
    rows = rows.only("code", "name", "sector", "site", "stage", "next_step")
    return rows.prefetch_related(access.CONTACTS.prefetch("contacts", by, to="seen_contacts", rows=main))


def _sectors(by: Standing, needs: object) -> Iterable[tuple[str, str]]:
    names = access.SECTORS.visible_to(by, Sector.objects.all()).values_list("name", flat=True)
    return ((one, one.capitalize()) for one in names.order_by("name").distinct())


LIST: Final = Listing(
    resource=ORGANISATION,
    title="Organisations",
    columns=(
        NAME,
        SECTOR,
        SITE,
        STAGE,
        NEXT_STEP,
        Extra("Main contact", "contact", lambda one: one.seen_contacts[0].name if one.seen_contacts else ""),
    ),
    sorts=(NAME, SECTOR, SITE, STAGE),
    filters=(
        Filter(SITE, "Any site", site_choices),
        Filter(SECTOR, "Any sector", _sectors),
        Filter(STAGE, "Any stage", lambda *_: STAGE.terms.items()),
    ),
    rows=_listed,
    search=pairing.like,
    asks="organisations:named",
    nothing="No organisation was found.",
    exports=access.EXPORTABLE,
    saves=(("organisation_id", lambda one: one.code),),
)

# In the programme folder and in spreadsheets


def _one_main_in_a_sheet(changes: Mapping[Any, Any], of: UUID | None, found: Any) -> None:
    """Raise HubError for a second main contact. On a page it replaces the first; a sheet could not undo that."""
    if not changes.get(IS_MAIN):
        return
    if changes.get(LEFT_ON) is not None:
        raise HubError("main: a person who has left cannot be the main contact.", mend="Leave one of the two empty.")
    others = Contact.objects.filter(organisation=of, is_main=True)
    if any(one.pk != (found and found.pk) for one in others):
        raise HubError(
            "main: the organisation already has a main contact.",
            mend="Write no in that person’s row, or change it on their page first.",
        )


def _site_cell(one: Organisation) -> str:
    """Return a site's code for the folder. It has no row for all sites, so use the national team's."""
    return national_site() if one.site == ALL_SITES else one.site


def _site_read(written: str, found: Organisation | None) -> Iterable[Change[str]]:
    site = written.strip()
    if found is not None and found.site == ALL_SITES and site == national_site():
        return ()
    require_known(site)
    return (SITE.to(site),)


def _came_with() -> Callable[[Engagement], str]:
    """Return a function that gives an engagement's organisation. After a merge, that is the one it moved from."""
    came_with: dict[str, str] = {}
    for merge in Merge.objects.filter(undone_at=None).select_related("merged").order_by("at", "pk"):
        for pk in merge.moved.get("engagement", ()):
            came_with.setdefault(pk, merge.merged.code)
    return lambda one: came_with.get(str(one.pk), one.organisation.code)


def _of_code(code: str) -> UUID:
    """Return the organisation with a code, or the one it was merged into. Raise HubError if there is none."""
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise HubError(f"There is no organisation {code}.", mend="Give the code of one that is in organisations.csv.")
    while found.merged_into is not None:
        found = found.merged_into
    return found.pk


def _finding(by: Standing) -> Callable[[str], str]:
    """Return a function that finds an organisation's code by code or name, among those that the person can see."""
    every = {one.pk: one for one in access.READABLE.visible_to(by, Organisation.objects.order_by("code"))}
    called: dict[str, dict[str, None]] = defaultdict(dict)
    codes = {}
    for one in every.values():
        speaks: Organisation | None = one
        while speaks is not None and speaks.merged_into_id is not None:
            speaks = every.get(speaks.merged_into_id)
        if speaks is not None:
            codes[one.code] = speaks.code
            called[folded(one.name)][speaks.code] = None

    def find(said: str) -> str:
        found = [codes[said]] if said in codes else list(called.get(folded(said), ()))
        if not found:
            raise HubError(
                f"There is no organisation called {said[:80]}.",
                mend="Write its name or code as Organisations shows it, or add it there first.",
            )
        if len(found) > 1:
            raise HubError(
                f"Several organisations are called {said[:80]}.",
                mend=f"Write the code of the one you mean: {', '.join(found)}.",
            )
        return found[0]

    return find


TABLES: Final = (
    InFolder(
        resource=ORGANISATION,
        name="organisations",
        read_by=access.IN_THE_FOLDER,
        code="organisation_id",
        own_cells={SITE: OwnCell(_site_cell, _site_read)},
        after=("sites",),
    ),
    InFolder(
        resource=ENGAGEMENT,
        name="engagements",
        read_by=access.ENGAGEMENTS_IN_THE_FOLDER,
        order=("on", "organisation__code", "pk"),
        same_by=("organisation_id", "date", "stage"),  # engagement can advance twice on one day
        of="organisation_id",
        finds=_of_code,
        code_of=_came_with,
        after=("organisations",),
    ),
    InSheets(
        resource=CONTACT,
        name="contacts",
        title="Contacts of organisations",
        help="Who works at an organisation, and how to reach them.",
        order=("organisation__code", "name", "pk"),
        same_by=("organisation", "name"),
        of="organisation",
        finds=_of_code,
        code_of=lambda: lambda one: str(one.organisation.code),
        finding=_finding,
        checks=_one_main_in_a_sheet,
        late=lambda cells: cells["main"] == "yes",
        names_people=True,
    ),
)

# What the search finds


def _organisation_said(one: Organisation) -> Said | None:
    if one.merged_into_id is not None:  # the other one replaces it
        return None
    return Said(title=one.name, texts=(one.sector,), site=one.site)


def _contact_said(one: Contact) -> Said:
    return Said(title=one.name, texts=(one.job_title, one.organisation.name), site=one.organisation.site)


def _engagement_said(one: Engagement) -> Said | None:
    if not (one.barrier or one.next_step):
        return None
    of = one.organisation
    return Said(title=of.name, texts=(one.barrier, one.next_step), site=of.site, day=one.on)


FOUND: Final[tuple[Searched[Any], ...]] = (
    found_by_words(ORGANISATION, _organisation_said, in_index={"site": "site"}),
    found_by_words(
        CONTACT,
        _contact_said,
        told_by={Organisation: lambda of: Contact.objects.filter(organisation=of.pk).values_list("pk", flat=True)},
        in_index={"organisation__site": "site"},
    ),
    found_by_words(
        ENGAGEMENT,
        _engagement_said,
        plural="Engagement",
        told_by={Organisation: lambda of: Engagement.objects.filter(organisation=of.pk).values_list("pk", flat=True)},
        day_is="On",
        in_index={"organisation__site": "site"},
    ),
)
