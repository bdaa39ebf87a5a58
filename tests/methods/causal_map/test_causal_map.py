"""The causal map: worked examples, published ones where there are, and what must hold of every map."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.causal_map import ArrowGraph, CausalMap, Link, Part, causal_map, causes_of

Claim = tuple[str, str, str] | tuple[str, str, str, bool | None] | tuple[str, str, str, bool | None, str | None]


def claims(rows: Iterable[Claim]) -> pl.DataFrame:
    """Rows of who, cause, effect, and perhaps whether it was prompted and what is said of it; all of them help."""
    full = [(*row, *(None,) * (5 - len(row)), "helps") for row in rows]
    schema = dict.fromkeys(("interview_id", "from_factor", "to_factor"), pl.String)
    return pl.DataFrame(
        full, schema={**schema, "prompted": pl.Boolean, "polarity": pl.String, "effect": pl.String}, orient="row"
    )


def signed(rows: Iterable[tuple[str, str, str]]) -> pl.DataFrame:
    """Rows of who, cause and effect; what a cause with a minus before it does, hinders."""
    rows = list(rows)
    return claims((who, start.removeprefix("-"), end) for who, start, end in rows).with_columns(
        effect=pl.Series(["hinders" if start.startswith("-") else "helps" for _, start, _ in rows], dtype=pl.String)
    )


def factors(**stands: str | None) -> pl.DataFrame:
    rows = [(name.replace("_", " "), node) for name, node in stands.items()]
    return pl.DataFrame(rows, schema={"factor": pl.String, "node_id": pl.String}, orient="row")


def links(*ends: str) -> pl.DataFrame:
    rows = [(f"{start}-{end}", start, end) for start, end in (pair.split(">") for pair in ends)]
    return pl.DataFrame(rows, schema=dict.fromkeys(("link_id", "from_node", "to_node"), pl.String), orient="row")


def one(found: CausalMap, link_id: str) -> Link:
    return next(link for link in found.links if link.link_id == link_id)


def itself(*names: str) -> pl.DataFrame:
    """Each factor is a node of its own name."""
    return pl.DataFrame({"factor": list(names), "node_id": list(names)})


# --- what is counted


def test_people_are_counted_once_whatever_they_repeat_and_wherever():
    interviews = pl.DataFrame(
        {
            "interview_id": ["i1", "i2", "i3", "i4"],
            "source": ["ann", "ann", None, "bo"],
            "site": ["north", "north", "south", "north"],
            "voice": ["staff", "staff", "stakeholder", "family"],
        }
    )
    rows = [("i1", "days", "sure", True), ("i1", "talks", "sure", True), ("i2", "days", "sure", False)]
    rows += [("i3", "days", "sure", None), ("i4", "days", "sure", True)]
    found = causal_map(
        claims(rows),
        interviews=interviews,
        factors=factors(days="n1", talks="n1", sure="n2"),
        links=links("n1>n2"),
    )
    link = one(found, "n1-n2")
    # By hand: ann (three times, once unprompted), i3 (not recorded, so not unprompted), bo.
    assert link.sources == ("ann", "bo", "i3")
    assert link.unprompted == ("ann",)
    assert link.sites == ("north", "south")
    assert link.voices == ("family", "staff", "stakeholder")
    assert (link.flow, link.people, link.threads) == (3, link.sources, link.sources)
    assert found.arrows[0].from_factors == ("days", "talks")
    assert found.arrows[0].rows == (0, 1, 2, 3, 4)


def test_without_interviews_each_interview_is_a_source_and_without_factors_each_factor_a_part():
    found = causal_map(claims([("i1", "a", "b"), ("i2", "a", "b"), ("i2", "b", "c")]))
    assert [(a.start, a.end, a.sources) for a in found.arrows] == [
        (Part("a"), Part("b"), ("i1", "i2")),
        (Part("b"), Part("c"), ("i2",)),
    ]
    assert (found.links, found.proposals, found.rings, found.notes) == ((), (), (), ())


def test_who_denies_it_is_counted_apart_and_carries_nothing():
    rows = [("i1", "a", "b"), ("i2", "a", "b", None, "contradicts"), ("i3", "a", "b", None, "no_change")]
    rows += [("i4", "a", "b", None, "mixed"), ("i5", "c", "b", None, "contradicts")]
    rows += [("i6", "a", "b", None, "too_early")]
    found = causal_map(claims(rows), factors=itself("a", "b", "c"), links=links("a>b", "c>b"))
    assert one(found, "a-b").sources == ("i1", "i4")
    assert one(found, "a-b").against == ("i2", "i3", "i4")
    assert one(found, "a-b").flow == 2
    assert (one(found, "c-b").sources, one(found, "c-b").against, one(found, "c-b").flow) == ((), ("i5",), 0)


# --- flow and cut


def test_flow_of_a_published_network_and_its_cut():
    # Cormen, Leiserson, Rivest & Stein (2009), Introduction to Algorithms, 3rd ed., fig. 26.6: the maximum flow is 23,
    # and the cut that it finds parts s, v1, v2, v4 from v3 and t: 12 + 7 + 4.
    capacities = {("s", "v1"): 16, ("s", "v2"): 13, ("v1", "v3"): 12, ("v2", "v1"): 4, ("v3", "v2"): 9}
    capacities |= {("v2", "v4"): 14, ("v4", "v3"): 7, ("v3", "t"): 20, ("v4", "t"): 4}
    rows = [(f"p{i}", a, b) for (a, b), many in capacities.items() for i in range(many)]
    link = one(causal_map(claims(rows), factors=itself(*{p for e in capacities for p in e}), links=links("s>t")), "s-t")
    assert link.flow == 23
    assert [(a.start.name, a.end.name, a.capacity) for a in link.cut] == [
        ("v1", "v3", 12),
        ("v4", "t", 4),
        ("v4", "v3", 7),
    ]
    # The people p0 to p11 say the widest of them; the others say the narrower ones too.
    assert len(link.people) == 12


def test_a_path_of_different_people_flows_but_is_nobodys_own():
    # The “transitivity trap” of https://guide.causalmap.app/xcontinuity.html: none of those who said that hygiene
    # brought fewer mosquitoes said that fewer mosquitoes brought health.
    rows = [("i1", "hygiene", "fewer mosquitoes"), ("i2", "hygiene", "fewer mosquitoes")]
    rows += [("i3", "fewer mosquitoes", "health")]
    found = one(
        causal_map(
            claims(rows), factors=itself("hygiene", "fewer mosquitoes", "health"), links=links("hygiene>health")
        ),
        "hygiene-health",
    )
    assert (found.sources, found.flow, found.people, found.threads) == ((), 1, ("i3",), ())
    whole = [*rows, ("i1", "fewer mosquitoes", "health")]
    told = one(
        causal_map(
            claims(whole), factors=itself("hygiene", "fewer mosquitoes", "health"), links=links("hygiene>health")
        ),
        "hygiene-health",
    )
    assert (told.flow, told.threads) == (2, ("i1",))


def test_factors_drawn_together_may_join_what_nobody_joined():
    # The same page: lemons bring health (no scurvy), and health (fitness) makes a fast runner; drawn together, lemons
    # seem to. The flow says so, and that no person did.
    rows = [("i1", "eating lemons", "health no scurvy"), ("i2", "health fitness", "fast runner")]
    stands = factors(eating_lemons="lemons", health_no_scurvy="health", health_fitness="health", fast_runner="runner")
    found = one(causal_map(claims(rows), factors=stands, links=links("lemons>runner")), "lemons-runner")
    assert (found.flow, found.threads) == (1, ())


def test_one_talkative_person_is_one_of_the_people_however_many_ways_they_tell():
    rows = [("i1", "a", middle) for middle in "xyz"] + [("i1", middle, "b") for middle in "xyz"]
    alone = one(causal_map(claims(rows * 3), factors=itself("a", "b"), links=links("a>b")), "a-b")
    # Three arrows, each counted once; one person, who need only be wrong for all of it to fall.
    assert (alone.flow, alone.people, alone.threads) == (3, ("i1",), ("i1",))
    joined = one(causal_map(claims([*rows, ("i2", "a", "b")]), factors=itself("a", "b"), links=links("a>b")), "a-b")
    assert (joined.flow, joined.people, joined.sources) == (4, ("i1", "i2"), ("i2",))


# --- the theory and what it lacks


def test_what_enough_people_say_and_no_link_holds_is_proposed():
    rows = [(f"i{i}", "desk", "joint") for i in range(4)] + [(f"i{i}", "days", "spot") for i in range(3)]
    rows += [(f"i{i}", "joint", "days") for i in range(3)] + [("i1", "luck", "joint"), ("i2", "luck", "joint")]
    rows += [(f"i{i}", "days", "sure") for i in range(5)]
    stands = factors(joint="joint", days="days", sure="sure", spot="spot", desk=None)
    theory = links("days>sure", "sure>spot", "days>joint")
    found = causal_map(claims(rows), factors=stands, links=theory)
    told = [(p.arrow.start.name, p.arrow.end.name, p.arrow.capacity, p.reverse) for p in found.proposals]
    assert told == [("desk", "joint", 4, False), ("days", "spot", 3, False), ("joint", "days", 3, True)]
    # The theory joins the second pair by way of being sure; the first it does not join.
    assert [[part.name for part in p.by_way_of] for p in found.proposals] == [[], ["sure"], []]
    assert [p.arrow.start.in_theory for p in found.proposals] == [False, True, True]
    assert causal_map(claims(rows), factors=stands, links=theory, least=2).proposals[-1].arrow.start == Part("luck")
    assert found.proposals[0].arrow.rows == (0, 1, 2, 3)


def test_causes_of_an_outcome_the_nearest_first_then_by_people():
    rows = [("i1", "days", "sure", False), ("i2", "days", "sure"), ("i3", "talks", "sure"), ("i1", "money", "days")]
    rows += [
        ("i4", "money", "days"),
        ("i5", "money", "talks"),
        ("i1", "sure", "days"),
        ("i9", "rain", "sure", None, "no_change"),
    ]
    rows += [("i8", "days", "sure", None, "contradicts"), ("i7", "elsewhere", "nowhere")]
    found = causes_of(causal_map(claims(rows)), Part("sure"))
    assert [(c.cause.name, c.distance, c.sources, c.unprompted, c.against) for c in found] == [
        ("days", 1, ("i1", "i2"), ("i1",), ("i8",)),
        ("talks", 1, ("i3",), (), ()),
        ("rain", 1, (), (), ("i9",)),
        ("money", 2, ("i1", "i4", "i5"), (), ()),
    ]
    # Only i1 says both that money paid for the days and that the days made people sure.
    assert found[-1].threads == ("i1",)
    assert [part.name for part in found[-1].by_way_of] == ["days", "talks"]
    assert causes_of(causal_map(claims(rows)), Part("unheard of")) == ()


def told(found: CausalMap, outcome: str) -> list[tuple[str, str, int, tuple[str, ...], tuple[str, ...]]]:
    return [(c.cause.name, c.effect, c.distance, c.sources, c.against) for c in causes_of(found, Part(outcome))]


def test_what_hinders_is_no_cause_that_helps_and_a_path_does_what_its_steps_together_do():
    rows = [("i1", "-turnover", "sure"), ("i2", "-turnover", "sure"), ("i3", "turnover", "sure")]
    rows += [("i4", "sure", "safe"), ("i5", "-pay", "turnover"), ("i6", "-cuts", "pay")]
    found = causal_map(signed(rows))
    # By hand: turnover hinders being sure, which helps safety, so that it hinders safety; of i3 the other way round.
    # What hinders turnover therefore helps, and by i3 hinders; and cuts hinder that.
    assert told(found, "safe") == [
        ("sure", "helps", 1, ("i4",), ()),
        ("turnover", "hinders", 2, ("i1", "i2"), ()),
        ("turnover", "helps", 2, ("i3",), ()),
        ("pay", "helps", 3, ("i5",), ()),
        ("pay", "hinders", 3, ("i5",), ()),
        ("cuts", "helps", 4, ("i6",), ()),
        ("cuts", "hinders", 4, ("i6",), ()),
    ]
    assert told(found, "sure")[:2] == [
        ("turnover", "hinders", 1, ("i1", "i2"), ("i3",)),
        ("turnover", "helps", 1, ("i3",), ("i1", "i2")),
    ]


def test_a_whole_path_of_one_person_has_the_effect_of_its_own_steps():
    rows = [("i1", "-churn", "skill"), ("i1", "-skill", "harm"), ("i2", "churn", "skill"), ("i2", "-skill", "harm")]
    found = causes_of(causal_map(signed(rows)), Part("harm"))
    assert {(c.cause.name, c.effect): c.threads for c in found} == {
        ("skill", "hinders"): ("i1", "i2"),
        ("churn", "helps"): ("i1",),
        ("churn", "hinders"): ("i2",),
    }


def test_a_hindrance_carries_no_flow_and_counts_against_the_link():
    rows = [("i1", "a", "b"), ("i2", "-a", "b"), ("i3", "-a", "b"), ("i3", "a", "b"), ("i4", "-a", "x")]
    rows += [("i4", "-x", "b"), ("i5", "-c", "b")]
    interviews = pl.DataFrame({"interview_id": [f"i{n}" for n in range(1, 6)], "site": [*"pqrst"], "voice": [*"vwxyz"]})
    found = causal_map(
        signed(rows), interviews=interviews, factors=itself("a", "b", "c", "x"), links=links("a>b", "c>b", "b>c")
    )
    link = one(found, "a-b")
    # i3 says both; by hand two hindrances one after the other would help, and still nobody said that they do.
    assert (link.sources, link.against, link.hinders) == (("i1", "i3"), ("i2", "i3"), ("i2", "i3"))
    assert (link.flow, link.people, link.threads) == (2, ("i1", "i3"), ("i1", "i3"))
    assert (link.sites, link.voices) == (("p", "r"), ("v", "x"))
    assert (one(found, "c-b").sources, one(found, "c-b").against, one(found, "c-b").flow) == ((), ("i5",), 0)
    assert [(arrow.effect, arrow.voices, arrow.against_voices) for arrow in found.arrows[:2]] == [
        ("helps", ("v", "x"), ("w", "x")),
        ("hinders", ("w", "x"), ("v", "x")),
    ]
    assert "Of the theory’s 3 links, nobody mentions 1: b-c." in str(found)
    assert "“a” hinders “b”: 2" in str(found)


def test_proposals_are_signed_and_may_oppose_the_theory():
    rows = [(f"i{i}", "-churn", "sure") for i in range(3)] + [(f"i{i}", "-days", "sure") for i in range(3)]
    rows += [(f"i{i}", "days", "sure") for i in range(4)]
    stands = factors(days="days", sure="sure", churn=None)
    found = causal_map(signed(rows), factors=stands, links=links("days>sure"))
    assert [(p.arrow.start.name, p.arrow.effect, p.opposed) for p in found.proposals] == [
        ("churn", "hinders", False),
        ("days", "hinders", True),
    ]


def test_a_claim_without_an_effect_helps_and_is_said_and_another_word_is_refused():
    rows = claims([("i1", "a", "b"), ("i2", "a", "b"), ("i3", "a", "b")])
    some = causal_map(rows.with_columns(effect=pl.Series(["helps", None, None])))
    assert (some.arrows[0].effect, some.arrows[0].sources) == ("helps", ("i1", "i2", "i3"))
    assert some.notes == ("2 claims do not say whether the cause helps or hinders, and count as helping.",)
    assert causal_map(rows[:1].drop("effect")).notes[0].startswith("1 claim does not say whether")
    with pytest.raises(TideturnError, match="“stops” is no effect"):
        causal_map(rows.with_columns(effect=pl.lit("stops")))


def test_who_denies_a_direct_cause_is_not_counted_again_further_up():
    rows = [("i1", "days", "sure", None, "contradicts"), ("i2", "days", "talks"), ("i3", "talks", "sure")]
    found = causes_of(causal_map(claims(rows)), Part("sure"))
    assert [(c.cause.name, c.distance, c.sources, c.against) for c in found] == [
        ("talks", 1, ("i3",), ()),
        ("days", 1, (), ("i1",)),
        ("days", 2, ("i2",), ()),
    ]


# --- odd maps


def test_a_ring_is_named_and_counted_like_anything_else():
    rows = [("i1", "b", "c"), ("i1", "c", "a"), ("i2", "a", "b"), ("i2", "c", "b"), ("i3", "d", "a"), ("i3", "d", "e")]
    found = causal_map(claims(rows), factors=itself("a", "b", "c", "d"), links=links("d>c"))
    assert [[part.name for part in ring] for ring in found.rings] == [["a", "b", "c", "a"]]
    assert "The map leads back to where it began: “a” → “b” → “c” → “a”. Nothing is left out for it." in found.notes
    assert one(found, "d-c").flow == 1


def test_two_knots_are_two_rings():
    rows = [("i1", "a", "b"), ("i1", "b", "a"), ("i1", "b", "x"), ("i1", "x", "y"), ("i1", "y", "x")]
    found = causal_map(claims(rows))
    assert [[part.name for part in ring] for ring in found.rings] == [["a", "b", "a"], ["x", "y", "x"]]


def test_what_is_left_out_is_said():
    interviews = pl.DataFrame({"interview_id": ["i1"], "source": [None], "site": ["north"], "voice": ["staff"]})
    rows = [
        ("i1", "a", "a"),
        ("i1", "a", "also a"),
        ("i9", "a", "b"),
        ("i1", "", "b"),
        ("i1", "a", "new"),
        ("i8", "a", "b"),
    ]
    stands = pl.DataFrame({"factor": ["a", "also a", "b"], "node_id": ["n", "n", "m"]})
    found = causal_map(claims(rows), interviews=interviews, factors=stands)
    assert [(a.start.name, a.end.name) for a in found.arrows] == [("n", "new")]
    assert found.notes == (
        "1 claim names no cause or no effect, and is left out.",
        "2 claims come from an interview that is not listed (“i9”, “i8”), and are left out: nobody knows whose it is.",
        "1 claim says that something led to itself (“n”), and is left out.",
        "1 claim stays within one part of the theory (“n”), and is left out.",
        "Not on the list of factors, so that no part of the theory is known: “new”.",
    )


def test_links_that_nobody_can_speak_of_are_said():
    found = causal_map(
        claims([("i1", "a", "b")]),
        factors=itself("a", "b"),
        links=links("a>b", "a>c", "b>b", "b>d"),
        nodes=pl.DataFrame({"node_id": ["a", "b", "c"]}),
    )
    assert [link.flow for link in found.links] == [1, 0, 0, 0]
    assert found.notes == (
        "The link “b-b” leads from “b” to itself, so nothing can be said of it.",
        "No factor stands for “c”, so no claim can be of “a-c”.",
        "“d” is no node of the theory, and “b-d” ends there.",
    )


def test_a_factor_of_two_nodes_and_links_that_cannot_be_told_apart_are_refused():
    two = pl.DataFrame({"factor": ["a", "a"], "node_id": ["n", "m"]})
    with pytest.raises(TideturnError, match="the factor “a” stands for node “n” and node “m”"):
        causal_map(claims([("i1", "a", "b")]), factors=two)
    with pytest.raises(TideturnError, match="“a-b” is there twice"):
        causal_map(claims([]), links=links("a>b", "a>b"))
    with pytest.raises(TideturnError, match="row 2 lacks its code, its start or its end"):
        causal_map(claims([]), links=pl.DataFrame({"link_id": ["l"], "from_node": [None], "to_node": ["b"]}))
    # The same row twice says the same thing.
    same = pl.DataFrame({"factor": ["a", "a", "b"], "node_id": ["n", "n", None]})
    assert causal_map(claims([("i1", "a", "b")]), factors=same).arrows[0].start == Part("n", in_theory=True)


def test_a_map_of_no_claims_holds_nothing():
    found = causal_map(claims([]), factors=itself("a", "b"), links=links("a>b"))
    assert (found.arrows, found.links[0].flow, found.frame().height) == ((), 0, 0)
    assert str(found).splitlines()[0] == "A causal map of 0 parts and 0 links, as told by 0 people."


def test_a_result_prints_itself_and_is_a_frame():
    rows = [("i1", "a", "b"), ("i2", "a", "b"), ("i1", "x", "b"), ("i2", "x", "b"), ("i3", "x", "b")]
    found = causal_map(claims(rows), factors=itself("a", "b"), links=links("a>b", "b>a"))
    assert str(found).splitlines() == [
        "A causal map of 3 parts and 2 links, as told by 3 people.",
        "  “x” → “b”: 3",
        "  “a” → “b”: 2",
        "Of the theory’s 2 links, nobody mentions 1: b-a.",
        "Proposed: “x” → “b”, said by 3.",
        "Not on the list of factors, so that no part of the theory is known: “x”.",
    ]
    assert found.frame().select("from", "to", "sources").rows() == [("a", "b", 2), ("x", "b", 3)]
    shown = [link.as_row() for link in found.links]
    assert [(row["link_id"], row["sources"], row["flow"]) for row in shown] == [("a-b", 2, 2), ("b-a", 0, 0)]


# --- what holds of every map

PARTS = "abcdef"
ROWS = st.lists(st.tuples(st.sampled_from("pqrs"), st.sampled_from(PARTS), st.sampled_from(PARTS)), max_size=30)
EVERY_LINK = [f"{a}>{b}" for a in PARTS for b in PARTS if a != b]


def counted(rows: list[Claim]) -> dict[str, tuple[int, int, int, int]]:
    found = causal_map(claims(rows), factors=itself(*PARTS), links=links(*EVERY_LINK))
    return {one.link_id: (len(one.sources), one.flow, len(one.people), len(one.threads)) for one in found.links}


@given(ROWS)
@settings(max_examples=40)
def test_flow_is_the_minimum_cut_and_within_its_bounds(rows):
    found = causal_map(claims(rows), factors=itself(*PARTS), links=links(*EVERY_LINK))
    for link in found.links:
        # Strong duality, and that what is cut does part the two: no arrow but those of the cut is needed to join them.
        assert link.flow == sum(arrow.capacity for arrow in link.cut)
        start, end = Part(link.from_node, in_theory=True), Part(link.to_node, in_theory=True)
        rest = ArrowGraph(arrow for arrow in found.arrows if arrow not in link.cut)
        assert rest.flow(start, end).flow == 0
        out = sum(arrow.capacity for arrow in found.arrows if arrow.start == start)
        into = sum(arrow.capacity for arrow in found.arrows if arrow.end == end)
        assert len(link.sources) <= link.flow <= min(out, into)
        assert set(link.sources) <= set(link.threads) <= set(link.people)
        assert len(link.people) <= link.flow


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_order_repetition_and_names_change_nothing(rows, dice):
    before = counted(rows)
    shuffled = [*rows, *rows[: len(rows) // 2]]
    dice.shuffle(shuffled)
    assert counted(shuffled) == before
    names = dict(zip(PARTS, dice.sample("uvwxyz", len(PARTS)), strict=True))
    renamed = [(who, names[a], names[b]) for who, a, b in rows]
    stands = pl.DataFrame({"factor": list(names.values()), "node_id": list(names)})
    found = causal_map(claims(renamed), factors=stands, links=links(*EVERY_LINK))
    assert {
        one.link_id: (len(one.sources), one.flow, len(one.people), len(one.threads)) for one in found.links
    } == before


@given(ROWS)
@settings(max_examples=30)
def test_a_map_turned_round_carries_as_much_the_other_way(rows):
    there, back = counted(rows), counted([(who, b, a) for who, a, b in rows])
    for link_id, (sources, flow, _, threads) in there.items():
        turned = back["-".join(reversed(link_id.split("-")))]
        assert (sources, flow, threads) == (turned[0], turned[1], turned[3])


@given(ROWS)
@settings(max_examples=30)
def test_a_cause_is_as_far_as_the_fewest_steps_and_every_step_is_said(rows):
    found = causal_map(claims(rows))
    said = {(arrow.start, arrow.end) for arrow in found.arrows}
    for outcome in found.parts:
        causes = {cause.cause: cause for cause in causes_of(found, outcome)}
        reach = {outcome: 0}
        for step in range(1, len(PARTS)):
            reach |= {a: step for a, b in said if reach.get(b) == step - 1 and a not in reach}
        assert {part: cause.distance for part, cause in causes.items()} == {p: d for p, d in reach.items() if d}


@given(st.lists(st.tuples(st.sampled_from("pqrs"), st.sampled_from(PARTS), st.sampled_from(PARTS), st.booleans())))
@settings(max_examples=40)
def test_the_effect_of_a_cause_is_the_product_along_its_shortest_paths(rows):
    found = causal_map(signed((who, f"-{a}" if bad else a, b) for who, a, b, bad in rows))
    steps = {(a, b, -1 if bad else 1) for _, a, b, bad in rows if a != b}

    def paths(part: str, outcome: str, passed: frozenset[str]) -> Iterator[tuple[int, int]]:
        if part == outcome:
            yield 0, 1
        for _, b, sign in (step for step in steps if step[0] == part != outcome and step[1] not in passed):
            yield from ((length + 1, sign * after) for length, after in paths(b, outcome, passed | {b}))

    for outcome in {b for _, b, _ in steps}:
        every = {part: set(paths(part, outcome, frozenset(part))) for part in PARTS if part != outcome}
        shortest = {(p, n, s) for p, own in every.items() for n, s in own if n == min(length for length, _ in own)}
        causes = causes_of(found, Part(outcome))
        assert {(c.cause.name, c.distance, 1 if c.effect == "helps" else -1) for c in causes} == shortest


def test_a_dense_map_is_counted_soundly():
    dice = random.Random(4)
    rows = [(f"i{dice.randrange(9)}", f"f{dice.randrange(40)}", f"f{dice.randrange(40)}") for _ in range(900)]
    found = causal_map(claims(rows), factors=itself(*(f"f{i}" for i in range(40))), links=links("f0>f1", "f2>f3"))
    assert all(link.flow == sum(arrow.capacity for arrow in link.cut) > 5 for link in found.links)
