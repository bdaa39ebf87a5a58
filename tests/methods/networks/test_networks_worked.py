"""Networks whose measures are known: by hand, or printed by those who first gave the measure."""

from __future__ import annotations

import polars as pl
import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.methods.networks import MEANING, Network, network

Tie = tuple[int, str, str, int]

FLORENCE = (
    *(("Acciaiuoli", "Medici"), ("Albizzi", "Ginori"), ("Albizzi", "Guadagni"), ("Albizzi", "Medici")),
    *(("Barbadori", "Castellani"), ("Barbadori", "Medici"), ("Bischeri", "Guadagni"), ("Bischeri", "Peruzzi")),
    *(("Bischeri", "Strozzi"), ("Castellani", "Peruzzi"), ("Castellani", "Strozzi"), ("Guadagni", "Lamberteschi")),
    *(("Guadagni", "Tornabuoni"), ("Medici", "Ridolfi"), ("Medici", "Salviati"), ("Medici", "Tornabuoni")),
    *(("Pazzi", "Salviati"), ("Peruzzi", "Strozzi"), ("Ridolfi", "Strozzi"), ("Ridolfi", "Tornabuoni")),
)
"""The marriages between families: Padgett & Ansell 1993, American Journal of Sociology 98:1259–1319."""


def ties(*rows: Tie) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["wave", "from", "to", "level"], orient="row")


def waves(**answered: str) -> pl.DataFrame:
    """`w1="a b -c"`: asked in wave 1 were a, b and c, of whom c did not answer."""
    rows = [
        (int(wave[1:]), name.lstrip("-"), not name.startswith("-"))
        for wave, names in answered.items()
        for name in names.split()
    ]
    return pl.DataFrame(rows, schema=["wave", "organisation_id", "responded"], orient="row")


def undirected(*pairs: tuple[str, str]) -> Network:
    return network(ties(*((1, a, b, 1) for a, b in pairs)), directed=False)


def test_the_florentine_families() -> None:
    # Jackson 2008, Social and Economic Networks, 1.2.1: Medici .522, Guadagni .255, Strozzi .103 of the shortest ways
    # between other families lead through them.
    (wave,) = undirected(*FLORENCE).waves
    between = {node.id: node.betweenness for node in wave.nodes}
    assert between["Medici"] == pytest.approx(0.522, abs=0.0005)
    assert between["Guadagni"] == pytest.approx(0.255, abs=0.0005)
    assert between["Strozzi"] == pytest.approx(0.103, abs=0.0005)
    assert max(between, key=lambda name: between[name] or 0) == "Medici"
    assert {name for name, share in between.items() if share == 0} == {"Acciaiuoli", "Ginori", "Lamberteschi", "Pazzi"}
    assert (wave.ties, wave.possible) == (20, 15 * 14 // 2)
    # Six marriages is the most; 2 × 20 ends: (15 × 6 − 40)/(14 × 13).
    assert wave.in_centralisation == pytest.approx(50 / 182)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        # Freeman 1979, Social Networks 1:215–239: 1 for the star, 0 for the ring; the line of five has .17 (table 1).
        ([("a", "b"), ("a", "c"), ("a", "d"), ("a", "e")], 1.0),
        ([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "a")], 0.0),
        ([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")], 1 / 6),
    ],
    ids=["star", "ring", "line"],
)
def test_freemans_centralisation(pairs: list[tuple[str, str]], expected: float) -> None:
    (wave,) = undirected(*pairs).waves
    assert wave.in_centralisation == wave.out_centralisation == pytest.approx(expected)


def test_centralisation_where_ties_have_a_direction() -> None:
    # Everyone names a, who names nobody: in-degrees 4, 0, 0, 0, 0 give 16/16; out-degrees 0, 1, 1, 1, 1 give 1/16.
    told = ties(*((1, name, "a", 3) for name in "bcde"))
    (wave,) = network(told, waves(w1="a b c d e")).waves
    assert (wave.in_centralisation, wave.out_centralisation) == (1.0, 1 / 16)


