"""What is done about places besides adding, changing and removing: adapting and ending a criterion, advertising a post
again, and beginning the list of what partners are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action, Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.common.clock import spoken_day
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change, change_version, code_of_new, made, no_other_like_it
from tideturn.hub.local_context import access
from tideturn.hub.local_context.models import (
    DATA_TO_ASK_FOR,
    DAY,
    Criterion,
    DataAsk,
    Post,
    require_later,
)
from tideturn.hub.local_context.resource import CRITERION, POST, after, asked_at, is_followed
from tideturn.hub.programme.api import require_known
from tideturn.hub.resources.fields import require_in_order
from tideturn.hub.resources.writing import held

POST_READVERTISED: Final = action("local_context.advertise_again", Kind.WRITE, "had a post advertised again")
CRITERION_ADAPTED: Final = action("local_context.adapt_criterion", Kind.WRITE, "adapted a referral criterion")
CRITERION_ENDED: Final = action("local_context.end_criterion", Kind.WRITE, "ended a referral criterion")
REQUESTS_BEGUN: Final = action("local_context.begin_requests", Kind.WRITE, "began the list of data to ask partners for")


@service(POST_READVERTISED, needs=access.WRITE)
def advertise_again(*, by: Standing, pk: UUID, advertised_on: date) -> Post:
    """Advertise a post that was left: the same post as another record, so that both vacancies can be seen.

    Raises HubError where nobody has left it, it is over, or it was advertised again already.
    """
    found = held(POST, pk, by=by)
    if found.left_on is None:
        raise HubError("Nobody has left the post yet.", mend="Give its last day first.")
    if found.is_over:
        raise HubError("The post is over: nobody is to follow.", mend="Change that first.")
    if is_followed(by, found):
        raise HubError("The post was advertised again already.", mend="Change the one that follows it.")
    if found.filled_on and advertised_on < found.filled_on:
        raise HubError(
            f"The post was filled only on {spoken_day(found.filled_on)}.",
            mend="Give the day on which it was advertised again.",
        )
    with no_other_like_it("that the post is advertised again"):
        again = made(
            by,
            Post,
            code=code_of_new(Post, "", kind=POST.code, called="a post"),
            site=found.site,
            role=found.role,
            fte=found.fte,
            advertised_on=advertised_on,
            follows=found,
        )
    _tell(POST_READVERTISED, by, again)
    return again


@service(CRITERION_ADAPTED, needs=access.WRITE)
def adapt_criterion(
    *, by: Standing, pk: UUID, text: str, begins_on: date, reason: str, learning: UUID | None = None
) -> Criterion:
    """Have another criterion in its place from a day on; it holds until the day before.

    Raises HubError without a reason, where nothing would change, where it has ended, and for a day on which it would
    not have held yet.
    """
    found = held(CRITERION, pk, by=by)
    if not reason.strip():
        raise HubError("An adaptation has a reason.", mend="Say why it is changed.")
    if found.ends_on is not None:
        raise HubError(
            f"The criterion held until {spoken_day(found.ends_on)} and is in force no more.",
            mend="Change the one that came in its place, or add a new one.",
        )
    if text.strip() == found.text:
        raise HubError("The criterion would say what it says already.", mend="Write what it is from that day on.")
    require_later(found, begins_on)
    change(by, found, ends_on=begins_on - DAY)
    with no_other_like_it("another in the place of this criterion"):
        new = made(
            by,
            Criterion,
            code=code_of_new(Criterion, "", kind=CRITERION.code, called="a criterion"),
            site=found.site,
            text=text,
            begins_on=begins_on,
            reason=reason,
            learning_id=learning,
            replaces=found,
        )
    _tell(CRITERION_ADAPTED, by, new)
    return new


@service(CRITERION_ENDED, needs=access.WRITE)
def end_criterion(*, by: Standing, pk: UUID, expected: int | None, ends_on: date, ended_because: str) -> Criterion:
    """Say that it goes, with nothing in its place.

    Raises HubError without a reason, where it was changed to another, or would end before it began; EditsMeetError
    where it is at another version.
    """
    found = held(CRITERION, pk, by=by)
    if not ended_because.strip():
        raise HubError("An adaptation has a reason.", mend="Say why it goes.")
    if after(by, found) is not None:
        raise HubError("Another came in its place, so that it has ended.", mend="End the one that came in its place.")
    require_in_order("The criterion", found.begins_on, ends_on)
    changed = change_version(by, found, expected, ends_on=ends_on, ended_because=ended_because)
    if changed:
        _tell(CRITERION_ENDED, by, found, changed)
    return found


@service(REQUESTS_BEGUN, needs=access.WRITE)
def begin_requests(*, by: Standing, site: str) -> int:
    """Have the list of what to ask partners for at a site, as far as it is not there. Return how much was added."""
    require_known(site)
    by.require(access.WRITE, site=site)
    there = set(asked_at(by, site).values_list("what", flat=True))
    missing = [(place, what) for place, what in enumerate(DATA_TO_ASK_FOR) if what not in there]
    with no_other_like_it("the list of what to ask for"):
        for place, what in missing:
            _tell(REQUESTS_BEGUN, by, made(by, DataAsk, site=site, what=what, place=place))
    return len(missing)


def _tell(action: Action, by: Standing, on: Post | Criterion | DataAsk, changed: Sequence[str] = ()) -> None:
    details = {"fields": sorted(changed)} if changed else {}
    record(action, by=by.user, via=by.via, on=on, site=on.site, details=details)
