"""The addresses of the room of the plan."""

from __future__ import annotations

from typing import Final

from django.urls import path

from tideturn.hub.plan import milestone_views, priority_views, views

app_name = "plan"
TARGETS: Final = [
    path("", views.plan, name="plan"),
    path("at/<uuid:pk>/", views.of_site, name="of_site"),
    path("adaptations/", views.adaptations, name="adaptations"),
    path("adaptations/<uuid:pk>/remove/", views.remove_adaptation, name="remove_adaptation"),
    path("targets/add/", views.add_target, name="add_target"),
    path("targets/<uuid:pk>/", views.target, name="target"),
    path("targets/<uuid:pk>/delivered/", views.tell_delivery, name="tell_delivery"),
    path("targets/<uuid:pk>/adapt/", views.adapt_target, name="adapt_target"),
    path("targets/<uuid:pk>/correct/", views.correct_target, name="correct_target"),
    path("targets/<uuid:pk>/remove/", views.remove_target, name="remove_target"),
]
MILESTONES: Final = [
    path("milestones/", milestone_views.milestones, name="milestones"),
    path("milestones/milestones.csv", milestone_views.export_csv, name="export_csv"),
    path("milestones/milestones.xlsx", milestone_views.export_xlsx, name="export_xlsx"),
    path("milestones/add/", milestone_views.add_milestone, name="add_milestone"),
    path("milestones/<uuid:pk>/", milestone_views.milestone, name="milestone"),
    path("milestones/<uuid:pk>/change/", milestone_views.change_milestone, name="change_milestone"),
    path("milestones/<uuid:pk>/remove/", milestone_views.remove_milestone, name="remove_milestone"),
]
PRIORITIES: Final = [
    path("priorities/", priority_views.priorities, name="priorities"),
    path("priorities/draft/", priority_views.draft_priority, name="draft_priority"),
    path("priorities/steps/<uuid:pk>/remove/", priority_views.remove_step, name="remove_step"),
    path("priorities/<uuid:pk>/", priority_views.priority, name="priority"),
    path("priorities/<uuid:pk>/change/", priority_views.change_priority, name="change_priority"),
    path("priorities/<uuid:pk>/consult/", priority_views.consult_on, name="consult_on"),
    path("priorities/<uuid:pk>/agree/", priority_views.agree_priority, name="agree_priority"),
    path("priorities/<uuid:pk>/retire/", priority_views.retire_priority, name="retire_priority"),
    path("priorities/<uuid:pk>/remove/", priority_views.remove_priority, name="remove_priority"),
]
urlpatterns = [*TARGETS, *MILESTONES, *PRIORITIES]
