"""What can be done with drafts, as the audit tells it. What a form does once it is sent, its room tells."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

DRAFT_BEGUN: Final = action("forms.begin_draft", Kind.WRITE, "began a draft")
DRAFT_OPENED: Final = action("forms.open_draft", Kind.DISCLOSURE, "went on with a draft")
DRAFT_SENT: Final = action("forms.send_draft", Kind.WRITE, "sent what had been a draft")
DRAFT_THROWN_AWAY: Final = action("forms.throw_draft_away", Kind.WRITE, "threw a draft away")
DRAFT_KEPT: Final = action("forms.keep_unproven", Kind.WRITE, "kept what came after a session had ended")
DRAFTS_PURGED: Final = action("forms.purge_drafts", Kind.WRITE, "purged drafts that nobody went on with")
DRAFTS_ERASED: Final = action("forms.erase_drafts", Kind.WRITE, "erased the drafts about somebody")
