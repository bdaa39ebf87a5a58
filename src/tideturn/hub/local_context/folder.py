"""Posts, circumstances, criteria and baselines as rows of the programme folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import (
    at_most,
    day_cell,
    day_in,
    number_cell,
    number_in,
    required_day_in,
    required_term_in,
    words_in,
)
from tideturn.hub.forms.folder_tables import Cells, FolderRow, FolderTable, folder_table
from tideturn.hub.learning.api import codes_of, point_of_code
from tideturn.hub.local_context import policy
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, Post
from tideturn.hub.local_context.services import baselines, circumstances, criteria, posts
from tideturn.hub.local_context.terms import Kind, Role
from tideturn.hub.outcomes.api import codes, outcome_of_code

_WENT: Final = "It went because: "
"""What stands in the one cell of reasons between why a criterion came in and why it went."""


def fill_in() -> None:
    """Declare the tables, once."""
    for table in TABLES:
        folder_table(table)


def _posts(by: Standing) -> Iterator[FolderRow]:
    for one in policy.POSTS.visible_to(by, Post.objects.order_by("code")):
        cells = {
            "post_id": one.code,
            "site": one.site,
            "role": one.role,
            "advertised": day_cell(one.advertised_on),
            "filled": day_cell(one.filled_on),
            "left": day_cell(one.left_on),
            "fte": number_cell(one.fte),
        }
        yield FolderRow(one.pk, one.version, cells)


def _add_post(*, by: Standing, cells: Cells) -> Post:
    return posts.add_post(by=by, site=words_in(cells, "site"), code=words_in(cells, "post_id"), **_of_post(cells))


def _change_post(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Post:
    found = policy.POSTS.get_visible(by, pk)
    _require_site(found.site, cells)
    said = _of_post(cells)
    return posts.change_post(by=by, pk=pk, expected=expected, is_over=found.is_over and bool(said["left_on"]), **said)


def _of_post(cells: Cells) -> dict[str, Any]:
    return {
        "role": required_term_in(cells, "role", Role.values),
        "advertised_on": day_in(cells, "advertised"),
        "filled_on": day_in(cells, "filled"),
        "left_on": day_in(cells, "left"),
        "fte": number_in(cells, "fte"),
    }


def _circumstances(by: Standing) -> Iterator[FolderRow]:
    outcomes = codes()
    for one in policy.CIRCUMSTANCES.visible_to(by, Circumstance.objects.order_by("code")):
        cells = {
            "context_id": one.code,
            "site": one.site,
            "kind": one.kind,
            "description": one.description,
            "from": day_cell(one.begins_on),
            "to": day_cell(one.ends_on),
            "outcome_id": outcomes.get(one.outcome_id, "") if one.outcome_id else "",
        }
        yield FolderRow(one.pk, one.version, cells)


def _add_circumstance(*, by: Standing, cells: Cells) -> Circumstance:
    site, code = words_in(cells, "site"), words_in(cells, "context_id")
    return circumstances.add_circumstance(by=by, site=site, code=code, **_of_circumstance(cells))


def _change_circumstance(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Circumstance:
    _require_site(policy.CIRCUMSTANCES.get_visible(by, pk).site, cells)
    return circumstances.change_circumstance(by=by, pk=pk, expected=expected, **_of_circumstance(cells))


def _of_circumstance(cells: Cells) -> dict[str, Any]:
    code = cells["outcome_id"].strip()
    outcome = outcome_of_code(code) if code else None
    if code and outcome is None:
        raise HubError(f"There is no outcome {code}.", mend="Give the code of one that there is.")
    words_in(cells, "description")
    return {
        "kind": required_term_in(cells, "kind", Kind.values),
        "description": at_most(_LONG, cells, "description"),
        "begins_on": day_in(cells, "from"),
        "ends_on": day_in(cells, "to"),
        "outcome": outcome,
    }


def _criteria(by: Standing) -> Iterator[FolderRow]:
    found = list(policy.CRITERIA.visible_to(by, Criterion.objects.order_by("begins_on", "code")))
    learning = codes_of({one.learning_id for one in found if one.learning_id})
    for one in found:
        cells = {
            "criterion_id": one.code,
            "site": one.site,
            "text": one.text,
            "from": day_cell(one.begins_on),
            "to": day_cell(one.ends_on),
            "reason": _reason_cell(one),
            "learning_id": learning.get(one.learning_id, "") if one.learning_id else "",
        }
        yield FolderRow(one.pk, one.version, cells)


def _reason_cell(one: Criterion) -> str:
    return f"{one.reason} {_WENT}{one.ended_because}".strip() if one.ended_because else one.reason


def _add_criterion(*, by: Standing, cells: Cells) -> Criterion:
    site, code = words_in(cells, "site"), words_in(cells, "criterion_id")
    return criteria.add_criterion(
        by=by, site=site, code=code, reason=at_most(_LONG, cells, "reason"), **_of_criterion(cells)
    )


def _change_criterion(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Criterion:
    found = policy.CRITERIA.get_visible(by, pk)
    _require_site(found.site, cells)
    reason, ended_because = found.reason, found.ended_because
    if cells["reason"].strip() != _reason_cell(found):
        reason, _, ended_because = (part.strip() for part in at_most(_LONG, cells, "reason").partition(_WENT))
    said = _of_criterion(cells)
    return criteria.correct_criterion(
        by=by, pk=pk, expected=expected, reason=reason, ended_because=ended_because, **said
    )


def _of_criterion(cells: Cells) -> dict[str, Any]:
    words_in(cells, "text")
    return {
        "text": at_most(_LONG, cells, "text"),
        "begins_on": required_day_in(cells, "from"),
        "ends_on": day_in(cells, "to"),
        "learning": point_of_code(cells["learning_id"].strip()),
    }


def _baselines(by: Standing) -> Iterator[FolderRow]:
    for one in policy.BASELINES.visible_to(by, Baseline.objects.order_by("site", "measure", "on", "pk")):
        cells = {
            "site": one.site,
            "measure": one.measure,
            "value": number_cell(one.value),
            "date": day_cell(one.on),
            "agreed_with": one.agreed_with,
            "source": one.source,
        }
        yield FolderRow(one.pk, one.version, cells)


def _add_baseline(*, by: Standing, cells: Cells) -> Baseline:
    return baselines.add_baseline(by=by, site=words_in(cells, "site"), **_of_baseline(cells))


def _change_baseline(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Baseline:
    _require_site(policy.BASELINES.get_visible(by, pk).site, cells)
    return baselines.change_baseline(by=by, pk=pk, expected=expected, **_of_baseline(cells))


def _of_baseline(cells: Cells) -> dict[str, Any]:
    words_in(cells, "measure")
    words_in(cells, "value")
    return {
        "measure": at_most(_SHORT, cells, "measure"),
        "value": number_in(cells, "value"),
        "on": required_day_in(cells, "date"),
        "agreed_with": at_most(_SHORT, cells, "agreed_with"),
        "source": at_most(_SHORT, cells, "source"),
    }


def _require_site(site: str, cells: Cells) -> None:
    """What is of one site is not moved to another: it would never have been there."""
    if cells["site"].strip() != site:
        raise HubError(f"site: it is of {site}, and cannot be moved.", mend="Remove it there, and add it anew.")


_LONG: Final = 10_000
_SHORT: Final = 300
TABLES: Final = (
    FolderTable(
        name="posts",
        key=("post_id",),
        columns=("post_id", "site", "role", "advertised", "filled", "left", "fte"),
        after=("sites",),
        rows=_posts,
        add=_add_post,
        change=_change_post,
        remove=posts.remove_post,
    ),
    FolderTable(
        name="context",
        key=("context_id",),
        columns=("context_id", "site", "kind", "description", "from", "to", "outcome_id"),
        after=("sites", "outcomes"),
        rows=_circumstances,
        add=_add_circumstance,
        change=_change_circumstance,
        remove=circumstances.remove_circumstance,
    ),
    FolderTable(
        name="criteria",
        key=("criterion_id",),
        columns=("criterion_id", "site", "text", "from", "to", "reason", "learning_id"),
        after=("sites", "learning"),
        rows=_criteria,
        add=_add_criterion,
        change=_change_criterion,
        remove=criteria.remove_criterion,
    ),
    FolderTable(
        name="baselines",
        key=(),
        same_by=("site", "measure", "date"),
        columns=("site", "measure", "value", "date", "agreed_with", "source"),
        after=("sites",),
        rows=_baselines,
        add=_add_baseline,
        change=_change_baseline,
        remove=baselines.remove_baseline,
    ),
)
