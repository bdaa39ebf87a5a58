"""What a release leaves of a network: how many, and never who said what of whom."""

from __future__ import annotations

from functools import cache

import pytest
from tests.worked_example import network as example
from tests.worked_example import network_judged as judged

from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld, published, released_dataset, withhold
from tideturn.evaluation.withholding.networks import released_networks
from tideturn.methods.disclosure import DisclosureRule

RULE = DisclosureRule(5, True, 10)


@cache
def held() -> Withheld:
    return withhold(example(), judged(2))


@cache
def shown() -> Evaluation:
    return published(example(), judged(2), held())


def test_no_tie_is_left_that_one_side_alone_could_have_told_of() -> None:
    (whole, *_) = shown().networks
    for before, after in zip(judged(2).networks[0].result.waves, whole.result.waves, strict=True):
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
    before = {at.scope: at for at in judged(2).networks}
    after = {at.scope: at for at in shown().networks}
    assert set(after) == {"programme", "london", "manchester"}
    assert after["programme"].change == before["programme"].change
    assert after["london"].change == before["london"].change
    assert all(wave.nodes == wave.pairs == () for wave in after["london"].result.waves)


def test_the_evidence_of_places_where_fewer_answered_is_emptied() -> None:
    items = {item.scope: item for item in shown().evidence if item.evidence_id.startswith("network/")}
    assert items["programme"].n == 30
    assert items["london"].value
    assert items["london"].by_name["ties_after"]
    for scope in ("birmingham", "national"):
        assert (items[scope].n, items[scope].interval) == (None, None)
        assert set(items[scope].by_name.values()) == {None}
        verdict = shown().verdict("joint_working", scope)
        assert verdict is not None
        assert not [one for one in verdict.strands if one.about.startswith("ties between")]
        assert not any(figure in verdict.why for figure in "0123456789")


@pytest.mark.parametrize(("fewest", "left"), [(10, {"programme", "london", "manchester"}), (12, {"programme"})])
def test_a_stricter_rule_leaves_fewer_places(fewest: int, left: set[str]) -> None:
    rule = DisclosureRule(5, True, fewest)
    assert {at.scope for at in released_networks(judged(2).networks, rule)} == left


def test_one_place_alone_is_not_left_out_alone() -> None:
    # Of Birmingham, London and Manchester the first has too few; taking the others from the whole would give it.
    some = [at for at in judged(2).networks if at.scope != "national"]
    assert {at.scope for at in released_networks(some, RULE)} < {"programme", "london", "manchester"}


def test_a_release_holds_no_row_of_ties() -> None:
    bare = released_dataset(example(), held())
    assert bare.table("ties").is_empty()
    assert not bare.table("organisations").is_empty()
