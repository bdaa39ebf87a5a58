"""What a release leaves of a network: how many, and never who said what of whom."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from tideturn.dataset.model import Dataset
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import published, released_dataset, withhold
from tideturn.evaluation.withholding.networks import released_networks
from tideturn.example import build_example
from tideturn.methods.disclosure import DisclosureRule

RULE = DisclosureRule(5, True, 10)


KEPT = ("outcomes", "organisations", "ties", "waves")


@cache
def example() -> Dataset:
    """The worked example's network, without what else the programme records."""
    dataset, _ = build_example()
    kept = {name: frame for name, frame in dataset.tables.items() if name in KEPT}
    return replace(dataset, tables=kept, surveys={}, transcripts={}, pathways={})


@cache
def judged() -> Evaluation:
    return evaluate(example(), year=2)


@cache
def shown() -> Evaluation:
    return published(example(), judged(), withhold(example(), judged()))


def test_no_tie_is_left_that_one_side_alone_could_have_told_of() -> None:
    (whole, *_) = shown().networks
    for before, after in zip(judged().networks[0].result.waves, whole.result.waves, strict=True):
        silent = {node.id for node in before.nodes if not node.answered}
        assert silent
        assert any(silent.intersection(pair) for pair in before.pairs)
        assert after.pairs
        assert not any(silent.intersection(pair) for pair in after.pairs)
        # Pairs are by code, so that their order tells nobody who named whom.
        assert all(one < other for one, other in after.pairs)
        assert set(after.pairs) <= set(before.pairs)


def test_nothing_is_left_of_what_an_organisation_said() -> None:
    (whole, *_) = shown().networks
    assert whole.result.notes == ()
    for wave in whole.result.waves:
        assert {(node.indegree, node.outdegree, node.betweenness) for node in wave.nodes} == {(0, None, None)}
        ends = [end for pair in wave.pairs for end in pair]
        assert {node.id: node.degree for node in wave.nodes} == {node.id: ends.count(node.id) for node in wave.nodes}


def test_the_programmes_measures_are_shown_and_a_sites_only_where_ten_answered() -> None:
    before = {at.scope: at for at in judged().networks}
    after = {at.scope: at for at in shown().networks}
    assert set(after) == {"programme", "london", "manchester"}
    assert after["programme"].change == before["programme"].change
    assert after["london"].change == before["london"].change
    assert all(wave.nodes == wave.pairs == () for wave in after["london"].result.waves)


def test_the_evidence_of_places_where_fewer_answered_is_emptied() -> None:
    items = {item.scope: item for item in shown().evidence if item.evidence_id.startswith("network/")}
    assert items["programme"].n == 30
    assert items["london"].value
    assert items["london"].value["ties_after"]
    for scope in ("birmingham", "national"):
        assert (items[scope].n, items[scope].interval) == (None, None)
        assert set((items[scope].value or {}).values()) == {None}
        verdict = shown().verdict("joint_working", scope)
        assert verdict is not None
        assert not [one for one in verdict.strands if one.about.startswith("ties between")]
        assert not any(figure in verdict.why for figure in "0123456789")


@pytest.mark.parametrize(("fewest", "left"), [(10, {"programme", "london", "manchester"}), (12, {"programme"})])
def test_a_stricter_rule_leaves_fewer_places(fewest: int, left: set[str]) -> None:
    rule = DisclosureRule(5, True, fewest)
    assert {at.scope for at in released_networks(judged().networks, rule)} == left


def test_one_place_alone_is_not_left_out_alone() -> None:
    # Of Birmingham, London and Manchester the first has too few; taking the others from the whole would give it.
    some = [at for at in judged().networks if at.scope != "national"]
    assert {at.scope for at in released_networks(some, RULE)} < {"programme", "london", "manchester"}


def test_a_release_holds_no_row_of_ties() -> None:
    dataset = example()
    bare = released_dataset(dataset, withhold(dataset, judged()))
    assert bare.table("ties").is_empty()
    assert not bare.table("organisations").is_empty()
