"""What the programme folder holds of the theory: its whole history as it came, corrected by a row of it.

The pages alter the next version alone. While that is worked on, nothing is recorded beneath it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Model, Q

from tideturn.hub.access.rules import Rule
from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.learning import api as learning
from tideturn.hub.outcomes.api import require_there
from tideturn.hub.theory import actions, policy
from tideturn.hub.theory.models import Link, Node, Version, Working
from tideturn.hub.theory.rings import ring_closed_by
from tideturn.hub.theory.writing import record_event

M = TypeVar("M", bound=Model)
_WITHOUT_END: Final = 1 << 30


@service(actions.VERSION_RECORDED, needs=policy.WRITE)
def record_version(*, by: Standing, number: int, on: date, reason: str, point: UUID | None = None) -> Version:
    """Record a version. Raises HubError where there is one of that number, or the next one is being worked on."""
    _require_nobody_works()
    if Version.objects.filter(number=number).exists():
        raise HubError(f"There is a version {number} already.", mend="Give it another number, or change that one.")
    _require_point(point)
    with no_other_like_it(f"version {number}"):
        version = made(by, Version, number=number, on=on, reason=reason, point_id=point)
    record_event(actions.VERSION_RECORDED, by, version, version=number)
    return version


@service(actions.VERSION_CORRECTED, needs=policy.WRITE)
def correct_version(
    *, by: Standing, pk: UUID, expected: int | None, on: date, reason: str, point: UUID | None = None
) -> Version:
    """Correct its day and why it was. Raises HubError where the next one is being worked on, EditsMeetError."""
    version = _held(by, pk, policy.VERSIONS)
    _require_point(point)
    changed = change_version(by, version, expected, on=on, reason=reason, point_id=point)
    if changed:
        record_event(actions.VERSION_CORRECTED, by, version, changed=changed, version=version.number)
    return version


@service(actions.VERSION_TAKEN_AWAY, needs=policy.WRITE)
def take_version_away(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Remove a version. Raises HubError where a box or link came or ended with it, EditsMeetError."""
    version = _held(by, pk, policy.VERSIONS)
    names_it = Q(from_version=version.number) | Q(to_version=version.number)
    if Node.objects.filter(names_it).exists() or Link.objects.filter(names_it).exists():
        raise HubError(
            f"Boxes or links of the theory came or ended with version {version.number}.",
            mend="Remove them first, or have them name another version.",
        )
    record_event(actions.VERSION_TAKEN_AWAY, by, version, version=version.number)
    remove_version(by, version, expected)


@service(actions.NODE_RECORDED, needs=policy.WRITE)
def record_node(
    *,
    by: Standing,
    kind: str,
    title: str,
    outcome: UUID | None = None,
    from_version: int | None = None,
    to_version: int | None = None,
    code: str = "",
) -> Node:
    """Record a box. Raises HubError for a version that there is not, for one that ends before it came, where there is
    one of that code, and where the next version is being worked on.
    """
    _require_nobody_works()
    _require_span(from_version, to_version)
    if outcome is not None:
        require_there(outcome)
    code = code_of_new(Node, code, kind="node", called="a box of the theory")
    said = {"kind": kind, "title": title, "outcome_id": outcome}
    with no_other_like_it("a box of that code"):
        node = made(by, Node, code=code, from_version=from_version, to_version=to_version, **said)
    record_event(actions.NODE_RECORDED, by, node)
    return node


@service(actions.NODE_CORRECTED, needs=policy.WRITE)
def correct_node(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    kind: str,
    title: str,
    outcome: UUID | None = None,
    from_version: int | None = None,
    to_version: int | None = None,
) -> Node:
    """Correct a box. Raises HubError as recording one does, EditsMeetError at another version."""
    node = _held(by, pk, policy.NODES)
    _require_span(from_version, to_version)
    if outcome is not None:
        require_there(outcome)
    said = {"kind": kind, "title": title, "outcome_id": outcome}
    changed = change_version(by, node, expected, from_version=from_version, to_version=to_version, **said)
    if changed:
        record_event(actions.NODE_CORRECTED, by, node, changed=changed)
    return node


