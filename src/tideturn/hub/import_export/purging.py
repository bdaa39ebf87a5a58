"""Delete what is no longer needed: files that nobody imported, earlier states of the kept folder, the undo data of old
imports, and what a killed process left unpacked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.crypto import files
from tideturn.hub.import_export import actions
from tideturn.hub.import_export.models import Import, Kept, State, Written
from tideturn.hub.import_export.unpacking import sweep

WAITS: Final = timedelta(days=14)
"""Period in which a file that was sent can be imported."""
UNDONE_WITHIN: Final = timedelta(days=30)
"""Period in which an import can be undone."""


def is_too_long_ago(came_in_at: datetime | None) -> bool:
    """Say whether an import of that time can no longer be undone: its undo data is deleted by then."""
    return came_in_at is None or came_in_at < clock.now() - UNDONE_WITHIN


def purge_folders() -> int:
    """Delete all that is due. Return how many stored files that were. The worker calls this each minute."""
    sweep()
    gone = _leave_what_waits() + _forget_earlier()
    _forget_what_rows_said()
    return gone


def _leave_what_waits() -> int:
    due = Import.objects.filter(at__lt=clock.now() - WAITS).exclude(file=None)
    gone = 0
    for one in due.select_related("file"):
        with transaction.atomic():
            found = Import.objects.select_for_update(of=("self",)).select_related("file").get(pk=one.pk)
            if found.file is None or found.at_rest not in (State.TO_MATCH, State.READY, State.REFUSED):
                continue
            actions.let_go(found, State.LEFT)
            record(actions.LEFT, by=None, via="worker", on=found)
            gone += 1
    return gone


def _forget_what_rows_said() -> None:
    """Delete undo data for imports past their undo window."""
    since = clock.now() - UNDONE_WITHIN
    # An import whose undo was started and not finished counts as imported.
    came_in = Q(of__state__in=(State.IN, State.GOING_OUT), of__came_in_at__lt=since)
    over = Q(of__state=State.TAKEN_BACK) | came_in
    for pk in Written.objects.filter(over).values_list("of", flat=True).distinct():
        with transaction.atomic():
            found = Import.objects.select_for_update(of=("self",)).get(pk=pk)
            if found.at_rest == State.GOING_OUT:
                continue
            Written.objects.filter(of=found).delete()
            record(actions.FORGOTTEN, by=None, via="worker", on=found)


def _forget_earlier() -> int:
    """Delete the earlier states of the kept folder. Keep the last one, and those around imports that can still be
    undone.
    """
    numbers = Kept.objects.exclude(file=None).order_by("-number").values_list("number", flat=True)
    last = numbers.first()
    if last is None:
        return 0
    since = clock.now() - UNDONE_WITHIN
    came_in = Import.objects.filter(state__in=(State.IN, State.GOING_OUT), came_in_at__gte=since)
    because = Kept.objects.filter(because__in=came_in).values_list("number", flat=True)
    needed = {last, *because, *(number - 1 for number in because)}
    gone = 0
    # An import that is finishing now makes a later state, which the query above does not cover.
    earlier_ones = Kept.objects.filter(number__lt=last).exclude(file=None).exclude(number__in=needed)
    for kept in earlier_ones.select_related("file"):
        with transaction.atomic():
            earlier, kept.file = kept.file, None
            kept.save(update_fields=["file"])
            assert earlier is not None
            files.discard(earlier)
            record(actions.FORGOTTEN, by=None, via="worker", on=kept)
            gone += 1
    return gone
