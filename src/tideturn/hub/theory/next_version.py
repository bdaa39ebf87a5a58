"""Declare the boxes and links of the theory's next version; begin, discard and publish it."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action, action
from tideturn.hub.audit.actions import Kind as ActionKind
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.codes import new_code
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.cells import BETWEEN, joined
from tideturn.hub.forms.writing import change, made, no_other_like_it, remove_whole
from tideturn.hub.learning.api import points_named
from tideturn.hub.resources.declaration import Form, Resource, ResourceForm, Writing
from tideturn.hub.resources.links import Link as Chosen
from tideturn.hub.resources.writing import FieldError, remove, require
from tideturn.hub.theory import access, resource
from tideturn.hub.theory.drawing.shape import ring_closed_by
from tideturn.hub.theory.models import Kind, Version, Working, WorkingLink, WorkingNode

NEXT_BEGUN: Final = action("theory.begin_next", ActionKind.WRITE, "began the next version of the theory of change")
NEXT_DISCARDED: Final = action(
    "theory.throw_next_away", ActionKind.WRITE, "discarded the next version of the theory of change"
)
VERSION_MADE: Final = action("theory.make_version", ActionKind.WRITE, "published a version of the theory of change")
FROM_NOTHING: Final = "nothing"
FROM_TEMPLATE: Final = "template"
FROM_LATEST: Final = "latest"
"""What the next version begins as."""

# Its boxes and links

KIND: Final = replace(resource.KIND, column=WorkingNode.kind, folder="")
TITLE: Final = replace(resource.TITLE, column=WorkingNode.title, folder="")
OUTCOME: Final = replace(resource.OUTCOME, column=WorkingNode.outcome, folder="")


def by_kind(rows: Iterable[Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return boxes by id and title, grouped by kind, as the choices of a form."""
    found = list(rows)
    groups = ((str(kind.label), [(str(one.pk), one.title) for one in found if one.kind == kind]) for kind in Kind)
    return [(label, among) for label, among in groups if among]


def _box_choices(by: Standing) -> list[tuple[str, list[tuple[str, str]]]]:
    return by_kind(access.NEXT_BOXES.visible_to(by, WorkingNode.objects.order_by("title")))


def _box_titles(ids: Collection[UUID]) -> dict[UUID, str]:
    return dict(WorkingNode.objects.filter(pk__in=ids).values_list("pk", "title"))


FROM_BOX: Final = replace(
    resource.FROM_NODE, column=WorkingLink.from_node, folder="", choices=_box_choices, names=_box_titles
)
TO_BOX: Final = replace(FROM_BOX, column=WorkingLink.to_node, label=resource.TO_NODE.label)
ASSUMPTION: Final = replace(resource.ASSUMPTION, column=WorkingLink.assumption, folder="")
RIVALS: Final = replace(resource.RIVALS, column=WorkingLink.rivals, folder="", tidy=str)
NEXT_OF_BOX: Final = Chosen(WorkingNode.working, "Next version", choices=lambda _: (), gone="")
NEXT_OF_LINK: Final = replace(NEXT_OF_BOX, column=WorkingLink.working)


def _next_held() -> Working:
    """Return the next version, locked until the transaction ends. Raise HubError if there is none."""
    found = Working.objects.select_for_update().first()
    if found is None:
        raise HubError(
            "There is no next version any more: somebody published or discarded it.",
            mend="Look at the theory, and begin another version if something is missing.",
        )
    return found


def _box_in_next(writing: Writing[WorkingNode]) -> None:
    if writing.record is None:
        writing[NEXT_OF_BOX] = _next_held().pk


def _link_in_next(writing: Writing[WorkingLink]) -> None:
    """Put a new link in the next version. Raise HubError if it leads nowhere else, is there, or closes a ring."""
    working, found = _next_held(), writing.record
    if found is None:
        writing[NEXT_OF_LINK] = working.pk
    start, end = writing[FROM_BOX], writing[TO_BOX]
    if start is None or end is None or not writing.named.keys() & {FROM_BOX, TO_BOX}:
        return
    titles = {pk: access.NEXT_BOXES.get_visible(writing.by, pk).title for pk in (start, end)}
    ends = [(one.from_node_id, one.to_node_id) for one in working.links.all() if one != found]
    if start == end:
        raise FieldError(TO_BOX, HubError("A box cannot lead to itself.", mend="Choose two boxes."))
    if (start, end) in ends:
        wrong = f"“{titles[start]}” already leads to “{titles[end]}”."
        raise FieldError(TO_BOX, HubError(wrong, mend="Change that link instead."))
    if ring := ring_closed_by(start, end, ends):
        titles = _box_titles(ring)
        told = " → ".join(f"“{titles[pk]}”" for pk in (*ring, ring[0]))
        raise FieldError(TO_BOX, HubError(f"The links would run in a ring: {told}.", mend=resource.RUNS_BACK))


