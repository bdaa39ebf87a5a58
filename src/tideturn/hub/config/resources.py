"""Every kind of record: the one place where the names that the database holds are given to what they mean."""

from __future__ import annotations

from tideturn.hub.access.programme_name import TELLS
from tideturn.hub.access.site_names import KNOWN
from tideturn.hub.learning import pages as learning_pages
from tideturn.hub.learning import resource as learning
from tideturn.hub.organisations import pages as organisation_pages
from tideturn.hub.organisations import resource as organisations
from tideturn.hub.programme import pages as programme_pages
from tideturn.hub.programme import resource as programme
from tideturn.hub.programme.api import programme_name, site_names
from tideturn.hub.programme.kept import keeps_at_sites
from tideturn.hub.resources.registering import register


def start() -> None:
    """Have every kind of record known, once Django has loaded the models."""
    register(programme.RESOURCES, tables=programme.TABLES)
    KNOWN.append(site_names)
    TELLS.append(programme_name)
    programme_pages.navigate()
    register(
        organisations.RESOURCES,
        forms=(organisation_pages.ATTACH_FILE,),
        tables=organisations.TABLES,
        found=organisations.FOUND,
    )
    keeps_at_sites("organisations", organisations.some_at)
    organisation_pages.navigate()
    register(learning.RESOURCES, forms=(learning_pages.MARK_USED,), tables=(learning.IN_FOLDER,), found=learning.FOUND)
    keeps_at_sites("learning points", learning.some_at)
    learning_pages.navigate()
