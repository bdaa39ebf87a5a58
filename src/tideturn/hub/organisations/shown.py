"""What pages show of organisations and the people in them: plain values, which no page can open a record by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tideturn.hub.organisations.terms import Seniority, Stage


@dataclass(frozen=True)
class ContactShown:
    """Somebody who works there."""

    id: UUID
    name: str
    job_title: str
    seniority: str
    email: str
    telephone: str
    is_main: bool
    left_on: date | None

    @property
    def what(self) -> str:
        """What they do, and at what level, as it is read."""
        level = f"{Seniority(self.seniority).label} level" if self.seniority else ""
        return ", ".join(part for part in (self.job_title, level.lower() if self.job_title else level) if part)


@dataclass(frozen=True)
class OrganisationLine:
    """A line of the list; `contact` is whom one asks first."""

    id: UUID
    code: str
    name: str
    sector: str
    site: str
    stage: str
    next_step: str
    contact: str


@dataclass(frozen=True)
class Step:
    """How far it had come on a day."""

    id: UUID
    organisation: UUID
    version: int
    on: date
    stage: str
    seniority: str
    barrier: str
    next_step: str
    by: str

    @property
    def title(self) -> str:
        """The stage, and at what level, as it is read."""
        stage = str(Stage(self.stage).label)
        return f"{stage}, {Seniority(self.seniority).label.lower()} level" if self.seniority else stage


@dataclass(frozen=True)
class Noted:
    """What somebody noted."""

    id: UUID
    text: str
    at: datetime
    by: str


@dataclass(frozen=True)
class FileShown:
    """A file, by its name."""

    id: UUID
    name: str
    size: int
    quarantined: bool
    at: datetime
    by: str


@dataclass(frozen=True)
class Merged:
    """A record that was merged into this one."""

    id: UUID
    name: str
    at: datetime


@dataclass(frozen=True)
class OrganisationShown:
    """Everything about one; the latest first."""

    id: UUID
    version: int
    code: str
    name: str
    sector: str
    site: str
    stage: str
    next_step: str
    merged_into: UUID | None
    contacts: tuple[ContactShown, ...]
    steps: tuple[Step, ...]
    notes: tuple[Noted, ...]
    files: tuple[FileShown, ...]
    merged: tuple[Merged, ...]


@dataclass(frozen=True)
class Named:
    """An organisation without the people in it."""

    id: UUID
    name: str
    sector: str
    site: str
    stage: str


@dataclass(frozen=True)
class Pair:
    """Two that may be one, and how alike their names are, out of 100."""

    first: Named
    second: Named
    likeness: int

    @property
    def both(self) -> tuple[Named, Named]:
        """The two of them."""
        return self.first, self.second


@dataclass(frozen=True)
class FileTaken:
    """A file as it goes out."""

    name: str
    kind: str
    content: bytes
