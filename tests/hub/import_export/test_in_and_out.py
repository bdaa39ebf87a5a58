"""A folder comes in, is taken back, and leaves again: what is there afterwards, to the byte."""

import io
import zipfile
from datetime import timedelta

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import places
from sample.folders import (
    CASES,
    PROGRAMME,
    brings,
    brought_in,
    folder,
    problems,
    sent,
    taken_back,
    taken_out,
    told,
    worked,
    zipped,
)
from sample.history import unlike_its_last_version
from sample.people import person, standing
from sample.places import moved
from sample.search import as_it_should_be

from tideturn.dataset.write import folder_files
from tideturn.example import build_example
from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, FUNDER, GOVERNANCE_LEAD, PROGRAMME_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.import_export import actions, keeping, queries, unpacking
from tideturn.hub.import_export.models import Decision, Export, Import, Kept, State, Written
from tideturn.hub.import_export.purging import purge_folders
from tideturn.hub.import_export.queries import import_read
from tideturn.hub.import_export.rooms import told_apart
from tideturn.hub.jobs.models import Job
from tideturn.hub.jobs.queries import job_shown
from tideturn.hub.local_context.models import Baseline
from tideturn.hub.organisations.models import Organisation
from tideturn.hub.programme.models import Programme, Site, Year
from tideturn.hub.resources.folder import InFolder
from tideturn.hub.resources.tables import FOLDER_TABLES

pytestmark = [pytest.mark.database, pytest.mark.django_db]
SECOND_YEAR = f"{PROGRAMME}\n[[years]]\nnumber = 2\nstart = 2026-09-01\nend = 2027-08-31\n"
CHANGED = CASES.replace("C2,manchester,2025-11-01,,", "C2,manchester,2025-11-01,2025-11-03,") + (
    "C3,manchester,2025-12-01,,blue\n"
)


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def evaluator():
    return standing(person((EVALUATOR, ALL_SITES)))


def test_what_a_folder_would_bring_is_told_before_anything_is_written(manager):
    one = sent(manager, zipped(folder()))
    assert (one.state, problems(manager, one)) == (State.READY, [])
    assert told(one) == {
        "programme": (1, 0, 0, 0),
        "sites": (1, 0, 0, 0),
        "years": (1, 0, 0, 0),
        "cases.csv": (2, 0, 0, 0),
    }
    assert not any(model.objects.exists() for model in (Site, Year, Kept, Written))


def test_the_worked_example_comes_in_and_is_the_same_folder_when_it_leaves(manager, evaluator):
    files = folder_files(build_example()[0])
    one = brought_in(manager, zipped(files))
    assert one.state == State.IN
    titles = {row["name"]: row["title"] for row in brings(one)}
    assert all(titles.values()), titles
    as_it_should_be()
    assert unlike_its_last_version() == []
    assert (titles["transcripts/"], titles["cases.csv"]) == ("Transcripts", "Referrals and cases")
    assert taken_out(evaluator, manager) == files
    again = brought_in(manager, zipped(files))
    assert all(added == changed == left == 0 for added, changed, _, left in told(again).values())
    assert taken_out(evaluator, manager) == files


def test_what_no_room_knows_is_kept_whole(manager, evaluator):
    beside = {"releases/1/release.json": b"{}\n", "minutes/march.docx": b"\0\1", "notes.csv": b"a;b\n", "cases": b"\1"}
    brought_in(manager, zipped(folder(beside)))
    left = taken_out(evaluator, manager)
    assert {name: left[name] for name in beside} == beside
    assert left["cases.csv"].decode().splitlines()[0].endswith("colour")
    assert 'commissioner = "The city"' in left["programme.toml"].decode()


def test_the_signature_of_a_finding_leaves_as_it_came(manager, evaluator):
    columns = "claim_id,section,text,type,outcome_id,scope,year,author,reviewer,judged_part,judged_reason,summary_of"
    row = "f1,system,It is settling in.,judgement,joint,programme,1,ev-1,ev-2,It is|settling in,Partners told us so.,"
    findings = f"{columns}\n{row}\n"
    outcomes = "outcome_id,area,title,due_year,claim\njoint,system,Partners work together,1,state\n"
    brought_in(manager, zipped(folder({"findings.csv": findings, "outcomes.csv": outcomes})))
    assert taken_out(evaluator, manager)["findings.csv"].decode() == findings


