"""What can be done about the theory of change, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

READ: Final = action("theory.read", Kind.DISCLOSURE, "read the theory of change")
NEXT_BEGUN: Final = action("theory.begin_next", Kind.WRITE, "began the next version of the theory of change")
NEXT_THROWN_AWAY: Final = action(
    "theory.throw_next_away", Kind.WRITE, "threw the next version of the theory of change away"
)
VERSION_MADE: Final = action("theory.make_version", Kind.WRITE, "made a version of the theory of change")
BOX_ADDED: Final = action("theory.add_box", Kind.WRITE, "added a box to the theory’s next version")
BOX_CHANGED: Final = action("theory.change_box", Kind.WRITE, "changed a box of the theory’s next version")
BOX_REMOVED: Final = action("theory.remove_box", Kind.WRITE, "removed a box from the theory’s next version")
LINK_ADDED: Final = action("theory.add_link", Kind.WRITE, "added a link to the theory’s next version")
LINK_CHANGED: Final = action("theory.change_link", Kind.WRITE, "changed a link of the theory’s next version")
LINK_REMOVED: Final = action("theory.remove_link", Kind.WRITE, "removed a link from the theory’s next version")
VERSION_RECORDED: Final = action("theory.record_version", Kind.WRITE, "recorded a version of the theory of change")
VERSION_CORRECTED: Final = action("theory.correct_version", Kind.WRITE, "corrected what a version of the theory says")
VERSION_TAKEN_AWAY: Final = action("theory.take_version_away", Kind.WRITE, "removed a version of the theory of change")
NODE_RECORDED: Final = action("theory.record_node", Kind.WRITE, "recorded a box of the theory of change")
NODE_CORRECTED: Final = action("theory.correct_node", Kind.WRITE, "corrected a box of the theory of change")
NODE_TAKEN_AWAY: Final = action("theory.take_node_away", Kind.WRITE, "removed a box of the theory of change")
LINK_RECORDED: Final = action("theory.record_link", Kind.WRITE, "recorded a link of the theory of change")
LINK_CORRECTED: Final = action("theory.correct_link", Kind.WRITE, "corrected a link of the theory of change")
LINK_TAKEN_AWAY: Final = action("theory.take_link_away", Kind.WRITE, "removed a link of the theory of change")
