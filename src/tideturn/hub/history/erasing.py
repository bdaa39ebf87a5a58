"""Erase from histories what must be erased from records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tideturn.hub.crypto.fields import SealedTextField
from tideturn.hub.history.models import Version
from tideturn.hub.history.snapshots import as_json

_SNAPSHOTS: Final = tuple(one for one in Version._meta.concrete_fields if isinstance(one, SealedTextField))


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
    rewritten = set()
    for version in Version.objects.select_for_update(of=("self",)).filter(record=record):
        for snapshot in _SNAPSHOTS:
            kept = json.loads(snapshot.unseen_text(version) or "{}")
            told = [column for column in columns if kept.get(column) not in (None, "")]
            if told:
                setattr(version, snapshot.name, as_json(kept | dict.fromkeys(told)))
                version.save(update_fields=[snapshot.name])
                rewritten.add(version.pk)
    return len(rewritten)
