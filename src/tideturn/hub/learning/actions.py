"""What can be done about learning points, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

POINT_ADDED: Final = action("learning.add_point", Kind.WRITE, "added a learning point")
POINT_CHANGED: Final = action("learning.change_point", Kind.WRITE, "changed a learning point")
MARKED_USED: Final = action("learning.mark_used", Kind.WRITE, "said whether a learning point was used")
POINT_REMOVED: Final = action("learning.remove_point", Kind.WRITE, "removed a learning point")
SHARE_RECORDED: Final = action("learning.record_share", Kind.WRITE, "recorded with whom a learning point was shared")
SHARE_REMOVED: Final = action("learning.remove_share", Kind.WRITE, "removed that a learning point was shared")
DIGEST_WANTED: Final = action("learning.want_digest", Kind.WRITE, "asked for the weekly digest of learning")
DIGEST_STOPPED: Final = action("learning.stop_digest", Kind.WRITE, "stopped the weekly digest of learning")
DIGEST_TOLD: Final = action("learning.tell_digest", Kind.WRITE, "told somebody that there is learning from other sites")
POINTS_LISTED: Final = action("learning.list_points", Kind.DISCLOSURE, "saw a list of learning points")
POINT_READ: Final = action("learning.read_point", Kind.DISCLOSURE, "read a learning point")
POINTS_EXPORTED: Final = action("learning.export_points", Kind.DISCLOSURE, "exported learning points")
DIGEST_READ: Final = action("learning.read_digest", Kind.DISCLOSURE, "read the digest of learning")
