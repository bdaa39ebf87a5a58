"""The programme is called something, and called otherwise; a name that came with a folder goes with it again."""

from __future__ import annotations

from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change_version, made, no_other_like_it, remove_version
from tideturn.hub.programme import actions, policy
from tideturn.hub.programme.models import Programme
from tideturn.hub.programme.writing import record_event


@service(actions.PROGRAMME_NAMED, needs=policy.WRITE)
def name_programme(*, by: Standing, name: str) -> Programme:
    """Say what it is called. Raises HubError where that was said before."""
    before = Programme.objects.first()
    if before is not None:
        raise HubError(f"The programme is called {before.name}.", mend="Change that name, if it is another now.")
    with no_other_like_it("what the programme is called"):
        programme = made(by, Programme, name=name)
    record_event(actions.PROGRAMME_NAMED, by, programme)
    return programme


@service(actions.PROGRAMME_RENAMED, needs=policy.WRITE)
def rename_programme(*, by: Standing, pk: UUID, expected: int | None, name: str) -> Programme:
    """Have it called otherwise. Raises EditsMeetError where it is at another version."""
    found = _held(by, pk)
    changed = change_version(by, found, expected, name=name)
    if changed:
        record_event(actions.PROGRAMME_RENAMED, by, found, changed=changed)
    return found


@service(actions.NAME_TAKEN_BACK, needs=policy.WRITE)
def take_name_back(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Have it said no more, where the folder that said it is taken back. Raises EditsMeetError."""
    found = _held(by, pk)
    remove_version(by, found, expected)
    record_event(actions.NAME_TAKEN_BACK, by, found)


def _held(by: Standing, pk: UUID) -> Programme:
    found = policy.PROGRAMMES.get_visible(by, pk, Programme.objects.select_for_update(of=("self",)))
    policy.WRITABLE_PROGRAMMES.require(by, found)
    return found
