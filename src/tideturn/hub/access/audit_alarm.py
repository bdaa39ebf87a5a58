"""Who is told that the audit's chain lacks links that it had, so that nothing is sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.urls import reverse

from tideturn.hub.access.telling import leads_but
from tideturn.hub.audit.actions import Action, Kind, action
from tideturn.hub.audit.anchors import Anchor
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.notices.kinds import NoticeKind, notice_kind
from tideturn.hub.notices.models import Notice
from tideturn.hub.notices.telling import tell

LINKS_LOST: Final[Action] = action(
    "access.tell_links_lost", Kind.WRITE, "told the leads that the audit's chain lacks links that it had"
)
AUDIT_STOPPED: Final[NoticeKind] = notice_kind(
    "access.audit_stopped",
    told="The audit lacks what it once held: an older copy was put back, or its end was cut off. Ask whoever runs the "
    "server to look into it; until then it is not sealed",
    address=lambda _: reverse("access:audit"),
)
_AGAIN: Final = timedelta(days=1)


def tell_links_lost(lost: Anchor) -> bool:
    """Leave the leads a notice, and another each day for as long as it lasts. Whether they were told now."""
    about = uuid5(NAMESPACE_URL, f"{lost.number} {lost.mac}")
    with transaction.atomic():
        lately = Notice.objects.filter(kind=AUDIT_STOPPED.name, about=about, at__gt=clock.now() - _AGAIN)
        leads = leads_but()
        if not leads or lately.exists():
            return False
        tell(AUDIT_STOPPED, to=leads, about=about)
        record(LINKS_LOST, by=None, via="worker", details={"link": lost.number})
    return True
