"""Kinds of jobs: the function that does the work, its title, who may have it done, and what it says meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.names import require_name
from tideturn.hub.crypto.files import FileInClear


@dataclass(frozen=True)
class Outcome:
    """What came of a job: in words, as a file, or both. It is sealed, and deleted after a day."""

    told: str = ""
    file: FileInClear | None = None


class Says(Protocol):
    """Where a job says how far it is."""

    def say(self, sentence: str, done: int | None = None, of: int | None = None) -> None:
        """Say what is being done, and how much of it is."""
        ...


class Work(Protocol):
    """Work of a job: for a person, with its input. It reads and writes through the services of its app."""

    def __call__(self, *, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome | None:
        """Do it."""
        ...


@dataclass(frozen=True)
class JobKind:
    """A kind of job, `room.verb_object`."""

    name: str
    title: str
    needs: Permission
    says: tuple[str, ...]
    """All that it may say while it runs: sentences that are written down beforehand name nobody."""
    idempotent: bool
    """Whether it may be run again from the beginning after it stopped half-way."""
    work: Work


JOB_KINDS: Final[dict[str, JobKind]] = {}
"""Every kind by its name."""


def job_kind(
    name: str, *, title: str, needs: Permission, says: Sequence[str], idempotent: bool
) -> Callable[[Work], JobKind]:
    """Make a function a kind of job, in a room's module `jobs`.

    Raises ValueError for a name that is no `room.verb_object` or is taken, and for a job that would say nothing.
    """
    require_name(name, of="a job")
    if not says:
        raise ValueError(f"{name} would say nothing while it runs")

    def made(work: Work) -> JobKind:
        kind = JobKind(name, title, needs, tuple(says), idempotent, work)
        if JOB_KINDS.setdefault(name, kind) is not kind:
            raise ValueError(f"there is a job {name} already")
        return kind

    return made
