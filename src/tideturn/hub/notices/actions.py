"""What can be done about notices, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

READ: Final = action("notices.acknowledge_notice", Kind.WRITE, "acknowledged a notice")
MAILED: Final = action("notices.mail_notice", Kind.WRITE, "had a notice sent by e-mail")
GIVEN_UP: Final = action("notices.give_up_notice", Kind.WRITE, "gave up sending a notice by e-mail")
