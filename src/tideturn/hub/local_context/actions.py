"""Actions besides add, change and remove: adapt or end a criterion, advertise a post again, begin the data requests."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.common.clock import spoken_day
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change as change_now
from tideturn.hub.forms.writing import made, no_other_like_it
from tideturn.hub.local_context import access, resource
from tideturn.hub.local_context.models import DATA_TO_ASK_FOR, DAY, Criterion, DataAsk, Post, require_later
from tideturn.hub.local_context.resource import CRITERION, POST, REQUEST, after, asked_at, is_followed
from tideturn.hub.programme.api import require_known
from tideturn.hub.resources.fields import Change
from tideturn.hub.resources.writing import add, change, held, tell

POST_READVERTISED: Final = action("local_context.advertise_again", Kind.WRITE, "had a post advertised again")
CRITERION_ADAPTED: Final = action("local_context.adapt_criterion", Kind.WRITE, "adapted a referral criterion")
CRITERION_ENDED: Final = action("local_context.end_criterion", Kind.WRITE, "ended a referral criterion")
REQUESTS_BEGUN: Final = action("local_context.begin_requests", Kind.WRITE, "began the list of data to ask partners for")


@service(POST_READVERTISED, needs=access.WRITE)
def advertise_again(*, by: Standing, pk: UUID, advertised_on: date) -> Post:
    """Advertise a vacant post again, as another record, so that pages show both vacancies.

    Raise HubError if nobody has left it, it has closed, or somebody has advertised it again already.
    """
    found = held(POST, pk, by=by)
    if found.left_on is None:
        raise HubError("Nobody has left the post yet.", mend="Give its last day first.")
    if found.is_over:
        raise HubError("The post is closed: there will be no replacement.", mend="Change that first.")
    if is_followed(by, found):
        raise HubError("The post has already been advertised again.", mend="Change the post that follows it.")
    if found.filled_on and advertised_on < found.filled_on:
        raise HubError(
            f"The post was filled only on {spoken_day(found.filled_on)}.",
            mend="Give the day it was advertised again.",
        )
    said: list[Change[Any]] = [
        resource.POST_SITE.to(found.site),
        resource.ROLE.to(found.role),
        resource.FTE.to(found.fte),
        resource.ADVERTISED.to(advertised_on),
        resource.FOLLOWS.to(found.pk),
    ]
    return add(POST, said, by=by, told=POST_READVERTISED)


@service(CRITERION_ADAPTED, needs=access.WRITE)
def adapt_criterion(
    *, by: Standing, pk: UUID, text: str, begins_on: date, reason: str, learning: UUID | None = None
) -> Criterion:
    """Replace a criterion from a day on, and end it the day before.

    Raise HubError if there is no reason, nothing would change, it has ended, or the day is not after its first day.
    """
    found = held(CRITERION, pk, by=by)
    if not reason.strip():
        raise HubError("An adaptation needs a reason.", mend="Say why you are changing it.")
    if found.ends_on is not None:
        raise HubError(
            f"The criterion ended on {spoken_day(found.ends_on)}.",
            mend="Change the one that replaced it, or add a new one.",
        )
    if text.strip() == found.text:
        raise HubError("The new wording is the same as the old one.", mend="Write what applies from that day on.")
    require_later(found, begins_on)
    change_now(by, found, ends_on=begins_on - DAY)
    said: list[Change[Any]] = [
        resource.CRITERION_SITE.to(found.site),
        resource.TEXT.to(text),
        resource.FIRST_DAY.to(begins_on),
        resource.REASON.to(reason),
        resource.LEARNING.to(learning),
        resource.REPLACES.to(found.pk),
    ]
    return add(CRITERION, said, by=by, told=CRITERION_ADAPTED)


@service(CRITERION_ENDED, needs=access.WRITE)
def end_criterion(*, by: Standing, pk: UUID, expected: int | None, ends_on: date, ended_because: str) -> Criterion:
    """End a criterion without a replacement.

    Raise HubError if there is no reason, another has replaced it, or it would end before it began. Raise
    EditsMeetError if somebody else has changed it since.
    """
    found = held(CRITERION, pk, by=by)
    if not ended_because.strip():
        raise HubError("An adaptation needs a reason.", mend="Say why you are ending it.")
    if after(by, found) is not None:
        raise HubError("Another criterion has replaced it.", mend="End the one that replaced it.")
    said: list[Change[Any]] = [resource.LAST_DAY.to(ends_on), resource.ENDED_BECAUSE.to(ended_because)]
    return change(CRITERION, pk, said, by=by, expected=expected, told=CRITERION_ENDED)


@service(REQUESTS_BEGUN, needs=access.WRITE)
def begin_requests(*, by: Standing, site: str) -> int:
    """Add the standard data requests that a site's list lacks. Return how many it added."""
    require_known(site)
    by.require(access.WRITE, site=site)
    there = set(asked_at(by, site).values_list("what", flat=True))
    missing = [(place, what) for place, what in enumerate(DATA_TO_ASK_FOR) if what not in there]
    with no_other_like_it("the list of what to ask for"):
        for place, what in missing:
            tell(REQUEST, REQUESTS_BEGUN, by, made(by, DataAsk, site=site, what=what, place=place))
    return len(missing)
