"""A folder's way through the hub, step by step, as the worker does each."""

import time
from datetime import date
from pathlib import Path
from typing import Any

from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER, Role
from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.import_export import actions, coming_in, going_out
from tideturn.hub.import_export.models import Import, State
from tideturn.hub.import_export.unpacking import packed
from tideturn.hub.jobs.models import Job

_ROLES = {"manager@example.org": PROGRAMME_MANAGER, "evaluator@example.org": EVALUATOR}


def people() -> None:
    """Who brings the folder in and agrees, and who takes it out."""
    granter = User.objects.create(email="granter@example.org", name="Who grants")
    for email, role in _ROLES.items():
        user = User.objects.create(email=email, name=role.title)
        Grant.objects.create(
            user=user,
            role=role.code,
            site=ALL_SITES,
            starts_on=date(2026, 1, 1),
            granted_at=clock.now(),
            granted_by=granter,
        )


def run(step: str, folder: Path, progress: Any) -> float:
    """Do a step; the moment at which its job began."""
    manager, evaluator = _standing(PROGRAMME_MANAGER), _standing(EVALUATOR)
    latest = Import.objects.order_by("-at").first()
    Job.objects.all().delete()  # nobody works here but this process
    if step == "look through":
        content = packed({path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)})
        sent = actions.send_folder(by=manager, name="programme.zip", content=content)
        begun = time.perf_counter()
        coming_in.look_through(manager, sent.pk, progress)
        assert Import.objects.get(pk=sent.pk).state == State.READY
        return begun
    if step == "make":
        asked = actions.ask_export(by=evaluator, why="For the benchmark")
        actions.decide_export(by=manager, pk=asked.pk, agreed=True)
        begun = time.perf_counter()
        going_out.make(evaluator, asked.pk, progress)
        return begun
    assert latest is not None
    if step == "bring in":
        actions.bring_in(by=manager, pk=latest.pk)
        begun = time.perf_counter()
        coming_in.bring_in(manager, latest.pk, progress)
        return begun
    actions.take_back(by=manager, pk=latest.pk)
    begun = time.perf_counter()
    coming_in.take_back(manager, latest.pk, progress)
    assert Import.objects.get(pk=latest.pk).state == State.TAKEN_BACK
    return begun


def _standing(role: Role) -> Standing:
    (email,) = (email for email, held in _ROLES.items() if held is role)
    return standing_of(User.objects.get(email=email), via="command")


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]
