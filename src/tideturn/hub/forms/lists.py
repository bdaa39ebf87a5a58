"""One's own drafts as a table."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from tideturn.hub.forms.queries import OwnDraft
from tideturn.hub.ui.tables import Cell, Column, Page, Press, Table

_COLUMNS: Final = (Column("What you were writing"), Column("Last written in"), Column("Throw away", pressed=True))
_UNOPENED: Final = "Something that you may not open now"
_UNPROVEN: Final = "It came when your session had ended: see that it is what you wrote."


def listed(page: Page[OwnDraft]) -> Table:
    """A page of them."""
    return Table.of(
        page,
        _row,
        name="drafts",
        title="Drafts",
        columns=_COLUMNS,
        asked={},
        nothing="You have sent all that you wrote.",
    )


def _row(draft: OwnDraft) -> tuple[Cell, ...]:
    title = draft.title or _UNOPENED
    about = f"“{title}”, as it was on {draft.at}"
    return (
        Cell(title, draft.url, note=_UNPROVEN if draft.unproven else ""),
        Cell(draft.at),
        Cell(press=Press("Throw away", reverse("forms:throw_away", args=[draft.id]), about)),
    )
