"""Several spreadsheets with the same headings, matched at the same moment."""

import pytest
from sample.at_once import AT_ONCE, raised_at_once
from sample.folders import brought_in, folder, zipped
from sample.people import person, standing
from sample.sheets import sheet_sent, workbook

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export import actions
from tideturn.hub.import_export.models import Import, Matching, State

pytestmark = AT_ONCE
HEADINGS = {0: "Case", 1: "Site", 2: "Received"}


@pytest.fixture
def by():
    manager = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    brought_in(manager, zipped(folder()))
    return manager


def matched(by, one, columns) -> None:
    actions.choose_table(by=by, pk=one.pk, table="cases", sheet="Referrals")
    actions.match_columns(by=by, pk=one.pk, columns=columns, headings=HEADINGS)


def rest_said(by, one) -> None:
    actions.say_the_rest(by=by, pk=one.pk, headings=HEADINGS, fills={}, order="", words={})


def test_how_they_are_matched_is_remembered_once(by):
    content = workbook([list(HEADINGS.values()), ["C8", "manchester", "2025-10-01"]])
    sent = [sheet_sent(by, content) for _ in range(4)]
    for one in sent:
        matched(by, one, {0: "case_id", 1: "site", 2: "received"})
    came = raised_at_once(4, lambda number: rest_said(by, sent[number]))
    assert came.count(None) + came.count(HubError) == 4
    assert (came.count(None) >= 1, Matching.objects.count()) == (True, 1)


def test_one_that_is_sent_off_twice_is_looked_through_once(by):
    one = sheet_sent(by, workbook([list(HEADINGS.values()), ["C8", "manchester", "2025-10-01"]]))
    matched(by, one, {0: "case_id", 1: "site", 2: "received"})
    came = raised_at_once(3, lambda _: rest_said(by, one))
    assert (came.count(None), came.count(HubError)) == (1, 2)
    assert Import.objects.get(pk=one.pk).state == State.LOOKED_AT
