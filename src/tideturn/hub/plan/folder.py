"""Targets, milestones and priorities as rows of the programme folder."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import (
    day_cell,
    day_in,
    number_cell,
    number_in,
    required_day_in,
    required_term_in,
    term_in,
    words_in,
)
from tideturn.hub.forms.folder_tables import Cells, FolderRow, FolderTable, folder_table
from tideturn.hub.outcomes.api import Element
from tideturn.hub.plan import policy
from tideturn.hub.plan.models import Milestone, Priority, Target
from tideturn.hub.plan.services import milestones, priorities, targets
from tideturn.hub.plan.services.priorities import Stands
from tideturn.hub.plan.terms import Departure, Judged, Status
from tideturn.hub.theory.api import codes_of, node_of_code


def fill_in() -> None:
    """Declare the tables, once."""
    for table in TABLES:
        folder_table(table)


def _targets(by: Standing) -> Iterator[FolderRow]:
    found = list(policy.TARGETS.visible_to(by, Target.objects.order_by("year", "site", "component", "measure")))
    nodes = codes_of({one.node_id for one in found})
    for one in found:
        cells = {
            "component": one.component,
            "node_id": nodes.get(one.node_id, ""),
            "site": one.site,
            "year": str(one.year),
            "measure": one.measure,
            "planned": number_cell(one.planned),
            "delivered": number_cell(one.delivered),
            "quality": one.quality,
            "departure": one.departure,
            "judged": one.judged,
            "reason": one.reason,
        }
        yield FolderRow(one.pk, one.version, cells)


def _add_target(*, by: Standing, cells: Cells) -> Target:
    return targets.add_target(
        by=by,
        component=words_in(cells, "component"),
        site=words_in(cells, "site"),
        year=_year(cells),
        measure=words_in(cells, "measure"),
        **_of_target(cells),
    )


def _change_target(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Target:
    return targets.change_target(by=by, pk=pk, expected=expected, **_of_target(cells))


def _of_target(cells: Cells) -> dict[str, Any]:
    code = words_in(cells, "node_id")
    node = node_of_code(code)
    if node is None:
        raise HubError(f"The theory of change has no box {code}.", mend="Give the code of one that there is.")
    words_in(cells, "planned")
    return {
        "node": node,
        "planned": number_in(cells, "planned"),
        "delivered": number_in(cells, "delivered"),
        "quality": cells["quality"].strip(),
        "departure": term_in(cells, "departure", Departure.values),
        "judged": term_in(cells, "judged", Judged.values),
        "reason": cells["reason"].strip(),
    }


def _year(cells: Cells) -> int:
    words_in(cells, "year")
    number = number_in(cells, "year")
    if number is None or number != int(number) or not 0 < number < _NO_YEAR:
        raise HubError(f"year: {cells['year']} is no year of the programme.", mend="Write its number, such as 1.")
    return int(number)


def _milestones(by: Standing) -> Iterator[FolderRow]:
    for one in policy.MILESTONES.visible_to(by, Milestone.objects.order_by("code")):
        yield milestone_row(one)


def milestone_row(one: Milestone) -> FolderRow:
    """A milestone as a row."""
    cells = {
        "milestone_id": one.code,
        "site": one.site,
        "title": one.title,
        "planned": day_cell(one.planned_on),
        "actual": day_cell(one.actual_on),
        "cause_of_delay": one.cause_of_delay,
        "response": one.response,
    }
    return FolderRow(one.pk, one.version, cells)


def _add_milestone(*, by: Standing, cells: Cells) -> Milestone:
    return milestones.add_milestone(by=by, code=words_in(cells, "milestone_id"), **_of_milestone(cells))


def _change_milestone(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Milestone:
    return milestones.change_milestone(by=by, pk=pk, expected=expected, **_of_milestone(cells))


def _of_milestone(cells: Cells) -> dict[str, Any]:
    return {
        "site": words_in(cells, "site"),
        "title": words_in(cells, "title"),
        "planned_on": required_day_in(cells, "planned"),
        "actual_on": day_in(cells, "actual"),
        "cause_of_delay": cells["cause_of_delay"].strip(),
        "response": cells["response"].strip(),
    }


def _priorities(by: Standing) -> Iterator[FolderRow]:
    for one in policy.PRIORITIES.visible_to(by, Priority.objects.order_by("code")):
        cells = {
            "priority_id": one.code,
            "title": one.title,
            "element": one.element,
            "from": day_cell(one.begins_on),
            "site": one.site,
            "to": day_cell(one.ends_on),
            "status": one.status,
            "definition": one.definition,
        }
        yield FolderRow(one.pk, one.version, cells)


def _add_priority(*, by: Standing, cells: Cells) -> Priority:
    return priorities.add_priority(
        by=by,
        code=words_in(cells, "priority_id"),
        begins_on=required_day_in(cells, "from"),
        ends_on=day_in(cells, "to"),
        status=term_in(cells, "status", Status.values),
        **_of_priority(cells),
    )


def _change_priority(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Priority:
    status = term_in(cells, "status", Status.values)
    stands = Stands(status, required_day_in(cells, "from"), day_in(cells, "to"))
    return priorities.change_priority(by=by, pk=pk, expected=expected, stands=stands, **_of_priority(cells))


def _of_priority(cells: Cells) -> dict[str, Any]:
    return {
        "title": words_in(cells, "title"),
        "element": required_term_in(cells, "element", Element.values),
        "site": cells["site"].strip(),
        "definition": cells["definition"].strip(),
    }


_NO_YEAR: Final = Decimal(1000)
MILESTONE_COLUMNS: Final = (
    "milestone_id",
    "site",
    "title",
    "planned",
    "actual",
    "cause_of_delay",
    "response",
)
TABLES: Final = (
    FolderTable(
        name="plan",
        key=("component", "site", "year", "measure"),
        columns=(
            "component",
            "node_id",
            "site",
            "year",
            "measure",
            "planned",
            "delivered",
            "quality",
            "departure",
            "judged",
            "reason",
        ),
        after=("sites", "years", "toc_nodes"),
        rows=_targets,
        add=_add_target,
        change=_change_target,
        remove=targets.remove_target,
    ),
    FolderTable(
        name="milestones",
        key=("milestone_id",),
        columns=MILESTONE_COLUMNS,
        after=("sites",),
        rows=_milestones,
        add=_add_milestone,
        change=_change_milestone,
        remove=milestones.remove_milestone,
    ),
    FolderTable(
        name="priorities",
        key=("priority_id",),
        columns=("priority_id", "title", "element", "from", "site", "to", "status", "definition"),
        after=("sites",),
        rows=_priorities,
        add=_add_priority,
        change=_change_priority,
        remove=priorities.remove_priority,
    ),
)
