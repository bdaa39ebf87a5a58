"""Work on folders that is killed and done again, or done while somebody else's is."""

import pytest
from django.db import connection
from sample import places as sites
from sample.at_once import raised_at_once
from sample.folders import CASES, brought_in, folder, problems, sent, zipped
from sample.people import person, standing

from tideturn.dataset.write import folder_files
from tideturn.example import build_example
from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER, ROLES
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.evaluations import actions as evaluations
from tideturn.hub.evaluations.jobs import judge_year
from tideturn.hub.import_export import actions, going_out, jobs, keeping, policy, writing
from tideturn.hub.import_export.folders import Folder
from tideturn.hub.import_export.models import Export, Import, Kept, State
from tideturn.hub.import_export.rooms import Planned, Write
from tideturn.hub.programme.models import Site
from tideturn.hub.resources.tables import in_order


class Quiet:
    """Progress that nobody watches."""

    def say(self, sentence: str, done: int | None = None, of: int | None = None) -> None:
        """Nothing."""


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def evaluator():
    return standing(person((EVALUATOR, ALL_SITES)))


def twice(kind, by, **arguments):
    """What came of work whose process was killed after all was written, and that another does again."""
    given = {name: str(pk) for name, pk in arguments.items()}
    first, again = (kind.work(by=by, arguments=given, progress=Quiet()) for _ in range(2))
    assert again.told == first.told
    return again


@pytest.mark.django_db
def test_a_folder_that_is_looked_through_brought_in_and_taken_back_twice_over(manager):
    made = actions.send_folder(by=manager, name="programme.zip", content=zipped(folder()))
    twice(jobs.look_through, manager, **{"import": made.pk})
    actions.bring_in(by=manager, pk=made.pk)
    twice(jobs.bring_in, manager, **{"import": made.pk})
    assert (Kept.objects.count(), Site.objects.count()) == (1, 1)
    actions.take_back(by=manager, pk=made.pk)
    given = {"import": str(made.pk)}
    for _ in range(2):
        assert "was undone" in jobs.take_back.work(by=manager, arguments=given, progress=Quiet()).told
    assert (Kept.objects.count(), Site.objects.count()) == (2, 0)
    wrong = actions.send_folder(by=manager, name="programme.zip", content=b"no folder")
    twice(jobs.look_through, manager, **{"import": wrong.pk})


@pytest.mark.django_db
def test_an_export_that_was_written_down_and_not_handed_over_is_made_again_by_the_same_work(manager, evaluator):
    brought_in(manager, zipped(folder()))
    asked = actions.ask_export(by=evaluator, why="For the report")
    actions.decide_export(by=manager, pk=asked.pk, agreed=True)
    actions.make_export(by=evaluator, pk=asked.pk)
    with pytest.raises(HubError, match="already running"):
        actions.make_export(by=evaluator, pk=asked.pk)
    made = twice(jobs.make_export, evaluator, export=asked.pk)
    assert made.file.content
    Export.objects.filter(pk=asked.pk).update(job=None)
    with pytest.raises(HubError, match="or it was already exported"):
        jobs.make_export.work(by=evaluator, arguments={"export": str(asked.pk)}, progress=Quiet())


@pytest.mark.django_db
def test_a_year_that_was_judged_is_not_judged_again(manager, evaluator):
    brought_in(manager, zipped(folder({"outcomes.csv": "outcome_id,area,title,due_year\nsafety,cyp,Safer,1\n"})))
    begun = evaluations.judge_year(by=evaluator, year=1)
    twice(judge_year, evaluator, evaluation=begun.pk)


@pytest.mark.django_db
def test_what_leaves_is_not_half_of_before_another_folder_came_in(manager, evaluator, monkeypatch):
    brought_in(manager, zipped(folder()))
    read = going_out.kept_now

    def then_another_comes_in(by):
        state = read(by)
        if state.number == 1:
            brought_in(manager, zipped(folder({"cases.csv": CASES.replace("red", "blue")})))
        return state

    monkeypatch.setattr(going_out, "kept_now", then_another_comes_in)
    assert "blue" in going_out.gathered(evaluator).sheets["cases.csv"].frame["colour"]


@pytest.mark.django_db
def test_a_record_that_was_removed_meanwhile_is_told_in_a_sentence(manager):
    one = sites.add_site(by=manager, short_name="leeds", name="Leeds", kind="local")
    table = next(table for table in in_order() if table.name == "sites")
    (row,) = table.rows(manager)
    planned = Planned(table, (Write(table, {**row.cells, "name": "Leeds City"}, row),), 0, 0)
    table.remove(by=manager, pk=one.pk, expected=one.version)
    coming = Import.objects.create(name="a.zip", state=State.COMING_IN, at=clock.now(), by_id=manager.user)
    with pytest.raises(HubError, match="sites, leeds: Somebody removed this meanwhile"):
        writing.write_folder(by=manager, pk=coming.pk, plan=(planned,), kept=keeping.sealed(Folder(), after=0), told=())


@pytest.mark.django_db
def test_a_row_of_a_table_without_a_key_is_named_by_what_it_says(manager):
    head = "site,measure,value,date,agreed_with,source\n"
    long = f"manchester,{'m' * 3000},7,2025-08-31,,\n"
    one = sent(manager, zipped(folder({"baselines.csv": head + long})))
    assert problems(manager, one)[0].startswith("baselines, manchester mmm")


@pytest.mark.django_db
def test_whoever_may_bring_in_or_take_out_the_folder_sees_every_row_of_it(manager):
    brought_in(manager, zipped(folder_files(build_example()[0])))
    there = {table.name: len(list(table.rows(manager))) for table in in_order()}
    assert all(there.values()), there
    for role in ROLES.values():
        by = standing(person((role, ALL_SITES if role.may_be_at(ALL_SITES) else "london")))
        if by.may(policy.BRING_IN) or by.may(policy.TAKE_OUT):
            assert {table.name: len(list(table.rows(by))) for table in in_order()} == there, role.code


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="whoever writes there is alone")
def test_folders_that_come_in_at_the_same_moment(manager):
    def come_in(pk):
        kept = keeping.sealed(Folder(), after=number)
        writing.write_folder(by=manager, pk=pk, plan=(), kept=kept, told=())

    for number in range(4):
        coming = [
            Import.objects.create(name="a.zip", state=State.COMING_IN, at=clock.now(), by_id=manager.user).pk
            for _ in range(3)
        ]
        came = raised_at_once(3, lambda one, coming=coming: come_in(coming[one]))
        assert (came.count(None), came.count(HubError)) == (1, 2)
        assert keeping.number_now() == number + 1
