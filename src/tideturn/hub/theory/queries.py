"""What is shown of the theory of change, as plain values: no person is among it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.forms.cells import parted
from tideturn.hub.learning.api import Named, points_named
from tideturn.hub.outcomes.api import Named as OutcomeNamed
from tideturn.hub.outcomes.api import outcomes_named
from tideturn.hub.theory import actions, policy
from tideturn.hub.theory.comparing import Compared, compared
from tideturn.hub.theory.held import links_of, nodes_of
from tideturn.hub.theory.models import Link, Node, Version, Working, WorkingLink, WorkingNode
from tideturn.hub.theory.shape import Arrow, Box, Theory
from tideturn.hub.theory.terms import Kind


@dataclass(frozen=True)
class VersionShown:
    """A version of the theory, and why it was made."""

    id: UUID
    number: int
    on: date
    reason: str
    point: Named | None
    who: str
    is_latest: bool
    before: int | None = None
    """The number of the version before it."""


@dataclass(frozen=True)
class Now:
    """The theory as it stands, and all of its versions, the latest first."""

    theory: Theory
    versions: tuple[VersionShown, ...]
    is_undated: bool
    """Whether it came from a folder that tells no version of it."""
    is_worked_on: bool

    @property
    def latest(self) -> VersionShown | None:
        """The version that holds; None where there is none."""
        return self.versions[0] if self.versions else None


@dataclass(frozen=True)
class VersionRead:
    """A version with what it holds."""

    version: VersionShown
    theory: Theory


@dataclass(frozen=True)
class Next:
    """The next version as it is worked on, and what it alters."""

    theory: Theory
    base: int
    alters: Compared


@dataclass(frozen=True)
class ToRemove:
    """A box or link of the next version, as the page that removes it tells of it."""

    name: str
    version: int
    links: tuple[str, ...] = ()
    """The links that go with a box."""


def is_worked_on() -> bool:
    """Whether the next version is being worked on."""
    return Working.objects.exists()


def theory_now(by: Standing) -> Now:
    """The theory as it stands. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    versions = _versions(by)
    theory = _theory(versions[0].number if versions else 0, _all_roots())
    return Now(theory, versions, is_undated=bool(theory.boxes) and not versions, is_worked_on=is_worked_on())


def version_read(by: Standing, pk: UUID) -> VersionRead:
    """A version, with what it holds. Raises NotVisibleError."""
    versions = {one.id: one for one in _versions(by)}

    def gather(found: Version) -> VersionRead:
        return VersionRead(versions[found.pk], _theory(found.number, _all_roots()))

    return show(by, policy.VERSIONS, pk, action=actions.READ, gather=gather)


def versions_compared(by: Standing, first: int, second: int) -> Compared:
    """What differs from one version to another. Raises NotVisibleError where there is no such version."""
    by.require_unseen(policy.READ)
    for number in (first, second):
        if not policy.VERSIONS.visible_to(by).filter(number=number).exists():
            raise NotVisibleError(Refused(by.user, policy.READ.name, via=by.via))
    roots = _all_roots()
    return compared(_theory(first, roots), _theory(second, roots))


def version_choices(by: Standing) -> list[tuple[str, str]]:
    """Every version by its number, the latest first, for a form that compares two."""
    found = policy.VERSIONS.visible_to(by, Version.objects.order_by("-number"))
    return [(str(number), f"Version {number}") for number in found.values_list("number", flat=True)]


def next_read(by: Standing) -> Next:
    """The next version. Raises NotVisibleError for who may not alter it, and where nothing is being worked on."""
    by.require_unseen(policy.WRITE)
    working = Working.objects.first()
    if working is None:
        raise NotVisibleError(Refused(by.user, policy.WRITE.name, via=by.via))
    roots = _all_roots()
    nodes = list(WorkingNode.objects.filter(working=working).order_by("added_at", "pk"))
    names = outcomes_named({one.outcome_id for one in nodes if one.outcome_id})
    key_of = {one.pk: roots[one.of_id] if one.of_id else one.pk for one in nodes}
    theory = Theory(
        tuple(
            Box(
                key_of[one.pk],
                one.pk,
                one.kind,
                one.title,
                *_of_outcome(names, one.outcome_id),
            )
            for one in nodes
        ),
        tuple(
            Arrow(
                roots[one.of_id] if one.of_id else one.pk,
                one.pk,
                key_of[one.from_node_id],
                key_of[one.to_node_id],
                one.assumption,
                parted(one.rivals),
            )
            for one in WorkingLink.objects.filter(working=working).order_by("added_at", "pk")
        ),
    )
    return Next(theory, working.base, compared(_theory(working.base, roots), theory))


