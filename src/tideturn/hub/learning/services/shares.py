"""With whom a learning point was shared is recorded, and taken away where that was a mistake."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.site_names import site_name, site_names
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import BETWEEN
from tideturn.hub.forms.writing import made, remove_version
from tideturn.hub.learning import actions, policy
from tideturn.hub.learning.models import Share
from tideturn.hub.learning.terms import Audience
from tideturn.hub.learning.writing import LONGEST, record_event, require_fits, require_past, writable


@service(actions.SHARE_RECORDED, needs=policy.WRITE)
def record_share(
    *, by: Standing, point: UUID, on: date, audience: str, site: str = "", whom: str = "", words: str = ""
) -> Share:
    """Record that it was shared with another site, or with colleagues or a partner, who are told of in words.

    Raises HubError where nobody is named, for a site that is none or its own, and for a day that is still to come.
    """
    of = writable(by, point)
    require_past(on)
    require_fits("How it was shared", words, LONGEST)
    if audience == Audience.SITE:
        whom = ""
        if site not in site_names():
            raise HubError("No other site is named.", mend="Choose the site with which it was shared.")
        if site == of.site:
            raise HubError(
                f"It was learnt at {site_name(site)} itself.",
                mend="Choose another site, or colleagues in the programme.",
            )
    else:
        site = ""
        if not whom:
            raise HubError("It is not said who that was.", mend="Write which colleagues or organisation.")
        if BETWEEN in whom:
            raise HubError(f"Who it was shared with has the sign {BETWEEN} in it.", mend="Write it without.")
    share = made(by, Share, point=of, on=on, audience=audience, site=site, whom=whom, words=words)
    record_event(actions.SHARE_RECORDED, by, of, share)
    return share


@service(actions.SHARE_REMOVED, needs=policy.WRITE)
def remove_share(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take away what was recorded by mistake; its history stays. Raises EditsMeetError at another version."""
    rows = Share.objects.select_for_update(of=("self",)).select_related("point")
    found = policy.SHARES.get_visible(by, pk, rows)
    policy.WRITABLE_SHARES.require(by, found)
    remove_version(by, found, expected)
    record_event(actions.SHARE_REMOVED, by, found.point, found)
