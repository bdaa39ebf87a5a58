"""The addresses of the learning log."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.learning import views

app_name = "learning"
urlpatterns = [
    path("", views.log, name="log"),
    path("learning.csv", views.export_csv, name="export_csv"),
    path("learning.xlsx", views.export_xlsx, name="export_xlsx"),
    path("add/", views.add_point, name="add_point"),
    path("digest/", views.digest, name="digest"),
    path("digest/want/", views.want_digest, name="want_digest"),
    path("digest/stop/", views.stop_digest, name="stop_digest"),
    path("at/<uuid:pk>/", views.of_site, name="of_site"),
    path("shares/<uuid:pk>/remove/", views.remove_share, name="remove_share"),
    path("<uuid:pk>/", views.point, name="point"),
    path("<uuid:pk>/change/", views.change_point, name="change_point"),
    path("<uuid:pk>/used/", views.mark_used, name="mark_used"),
    path("<uuid:pk>/share/", views.record_share, name="record_share"),
    path("<uuid:pk>/remove/", views.remove_point, name="remove_point"),
]
