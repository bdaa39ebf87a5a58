"""Declare posts, circumstances, referral criteria, baselines, and data requests to partners.

Nothing here is about a person. Every record belongs to a site, and nobody can move it to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, QuerySet

from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.clock import spoken_day
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.shortened import rest, short
from tideturn.hub.forms.cells import number_cell
from tideturn.hub.forms.writing import change
from tideturn.hub.learning import api as learning
from tideturn.hub.learning.api import codes_of, point_choices, point_of_code
from tideturn.hub.local_context import access
from tideturn.hub.local_context.models import (
    DATA_TO_ASK_FOR,
    DAY,
    Asked,
    Baseline,
    Circumstance,
    Criterion,
    DataAsk,
    Days,
    Post,
    Role,
    require_later,
    state_on,
    told_on,
)
from tideturn.hub.outcomes import api as outcomes
from tideturn.hub.outcomes.api import outcome_choices, outcome_of_code, outcomes_named
from tideturn.hub.programme.api import require_known
from tideturn.hub.resources.declaration import Form, Resource, Writing
from tideturn.hub.resources.fields import (
    Change,
    Choice,
    Column,
    Day,
    Figure,
    Privacy,
    Text,
    Whole,
    Words,
    YesNo,
    require_in_order,
)
from tideturn.hub.resources.finding import found_by_words
from tideturn.hub.resources.folder import InFolder, InSheets, OwnCell
from tideturn.hub.resources.links import Link, Site
from tideturn.hub.resources.writing import FieldError
from tideturn.hub.search.registry import Said, Searched


def _site(column: Column) -> Site:
    return Site(column, "Site", folder="site", requires=require_known, stays=True)


def _adds(leads_to: str, *fields: Any, template: str = "local_context/form.html") -> Form:
    """Return the form that adds a record to a site. It leads back to the site's page."""
    return Form(gate=access.may_write_at, leads_to=leads_to, fields=fields, template=template)


# Posts


def _at_most_full_time(part: Decimal) -> None:
    if not 0 <= part <= 1:
        raise HubError(
            "A post is at most one full-time post.", mend="Write a number from 0 to 1: a full-time post is 1."
        )


POST_SITE: Final = _site(Post.site)
ROLE: Final = Choice(Post.role, "Role", folder="role")
ADVERTISED: Final = Day(Post.advertised_on, "Advertised on", folder="advertised", called="the day it was advertised")
FILLED: Final = Day(
    Post.filled_on,
    "Filled on",
    help="The first day of the person who took it. Do not write their name.",
    folder="filled",
    called="the day it was filled",
)
LEFT: Final = Day(
    Post.left_on, "Last day", help="Leave empty while they are in post.", folder="left", called="the last day"
)
FTE: Final = Figure(
    Post.fte,
    "Part of a full-time post",
    help="1 is a full-time post, 0.6 three days a week.",
    folder="fte",
    example="0.6",
    requires=_at_most_full_time,
)
IS_OVER: Final = YesNo(
    Post.is_over,
    "Nobody is to follow",
    help="If you leave this unticked, the post is vacant from the day after the last day.",
)
FOLLOWS: Final = Link(Post.follows, "Follows", choices=lambda _: (), gone="The post as it was filled before")


def is_followed(by: Standing, post: Post) -> bool:
    """Return whether another record of the post follows this one."""
    return access.POSTS.visible_to(by, Post.objects.filter(follows=post)).exists()


def _require_post(writing: Writing[Post]) -> None:
    left, is_over = writing[LEFT], writing[IS_OVER]
    require_order(Days(writing[ADVERTISED], writing[FILLED], left, is_over))
    if writing.record and (left is None or is_over) and is_followed(writing.by, writing.record):
        raise HubError("Somebody has already advertised the post again.", mend="Remove the post that follows it first.")


def require_order(days: Days) -> None:
    """Raise HubError if a post would be filled before it was advertised, or left before it was filled."""
    require_in_order("The post", days.advertised_on, days.filled_on, would="be filled before it was advertised")
    if days.left_on and not days.filled_on:
        raise HubError(
            "The post has a last day but no first day.", mend="Give the first day of the person who took it as well."
        )
    require_in_order("The post", days.filled_on, days.left_on, would="be left before it was filled")
    if days.over and not days.left_on:
        raise HubError(
            "Nobody has left the post yet.", mend="Give the last day as well, or untick “Nobody is to follow”."
        )