def test_a_wave_by_hand() -> None:
    # a and b name each other, a names c, c did not answer; d answered and names nobody.
    told = ties((1, "a", "b", 2), (1, "b", "a", 4), (1, "a", "c", 3), (1, "d", "a", 0))
    (wave,) = network(told, waves(w1="a b -c d")).waves
    # Three of four answered: 3 × 3 arcs could have been told.
    assert (wave.organisations, wave.respondents, wave.ties, wave.possible) == (4, 3, 3, 9)
    assert wave.density == pytest.approx(1 / 3)
    assert wave.mean_level == 3
    # Between those who answered there are two arcs, each returned; that to c can be confirmed by nobody.
    assert (wave.reciprocity, wave.either, wave.confirmed, wave.unconfirmed) == (1.0, 1, 1, 1)
    by_id = {node.id: node for node in wave.nodes}
    assert (by_id["a"].indegree, by_id["a"].outdegree, by_id["a"].degree) == (1, 2, 2)
    assert (by_id["c"].indegree, by_id["c"].outdegree, by_id["c"].betweenness) == (1, None, None)
    assert wave.pairs == (("a", "b"), ("a", "c"))


def test_a_silent_organisation_lowers_no_density() -> None:
    full = [(1, a, b, 1) for a in "abc" for b in "abcd" if a != b]
    (wave,) = network(ties(*full), waves(w1="a b c -d")).waves
    assert wave.density == 1
    # Undirected, the pairs with an end that answered: all six but none between two silent ones.
    (wave,) = network(ties(*full), waves(w1="a b c -d"), directed=False).waves
    assert (wave.ties, wave.possible, wave.density) == (6, 6, 1)


def test_the_e_i_index_by_hand() -> None:
    # Two groups of two: one tie within, three between; by chance 2 of 6 pairs lie within, so 1 − 2/3.
    told = ties((1, "a", "b", 1), (1, "a", "c", 1), (1, "b", "d", 1), (1, "c", "a", 1))
    groups = {"a": "x", "b": "x", "c": "y", "d": "y"}
    (wave,) = network(told, waves(w1="a b c d"), groups=groups).waves
    assert wave.external is not None
    assert (wave.external.value, wave.external.external, wave.external.internal) == (0.5, 3, 1)
    assert wave.external.expected == pytest.approx(1 / 3)
    # An organisation without a group takes no part.
    (wave,) = network(told, waves(w1="a b c d"), groups={**groups, "d": ""}).waves
    assert wave.external is not None
    assert (wave.external.external, wave.external.internal) == (2, 1)
    (wave,) = network(told, waves(w1="a b c d"), groups={"a": "x"}).waves
    assert wave.external is None


def test_groups_that_keep_to_themselves_are_told_from_chance() -> None:
    names = [f"{group}{n}" for group in "xy" for n in range(6)]
    told = ties(*((1, a, b, 1) for a in names for b in names if a != b and a[0] == b[0]))
    (wave,) = network(told, groups={name: name[0] for name in names}).waves
    assert wave.external is not None
    assert wave.external.value == -1
    # Of 924 ways to deal two labels to twelve, two are this one: more often than 1 in 100 would be a fault.
    assert wave.external.p < 0.01
    mixed = ties(*((1, a, b, 1) for a in names for b in names if a != b))
    (wave,) = network(mixed, groups={name: name[0] for name in names}).waves
    assert wave.external is not None
    assert wave.external.p == 1
    assert wave.external.value == pytest.approx(wave.external.expected)


def test_two_waves_by_hand() -> None:
    # d answered the first wave alone and takes no part; of a, b, c: ab kept, bc lost, ac and ca new.
    told = ties(
        (1, "a", "b", 1), (1, "b", "c", 1), (1, "d", "a", 1), (2, "a", "b", 1), (2, "a", "c", 1), (2, "c", "a", 1)
    )
    (change,) = network(told, waves(w1="a b c d", w2="a b c -d")).changes
    assert (change.organisations, change.before, change.after) == (3, 2, 3)
    assert (change.kept, change.new, change.lost) == (1, 2, 1)
    assert change.jaccard == pytest.approx(1 / 4)
    assert change.density == pytest.approx(1 / 6)
    assert (change.density_before, change.density_after) == pytest.approx((2 / 6, 3 / 6))
    # phi of a table 1, 1, 2, 2 over six pairs: (1/6 − 2/6 · 3/6)/√(…) = 0.
    assert change.qap == pytest.approx(0, abs=1e-12)
    assert change.qap_p == 1


def test_a_pattern_that_lasts_is_told_from_chance() -> None:
    names = "abcdefghij"
    ring = [(a, b) for a, b in zip(names, names[1:] + names[0], strict=True)]
    told = ties(*((wave, a, b, 1) for wave in (1, 2) for a, b in ring))
    (change,) = network(told).changes
    assert (change.qap, change.jaccard, change.density) == (pytest.approx(1), 1, 0)
    assert change.qap_p is not None
    assert change.qap_p < 0.01
    # Nothing changed, so no resampling shows a change.
    assert change.interval is not None
    assert (change.interval.low, change.interval.high) == (0, 0)


