"""The addresses of the room of years and sites."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.programme, name="programme"),
    path("name/", views.name_programme, name="name_programme"),
    path("name/<uuid:pk>/", views.called, name="called"),
    path("name/<uuid:pk>/change/", views.rename_programme, name="rename_programme"),
    path("sites/add/", views.add_site, name="add_site"),
    path("sites/<uuid:pk>/", views.site, name="site"),
    path("sites/<uuid:pk>/change/", views.change_site, name="change_site"),
    path("sites/<uuid:pk>/remove/", views.remove_site, name="remove_site"),
    path("years/add/", views.add_year, name="add_year"),
    path("years/<uuid:pk>/", views.year, name="year"),
    path("years/<uuid:pk>/change/", views.change_year, name="change_year"),
    path("years/<uuid:pk>/remove/", views.remove_year, name="remove_year"),
]
