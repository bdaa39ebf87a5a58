"""The addresses of the forms about others' accounts, beside those of accounts themselves."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.access_forms import views

urlpatterns = [
    path("people/invite/", views.invite, name="accounts_invite"),
    path("people/<uuid:user>/last-day/", views.last_day, name="accounts_last_day"),
]
