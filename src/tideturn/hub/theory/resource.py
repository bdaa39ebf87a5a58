"""Declare the theory's versions, with their boxes and links. Only the programme folder changes these one by one.

Pages edit the next version instead: see `next_version`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import joined, parted
from tideturn.hub.learning import api as learning
from tideturn.hub.outcomes import api as outcomes
from tideturn.hub.resources.declaration import Form, Resource, Writing
from tideturn.hub.resources.fields import Choice, Day, Privacy, Text, Whole, Words
from tideturn.hub.resources.finding import found_by_words
from tideturn.hub.resources.folder import InFolder
from tideturn.hub.resources.links import Link as Chosen
from tideturn.hub.resources.writing import FieldError
from tideturn.hub.search.registry import Said, Searched
from tideturn.hub.theory import access
from tideturn.hub.theory.drawing.shape import ring_closed_by
from tideturn.hub.theory.models import Link, Node, Version, Working

H = TypeVar("H", Node, Link)
_LONGEST_TEXT: Final = 5_000
_NO_END: Final = 1 << 30
RUNS_BACK: Final = "Remove or turn round the link that runs backwards."

# What a version holds


def latest_number() -> int:
    """Return the number of the latest version; 0 if there is none."""
    return Version.objects.order_by("-number").values_list("number", flat=True).first() or 0


def nodes_of(number: int) -> QuerySet[Node]:
    """Return the boxes of a version."""
    return _within(number, Node.objects.all())


def links_of(number: int) -> QuerySet[Link]:
    """Return the links of a version that join two of its boxes."""
    nodes = nodes_of(number).values("pk")
    return _within(number, Link.objects.all()).filter(from_node__in=nodes, to_node__in=nodes)


def _within(number: int, rows: QuerySet[H]) -> QuerySet[H]:
    came = Q(from_version=None) | Q(from_version__lte=number)
    return rows.filter(came, Q(to_version=None) | Q(to_version__gte=number))


def is_worked_on() -> bool:
    """Return whether there is a next version."""
    return Working.objects.exists()


def while_worked_on(by: Standing, pk: UUID | None) -> None:
    """Raise NotVisibleError if there is no next version, or the person may not see it."""
    by.require_unseen(access.WRITE)
    if not is_worked_on():
        raise NotVisibleError(Refused(by.user, access.WRITE.name, via=by.via))


def _require_none_worked_on() -> None:
    if is_worked_on():
        raise HubError("Somebody is editing the theory’s next version.", mend="Publish or discard that version first.")


# Versions

NUMBER: Final = Whole(Version.number, "Version", folder="version", called="number of a version", least=1, most=999)
ON: Final = Day(
    Version.on,
    "When did it come into force?",
    short="In force since",
    folder="date",
    called="the day",
    initial=clock.today,
)
REASON: Final = Words(
    Version.reason,
    "Why did the theory change?",
    short="Reason",
    help="Or choose a learning point below. You need at least one of the two.",
    folder="reason",
    longest=_LONGEST_TEXT,
)
POINT: Final = Chosen(
    Version.point,
    "Which learning point led to it?",
    short="Learning point",
    help="The learning log then shows that it led to this version.",
    folder="learning_id",
    required=False,
    choices=lambda by: learning.point_choices(by)[1:],
    gone="A learning point",  # only a person who may read it sees which one
    codes=learning.codes_of,
    of_code=learning.point_of_code,
    requires=learning.require_there,
)


PUBLISHED_ON: Final = replace(ON, past=True)
WHY: Final = replace(REASON, required=False)  # a learning point may say it instead


def _require_new_number(writing: Writing[Version]) -> None:
    number = writing[NUMBER]
    if writing.record is None and number is not None and Version.objects.filter(number=number).exists():
        raise HubError(f"There is already a version {number}.", mend="Give another number, or change that version.")


def _require_unnamed(by: Standing, version: Version) -> None:
    names_it = Q(from_version=version.number) | Q(to_version=version.number)
    if Node.objects.filter(names_it).exists() or Link.objects.filter(names_it).exists():
        raise HubError(
            f"Boxes or links of the theory began or ended with version {version.number}.",
            mend="Remove them first, or give them another version.",
        )


VERSION: Final = Resource(
    Version,
    noun="version of the theory",
    plural="versions of the theory",
    reads=access.VERSIONS,
    writes=access.WRITABLE_VERSIONS,
    fields=(NUMBER, ON, REASON, POINT),
    title=lambda one: f"Version {one.number}",
    key="version",
    once="a version of that number",
    check=_require_new_number,
    holds=_require_none_worked_on,
    before_removal=_require_unnamed,
    adding=Form(
        title="Publish this version",
        button="Publish version",
        said="Version published. Nobody can alter it now: the next changes go into another version.",
        fields=(PUBLISHED_ON, WHY, POINT),
        gate=while_worked_on,
        template="theory/add_version.html",
    ),
    changing=None,
)

_KEPT: Final[dict[str, Any]] = {"holds": _require_none_worked_on, "adding": None, "changing": None}
"""The declaration of records that only the programme folder adds and changes one by one."""

# Boxes

KIND: Final = Choice(
    Node.kind,
    "What kind of box is it?",
    short="Kind",
    help="An activity is what you do. An output is what that produces. An outcome is what changes for somebody. The "
    "impact is what all of it is for.",
    folder="kind",
)
TITLE: Final = Text(
    Node.title,
    "What it says",
    help="In a few words. Write assumptions on the link.",
    privacy=Privacy.FREE,
    folder="title",
)


OUTCOME: Final = Chosen(
    Node.outcome,
    "Which outcome does it stand for?",
    short="Outcome",
    help="The evidence on that outcome then tests this box.",
    folder="outcome_id",
    required=False,
    choices=outcomes.outcome_choices,
    names=lambda ids: {pk: one.title for pk, one in outcomes.outcomes_named(ids).items()},
    codes=lambda _: outcomes.codes(),
    of_code=outcomes.outcome_of_code,
    requires=outcomes.require_there,
)
FROM_VERSION: Final = replace(
    NUMBER, column=Node.from_version, label="First version", folder="from_version", required=False
)
TO_VERSION: Final = replace(FROM_VERSION, column=Node.to_version, label="Last version", folder="to_version")


def _require_span(first: int | None, last: int | None) -> None:
    if first is not None and last is not None and last < first:
        raise HubError(f"Its last version ({last}) comes before its first ({first}).", mend="Correct one of the two.")
    given = {number for number in (first, last) if number is not None}
    unknown = given - set(Version.objects.filter(number__in=given).values_list("number", flat=True))
    if unknown:
        raise HubError(f"There is no version {min(unknown)} of the theory.", mend="Add that version first.")


NODE: Final = Resource(
    Node,
    noun="box of the theory",
    plural="boxes of the theory",
    reads=access.NODES,
    writes=access.WRITABLE_NODES,
    fields=(KIND, TITLE, OUTCOME, FROM_VERSION, TO_VERSION),
    key="node",
    code="node",
    check=lambda writing: _require_span(writing[FROM_VERSION], writing[TO_VERSION]),
    **_KEPT,
)


def node_of_code(code: str) -> UUID | None:
    """Return the box with that code in the programme folder; None if there is none."""
    return Node.objects.filter(code=code).values_list("pk", flat=True).first()


def _node_codes(ids: Collection[UUID]) -> dict[UUID, str]:
    return dict(Node.objects.filter(pk__in=ids).values_list("pk", "code"))


# Links

FROM_NODE: Final = Chosen(
    Link.from_node,
    "From which box?",
    folder="from_node",
    choices=lambda _: (),
    first="Choose a box",
    names=_node_codes,
    codes=_node_codes,
    of_code=node_of_code,
)
TO_NODE: Final = replace(FROM_NODE, column=Link.to_node, label="To which box?", folder="to_node")
ASSUMPTION: Final = Words(
    Link.assumption,
    "What does the link assume?",
    short="Assumption",
    help="What must be true for the first box to lead to the second, such as: employers release people to come.",
    folder="assumption",
    rows=3,
    longest=_LONGEST_TEXT,
)
RIVALS: Final = Words(
    Link.rivals,
    "What else might explain it?",
    help="One on each line. Other causes that could bring about the second box without the first.",
    folder="rivals",
    rows=3,
    longest=_LONGEST_TEXT,
    tidy=lambda cell: joined(parted(cell)),
    says=lambda cell: "; ".join(parted(cell)),
)
LINK_FROM: Final = replace(FROM_VERSION, column=Link.from_version)
LINK_TO: Final = replace(TO_VERSION, column=Link.to_version)


def _require_joins(writing: Writing[Link]) -> None:
    """Raise HubError if a link is in a version without one of its boxes, or would close a ring in a version."""
    start, end, first, last = writing[FROM_NODE], writing[TO_NODE], writing[LINK_FROM], writing[LINK_TO]
    _require_span(first, last)
    if start is None or end is None:
        return
    if start == end:
        raise FieldError(TO_NODE, HubError("A box cannot lead to itself.", mend="Give two boxes."))
    since, until = _span(first, last)
    for node in Node.objects.select_for_update(no_key=True).filter(pk__in=(start, end)).order_by("pk"):
        begins, ends = _span(node.from_version, node.to_version)
        if not begins <= since <= until <= ends:
            raise HubError(
                f"The link is in a version that the box {node.code} is not in.",
                mend="Let the link begin and end with the boxes that it joins.",
            )
    others = [
        (_span(one.from_version, one.to_version), (one.from_node_id, one.to_node_id))
        for one in Link.objects.all()
        if one != writing.record
    ]
    for number in list(Version.objects.values_list("number", flat=True)) or [0]:  # 0: there is no version yet
        joins = [joined for (begins, ends), joined in others if begins <= number <= ends]
        if since <= number <= until and (ring := ring_closed_by(start, end, joins)):
            codes = _node_codes(ring)
            told = " → ".join(codes[pk] for pk in (*ring, ring[0]))
            raise HubError(f"The links would run in a ring: {told}.", mend=RUNS_BACK)


def _span(first: int | None, last: int | None) -> tuple[int, int]:
    return first or 0, _NO_END if last is None else last


LINK: Final = Resource(
    Link,
    noun="link of the theory",
    plural="links of the theory",
    reads=access.LINKS,
    writes=access.WRITABLE_LINKS,
    fields=(FROM_NODE, TO_NODE, ASSUMPTION, RIVALS, LINK_FROM, LINK_TO),
    title=lambda one: one.code,
    key="node_link",
    code="link",
    check=_require_joins,
    **_KEPT,
)

RESOURCES: Final = (VERSION, NODE, LINK)

# In the programme folder, and what the search finds

TABLES: Final = (
    InFolder(
        resource=VERSION,
        name="toc_versions",
        order=("number",),
        told_apart_by=("version",),
        stays=(NUMBER,),
        after=("learning",),
    ),
    InFolder(
        resource=NODE,
        name="toc_nodes",
        code="node_id",
        after=("toc_versions", "outcomes"),
    ),
    InFolder(
        resource=LINK,
        name="toc_links",
        code="link_id",
        after=("toc_versions", "toc_nodes"),
    ),
)


def _link_said(one: Link) -> Said:
    title = f"{one.from_node.title} leads to {one.to_node.title}"
    return Said(title=title, texts=(one.assumption, *parted(one.rivals)))


def _links_at(node: Any) -> QuerySet[Link, UUID]:
    return Link.objects.filter(Q(from_node=node.pk) | Q(to_node=node.pk)).values_list("pk", flat=True)


FOUND: Final[tuple[Searched[Any], ...]] = (
    found_by_words(
        NODE,
        lambda one: Said(title=one.title, texts=(KIND.spoken(one.kind),)),
        kind="box",
        label="Box of the theory of change",
        plural="Boxes of the theory of change",
        rows=lambda: nodes_of(latest_number()),
        told_by={Version: lambda _: Node.objects.values_list("pk", flat=True)},
        address=lambda pk: f"{reverse('theory:now')}#box-{pk}",
    ),
    found_by_words(
        LINK,
        _link_said,
        kind="link",
        label="Link of the theory of change",
        plural="Links of the theory of change",
        rows=lambda: links_of(latest_number()).select_related("from_node", "to_node"),
        told_by={Version: lambda _: Link.objects.values_list("pk", flat=True), Node: _links_at},
        address=lambda pk: f"{reverse('theory:now')}#link-{pk}",
    ),
)
