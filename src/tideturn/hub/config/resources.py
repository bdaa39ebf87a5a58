"""Every kind of record: the one place where the names that the database holds are given to what they mean."""

from __future__ import annotations

from typing import Final

from tideturn.hub.organisations import pages as organisation_pages
from tideturn.hub.organisations import resource as organisations
from tideturn.hub.programme.kept import keeps_at_sites
from tideturn.hub.resources.registering import register

RESOURCES: Final = (*organisations.RESOURCES,)
TABLES: Final = (*organisations.TABLES,)


def start() -> None:
    """Have every kind of record known, once Django has loaded the models."""
    register(RESOURCES, forms=(organisation_pages.ATTACH_FILE,), tables=TABLES, found=(*organisations.FOUND,))
    keeps_at_sites("organisations", organisations.some_at)
    organisation_pages.navigate()
