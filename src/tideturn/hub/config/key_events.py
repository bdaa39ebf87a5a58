"""What is done with the hub's keys in a terminal, as the audit is told of it: purposes and names, never a key."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from tideturn.hub.audit.actions import Action, Kind, action
from tideturn.hub.audit.record import record

ROTATED: Final = action("config.rotate_keys", Kind.WRITE, "took a new key into use")
FORGOTTEN: Final = action("config.forget_key", Kind.WRITE, "took an older key out of the keys' folder")


def tell(what: Action, *, purpose: str, key: str) -> None:
    """Tell the audit; by nobody's account, since whoever runs the machine needs none."""
    with transaction.atomic():
        record(what, by=None, via="command", details={"purpose": purpose, "key": key})
