"""Who may do what about organisations and the people in them. No young person's record is reached from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Prefetch, Q

from tideturn.hub.access.permissions import Permission, permission
from tideturn.hub.access.roles import (
    CASEWORKER,
    EVALUATOR,
    GOVERNANCE_LEAD,
    PROGRAMME_MANAGER,
    SAFEGUARDING_LEAD,
    SYSTEMS_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.access.rules import Rule, of_nobody, unrestricted
from tideturn.hub.access.standing import Standing
from tideturn.hub.organisations.models import (
    Attachment,
    Contact,
    Engagement,
    LikelyPair,
    Merge,
    Note,
    Organisation,
    Sector,
)

M = TypeVar("M", bound=Model)

READ: Final = permission(
    "organisations.read_organisation",
    to="read about organisations",
    roles=(CASEWORKER, TEAM_MANAGER, SYSTEMS_LEAD, PROGRAMME_MANAGER, SAFEGUARDING_LEAD),
)
WRITE: Final = permission(
    "organisations.write_organisation",
    to="write about organisations",
    roles=(TEAM_MANAGER, SYSTEMS_LEAD, PROGRAMME_MANAGER),
)
MERGE: Final = permission(
    "organisations.merge_organisations", to="merge organisations", roles=(SYSTEMS_LEAD, PROGRAMME_MANAGER)
)
EXPORT: Final = permission(
    "organisations.export_organisations", to="export organisations", roles=(SYSTEMS_LEAD, PROGRAMME_MANAGER)
)
FOLDER: Final = permission(
    "organisations.read_rows",
    to="read organisations as rows of the programme folder",
    roles=(PROGRAMME_MANAGER, EVALUATOR, GOVERNANCE_LEAD),
)
"""Held by people who may import or export the folder: without it their folder would silently lack the organisations. It
leaves out the people in them, since the evaluation gets the folder once a second person has approved it. The
information governance lead holds it for a folder that she exports herself, with a second person's approval. To approve
somebody else's she does not need it, and no page shows her an organisation because of it.
"""


def _rule(
    model: type[M],
    needed: Permission,
    *,
    refusal: str,
    site: str = "organisation__site",
    where: Q | None = None,
    about: Callable[[M], Sequence[UUID]] = of_nobody,
    parts: tuple[str, ...] = (),
) -> Rule[M]:
    """Return a rule for what belongs to an organisation, at sites where the person has the permission."""

    def also(by: Standing) -> Q:
        return (where or Q()) & by.where(needed, site, shared=True)

    return unrestricted(model, needed, refusal=refusal, also=also, about=about, parts=parts)


def _of_merges(needed: Permission) -> Rule[Merge]:
    """Return a rule on merges: a person needs the permission at the sites of both organisations."""

    def also(by: Standing) -> Q:
        return by.where(needed, "kept__site", shared=True) & by.where(needed, "merged__site", shared=True)

    return unrestricted(Merge, needed, refusal=_ELSEWHERE, also=also)


def _both_mergeable(standing: Standing) -> Q:
    """Return the condition that both of a pair may be merged. Each pair looks up its own two organisations, since the
    database cannot compare all others.
    """
    seen = MERGEABLE.visible_to(standing)
    return Q(Exists(seen.filter(pk=OuterRef("first_id")))) & Q(Exists(seen.filter(pk=OuterRef("second_id"))))


_ELSEWHERE: Final = "The organisation is another site's."
_MERGED: Final = "The organisation was merged into another, which now speaks for it."
_NOT_MERGED: Final = Q(merged_into=None)


def seen_contacts(organisation: Organisation) -> tuple[UUID, ...]:
    """Return the professionals to show with it, if they were fetched."""
    return tuple(contact.pk for contact in getattr(organisation, "seen_contacts", ()))


READABLE: Final = _rule(Organisation, READ, refusal=_ELSEWHERE, site="site", about=seen_contacts)
WRITABLE: Final = _rule(Organisation, WRITE, refusal=_MERGED, site="site", where=_NOT_MERGED)
MERGEABLE: Final = _rule(Organisation, MERGE, refusal=_MERGED, site="site", where=_NOT_MERGED)
EXPORTABLE: Final = _rule(Organisation, EXPORT, refusal=_ELSEWHERE, site="site", where=_NOT_MERGED, about=seen_contacts)
IN_THE_FOLDER: Final = _rule(Organisation, FOLDER, refusal=_ELSEWHERE, site="site")
ENGAGEMENTS_IN_THE_FOLDER: Final = _rule(Engagement, FOLDER, refusal=_ELSEWHERE)
SECTORS: Final = _rule(Sector, READ, refusal=_ELSEWHERE, site="site")
CONTACTS: Final = _rule(Contact, READ, refusal=_ELSEWHERE, about=lambda contact: (contact.pk,))
WRITABLE_CONTACTS: Final = _rule(Contact, WRITE, refusal=_MERGED, where=Q(organisation__merged_into=None))
ENGAGEMENTS: Final = _rule(Engagement, READ, refusal=_ELSEWHERE)
WRITABLE_ENGAGEMENTS: Final = _rule(Engagement, WRITE, refusal=_MERGED, where=Q(organisation__merged_into=None))
NOTES: Final = _rule(Note, READ, refusal=_ELSEWHERE)
ATTACHMENTS: Final = _rule(Attachment, READ, refusal=_ELSEWHERE, parts=("file",))
MERGES: Final = _of_merges(MERGE)
READABLE_MERGES: Final = _of_merges(READ)
PAIRS: Final = unrestricted(
    LikelyPair, MERGE, refusal=_ELSEWHERE, also=_both_mergeable, covers=frozenset({("first",), ("second",)})
)


def with_merges(by: Standing) -> tuple[Prefetch[Any], ...]:
    """Fetch the merges into an organisation, if the person may read about both organisations."""
    merges = Merge.objects.filter(undone_at=None).select_related("merged").order_by("at")
    return (READABLE_MERGES.prefetch("merges", by, to="standing_merges", rows=merges),)
