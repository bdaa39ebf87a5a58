"""The pages of organisations, and their addresses."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tideturn.hub.access.roles import PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.crypto import files
from tideturn.hub.forms.forms import FileForm
from tideturn.hub.organisations import access, actions, pairing
from tideturn.hub.organisations.resource import CONTACT, ENGAGEMENT, FILE, LIST, NOTE, ORGANISATION
from tideturn.hub.resources.declaration import Related
from tideturn.hub.resources.pages import addresses_of, export_page, form_page, in_navigation, list_page, record_page
from tideturn.hub.resources.reading import Shown
from tideturn.hub.ui.first_use import Step, then

_CONTACTS: Final = Related(CONTACT, ("left_on", "-is_main", "name"))
RELATED: Final = (
    _CONTACTS,
    Related(ENGAGEMENT, ("-on", "-added_at")),
    Related(NOTE, ("-added_at",)),
    Related(FILE, ("-added_at",)),
)


class AttachmentForm(FileForm):
    """The form of an attached file."""

    file = forms.FileField(label="File", help_text="A document, table, picture or text of up to 25 MB.")


ATTACH_FILE: Final = ORGANISATION.form_about(
    "attach_file",
    AttachmentForm,
    title="Attach a file",
    button="Attach file",
    said="File attached.",
    takes="organisation",
)


def _told_of_one(by: Standing, one: Shown) -> dict[str, Any]:
    may_write = ORGANISATION.may_write_at(by, one.site) and one["merged_into"] is None
    return {"may_write": may_write, "may_merge": may_write and by.may(access.MERGE)}


@shows_nobody("Names of organisations, and no person.")
@require_safe
def named(request: HttpRequest) -> HttpResponse:
    """Suggest names like the text in the list's form, for its script."""
    return JsonResponse({"found": pairing.named(standing_in(request), request.GET.get("text", ""))})


@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Download a file."""
    return files.attachment(actions.file_taken(standing_in(request), pk))


@shows_nobody("Names of organisations, and no person.")
@require_safe
def likely_the_same(request: HttpRequest) -> HttpResponse:
    """Show pairs of records that may be one organisation."""
    return render(request, "organisations/likely_the_same.html", {"pairs": pairing.likely_pairs(standing_in(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, keep: UUID, other: UUID) -> HttpResponse:
    """Show two organisations side by side, and merge them on POST."""
    by = standing_in(request)
    if request.method == "POST":
        actions.merge_organisations(by=by, keep=keep, merge=other)
        messages.success(request, "Organisations merged.")
        return redirect(ORGANISATION.page, keep)
    kept, merged = pairing.pair_compared(by, keep, other)
    return render(request, "organisations/merge.html", {"kept": kept, "merged": merged})


@require_POST
def tell_apart(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    """Record that two organisations are not the same."""
    actions.tell_apart(by=standing_in(request), first=first, second=second)
    messages.success(request, "They will not be suggested again.")
    return redirect("organisations:likely_the_same")


@require_POST
def undo_merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo a merge."""
    apart = actions.undo_merge(by=standing_in(request), merge=pk)
    messages.success(request, "Merge undone. What was added since stays where it is.")
    return redirect(ORGANISATION.page, apart.pk)


app_name = "organisations"
urlpatterns = [
    path("", list_page(LIST, "organisations/organisations.html", pairing.pairs_counted), name="organisations"),
    path("named/", named, name="named"),
    path("organisations.csv", export_page(LIST, as_workbook=False), name="export_csv"),
    path("organisations.xlsx", export_page(LIST, as_workbook=True), name="export_xlsx"),
    path("likely-the-same/", likely_the_same, name="likely_the_same"),
    path("<uuid:keep>/merge/<uuid:other>/", merge, name="merge"),
    path("<uuid:first>/not/<uuid:second>/", tell_apart, name="tell_apart"),
    path("merges/<uuid:pk>/undo/", undo_merge, name="undo_merge"),
    *addresses_of(
        ORGANISATION,
        leads_to="organisations:organisations",
        page=record_page(ORGANISATION, "organisations/organisation.html", related=RELATED, tells=_told_of_one),
        history=(_CONTACTS,),
    ),
    # To remove a contact who was never there, undo the import. A contact who was there has left.
    *addresses_of(CONTACT, at="contacts/", removes=False),
    *addresses_of(ENGAGEMENT, at="engagements/"),
    *addresses_of(NOTE, at="notes/"),
    path("<uuid:pk>/files/add/", form_page(ATTACH_FILE, actions.attach_file, ORGANISATION), name="attach_file"),
    path("files/<uuid:pk>/", file, name="file"),
]


def navigate() -> None:
    """Put the pages in the navigation and among the first steps of each role."""
    in_navigation("Organisations", "organisations:organisations", access.READ, urlpatterns)
    step = Step(
        "Add your partners",
        "The organisations and people you work with, their engagement, and what is next.",
        "organisations:organisations",
        open_to=who_may(access.READ),
        place=55,
    )
    for role in (SYSTEMS_LEAD, PROGRAMME_MANAGER, TEAM_MANAGER):
        then(role.code, step)
