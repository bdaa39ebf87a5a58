"""The room of the theory of change as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class TheoryConfig(AppConfig):
    """The theory of change."""

    name = "tideturn.hub.theory"
    label = "theory"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.learning.api import tells_what_changed  # they read the models, which are there only now
        from tideturn.hub.theory import because_of, folder, forms, in_navigation, searched

        assert forms  # which declare what is edited
        folder.fill_in()
        tells_what_changed(because_of.what_changed)
        in_navigation.fill_in()
        searched.fill_in()
