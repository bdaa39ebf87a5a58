"""Import and export as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ImportExportConfig(AppConfig):
    """Folders and spreadsheets, in and out."""

    name = "tideturn.hub.import_export"
    label = "import_export"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.import_export import in_navigation  # needs the models, which Django has only now

        in_navigation.fill_in()
