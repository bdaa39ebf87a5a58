"""States of an import, and decisions about an export."""

from __future__ import annotations

from django.db.models import TextChoices


class State(TextChoices):
    """State of an import. A spreadsheet is first read and matched to a table."""

    READ = "read", "Being read"
    TO_MATCH = "to_match", "To be matched"
    LOOKED_AT = "looked_at", "Being looked through"
    REFUSED = "refused", "Cannot come in"
    READY = "ready", "Ready to come in"
    COMING_IN = "coming_in", "Coming in"
    IN = "in", "Came in"
    GOING_OUT = "going_out", "Being taken back"
    TAKEN_BACK = "taken_back", "Taken back"
    LEFT = "left", "Left"


class Decision(TextChoices):
    """A second person's decision about an export."""

    ASKED = "asked", "Waits for a second person"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    MADE = "made", "Made"
