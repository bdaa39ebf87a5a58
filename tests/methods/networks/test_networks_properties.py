from __future__ import annotations

import random
from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.methods.networks import Network, network

NAMES = "abcdefg"
few = settings(max_examples=25)


@st.composite
def asked(draw: st.DrawFn) -> tuple[list[tuple[int, str, str, int]], list[tuple[int, str, bool]]]:
    """Two waves of up to seven organisations, some of which did not answer."""
    size = draw(st.integers(3, len(NAMES)))
    names = NAMES[:size]
    answered = [(wave, name, draw(st.booleans())) for wave in (1, 2) for name in names]
    arcs = [(a, b) for a in names for b in names if a != b]
    ties = [
        (wave, a, b, draw(st.integers(0, 5)))
        for wave in (1, 2)
        for a, b in draw(st.lists(st.sampled_from(arcs), unique=True, max_size=16))
    ]
    return ties, answered


def measured(
    ties: list[tuple[int, str, str, int]], answered: list[tuple[int, str, bool]], *, directed: bool = True
) -> Network:
    return network(
        pl.DataFrame(ties, schema=["wave", "from", "to", "level"], orient="row"),
        pl.DataFrame(answered, schema=["wave", "organisation_id", "responded"], orient="row"),
        groups={name: "odd" if NAMES.index(name) % 2 else "even" for name in NAMES},
        directed=directed,
        draws=40,
        permutations=40,
    )


Asked = tuple[list[tuple[int, str, str, int]], list[tuple[int, str, bool]]]


@few
@given(asked(), st.booleans(), st.integers(0, 99))
def test_the_order_of_rows_is_nothing(given_: Asked, directed: bool, seed: int) -> None:
    ties, answered = given_
    if not ties:
        return
    dice = random.Random(seed)
    other = measured(dice.sample(ties, len(ties)), dice.sample(answered, len(answered)), directed=directed)
    assert other == measured(ties, answered, directed=directed)


@few
@given(asked(), st.booleans(), st.permutations(NAMES))
def test_what_organisations_are_called_is_nothing(given_: Asked, directed: bool, names: list[str]) -> None:
    ties, answered = given_
    if not ties:
        return
    called = dict(zip(NAMES, names, strict=True))
    one = measured(ties, answered, directed=directed)
    renamed = network(
        pl.DataFrame(
            [(w, called[a], called[b], level) for w, a, b, level in ties],
            schema=["wave", "from", "to", "level"],
            orient="row",
        ),
        pl.DataFrame(
            [(w, called[name], did) for w, name, did in answered],
            schema=["wave", "organisation_id", "responded"],
            orient="row",
        ),
        directed=directed,
        draws=40,
        permutations=40,
    )
    for before, after in zip(one.waves, renamed.waves, strict=True):
        assert replace(before, nodes=(), pairs=(), external=None) == replace(after, nodes=(), pairs=(), external=None)
        by_name = {node.id: node for node in after.nodes}
        for node in before.nodes:
            other = by_name[called[node.id]]
            assert (node.indegree, node.outdegree, node.degree) == (other.indegree, other.outdegree, other.degree)
            assert (node.betweenness is None) == (other.betweenness is None)
            assert abs((node.betweenness or 0) - (other.betweenness or 0)) < 1e-9
    for step, other_step in zip(one.changes, renamed.changes, strict=True):
        for name in ("organisations", "before", "after", "kept", "jaccard", "density"):
            assert getattr(step, name) == getattr(other_step, name)
        assert (step.qap is None) == (other_step.qap is None)
        assert abs((step.qap or 0) - (other_step.qap or 0)) < 1e-9


@few
@given(asked(), st.booleans())
def test_everything_lies_within_its_bounds(given_: Asked, directed: bool) -> None:
    ties, answered = given_
    if not ties:
        return
    found = measured(ties, answered, directed=directed)
    for wave in found.waves:
        shares = [wave.density, wave.reciprocity, wave.in_centralisation, wave.out_centralisation]
        shares += [node.betweenness for node in wave.nodes]
        assert all(share is None or -1e-12 <= share <= 1 + 1e-12 for share in shares)
        assert wave.ties <= wave.possible
        assert wave.confirmed <= wave.either
        assert wave.either + wave.unconfirmed == len(wave.pairs)
        assert wave.mean_level is None or 1 <= wave.mean_level <= 5
        assert wave.external is None or (-1 <= wave.external.value <= 1 and 0 < wave.external.p <= 1)
    (change,) = found.changes
    assert change.jaccard is None or 0 <= change.jaccard <= 1
    assert change.qap is None or -1 - 1e-12 <= change.qap <= 1 + 1e-12
    assert change.qap_p is None or 0 < change.qap_p <= 1
    assert change.interval is None or -1 <= change.interval.low <= change.interval.high <= 1


@few
@given(asked(), st.booleans())
def test_the_waves_exchanged_are_as_like_as_before(given_: Asked, directed: bool) -> None:
    ties, answered = given_
    if not ties:
        return
    (change,) = measured(ties, answered, directed=directed).changes
    exchanged = measured(
        [(3 - w, a, b, level) for w, a, b, level in ties],
        [(3 - w, a, did) for w, a, did in answered],
        directed=directed,
    )
    (back,) = exchanged.changes
    assert (change.jaccard, change.kept, change.organisations) == (back.jaccard, back.kept, back.organisations)
    assert (change.qap is None) == (back.qap is None)
    assert abs((change.qap or 0) - (back.qap or 0)) < 1e-12
    assert (change.density is None) == (back.density is None)
    assert abs((change.density or 0) + (back.density or 0)) < 1e-12
