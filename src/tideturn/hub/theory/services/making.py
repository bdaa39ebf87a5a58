"""The next version is made the version: what it says otherwise ends with the one before, and begins with this one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.codes import new_code
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change, made, no_other_like_it
from tideturn.hub.learning.api import points_named, require_there
from tideturn.hub.theory import actions, policy
from tideturn.hub.theory.held import latest_number, links_of, nodes_of
from tideturn.hub.theory.models import Link, Node, Version, Working
from tideturn.hub.theory.writing import let_go, next_held, record_event


@service(actions.VERSION_MADE, needs=policy.WRITE)
def make_version(*, by: Standing, on: date, reason: str = "", point: UUID | None = None) -> Version:
    """Make the next version the version, from a day on.

    Raises HubError where neither a reason nor a learning point is given, where the day is to come or before that of the
    version before, and where nothing was altered.
    """
    working = next_held()
    number = latest_number()
    if working.base != number:
        raise HubError(
            f"Version {number} was recorded from a folder after this was begun.",
            mend="Write down what you altered, throw this away, and begin with that version.",
        )
    _require_day(number, on)
    reason = _why(by, reason, point)
    with no_other_like_it(f"Version {number + 1}"):
        version = made(by, Version, number=number + 1, on=on, reason=reason, point_id=point)
    nodes, some_boxes = _nodes(by, working, version)
    some_links = _links(by, working, version, nodes)
    if not (some_boxes or some_links or number == 0):
        raise HubError("Nothing was altered since the latest version.", mend="Alter a box or a link first.")
    record_event(actions.VERSION_MADE, by, version, version=version.number)
    let_go(by, working)
    return version


@service(actions.VERSION_MADE, needs=policy.WRITE)
def say_since_when(*, by: Standing, on: date, reason: str = "", point: UUID | None = None) -> Version:
    """Make the theory that came from a folder without versions the first version, as it stands.

    Raises HubError as making one does, and where there is a version or no theory.
    """
    if latest_number() or not nodes_of(0).exists():
        raise HubError("There is no theory without a version.", mend="Look at the theory as it stands.")
    _require_day(0, on)
    with no_other_like_it("Version 1"):
        version = made(by, Version, number=1, on=on, reason=_why(by, reason, point), point_id=point)
    record_event(actions.VERSION_MADE, by, version, version=1)
    return version


def _require_day(number: int, on: date) -> None:
    if on > clock.today():
        raise HubError(f"{clock.spoken_day(on)} is to come.", mend="Give today, or an earlier day.")
    before = Version.objects.filter(number=number).first()
    if before is not None and on < before.on:
        raise HubError(
            f"Version {number} came into force on {clock.spoken_day(before.on)}.", mend="Give that day, or a later one."
        )


def _why(by: Standing, reason: str, point: UUID | None) -> str:
    if point is not None:
        require_there(point)
        return reason or f"Learnt: {points_named(by, [point])[point].short}"
    if not reason:
        raise HubError(
            "It is not said why the theory is altered.",
            mend="Write a reason, or choose the learning point that led to it.",
        )
    return reason


def _nodes(by: Standing, working: Working, version: Version) -> tuple[dict[UUID, Node], bool]:
    """The box of the theory for each of the next version, and whether any is new, said otherwise or gone."""
    found: dict[UUID, Node] = {}
    stays = set()
    altered = False
    for box in working.nodes.select_related("of"):
        said = {"kind": box.kind, "title": box.title, "outcome_id": box.outcome_id}
        if box.of is not None and all(getattr(box.of, name) == value for name, value in said.items()):
            found[box.pk] = box.of
            stays.add(box.of.pk)
            continue
        altered = True
        found[box.pk] = made(
            by, Node, code=new_code("node"), from_version=version.number, replaces_id=box.of_id, **said
        )
    for node in nodes_of(version.number - 1).exclude(pk__in=stays):
        altered = _ends(by, node, version) or altered
    return found, altered


def _links(by: Standing, working: Working, version: Version, nodes: dict[UUID, Node]) -> bool:
    """Whether any link is new, said otherwise or gone. One that leads to a box that is said otherwise is another."""
    stays = set()
    altered = False
    for link in working.links.select_related("of"):
        said = {
            "from_node_id": nodes[link.from_node_id].pk,
            "to_node_id": nodes[link.to_node_id].pk,
            "assumption": link.assumption,
            "rivals": link.rivals,
        }
        if link.of is not None and all(getattr(link.of, name) == value for name, value in said.items()):
            stays.add(link.of.pk)
            continue
        altered = True
        made(by, Link, code=new_code("link"), from_version=version.number, replaces_id=link.of_id, **said)
    for one in links_of(version.number - 1).exclude(pk__in=stays):
        altered = _ends(by, one, version) or altered
    return altered


def _ends(by: Standing, one: Node | Link, version: Version) -> bool:
    """Have it end with the version before."""
    return bool(change(by, one, to_version=version.number - 1))
