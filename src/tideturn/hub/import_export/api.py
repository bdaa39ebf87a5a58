"""What the rooms above know of the way out: the folder that the hub holds. It is loaded where one is read alone."""

from __future__ import annotations

from tideturn.hub.import_export.folders import written
from tideturn.hub.import_export.going_out import gathered
from tideturn.hub.import_export.unpacking import packed, unpacked

__all__ = ["gathered", "packed", "unpacked", "written"]
