"""Organisations that are made up, each with whom to ask first and found by name."""

import random
from collections.abc import Iterator, Sequence
from uuid import UUID

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.common import clock
from tideturn.hub.common.codes import new_code
from tideturn.hub.organisations.models import Contact, Organisation, Sector, Stage
from tideturn.hub.organisations.pairing import KIND
from tideturn.hub.organisations.resource import SECTORS
from tideturn.hub.search.models import Name
from tideturn.hub.search.names import plain

_WORDS = [
    "borough",
    "police",
    "hospital",
    "academy",
    "council",
    "housing",
    "trust",
    "school",
    "youth",
    "justice",
    "centre",
    "service",
    "north",
    "south",
    "east",
    "west",
    "central",
    "river",
    "hill",
    "park",
    "green",
    "new",
    "old",
    "saint",
    "mary",
    "george",
    "bridge",
    "castle",
    "abbey",
    "market",
]
_SITES = ("london", "bristol", "leeds", ALL_SITES)


def make_rows(rows: int, by: UUID, *, seed: int) -> Iterator[Organisation]:
    rng = random.Random(seed)
    for number in range(rows):
        name = " ".join(rng.choice(_WORDS).title() for _ in range(4))
        yield Organisation(
            code=new_code("org"),
            name=f"{name} {number}",
            sector=rng.choice(SECTORS),
            site=rng.choice(_SITES),
            stage=rng.choice(["", *Stage.values]),
            next_step="Meet the senior lead",
            added_at=clock.now(),
            added_by_id=by,
        )


def write_rows(rows: Sequence[Organisation]) -> None:
    sectors = {(one.sector, one.site) for one in rows}
    Sector.objects.bulk_create((Sector(name=name, site=site) for name, site in sectors), ignore_conflicts=True)
    Organisation.objects.bulk_create(rows)
    asked = [
        Contact(
            organisation=one, name="Desk sergeant", is_main=True, added_at=one.added_at, added_by_id=one.added_by_id
        )
        for one in rows
    ]
    Contact.objects.bulk_create(asked)
    Name.objects.bulk_create([Name(kind=KIND, record=one.pk, name=plain(one.name)) for one in rows])
