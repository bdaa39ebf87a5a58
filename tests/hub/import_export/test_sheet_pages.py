"""The pages on which a spreadsheet is matched: step by step, with what is wrong said, and nothing typed lost."""

import pytest
from django.urls import reverse
from sample.folders import brought_in, folder, sent, zipped
from sample.people import logged_in, person, standing
from sample.sheets import sheet_sent, workbook

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.forms.models import Draft
from tideturn.hub.forms.opened import Opened
from tideturn.hub.forms.services import keep_draft
from tideturn.hub.import_export import actions, forms
from tideturn.hub.import_export.models import Import, State

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
ROWS = [["Case", "Area", "Received"], ["C8", "Greater Manchester", "03/04/2026"]]


@pytest.fixture
def user():
    return person((PROGRAMME_MANAGER, ALL_SITES))


@pytest.fixture
def one(user):
    brought_in(standing(user), zipped(folder()))
    return sheet_sent(standing(user), workbook(ROWS))


@pytest.fixture
def client(user):
    return logged_in(user)


def at(step: str, one: Import) -> str:
    return reverse(f"import_export:{step}", args=[one.pk])


def test_each_step_leads_to_the_next_and_a_later_one_to_that_which_is_due(client, one):
    for step in ("columns", "rest"):
        assert client.get(at(step, one))["Location"] == at("table", one)
    answer = client.post(at("table", one), {"table": "cases"})
    assert answer["Location"] == at("columns", one)
    assert client.get(at("rest", one))["Location"] == at("columns", one)
    answer = client.post(at("columns", one), {"columns-0": "case_id", "columns-1": "site", "columns-2": "received"})
    assert answer["Location"] == at("rest", one)
    page = client.get(at("rest", one)).content.decode()
    assert '<option value="manchester" selected>' in page  # the site by its name
    answer = client.post(at("rest", one), {"order": "day", "words-site:0": "manchester"})
    assert answer["Location"] == at("import", one)
    assert Import.objects.get(pk=one.pk).state == State.LOOKED_AT
    assert client.get(at("columns", one))["Location"] == at("import", one)  # while it is checked


@pytest.mark.parametrize(
    ("step", "given", "said"),
    [
        ("table", {"table": ""}, "Choose: table or list."),
        ("table", {"table": "survey.items"}, "say which survey"),
        ("columns", {"columns-0": "case_id", "columns-1": "case_id"}, "Two columns are matched to “case_id”."),
        ("columns", {"columns-0": "nothing"}, "Choose an option from the list: Case."),
        ("columns", {"columns-0": ""}, "No column is matched."),
        ("rest", {"order": "day"}, "Fill this in: Site (required)."),
        ("rest", {"fills-site": "manchester"}, "Are dates written day first or month first?"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_chosen_stays(client, user, one, step, given, said):
    by = standing(user)
    if step != "table":
        actions.choose_table(by=by, pk=one.pk, table="cases", sheet="Referrals")
    if step == "rest":
        actions.match_columns(by=by, pk=one.pk, columns={0: "case_id", 2: "received"}, headings={})
    answer = client.post(at(step, one), given)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    if given.get("columns-1"):
        assert page.count('<option value="case_id" selected>') == 2


def test_what_was_chosen_is_kept_as_a_draft(client, user, one):
    by = standing(user)
    actions.choose_table(by=by, pk=one.pk, table="cases", sheet="Referrals")
    assert '<option value="site" selected>' in client.get(at("columns", one)).content.decode()
    opened = Opened(user=user.pk, form=forms.COLUMNS.name, record=one.pk)
    keep_draft(by=by, opened=opened, typed={"columns": {"0": "gender"}})
    draft = Draft.objects.get()
    page = client.get(at("columns", one), {"draft": draft.pk}).content.decode()
    assert '<option value="gender" selected>' in page


def test_a_folder_is_not_matched(client, user):
    one = sent(standing(user), zipped(folder()))
    for step in ("table", "columns", "rest"):
        assert client.get(at(step, one))["Location"] == at("import", one)


def test_a_sheet_without_headings_leads_back(client, user, one):
    numbers = sheet_sent(standing(user), workbook([[1, 2], [3, 4]]))
    actions.choose_table(by=standing(user), pk=numbers.pk, table="cases", sheet="Referrals")
    answer = client.get(at("columns", numbers), follow=True)
    assert "No row of headings was found in that sheet." in answer.content.decode()