def test_until_when_records_were_collected_is_kept_of_each_year(manager, evaluator):
    brought_in(manager, zipped(folder({"programme.toml": f"{SECOND_YEAR}data_to = 2027-10-31\n"})))
    assert "end = 2027-08-31, data_to = 2027-10-31 }" in taken_out(evaluator, manager)["programme.toml"].decode()


def test_how_places_are_given_is_kept(manager, evaluator):
    order = 'comparison_order = "By date of referral"'
    brought_in(manager, zipped(folder({"programme.toml": f"{order}\n{SECOND_YEAR}"})))
    assert order in taken_out(evaluator, manager)["programme.toml"].decode()


def test_a_second_folder_adds_and_changes_and_takes_nothing_away(manager, evaluator):
    brought_in(manager, zipped(folder()))
    files = {
        "programme.toml": SECOND_YEAR,
        "cases.csv": CHANGED.replace("C1,manchester,2025-10-01,2025-10-08,red\n", ""),
    }
    one = sent(manager, zipped(files))
    assert told(one)["cases.csv"] == (1, 1, 0, 1)
    assert told(one)["years"] == (1, 0, 1, 0)
    worked(actions.bring_in(by=manager, pk=one.pk))
    rows = taken_out(evaluator, manager)["cases.csv"].decode().splitlines()
    assert [row[:2] for row in rows[1:]] == ["C1", "C2", "C3"]
    assert rows[2].startswith("C2,manchester,2025-11-01,2025-11-03")
    assert Year.objects.count() == 2


def test_what_came_in_is_taken_back_whole(manager, evaluator):
    brought_in(manager, zipped(folder()))
    before = taken_out(evaluator, manager)
    one = brought_in(manager, zipped({"programme.toml": SECOND_YEAR, "cases.csv": CHANGED}))
    assert taken_out(evaluator, manager) != before
    back = taken_back(manager, one)
    assert (back.state, problems(manager, back)) == (State.TAKEN_BACK, [])
    assert taken_out(evaluator, manager) == before
    assert Year.objects.count() == 1


def test_the_first_folder_of_all_is_taken_back_to_nothing(manager):
    one = brought_in(manager, zipped(folder()))
    taken_back(manager, one)
    assert not any(model.objects.exists() for model in (Programme, Site, Year))
    assert told(sent(manager, zipped(folder())))["cases.csv"] == (2, 0, 0, 0)


def test_what_somebody_changed_since_stays_and_is_named(manager, evaluator):
    brought_in(manager, zipped(folder()))
    one = brought_in(manager, zipped({"programme.toml": SECOND_YEAR, "cases.csv": CHANGED}))
    later = CHANGED.replace("C3,manchester,2025-12-01,,", "C3,manchester,2025-12-02,,")
    brought_in(manager, zipped({"programme.toml": SECOND_YEAR, "cases.csv": later}))
    moved(manager, Year.objects.get(number=2), "2026-09-01", "2027-08-30")
    back = taken_back(manager, one)
    assert problems(manager, back) == [
        "cases.csv: Somebody has changed 1 row since, so it stays.",
        "years, 2: Somebody has changed it since, so it stays.",
    ]
    rows = taken_out(evaluator, manager)["cases.csv"].decode().splitlines()[1:]
    assert [row.split(",")[:4] for row in rows] == [
        ["C1", "manchester", "2025-10-01", "2025-10-08"],
        ["C2", "manchester", "2025-11-01", ""],
        ["C3", "manchester", "2025-12-02", ""],
    ]
    assert Year.objects.count() == 2


def test_a_record_that_the_folder_changed_says_again_what_it_said(manager):
    brought_in(manager, zipped(folder()))
    renamed = PROGRAMME.replace("Greater Manchester", "Manchester")
    one = brought_in(manager, zipped(folder({"programme.toml": renamed})))
    assert (told(one)["sites"], Site.objects.get().name) == ((0, 1, 0, 0), "Manchester")
    taken_back(manager, one)
    assert (Site.objects.get().name, Site.objects.get().version) == ("Greater Manchester", 3)


