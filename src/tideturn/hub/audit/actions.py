"""Actions that can be done, each with its words in the audit. An app declares its own next to its services."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tideturn.hub.common.names import require_name


class Kind(StrEnum):
    """Whether something was changed or shown, or somebody was refused."""

    WRITE = "write"
    DISCLOSURE = "disclosure"
    REFUSAL = "refusal"


@dataclass(frozen=True)
class Action:
    """Something that can be done: its name `room.verb_object`, and its words in the audit: “opened a record”."""

    name: str
    kind: Kind
    told: str


ACTIONS: Final[dict[str, Action]] = {}
"""Every action by its name."""


def action(name: str, kind: Kind, told: str) -> Action:
    """Declare an action. Raise ValueError if the name is not a `room.verb_object`, or is taken."""
    require_name(name, of="an action")
    made = Action(name, kind, told)
    if ACTIONS.setdefault(name, made) != made:
        raise ValueError(f"there is an action {name} already")
    return made
