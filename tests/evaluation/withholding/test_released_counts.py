"""Counts of the work in a release: what counts young people is shown only as its cell is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl
import pytest
from tests.worked_example import example, judged
from tests.worked_example import withheld as of_the_year

from tideturn.dataset.known import known_by
from tideturn.evaluation.ledger.counts import counts
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import YOUNG
from tideturn.evaluation.withholding import Withheld, published, record_cells
from tideturn.evaluation.withholding.cells import Cells, evidence_cells
from tideturn.evaluation.withholding.counts import guarded_by, hidden_pieces, released_count, tells_all
from tideturn.evaluation.withholding.published import few_adults
from tideturn.evaluation.withholding.reach import BESIDE
from tideturn.evaluation.withholding.released import released_plan
from tideturn.methods.disclosure import DisclosureRule, Suppression, suppress

YEARS = (1, 2)
NONE = Suppression(frozenset(), frozenset())


@cache
def items(year: int) -> tuple[EvidenceItem, ...]:
    own = example().programme.year(year)
    return tuple(counts(known_by(example(), own.as_of), own))


@cache
def withheld(year: int) -> Withheld:
    """What a release of the records alone would hide."""
    own, cells = example().programme.year(year), Cells()
    record_cells(known_by(example(), own.as_of), own, cells)
    listed = tuple(cells.counts.values())
    chosen = suppress(listed, cells.relations, bounds=cells.bounds)
    return Withheld(
        {cell.id: cell.count for cell in listed},
        tuple(cells.relations),
        chosen,
        DisclosureRule(),
        frozenset(cell.id for cell in listed if cell.protected),
        bounds=tuple(cells.bounds),
    )


def of(year: int, name: str) -> EvidenceItem:
    return next(item for item in items(year) if item.evidence_id == f"count/{name}/{year}")


def hiding(*cells: str, year: int = 2) -> Withheld:
    """The year's release as if it hid these cells and no others."""
    return replace(withheld(year), suppression=Suppression(frozenset(cells), frozenset()))


@pytest.mark.parametrize("year", YEARS)
def test_no_hidden_count_of_the_records_can_be_worked_out(year: int) -> None:
    assert withheld(year).suppression.hidden
    assert withheld(year).exposed() == ()


def test_young_people_seen_alone_are_judged_with_those_who_were_not() -> None:
    """Of 99 with an open case 96 were seen alone: to show both numbers would show the 3."""
    held = withheld(1)
    assert (held.counts["cases/programme/1#open"], held.counts["sessions_alone/programme/1#seen"]) == (99, 96)
    assert held.hides("cases/programme/1#open") or held.hides("sessions_alone/programme/1#seen")


def test_counts_of_work_are_cells_of_their_records_and_no_others() -> None:
    cells = Cells()
    evidence_cells(items(2), ["london"], cells)
    assert cells.counts == {}


@pytest.mark.parametrize("year", YEARS)
def test_a_count_and_its_cell_are_one_number(year: int) -> None:
    held = withheld(year).counts
    compared = 0
    for item in items(year):
        for field, cell in guarded_by(item).items():
            if cell in held and field in item.by_name:
                compared += 1
                assert item.by_name[field] == held[cell], (item.evidence_id, field)
    assert compared > 40


@pytest.mark.parametrize("year", YEARS)
def test_whatever_counts_young_people_is_guarded(year: int) -> None:
    """But how many events there were, the programme's own target and plan, and the population.

    What follows from a count beside the population goes with it.
    """
    free = {"k", "share", "events", "recorded", "target_days", "planned"}
    public = {"population", "of_population", "population_share"}
    for item in items(year):
        if item.unit in YOUNG:
            beside = {*public, *BESIDE} if public <= item.by_name.keys() else set()
            assert set(item.by_name) - free - beside <= set(guarded_by(item)), item.evidence_id


@pytest.mark.parametrize("year", YEARS)
def test_a_release_shows_no_field_of_which_the_cell_is_hidden_or_missing(year: int) -> None:
    hidden = 0
    for item in items(year):
        value = item.by_name
        gone = {name for name, cell in guarded_by(item).items() if name in value and withheld(year).not_shown(cell)}
        after = released_count(item, withheld(year), frozenset())
        hidden += len(gone)
        assert (after.provenance.rows, after.provenance.sha256) == ((), "")
        if gone and "each" in value:
            gone |= {"each", "sessions"} & value.keys()  # what is shared out would give who shares it
        follows = {name for name in BESIDE if name in value and gone}
        assert {name for name, number in after.by_name.items() if number is None} - {"k"} == gone | follows
        if gone:
            numbers = {value[name] for name in gone}
            assert "share" not in after.by_name or gone == {"seen"}
            assert not {after.n, after.by_name.get("k")} & numbers
            assert not tells_all(after)
    assert hidden > 20


def test_what_leaves_is_none_of_a_hidden_number_under_another_name() -> None:
    item = of(2, "onward/programme")
    told = released_count(item, hiding("onward/programme/2#replied"), frozenset())
    assert (told.n, told.by_name) == (120, {"made": 120, "answered": None, "k": None})
    alone = of(2, "sessions_alone/programme")
    told = released_count(alone, hiding("sessions_alone/programme/2#seen"), frozenset())
    assert (told.n, told.by_name) == (1833, {**alone.by_name, "seen": None})
    told = released_count(item, hiding("onward/programme/2#made"), frozenset())
    assert (told.n, told.by_name) == (None, {"made": None, "answered": 107, "k": 107})
    assert released_count(item, hiding(), frozenset()).value == item.value


