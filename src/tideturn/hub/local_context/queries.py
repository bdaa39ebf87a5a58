"""What is shown of places, as plain values: no person is among it, and whoever works in the programme may read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from tideturn.hub.access.reading import show, show_all
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.forms.cells import number_cell
from tideturn.hub.forms.histories import Telling, changes_of, kept_rows
from tideturn.hub.learning.api import points_named
from tideturn.hub.local_context import actions, histories, policy
from tideturn.hub.local_context.adapting import log_of
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, DataAsk, Post
from tideturn.hub.local_context.shown import (
    Adapted,
    AskShown,
    BaselineShown,
    Because,
    CircumstanceShown,
    CriterionShown,
    PostShown,
    Whole,
)
from tideturn.hub.local_context.terms import Asked, Kind, Role
from tideturn.hub.local_context.vacancies import Days, before_a_manager, state_on, told_on
from tideturn.hub.outcomes.api import Named, outcomes_named

M = TypeVar("M", Post, Circumstance, Criterion, Baseline, DataAsk)
T = TypeVar("T")


def posts_at(by: Standing, site: str) -> tuple[PostShown, ...]:
    """The posts of a site: its managers' first, each by its days. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    today = clock.today()
    rows = Post.objects.filter(site=site).select_related("followed").order_by("advertised_on", "filled_on", "code")
    found = [_post(one, today) for one in policy.POSTS.visible_to(by, rows)]
    return tuple(sorted(found, key=lambda one: one.role != Role.MANAGER.label))


def how_many_before_a_manager(by: Standing, site: str) -> int:
    """How many posts of staff were filled at a site before any manager's was."""
    rows = policy.POSTS.visible_to(by, Post.objects.filter(site=site))
    return before_a_manager([(Role(role), day) for role, day in rows.values_list("role", "filled_on")])


def post_read(by: Standing, pk: UUID) -> Whole[PostShown]:
    """A post, and what it said before. Raises NotVisibleError."""
    today = clock.today()
    rows = Post.objects.select_related("followed")
    return _whole(by, policy.POSTS, pk, lambda one: _post(one, today), lambda _: histories.POST, rows)


def circumstances_at(by: Standing, site: str) -> tuple[CircumstanceShown, ...]:
    """What a site is like: what goes on first, then what is over. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    rows = Circumstance.objects.filter(site=site).order_by("begins_on", "code")
    found = list(policy.CIRCUMSTANCES.visible_to(by, rows))
    named, today = outcomes_named({one.outcome_id for one in found if one.outcome_id}), clock.today()
    told = [_circumstance(one, today, named.get(one.outcome_id) if one.outcome_id else None) for one in found]
    return tuple(sorted(told, key=lambda one: not one.now))


def circumstance_read(by: Standing, pk: UUID) -> Whole[CircumstanceShown]:
    """A circumstance, and what it said before. Raises NotVisibleError."""
    today = clock.today()

    def gather(one: Circumstance) -> CircumstanceShown:
        named = outcomes_named([one.outcome_id]) if one.outcome_id else {}
        return _circumstance(one, today, named.get(one.outcome_id) if one.outcome_id else None)

    return _whole(by, policy.CIRCUMSTANCES, pk, gather, histories.of_circumstances)


def criteria_at(by: Standing, site: str) -> tuple[CriterionShown, ...]:
    """Every criterion that a site has or had, in their order. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    rows = Criterion.objects.filter(site=site).select_related("replaced_by").order_by("begins_on", "code")
    return tuple(_criterion(one) for one in policy.CRITERIA.visible_to(by, rows))


def criterion_read(by: Standing, pk: UUID) -> Whole[CriterionShown]:
    """A criterion, and what it said before. Raises NotVisibleError."""
    rows = Criterion.objects.select_related("replaced_by")
    return _whole(by, policy.CRITERIA, pk, _criterion, histories.of_criteria, rows)


def because(by: Standing, pk: UUID | None) -> Because | None:
    """The learning point that led to something, where somebody sees it."""
    found = points_named(by, [pk]).get(pk) if pk is not None else None
    return Because(found.code, found.short, found.address) if found else None


def adaptations(by: Standing, site: str = "") -> tuple[Adapted, ...]:
    """How the criteria of a site, or of all, were adapted, the latest first. Raises NotVisibleError."""
    by.require_unseen(policy.READ)
    rows = Criterion.objects.select_related("replaced_by")
    return _log(
        by, [_criterion(one) for one in policy.CRITERIA.visible_to(by, rows.filter(site=site) if site else rows)]
    )


