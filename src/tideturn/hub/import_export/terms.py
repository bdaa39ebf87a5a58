"""States of an import, and decisions about an export."""

from __future__ import annotations

from django.db.models import TextChoices


class State(TextChoices):
    """State of an import. A spreadsheet is first read and matched to a table."""

    READ = "read", "Reading the file"
    TO_MATCH = "to_match", "Columns to match"
    LOOKED_AT = "looked_at", "Checking"
    REFUSED = "refused", "Cannot be imported"
    READY = "ready", "Ready to import"
    COMING_IN = "coming_in", "Importing"
    IN = "in", "Imported"
    GOING_OUT = "going_out", "Undoing import"
    TAKEN_BACK = "taken_back", "Import undone"
    LEFT = "left", "Cancelled"


class Decision(TextChoices):
    """A second person's decision about an export."""

    ASKED = "asked", "Waiting for a second person"
    AGREED = "agreed", "Approved"
    REFUSED = "refused", "Refused"
    MADE = "made", "Exported"
