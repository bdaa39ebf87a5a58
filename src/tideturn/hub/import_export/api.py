"""Functions for other apps to use: the folder that the hub holds. Import this module only where a folder is read."""

from __future__ import annotations

from tideturn.hub.import_export.folders import written
from tideturn.hub.import_export.going_out import gathered
from tideturn.hub.import_export.unpacking import packed, unpacked

__all__ = ["gathered", "packed", "unpacked", "written"]
