"""The addresses of the way in and out."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.import_export import views

app_name = "import_export"
urlpatterns = [
    path("", views.exchange, name="exchange"),
    path("in/send/", views.send, name="send"),
    path("in/sheet/", views.send_sheet, name="send_sheet"),
    path("in/<uuid:pk>/table/", views.choose_table, name="table"),
    path("in/<uuid:pk>/columns/", views.match_columns, name="columns"),
    path("in/<uuid:pk>/rest/", views.say_the_rest, name="rest"),
    path("in/<uuid:pk>/", views.came_in, name="import"),
    path("in/<uuid:pk>/write/", views.bring_in, name="bring_in"),
    path("in/<uuid:pk>/leave/", views.leave, name="leave"),
    path("in/<uuid:pk>/undo/", views.take_back, name="take_back"),
    path("out/ask/", views.ask, name="ask"),
    path("out/<uuid:pk>/", views.went_out, name="export"),
    path("out/<uuid:pk>/decide/", views.decide, name="decide"),
    path("out/<uuid:pk>/make/", views.make, name="make"),
]
