"""What a release leaves of pathways: no route, no time of day, and no small count, be it by what everybody knows."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest
from scipy.optimize import linprog
from tests.worked_example import pathway as example
from tests.worked_example import pathway_judged as judged
from tests.worked_example import pathway_withheld as withheld

from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import published, released_dataset, withhold
from tideturn.evaluation.withholding.cells import Cells
from tideturn.evaluation.withholding.pathway_arrows import DAY
from tideturn.evaluation.withholding.pathways import SAID, pathway_cells
from tideturn.evaluation.withholding.published import OTHERS_NOT_SHOWN
from tideturn.methods.disclosure import Relation

PATHWAY = "pathway/custody"
SITES = ("london", "birmingham", "manchester")
PLACES = ("programme", *SITES)
FEWEST, MOST = 1, 5


@cache
def shown(year: int) -> Evaluation:
    return published(example(), judged(year), withheld(year))


@pytest.mark.parametrize("year", [1, 2])
def test_no_count_that_is_shown_is_small_and_some_are_hidden(year: int) -> None:
    told = {name: count for name, count in withheld(year).shown().items() if name.startswith(PATHWAY)}
    assert [name for name, count in told.items() if count in range(FEWEST, MOST + 1)] == []
    assert None in told.values()
    assert withheld(year).exposed() == ()


def what_everybody_knows() -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """Sums that are nought, and sums that are not above nought, by the names of counts: written here by themselves.

    A reader knows that a case took a step or did not; that places make up the whole; that whoever met the whole
    pathway took each of its steps; that a rule asks whoever took its first step, and is kept by those who took its
    second; that the time about a pilot is the two years.
    """
    steps = [step.name for step in judged(1).pathways[0].design.steps]
    optional = "NRM or safeguarding referral"
    exempt = {"birmingham": "Appropriate adult attends"}
    rules = (
        ("Arrives in custody", "Youth worker makes contact"),
        ("Youth worker makes contact", "Release with a plan"),
    )
    equal: list[dict[str, int]] = []
    below: list[dict[str, int]] = []
    for year in (0, 1, 2):
        for place in PLACES:
            at = f"{PATHWAY}/{place}/{year}#"
            equal.append({f"{at}cases": -1, f"{at}met": 1, f"{at}not_met": 1})
            for step in steps:
                if exempt.get(place) != step:
                    whole = f"{at}asked.{step}" if place == "programme" and step in exempt.values() else f"{at}cases"
                    equal.append({whole: -1, f"{at}taken.{step}": 1, f"{at}not_taken.{step}": 1})
                if step not in (optional, *exempt.values()):
                    below.append({f"{at}met": 1, f"{at}taken.{step}": -1})
            for number, (first, then) in enumerate(rules, start=1):
                parts = {f"{at}rule.{number}.{part}": 1 for part in ("kept", "broken", "open")}
                equal.append({**parts, f"{at}rule.{number}.not_asked": 1, f"{at}cases": -1, f"{at}not_over": -1})
                below.append({f"{at}taken.{first}": 1, **dict.fromkeys(parts, -1)})
                below.append({**parts, f"{at}taken.{first}": -1, f"{at}not_over": -1})
                below.append({f"{at}rule.{number}.kept": 1, f"{at}taken.{then}": -1, f"{at}not_over": -1})
        names = {name.split("#")[1] for year_ in (1, 2) for name in withheld(year_).counts if name.startswith(PATHWAY)}
        for what in names:
            if not what.startswith(("pilot", "asked")):
                here = {f"{PATHWAY}/{site}/{year}#{what}": 1 for site in SITES}
                equal.append({f"{PATHWAY}/programme/{year}#{what}": -1, **here})
    for what in ("cases", "met", "not_met"):
        sides = {f"{PATHWAY}/manchester/2#pilot.2019-10-07.{side}.{what}": 1 for side in ("before", "after")}
        equal.append({**sides, f"{PATHWAY}/manchester/1#{what}": -1, f"{PATHWAY}/manchester/2#{what}": -1})
    sides = [f"{PATHWAY}/manchester/2#pilot.2019-10-07.{side}." for side in ("before", "after")]
    equal += [{f"{side}cases": -1, f"{side}met": 1, f"{side}not_met": 1} for side in sides]
    return equal, below


def test_nobody_can_work_a_small_count_out_from_both_releases_and_from_what_everybody_knows() -> None:
    truth = {
        name: count for year in (1, 2) for name, count in withheld(year).counts.items() if name.startswith(PATHWAY)
    }
    told: dict[str, int] = {}
    for year in (1, 2):
        told |= {n: c for n, c in withheld(year).shown().items() if c is not None and n.startswith(PATHWAY)}
    equal, below = what_everybody_knows()
    known = set(truth)

    def here(sums: list[dict[str, int]]) -> list[dict[str, int]]:
        """Sums over the counts that there are; a step that is asked nowhere at a place has none."""
        held = [{n: t for n, t in one.items() if n in known} for one in sums]
        return [one for one in held if len(one) > 1]

    def sums_to(one: dict[str, int]) -> int:
        return sum(truth[name] * times for name, times in one.items())

    # What is not so in truth would be an attack on a straw man.
    equal = [one for one in here(equal) if sums_to(one) == 0]
    below = [one for one in here(below) if sums_to(one) <= 0]
    assert len(equal) > 120
    assert len(below) > 80
    hidden = sorted(known - set(told))
    at = {name: place for place, name in enumerate(hidden)}

    def matrix(sums: list[dict[str, int]]) -> tuple[np.ndarray, np.ndarray]:
        left, right = np.zeros((len(sums), len(hidden))), np.zeros(len(sums))
        for row, one in enumerate(sums):
            for name, times in one.items():
                if name in at:
                    left[row, at[name]] = times
                else:
                    right[row] -= times * told[name]
        return left, right

    (a_eq, b_eq), (a_ub, b_ub) = matrix(equal), matrix(below)
    assert (a_eq != 0).any()
    small = [name for name in hidden if truth[name] in range(FEWEST, MOST + 1)]
    assert len(small) > 20
    for name in small:
        aim = np.zeros(len(hidden))
        aim[at[name]] = 1
        # A count that is hidden for its own sake is at least one, since a release shows noughts; others may be nought.
        bounds = [(int(other == name), None) for other in hidden]
        ends = [linprog(way * aim, a_ub, b_ub, a_eq, b_eq, bounds, method="highs") for way in (1, -1)]
        low = round(ends[0].fun)
        high = low + MOST if ends[1].status == 3 else round(-ends[1].fun)
        assert ends[0].status == 0, name
        assert high > low, (name, low, high)


def test_a_route_a_time_of_day_and_odd_records_stay_behind() -> None:
    assert "events" not in released_dataset(example(), withheld(2)).tables
    for at in shown(2).pathways:
        assert (at.log, at.log_before, at.variants, at.last_event, at.notes, at.waits) == (None, None, 0, None, (), {})
        assert all(
            (one.cut.by, *one.skipped, *one.cases, one.p, one.adjusted) == ("hour", 0, 0, 0, 0, None, None)
            for one in at.skipped
        )
        assert (at.now.cases, at.now.steps, at.before.cases, at.not_over) == (0, (), 0, 0)
        assert all(seconds is None or seconds % DAY == 0 for seconds in at.half.values())
        assert all((one.cases, one.emsc, one.jsd, one.p) == (None, None, None, None) for one in at.apart)
        # Whether two places differ is told only where the number of cases is shown at both.
        pairs = {place for one in at.apart for place in (one.a, one.b)}
        assert not [place for place in pairs if withheld(2).hides(f"{PATHWAY}/{place}/2#cases")]
        assert all(one.cases.settled + one.cases.open + one.not_asked == 0 for one in at.deadlines)
    assert any(at.half for at in shown(2).pathways)
    assert len(shown(2).pathways[0].apart) < len(judged(2).pathways[0].apart)


def test_evidence_holds_the_comparison_alone_and_only_where_its_counts_are_shown() -> None:
    items = {item.scope: item for item in shown(2).evidence if item.evidence_id.startswith("pathway/")}
    assert set(items) == set(PLACES)
    for item in items.values():
        assert item.value is not None
        assert set(item.by_name) == set(SAID)
        assert (item.provenance.rows, item.provenance.sha256) == ((), "")
    # The programme is compared with the places without a pilot, of which no count leaves.
    assert items["programme"].interval is None
    assert (items["london"].by_name["met"], items["london"].by_name["share"], items["london"].interval) == (None,) * 3
    strands = {
        v.scope: s for v in shown(2).outcomes for s in v.strands if s.evidence and s.evidence[0].startswith("pathway/")
    }
    assert "london" not in strands
    assert strands["programme"].why == f"It reads as positive; {OTHERS_NOT_SHOWN}."


def test_the_guarded_sums_are_true() -> None:
    for year in (1, 2):
        cells = Cells()
        pathway_cells(judged(year).pathways, [site.code for site in example().programme.sites], cells)
        for relation in cells.relations:
            assert sum(cells.counts[name].count * times for name, times in relation.terms) == relation.constant
        assert all(cell.protected for cell in cells.counts.values())
        assert len(set(cells.relations)) > 80


def test_a_child_who_came_late_to_the_records_is_no_difference_between_releases() -> None:
    """One more case of the first year, put in after its release: both years' counts stand side by side."""
    dataset = example()
    late = (
        dataset.table("events").filter(pl.col("case_id") == "cus-lon-001").with_columns(case_id=pl.lit("cus-lon-late"))
    )
    more = replace(dataset, tables={**dataset.tables, "events": pl.concat([dataset.table("events"), late])})
    past = withheld(1)
    held = withhold(more, evaluate(more, year=2), [past.as_release("year-1-1")])
    name = f"{PATHWAY}/london/1#cases"
    assert held.counts[name] == past.counts[name] + 1
    assert past.shown()[name] is not None
    assert held.shown()[name] is None


def test_relations_are_between_counts_that_are_there() -> None:
    held = withheld(2)
    assert all(isinstance(relation, Relation) for relation in held.relations)
    assert {name for relation in held.relations for name, _ in relation.terms} <= set(held.counts)
