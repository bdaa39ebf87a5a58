"""The addresses of jobs."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<uuid:pk>/", views.job, name="job"),
    path("<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("<uuid:pk>/result/", views.result, name="result"),
]
