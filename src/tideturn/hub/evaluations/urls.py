"""The addresses of evaluations."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("", views.evaluations, name="evaluations"),
    path("judge/", views.judge, name="judge"),
    path("documents/<uuid:pk>/", views.document, name="document"),
    path("<uuid:pk>/", views.evaluation, name="evaluation"),
    path("<uuid:pk>/remove/", views.remove, name="remove"),
]
