"""An organisation of all sites hides the name of another site's organisation that was merged into it."""

import pytest
from django.urls import reverse
from sample import partners as services
from sample.people import logged_in, person, standing

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.organisations import actions as merging

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]


def test_only_who_sees_both_is_told_of_a_merge() -> None:
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    kept = services.add_organisation(by=by, name="Harbour College", sector="health", site=ALL_SITES).pk
    for name, site in (("Planted of Bristol", "bristol"), ("Planted of London", "london")):
        other = services.add_organisation(by=by, name=name, sector="health", site=site).pk
        merging.merge_organisations(by=by, keep=kept, merge=other)
    page = reverse("organisations:organisation", args=[kept])
    told = {site: logged_in(person((CASEWORKER, site))).get(page).content.decode() for site in ("london", "bristol")}
    assert "Planted of London" in told["london"]
    assert "Planted of Bristol" not in told["london"]
    assert "Planted of Bristol" in told["bristol"]
    assert "Planted of London" not in told["bristol"]