def test_a_count_that_was_not_audited_does_not_leave() -> None:
    """Its cell holds another number, or a place has no cell."""
    held = hiding()
    other = replace(held, counts={**held.counts, "cases/programme/2#open": 162})
    assert released_count(of(2, "young_people/programme"), other, frozenset()).by_name == {"open": None}
    alone = released_count(of(2, "sessions_alone/london"), held, frozenset())
    assert set(alone.by_name.values()) == {None}


def test_pieces_in_full_are_hidden_with_any_of_them() -> None:
    cell = "plan/casework/young people/london/2#delivered"
    assert cell in withheld(2).counts
    pieces = hidden_pieces(items(2), hiding(cell))
    assert pieces == {("casework", "london")}
    for name in ("plan/programme", "plan/london", "plan:casework/programme"):
        told = released_count(of(2, name), hiding(cell), pieces).by_name
        assert (told["in_full"], told["short_unexplained"], told["k"]) == (None, None, None)
        assert told["pieces"] is not None
    assert tells_all(released_count(of(2, "plan/birmingham"), hiding(cell), pieces))
    assert tells_all(released_count(of(2, "plan:therapy/programme"), hiding(cell), pieces))


def test_a_component_is_known_by_its_own_words_and_not_by_those_of_an_address() -> None:
    """Its name stands quoted in the id of the count: the pieces of it are still those that are in full."""
    plan = example().table("plan").with_columns(pl.col("component").replace({"casework": "Casework/advice: 1:1"}))
    dataset = replace(example(), tables={**example().tables, "plan": plan})
    year = dataset.programme.year(2)
    own = {item.evidence_id: item for item in counts(known_by(dataset, year.as_of), year)}
    hidden = hiding("plan/Casework/advice: 1:1/young people/london/2#delivered")
    pieces = hidden_pieces(own.values(), hidden)
    assert ("Casework/advice: 1:1", "london") in pieces
    whole = own["count/plan:Casework%2Fadvice%3A 1%3A1/programme/2"]
    told = released_count(whole, hidden, pieces).by_name
    assert (told["in_full"], told["short_unexplained"], told["k"]) == (None, None, None)


@pytest.mark.parametrize("measure", ["sessions", "therapy sessions", "Session with a group"])
def test_few_sessions_of_the_plan_at_a_place_are_hidden_as_few_young_people_are(measure: str) -> None:
    plan = example().table("plan").filter((pl.col("year") == 2) & (pl.col("component") == "therapy"))
    few = plan.with_columns(measure=pl.lit(measure), delivered=pl.Series([1.0, 58.0, 94.0]))
    dataset = replace(example(), tables={**example().tables, "plan": few})
    own, cells = dataset.programme.year(2), Cells()
    record_cells(dataset, own, cells)
    london, birmingham, _ = (f"plan/therapy/{measure}/{site}/2#delivered" for site in few["site"])
    chosen = suppress(tuple(cells.counts.values()), cells.relations, bounds=cells.bounds)
    assert (london in chosen.hidden, birmingham in chosen.hidden) == (True, False)
    held = hiding(london)
    held = replace(held, counts={name: cell.count for name, cell in cells.counts.items()})
    released = released_plan(few, held)
    assert released["delivered"].to_list() == [None, 58.0, 94.0]
    item = next(item for item in counts(dataset, own) if item.evidence_id.endswith(":" + measure + "/london/2"))
    assert item.unit == "sessions"
    assert released_count(item, held, frozenset()).by_name == {"planned": 75.0, "delivered": None, "k": None}


def test_few_adults_at_a_place_are_not_counted_and_posts_are_nobody() -> None:
    own = [replace(item, n=9) if "training_professionals/london" in item.evidence_id else item for item in items(2)]
    hidden = few_adults(own, DisclosureRule())
    # The place with the fewest of the others goes with it, or taking them from the whole would give it.
    assert "count/training_professionals/london/2" in hidden
    assert {identity.split("/")[1] for identity in hidden} == {"training_professionals"}
    assert of(2, "posts_manager/london").n == 1


@pytest.mark.parametrize("year", [1, 2])
def test_a_strand_tells_no_count_that_its_evidence_hides(year: int) -> None:
    told = published(example(), judged(year), of_the_year(year))
    values = {(item.outcome_id, item.evidence_id): item.by_name for item in told.evidence}
    entries = [(verdict, entry) for verdict in told.outcomes for strand in verdict.strands for entry in strand.items]
    hidden = [
        entry.k
        for verdict, entry in entries
        for value in [values[verdict.outcome_id, entry.evidence]]
        if value.get("better", value.get("k")) is None
    ]
    assert hidden
    assert not any(hidden)


def test_a_unit_cost_goes_with_the_people_who_share_it() -> None:
    person, session = of(2, "cost_per_young_person/programme"), of(2, "cost_per_session/programme")
    shown = released_count(person, withheld(2), frozenset())
    assert shown.value == person.value
    hidden = released_count(person, hiding("sessions/programme/2#seen"), frozenset())
    assert hidden.by_name == {"spent": person.by_name["spent"], "seen": None, "each": None, "k": None}
    fewer = released_count(session, hiding("sessions_family/programme/2#held"), frozenset()).by_name
    assert {name for name, one in fewer.items() if one is None} == {"sessions_family", "sessions", "each", "k"}
    assert not tells_all(replace(session, value=session.value.of(fewer)))


def test_what_was_spent_and_what_training_cost_hide_nobody() -> None:
    for name in ("cost/programme", "cost/london", "cost:salaries/london", "cost_per_person_trained/programme"):
        assert guarded_by(of(2, name)) == {}
        assert released_count(of(2, name), withheld(2), frozenset()).value == of(2, name).value