def test_what_the_programme_is_called_comes_in_is_taken_back_and_leaves(manager, evaluator):
    before = places.named(manager, "Routes")
    one = brought_in(manager, zipped(folder({"programme.toml": PROGRAMME.replace("Safer Routes", " Safer Routes ")})))
    assert (told(one)["programme"], Programme.objects.get().name) == ((0, 1, 0, 0), "Safer Routes")
    assert taken_out(evaluator, manager)["programme.toml"].decode().startswith('name = " Safer Routes "')
    places.rename_programme(by=manager, pk=before.pk, expected=2, name="Safer Roads")
    assert taken_out(evaluator, manager)["programme.toml"].decode().startswith('name = "Safer Roads"')
    assert problems(manager, taken_back(manager, one)) == [
        "programme, name: Somebody has changed it since, so it stays."
    ]
    assert Programme.objects.get().name == "Safer Roads"


def test_an_error_keeps_a_folder_out_and_each_is_told(manager):
    wrong = CASES + "C2,leeds,2025-11-01,,\nC4,manchester,03/04/2025,,\n"
    one = sent(manager, zipped(folder({"cases.csv": wrong})))
    assert one.state == State.REFUSED
    said = "\n".join(problems(manager, one))
    for told_of in ("cases.csv, row 4, column site", "cases.csv, row 5, column received", "C2"):
        assert told_of in said
    assert one.file is None
    assert not KeptFile.objects.exists()
    with pytest.raises(HubError, match="is now “Cannot be imported”"):
        actions.bring_in(by=manager, pk=one.pk)


LATIN = "She said: un café.\n".encode("cp1252")
INTERVIEW = "interview_id,date,file,respondent_role,site\nI1,2025-11-03,int-1.txt,worker,manchester\n"


@pytest.mark.parametrize("more", [{}, {"interviews.csv": INTERVIEW}], ids=["no interview names it", "named"])
@pytest.mark.parametrize("text", [LATIN, "Yes.\n".encode("utf-16"), b"Yes.\0\n"], ids=["cp1252", "utf-16", "nul"])
def test_a_transcript_that_cannot_be_read_keeps_a_folder_out_and_is_not_lost(manager, text, more):
    one = sent(manager, zipped(folder({"transcripts/int-1.txt": text, "transcripts/int-2.txt": "Yes.\n", **more})))
    assert one.state == State.REFUSED
    found = [wrong for wrong in import_read(manager, one.pk).problems if wrong.place.startswith("transcripts/")]
    assert [wrong.place.split(",")[0] for wrong in found] == ["transcripts/int-1.txt"]
    assert found[0].mend in ("Save it as UTF-8.", "The file is damaged; save the text again.")


def test_a_transcript_that_no_interview_names_comes_in_and_leaves_again(manager, evaluator):
    text = "She said: un café.\n".encode()
    brought_in(manager, zipped(folder({"transcripts/int-1.txt": text})))
    assert taken_out(evaluator, manager)["transcripts/int-1.txt"] == text


def test_a_rule_that_the_engine_does_not_know_keeps_a_folder_out_as_the_check_does(manager):
    one = sent(manager, zipped(folder({"programme.toml": f"{PROGRAMME}\n[rules]\nluck = 7\n"})))
    assert one.state == State.REFUSED
    assert "programme.toml" in "\n".join(problems(manager, one))


def test_a_row_that_a_room_refuses_keeps_the_folder_out(manager):
    """The hub has a year of its own by then, which the folder's would overlap."""
    brought_in(manager, zipped(folder()))
    moved(manager, Year.objects.get(), "2025-09-01", "2026-10-31")
    one = sent(manager, zipped({"programme.toml": SECOND_YEAR.replace("2025-09-01", "2025-10-01"), "cases.csv": CASES}))
    # The first year is set back by the folder, so that the second fits.
    assert one.state == State.READY
    two = SECOND_YEAR.replace("Greater Manchester", "Salford").replace('code = "manchester"', 'code = "salford"')
    places.add_site(by=manager, short_name="elsewhere", name="Salford", kind="local")
    one = sent(manager, zipped({"programme.toml": two}))
    assert one.state == State.REFUSED
    assert problems(manager, one) == ["sites, salford: There is a site called Salford."]
    assert not Site.objects.filter(code="salford").exists()


def test_what_is_wrong_only_with_what_is_there_keeps_it_out(manager):
    """A case of the folder and one that is there are one and the same person's by another rule of the check."""
    brought_in(manager, zipped(folder({"sessions.csv": "case_id,date,kind,held\nC1,2025-10-02,therapy,yes\n"})))
    opened_later = CASES.replace("2025-10-01,2025-10-08", "2026-03-01,2026-03-08")
    alone = sent(manager, zipped(folder({"cases.csv": opened_later})))
    together = "\n".join(problems(manager, alone))
    assert ("together with the hub’s records" in together) == (alone.state == State.REFUSED)


