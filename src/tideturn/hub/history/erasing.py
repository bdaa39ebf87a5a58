"""Erase from histories what must be erased from records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tideturn.hub.history.models import Version
from tideturn.hub.history.snapshots import as_json


def erase_versions(records: Iterable[UUID]) -> int:
    """Delete every version of these records and of their parts. Return how many it deleted.

    Call it after you remove the records: each removal makes a version, and so does a write in progress.
    """
    erased = list(records)
    return Version.objects.filter(Q(record__in=erased) | Q(parent__in=erased)).delete()[0]


@transaction.atomic
def erase_fields(record: UUID, *columns: str) -> int:
    """Empty these columns in every version of a record, and seal it again. Return how many versions it changed.

    Call it after you empty them in the record itself: that makes a version too.
    """
    said = Version._meta.get_field("said")
    rewritten = 0
    for version in Version.objects.select_for_update(of=("self",)).filter(record=record):
        kept = json.loads(said.unseen_text(version))
        told = [column for column in columns if kept.get(column) not in (None, "")]
        if told:
            version.said = as_json(kept | dict.fromkeys(told))
            version.save(update_fields=["said"])
            rewritten += 1
    return rewritten
