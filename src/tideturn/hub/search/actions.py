"""What a search tells the audit: who was shown which records, and never the words that were typed."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

SEARCHED: Final = action("search.search", Kind.DISCLOSURE, "searched the hub")