def _links_at(box: WorkingNode) -> QuerySet[WorkingLink]:
    return LINK.all().filter(Q(from_node=box) | Q(to_node=box)).order_by("added_at", "pk")


def _remove_links(by: Standing, box: WorkingNode) -> None:
    for one in _links_at(box):
        remove(LINK, one.pk, by=by, expected=one.version)


class _LinkForm(ResourceForm):
    """The form of a link. It has each rival on a line of its own."""

    @classmethod
    def values_of(cls, record: WorkingLink) -> dict[str, Any]:
        """Return each field's value, with each rival on a line."""
        return super().values_of(record) | {RIVALS.name: record.rivals.replace(BETWEEN, "\n")}

    def clean_rivals(self) -> str:
        """Return the lines. Raise ValidationError for the sign that separates rivals in the programme folder."""
        rivals = str(self.cleaned_data[RIVALS.name])
        if BETWEEN in rivals:
            raise forms.ValidationError(f"Leave out the sign {BETWEEN}, and begin a new line instead.")
        return "\n".join(line.strip() for line in rivals.splitlines() if line.strip())

    def given(self) -> dict[str, Any]:
        """Return the form's values, with the rivals in one cell."""
        given = super().given()
        return given | {RIVALS.name: joined(given[RIVALS.name].splitlines())}


_ASKED: Final = Form(gate=resource.while_worked_on, template="theory/of_next.html")
_ASKED_OF_LINK: Final = replace(_ASKED, base=_LinkForm)
BOX: Final = Resource(
    WorkingNode,
    noun="box of the next version",
    plural="boxes of the next version",
    reads=access.NEXT_BOXES,
    writes=access.NEXT_BOXES,
    fields=(TITLE, KIND, OUTCOME),
    derived=(NEXT_OF_BOX,),
    key="box",
    check=_box_in_next,
    holds=_next_held,
    before_removal=_remove_links,
    more=lambda box: {"links": tuple(LINK.title(one) for one in _links_at(box))},
    adding=replace(_ASKED, title="Add a box", button="Add box", said="Box added."),
    changing=replace(_ASKED, title="Change the box"),
)
LINK: Final[Resource[WorkingLink]] = Resource(
    WorkingLink,
    noun="link of the next version",
    plural="links of the next version",
    reads=access.NEXT_LINKS,
    writes=access.NEXT_LINKS,
    fields=(FROM_BOX, TO_BOX, ASSUMPTION, RIVALS),
    derived=(NEXT_OF_LINK,),
    title=lambda one: f"{one.from_node.title} → {one.to_node.title}",
    key="link",
    check=_link_in_next,
    holds=_next_held,
    rows=lambda: WorkingLink.objects.select_related("from_node", "to_node"),
    adding=replace(_ASKED_OF_LINK, title="Add a link", button="Add link", said="Link added."),
    changing=replace(_ASKED_OF_LINK, title="Change the link"),
)
RESOURCES: Final = (BOX, LINK)
TABLES: Final = ()
FOUND: Final = ()

# Begin and discard it

_TEMPLATE: Final[Mapping[str, Any]] = tomllib.loads(
    files("tideturn.hub.theory").joinpath("template.toml").read_text(encoding="utf-8")
)
BOXES: Final[Mapping[str, Mapping[str, str]]] = _TEMPLATE["boxes"]
"""Each box of the template by its name there: its kind, and its title."""
LINKS: Final[Sequence[Mapping[str, str]]] = _TEMPLATE["links"]
"""Links of the template: the two boxes, and perhaps the assumption and rivals."""


@service(NEXT_BEGUN, needs=access.WRITE)
def begin_next(*, by: Standing, from_what: str = FROM_LATEST) -> Working:
    """Begin the next version as the latest one or, if there is none, from the template or from nothing.

    Raise HubError if there is a next version, if there is a theory and it should begin otherwise, or if the theory
    came without a version.
    """
    if resource.is_worked_on():
        raise HubError("There is already a next version.", mend="Go on with that one.")
    number = resource.latest_number()
    if from_what != FROM_LATEST and resource.nodes_of(number).exists():
        raise HubError("There is already a theory.", mend="Begin the next version from that one.")
    if number == 0 and resource.nodes_of(number).exists():
        raise HubError(
            "The theory came from a folder without a version.", mend="Say first since when it has been in force."
        )
    with no_other_like_it("the next version"):
        working = made(by, Working, base=number)
    if from_what == FROM_TEMPLATE:
        _from_template(by, working)
    elif from_what == FROM_LATEST:
        _from_version(by, working, number)
    _tell(NEXT_BEGUN, by, working)
    return working


def _from_version(by: Standing, working: Working, number: int) -> None:
    nodes = {one.pk: made(by, WorkingNode, working=working, of=one, **one.said) for one in resource.nodes_of(number)}
    for one in resource.links_of(number):
        ends = {"from_node": nodes[one.from_node_id], "to_node": nodes[one.to_node_id]}
        made(by, WorkingLink, working=working, of=one, assumption=one.assumption, rivals=one.rivals, **ends)


