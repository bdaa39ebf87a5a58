"""What the table of versions holds: as a page of the tests' own shows it, and opened as no page does."""

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
from tideturn.hub.forms.histories import Changed, Telling, changes_of
from tideturn.hub.forms.models import Versioned
from tideturn.hub.history.models import Change, Version
from tideturn.hub.history.reading import versions_of
from tideturn.hub.history.snapshots import snapshot, values_of

OF_A_CHILD = Telling(labels={"name": "Name", "note": "Note", "site": "Site"}, told={}, what="The record")


@dataclass(frozen=True)
class ChildHistory:
    changes: tuple[Changed, ...]


def history_read(by: Standing, child: UUID) -> list[tuple[str, dict[str, str]]]:
    """What its page would tell: of each change what it was, and what its fields say since, the latest first."""

    def gather(found: Child) -> ChildHistory:
        return ChildHistory(changes_of(versions_of(found), OF_A_CHILD))

    shown = show(by, policy.READABLE, child, action=actions.CHILD_READ, gather=gather)
    return [(one.what, {field.label: field.after for field in one.fields}) for one in shown.changes]


def changed(by: Standing, child: UUID, name: str, note: str = "", born_on: date | None = None) -> None:
    """Written by somebody who has just looked at it."""
    expected = Child.objects.get(pk=child).version
    services.change_child(by=by, pk=child, expected=expected, name=name, note=note, school="", born_on=born_on)


def kept(record: UUID) -> list[Version]:
    """Every version of a record, in their order."""
    return list(Version.objects.filter(record=record).order_by("number"))


def removed(model: type[Model]) -> QuerySet[Version]:
    """The versions that tell that a record of a kind was removed."""
    return Version.objects.filter(kind=kind_of_record(model), change=Change.REMOVED)


def said(version: Version, model: type[Model]) -> dict[str, object]:
    """What a version says, by column."""
    return values_of(model, unopened(version))


def unopened(version: Version) -> str:
    """The text of a version, past every disclosure."""
    return Version._meta.get_field("said").unseen_text(version)


def unlike_its_last_version() -> list[Model]:
    """The records of the hub of which the last version says something else, as if they were written past it."""
    records = [one for model in apps.get_models() if issubclass(model, Versioned) for one in model.objects.all()]
    assert records
    last = {one.record: one for one in Version.objects.order_by("number")}
    return [one for one in records if one.pk not in last or unopened(last[one.pk]) != snapshot(one)]
