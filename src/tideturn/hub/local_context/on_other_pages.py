"""What other rooms' pages are told of places: a site's page, and what a learning point changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.learning.api import Change, tells_what_changed
from tideturn.hub.local_context import overview, policy
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, DataAsk, Post
from tideturn.hub.organisations.api import may_read_partners, partners_line
from tideturn.hub.programme.kept import Section, keeps_at_sites, section


def fill_in() -> None:
    """Tell them, once."""
    for place, (title, url_name, line) in enumerate(
        (
            ("What the place is like", "local_context:place", overview.circumstances_line),
            ("Posts", "local_context:posts", overview.posts_line),
            ("Referral criteria", "local_context:criteria", overview.criteria_line),
            ("Baseline", "local_context:baseline", overview.baselines_line),
        )
    ):
        section(Section(title, _leads_to(url_name), line, lambda by: by.may(policy.READ), place))
    section(Section("Partners", _leads_to("local_context:partners"), partners_line, _may_read_partners, place + 1))
    for model in (Post, Circumstance, Criterion, Baseline, DataAsk):
        keeps_at_sites(str(model._meta.verbose_name_plural), _some(model))
    tells_what_changed(what_points_changed)


def what_points_changed(by: Standing, points: Collection[UUID]) -> Mapping[UUID, Sequence[Change]]:
    """The criteria that learning points led to, for who may see them: one query."""
    found: dict[UUID, list[Change]] = defaultdict(list)
    rows = policy.CRITERIA.visible_to(by, Criterion.objects.filter(learning__in=points)) if by.may(policy.READ) else ()
    for one in rows:
        did = "changed to" if one.replaces_id else "came in"
        sentence = f"A criterion at {site_name(one.site)} {did}: “{one.text}”"
        if one.learning_id is not None:
            found[one.learning_id].append(
                Change(sentence, reverse("local_context:criterion", args=[one.pk]), one.begins_on)
            )
    return found


def _may_read_partners(by: Standing) -> bool:
    return by.may(policy.READ) and may_read_partners(by)


def _leads_to(url_name: str) -> Callable[[UUID], str]:
    return lambda pk: reverse(url_name, args=[pk])


def _some(model: type[Post | Circumstance | Criterion | Baseline | DataAsk]) -> Callable[[str], bool]:
    return lambda code: model.objects.filter(site=code).exists()