def days_of(one: Any) -> Days:
    """Return the days of a post."""
    followed = getattr(one, "followed", None)
    return Days(one.advertised_on, one.filled_on, one.left_on, one.is_over or followed is not None)


def _more_of_post(one: Post) -> Mapping[str, Any]:
    followed, days, today = getattr(one, "followed", None), days_of(one), clock.today()
    return {
        "state": str(state_on(days, today).label),
        "told": told_on(days, today),
        "followed": followed.pk if followed else None,
        "may_be_advertised_again": one.left_on is not None and not days.over,
    }


POST: Final = Resource(
    Post,
    noun="post",
    reads=access.POSTS,
    writes=access.WRITABLE_POSTS,
    fields=(POST_SITE, ROLE, ADVERTISED, FILLED, LEFT, FTE, IS_OVER),
    derived=(FOLLOWS,),
    title=lambda one: f"{Role(one.role).label}. {told_on(days_of(one), clock.today())}",
    code="post",
    check=_require_post,
    more=_more_of_post,
    rows=lambda: Post.objects.select_related("followed"),
    adding=_adds("local_context:posts"),
)


# Circumstances

CIRCUMSTANCE_SITE: Final = _site(Circumstance.site)
KIND: Final = Choice(Circumstance.kind, "Kind", folder="kind")
DESCRIPTION: Final = Words(
    Circumstance.description,
    "Description",
    help="In a sentence or two, so that somebody from elsewhere can weigh it. Name no young person.",
    folder="description",
    typed=1_000,
)
FROM: Final = Day(Circumstance.begins_on, "From", folder="from", called="the first day")
UNTIL: Final = Day(Circumstance.ends_on, "Until", help="Empty while it goes on.", folder="to", called="the last day")
EXPLAINS: Final = Link(
    Circumstance.outcome,
    "May explain",
    help="The outcome that it may explain. The evaluation then weighs it as a rival explanation.",
    folder="outcome_id",
    choices=outcome_choices,
    none="None in particular",
    names=lambda ids: {pk: one.title for pk, one in outcomes_named(ids).items()},
    gone="An outcome that no longer exists",
    codes=lambda ids: {pk: one.code for pk, one in outcomes_named(ids).items()},
    of_code=outcome_of_code,
    requires=outcomes.require_there,
)


def _more_of_circumstance(one: Circumstance) -> Mapping[str, Any]:
    today = clock.today()
    return {"now": (one.begins_on or today) <= today <= (one.ends_on or today)}


CIRCUMSTANCE: Final = Resource(
    Circumstance,
    noun="circumstance",
    reads=access.CIRCUMSTANCES,
    writes=access.WRITABLE_CIRCUMSTANCES,
    fields=(CIRCUMSTANCE_SITE, KIND, DESCRIPTION, FROM, UNTIL, EXPLAINS),
    title=lambda one: short(one.description),
    code="context",
    check=lambda writing: require_in_order("It", writing[FROM], writing[UNTIL]),
    more=_more_of_circumstance,
    adding=_adds("local_context:place"),
)


# Referral criteria: an adapted one ends the day before its replacement begins, and the hub keeps both

CRITERION_SITE: Final = _site(Criterion.site)
TEXT: Final = Words(
    Criterion.text,
    "Criterion",
    help="As you apply it to a referral, such as: aged 10 to 17 on the day of referral.",
    folder="text",
    rows=3,
    typed=1_000,
)
FIRST_DAY: Final = Day(Criterion.begins_on, "First day", folder="from", called="the first day")
LAST_DAY: Final = Day(
    Criterion.ends_on,
    "Last day",
    help="Leave empty while it is in force. If another replaced it, this is the day before that one’s first.",
    folder="to",
    called="the last day",
)
REASON: Final = Words(
    Criterion.reason, "Why it was introduced", help="Or why it replaced another.", folder="reason", typed=2_000
)
LEARNING: Final = Link(
    Criterion.learning,
    "Learning point",
    help="The one that led to it. The learning log then shows what it changed.",
    folder="learning_id",
    choices=lambda by: point_choices(by)[1:],
    names=codes_of,
    codes=codes_of,
    of_code=point_of_code,
    requires=learning.require_there,
)
ENDED_BECAUSE: Final = Words(Criterion.ended_because, "Why it went", help="If nothing replaced it.", typed=2_000)
REPLACES: Final = Link(Criterion.replaces, "Replaces", choices=lambda _: (), gone="What it was changed from")


