"""What is done about posts: each is a post and never a person, and its days tell how it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.clock import spoken_day
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.local_context import actions, policy
from tideturn.hub.local_context.models import Post
from tideturn.hub.local_context.vacancies import Days, require_order
from tideturn.hub.local_context.writing import held, record_event, require_site


@service(actions.POST_ADDED, needs=policy.WRITE)
def add_post(
    *,
    by: Standing,
    site: str,
    role: str,
    advertised_on: date | None = None,
    filled_on: date | None = None,
    left_on: date | None = None,
    fte: Decimal | None = None,
    is_over: bool = False,
    code: str = "",
) -> Post:
    """Add one at a site. Raises HubError where its days are in no order, or it is more than one full post."""
    require_site(by, site)
    require_order(Days(advertised_on, filled_on, left_on, is_over))
    _require_share(fte)
    code = code_of_new(Post, code, kind="post", called="a post")
    days = {"advertised_on": advertised_on, "filled_on": filled_on, "left_on": left_on}
    with no_other_like_it("a post with that code"):
        post = made(by, Post, code=code, site=site, role=role, fte=fte, is_over=is_over, **days)
    record_event(actions.POST_ADDED, by, post)
    return post


@service(actions.POST_CHANGED, needs=policy.WRITE)
def change_post(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    role: str,
    advertised_on: date | None,
    filled_on: date | None,
    left_on: date | None,
    fte: Decimal | None,
    is_over: bool,
) -> Post:
    """Change what it is, or its days.

    Raises HubError where its days are in no order or it was advertised again before it was left, EditsMeetError where
    it is at another version.
    """
    found = held(by, pk, policy.POSTS, policy.WRITABLE_POSTS)
    require_order(Days(advertised_on, filled_on, left_on, is_over))
    _require_share(fte)
    if (left_on is None or is_over) and _is_followed(by, found):
        raise HubError(
            "The post was advertised again, since it was left.", mend="Remove the one that follows it first."
        )
    said = {"role": role, "advertised_on": advertised_on, "filled_on": filled_on, "left_on": left_on}
    changed = change_version(by, found, expected, fte=fte, is_over=is_over, **said)
    if changed:
        record_event(actions.POST_CHANGED, by, found, changed=changed)
    return found


@service(actions.POST_READVERTISED, needs=policy.WRITE)
def advertise_again(*, by: Standing, pk: UUID, advertised_on: date) -> Post:
    """Advertise a post that was left: the same post as another record, so that both vacancies can be seen.

    Raises HubError where nobody has left it, it is over, or it was advertised again already.
    """
    found = held(by, pk, policy.POSTS, policy.WRITABLE_POSTS)
    if found.left_on is None:
        raise HubError("Nobody has left the post yet.", mend="Give its last day first.")
    if found.is_over:
        raise HubError("The post is over: nobody is to follow.", mend="Change that first.")
    if _is_followed(by, found):
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
            code=code_of_new(Post, "", kind="post", called="a post"),
            site=found.site,
            role=found.role,
            fte=found.fte,
            advertised_on=advertised_on,
            follows=found,
        )
    record_event(actions.POST_READVERTISED, by, again)
    return again


@service(actions.POST_REMOVED, needs=policy.WRITE)
def remove_post(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take one away that never was. Raises HubError where it was advertised again, EditsMeetError as for a change."""
    found = held(by, pk, policy.POSTS, policy.WRITABLE_POSTS)
    remove_version(by, found, expected)
    record_event(actions.POST_REMOVED, by, found)


def _require_share(fte: Decimal | None) -> None:
    if fte is None:
        return
    if not 0 <= fte <= 1:
        raise HubError("A post is at most one full-time post.", mend="Write a number from 0 to 1, such as 0.6.")
    if fte != round(fte, 4):
        raise HubError(
            "The share of a full-time post has too many figures.", mend="Write at most four behind the point."
        )


def _is_followed(by: Standing, post: Post) -> bool:
    return policy.POSTS.visible_to(by, Post.objects.filter(follows=post)).exists()
