"""A year judged in the hub: to the byte what the command makes of the folder that leaves it."""

from pathlib import Path

import pytest
from queue_running import run_what_waits
from sample.folders import CASES, brought_in, folder, taken_out, zipped
from sample.people import person, standing

from tideturn.cli import main
from tideturn.dataset.write import folder_files
from tideturn.example import build_example
from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER, ROLES
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.evaluations import actions as evaluations
from tideturn.hub.evaluations import queries
from tideturn.hub.evaluations.models import Document, Evaluation

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def evaluator():
    return standing(person((EVALUATOR, ALL_SITES)))


def judged(by, year: int):
    begun = evaluations.judge_year(by=by, year=year)
    run_what_waits()
    return queries.evaluation_read(by, begun.pk)


def test_the_documents_are_those_of_the_command_byte_for_byte(manager, evaluator, tmp_path: Path):
    brought_in(manager, zipped(folder_files(build_example()[0])))
    one = judged(evaluator, 2)
    assert one.job is None, one.job
    found = {shown.name: queries.document_taken(evaluator, shown.id).content for shown in one.documents}
    for name, content in taken_out(evaluator, manager).items():
        place = tmp_path / "folder" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    assert main(["evaluate", str(tmp_path / "folder"), "--year", "2", "--out", str(tmp_path / "out")]) == 0
    assert found == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert all(shown.what for shown in one.documents)
    assert one.scopes[0] == "Whole programme"
    assert len(one.outcomes) == 18
    words = {verdict.word for outcome in one.outcomes for verdict in outcome.verdicts if verdict}
    assert {"Supported", "Too early to tell"} <= words


def test_what_cannot_be_judged_is_told_in_a_sentence(manager, evaluator):
    empty = judged(evaluator, 1)
    assert empty.job is not None
    assert "at least one site and one year" in empty.job.error
    brought_in(manager, zipped(folder()))
    later = judged(evaluator, 7)
    assert later.job is not None
    assert "7" in later.job.error
    assert not later.documents


@pytest.mark.database
def test_an_evaluation_is_removed_with_its_documents(manager, evaluator):
    outcome = "outcome_id,area,title,due_year\nsafety,cyp,Young people are safer,1\n"
    brought_in(manager, zipped(folder({"cases.csv": CASES, "outcomes.csv": outcome})))
    before = KeptFile.objects.count()
    begun = evaluations.judge_year(by=evaluator, year=1)
    with pytest.raises(HubError, match="It is being judged"):
        evaluations.remove_evaluation(by=evaluator, pk=begun.pk)
    run_what_waits()
    assert Document.objects.filter(of=begun).exists()
    evaluations.remove_evaluation(by=evaluator, pk=begun.pk)
    assert not Evaluation.objects.exists()
    assert KeptFile.objects.count() == before


@pytest.mark.database
def test_whoever_evaluates_may_and_nobody_else(manager, evaluator):
    brought_in(manager, zipped(folder({"outcomes.csv": "outcome_id,area,title,due_year\nsafety,cyp,Safer,1\n"})))
    one = judged(evaluator, 1)
    for role in ROLES.values():
        if role is EVALUATOR:
            continue
        other = standing(person((role, ALL_SITES if role.may_be_at(ALL_SITES) else "london")))
        with pytest.raises(RefusedError):
            evaluations.judge_year(by=other, year=1)
        with pytest.raises(NotVisibleError):
            queries.evaluation_read(other, one.line.id)
        with pytest.raises(NotVisibleError):
            queries.document_taken(other, one.documents[0].id)


def test_the_audit_knows_who_judged_and_who_took_a_document(manager, evaluator):
    brought_in(manager, zipped(folder({"outcomes.csv": "outcome_id,area,title,due_year\nsafety,cyp,Safer,1\n"})))
    one = judged(evaluator, 1)
    queries.document_taken(evaluator, one.documents[0].id)
    told = Event.objects.filter(action__startswith="evaluations.").order_by("at").values_list("action", flat=True)
    assert list(dict.fromkeys(told)) == [
        "evaluations.judge_year",
        "evaluations.keep_report",
        "evaluations.read_evaluation",
        "evaluations.take_document",
    ]
    assert Event.objects.get(action="evaluations.keep_report").details["sha256"] == one.digest
