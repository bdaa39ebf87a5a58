"""Register every kind of record. Only this module gives the names in the database their meaning."""

from __future__ import annotations

from typing import Any, Final

from tideturn.hub.access.site_names import KNOWN, TELLS
from tideturn.hub.access_forms import forms as access_forms
from tideturn.hub.access_forms import people as account_forms
from tideturn.hub.evaluations import forms as evaluation_forms
from tideturn.hub.forms.registry import Edited
from tideturn.hub.import_export import forms as import_export_forms
from tideturn.hub.import_export import pages as import_export_pages
from tideturn.hub.learning import pages as learning_pages
from tideturn.hub.learning import resource as learning
from tideturn.hub.learning.api import tells_what_changed
from tideturn.hub.local_context import adapting
from tideturn.hub.local_context import pages as local_context_pages
from tideturn.hub.local_context import resource as local_context
from tideturn.hub.onboarding import forms as onboarding_forms
from tideturn.hub.organisations import pages as organisation_pages
from tideturn.hub.organisations import resource as organisations
from tideturn.hub.outcomes import pages as outcome_pages
from tideturn.hub.outcomes import resource as outcomes
from tideturn.hub.plan import overview as plan_overview
from tideturn.hub.plan import pages as plan_pages
from tideturn.hub.plan import priorities
from tideturn.hub.plan import resource as plan
from tideturn.hub.programme import pages as programme_pages
from tideturn.hub.programme import resource as programme
from tideturn.hub.programme.api import programme_name, site_names
from tideturn.hub.programme.kept import keeps_at_sites, keeps_of_years, section
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.registering import register
from tideturn.hub.theory import next_version
from tideturn.hub.theory import pages as theory_pages
from tideturn.hub.theory import resource as theory
from tideturn.hub.theory.drawing import reading as theory_reading

_DECLARED: Final = (
    programme,
    organisations,
    learning,
    outcomes,
    local_context,
    theory,
    next_version,
    plan,
    priorities,
)
_FORMS: Final[tuple[Edited[Any], ...]] = (
    organisation_pages.ATTACH_FILE,
    learning_pages.MARK_USED,
    *local_context_pages.FORMS,
    *theory_pages.FORMS,
    *access_forms.FORMS,
    *account_forms.FORMS,
    *import_export_forms.FORMS,
    *onboarding_forms.FORMS,
    *evaluation_forms.FORMS,
)
_AT_SITES: Final[tuple[Resource[Any], ...]] = (
    organisations.ORGANISATION,
    learning.POINT,
    *local_context.RESOURCES,
    plan.TARGET,
    plan.MILESTONE,
    priorities.PRIORITY,
)
"""Kinds of record that keep their site from being removed."""
RESOURCES: Final[tuple[Resource[Any], ...]] = tuple(one for app in _DECLARED for one in app.RESOURCES)
TABLES: Final = tuple(one for app in _DECLARED for one in app.TABLES)
FOUND: Final = tuple(one for app in _DECLARED for one in app.FOUND)


def start() -> None:
    """Register every kind of record, after Django has loaded the models."""
    register(RESOURCES, forms=_FORMS, tables=TABLES, found=FOUND)
    KNOWN.append(site_names)
    TELLS.append(programme_name)
    keeps_at_sites("outcomes", outcomes.some_at)
    for one in _AT_SITES:
        keeps_at_sites(str(one.model._meta.verbose_name_plural), one.some_at)
    keeps_of_years("targets", plan.targets_of_year)
    import_export_pages.navigate()
    programme_pages.navigate()
    organisation_pages.navigate()
    learning_pages.navigate()
    outcome_pages.navigate()
    tells_what_changed(adapting.what_points_changed)
    local_context_pages.navigate()
    tells_what_changed(theory_reading.what_points_changed)
    theory_pages.navigate()
    section(plan_overview.ON_SITES)
    tells_what_changed(plan_overview.what_points_changed)
    plan_pages.navigate()