def test_the_bootstrap_gives_an_organisation_drawn_twice_a_pair_drawn_at_random() -> None:
    # Every arc is new: whatever is drawn, a pair drawn at random has two new arcs, so the change is always 1.
    every = [(2, a, b, 1) for a in "abcd" for b in "abcd" if a != b]
    (change,) = network(ties((1, "a", "b", 0), *every), waves(w1="a b c d", w2="a b c d")).changes
    assert change.interval is not None
    assert (change.density, change.interval.low, change.interval.high) == (1, 1, 1)


def test_the_bootstraps_spread_is_that_of_snijders_and_borgatti() -> None:
    # Drawn the slow way, as they describe it: the network of the drawn, and a random pair where one is drawn twice.
    import numpy as np

    rng = np.random.default_rng(8)
    names = [f"n{i:02}" for i in range(14)]
    step = np.where(rng.random((14, 14)) < 0.3, 1, 0)
    np.fill_diagonal(step, 0)
    told = ties(*((2, names[i], names[j], 1) for i in range(14) for j in range(14) if step[i, j]))
    both = " ".join(names)
    (change,) = network(told, waves(w1=both, w2=both), draws=20_000).changes
    slow = []
    for _ in range(4_000):
        drawn = rng.integers(0, 14, 14)
        total = 0
        for k in range(14):
            for h in range(k + 1, 14):
                i, j = drawn[k], drawn[h]
                if i == j:
                    i, j = rng.choice(14, 2, replace=False)
                total += step[i, j] + step[j, i]
        slow.append(total / (14 * 13))
    assert change.interval is not None
    low, high = np.quantile(slow, [0.025, 0.975])
    assert (change.interval.low, change.interval.high) == (
        pytest.approx(low, abs=0.008),
        pytest.approx(high, abs=0.008),
    )


def test_what_is_shared_is_apart_from_whether_there_is_a_tie() -> None:
    rows = [
        (1, "a", "b", 1, 4.0, 1.0, "plans|numbers|plans"),
        (1, "b", "a", 1, 2.0, 3.0, None),
        (2, "a", "b", 1, 3.0, 4.0, "plans"),
        (2, "b", "c", 1, 1.0, None, " plans | "),
        (2, "c", "a", 0, 5.0, 5.0, "plans"),
    ]
    told = pl.DataFrame(
        rows, schema=["wave", "from", "to", "level", "share_amount", "share_quality", "share_kind"], orient="row"
    )
    found = network(told, waves(w1="a b c", w2="a b c"))
    first, second = found.sharing
    assert (first.mean("share_amount"), first.mean("share_quality"), first.mean("trust")) == (3, 2, None)
    assert (first.kinds, first.told) == ((("numbers", 1), ("plans", 1)), 1)
    # What goes with a level of 0 is shared with nobody.
    assert (second.mean("share_amount"), second.mean("share_quality"), second.kinds) == (2, 4, (("plans", 2),))
    moved = {(one.what, one.kept): one for one in found.changes[0].moved}
    assert set(moved) == {(what, kept) for what in ("share_amount", "share_quality") for kept in (False, True)}
    amount = moved["share_amount", False]
    assert (amount.ties_before, amount.ties_after, amount.before, amount.after, amount.change) == (2, 2, 3, 2, -1)
    kept = moved["share_quality", True]
    assert (kept.ties_before, kept.before, kept.after, kept.low, kept.high) == (1, 1, 4, 3, 3)


def test_what_a_pair_carries_where_ties_have_no_direction_is_the_mean_of_both_accounts() -> None:
    rows = [(1, "a", "b", 1, 4.0), (1, "b", "a", 3, 2.0), (2, "b", "a", 1, 5.0)]
    told = pl.DataFrame(rows, schema=["wave", "from", "to", "level", "share_quality"], orient="row")
    found = network(told, directed=False)
    assert (found.waves[0].ties, found.waves[0].mean_level) == (1, 3)
    (change,) = found.changes
    kept = next(one for one in change.moved if one.kept)
    assert (change.before, change.after, change.kept, kept.before, kept.after) == (1, 1, 1, 3, 5)


# --- what is left out, and what is refused