@service(actions.NODE_TAKEN_AWAY, needs=policy.WRITE)
def take_node_away(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Remove a box. Raises HubError where links or anything else stand on it, EditsMeetError."""
    node = _held(by, pk, policy.NODES)
    record_event(actions.NODE_TAKEN_AWAY, by, node)
    remove_version(by, node, expected)


@service(actions.LINK_RECORDED, needs=policy.WRITE)
def record_link(
    *,
    by: Standing,
    from_node: UUID,
    to_node: UUID,
    assumption: str = "",
    rivals: str = "",
    from_version: int | None = None,
    to_version: int | None = None,
    code: str = "",
) -> Link:
    """Record a link. Raises HubError as recording a box does, where it holds in a version in which an end of it does
    not, and where it would close a ring.
    """
    _require_nobody_works()
    _require_joins(from_node, to_node, from_version, to_version)
    code = code_of_new(Link, code, kind="link", called="a link of the theory")
    said = {"from_node_id": from_node, "to_node_id": to_node, "assumption": assumption, "rivals": rivals}
    with no_other_like_it("a link of that code"):
        link = made(by, Link, code=code, from_version=from_version, to_version=to_version, **said)
    record_event(actions.LINK_RECORDED, by, link)
    return link


@service(actions.LINK_CORRECTED, needs=policy.WRITE)
def correct_link(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    from_node: UUID,
    to_node: UUID,
    assumption: str = "",
    rivals: str = "",
    from_version: int | None = None,
    to_version: int | None = None,
) -> Link:
    """Correct a link. Raises HubError as recording one does, EditsMeetError at another version."""
    link = _held(by, pk, policy.LINKS)
    _require_joins(from_node, to_node, from_version, to_version, but=pk)
    said = {"from_node_id": from_node, "to_node_id": to_node, "assumption": assumption, "rivals": rivals}
    changed = change_version(by, link, expected, from_version=from_version, to_version=to_version, **said)
    if changed:
        record_event(actions.LINK_CORRECTED, by, link, changed=changed)
    return link


@service(actions.LINK_TAKEN_AWAY, needs=policy.WRITE)
def take_link_away(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Remove a link. Raises HubError where something stands on it, EditsMeetError."""
    link = _held(by, pk, policy.LINKS)
    record_event(actions.LINK_TAKEN_AWAY, by, link)
    remove_version(by, link, expected)


def _held(by: Standing, pk: UUID, rule: Rule[M]) -> M:
    """A record, held until the transaction ends. Raises HubError where the next version is being worked on."""
    _require_nobody_works()
    return rule.get_visible(by, pk, rule.model._default_manager.select_for_update(of=("self",)))


def _require_point(point: UUID | None) -> None:
    if point is not None:
        learning.require_there(point)


def _require_nobody_works() -> None:
    if Working.objects.exists():
        raise HubError(
            "The theory’s next version is being worked on.", mend="Make it the version, or throw it away, first."
        )


def _require_span(first: int | None, last: int | None) -> None:
    if first is not None and last is not None and last < first:
        raise HubError(f"Its last version ({last}) comes before its first ({first}).", mend="Correct one of the two.")
    given = {number for number in (first, last) if number is not None}
    unknown = given - set(Version.objects.filter(number__in=given).values_list("number", flat=True))
    if unknown:
        raise HubError(f"There is no version {min(unknown)} of the theory.", mend="Record that version first.")


def _require_joins(start: UUID, end: UUID, first: int | None, last: int | None, *, but: UUID | None = None) -> None:
    _require_span(first, last)
    if start == end:
        raise HubError("A box cannot lead to itself.", mend="Give two boxes.")
    for node in Node.objects.select_for_update(no_key=True).filter(pk__in=(start, end)).order_by("pk"):
        begins, ends = _span(node.from_version, node.to_version)
        if not (begins <= (first or 0) and (_WITHOUT_END if last is None else last) <= ends):
            raise HubError(
                f"The link holds in a version in which the box {node.code} does not.",
                mend="Let the link begin and end with the boxes that it joins.",
            )
    others = [
        (_span(one.from_version, one.to_version), (one.from_node_id, one.to_node_id))
        for one in Link.objects.all()
        if one.pk != but
    ]
    for number in _versions(*_span(first, last)):
        ring = ring_closed_by(start, end, (ends for (begins, until), ends in others if begins <= number <= until))
        if ring:
            codes = dict(Node.objects.filter(pk__in=ring).values_list("pk", "code"))
            told = " → ".join(codes[pk] for pk in (*ring, ring[0]))
            raise HubError(
                f"The links would run in a ring: {told}.", mend="Take out or turn round the link that runs backwards."
            )


def _span(first: int | None, last: int | None) -> tuple[int, int]:
    return first or 0, _WITHOUT_END if last is None else last


def _versions(first: int, last: int) -> Iterable[int]:
    """The versions between two; where none is recorded there is one without a number."""
    numbers = list(Version.objects.values_list("number", flat=True)) or [0]
    return [number for number in numbers if first <= number <= last]
