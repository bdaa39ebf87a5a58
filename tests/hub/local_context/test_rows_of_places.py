"""Posts, circumstances, criteria and baselines as rows of the programme folder."""

from datetime import date

import pytest
from sample.at_places import AGED_10, AGED_14, adapted, change_post, criterion
from sample.folder import add, change, goes_round, rows_of
from sample.learning import learnt
from sample.outcomes import outcome
from sample.people import person, standing
from sample.places import site

from tideturn.dataset.vocabulary import CONTEXT_KIND, POST_ROLE
from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, FUNDER, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.local_context.actions import end_criterion
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, Kind, Post, Role

pytestmark = pytest.mark.django_db
POST = {"post_id": "P1", "site": "manchester", "role": "dual", "advertised": "2026-01-05", "filled": "", "left": ""}
POST |= {"fte": "0.6"}
CONTEXT = {"context_id": "X1", "site": "manchester", "kind": "policy", "description": "A new duty on schools"}
CONTEXT |= {"from": "2026-01-05", "to": "", "outcome_id": ""}
CRITERION = {"criterion_id": "C1", "site": "manchester", "text": AGED_14, "from": "2026-01-05", "to": ""}
CRITERION |= {"reason": "Agreed at the start.", "learning_id": ""}
BASELINE = {"site": "manchester", "measure": "NRM referrals", "value": "7", "date": "2025-08-31"}
BASELINE |= {"agreed_with": "Northgate Council", "source": "Their monthly count"}


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    return by


def test_the_terms_are_the_folders():
    assert tuple(Role.values) == POST_ROLE.codes
    assert tuple(Kind.values) == CONTEXT_KIND.codes


def test_rows_go_in_and_out(manager):
    learnt(manager, "manchester", code="L1")
    outcome(manager, code="O1")
    goes_round(manager, "posts", POST, filled="2026-02-02", left="2026-02-02", fte="1", role="manager")
    goes_round(manager, "posts", {**POST, "advertised": "", "fte": ""}, advertised="2026-01-05")
    goes_round(manager, "context", {**CONTEXT, "outcome_id": "O1"}, to="2026-02-02", outcome_id="", kind="event")
    goes_round(manager, "criteria", {**CRITERION, "learning_id": "L1"}, text=AGED_10, to="2026-03-01", learning_id="")
    goes_round(manager, "baselines", BASELINE, value="0.125", agreed_with="", source="")


def test_two_equal_rows_are_both_meant(manager):
    assert add(manager, "baselines", BASELINE) != add(manager, "baselines", BASELINE)
    assert Baseline.objects.count() == 2


def test_why_a_criterion_went_stands_behind_why_it_came_in(manager):
    pk = add(manager, "criteria", CRITERION)
    end_criterion(by=manager, pk=pk, expected=1, ends_on=date(2026, 3, 1), ended_because="Nobody met it.")
    cells = rows_of(manager, "criteria")[pk].cells
    assert cells["reason"] == "Agreed at the start. It went because: Nobody met it."
    change(manager, "criteria", pk, cells)
    one = Criterion.objects.get()
    assert (one.version, one.reason, one.ended_because) == (2, "Agreed at the start.", "Nobody met it.")
    change(manager, "criteria", pk, {**cells, "reason": "Agreed later. It went because: It was no use."})
    one.refresh_from_db()
    assert (one.reason, one.ended_because) == ("Agreed later.", "It was no use.")
    assert rows_of(manager, "criteria")[pk].cells["reason"] == "Agreed later. It went because: It was no use."


