from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sample import forms, queries, services
from tideturn.hub.access.standing import standing_in
from tideturn.hub.access.tables import table
from tideturn.hub.forms.page import edit_page


@require_http_methods(["GET", "POST"])
def children(request: HttpRequest) -> HttpResponse:
    """A page of them; or those of a name, which is sent and never part of an address that somebody keeps."""
    asked = request.POST.get("name")
    by = standing_in(request)
    found = queries.children_named(by, asked) if asked else queries.children_seen(by, int(request.GET.get("page", "1")))
    lines = "\n".join(f"{one.reference} {one.name} {one.visits}" for one in found.shown)
    return HttpResponse(f"{found.total} in all\n{lines}", content_type="text/plain")


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    rows = queries.children_exported(standing_in(request))
    return table("children", ("reference", "name"), ((one.reference, one.name) for one in rows))


@require_GET
def child(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A page, and a part of it where a script asks."""
    shown = queries.child_read(standing_in(request), pk)
    told = [shown.reference, shown.name, shown.note, *shown.visits, *shown.linked]
    return HttpResponse("\n".join(told), content_type="text/plain")


@require_GET
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    return HttpResponse(queries.paper_taken(standing_in(request), pk).content, content_type="application/octet-stream")


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    given = request.POST
    made = services.add_child(
        by=standing_in(request), reference=given["reference"], name=given["name"], site=given["site"]
    )
    return redirect("sample:child", made.pk)


@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.close_child(by=standing_in(request), pk=pk)
    return redirect("sample:child", pk)


@require_POST
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.record_visit(by=standing_in(request), child=pk, told=request.POST["told"])
    return redirect("sample:child", pk)


def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    return edit_page(request, forms.CHANGE, pk, services.change_child)


def begin(request: HttpRequest) -> HttpResponse:
    return edit_page(request, forms.BEGIN, None, services.add_child)


def tell(request: HttpRequest, pk: UUID) -> HttpResponse:
    return edit_page(request, forms.TELL, pk, services.record_visit)