def _from_template(by: Standing, working: Working) -> None:
    nodes = {name: made(by, WorkingNode, working=working, **said) for name, said in BOXES.items()}
    for one in LINKS:
        ends = {"from_node": nodes[one["from"]], "to_node": nodes[one["to"]]}
        said = {name: one.get(name, "") for name in (ASSUMPTION.name, RIVALS.name)}
        made(by, WorkingLink, working=working, **ends, **said)


@service(NEXT_DISCARDED, needs=access.WRITE)
def discard_next(*, by: Standing) -> None:
    """Discard everything that was altered since the latest version. Raise HubError if there is no next version."""
    working = _next_held()
    _tell(NEXT_DISCARDED, by, working)
    _delete(by, working)


def _delete(by: Standing, working: Working) -> None:
    """Delete the next version with its boxes and links. Keep their history."""
    remove_whole(by, working, [*working.links.all(), *working.nodes.all()])


# Publish it


@service(VERSION_MADE, needs=access.WRITE)
def publish_next(*, by: Standing, on: date, reason: str = "", point: UUID | None = None) -> Version:
    """Publish the next version, in force from a day.

    Raise HubError if there is no reason or learning point, if the day is in the future or before the last version's,
    or if nothing was altered.
    """
    working = _next_held()
    number = resource.latest_number()
    if working.base != number:
        raise HubError(
            f"Version {number} came from a folder after you began this one.",
            mend="Write down what you altered, discard this version, and begin from that one.",
        )
    version = _version(by, number + 1, on, reason, point)
    _tell(VERSION_MADE, by, version, version=version.number)
    boxes = [(box, box.said) for box in working.nodes.select_related("of")]
    nodes, some_boxes = _publish(by, version, resource.nodes_of(number), boxes, "node")
    links = []
    for one in working.links.select_related("of"):
        ends = {"from_node_id": nodes[one.from_node_id].pk, "to_node_id": nodes[one.to_node_id].pk}
        links.append((one, ends | {"assumption": one.assumption, "rivals": one.rivals}))
    _, some_links = _publish(by, version, resource.links_of(number), links, "link")
    if not (some_boxes or some_links or number == 0):
        raise HubError("Nothing was altered since the latest version.", mend="Alter a box or a link first.")
    _delete(by, working)
    return version


@service(VERSION_MADE, needs=access.WRITE)
def say_since_when(*, by: Standing, on: date, reason: str = "", point: UUID | None = None) -> Version:
    """Publish a theory that came without a version as version 1. Raise HubError as `publish_next` does."""
    if resource.latest_number() or not resource.nodes_of(0).exists():
        raise HubError("There is no theory without a version.", mend="Look at the theory as it is.")
    version = _version(by, 1, on, reason, point)
    _tell(VERSION_MADE, by, version, version=version.number)
    return version


def _version(by: Standing, number: int, on: date, reason: str, point: UUID | None) -> Version:
    """Add a version."""
    require(resource.PUBLISHED_ON, on, by=by, needs=access.WRITE)
    before = Version.objects.filter(number=number - 1).first()
    if before is not None and on < before.on:
        told = f"Version {before.number} came into force on {clock.spoken_day(before.on)}."
        raise FieldError(resource.PUBLISHED_ON, HubError(told, mend="Give that day, or a later one."))
    require(resource.POINT, point, by=by, needs=access.WRITE)
    if not reason and point is None:
        wrong = HubError("Nothing is written.", mend="Write a reason, or choose the learning point that led to it.")
        raise FieldError(resource.WHY, wrong)
    if not reason and point is not None:
        reason = f"Learnt: {points_named(by, [point])[point].short}"
    with no_other_like_it(f"version {number}"):
        return made(by, Version, number=number, on=on, reason=reason, point_id=point)


def _publish(
    by: Standing,
    version: Version,
    before: QuerySet[Any],
    parts: Iterable[tuple[WorkingNode | WorkingLink, Mapping[str, Any]]],
    code: str,
) -> tuple[dict[UUID, Any], bool]:
    """Return the box or link of the theory for each of the next version, and whether any is new, altered or gone.

    Give each part with what it says. A link to a box that was altered is altered too.
    """
    found: dict[UUID, Any] = {}
    altered = False
    for part, said in parts:
        if part.of is not None and all(getattr(part.of, name) == value for name, value in said.items()):
            found[part.pk] = part.of
        else:
            added = {"code": new_code(code), "from_version": version.number, "replaces_id": part.of_id}
            found[part.pk], altered = made(by, before.model, **added, **said), True
    for gone in before.exclude(pk__in=[one.pk for one in found.values()]):
        change(by, gone, to_version=version.number - 1)
        altered = True
    return found, altered


def _tell(told: Action, by: Standing, on: Record, **details: int) -> None:
    record(told, by=by.user, via=by.via, on=on, details=details)
