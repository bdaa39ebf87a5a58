"""Other explanations that are weighed, and tests that say first what they expect."""

import pytest

from tideturn.dataset.check.contribution import expected_afterwards, rival_not_weighed, test_incomplete

CONTEXT = {"context_id": "c1", "site": "L", "kind": "event", "description": "A new  law.", "outcome_id": "O1"}
NODES = [{"node_id": "N1", "kind": "outcome", "title": "t", "outcome_id": "O1"}, {"node_id": "A", "kind": "activity"}]
LINKS = [
    {"link_id": "l1", "from_node": "A", "to_node": "N1", "rivals": "a new law|Schools"},
    {"link_id": "l2", "from_node": "N1", "to_node": "A", "rivals": "Of no outcome"},
]


def weighed(rival, outcome="O1"):
    return {"outcome_id": outcome, "rival": rival, "weighed": "weaker", "reason": "r", "by": "PM"}


@pytest.mark.parametrize(
    ("rivals", "left"),
    [
        ([], ["A new  law.", "Schools"]),
        ([weighed("A new law")], ["Schools"]),
        ([weighed("SCHOOLS."), weighed("A new law", "O2")], ["A new  law."]),
        ([weighed("A new law"), weighed("Schools"), weighed("Something else")], []),
    ],
)
def test_each_rival_that_is_named_is_asked_about_once_until_it_is_weighed(folder, rivals, left):
    within = folder(context=[CONTEXT], toc_nodes=NODES, toc_links=LINKS, rivals=rivals)
    found = list(rival_not_weighed.problems(within))
    assert [(problem.file, problem.key, problem.value) for problem in found] == [
        ("rivals.csv", f"O1|{words}", words) for words in left
    ]


def test_a_rival_in_other_words_is_pointed_out(folder):
    within = folder(context=[CONTEXT], rivals=[weighed("A new lawe")])
    (found,) = rival_not_weighed.problems(within)
    assert "Perhaps “A new lawe” is meant to be the same: use the same words." in found.what


WHOLE = {"test": "hoop", "expected": "Fewer are charged.", "expected_on": "2018-10-01", "seen": "no"}


@pytest.mark.parametrize(
    ("absent", "column"),
    [
        ((), None),
        (("test",), "test"),
        (("expected",), "expected"),
        (("test", "expected", "expected_on"), "test"),
        (("seen",), None),
        (tuple(WHOLE), None),
    ],
)
def test_a_test_is_given_whole_or_not_at_all(folder, places, absent, column):
    said = {name: value for name, value in WHOLE.items() if name not in absent}
    row = {"claim_id": "f", "evidence_id": "e", "edge": "supports", **said}
    found = places(test_incomplete, folder(finding_evidence=[row]))
    assert found == ([("finding_evidence.csv", 2, column)] if column else [])


@pytest.mark.parametrize(("day", "found"), [("2019-08-31", 0), ("2019-09-01", 1)])
def test_what_was_expected_after_the_year_was_known_is_asked_about(folder, places, day, found):
    finding = {"claim_id": "f", "section": "s", "text": "t", "year": "1"}
    row = {"claim_id": "f", "evidence_id": "e", "edge": "supports", **WHOLE, "expected_on": day}
    within = folder(findings=[finding], finding_evidence=[row])
    assert places(expected_afterwards, within) == [("finding_evidence.csv", 2, "expected_on")] * found