def test_whoever_walks_away_leaves_nothing(manager):
    one = sent(manager, zipped(folder()))
    assert KeptFile.objects.filter(pk=one.file_id).exists()
    actions.leave(by=manager, pk=one.pk)
    assert not KeptFile.objects.filter(pk=one.file_id).exists()
    assert (Import.objects.get().state, Site.objects.exists()) == (State.LEFT, False)


def test_a_folder_that_came_in_meanwhile_is_not_written_over(manager):
    one = sent(manager, zipped(folder()))
    begun = actions.bring_in(by=manager, pk=one.pk)
    Kept.objects.create(number=1, at=clock.now(), because=one)
    with pytest.raises(HubError, match="Another import or undo finished meanwhile"):
        keeping.keep(Kept(number=1, file=KeptFile.objects.get(pk=one.file_id)), because=begun)


def test_work_that_was_cancelled_leaves_the_folder_where_it_was(manager):
    one = sent(manager, zipped(folder()))
    begun = actions.bring_in(by=manager, pk=one.pk)
    Job.objects.filter(pk=begun.job).update(state="cancelled", ended_at=clock.now())
    assert queries.import_read(manager, one.pk).state == State.READY
    assert worked(actions.bring_in(by=manager, pk=one.pk)).state == State.IN


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a folder", "neither a ZIP archive nor a workbook"),
        (zipped({"../up.csv": "a"}), "outside of its folder"),
        (zipped({"/etc/cron.csv": "a"}), "outside of its folder"),
        (zipped({}), "programme.toml"),
        (zipped({"programme/programme.toml": PROGRAMME[:-3]}), "programme.toml"),
    ],
)
def test_what_is_no_folder_is_told_so(manager, content, said):
    one = sent(manager, content)
    assert one.state == State.REFUSED
    assert said in "\n".join(problems(manager, one))


def test_a_folder_within_its_archive_under_its_name_and_beside_what_a_computer_adds(manager):
    files = {f"Safer Routes/{name}": content for name, content in folder().items()}
    one = sent(manager, zipped(files | {"__MACOSX/._x": b"\0", "Safer Routes/.DS_Store": b"\0"}))
    assert one.state == State.READY


@pytest.mark.parametrize("begins", ["./", ".\\", "./Safer Routes/"])
def test_a_folder_whose_files_are_each_packed_as_from_here(manager, begins):
    assert sent(manager, zipped({f"{begins}{name}": said for name, said in folder().items()})).state == State.READY


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_is_damaged_within_is_told_so(manager, packing):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        archive.writestr("notes.txt", "abcdefgh" * 5000)
    content = bytearray(out.getvalue())
    packed = content.find(b"notes.txt") + len("notes.txt")
    content[packed + 10 : packed + 26] = b"\xff" * 16
    assert problems(manager, sent(manager, bytes(content))) == [": “notes.txt” cannot be unpacked."]


