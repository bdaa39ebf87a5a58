"""A spreadsheet comes in by the way of a folder: matched once, looked through, brought in, taken back."""

from datetime import date, timedelta

import pytest
from sample.folders import CASES, brought_in, folder, problems, taken_back, taken_out, told, worked, zipped
from sample.people import person, standing
from sample.sheets import several, sheet_brought_in, sheet_looked_through, sheet_matched, sheet_sent, workbook

from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.import_export import actions
from tideturn.hub.import_export.matching import glimpsed
from tideturn.hub.import_export.models import Import, Kept, Matching, State, Written
from tideturn.hub.import_export.purging import purge_folders
from tideturn.hub.import_export.spreadsheets.guessing import term_of
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.organisations.models import Organisation
from tideturn.hub.programme.models import Site, Year

pytestmark = pytest.mark.django_db
HEADED = ["Case ID", "Area", "Received", "Age", "Colour"]
THREE = [
    HEADED,
    ["C1", "Greater Manchester", date(2025, 10, 1), 14, "Plantedcolour"],
    ["C2", "manchester", date(2025, 11, 2), 15, None],
    ["C3", "manchester", date(2025, 12, 1), 16, None],
]
POINTS = [
    ["Ref", "Date", "Site", "Point", "About"],
    ["L1", "03/11/2025", "manchester", "Start earlier", "work"],
    ["L2", "25/11/2025", "manchester", "Ask the school", "work"],
]


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def evaluator():
    return standing(person((EVALUATOR, ALL_SITES)))


@pytest.fixture
def begun(manager):
    """A hub with a site, a year and two cases."""
    return brought_in(manager, zipped(folder()))


def cases(evaluator, manager) -> list[str]:
    return taken_out(evaluator, manager)["cases.csv"].decode().splitlines()


def test_what_a_sheet_would_bring_is_told_before_anything_is_written(begun, manager):
    one = sheet_looked_through(manager, workbook(THREE), "cases")
    assert (one.state, problems(manager, one)) == (State.READY, [])
    assert told(one) == {"cases.csv": (1, 2, 0, 0)}
    assert Kept.objects.count() == 1


def test_a_sheet_of_a_table_that_no_room_keeps_comes_in_and_is_taken_back_whole(begun, manager, evaluator):
    before = taken_out(evaluator, manager)
    one = sheet_brought_in(manager, workbook(THREE), "cases")
    rows = [row.split(",") for row in cases(evaluator, manager)]
    age = rows[0].index("age_at_referral")
    assert [(*row[:3], row[age]) for row in rows[1:]] == [
        ("C1", "manchester", "2025-10-01", "14"),
        ("C2", "manchester", "2025-11-02", "15"),
        ("C3", "manchester", "2025-12-01", "16"),
    ]
    assert rows[1][3] == "2025-10-08"  # which the sheet does not say
    taken_back(manager, one)
    assert taken_out(evaluator, manager) == before


def test_a_sheet_of_a_table_that_a_room_keeps_goes_through_its_services(begun, manager):
    one = sheet_brought_in(manager, workbook(POINTS), "learning", columns={"Ref": "learning_id"})
    assert told(one) == {"learning": (2, 0, 0, 0)}
    assert [str(point.on) for point in LearningPoint.objects.order_by("code")] == ["2025-11-03", "2025-11-25"]
    assert Written.objects.filter(of=one).count() == 2
    again = sheet_looked_through(manager, workbook(POINTS), "learning")
    assert told(again) == {"learning": (0, 0, 2, 0)}
    taken_back(manager, one)
    assert not LearningPoint.objects.exists()


def test_what_a_room_refuses_is_told_by_the_cell(begun, manager):
    lines = [["ID", "Name", "Sector", "Site"], ["O1", "Police A", "police", "manchester"]]
    lines.append(["O2", "Police B", "p" * 61, "manchester"])
    one = sheet_looked_through(manager, workbook(lines), "organisations", columns={"ID": "organisation_id"})
    assert (one.state, problems(manager, one)) == (
        State.REFUSED,
        ["Referrals, cell C3: sector: it has 61 characters."],
    )
    years = [["Year", "Start", "End"], [3, date(2027, 9, 1), date(2028, 8, 31)]]
    one = sheet_looked_through(manager, workbook(years), "years", columns={"Year": "number"})
    assert problems(manager, one) == ["Referrals, row 2: Year 3 cannot be added: the next one is Year 2."]
    assert not Organisation.objects.exists()


