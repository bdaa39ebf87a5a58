from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from sample import actions, policy
from sample.models import Child, Visit
from tideturn.hub.access.reading import show, show_all, show_found, show_page
from tideturn.hub.access.standing import Standing
from tideturn.hub.crypto import files
from tideturn.hub.ui.tables import Page


@dataclass(frozen=True)
class ChildLine:
    id: UUID
    reference: str
    name: str
    visits: int


@dataclass(frozen=True)
class ChildShown:
    id: UUID
    reference: str
    name: str
    note: str
    visits: tuple[str, ...]
    linked: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    name: str
    content: bytes


def with_visits(by: Standing) -> QuerySet[Child]:
    """With the visits of each, and whom else each was about, as far as one sees either."""
    return Child.objects.prefetch_related(
        policy.VISITS.prefetch("visits", by, to="seen_visits"),
        policy.READABLE.prefetch("seen_visits__also_about", by, to="other"),
    )


def children_seen(by: Standing, number: int = 1) -> Page[ChildLine]:
    rows = Child.objects.order_by("reference")
    return show_page(
        by, policy.READABLE, rows, action=actions.CHILDREN_LISTED, gather=_line(by), number=number, size=20
    )


def children_named(by: Standing, name: str) -> Page[ChildLine]:
    rows = Child.objects.filter(name_index__matches=name).order_by("reference")
    return show_found(by, policy.READABLE, rows, action=actions.CHILDREN_SEARCHED, gather=_line(by))


def children_exported(by: Standing) -> tuple[ChildLine, ...]:
    rows = Child.objects.order_by("reference")
    return show_all(by, policy.EXPORTABLE, rows, action=actions.CHILDREN_EXPORTED, gather=_line(by))


def child_read(by: Standing, pk: UUID) -> ChildShown:
    def gather(child: Child) -> ChildShown:
        told = tuple(visit.told for visit in child.seen_visits)  # type: ignore[attr-defined]
        others = tuple(visit.other.name for visit in child.seen_visits if visit.other)  # type: ignore[attr-defined]
        return ChildShown(child.pk, child.reference, child.name, child.note or "", told, others)

    return show(by, policy.READABLE, pk, action=actions.CHILD_READ, gather=gather, rows=with_visits(by))


def paper_taken(by: Standing, pk: UUID) -> Paper:
    def gather(visit: Visit) -> Paper:
        assert visit.paper is not None
        return Paper(visit.paper.name, files.content(visit.paper))

    rows = Visit.objects.filter(paper__isnull=False).select_related("paper", "child")
    return show(by, policy.VISITS, pk, action=actions.PAPER_TAKEN, gather=gather, rows=rows)


def _line(by: Standing):
    def gather(child: Child) -> ChildLine:
        seen = policy.VISITS.visible_to(by).filter(child=child).count()
        return ChildLine(child.pk, child.reference, child.name, seen)

    return gather
