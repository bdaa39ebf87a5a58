"""Put the apps together at start. Only this module gives the names in the database their meaning."""

from __future__ import annotations

from typing import Any, Final

from django.core import checks

from tideturn.hub.access import in_navigation, of_accounts
from tideturn.hub.access.restriction.kinds import for_each_kind
from tideturn.hub.access.site_names import KNOWN, TELLS
from tideturn.hub.access_forms import forms as access_forms
from tideturn.hub.accounts import factors
from tideturn.hub.backup.places import copies_can_be_taken
from tideturn.hub.common.erasure import also_erases
from tideturn.hub.crypto.files import SealedFiles
from tideturn.hub.crypto.keys import Purpose
from tideturn.hub.crypto.rotation import also_rotates
from tideturn.hub.crypto.system_checks import CHECKS
from tideturn.hub.evaluations import pages as evaluation_pages
from tideturn.hub.forms import pages as form_pages
from tideturn.hub.forms.registry import Edited
from tideturn.hub.health import pages as health_pages
from tideturn.hub.history.erasing import erase_versions
from tideturn.hub.import_export import forms as import_export_forms
from tideturn.hub.import_export import pages as import_export_pages
from tideturn.hub.jobs import pages as job_pages
from tideturn.hub.learning import pages as learning_pages
from tideturn.hub.learning import resource as learning
from tideturn.hub.learning.api import tells_what_changed
from tideturn.hub.local_context import adapting
from tideturn.hub.local_context import pages as local_context_pages
from tideturn.hub.local_context import resource as local_context
from tideturn.hub.onboarding import forms as onboarding_forms
from tideturn.hub.onboarding import pages as onboarding_pages
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
from tideturn.hub.programme.kept import AT_SITES, OF_YEARS, keeps, section
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.tables import register
from tideturn.hub.search import pages as search_pages
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
    *import_export_forms.FORMS,
    *onboarding_forms.FORMS,
    *evaluation_pages.FORMS,
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
    """Register every kind of record and the rest of what apps need, after Django has loaded the models."""
    of_accounts.fill_in()
    in_navigation.fill_in()
    register(RESOURCES, forms=_FORMS, tables=TABLES, found=FOUND)
    for_each_kind(access_forms.declare)
    for sealed in (factors.SealedFactors(), factors.SealedSessions(), SealedFiles()):
        also_rotates(Purpose.RECORDS, sealed)
    also_erases(lambda subject: erase_versions([subject]), last=True)
    KNOWN.append(site_names)
    TELLS.append(programme_name)
    keeps(AT_SITES, "outcomes", outcomes.some_at)
    for one in _AT_SITES:
        keeps(AT_SITES, str(one.model._meta.verbose_name_plural), one.some_at)
    keeps(OF_YEARS, "targets", plan.targets_of_year)
    import_export_pages.navigate()
    job_pages.navigate()
    for check in (*CHECKS, copies_can_be_taken):
        checks.register(check)
    form_pages.navigate()
    search_pages.navigate()
    evaluation_pages.navigate()
    onboarding_pages.navigate()
    health_pages.navigate()
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