def test_what_the_hub_alone_keeps_stays_when_a_row_is_written(manager):
    old = criterion(manager)
    new = adapted(manager, old)
    row = rows_of(manager, "criteria")[new.pk]
    change(manager, "criteria", new.pk, {**row.cells, "text": "Aged 9 to 17"})
    new.refresh_from_db()
    assert (new.text, new.replaces_id) == ("Aged 9 to 17", old.pk)
    pk = add(manager, "posts", {**POST, "filled": "2026-02-02", "left": "2026-03-02"})
    said = {"role": "dual", "advertised_on": None, "filled_on": date(2026, 2, 2), "left_on": date(2026, 3, 2)}
    change_post(by=manager, pk=pk, expected=1, fte=None, is_over=True, **said)
    change(manager, "posts", pk, {**rows_of(manager, "posts")[pk].cells, "fte": "0.5"})
    assert Post.objects.get().is_over


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("posts", POST | {"role": "cook"}, "role: cook is none of its terms"),
        ("posts", POST | {"role": ""}, "role: nothing is written"),
        ("posts", POST | {"site": "leeds"}, "site: there is no site with the short name leeds"),
        ("posts", POST | {"filled": "2026-01-04"}, "filled before it was advertised on 5 January 2026"),
        ("posts", POST | {"left": "2026-02-04"}, "a last day but no first day"),
        ("posts", POST | {"fte": "1.2"}, "fte: a post is at most one full-time post"),
        ("posts", POST | {"fte": "0.33333"}, "fte: the number is longer than the hub keeps"),
        ("posts", POST | {"fte": "half"}, "fte: half is not a number"),
        ("posts", POST | {"post_id": ""}, "post_id: nothing is written"),
        ("posts", POST | {"post_id": "x" * 81}, "longer than 80 characters"),
        ("context", CONTEXT | {"kind": "weather"}, "kind: weather is none of its terms"),
        ("context", CONTEXT | {"description": " "}, "description: nothing is written"),
        ("context", CONTEXT | {"to": "2026-01-04"}, "It would end before it began on 5 January 2026"),
        ("context", CONTEXT | {"outcome_id": "O9"}, "outcome_id: there is none with the code O9"),
        ("criteria", CRITERION | {"from": ""}, "from: no day is given"),
        ("criteria", CRITERION | {"from": "5/1/2026"}, "from: 5/1/2026 is not a date"),
        ("criteria", CRITERION | {"to": "2026-01-04"}, "would end before it began on 5 January 2026"),
        ("criteria", CRITERION | {"learning_id": "L9"}, "learning_id: there is no learning point L9"),
        ("criteria", CRITERION | {"text": "x" * 10_001}, "text: it has 10001 characters"),
        ("baselines", BASELINE | {"value": "many"}, "value: many is not a number"),
        ("baselines", BASELINE | {"value": "1" * 15}, "longer than the hub keeps"),
        ("baselines", BASELINE | {"value": "0.0000001"}, "longer than the hub keeps"),
        ("baselines", BASELINE | {"value": ""}, "value: no number is given"),
        ("baselines", BASELINE | {"measure": "x" * 301}, "measure: it has 301 characters"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(manager, table, cells, told):
    with pytest.raises(HubError, match=told):
        add(manager, table, cells)
    assert not any(model.objects.exists() for model in (Post, Circumstance, Criterion, Baseline))


@pytest.mark.parametrize(
    ("table", "cells"), [("posts", POST), ("context", CONTEXT), ("criteria", CRITERION), ("baselines", BASELINE)]
)
def test_a_row_is_of_its_site_and_code_once(manager, table, cells):
    site(manager, "leeds", "Leeds")
    pk = add(manager, table, cells)
    with pytest.raises(HubError, match="cannot be moved"):
        change(manager, table, pk, {**cells, "site": "leeds"})
    if table != "baselines":
        with pytest.raises(HubError, match=r"There is a .* with the code"):
            add(manager, table, cells)


def test_rows_are_read_and_written_by_the_rooms_rules(manager):
    add(manager, "posts", POST)
    assert len(rows_of(standing(person((EVALUATOR, ALL_SITES))), "posts")) == 1
    assert rows_of(standing(person((FUNDER, ALL_SITES))), "posts") == {}
    with pytest.raises(RefusedError):
        add(standing(person((TEAM_MANAGER, "leeds"))), "posts", POST | {"post_id": "P2"})
