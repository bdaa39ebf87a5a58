"""Several who add a site or a year at the same moment: one of them is there, and the others are told so."""

import pytest
from sample import places as sites
from sample.at_once import AT_ONCE, raised_at_once
from sample.people import person, standing
from sample.places import moved, site, year

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common.errors import HubError
from tideturn.hub.programme.models import Site, Year

pytestmark = AT_ONCE


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def test_several_who_add_one_site(manager):
    came = raised_at_once(5, lambda _: site(manager))
    assert (came.count(None), came.count(HubError), Site.objects.count()) == (1, 4, 1)


def test_several_who_add_the_first_year_and_the_next(manager):
    came = raised_at_once(5, lambda _: year(manager))
    assert (came.count(None), came.count(HubError), Year.objects.count()) == (1, 4, 1)
    came = raised_at_once(5, lambda _: year(manager, "2026-09-01", "2027-08-31"))
    assert (came.count(None), came.count(HubError), Year.objects.count()) == (1, 4, 2)


def test_two_sites_that_are_given_one_name(manager):
    pair = [site(manager, code, code.capitalize()) for code in ("leeds", "bradford")]

    def name(number: int) -> Site:
        return sites.change_site(by=manager, pk=pair[number].pk, expected=1, name="West Yorkshire", kind="local")

    came = raised_at_once(2, name)
    assert (came.count(None), came.count(HubError)) == (1, 1)


def test_two_who_move_neighbouring_years_wait_for_each_other(manager):
    first, second = year(manager), year(manager, "2026-09-01", "2027-08-31")
    to = {first: ("2025-10-01", "2026-08-30"), second: ("2026-09-02", "2027-08-30")}
    came = raised_at_once(
        6, lambda number: moved(manager, (first, second)[number % 2], *to[(first, second)[number % 2]])
    )
    assert came.count(None) == 6
