"""Import and export as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ImportExportConfig(AppConfig):
    """Folders and spreadsheets, in and out."""

    name = "tideturn.hub.import_export"
    label = "import_export"
