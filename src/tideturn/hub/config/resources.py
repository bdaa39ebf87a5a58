"""Every kind of record: the one place where the names that the database holds are given to what they mean."""

from __future__ import annotations

from typing import Final

from tideturn.hub.learning.api import tells_what_changed
from tideturn.hub.organisations import pages as organisation_pages
from tideturn.hub.organisations import resource as organisations
from tideturn.hub.plan import overview as plan_overview
from tideturn.hub.plan import pages as plan_pages
from tideturn.hub.plan import priorities
from tideturn.hub.plan import resource as plan
from tideturn.hub.programme.kept import keeps_at_sites, keeps_of_years
from tideturn.hub.programme.sections import section
from tideturn.hub.resources.registering import register

RESOURCES: Final = (*organisations.RESOURCES, *plan.RESOURCES, *priorities.RESOURCES)
TABLES: Final = (*organisations.TABLES, *plan.TABLES, *priorities.TABLES)
FOUND: Final = (*organisations.FOUND, *plan.FOUND, *priorities.FOUND)


def start() -> None:
    """Have every kind of record known, once Django has loaded the models."""
    register(RESOURCES, forms=(organisation_pages.ATTACH_FILE,), tables=TABLES, found=FOUND)
    keeps_at_sites("organisations", organisations.some_at)
    organisation_pages.navigate()
    _start_plan()


def _start_plan() -> None:
    keeps_at_sites("targets", plan.targets_at)
    keeps_at_sites("milestones", plan.milestones_at)
    keeps_at_sites("priorities", priorities.priorities_at)
    keeps_of_years("targets", plan.targets_of_year)
    section(plan_overview.ON_SITES)
    tells_what_changed(plan_overview.what_points_changed)
    plan_pages.navigate()