def test_what_is_wrong_only_with_what_is_there_is_told_by_the_cell(begun, manager):
    lines = [
        ["Case", "Date", "Kind", "Held"],
        ["C1", "2025-10-02", "therapy", "y"],
        ["C9", "2025-10-03", "therapy", "n"],
    ]
    one = sheet_looked_through(manager, workbook(lines, name="Sessions"), "sessions")
    assert one.state == State.REFUSED
    assert [said.split(":")[0] for said in problems(manager, one)] == ["Sessions, cell A3"]
    assert (one.file, one.glimpse, KeptFile.objects.count()) == (None, None, 1)  # that of what is kept


def test_years_and_sites_come_first_and_can_come_from_sheets(manager):
    one = sheet_looked_through(manager, workbook(THREE), "cases")
    assert problems(manager, one) == ["Referrals: The hub needs the programme's sites and years first."]
    lines = [["Code", "Name"], ["manchester", "Greater Manchester"], ["leeds", "Leeds"]]
    sheet_brought_in(manager, workbook(lines), "sites")
    years = [["Year", "Start", "End"], [1, date(2025, 9, 1), date(2026, 8, 31)]]
    came = sheet_brought_in(manager, workbook(years), "years", columns={"Year": "number"})
    assert (Site.objects.count(), Year.objects.count()) == (2, 1)
    assert sheet_looked_through(manager, workbook(THREE), "cases").state == State.READY
    taken_back(manager, came)
    assert not Year.objects.exists()


def test_what_was_saved_of_organisations_comes_in_again(begun, manager):
    lines = (
        "organisation_id,name,sector,site,stage,next_step,contact\nO1,Borough Police A,police,manchester,,Meet them,\n"
    )
    one = sheet_brought_in(manager, lines.encode(), "organisations", name="organisations.csv")
    assert (one.state, told(one)) == (State.IN, {"organisations": (1, 0, 0, 0)})
    assert Organisation.objects.get().name == "Borough Police A"


def test_a_sheet_of_a_survey_is_of_a_survey_that_is_named(begun, manager, evaluator):
    outcomes = "outcome_id,area,title,due_year\nP1,practitioner,They know,1\n"
    brought_in(manager, zipped(folder({"outcomes.csv": outcomes})))
    lines = [["Response", "Voice", "Site", "Year", "Q1"], ["R1", "staff", "manchester", 1, "agree"]]
    one = sheet_sent(manager, workbook(lines))
    with pytest.raises(HubError, match="which survey"):
        actions.choose_table(by=manager, pk=one.pk, table="survey.responses")
    one = sheet_matched(
        manager, one, "survey.responses", survey="staff-2026", columns={"Q1": "q1", "Response": "response_id"}
    )
    assert (one.state, told(one)) == (State.READY, {"surveys/staff-2026/responses.csv": (1, 0, 0, 0)})
    worked(actions.bring_in(by=manager, pk=one.pk))
    left = taken_out(evaluator, manager)["surveys/staff-2026/responses.csv"].decode()
    assert left.splitlines()[0].endswith("q1")


def test_how_a_sheet_was_matched_is_remembered_for_everybody(begun, manager):
    sheet_looked_through(manager, workbook(POINTS), "learning", columns={"Ref": "learning_id"})
    other = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    moved = [[row[4], *row[:4]] for row in POINTS]
    one = sheet_looked_through(other, workbook(moved), "learning")
    assert (one.state, problems(other, one)) == (State.READY, [])
    assert Matching.objects.get().columns["ref#1"] == "learning_id"


def test_words_that_were_said_to_be_terms_are_remembered(begun, manager):
    lines = [["Case", "Date", "Kind", "Held"], ["C1", "2025-10-02", "One to one", "y"]]
    assert sheet_looked_through(manager, workbook(lines), "sessions").state == State.READY
    words = Matching.objects.get().words
    assert term_of(words, "kind", "One to one") == "one_to_one"
    assert [term_of(words, *other) for other in (("kind", "one to one"), ("held", "One to one"))] == ["", ""]
    assert "One to one" not in str(words)


def test_columns_that_are_left_out_are_kept_nowhere(begun, manager, evaluator, settings):
    one = sheet_brought_in(manager, workbook(THREE), "cases")
    assert b"Plantedcolour" not in b"".join(taken_out(evaluator, manager).values())
    assert "colour" not in str(one.sheet).lower() + str(Matching.objects.values_list()).lower()
    assert (one.glimpse, one.file) == (None, None)


