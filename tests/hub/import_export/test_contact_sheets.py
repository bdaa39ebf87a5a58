"""Lists that are no table of the folder come in from a spreadsheet: who works at organisations, and others."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sample.folders import brought_in, folder, problems, taken_back, taken_out, told, worked, zipped
from sample.outcomes import definition
from sample.partners import changed, contact, organisation
from sample.people import person, standing
from sample.sheets import (
    separated,
    several,
    sheet_brought_in,
    sheet_looked_through,
    sheet_matched,
    sheet_sent,
    workbook,
)

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, EVALUATOR, PROGRAMME_MANAGER, SYSTEMS_LEAD
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common import clock
from tideturn.hub.import_export import actions
from tideturn.hub.import_export.models import Import, Kept, State, Written
from tideturn.hub.import_export.purging import purge_folders
from tideturn.hub.local_context.models import DataAsk
from tideturn.hub.organisations.models import Contact
from tideturn.hub.organisations.pages import RELATED
from tideturn.hub.organisations.resource import ORGANISATION
from tideturn.hub.outcomes.models import Definition
from tideturn.hub.resources.reading import history
from tideturn.hub.resources.tables import SHEET_LISTS, register_table

pytestmark = pytest.mark.django_db
HEADED = ["Organisation name", "Contact name", "Role", "Level", "E-mail address", "Phone", "Main contact?"]
SHEET = [
    HEADED,
    ["Borough Police A", "Sergeant A", "Desk sergeant", "Operational", "a@police.example", "020 7946 0001", "Y"],
    ["  borough  POLICE a", "Inspector B", "Inspector", "management", "mailto:b@police.example", None, "no"],
    ["org-2", "Head C ", "Head of year", None, None, "07700 900001", "yes"],
]


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def police(manager):
    organisation(manager, "Academy C", code="org-2", sector="education")
    return organisation(manager, "Borough Police A")


def people() -> list[tuple]:
    rows = Contact.objects.order_by("name")
    return [(one.name, one.organisation.name, one.seniority, one.email, one.telephone, one.is_main) for one in rows]


def test_contacts_come_in_by_the_name_or_code_of_their_organisation_and_go_back(manager, police):
    one = sheet_brought_in(manager, workbook(SHEET), "contacts", columns={"Level": "seniority", "Role": "job_title"})
    assert (one.state, told(one)) == (State.IN, {"contacts": (3, 0, 0, 0)})
    assert people() == [
        ("Head C", "Academy C", "", "", "07700 900001", True),
        ("Inspector B", "Borough Police A", "management", "b@police.example", "", False),
        ("Sergeant A", "Borough Police A", "operational", "a@police.example", "020 7946 0001", True),
    ]
    added = Event.objects.filter(action="organisations.add_contact")
    assert added.count() == 3
    again = sheet_looked_through(manager, workbook(SHEET), "contacts")
    assert told(again) == {"contacts": (0, 0, 3, 0)}  # matched as before, and nothing is new
    taken_back(manager, one)
    assert not Contact.objects.exists()
    assert Event.objects.filter(action="organisations.remove_contact").count() == 3
    changes = [one.what for one in history(ORGANISATION, police.pk, by=manager, related=RELATED[:1])]
    assert changes == ["Contact removed", "Contact removed", "The organisation added"]


def test_somebody_is_corrected_and_the_main_contact_passes_on_whatever_the_order_of_the_rows(manager, police):
    contact(manager, police, "Sergeant A", email="old@police.example", is_main=True)
    stays = contact(manager, police, "Constable D")
    rows = [
        ["Organisation", "Name", "E-mail", "Main", "Left"],
        [police.code, "Inspector B", None, "yes", None],
        [police.code, "SERGEANT A", "a@police.example", "no", "03/11/2025"],
    ]
    one = sheet_brought_in(manager, workbook(rows), "contacts", order="day")
    assert told(one) == {"contacts": (1, 1, 0, 1)}
    assert [(name, email, main) for name, _, _, email, _, main in people()] == [
        ("Constable D", "", False),
        ("Inspector B", "", True),
        ("SERGEANT A", "a@police.example", False),
    ]
    assert Contact.objects.get(name="SERGEANT A").left_on == date(2025, 11, 3)
    taken_back(manager, one)
    assert [(name, email, main) for name, _, _, email, _, main in people()] == [
        ("Constable D", "", False),
        ("Sergeant A", "old@police.example", True),
    ]
    assert Contact.objects.get(name="Constable D").version == stays.version


def test_every_fault_is_named_by_its_cell_and_nothing_comes_in(manager, police):
    organisation(manager, "Academy C", code="org-3", sector="education")
    rows = [
        HEADED,
        ["Borough Police A", "Sergeant A", None, "chief", "a at police", 7700900123, "maybe"],
        ["Nowhere", "Nobody", None, None, None, None, None],
        ["Academy C", "Head C", None, None, None, None, None],
    ]
    columns = {"Level": "seniority", "Role": "job_title"}
    one = sheet_looked_through(manager, workbook(rows), "contacts", columns=columns)
    assert (one.state, problems(manager, one)) == (
        State.REFUSED,
        [
            "Referrals, cell D2: “chief” is not a term of “seniority”.",
            "Referrals, cell G2: “maybe” is neither yes nor no.",
        ],
    )
    rows[1][3:] = [None, "a at police", 7700900123, None]
    one = sheet_looked_through(manager, workbook(rows), "contacts", columns=columns)
    assert problems(manager, one) == [
        "Referrals, cell A3: organisation: there is no organisation called Nowhere.",
        "Referrals, cell A4: organisation: several organisations are called Academy C.",
    ]
    rows[2:] = [["Borough Police A", "Sergeant a", None, None, None, None, None]]
    assert problems(manager, sheet_looked_through(manager, workbook(rows), "contacts", columns=columns)) == [
        "Referrals, cell A3: The row has the same organisation and name as row 2."
    ]
    rows[2:] = [["Borough Police A", "Inspector B", None, None, None, 7700900123, None]]
    assert problems(manager, sheet_looked_through(manager, workbook(rows), "contacts", columns=columns)) == [
        "Referrals, cell E2: email: that is no e-mail address.",
        "Referrals, cell F3: telephone: the spreadsheet holds it as a number, and its first 0 is lost.",
    ]
    assert not Contact.objects.exists()


def test_a_row_of_which_the_hub_has_two_is_refused_and_no_third_is_added(manager, police):
    for job in ("Desk sergeant", "Detective"):
        contact(manager, police, "Sergeant A", job_title=job)
    rows = [["Organisation", "Name", "Telephone"], [police.code, "sergeant  a", "020 7946 0001"]]
    one = sheet_looked_through(manager, workbook(rows), "contacts")
    assert problems(manager, one) == [
        "Referrals, cell B2: The hub has 2 records with the same organisation and name: it is unclear which you mean."
    ]
    rows[0][2], rows[1][1:] = "Role", ["Sergeant A", "Detective"]
    again = sheet_looked_through(manager, workbook(rows), "contacts", columns={"Role": "job_title"})
    assert (told(again), Contact.objects.count()) == ({"contacts": (0, 0, 1, 1)}, 2)


def test_two_to_ask_first_are_refused_by_the_cell_of_the_second(manager, police):
    rows = [["Organisation", "Name", "Main"], [police.code, "Sergeant A", "y"], [police.code, "Inspector B", "y"]]
    one = sheet_looked_through(manager, workbook(rows), "contacts")
    assert problems(manager, one) == ["Referrals, cell C3: main: the organisation already has a main contact."]


def test_a_messy_workbook_is_read_as_it_was_meant(manager, police):
    titled = ["Who is who", None, None]
    rows = [titled, ["Agency", "Contact", "Tel"], ["Borough Police A", "Sergeant A", "020 7946 0001"]]
    rows += [[None, "Inspector B", " 020 7946 0002 "], [None, None, None], ["Total", 2, None]]
    columns = {"Agency": "organisation", "Contact": "name", "Tel": "telephone"}
    merged = workbook(rows, merged=("A1:C1", "A3:A4"))
    one = sheet_brought_in(manager, merged, "contacts", columns=columns)
    assert one.state == State.IN, problems(manager, one)
    assert [row[:2] for row in people()] == [("Inspector B", "Borough Police A"), ("Sergeant A", "Borough Police A")]


def test_a_text_file_and_one_sheet_of_several_come_in(manager, police):
    rows = [["Organisation", "Name"], ["org-2", "Head C"]]
    sheet_brought_in(manager, separated(rows, sign=";"), "contacts", name="people.csv")
    both = several({"Cover": [["Nothing"], ["here"]], "People": [*rows, ["org-2", "Deputy D"]]})
    one = sheet_matched(manager, sheet_sent(manager, both), "contacts", sheet="People")
    assert told(one) == {"contacts": (1, 0, 1, 0)}


def test_no_name_of_an_organisation_that_was_merged_or_is_unseen_is_taken(manager, police):
    """What speaks for it is meant; and of what somebody may not see nothing is said but that it is not there."""
    from tideturn.hub.organisations.actions import merge_organisations

    other = organisation(manager, "Borough Police Alpha")
    merge_organisations(by=manager, keep=police.pk, merge=other.pk)
    rows = [["Organisation", "Name"], ["Borough Police Alpha", "Sergeant A"]]
    sheet_brought_in(manager, workbook(rows), "contacts")
    assert people()[0][1] == "Borough Police A"
    elsewhere = standing(person((PROGRAMME_MANAGER, "manchester")))
    rows = [["Organisation", "Name"], ["Borough Police A", "Sergeant A"]]
    one = sheet_looked_through(elsewhere, workbook(rows), "contacts")
    assert problems(elsewhere, one) == [
        "Referrals, cell A2: organisation: there is no organisation called Borough Police A."
    ]


@pytest.mark.parametrize("role", [CASEWORKER, SYSTEMS_LEAD, EVALUATOR])
def test_who_may_not_bring_in_brings_no_contacts_in(role, police):
    with pytest.raises(RefusedError):
        actions.send_sheet(by=standing(person((role, ALL_SITES))), name="people.csv", content=b"a,b\n1,2\n")


def test_a_contact_that_was_changed_since_stays_and_is_named(manager, police):
    rows = [["Organisation", "Name"], [police.code, "Sergeant A"], [police.code, "Inspector B"]]
    one = sheet_brought_in(manager, workbook(rows), "contacts")
    changed(manager, Contact.objects.get(name="Sergeant A"), job_title="Desk sergeant")
    one = taken_back(manager, one)
    assert [row[0] for row in people()] == ["Sergeant A"]
    assert problems(manager, one) == [
        f"contacts, {police.code} Sergeant A: Somebody has changed it since, so it stays."
    ]


def test_it_cannot_be_taken_back_after_thirty_days(manager, police):
    one = sheet_brought_in(manager, workbook([["Organisation", "Name"], [police.code, "Sergeant A"]]), "contacts")
    Import.objects.filter(pk=one.pk).update(came_in_at=clock.now() - timedelta(days=31))
    taken = taken_back(manager, one)
    assert (taken.state, Contact.objects.count()) == (State.GOING_OUT, 1)
    purge_folders()
    assert not Written.objects.filter(of=one).exists()


def test_contacts_never_leave_in_the_folder(manager, police):
    brought_in(manager, zipped(folder()))
    before = taken_out(standing(person((EVALUATOR, ALL_SITES))), manager)
    kept = Kept.objects.count()
    sheet_brought_in(manager, workbook(SHEET), "contacts", columns={"Level": "seniority", "Role": "job_title"})
    out = taken_out(standing(person((EVALUATOR, ALL_SITES))), manager)
    assert (out, Kept.objects.count()) == (before, kept)
    assert not any(b"Sergeant A" in content for content in out.values())


def test_definitions_come_in_and_go_back_to_the_wording_before(manager):
    said = {"for_staff": "A", "for_partners": "B", "for_young_people": "C"}
    definition(manager, term="Systems change", on=date(2025, 9, 1), reason="First", **said)
    heads = ["Term", "For staff", "For partners", "For young people", "Date", "Reason"]
    rows = [
        heads,
        ["systems change", "New", "B", "C", date(2025, 11, 1), "Clearer"],
        ["Harm", "A", "B", "C", date(2025, 10, 1), "Asked for"],
    ]
    one = sheet_looked_through(manager, workbook(rows), "definitions")
    assert problems(manager, one) == []
    worked(actions.bring_in(by=manager, pk=one.pk))
    assert told(one) == {"definitions": (1, 1, 0, 0)}
    assert Definition.objects.get(term__iexact="systems change").for_staff == "New"
    one = taken_back(manager, one)
    assert problems(manager, one) == []
    found = Definition.objects.get()
    assert (found.term, found.for_staff, found.on) == ("Systems change", "A", date(2025, 9, 1))
    rows = [heads, ["Harm", "Ring 07700 900001", "B", "C", date(2025, 10, 1), "Asked for"]]
    (wrong,) = problems(manager, sheet_looked_through(manager, workbook(rows), "definitions"))
    assert wrong.startswith("Referrals, cell B2: ")  # what tells who somebody is comes into no other list


def test_what_partners_are_asked_for_comes_in_and_goes_back(manager):
    brought_in(manager, zipped(folder()))
    rows = [["Site", "What", "State"], ["Greater Manchester", "Counts of missing episodes", "Agreed"]]
    one = sheet_brought_in(manager, workbook(rows), "data_asks")
    assert DataAsk.objects.values_list("site", "what", "state").get() == (
        "manchester",
        "Counts of missing episodes",
        "agreed",
    )
    rows[1][2] = "asked"
    other = sheet_brought_in(manager, workbook(rows), "data_asks")
    assert told(other) == {"data_asks": (0, 1, 0, 0)}
    taken_back(manager, other)
    assert DataAsk.objects.get().state == "agreed"
    assert problems(manager, taken_back(manager, one)) == [  # it was written in since, if only to set it back
        "data_asks, manchester Counts of missing episodes: Somebody has changed it since, so it stays."
    ]


def test_a_list_is_declared_once():
    with pytest.raises(ValueError, match="a table contacts already"):
        register_table(replace(SHEET_LISTS["definitions"], name="contacts"))