@pytest.mark.parametrize(
    ("rows", "who", "expected"),
    [
        ([(1, "a", "a", 2)], "a b", "Left out is 1 tie of an organisation to itself (a): it would mean nothing."),
        ([(1, "a", "z", 2)], "a b", "In wave 1, left out is 1 tie to or from z, which was asked in no wave."),
        ([(1, "a", "b", 2)], "-a b", "In wave 1, left out is 1 tie told by a, said not to have answered."),
        ([(1, "a", "b", 2)] * 2, "a b", "1 row said again what another row says, and was read once."),
        ([(1, "a", "b", 2)], "a -b", "In wave 1 one organisation alone answered, so no two accounts can be held"),
        ([(1, "a", "b", 2)], "-a -b", "In wave 1 nobody answered, so nothing is known of it."),
    ],
)
def test_what_is_left_out_is_said(rows: list[Tie], who: str, expected: str) -> None:
    found = network(ties(*rows), waves(w1=who))
    assert any(note.startswith(expected) for note in found.notes), found.notes


def test_an_organisation_merged_between_waves() -> None:
    told = ties((1, "a", "old", 2), (1, "old", "b", 2), (2, "a", "old", 3), (2, "a", "b", 1))
    found = network(told, waves(w1="a b old", w2="a b new"))
    assert found.notes == (
        "In wave 2, left out is 1 tie to or from old, which was not asked in it; if it was merged or renamed, give it "
        "one code in both waves.",
        "Asked in wave 1 and not in wave 2: old; the comparison leaves such out.",
        "Asked in wave 2 and not in wave 1: new; the comparison leaves such out.",
    )
    assert found.changes[0].organisations == 2
    assert (found.waves[1].ties, found.waves[1].possible) == (1, 6)


def test_one_respondent_leaves_what_takes_two_unsaid() -> None:
    found = network(ties((1, "a", "b", 2), (2, "a", "b", 2)), waves(w1="a -b -c", w2="a -b -c"))
    wave, change = found.waves[0], found.changes[0]
    assert (wave.density, wave.reciprocity, wave.in_centralisation, wave.confirmed) == (0.5, None, None, 0)
    assert (change.organisations, change.jaccard, change.density, change.interval, change.qap) == (
        1,
        None,
        None,
        None,
        None,
    )
    assert "too few answered both" in str(found)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, "a", "b", 6)], "The tie from a to b in wave 1 has the level 6."),
        ([(1, "a", "b", -1)], "The tie from a to b in wave 1 has the level -1."),
        ([(1, "a", "b", 2.5)], "The tie from a to b in wave 1 has the level 2.5."),
        ([(1, "a", "b", None)], "A tie from a to b has no level."),
        ([(1, "a", None, 1)], "A tie from a has no to."),
        ([(1, "a", "b", 1), (1, "a", "b", 2)], "Two rows say different things of the tie from a to b in wave 1."),
        ([(3, "a", "b", 1)], "There are ties of wave 3, and nothing says who was asked and who answered then."),
    ],
)
def test_what_cannot_be_read_is_refused(rows: list[Tie], expected: str) -> None:
    with pytest.raises(TideturnError) as refused:
        network(ties(*rows), waves(w1="a b"))
    assert refused.value.what == expected
    assert refused.value.mend


def test_a_number_that_no_tie_carries_is_refused() -> None:
    told = ties((1, "a", "b", 1)).with_columns(trust=pl.lit(1e308))
    with pytest.raises(TideturnError, match=r"The tie from a to b in wave 1 carries 1e\+308\."):
        network(told, waves(w1="a b"))


def test_who_both_answered_and_did_not_is_refused() -> None:
    with pytest.raises(TideturnError, match="a is there twice in wave 1"):
        network(ties((1, "a", "b", 1)), waves(w1="a -a b"))


def test_the_result_prints_itself_and_becomes_frames() -> None:
    found = network(ties((1, "a", "b", 2), (1, "b", "a", 2), (2, "a", "b", 2)), waves(w1="a b c", w2="a b c"))
    lines = str(found).splitlines()
    assert lines[0] == "Wave 1: 3 of 3 organisations answered; 2 of 6 possible ties (density 0.333),"
    assert lines[4].startswith("From wave 1 to 2, among 3 that answered both: density -0.167 (")
    assert found.frame().select("wave", "ties", "confirmed", "ei").rows() == [(1, 2, 1, None), (2, 1, 0, None)]
    assert found.nodes().filter(pl.col("wave") == 2).select("id", "in", "out").rows() == [
        ("a", 0, 1),
        ("b", 1, 0),
        ("c", 0, 0),
    ]


def test_each_meaning_is_one_sentence_that_says_what_it_cannot() -> None:
    for meaning in MEANING.values():
        assert meaning.sentence.count(". ") == 0
        assert meaning.sentence.endswith(".")
        assert any(word in meaning.sentence for word in ("not", "cannot", "nobody", "no ", "only", "none"))
