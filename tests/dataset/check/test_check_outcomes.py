"""What outcomes claim: whether it is said, and fits the title, the questions and the theory."""

import pytest

from tideturn.dataset.check.outcomes import (
    change_asked_of_a_state,
    claim_unknown,
    state_compares,
    state_without_version,
)


def outcome(title="Young people are safe", claim=None, due="1"):
    return {"outcome_id": "O1", "area": "cyp", "title": title, "due_year": due, "claim": claim}


def asking(measures, kind="one"):
    return {"s": {"items": [{"item": "q1", "outcome_id": "O1", "measures": measures, "kind": kind, "agree": "yes"}]}}


@pytest.mark.parametrize(
    ("title", "claim", "measures", "asked"),
    [
        ("Young people are safe", None, "change", True),
        ("Young people are safe", "state", "level", False),
        ("Young people are safe", "change", "level", False),
        ("Young people are safer", None, "change", False),
        ("Young people are safer", None, "level", True),
        ("Young people are safer", None, None, True),
        ("Carers and partners feel sure of themselves", None, "change", True),
        ("Homelessness among carers", None, "change", True),
        ("FEWER places are used to groom", None, "change", False),
        ("Practice changes and stays changed", None, "change", False),
    ],
)
def test_a_claim_is_asked_for_where_title_or_question_leaves_it_open(folder, places, title, claim, measures, asked):
    within = folder(outcomes=[outcome(title, claim)], surveys=asking(measures))
    assert places(claim_unknown, within) == ([("outcomes.csv", 2, "claim")] if asked else [])


def test_how_many_chose_an_option_leaves_no_claim_open(folder, places):
    within = folder(outcomes=[outcome("Young people are safer")], surveys=asking(None, kind="several"))
    assert places(claim_unknown, within) == []


@pytest.mark.parametrize(
    ("claim", "measures", "found"), [("state", "change", 1), ("state", "level", 0), ("change", "change", 0)]
)
def test_a_question_about_change_says_nothing_of_a_state(folder, places, claim, measures, found):
    within = folder(outcomes=[outcome(claim=claim)], surveys=asking(measures))
    assert places(change_asked_of_a_state, within) == [("surveys/s/items.csv", 2, "measures")] * found


@pytest.mark.parametrize("word", ["more", "better", "improves", "safer", "fewer"])
def test_a_state_whose_title_compares_is_asked_about(folder, places, word):
    title = f"Young people get {word} help"
    assert places(state_compares, folder(outcomes=[outcome(title, "state")])) == [("outcomes.csv", 2, "title")]
    assert places(state_compares, folder(outcomes=[outcome(title, "change")])) == []
    assert places(state_compares, folder(outcomes=[outcome("Young people get help", "state")])) == []


def node(first=None, last=None):
    return {
        "node_id": "N",
        "kind": "outcome",
        "title": "t",
        "outcome_id": "O1",
        "from_version": first,
        "to_version": last,
    }


@pytest.mark.parametrize(
    ("due", "versions", "nodes", "found"),
    [
        ("1", ["2018-08-31"], [node("1")], 0),
        ("1", ["2018-09-01"], [node("1")], 1),  # on the first day of Year 1, so not before it
        ("2", ["2018-09-01"], [node("1")], 0),
        ("2", ["2018-08-31", "2019-09-01"], [node("2")], 1),
        ("2", ["2018-08-31", "2019-08-01"], [node("2")], 0),
        ("2", ["2018-08-31", "2019-08-01"], [node("1", "1")], 0),
        ("1", [], [node()], 1),
        ("1", ["2018-08-31"], [], 1),
        ("3", ["2018-09-01"], [node("1")], 0),  # no such year yet
    ],
)
def test_a_state_is_in_the_theory_before_the_year_in_which_it_is_due(folder, places, due, versions, nodes, found):
    within = folder(
        outcomes=[outcome(claim="state", due=due)],
        toc_versions=[{"version": str(n), "date": day, "reason": "r"} for n, day in enumerate(versions, 1)],
        toc_nodes=nodes,
    )
    assert places(state_without_version, within) == [("outcomes.csv", 2, "outcome_id")] * found


def test_a_change_needs_no_version_and_an_outcome_without_a_node_is_another_rules(folder, places):
    assert places(state_without_version, folder(outcomes=[outcome(claim="change")])) == []
    other = {"node_id": "N", "kind": "outcome", "title": "t", "outcome_id": "O2"}
    assert places(state_without_version, folder(outcomes=[outcome(claim="state")], toc_nodes=[other])) == []