def adaptations_exported(by: Standing, site: str = "") -> tuple[Adapted, ...]:
    """The same, as it goes out. Raises NotVisibleError for who may see none."""
    rows = Criterion.objects.select_related("replaced_by").order_by("begins_on", "code")
    rows = rows.filter(site=site) if site else rows
    return _log(by, show_all(by, policy.CRITERIA, rows, action=actions.CRITERIA_EXPORTED, gather=_criterion))


def baselines_at(by: Standing, site: str) -> tuple[BaselineShown, ...]:
    """The baselines of a site by what is measured. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    rows = Baseline.objects.filter(site=site).order_by("measure", "on", "id")
    return tuple(_baseline(one) for one in policy.BASELINES.visible_to(by, rows))


def baseline_read(by: Standing, pk: UUID) -> Whole[BaselineShown]:
    """A baseline, and what it said before. Raises NotVisibleError."""
    return _whole(by, policy.BASELINES, pk, _baseline, lambda _: histories.BASELINE)


def asks_at(by: Standing, site: str) -> tuple[AskShown, ...]:
    """What partners of a site are asked for, in the list's order. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    rows = DataAsk.objects.filter(site=site).order_by("place", "what")
    return tuple(_ask(one) for one in policy.ASKS.visible_to(by, rows))


def ask_read(by: Standing, pk: UUID) -> Whole[AskShown]:
    """Something that partners are asked for, and how far it had come before. Raises NotVisibleError."""
    return _whole(by, policy.ASKS, pk, _ask, lambda _: histories.ASK)


def _whole(
    by: Standing,
    rule: Rule[M],
    pk: UUID,
    gather: Callable[[M], T],
    telling: Callable[[list[Any]], Telling],
    rows: Any = None,
) -> Whole[T]:
    def gathered(found: M) -> Whole[T]:
        before: Any = found.history.select_related("history_user")
        kept = kept_rows(before)
        return Whole(gather(found), changes_of(kept, telling(kept)))

    return show(by, rule, pk, action=actions.READ, gather=gathered, rows=rows)


def _log(by: Standing, found: Any) -> tuple[Adapted, ...]:
    named = points_named(by, {one.learning for one in found if one.learning})
    points = {pk: Because(one.code, one.short, one.address) for pk, one in named.items()}
    return log_of(found, points)


def _post(post: Post, today: date) -> PostShown:
    followed: Post | None = getattr(post, "followed", None)
    days = Days(post.advertised_on, post.filled_on, post.left_on, post.is_over or followed is not None)
    return PostShown(
        id=post.pk,
        site=post.site,
        code=post.code,
        role=str(Role(post.role).label),
        state=str(state_on(days, today).label),
        told=told_on(days, today),
        advertised_on=post.advertised_on,
        filled_on=post.filled_on,
        left_on=post.left_on,
        share=number_cell(post.fte),
        follows=post.follows_id,
        followed=followed.pk if followed else None,
        is_over=post.is_over,
        version=post.version,
    )


def _circumstance(one: Circumstance, today: date, outcome: Named | None) -> CircumstanceShown:
    return CircumstanceShown(
        id=one.pk,
        site=one.site,
        code=one.code,
        kind=str(Kind(one.kind).label),
        description=one.description,
        begins_on=one.begins_on,
        ends_on=one.ends_on,
        now=(one.begins_on or today) <= today <= (one.ends_on or today),
        outcome=outcome.title if outcome else "",
        outcome_address=outcome.address if outcome else "",
        version=one.version,
    )


def _criterion(one: Criterion) -> CriterionShown:
    after: Criterion | None = getattr(one, "replaced_by", None)
    return CriterionShown(
        id=one.pk,
        site=one.site,
        code=one.code,
        text=one.text,
        begins_on=one.begins_on,
        ends_on=one.ends_on,
        reason=one.reason,
        ended_because=one.ended_because,
        learning=one.learning_id,
        replaces=one.replaces_id,
        replaced_by=after.pk if after else None,
        version=one.version,
    )


def _baseline(one: Baseline) -> BaselineShown:
    value = number_cell(one.value)
    return BaselineShown(one.pk, one.site, one.measure, value, one.on, one.agreed_with, one.source, one.version)


def _ask(one: DataAsk) -> AskShown:
    return AskShown(one.pk, one.site, one.what, one.state, str(Asked(one.state).label), one.note, one.version)
