from django.urls import include, path

from sample import erasing, therapy, views
from tideturn.hub.config.urls import urlpatterns as hub

handler404 = "tideturn.hub.access.views.not_found"
assert erasing  # which declares a kind of the ledger
urlpatterns = [
    *hub,
    path(
        "sample/",
        include(
            (
                [
                    path("", views.children, name="children"),
                    path("export.csv", views.export, name="export"),
                    path("add", views.add, name="add"),
                    path("<uuid:pk>/", views.child, name="child"),
                    path("begin", views.begin, name="begin"),
                    path("<uuid:pk>/change", views.change, name="change"),
                    path("<uuid:pk>/tell", views.tell, name="tell"),
                    path("<uuid:pk>/close", views.close, name="close"),
                    path("<uuid:pk>/visit", views.visit, name="visit"),
                    path("paper/<uuid:pk>", views.paper, name="paper"),
                    *therapy.addresses,
                ],
                "sample",
            )
        ),
    ),
]
