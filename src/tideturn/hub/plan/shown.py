"""What pages show of the plan, as plain values: no young person is among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from tideturn.hub.forms.histories import Changed
from tideturn.hub.learning.api import Named
from tideturn.hub.plan.terms import ELEMENTS, JUDGED, Departure, Status
from tideturn.hub.plan.wording import delivered_told, is_delayed, number_told, stands
from tideturn.hub.theory.api import NodeNamed


@dataclass(frozen=True)
class AdaptationShown:
    """That a target was changed on a day."""

    id: UUID
    version: int
    on: date
    before: Decimal
    after: Decimal
    measure: str
    reason: str
    who: str
    because: Named | None
    """The learning point that led to it, for who may read that."""

    @property
    def told(self) -> str:
        """From how many to how many."""
        return f"From {number_told(self.before)} to {number_told(self.after)} {self.measure}"


@dataclass(frozen=True)
class TargetShown:
    """A line of the plan."""

    id: UUID
    version: int
    component: str
    node: NodeNamed | None
    site: str
    year: int
    measure: str
    planned: Decimal
    delivered: Decimal | None
    quality: str
    departure: str
    judged: str
    reason: str
    adaptations: tuple[AdaptationShown, ...] = ()
    """How it was changed, the latest first."""
    changes: tuple[Changed, ...] = ()
    """Of one that is read by itself."""

    @property
    def told(self) -> str:
        """How much of it was delivered."""
        return delivered_told(self.planned, self.delivered, self.measure)

    @property
    def departed(self) -> str:
        """How it departs from the plan, and how that is judged."""
        if not self.departure:
            return ""
        judged = JUDGED[self.judged].lower() if self.judged else "not judged yet"
        return f"{Departure(self.departure).label}: {judged}"

    @property
    def is_unaccounted(self) -> bool:
        """Whether less was delivered than planned, and nothing is said of it."""
        return self.delivered is not None and self.delivered < self.planned and not self.departure


@dataclass(frozen=True)
class MilestoneShown:
    """A milestone, as it stands on a day."""

    id: UUID
    code: str
    version: int
    site: str
    title: str
    planned_on: date
    actual_on: date | None
    cause_of_delay: str
    response: str
    today: date
    changes: tuple[Changed, ...] = ()

    @property
    def told(self) -> str:
        """How it stands against its day."""
        return stands(self.planned_on, self.actual_on, self.today)

    @property
    def is_delayed(self) -> bool:
        """Whether it is late or overdue."""
        return is_delayed(self.planned_on, self.actual_on, self.today)

    @property
    def asks_cause(self) -> bool:
        """Whether it is delayed, and nobody has said what held it up."""
        return self.is_delayed and not self.cause_of_delay


@dataclass(frozen=True)
class MilestonesShown:
    """Milestones that stand alike."""

    title: str
    milestones: tuple[MilestoneShown, ...]


@dataclass(frozen=True)
class StepShown:
    """A step of a priority's way."""

    id: UUID
    version: int
    priority: UUID
    status: str
    on: date
    who: str
    with_whom: str
    words: str
    changed_because: str
    replaced_by: tuple[UUID, str] | None
    """The id and the title of the priority in its place."""
    is_last: bool
    """Whether it is the one that may be taken back."""

    @property
    def title(self) -> str:
        """What was done."""
        return str(Status(self.status).label)


@dataclass(frozen=True)
class PriorityShown:
    """A priority."""

    id: UUID
    code: str
    version: int
    title: str
    element: str
    site: str
    begins_on: date
    ends_on: date | None
    status: str
    definition: str
    steps: tuple[StepShown, ...] = ()
    """Its way, the latest step first; of one that is read by itself."""
    changes: tuple[Changed, ...] = ()

    @property
    def element_told(self) -> str:
        """Which part of the system it is to change."""
        return ELEMENTS[self.element]

    @property
    def status_told(self) -> str:
        """Where it stands."""
        return str(Status(self.status).label) if self.status else "Not said"


@dataclass(frozen=True)
class ElementShown:
    """The priorities for a part of the system."""

    title: str
    priorities: tuple[PriorityShown, ...]


@dataclass(frozen=True)
class SitePlanned:
    """What is planned at a site in a year."""

    site: str
    targets: tuple[TargetShown, ...]
    milestones: tuple[MilestoneShown, ...]


@dataclass(frozen=True)
class YearPlanned:
    """What is planned in a year of the programme: at each site, and the priorities that hold in it."""

    number: int
    starts_on: date
    ends_on: date
    sites: tuple[SitePlanned, ...]
    priorities: tuple[PriorityShown, ...]
