"""What was to be sent when a copy was taken, and is not sent when it is put back: it went out long ago, or is past."""

from __future__ import annotations

from tideturn.hub.notices.models import Notice


def shut_doors() -> dict[str, int]:
    """Send none of the e-mails that waited; how many there were. The notices themselves stay."""
    return {"mails": Notice.objects.filter(mail_next_at__isnull=False).update(mail_next_at=None)}
