"""Import and export as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ImportExportConfig(AppConfig):
    """Folders and spreadsheets, in and out."""

    name = "tideturn.hub.import_export"
    label = "import_export"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.import_export import forms, in_navigation  # they read the models, which are there only now

        assert forms  # which declare what is filled in
        in_navigation.fill_in()
