"""The addresses of the room of places."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.local_context import criteria_views, views

app_name = "local_context"
urlpatterns = [
    path("", views.places, name="places"),
    path("adaptations/", criteria_views.adaptations, name="adaptations"),
    path("adaptations.csv", criteria_views.export_csv, name="export_csv"),
    path("adaptations.xlsx", criteria_views.export_xlsx, name="export_xlsx"),
    path("<uuid:pk>/", views.place, name="place"),
    path("<uuid:pk>/add/", views.add_circumstance, name="add_circumstance"),
    path("<uuid:pk>/posts/", views.posts, name="posts"),
    path("<uuid:pk>/posts/add/", views.add_post, name="add_post"),
    path("<uuid:pk>/criteria/", criteria_views.criteria, name="criteria"),
    path("<uuid:pk>/criteria/add/", criteria_views.add_criterion, name="add_criterion"),
    path("<uuid:pk>/baseline/", views.baseline, name="baseline"),
    path("<uuid:pk>/baseline/add/", views.add_baseline, name="add_baseline"),
    path("<uuid:pk>/baseline/begin/", views.begin_asks, name="begin_asks"),
    path("<uuid:pk>/baseline/ask/", views.add_ask, name="add_ask"),
    path("<uuid:pk>/partners/", views.partners, name="partners"),
    path("circumstances/<uuid:pk>/", views.circumstance, name="circumstance"),
    path("circumstances/<uuid:pk>/change/", views.change_circumstance, name="change_circumstance"),
    path("circumstances/<uuid:pk>/remove/", views.remove_circumstance, name="remove_circumstance"),
    path("posts/<uuid:pk>/", views.post, name="post"),
    path("posts/<uuid:pk>/change/", views.change_post, name="change_post"),
    path("posts/<uuid:pk>/again/", views.advertise_again, name="advertise_again"),
    path("posts/<uuid:pk>/remove/", views.remove_post, name="remove_post"),
    path("criteria/<uuid:pk>/", criteria_views.criterion, name="criterion"),
    path("criteria/<uuid:pk>/adapt/", criteria_views.adapt_criterion, name="adapt_criterion"),
    path("criteria/<uuid:pk>/end/", criteria_views.end_criterion, name="end_criterion"),
    path("criteria/<uuid:pk>/correct/", criteria_views.correct_criterion, name="correct_criterion"),
    path("criteria/<uuid:pk>/remove/", criteria_views.remove_criterion, name="remove_criterion"),
    path("baselines/<uuid:pk>/", views.baseline_of, name="baseline_of"),
    path("baselines/<uuid:pk>/change/", views.change_baseline, name="change_baseline"),
    path("baselines/<uuid:pk>/remove/", views.remove_baseline, name="remove_baseline"),
    path("asks/<uuid:pk>/", views.ask, name="ask"),
    path("asks/<uuid:pk>/change/", views.answer_ask, name="answer_ask"),
    path("asks/<uuid:pk>/remove/", views.remove_ask, name="remove_ask"),
]
