"""Open a record by break-glass: each kind by its exact reference. The page never confirms that one exists.

The leads get a notice each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from django.db.models import Model, Q
from django.urls import reverse

from tideturn.hub.common.unruled import unruled
from tideturn.hub.notices.kinds import NoticeKind

GLASS_USED: Final = NoticeKind(
    "access.glass_used",
    told="Break-glass was used",
    address=lambda glass: reverse("access:glass_told", args=[glass]),
)


@dataclass(frozen=True)
class GlassKind:
    """A kind of record that break-glass opens, declared in an app's policy.

    `by` makes a condition from an exact reference, through a blind index or a reference that is unique. `url` is the
    page that shows the record with an id.
    """

    code: str
    title: str
    model: type[Model]
    by: Callable[[str], Q]
    url: Callable[[UUID], str]

    def __post_init__(self) -> None:
        """Register the kind for break-glass. Raise ValueError if the code is taken."""
        if GLASS_KINDS.setdefault(self.code, self) is not self:
            raise ValueError(f"there is a kind {self.code} already")

    @unruled("Break-glass looks up an exact reference without any rule, and confirms nothing that it finds.")
    def named(self, reference: str) -> UUID:
        """Return the id of the one record with this reference.

        If there is none, or more than one, return an id of nothing. Both cases take one query.
        """
        found = list(self.model._base_manager.filter(self.by(reference.strip())).values_list("pk", flat=True)[:2])
        nothing = uuid4()
        return found[0] if len(found) == 1 else nothing

    @unruled("Checks whether a record has this id, for a reader of the audit, who may look for any id.")
    def has(self, pk: UUID) -> bool:
        """Return whether there is a record of this kind with this id."""
        return self.model._base_manager.filter(pk=pk).exists()


GLASS_KINDS: Final[dict[str, GlassKind]] = {}
"""Every kind by its code."""
