"""Learning points, for the tests: added and changed by the services, as pages do it."""

from datetime import date
from typing import Any

from tideturn.hub.access.standing import Standing
from tideturn.hub.learning.models import LearningPoint, Share
from tideturn.hub.learning.services import points, shares

AGE = "Exploitation here starts before the age of 14, and our threshold was turning younger children away."


def learnt(by: Standing, site: str = "london", point: str = AGE, on: str = "2026-03-02", **given: Any) -> LearningPoint:
    return points.add_point(by=by, on=date.fromisoformat(on), site=site, point=point, **given)


def rewritten(by: Standing, one: LearningPoint, **given: Any) -> LearningPoint:
    """With other words, written by somebody who has just looked at it."""
    now = LearningPoint.objects.get(pk=one.pk)
    said = {
        "on": now.on,
        "site": now.site,
        "point": now.point,
        "source": now.source,
        "about": now.about,
        "changes_what": now.changes_what,
        "transferable_to": now.transferable_to.split("|"),
    }
    return points.change_point(by=by, pk=one.pk, expected=now.version, **said | given)


def shared(by: Standing, one: LearningPoint, whom: str = "The police", on: str = "2026-03-09", **given: Any) -> Share:
    said = {"audience": "partner", "whom": whom} | given
    return shares.record_share(by=by, point=one.pk, on=date.fromisoformat(on), **said)