def after(by: Standing, one: Criterion) -> Criterion | None:
    """Return the criterion that replaced another."""
    return access.CRITERIA.visible_to(by, Criterion.objects.filter(replaces=one)).first()


def _held(by: Standing, pk: UUID) -> Criterion:
    """Return a criterion, and lock its row until the transaction ends."""
    return access.CRITERIA.get_visible(by, pk, Criterion.objects.select_for_update(of=("self",), no_key=True))


def _require_criterion(writing: Writing[Criterion]) -> None:
    """Raise HubError for impossible days. A replaced criterion ends the day before its replacement begins."""
    one, first, last = writing.record, writing[FIRST_DAY], writing[LAST_DAY]
    if first is not None:
        require_in_order("The criterion", first, last)
    if one is None:
        return
    then = after(writing.by, one)
    if then is not None and last != then.begins_on - DAY:
        raise HubError(
            f"Another criterion replaced it on {spoken_day(then.begins_on)}, so it was in force until the day before.",
            mend="Correct the first day of that one instead.",
        )
    if one.replaces_id is None:
        return
    if not writing[REASON].strip():
        raise HubError("An adaptation needs a reason.", mend="Say why it was changed.")
    if first is not None and first != one.begins_on:
        before = _held(writing.by, one.replaces_id)
        require_later(before, first)
        change(writing.by, before, ends_on=first - DAY)


def _let_the_one_before_go_on(by: Standing, one: Criterion) -> None:
    if one.replaces_id is not None:
        change(by, _held(by, one.replaces_id), ends_on=None)


def _more_of_criterion(one: Criterion) -> Mapping[str, Any]:
    replaced_by: Criterion | None = getattr(one, "replaced_by", None)
    return {"replaced_by": replaced_by.pk if replaced_by else None}


CRITERION: Final = Resource(
    Criterion,
    noun="criterion",
    plural="criteria",
    reads=access.CRITERIA,
    writes=access.WRITABLE_CRITERIA,
    fields=(CRITERION_SITE, TEXT, FIRST_DAY, LAST_DAY, REASON, LEARNING, ENDED_BECAUSE),
    derived=(REPLACES,),
    title=lambda one: short(one.text),
    code="crit",
    check=_require_criterion,
    after_removal=_let_the_one_before_go_on,
    more=_more_of_criterion,
    rows=lambda: Criterion.objects.select_related("replaced_by"),
    adding=_adds(
        "local_context:criteria", TEXT, FIRST_DAY, REASON, LEARNING, template="local_context/add_criterion.html"
    ),
    changing=Form(
        title="Correct a mistake in the criterion",
        fields=(TEXT, FIRST_DAY, LAST_DAY, REASON, ENDED_BECAUSE, LEARNING),
        template="local_context/correct_criterion.html",
        path="correct",
    ),
)

# Baselines

BASELINE_SITE: Final = _site(Baseline.site)
MEASURE: Final = Text(
    Baseline.measure,
    "Measure",
    help="Such as safeguarding referrals about exploitation, a month.",
    privacy=Privacy.FREE,
    folder="measure",
)
VALUE: Final = Figure(
    Baseline.value, "Figure", help="Only a total, and none below five.", folder="value", example="0.6"
)
TRUE_ON: Final = Day(Baseline.on, "True on", folder="date", called="the day")
AGREED_WITH: Final = Text(
    Baseline.agreed_with,
    "Agreed with",
    help="Organisations or roles, never a person.",
    privacy=Privacy.IDENTITY_CHECKED,
    folder="agreed_with",
)
SOURCE: Final = Text(
    Baseline.source, "Source", help="Where the figure comes from.", privacy=Privacy.IDENTITY_CHECKED, folder="source"
)
BASELINE: Final = Resource(
    Baseline,
    noun="baseline",
    reads=access.BASELINES,
    writes=access.WRITABLE_BASELINES,
    fields=(BASELINE_SITE, MEASURE, VALUE, TRUE_ON, AGREED_WITH, SOURCE),
    title=lambda one: f"{one.measure}: {number_cell(one.value)}",
    adding=_adds("local_context:baselines"),
)


# Data requests to partners

REQUEST_SITE: Final = _site(DataAsk.site)
WHAT: Final = Text(
    DataAsk.what, "What to ask for", help="Counts, and no names.", privacy=Privacy.IDENTITY_CHECKED, folder="what"
)
STATE: Final = Choice(DataAsk.state, "How far it has come", folder="state", empty=Asked.TO_ASK)
NOTE: Final = Words(
    DataAsk.note,
    "Note",
    help="Which organisation you asked, what they said, or why you cannot get it. Name no young person.",
    folder="note",
    longest=2_000,
)
PLACE: Final = Whole(DataAsk.place, "Place in the list", most=32_767, says=lambda _: "")


