"""The work on an evaluation. The engine is loaded when it is needed: a process that serves pages never judges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.evaluations import access
from tideturn.hub.jobs.api import Outcome, Says, job_kind

GATHERING: Final = "Gathering what the hub holds"
CHECKING: Final = "Reading and checking it"
JUDGING: Final = "Judging the year"
DRAWING: Final = "Creating the report"


@job_kind(
    "evaluations.judge_year",
    title="A year is judged",
    needs=access.JUDGE,
    says=(GATHERING, CHECKING, JUDGING, DRAWING),
    idempotent=True,
)
def judge_year(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
    """Judge it and keep the documents."""
    from tideturn.hub.evaluations import judging

    return Outcome(judging.judge(by, UUID(arguments["evaluation"]), progress))
