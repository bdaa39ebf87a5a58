"""The theory of change as rows of the programme folder: its versions, its boxes and its links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms import cells as read
from tideturn.hub.forms.folder_tables import Cells, FolderRow, FolderTable, folder_table
from tideturn.hub.learning.api import codes_of, point_of_code
from tideturn.hub.outcomes.api import codes, outcome_of_code
from tideturn.hub.theory import policy
from tideturn.hub.theory.models import Link, Node, Version
from tideturn.hub.theory.services import recorded
from tideturn.hub.theory.terms import Kind

_LAST_NUMBER: Final = 999


def fill_in() -> None:
    """Declare the tables."""
    folder_table(
        FolderTable(
            name="toc_versions",
            key=("version",),
            columns=("version", "date", "reason", "learning_id"),
            after=("learning",),
            rows=_versions,
            add=_add_version,
            change=_change_version,
            remove=recorded.take_version_away,
        )
    )
    folder_table(
        FolderTable(
            name="toc_nodes",
            key=("node_id",),
            columns=("node_id", "kind", "title", "outcome_id", "from_version", "to_version"),
            after=("toc_versions", "outcomes"),
            rows=_nodes,
            add=_add_node,
            change=_change_node,
            remove=recorded.take_node_away,
        )
    )
    folder_table(
        FolderTable(
            name="toc_links",
            key=("link_id",),
            columns=("link_id", "from_node", "to_node", "assumption", "rivals", "from_version", "to_version"),
            after=("toc_versions", "toc_nodes"),
            rows=_links,
            add=_add_link,
            change=_change_link,
            remove=recorded.take_link_away,
        )
    )


def _versions(by: Standing) -> Iterator[FolderRow]:
    found = list(policy.VERSIONS.visible_to(by, Version.objects.order_by("number")))
    points = codes_of([one.point_id for one in found if one.point_id])
    for one in found:
        cells = {
            "version": str(one.number),
            "date": read.day_cell(one.on),
            "reason": one.reason,
            "learning_id": points.get(one.point_id, "") if one.point_id else "",
        }
        yield FolderRow(one.pk, one.version, cells)


def _add_version(*, by: Standing, cells: Cells) -> Version:
    read.words_in(cells, "version")
    number = _number(cells, "version")
    assert number is not None
    return recorded.record_version(by=by, number=number, **_of_version(cells))


def _change_version(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Version:
    return recorded.correct_version(by=by, pk=pk, expected=expected, **_of_version(cells))


def _of_version(cells: Cells) -> dict[str, Any]:
    read.words_in(cells, "reason")
    return {
        "on": read.required_day_in(cells, "date"),
        "reason": read.at_most(5_000, cells, "reason"),
        "point": point_of_code(cells["learning_id"].strip()),
    }


def _nodes(by: Standing) -> Iterator[FolderRow]:
    outcomes = codes()
    for one in policy.NODES.visible_to(by, Node.objects.order_by("code")):
        cells = {
            "node_id": one.code,
            "kind": one.kind,
            "title": one.title,
            "outcome_id": outcomes[one.outcome_id] if one.outcome_id else "",
            **_span_cells(one),
        }
        yield FolderRow(one.pk, one.version, cells)


def _add_node(*, by: Standing, cells: Cells) -> Node:
    return recorded.record_node(by=by, code=read.words_in(cells, "node_id"), **_of_node(cells))


def _change_node(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Node:
    return recorded.correct_node(by=by, pk=pk, expected=expected, **_of_node(cells))


def _of_node(cells: Cells) -> dict[str, Any]:
    read.words_in(cells, "title")
    code = cells["outcome_id"].strip()
    outcome = outcome_of_code(code)
    if code and outcome is None:
        raise HubError(f"There is no outcome with the code {code}.", mend="Add the outcome first, or name another.")
    return {
        "kind": read.required_term_in(cells, "kind", Kind.values),
        "title": read.at_most(300, cells, "title"),
        "outcome": outcome,
        **_span(cells),
    }


def _links(by: Standing) -> Iterator[FolderRow]:
    for one in policy.LINKS.visible_to(by, Link.objects.select_related("from_node", "to_node").order_by("code")):
        cells = {
            "link_id": one.code,
            "from_node": one.from_node.code,
            "to_node": one.to_node.code,
            "assumption": one.assumption,
            "rivals": one.rivals,
            **_span_cells(one),
        }
        yield FolderRow(one.pk, one.version, cells)


def _add_link(*, by: Standing, cells: Cells) -> Link:
    return recorded.record_link(by=by, code=read.words_in(cells, "link_id"), **_of_link(cells))


def _change_link(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Link:
    return recorded.correct_link(by=by, pk=pk, expected=expected, **_of_link(cells))


def _of_link(cells: Cells) -> dict[str, Any]:
    return {
        "from_node": _node(cells, "from_node"),
        "to_node": _node(cells, "to_node"),
        "assumption": read.at_most(5_000, cells, "assumption"),
        "rivals": read.joined(read.several_in(cells, "rivals")),
        **_span(cells),
    }


def _node(cells: Cells, column: str) -> UUID:
    code = read.words_in(cells, column)
    pk = Node.objects.filter(code=code).values_list("pk", flat=True).first()
    if pk is None:
        raise HubError(f"{column}: there is no box with the code {code}.", mend="Add the box first, or name another.")
    return pk


def _span(cells: Cells) -> dict[str, int | None]:
    return {column: _number(cells, column) for column in ("from_version", "to_version")}


def _span_cells(one: Node | Link) -> dict[str, str]:
    return {
        "from_version": "" if one.from_version is None else str(one.from_version),
        "to_version": "" if one.to_version is None else str(one.to_version),
    }


def _number(cells: Cells, column: str) -> int | None:
    """The number of a version; None where none is given. Raises HubError for what is none."""
    number = read.number_in(cells, column)
    if number is None:
        return None
    if number != int(number) or not 1 <= number <= _LAST_NUMBER:
        raise HubError(f"{column}: {cells[column]} is no number of a version.", mend="Number them from 1 on.")
    return int(number)
