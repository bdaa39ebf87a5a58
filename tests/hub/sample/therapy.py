"""A kind of record with special fields: few people may read them, and others see only that there is a record."""

from typing import Final

from django.urls import path

from sample import policy
from sample.models import Child, Therapy
from tideturn.hub.resources.declaration import Form, Parent, Resource
from tideturn.hub.resources.fields import Choice, Day, Privacy, Text
from tideturn.hub.resources.pages import addresses_of, change_page, record_page
from tideturn.hub.resources.tables import register

NAME: Final = Text(Child.name, "Name", privacy=Privacy.SEALED, longest=80)
NOTE: Final = Text(Child.note, "Note", privacy=Privacy.SEALED, required=False, rows=4)
CHILD: Final = Resource(
    Child,
    noun="record",
    plural="records",
    key="named_child",
    reads=policy.READABLE,
    writes=policy.WRITABLE_BY_LEAD,
    needs=policy.WRITE,
    fields=(NAME, NOTE),
    title=lambda one: one.reference,
    adding=None,
    changing=Form(path="renamed"),
    page="sample:child",
)
ON: Final = Day(Therapy.on, "Day", privacy=Privacy.FREE, called="the day")
KIND: Final = Choice(Therapy.kind, "Kind", privacy=Privacy.SPECIAL)
TOLD: Final = Text(Therapy.told, "What was told", privacy=Privacy.SPECIAL, rows=6)
THERAPY: Final = Resource(
    Therapy,
    noun="session",
    plural="sessions",
    key="therapy",
    reads=policy.THERAPY,
    writes=policy.WRITABLE_THERAPY,
    needs=policy.WRITE_THERAPY,
    fields=(ON, KIND, TOLD),
    parent=Parent(Therapy.child, CHILD),
    title=lambda one: f"Session on {one.on}",
)
register([CHILD, THERAPY])
addresses: Final = [
    path("<uuid:pk>/renamed/", change_page(CHILD), name="change_named_child"),
    *addresses_of(THERAPY, at="therapy/", page=record_page(THERAPY, with_history=True), history=()),
]
