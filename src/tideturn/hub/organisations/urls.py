"""The addresses of the programme room."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("named/", views.named, name="named"),
    path("organisations.csv", views.export_csv, name="export_csv"),
    path("organisations.xlsx", views.export_xlsx, name="export_xlsx"),
    path("add/", views.add_organisation, name="add_organisation"),
    path("likely-the-same/", views.likely_the_same, name="likely_the_same"),
    path("<uuid:keep>/merge/<uuid:other>/", views.merge, name="merge"),
    path("<uuid:first>/not/<uuid:second>/", views.tell_apart, name="tell_apart"),
    path("merges/<uuid:pk>/undo/", views.undo_merge, name="undo_merge"),
    path("<uuid:pk>/", views.organisation, name="organisation"),
    path("<uuid:pk>/change/", views.change_organisation, name="change_organisation"),
    path("<uuid:pk>/remove/", views.remove_organisation, name="remove_organisation"),
    path("<uuid:pk>/history/", views.history, name="history"),
    path("<uuid:pk>/contacts/add/", views.add_contact, name="add_contact"),
    path("<uuid:pk>/engagements/add/", views.record_engagement, name="record_engagement"),
    path("<uuid:pk>/notes/add/", views.write_note, name="write_note"),
    path("<uuid:pk>/files/add/", views.attach_file, name="attach_file"),
    path("contacts/<uuid:pk>/", views.contact, name="contact"),
    path("contacts/<uuid:pk>/change/", views.change_contact, name="change_contact"),
    path("engagements/<uuid:pk>/", views.engagement, name="engagement"),
    path("engagements/<uuid:pk>/change/", views.change_engagement, name="change_engagement"),
    path("engagements/<uuid:pk>/remove/", views.remove_engagement, name="remove_engagement"),
    path("files/<uuid:pk>/", views.file, name="file"),
]
