"""The theory of change as a graph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.dataset.check.theory import (
    almost_the_same_work,
    codes_in_a_ring,
    link_without_its_node,
    node_without_link,
    outcome_without_node,
    rings,
    theory_in_a_ring,
    versions_out_of_order,
    versions_upside_down,
)


def node(code, **further):
    return {"node_id": code, "kind": "output", "title": code, **further}


def links(*ends, **further):
    return [{"link_id": a + b, "from_node": a, "to_node": b, **further} for a, b in ends]


def test_a_ring_of_links_is_named_in_order(folder):
    (problem,) = theory_in_a_ring.problems(folder(toc_links=links("ab", "bc", "ca", "cd")))
    assert (problem.file, problem.row, problem.column) == ("toc_links.csv", 4, "to_node")
    assert problem.what == "The links run in a ring: a → b → c → a."


def test_a_link_to_itself_is_a_ring(folder, places):
    assert places(theory_in_a_ring, folder(toc_links=links("ab", "bb"))) == [("toc_links.csv", 3, "to_node")]


def test_links_of_different_versions_make_no_ring(folder, places):
    versions = [{"version": "1", "date": "2018-09-01"}, {"version": "2", "date": "2019-09-01"}]
    first = links("ab", "bc", from_version="1", to_version="1")
    turned = links("cb", "ba", from_version="2")
    assert places(theory_in_a_ring, folder(toc_versions=versions, toc_links=first + turned)) == []
    still_there = folder(toc_versions=versions, toc_links=links("ab", "bc", from_version="1") + turned)
    assert places(theory_in_a_ring, still_there) != []


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=24))
def test_a_ring_is_found_exactly_where_no_order_of_the_nodes_exists(pairs):
    edges = [(str(a), str(b), row) for row, (a, b) in enumerate(pairs)]
    left = set(pairs)
    # Taking away what nothing leads to, again and again, empties a graph without rings and no other.
    while drop := {(a, b) for a, b in left if a not in {end for _, end in left}}:
        left -= drop
    found = rings(edges)
    assert bool(found) == bool(left)
    for ring, _ in found:
        assert all((int(a), int(b)) in pairs for a, b in zip(ring, ring[1:] + ring[:1], strict=True))


def test_ten_thousand_links_in_a_row_are_followed():
    edges = [(str(n), str(n + 1), n) for n in range(10_000)]
    assert rings(edges) == []
    assert len(rings([*edges, ("10000", "0", 9)])[0][0]) == 10_001


def test_nodes_alone_and_outcomes_without_node_are_queries(folder, places):
    outcomes = [{"outcome_id": code, "area": "cyp", "title": "t", "due_year": "1"} for code in ("O1", "O2")]
    nodes = [node("a", outcome_id="O1"), node("b"), node("c")]
    within = folder(outcomes=outcomes, toc_nodes=nodes, toc_links=links("ba"))
    assert places(node_without_link, within) == [("toc_nodes.csv", 4, "node_id")]
    assert places(outcome_without_node, within) == [("outcomes.csv", 3, "outcome_id")]
    assert places(outcome_without_node, folder(outcomes=outcomes)) == []


def test_versions_that_cannot_be_are_found(folder, places):
    nodes = [node("a", from_version="2", to_version="1"), node("b", from_version="2"), node("c")]
    within = folder(toc_nodes=nodes, toc_links=[*links("bc", "cb"), *links("bc", from_version="2")])
    assert places(versions_upside_down, within) == [("toc_nodes.csv", 2, "to_version")]
    assert sorted(places(link_without_its_node, within)) == [
        ("toc_links.csv", 2, "from_node"),
        ("toc_links.csv", 3, "to_node"),
    ]
    backwards = [{"version": "2", "date": "2019-01-01"}, {"version": "1", "date": "2019-09-01"}]
    assert places(versions_out_of_order, folder(toc_versions=backwards)) == [("toc_versions.csv", 2, "date")]


def test_codes_that_fall_under_one_another_are_found(folder, places):
    rows = [{"code": "a", "parent": "b"}, {"code": "b", "parent": "a"}, {"code": "c", "parent": "a"}]
    assert places(codes_in_a_ring, folder(codebook=rows)) == [("codebook.csv", 3, "parent")]


def planned(component, measure, site="L", year="1"):
    named = {"component": component, "measure": measure, "site": site, "year": year}
    return {**named, "node_id": "n", "planned": "10"}


@pytest.mark.parametrize(
    ("other", "told", "but"),
    [
        ("CASE WORK", "CASE WORK", "capitals, spaces or signs"),
        ("Case%20work", "Case%20work", "capitals, spaces or signs"),
        ("Case  work", "Case work", "spaces"),
        ("Case\u00a0work", "Case work", "spaces"),
    ],
)
def test_work_spelled_in_another_way_is_named_with_the_row_that_it_is_like(folder, other, told, but):
    plan = [planned("Case work", "young people"), planned(other, "young people", "M"), planned("Advice", "calls")]
    (problem,) = almost_the_same_work.problems(folder(plan=plan))
    assert (problem.file, problem.row, problem.column) == ("plan.csv", 3, "component")
    assert problem.what == f"“{told}” is “Case work” in row 2 but for its {but}."
    assert "Spell both alike if they are one" in problem.mend


def test_a_measure_is_held_against_those_of_its_own_component(folder, places):
    plan = [planned("a/b", "calls"), planned("a/b", "Calls", "M"), planned("other", "Calls"), planned("a%2Fb", "calls")]
    assert places(almost_the_same_work, folder(plan=plan)) == [
        ("plan.csv", 3, "measure"),
        ("plan.csv", 5, "component"),
    ]


def test_work_of_one_name_at_other_places_and_years_is_one_work(folder, places):
    plan = [planned("a", "calls", site, year) for site in "LM" for year in "12"]
    assert places(almost_the_same_work, folder(plan=[*plan, planned("A", "calls", year="3")])) == []
