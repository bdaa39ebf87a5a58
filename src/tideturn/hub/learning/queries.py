"""What is shown of learning points, read by their rule and told to the audit. No person is among it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tideturn.hub.access.reading import show, show_all, show_page
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.forms.cells import day_cell, parted
from tideturn.hub.forms.folder_tables import FolderRow
from tideturn.hub.forms.histories import changes_of
from tideturn.hub.history.reading import versions_of
from tideturn.hub.learning import actions, places, policy
from tideturn.hub.learning.changed import what_they_changed
from tideturn.hub.learning.digest import LATELY, new_to, own_sites
from tideturn.hub.learning.histories import TELLING
from tideturn.hub.learning.models import DigestWanted, LearningPoint, Share
from tideturn.hub.learning.sharing import shared_cell, with_whom
from tideturn.hub.learning.shown import DigestShown, PointLine, PointShown, ShareNamed, ShareShown, Told
from tideturn.hub.ui.tables import Page, Sorting, ordered

PAGE: Final = 50
"""Points of a page."""
LATEST: Final = Sorting("on", backwards=True)
_FIELDS: Final = {
    "on": ("on", "added_at"),
    "site": ("site", "on"),
    "about": ("about", "on"),
    "used": ("used", "on"),
}
"""By what the log is sorted, under each name."""


@dataclass(frozen=True)
class Asked:
    """What somebody asked the log for; nothing asks for all."""

    text: str = ""
    """Words, each of which stands somewhere in it."""
    site: str = ""
    about: str = ""
    used: str = ""
    sorting: Sorting = LATEST


def points_seen(by: Standing, asked: Asked, number: int = 1) -> Page[PointLine]:
    """A page of the log. Raises NotVisibleError for who may not read it."""
    return show_page(
        by,
        policy.READABLE,
        _asked(asked),
        action=actions.POINTS_LISTED,
        gather=line,
        number=number,
        size=PAGE,
    )


def rows_of_points(by: Standing) -> Iterator[FolderRow]:
    """All, as the folder's rows. Whoever reads a whole folder is told to the audit for all of it, and not here: what is
    read at one moment writes nothing.
    """
    rows = LearningPoint.objects.prefetch_related(_shares(by)).order_by("code")
    yield from map(_row, policy.READABLE.visible_to(by, rows))


def points_exported(by: Standing, asked: Asked = Asked()) -> tuple[FolderRow, ...]:
    """All that were asked for, as rows of the programme folder. Raises NotVisibleError for who may not read them."""
    rows = _asked(asked).prefetch_related(_shares(by))
    return show_all(by, policy.READABLE, rows, action=actions.POINTS_EXPORTED, gather=_row)


def point_read(by: Standing, pk: UUID) -> PointShown:
    """Everything about one, and what it changed. Raises NotVisibleError where it is not seen, or not there."""
    rows = LearningPoint.objects.prefetch_related(_shares(by, Share.objects.select_related("added_by")))
    shown = show(by, policy.READABLE, pk, action=actions.POINT_READ, gather=_whole, rows=rows)
    return replace(shown, changed=what_they_changed(by, [pk])[pk])


def share_read(by: Standing, pk: UUID) -> ShareNamed:
    """What is recorded of sharing. Raises NotVisibleError where it is not seen, RefusedError where one may not take it
    away.
    """

    def gather(found: Share) -> ShareNamed:
        told = f"Shared with {with_whom(found)} on {clock.spoken_day(found.on)}"
        return ShareNamed(found.point_id, told, found.version)

    policy.WRITABLE_SHARES.require(by, policy.SHARES.get_visible(by, pk))
    return show(by, policy.SHARES, pk, action=actions.POINT_READ, gather=gather)


def wants_digest(by: Standing) -> bool:
    """Whether somebody is told once a week."""
    return DigestWanted.objects.filter(user=by.user).exists()


def digest_read(by: Standing, days: int | None = None) -> DigestShown:
    """What is new from other sites within so many days; otherwise since the last digest, or lately for who had none.

    Raises NotVisibleError for who may not read it.
    """
    by.require_unseen(policy.READ)
    since = clock.now() - (LATELY if days is None else timedelta(days=days))
    if days is None:
        since = DigestWanted.objects.filter(user=by.user).values_list("since", flat=True).first() or since
    own = own_sites(by)

    def gather(point: LearningPoint) -> Told:
        return Told(line(point), point.source, not own.isdisjoint(places.sites_meant(point.transferable_to)))

    told = show_all(by, policy.READABLE, new_to(by, since), action=actions.DIGEST_READ, gather=gather)
    return DigestShown(
        _day(since),
        tuple(one for one in told if one.holds_here),
        tuple(one for one in told if not one.holds_here),
    )


def learnt_at(by: Standing, site: str) -> str:
    """How much was learnt at a site, in a line."""
    days = list(policy.READABLE.visible_to(by, LearningPoint.objects.filter(site=site)).values_list("on", flat=True))
    if not days:
        return "Nothing was noted yet."
    points = "1 learning point" if len(days) == 1 else f"{len(days)} learning points"
    return f"{points}, the latest of {clock.spoken_day(max(days))}"


def line(point: LearningPoint) -> PointLine:
    """A point as a line of a list."""
    return PointLine(
        point.pk,
        point.code,
        point.on,
        point.site,
        point.point,
        point.about,
        point.used,
        places.told(point.transferable_to),
    )


def _shares(by: Standing, rows: QuerySet[Share] | None = None) -> Any:
    rows = Share.objects.all() if rows is None else rows
    return policy.SHARES.prefetch("shares", by, to="seen_shares", rows=rows.order_by("on", "added_at", "pk"))


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()


def _asked(asked: Asked) -> QuerySet[LearningPoint]:
    rows = LearningPoint.objects.all()
    for field in ("site", "about", "used"):
        value = getattr(asked, field)
        if value:
            rows = rows.filter(**{field: value})
    for word in asked.text.split():
        rows = rows.filter(
            Q(point__icontains=word)
            | Q(source__icontains=word)
            | Q(changes_what__icontains=word)
            | Q(used_how__icontains=word)
        )
    return rows.order_by(*ordered(asked.sorting, _FIELDS))


def _row(point: Any) -> FolderRow:
    cells = {
        "learning_id": point.code,
        "date": day_cell(point.on),
        "site": point.site,
        "point": point.point,
        "source": point.source,
        "about": point.about,
        "changes_what": point.changes_what,
        "shared_with": shared_cell(point, point.seen_shares),
        "transferable_to": point.transferable_to,
        "used": point.used,
    }
    return FolderRow(point.pk, point.version, cells)


def _whole(found: Any) -> PointShown:
    return PointShown(
        line=line(found),
        version=found.version,
        source=found.source,
        changes_what=found.changes_what,
        shared_before=parted(found.shared_with),
        used_how=found.used_how,
        shares=tuple(
            ShareShown(one.pk, one.on, with_whom(one), one.words, one.added_by.name)
            for one in reversed(found.seen_shares)
        ),
        changes=changes_of(versions_of(found), TELLING),
    )
