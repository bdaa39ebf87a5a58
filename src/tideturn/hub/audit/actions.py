"""What can be done, each with the sentence in which the audit tells it. A room adds its own where its services are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tideturn.hub.common.names import require_name


class Kind(StrEnum):
    """Whether something was changed, or somebody was shown."""

    WRITE = "write"
    DISCLOSURE = "disclosure"
    REFUSAL = "refusal"


@dataclass(frozen=True)
class Action:
    """Something that can be done: `room.verb_object`, and how it is told of somebody: “opened a record”."""

    name: str
    kind: Kind
    told: str


ACTIONS: Final[dict[str, Action]] = {}
"""Every action by its name."""


def action(name: str, kind: Kind, told: str) -> Action:
    """Declare an action. Raises ValueError for a name that is no `room.verb_object`, or is taken."""
    require_name(name, of="an action")
    made = Action(name, kind, told)
    if ACTIONS.setdefault(name, made) != made:
        raise ValueError(f"there is an action {name} already")
    return made
