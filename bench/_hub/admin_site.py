"""Django’s admin of organisations: the same columns, as many rows a page, a filter, the search; no audit, no rule."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path

from tideturn.hub.organisations.models import Organisation


class _Site(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated


class _Organisations(admin.ModelAdmin):
    list_display = ("name", "sector", "site", "stage", "next_step", "asked_first")
    list_per_page = 50
    list_filter = ("stage",)
    search_fields = ("name",)
    ordering = ("name", "id")
    actions = None

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).filter(merged_into=None).prefetch_related("contacts")

    def asked_first(self, organisation: Organisation) -> str:
        return next((one.name for one in organisation.contacts.all() if one.is_main), "")

    def has_module_permission(self, *_: object) -> bool:
        return True

    has_add_permission = has_module_permission

    def has_view_permission(self, *_: object) -> bool:
        return True

    has_change_permission = has_delete_permission = has_view_permission


site = _Site()
site.register(Organisation, _Organisations)
urlpatterns = [path("admin/", site.urls)]