def box_choices(by: Standing) -> list[tuple[str, list[tuple[str, str]]]]:
    """The boxes of the next version by id and title, grouped by kind; none for who may not alter it."""
    found = list(policy.BOXES_OF_NEXT.visible_to(by, WorkingNode.objects.order_by("title")))
    groups = ((str(kind.label), [(str(one.pk), one.title) for one in found if one.kind == kind]) for kind in Kind)
    return [(label, among) for label, among in groups if among]


def box_to_remove(by: Standing, pk: UUID) -> ToRemove:
    """A box of the next version, with the links that would go with it. Raises NotVisibleError."""
    box = policy.BOXES_OF_NEXT.get_visible(by, pk)
    links = WorkingLink.objects.filter(from_node=box) | WorkingLink.objects.filter(to_node=box)
    named = links.select_related("from_node", "to_node").order_by("added_at", "pk")
    return ToRemove(box.title, box.version, tuple(_between(one) for one in named))


def link_to_remove(by: Standing, pk: UUID) -> ToRemove:
    """A link of the next version. Raises NotVisibleError."""
    link = policy.LINKS_OF_NEXT.get_visible(by, pk, WorkingLink.objects.select_related("from_node", "to_node"))
    return ToRemove(_between(link), link.version)


def _between(link: WorkingLink) -> str:
    return f"{link.from_node.title} → {link.to_node.title}"


def _versions(by: Standing) -> tuple[VersionShown, ...]:
    rows = Version.objects.select_related("added_by").order_by("-number")
    found = list(policy.VERSIONS.visible_to(by, rows))
    points = points_named(by, [one.point_id for one in found if one.point_id])
    return tuple(
        VersionShown(
            one.pk,
            one.number,
            one.on,
            one.reason,
            points.get(one.point_id) if one.point_id else None,
            one.added_by.name,
            at == 0,
            found[at + 1].number if at + 1 < len(found) else None,
        )
        for at, one in enumerate(found)
    )


def _theory(number: int, roots: Mapping[UUID, UUID]) -> Theory:
    """What the version of that number holds."""
    nodes = list(nodes_of(number).order_by("added_at", "code"))
    names = outcomes_named({one.outcome_id for one in nodes if one.outcome_id})
    return Theory(
        tuple(
            Box(
                roots[one.pk],
                one.pk,
                one.kind,
                one.title,
                *_of_outcome(names, one.outcome_id),
            )
            for one in nodes
        ),
        tuple(
            Arrow(
                roots[one.pk],
                one.pk,
                roots[one.from_node_id],
                roots[one.to_node_id],
                one.assumption,
                parted(one.rivals),
            )
            for one in links_of(number).order_by("added_at", "code")
        ),
    )


def _of_outcome(names: Mapping[UUID, OutcomeNamed], pk: UUID | None) -> tuple[str, str]:
    """What the outcome is called that a box stands for, and where it is."""
    return (names[pk].title, names[pk].address) if pk else ("", "")


def _all_roots() -> dict[UUID, UUID]:
    """Of each box and link the first that said it: what replaces another is the same in other words."""
    before: dict[UUID, UUID | None] = {}
    before.update(Node.objects.values_list("pk", "replaces_id"))
    before.update(Link.objects.values_list("pk", "replaces_id"))
    roots: dict[UUID, UUID] = {}
    for pk in before:
        root = pk
        while (earlier := before[root]) is not None:
            root = earlier
        roots[pk] = root
    return roots
