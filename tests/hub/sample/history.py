"""Read the table of versions: as a test page shows it, and without any disclosure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.apps import apps
from django.db.models import Model, QuerySet

from sample import actions, policy, services
from sample.models import Child
from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.record_ids import kind_of_record
from tideturn.hub.history.models import Change, Version, Versioned
from tideturn.hub.history.reading import versions_of
from tideturn.hub.history.snapshots import snapshots, values_of
from tideturn.hub.resources.reading import Changed, Telling, changes_of

OF_A_CHILD = Telling(
    fields={"name": ("Name", str), "note": ("Note", str), "site": ("Site", str)}, what=lambda _: "The record"
)


@dataclass(frozen=True)
class ChildHistory:
    changes: tuple[Changed, ...]


def history_read(by: Standing, child: UUID) -> list[tuple[str, dict[str, str]]]:
    """Return the history that its page would show: each change with its new values, latest first."""

    def gather(found: Child) -> ChildHistory:
        return ChildHistory(changes_of(versions_of(found), OF_A_CHILD))

    shown = show(by, policy.READABLE, child, action=actions.CHILD_READ, gather=gather)
    return [(one.what, {field.label: field.after for field in one.fields}) for one in shown.changes]


def changed(by: Standing, child: UUID, name: str, note: str = "", born_on: date | None = None) -> None:
    """Write a record as a person who has just looked at it."""
    expected = Child.objects.get(pk=child).version
    services.change_child(by=by, pk=child, expected=expected, name=name, note=note, school="", born_on=born_on)


def kept(record: UUID) -> list[Version]:
    """Return every version of a record, in order."""
    return list(Version.objects.filter(record=record).order_by("number"))


def removed(model: type[Model]) -> QuerySet[Version]:
    """Return the versions for removals of a kind of record."""
    return Version.objects.filter(kind=kind_of_record(model), change=Change.REMOVED)


def said(version: Version, model: type[Model]) -> dict[str, object]:
    """Return a version's values, by column."""
    return values_of(model, unopened(version))


def unopened(version: Version) -> str:
    """Return the text of a version, without a disclosure."""
    return Version._meta.get_field("said").unseen_text(version)


def unlike_its_last_version() -> list[Model]:
    """Return the records that differ from their last version, as if something had written past the history."""
    records = [one for model in apps.get_models() if issubclass(model, Versioned) for one in model.objects.all()]
    assert records
    last = {one.record: one for one in Version.objects.order_by("number")}
    return [one for one in records if one.pk not in last or unopened(last[one.pk]) != snapshots(one)[0]]