def asked_at(by: Standing, site: str) -> QuerySet[DataAsk]:
    """Return a site's data requests, for a person who may write there."""
    return access.WRITABLE_ASKS.visible_to(by, DataAsk.objects.filter(site=site))


def _require_request(writing: Writing[DataAsk]) -> None:
    """Raise HubError if the request is in the list already. Put a new one at the end."""
    one, there = writing.record, asked_at(writing.by, writing[REQUEST_SITE])
    if (one is None or one.what != writing[WHAT]) and there.filter(what=writing[WHAT]).exists():
        wrong = HubError("That is in the list already.", mend="Set its status there.")
        raise FieldError(WHAT, wrong)
    if one is None:
        last = there.aggregate(last=Max("place"))["last"]
        writing[PLACE] = max(len(DATA_TO_ASK_FOR), (last or 0) + 1)


REQUEST: Final = Resource(
    DataAsk,
    noun="request",
    reads=access.ASKS,
    writes=access.WRITABLE_ASKS,
    fields=(REQUEST_SITE, WHAT, STATE, NOTE),
    derived=(PLACE,),
    title=lambda one: one.what,
    once="the same into the list",
    check=_require_request,
    adding=_adds("local_context:baselines", WHAT),
    changing=Form(fields=(WHAT, STATE, NOTE)),
)


RESOURCES: Final[tuple[Resource[Any], ...]] = (POST, CIRCUMSTANCE, CRITERION, BASELINE, REQUEST)


# In the programme folder and in spreadsheets

_WENT: Final = "It went because: "
"""Separator, in the cell of reasons, between why a criterion was added and why it was withdrawn."""


def _left(written: str, found: Post | None) -> Iterable[Change[Any]]:
    """Read the last day. If it is empty, clear that nobody is to follow, which only the hub has."""
    left = LEFT.read(written)
    yield LEFT.to(left)
    if found is not None and found.is_over and left is None:
        yield IS_OVER.to(False)


def _reason_cell(one: Criterion) -> str:
    return f"{one.reason} {_WENT}{one.ended_because}".strip() if one.ended_because else one.reason


def _reasons(written: str, found: Criterion | None) -> Iterable[Change[Any]]:
    cell = REASON.read(written)
    if found is None or cell != _reason_cell(found):
        reason, _, went = cell.partition(_WENT)
        yield REASON.to(reason.strip())
        yield ENDED_BECAUSE.to(went.strip())


TABLES: Final = (
    InFolder(
        resource=POST,
        name="posts",
        code="post_id",
        own_cells={LEFT: OwnCell(lambda one: LEFT.cell(one.left_on), _left)},
        after=("sites",),
    ),
    InFolder(
        resource=CIRCUMSTANCE,
        name="context",
        code="context_id",
        after=("sites", "outcomes"),
    ),
    InFolder(
        resource=CRITERION,
        name="criteria",
        order=("begins_on", "code"),
        code="criterion_id",
        own_cells={REASON: OwnCell(_reason_cell, _reasons)},
        after=("sites", "learning"),
    ),
    InFolder(
        resource=BASELINE,
        name="baselines",
        order=("site", "measure", "on", "pk"),
        same_by=("site", "measure", "date"),
        after=("sites",),
    ),
    InSheets(
        resource=REQUEST,
        name="data_asks",
        title="What partners are asked for",
        help="The data that partners at a site are asked for before work begins, and how far that has come.",
        order=("site", "place", "what"),
        same_by=("site", "what"),
        stays=(WHAT,),
        after=(),
    ),
)

# What the search finds

FOUND: Final[tuple[Searched[Any], ...]] = (
    found_by_words(
        CRITERION,
        lambda one: Said(
            title=short(one.text),
            texts=(rest(one.text), one.reason, one.ended_because),
            site=one.site,
            day=one.begins_on,
        ),
        label="Referral criterion",
        plural="Referral criteria",
        day_is="From",
    ),
    found_by_words(
        CIRCUMSTANCE,
        lambda one: Said(
            title=short(one.description),
            texts=(rest(one.description), KIND.spoken(one.kind)),
            site=one.site,
            day=one.begins_on,
        ),
        label="What a place is like",
        plural="What places are like",
        day_is="From",
    ),
)
