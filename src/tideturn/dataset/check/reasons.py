"""Check reasons, and the role codes of the people who give them."""

from __future__ import annotations

import re
from typing import Final

from tideturn.dataset.check.controls import control_in
from tideturn.dataset.check.folder import ANY_KEY
from tideturn.dataset.check.judgements import names_somebody
from tideturn.dataset.identity import signs

_ROLE: Final = re.compile(r"[^\W_][\w .-]*")
_LONGEST: Final = 30
"""Maximum number of characters of a role code."""


def reason_fault(text: str) -> str:
    """Return why a reason cannot be accepted; empty if it can."""
    if not text.strip(f"{ANY_KEY} "):
        return f"A reason is needed after the {ANY_KEY}."
    if control := control_in(text):
        return f"It holds {control}, which nobody can see. Write it without that character."
    found = signs(text)
    return f"It holds what looks like {found[0].kind}. Leave it out: a folder never holds it." if found else ""


def role_fault(by: str) -> str:
    """Return why a role code cannot be accepted; empty if it can."""
    if signs(by) or names_somebody("queries", "by", by):
        return "This looks like a person's name. Write a role code, such as PM."
    if not _ROLE.fullmatch(by):
        return (
            "This is not a role code. Begin with a letter or a digit, and use only letters, digits, spaces, hyphens, "
            "dots and underscores. Example: PM."
        )
    if len(by) > _LONGEST or by.endswith("."):
        return "A role code is short, such as PM."
    return ""