def test_a_workbook_comes_in_as_a_folder_does(manager, evaluator):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in (
            ("programme", [["name", "value"], ["name", "Safer Routes"]]),
            ("sites", [["code", "name", "kind"], ["manchester", "Greater Manchester", "local"]]),
            ("years", [["number", "start", "end"], [1, "2025-09-01", "2026-08-31"]]),
            ("cases", [row.split(",") for row in CASES.splitlines()]),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    one = sent(manager, out.getvalue(), "programme.xlsx")
    assert problems(manager, one) == []
    assert told(one)["cases.csv"] == (2, 0, 0, 0)
    worked(actions.bring_in(by=manager, pk=one.pk))
    assert taken_out(evaluator, manager)["cases.csv"].count(b"\n") == 3


def test_a_folder_that_grows_too_large_is_refused_while_it_is_unpacked(manager, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST", 1_000_000)
    one = sent(manager, zipped(folder({"notes.txt": b"0" * 1_000_001})))
    assert problems(manager, one) == [": The folder is too large."]


def test_nobody_takes_the_folder_out_alone(manager, evaluator):
    brought_in(manager, zipped(folder()))
    asked = actions.ask_export(by=evaluator, why="For the report")
    with pytest.raises(HubError, match="Nobody has approved this export"):
        actions.make_export(by=evaluator, pk=asked.pk)
    lead = standing(person((GOVERNANCE_LEAD, ALL_SITES)))
    own = actions.ask_export(by=lead, why="A subject asks")
    with pytest.raises(RefusedError, match="A second person decides"):
        actions.decide_export(by=lead, pk=own.pk, agreed=True)
    actions.decide_export(by=lead, pk=asked.pk, agreed=False, answer="Say who will have it.")
    with pytest.raises(HubError, match="already approved or refused"):
        actions.decide_export(by=manager, pk=asked.pk, agreed=True)
    with pytest.raises(HubError, match="Nobody has approved this export"):
        actions.make_export(by=evaluator, pk=asked.pk)
    with pytest.raises(RefusedError):
        actions.make_export(by=manager, pk=own.pk)


def test_an_agreement_is_for_one_export_and_for_a_week(manager, evaluator):
    brought_in(manager, zipped(folder()))
    taken_out(evaluator, manager)
    made = Export.objects.get()
    assert (made.decision, made.rows) == (Decision.MADE, [{"name": "cases.csv", "rows": 2}])
    with pytest.raises(HubError, match="or it was already exported"):
        actions.make_export(by=evaluator, pk=made.pk)
    asked = actions.ask_export(by=evaluator, why="Once more")
    actions.decide_export(by=manager, pk=asked.pk, agreed=True)
    Export.objects.filter(pk=asked.pk).update(decided_at=clock.now() - timedelta(days=8))
    with pytest.raises(HubError, match="more than seven days old"):
        actions.make_export(by=evaluator, pk=asked.pk)


def test_what_left_is_written_down_before_it_does(manager, evaluator):
    brought_in(manager, zipped(folder()))
    taken_out(evaluator, manager)
    (event,) = Event.objects.filter(action="import_export.write_export")
    assert event.details["sha256"] == Export.objects.get().digest
    assert Event.objects.filter(action="import_export.open_folder", actor=evaluator.user).exists()


def test_a_folder_that_leaves_with_errors_says_so(manager, evaluator):
    """An outcome was removed in the hub, which a table names that no room keeps yet."""
    outcome = {"outcomes.csv": "outcome_id,area,title,due_year\nsafety,cyp,Safer,1\n"}
    brought_in(manager, zipped(folder({"codebook.csv": "code,title,outcome_id\nsafe,Feels safe,safety\n"} | outcome)))
    table = FOLDER_TABLES["outcomes"]
    (row,) = table.rows(manager)
    taken_out(evaluator, manager)
    assert Job.objects.latest("at").kind == "import_export.make_export"
    assert "error" not in job_shown(evaluator, Job.objects.latest("at").pk).outcome
    table.remove(by=manager, pk=row.record, expected=row.version)
    taken_out(evaluator, manager)
    told = job_shown(evaluator, Job.objects.latest("at").pk).outcome
    assert "The check found 2 errors. You can only evaluate the folder once they are fixed" in told
    assert "codebook.csv, row 2, column outcome_id" in told


def test_an_empty_hub_has_no_folder_to_take_out(manager, evaluator):
    with pytest.raises(AssertionError, match="at least one site and one year"):
        taken_out(evaluator, manager)


def test_who_may_see_and_do_what(manager, evaluator):
    one = sent(manager, zipped(folder({"cases.csv": CASES + "C9,leeds,2025-11-01,,\n"})))
    assert queries.import_read(manager, one.pk).problems
    assert not queries.import_read(evaluator, one.pk).problems  # it may say what stands in a cell
    other = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    with pytest.raises(RefusedError, match="Only the person who uploaded the file"):
        actions.leave(by=other, pk=one.pk)
    with pytest.raises(RefusedError):
        actions.send_folder(by=evaluator, name="programme.zip", content=zipped(folder()))
    with pytest.raises(RefusedError):
        actions.ask_export(by=manager, why="To look at it")
    funder = standing(person((FUNDER, ALL_SITES)))
    for read in (queries.imports_seen, queries.exports_seen):
        with pytest.raises(NotVisibleError):
            read(funder)


def test_nothing_of_a_folder_lies_in_clear(manager, tmp_path, settings):
    planted = "Plantedcolour"
    brought_in(manager, zipped(folder({"cases.csv": CASES.replace("red", planted)})))
    for place in settings.TIDETURN_DATA.rglob("*"):
        if place.is_file():
            assert planted.encode() not in place.read_bytes(), place
    assert not list((settings.TIDETURN_DATA / unpacking.PLACE).iterdir())


def test_equal_rows_of_a_table_without_a_key_are_all_meant_and_come_in_once(manager, evaluator):
    row = "manchester,NRM referrals,7,2025-08-31,,\n"
    head = "site,measure,value,date,agreed_with,source\n"
    files = folder({"baselines.csv": head + row + row + "manchester,Trained,40,2025-08-31,The council,\n"})
    brought_in(manager, zipped(files))
    assert Baseline.objects.count() == 3
    again = brought_in(manager, zipped(files))
    assert told(again)["baselines"] == (0, 0, 3, 0)
    left = taken_out(evaluator, manager)["baselines.csv"].decode()
    assert left.splitlines()[1:] == files["baselines.csv"].splitlines()[1:]
    further = brought_in(manager, zipped(files | {"baselines.csv": head + row + row + row}))
    assert told(further)["baselines"] == (1, 0, 2, 1)
    assert Baseline.objects.count() == 4
    taken_back(manager, further)
    assert taken_out(evaluator, manager)["baselines.csv"].decode() == left


def test_a_row_without_a_key_that_was_corrected_is_the_same_row(manager, evaluator):
    head = "site,measure,value,date,agreed_with,source\n"
    rows = ["manchester,NRM referrals,7,2025-08-31,,\n", "manchester,Trained,40,2025-08-31,The council,\n"]
    brought_in(manager, zipped(folder({"baselines.csv": head + "".join(rows)})))
    corrected = "manchester,nrm  referrals,9,2025-08-31,The police,\n"
    further = brought_in(manager, zipped(folder({"baselines.csv": head + corrected})))
    assert told(further)["baselines"] == (0, 1, 0, 1)
    assert taken_out(evaluator, manager)["baselines.csv"].decode().splitlines()[1:] == [
        "manchester,Trained,40,2025-08-31,The council,",
        corrected.strip(),
    ]
    taken_back(manager, further)
    assert sorted(str(int(one.value)) for one in Baseline.objects.all()) == ["40", "7"]


def test_a_folder_cannot_be_taken_back_after_thirty_days_in_part_or_whole(manager, evaluator):
    one = brought_in(manager, zipped(folder()))
    left, kept = taken_out(evaluator, manager), Kept.objects.count()
    Import.objects.filter(pk=one.pk).update(came_in_at=clock.now() - timedelta(days=31))
    purge_folders()
    taken = taken_back(manager, one)
    assert taken.state != State.TAKEN_BACK
    assert (taken_out(evaluator, manager), Kept.objects.count()) == (left, kept)


class _Three(InFolder):
    columns = ("site", "measure", "value")


CELLS = st.sampled_from(["", "a", "A ", "b"])
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(("site", "measure", "value"), CELLS)), max_size=5)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, ROWS)
def test_rows_are_told_apart_one_by_one_and_what_is_said_again_is_the_same(there, came):
    kept = FOLDER_TABLES["baselines"]
    table = _Three(**vars(kept) | {"same_by": ("site", "measure")})
    were, are = told_apart(table, there, came)
    assert (len(set(were)), len(set(are))) == (len(there), len(came))
    for row, which in zip(came, are, strict=True):
        same = [one for one, its in zip(there, were, strict=True) if its == which]
        assert all(one["site"].strip().casefold() == row["site"].strip().casefold() for one in same)
    again, once_more = told_apart(table, came, came)
    assert again == once_more


def test_partners_come_in_leave_and_are_taken_back(manager, evaluator):
    files = folder(
        {
            "organisations.csv": "organisation_id,name,sector,site\nO1,Borough Police A,police,manchester\n",
            "engagements.csv": (
                "organisation_id,date,stage,seniority,barrier,next_step\n"
                "O1,2025-10-01,first contact,senior,,Meet them\nO1,2026-01-05,acting,,No time,\n"
            ),
        }
    )
    one = brought_in(manager, zipped(files))
    assert Organisation.objects.get().stage == "acting"
    left = taken_out(evaluator, manager)
    for name in ("organisations.csv", "engagements.csv"):
        assert left[name].decode() == files[name]
    assert told(sent(manager, zipped(files)))["engagements"] == (0, 0, 2, 0)
    taken_back(manager, one)
    assert not Organisation.objects.exists()
