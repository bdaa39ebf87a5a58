"""Show the theory as a page draws it: now, in a version, in the next version, and two versions side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from django.urls import reverse

from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.forms.cells import parted
from tideturn.hub.learning.api import Change, points_named
from tideturn.hub.outcomes.api import outcomes_named
from tideturn.hub.resources.reading import Shown, listed
from tideturn.hub.theory import access
from tideturn.hub.theory.drawing.placing import drawn
from tideturn.hub.theory.drawing.shape import Arrow, Box, Compared, Theory, compared
from tideturn.hub.theory.models import Link, Node, Version, Working, WorkingLink, WorkingNode
from tideturn.hub.theory.next_version import BOXES, LINKS
from tideturn.hub.theory.resource import POINT, VERSION, is_worked_on, links_of, nodes_of

_NAMES: Final = UUID("6e0e0a52-5a39-4b0b-9c9e-7a6a0c6f2f11")
"""The namespace of the template's ids, so that its drawing is always the same."""


def shown(theory: Theory, title: str) -> dict[str, Any]:
    """Return a theory for the parts `theory/drawing.html` and `theory/told.html`."""
    return {"drawing": drawn(theory), "drawing_title": title}


def theory_now(by: Standing) -> dict[str, Any]:
    """Return the theory as it is, and its versions, the latest first, each with the learning point that led to it.

    Raise NotVisibleError if the person may see none.
    """
    found = listed(VERSION, Version.objects.order_by("-number"), by=by)
    points = points_named(by, [pk for one in found if (pk := one.of(POINT))])
    versions = tuple((one, points.get(pk) if (pk := one.of(POINT)) else None) for one in found)
    theory = _theory(found[0]["number"] if found else 0, _all_roots())
    return {
        "theory": theory,
        "versions": versions,
        "latest": found[0] if found else None,
        "is_undated": bool(theory.boxes) and not found,  # it came from a folder without a version
        "is_worked_on": is_worked_on(),
    }


def of_version(by: Standing, one: Shown) -> dict[str, Any]:
    """Return what a version holds, for its page."""
    number, pk = one["number"], one.of(POINT)
    numbers = [int(found) for found, _ in version_choices(by)]
    return {
        "point": points_named(by, [pk]).get(pk) if pk else None,
        "before": next((found for found in numbers if found < number), None),
        "is_latest": number == numbers[0],
        **shown(_theory(number, _all_roots()), f"The theory of change, version {number}"),
    }


def versions_compared(by: Standing, first: int, second: int) -> Compared:
    """Return how one version differs from another. Raise NotVisibleError if the person may see none."""
    by.require_unseen(access.READ)
    roots = _all_roots()
    return compared(_theory(first, roots), _theory(second, roots))


def version_choices(by: Standing) -> list[tuple[str, str]]:
    """Return every version by its number, the latest first, for a form that compares two."""
    found = access.VERSIONS.visible_to(by, Version.objects.order_by("-number"))
    return [(str(number), f"Version {number}") for number in found.values_list("number", flat=True)]


def next_read(by: Standing) -> dict[str, Any]:
    """Return the next version, and what it alters.

    Raise NotVisibleError if there is none, or the person may not alter it.
    """
    by.require_unseen(access.WRITE)
    working = Working.objects.first()
    if working is None:
        raise NotVisibleError(Refused(by.user, access.WRITE.name, via=by.via))
    roots = _all_roots()
    nodes = list(working.nodes.order_by("added_at", "pk"))
    links = working.links.order_by("added_at", "pk")
    keys = {one.pk: roots[one.of_id] if one.of_id else one.pk for one in nodes}
    keys |= {one.pk: roots[one.of_id] if one.of_id else one.pk for one in links}
    theory = _joined(nodes, links, keys)
    return {"theory": theory, "base": working.base, "alters": compared(_theory(working.base, roots), theory)}


def with_its_links(box: Shown) -> str:
    """Return what goes when a box is removed: its title, and the links that go with it."""
    return f"{box.title}, and with it: {'; '.join(box['links'])}" if box["links"] else box.title


def _theory(number: int, roots: Mapping[UUID, UUID]) -> Theory:
    """Return what a version holds."""
    return _joined(
        list(nodes_of(number).order_by("added_at", "code")), links_of(number).order_by("added_at", "code"), roots
    )


def _joined(
    nodes: Sequence[Node] | Sequence[WorkingNode],
    links: Iterable[Link] | Iterable[WorkingLink],
    keys: Mapping[UUID, UUID],
) -> Theory:
    """Return boxes and links as a theory, each with its key."""
    outcomes = outcomes_named({one.outcome_id for one in nodes if one.outcome_id})
    boxes = []
    for one in nodes:
        outcome = outcomes[one.outcome_id] if one.outcome_id else None
        said = (outcome.title, outcome.address) if outcome else ()
        boxes.append(Box(keys[one.pk], one.pk, one.kind, one.title, *said))
    arrows = []
    for link in links:
        ends = (keys[link.from_node_id], keys[link.to_node_id])
        arrows.append(Arrow(keys[link.pk], link.pk, *ends, link.assumption, parted(link.rivals)))
    return Theory(tuple(boxes), tuple(arrows))


def _all_roots() -> dict[UUID, UUID]:
    """Return for each box and link the first that it goes back to: one that replaces another has its key."""
    before = {pk: of for kind in (Node, Link) for pk, of in kind._default_manager.values_list("pk", "replaces_id")}
    roots = {}
    for pk in before:
        root = pk
        while earlier := before[root]:
            root = earlier
        roots[pk] = root
    return roots


def template() -> Theory:
    """Return the template as a theory, before anybody begins from it."""
    ids = {name: uuid5(_NAMES, name) for name in BOXES}
    arrows = []
    for one in LINKS:
        start, end, rivals = one["from"], one["to"], one.get("rivals", "")
        pk = uuid5(_NAMES, f"{start} {end}")
        arrows.append(Arrow(pk, pk, ids[start], ids[end], one.get("assumption", ""), parted(rivals)))
    return Theory(
        tuple(Box(ids[name], ids[name], said["kind"], said["title"]) for name, said in BOXES.items()), tuple(arrows)
    )


# On other apps' pages


def what_points_changed(by: Standing, points: Collection[UUID]) -> Iterator[tuple[UUID | None, Change]]:
    """Return the versions that learning points led to and that the person may see, in one query."""
    for one in access.VERSIONS.visible_to(by, Version.objects.filter(point__in=points)):
        sentence = f"The theory of change was altered: version {one.number}"
        yield one.point_id, Change(sentence, reverse(VERSION.page, args=[one.pk]), one.on)
