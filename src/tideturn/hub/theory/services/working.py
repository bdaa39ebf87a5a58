"""The next version: begun, its boxes and links altered, and thrown away. Whoever alters it holds it meanwhile."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change_version, made, no_other_like_it, remove_version
from tideturn.hub.outcomes.api import require_there
from tideturn.hub.theory import actions, policy, template
from tideturn.hub.theory.held import latest_number, links_of, nodes_of
from tideturn.hub.theory.models import Working, WorkingLink, WorkingNode
from tideturn.hub.theory.writing import let_go, next_held, record_event, require_leads_on

FROM_NOTHING: Final = "nothing"
FROM_TEMPLATE: Final = "template"
FROM_LATEST: Final = "latest"
"""With what the next version is begun."""


@service(actions.NEXT_BEGUN, needs=policy.WRITE)
def begin_next(*, by: Standing, from_what: str = FROM_LATEST) -> Working:
    """Begin the next version with the latest one; where there is none, with a template or with nothing.

    Raises HubError where it is worked on already, where there is a theory and
    another beginning is asked for, and where it is not said since when that holds.
    """
    if Working.objects.exists():
        raise HubError("The next version is being worked on already.", mend="Go on with that one.")
    number = latest_number()
    if from_what != FROM_LATEST and nodes_of(number).exists():
        raise HubError("There is a theory already.", mend="Begin the next version with that one.")
    if number == 0 and nodes_of(number).exists():
        raise HubError(
            "The theory came from a folder that tells no version of it.", mend="Say first since when it holds."
        )
    with no_other_like_it("the next version"):
        working = made(by, Working, base=number)
    if from_what == FROM_TEMPLATE:
        _from_template(by, working)
    elif from_what == FROM_LATEST:
        _from_version(by, working, number)
    record_event(actions.NEXT_BEGUN, by, working)
    return working


@service(actions.NEXT_THROWN_AWAY, needs=policy.WRITE)
def throw_next_away(*, by: Standing) -> None:
    """Let go of all that was altered since the latest version. Raises HubError where nothing is being worked on."""
    working = next_held()
    record_event(actions.NEXT_THROWN_AWAY, by, working)
    let_go(by, working)


@service(actions.BOX_ADDED, needs=policy.WRITE)
def add_box(*, by: Standing, kind: str, title: str, outcome: UUID | None = None) -> WorkingNode:
    """Add a box to the next version. Raises HubError where that is not worked on, or there is no such outcome."""
    working = next_held()
    if outcome is not None:
        require_there(outcome)
    box = made(by, WorkingNode, working=working, kind=kind, title=title, outcome_id=outcome)
    record_event(actions.BOX_ADDED, by, box)
    return box


@service(actions.BOX_CHANGED, needs=policy.WRITE)
def change_box(
    *, by: Standing, pk: UUID, expected: int | None, kind: str, title: str, outcome: UUID | None = None
) -> WorkingNode:
    """Change a box of the next version. Raises HubError as adding one does, EditsMeetError at another version."""
    next_held()
    box = policy.BOXES_OF_NEXT.get_visible(by, pk)
    if outcome is not None:
        require_there(outcome)
    changed = change_version(by, box, expected, kind=kind, title=title, outcome_id=outcome)
    if changed:
        record_event(actions.BOX_CHANGED, by, box, changed=changed)
    return box


@service(actions.BOX_REMOVED, needs=policy.WRITE)
def remove_box(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take a box out of the next version, and with it the links that lead to it and from it. Raises EditsMeetError."""
    next_held()
    box = policy.BOXES_OF_NEXT.get_visible(by, pk)
    record_event(actions.BOX_REMOVED, by, box)
    for link in WorkingLink.objects.filter(from_node=box) | WorkingLink.objects.filter(to_node=box):
        record_event(actions.LINK_REMOVED, by, link)
        remove_version(by, link, link.version)
    remove_version(by, box, expected)


@service(actions.LINK_ADDED, needs=policy.WRITE)
def add_link(*, by: Standing, from_node: UUID, to_node: UUID, assumption: str = "", rivals: str = "") -> WorkingLink:
    """Say that a box of the next version leads to another.

    Raises HubError where it leads there already, to itself, or would close a ring.
    """
    working = next_held()
    start, end = (policy.BOXES_OF_NEXT.get_visible(by, pk) for pk in (from_node, to_node))
    require_leads_on(working, start, end)
    link = made(by, WorkingLink, working=working, from_node=start, to_node=end, assumption=assumption, rivals=rivals)
    record_event(actions.LINK_ADDED, by, link)
    return link


@service(actions.LINK_CHANGED, needs=policy.WRITE)
def change_link(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    from_node: UUID,
    to_node: UUID,
    assumption: str = "",
    rivals: str = "",
) -> WorkingLink:
    """Change a link of the next version. Raises HubError as adding one does, EditsMeetError at another version."""
    working = next_held()
    link = policy.LINKS_OF_NEXT.get_visible(by, pk)
    start, end = (policy.BOXES_OF_NEXT.get_visible(by, one) for one in (from_node, to_node))
    require_leads_on(working, start, end, but=link.pk)
    changed = change_version(
        by, link, expected, from_node_id=start.pk, to_node_id=end.pk, assumption=assumption, rivals=rivals
    )
    if changed:
        record_event(actions.LINK_CHANGED, by, link, changed=changed)
    return link


@service(actions.LINK_REMOVED, needs=policy.WRITE)
def remove_link(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take a link out of the next version. Raises EditsMeetError at another version of it."""
    next_held()
    link = policy.LINKS_OF_NEXT.get_visible(by, pk)
    record_event(actions.LINK_REMOVED, by, link)
    remove_version(by, link, expected)


def _from_version(by: Standing, working: Working, number: int) -> None:
    """As the version of that number has it."""
    nodes = {
        node.pk: made(
            by,
            WorkingNode,
            working=working,
            of=node,
            kind=node.kind,
            title=node.title,
            outcome_id=node.outcome_id,
        )
        for node in nodes_of(number)
    }
    for link in links_of(number):
        made(
            by,
            WorkingLink,
            working=working,
            of=link,
            from_node=nodes[link.from_node_id],
            to_node=nodes[link.to_node_id],
            assumption=link.assumption,
            rivals=link.rivals,
        )


def _from_template(by: Standing, working: Working) -> None:
    nodes = {
        name: made(by, WorkingNode, working=working, kind=kind, title=title)
        for name, (kind, title) in template.BOXES.items()
    }
    for start, end, assumption, rivals in template.LINKS:
        made(
            by,
            WorkingLink,
            working=working,
            from_node=nodes[start],
            to_node=nodes[end],
            assumption=assumption,
            rivals=rivals,
        )
