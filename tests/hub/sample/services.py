from datetime import date
from uuid import UUID

from sample import actions, policy
from sample.models import Child, Visit
from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.record import record
from tideturn.hub.forms.writing import change_version


@service(actions.CHILD_ADDED, needs=policy.ADD)
def add_child(*, by: Standing, reference: str, name: str, site: str) -> Child:
    by.require(policy.ADD, site=site)
    child = Child.objects.create(reference=reference, name=name, site=site)
    record(actions.CHILD_ADDED, by=by.user, via=by.via, on=child, subjects=[child.pk], site=site)
    return child


@service(actions.CHILD_CHANGED, needs=policy.ADD)
def change_child(
    *, by: Standing, pk: UUID, expected: int | None, name: str, note: str, school: str, born_on: date | None
) -> Child:
    child = policy.READABLE.get_visible(by, pk)
    policy.WRITABLE.require(by, child)
    values = {"name": name, "note": note, "school": school, "born_on": born_on}
    change_version(by, child, expected, **values)
    told = {"fields": sorted(values)}
    record(actions.CHILD_CHANGED, by=by.user, via=by.via, on=child, subjects=[pk], site=child.site, details=told)
    return child


@service(actions.CHILD_CLOSED, needs=policy.CLOSE)
def close_child(*, by: Standing, pk: UUID) -> None:
    child = policy.READABLE.get_visible(by, pk)
    policy.CLOSABLE.require(by, child)
    child.closed = True
    child.save(update_fields=["closed"])
    record(actions.CHILD_CLOSED, by=by.user, via=by.via, on=child, subjects=[child.pk], site=child.site)


@service(actions.VISIT_RECORDED, needs=policy.ADD)
def record_visit(*, by: Standing, child: UUID, told: str) -> Visit:
    found = policy.READABLE.get_visible(by, child)
    policy.WRITABLE.require(by, found)
    visit = Visit.objects.create(child=found, told=told)
    record(actions.VISIT_RECORDED, by=by.user, via=by.via, on=visit, subjects=[found.pk], site=found.site)
    return visit
