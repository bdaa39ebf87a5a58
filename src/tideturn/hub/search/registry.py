"""What is found by its words: each room says once what its records say, who sees them and where they are.

    searched(Searched(kind="milestone", label="Milestone", rule=policy.MILESTONES, said=_said, address=_address, ...))

Whatever writes such a record keeps the index in the same transaction, whether it is a page, a folder that comes in or
one that is taken back: it hangs on the record’s being saved and deleted, and on no service. What is sealed cannot come
in: outside a disclosure it is not read.
"""

from __future__ import annotations

from typing import Any

from tideturn.hub.search.keeping import keep_with
from tideturn.hub.search.kinds import SEARCHED as SEARCHED
from tideturn.hub.search.kinds import Said as Said
from tideturn.hub.search.kinds import Searched as Searched


def searched(one: Searched[Any]) -> None:
    """Have records found.

    Raises ValueError where there is such a kind, where a young person may be in one, or where its readers are special.
    """
    if one.rule.special:
        raise ValueError(f"{one.kind} has special fields, and is not searched")
    if one.rule.restricted is not None or one.rule.shows_identity or one.rule.by_break_glass:
        raise ValueError(f"{one.kind} may be about a young person, of whom nothing lies in clear")
    if SEARCHED.setdefault(one.kind, one) is not one:
        raise ValueError(f"there is a kind {one.kind} already")
    keep_with(one)
