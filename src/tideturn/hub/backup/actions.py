"""What is done about copies, as the audit tells it; by nobody's account, but in a terminal or by the worker."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

TAKEN: Final = action("backup.take_backup", Kind.WRITE, "took a copy of the hub")
REMOVED: Final = action("backup.remove_backup", Kind.WRITE, "removed an older copy of the hub")
KEYS_COPIED: Final = action("backup.copy_keys", Kind.WRITE, "took a copy of the keys")
REHEARSED: Final = action("backup.rehearse_restore", Kind.WRITE, "rehearsed putting a copy back")
RESTORED: Final = action("backup.restore_hub", Kind.WRITE, "put a copy of the hub back")
