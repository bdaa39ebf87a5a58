"""What is done on the way to a first year itself, as the audit tells it. All else is the rooms' own."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

ROLE_MEANT: Final = action("onboarding.mean_role", Kind.WRITE, "said which role somebody who is invited shall have")