def test_what_tells_who_somebody_is_does_not_come_in(begun, manager):
    births = [
        ["Case", "Site", "Received", "Reason"],
        *([f"C{n}", "manchester", date(2010, 3, n + 1), "x"] for n in range(5)),
    ]
    one = sheet_looked_through(manager, workbook(births), "cases")
    assert one.state == State.REFUSED
    assert "look like dates of birth" in problems(manager, one)[0]
    phones = [["Case", "Site", "Received", "Source"], ["C1", "manchester", date(2025, 10, 1), "0161 496 0000"]]
    one = sheet_looked_through(manager, workbook(phones), "cases")
    assert problems(manager, one) == ["Referrals, cell D2: This looks like a telephone number."]
    named = sheet_sent(manager, workbook([["Surname", "Site", "Received"], ["x", "manchester", "2025-10-01"]]))
    actions.choose_table(by=manager, pk=named.pk, table="cases", sheet="Referrals")
    with pytest.raises(HubError, match="suggests a person's name"):
        actions.match_columns(by=manager, pk=named.pk, columns={0: "case_id"}, headings={0: "Surname"})


def test_of_a_workbook_one_sheet_is_chosen(begun, manager):
    content = several({"Notes": [["Nothing"]], "Cases": THREE, "Empty": []}, hidden=["Cases"])
    one = sheet_sent(manager, content)
    assert [(sheet.name, sheet.hidden) for sheet in glimpsed(manager, one.pk).sheets] == [
        ("Notes", False),
        ("Cases", True),
    ]
    assert sheet_matched(manager, one, "cases", sheet="Cases").state == State.READY


def test_one_that_is_ready_is_matched_in_another_way(begun, manager):
    one = sheet_looked_through(manager, workbook(THREE), "cases")
    actions.match_columns(by=manager, pk=one.pk, columns={0: "case_id"}, headings={0: "Case ID"})
    assert Import.objects.get(pk=one.pk).state == State.TO_MATCH
    with pytest.raises(HubError, match="status of this import"):
        actions.bring_in(by=manager, pk=one.pk)


@pytest.mark.parametrize(
    ("columns", "said"),
    [({}, "No column is matched"), ({0: "case_id", 1: "case_id"}, "Two columns are matched to “case_id”")],
)
def test_columns_that_cannot_be_matched_so(begun, manager, columns, said):
    one = sheet_sent(manager, workbook(THREE))
    with pytest.raises(HubError, match="Nobody has chosen the table"):
        actions.match_columns(by=manager, pk=one.pk, columns=columns, headings={})
    actions.choose_table(by=manager, pk=one.pk, table="cases", sheet="Referrals")
    with pytest.raises(HubError, match="columns are not matched yet"):
        actions.say_the_rest(by=manager, pk=one.pk, headings={}, fills={}, order="", words={})
    with pytest.raises(HubError, match=said):
        actions.match_columns(by=manager, pk=one.pk, columns=columns, headings={})


def test_what_is_no_spreadsheet_is_told_so(manager):
    one = sheet_sent(manager, b"\0\1")
    assert (one.state, one.file) == (State.REFUSED, None)
    assert problems(manager, one) == ["Referrals.xlsx: The file is neither a workbook nor text that can be read."]


def test_whoever_walks_away_leaves_nothing(manager):
    one = sheet_sent(manager, workbook(THREE))
    actions.leave(by=manager, pk=one.pk)
    left = Import.objects.get(pk=one.pk)
    assert (left.state, left.file, left.glimpse, KeptFile.objects.exists()) == (State.LEFT, None, None, False)


def test_what_nobody_matched_goes_after_a_fortnight(manager):
    one = sheet_sent(manager, workbook(THREE))
    Import.objects.update(at=clock.now() - timedelta(days=15))
    purge_folders()
    left = Import.objects.get(pk=one.pk)
    assert (left.state, left.file, left.glimpse) == (State.LEFT, None, None)


def test_who_may_match_and_see_what(begun, manager, evaluator):
    one = sheet_sent(manager, workbook(THREE))
    other = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    with pytest.raises(NotVisibleError):
        glimpsed(other, one.pk)
    with pytest.raises(RefusedError, match="Only the person who uploaded"):
        actions.choose_table(by=other, pk=one.pk, table="cases")
    with pytest.raises(RefusedError):
        actions.send_sheet(by=evaluator, name="x.csv", content=b"a,b")


def test_nothing_of_a_sheet_lies_in_clear(begun, manager, settings):
    sheet_sent(manager, workbook(THREE))
    assert CASES  # the hub has some
    for place in settings.TIDETURN_DATA.rglob("*"):
        if place.is_file():
            assert b"Plantedcolour" not in place.read_bytes(), place
    assert "Plantedcolour" not in str(list(Import.objects.values("name", "sheet", "told")))
