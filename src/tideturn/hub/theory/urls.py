"""The addresses of the room of the theory of change."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.theory import views

app_name = "theory"
urlpatterns = [
    path("", views.now, name="now"),
    path("since/", views.say_since_when, name="say_since_when"),
    path("versions/<uuid:pk>/", views.version, name="version"),
    path("compare/", views.compare, name="compare"),
    path("next/", views.next_version, name="next"),
    path("next/begin/", views.begin, name="begin"),
    path("next/throw-away/", views.throw_away, name="throw_away"),
    path("next/make/", views.make_version, name="make_version"),
    path("next/boxes/add/", views.add_box, name="add_box"),
    path("next/boxes/<uuid:pk>/change/", views.change_box, name="change_box"),
    path("next/boxes/<uuid:pk>/remove/", views.remove_box, name="remove_box"),
    path("next/links/add/", views.add_link, name="add_link"),
    path("next/links/<uuid:pk>/change/", views.change_link, name="change_link"),
    path("next/links/<uuid:pk>/remove/", views.remove_link, name="remove_link"),
]
