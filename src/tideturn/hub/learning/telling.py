"""What the worker does about digests, each minute: whoever's week is over is told, each in a transaction of its own."""

from __future__ import annotations

from tideturn.hub.common import clock
from tideturn.hub.learning.digest import EVERY
from tideturn.hub.learning.models import DigestWanted
from tideturn.hub.learning.services.digests import tell_digest


def tell_digests() -> int:
    """Tell those whose week is over, where there is something new to them; how many."""
    due = DigestWanted.objects.filter(upto__lte=clock.now() - EVERY).order_by("upto", "pk")
    return sum(tell_digest(wanted=pk) for pk in list(due.values_list("pk", flat=True)))
