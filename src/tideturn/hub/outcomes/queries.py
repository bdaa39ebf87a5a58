"""What is shown of outcomes and definitions, as plain values: no person is among it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.histories import Changed, changes_of
from tideturn.hub.history.reading import Past, versions_of
from tideturn.hub.outcomes import actions, policy
from tideturn.hub.outcomes.histories import OF_AN_OUTCOME
from tideturn.hub.outcomes.models import Definition, Outcome
from tideturn.hub.outcomes.terms import ELEMENTS, NOBODY_YET, Area, Better, Claim
from tideturn.hub.programme.api import last_year


@dataclass(frozen=True)
class OutcomeShown:
    """An outcome."""

    id: UUID
    code: str
    version: int
    area: str
    title: str
    due_year: int
    is_late: bool
    """Whether it is due after the programme’s last year."""
    looked_at_by: str
    element: str
    definition: str
    better: str
    claim: str
    sites: tuple[str, ...]
    changes: tuple[Changed, ...] = ()
    """What it said before, the latest first; of one that is read by itself."""

    @property
    def is_unlooked(self) -> bool:
        """Whether it is due when nobody is named who would look."""
        return self.is_late and self.looked_at_by in ("", NOBODY_YET)


@dataclass(frozen=True)
class AreaShown:
    """The outcomes of an area, by the year in which they are due."""

    title: str
    outcomes: tuple[OutcomeShown, ...]


@dataclass(frozen=True)
class Wording:
    """How a term was worded, since which day and why."""

    title: str
    on: date
    reason: str
    who: str
    term: str
    for_staff: str
    for_partners: str
    for_young_people: str


@dataclass(frozen=True)
class DefinitionShown:
    """A term, as it is worded now."""

    id: UUID
    version: int
    term: str
    for_staff: str
    for_partners: str
    for_young_people: str
    on: date
    reason: str
    earlier: tuple[Wording, ...] = ()
    """How it was worded before, the latest first; of one that is read by itself."""


def framework(by: Standing) -> tuple[AreaShown, ...]:
    """Every outcome, by area. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    last = last_year()
    found = [
        _outcome(one, last) for one in policy.OUTCOMES.visible_to(by, Outcome.objects.order_by("due_year", "title"))
    ]
    areas = ((str(area.label), tuple(one for one in found if one.area == area.label)) for area in Area)
    return tuple(AreaShown(title, among) for title, among in areas if among)


def outcome_read(by: Standing, pk: UUID) -> OutcomeShown:
    """An outcome, and what it said before. Raises NotVisibleError."""
    last = last_year()

    def gather(found: Outcome) -> OutcomeShown:
        changes = changes_of(versions_of(found), OF_AN_OUTCOME)
        return replace(_outcome(found, last), changes=changes)

    return show(by, policy.OUTCOMES, pk, action=actions.READ, gather=gather)


def outcome_to_remove(by: Standing, pk: UUID) -> OutcomeShown:
    """An outcome that one may remove. Raises NotVisibleError or RefusedError."""
    found = policy.OUTCOMES.get_visible(by, pk)
    policy.WRITABLE_OUTCOMES.require(by, found)
    return _outcome(found, None)


def definitions(by: Standing) -> tuple[DefinitionShown, ...]:
    """What the programme means by its words, by term. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    return tuple(_definition(one) for one in policy.DEFINITIONS.visible_to(by, Definition.objects.order_by("term")))


def definition_read(by: Standing, pk: UUID) -> DefinitionShown:
    """A term, as it is worded and was. Raises NotVisibleError."""

    def gather(found: Definition) -> DefinitionShown:
        wordings = [_wording(number, past) for number, past in enumerate(versions_of(found), 1)]
        return replace(_definition(found), earlier=tuple(reversed(wordings[:-1])))

    return show(by, policy.DEFINITIONS, pk, action=actions.READ, gather=gather)


def definition_to_remove(by: Standing, pk: UUID) -> DefinitionShown:
    """A definition that one may remove. Raises NotVisibleError or RefusedError."""
    found = policy.DEFINITIONS.get_visible(by, pk)
    policy.WRITABLE_DEFINITIONS.require(by, found)
    return _definition(found)


def _outcome(one: Outcome, last: int | None) -> OutcomeShown:
    return OutcomeShown(
        id=one.pk,
        code=one.code,
        version=one.version,
        area=str(Area(one.area).label),
        title=one.title,
        due_year=one.due_year,
        is_late=last is not None and one.due_year > last,
        looked_at_by=one.looked_at_by,
        element=ELEMENTS.get(one.element, ""),
        definition=one.definition,
        better=str(Better(one.better or Better.UP).label),
        claim=str(Claim(one.claim).label) if one.claim else "",
        sites=tuple(one.sites),
    )


def _definition(one: Definition) -> DefinitionShown:
    words = (one.term, one.for_staff, one.for_partners, one.for_young_people)
    return DefinitionShown(one.pk, one.version, *words, one.on, one.reason)


def _wording(number: int, past: Past) -> Wording:
    said = past.values
    words = (said["term"], said["for_staff"], said["for_partners"], said["for_young_people"])
    return Wording(f"Wording {number}", said["on"], said["reason"], past.by, *words)
