"""Who spoke of the theory's links, as a release may say it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.theory_records import CutArrow, ProposedLink, SaidCause, TocLink
from tideturn.evaluation.withholding import published, withhold
from tideturn.evaluation.withholding.theory import Heard, released_causes, released_links, released_proposals
from tideturn.methods.disclosure import DisclosureRule, EarlierRelease

RULE = DisclosureRule()


def link(sources: int, voices: tuple[str, ...], *, unprompted: int = 0, against: int = 0) -> TocLink:
    return TocLink("l1", "a", "b", sources, unprompted, against, sources - against, 0, ("north", "south"), voices)


def released(one: TocLink) -> TocLink:
    return released_links([one], (), RULE, Heard())[0]


def test_few_young_people_or_families_are_not_counted():
    for voices in (("young_person",), ("family",), ("staff", "young_person")):
        found = released(link(5, voices, unprompted=3, against=1))
        assert (found.sources, found.unprompted, found.against) == (None, None, None)
        assert found.voices == voices


def test_adults_are_counted_however_few_but_their_places_only_where_they_are_many():
    found = released(link(2, ("stakeholder",), unprompted=1, against=1))
    assert (found.sources, found.unprompted, found.against, found.sites) == (2, 1, 1, ())
    assert released(link(10, ("stakeholder",))).sites == ("north", "south")


def test_of_many_young_people_a_small_part_and_what_leaves_a_small_part_are_hidden():
    found = released(link(14, ("young_person",), unprompted=9, against=2))
    assert (found.sources, found.unprompted, found.against) == (14, None, None)
    assert released(link(14, ("young_person",), unprompted=7)).unprompted == 7
    assert released(link(14, ("young_person",), unprompted=14)).unprompted == 14


@given(st.integers(0, 30), st.sets(st.sampled_from(SPEAKER.codes), min_size=1), st.data())
def test_nobody_can_tell_that_one_to_five_young_people_spoke(sources, voices, data):
    """What a reader of the counts and voices knows: at least one of each voice, and no more than spoke in all."""
    shown = released(link(sources, tuple(sorted(voices)), unprompted=data.draw(st.integers(0, sources))))
    young = PROTECTED & voices
    if not young or sources == 0:
        assert shown.sources == sources
        return
    if shown.sources is None:
        return
    least = len(young) if voices - young else shown.sources
    most = shown.sources - len(voices - young)
    assert most > RULE.small_count or least < most
    if not voices - young and shown.unprompted is not None:
        assert not RULE.small(shown.unprompted)
        assert not RULE.small(shown.sources - shown.unprompted)


def mapped(sources: int, cut: list[CutArrow], people: int, threads: int, voices: tuple[str, ...]) -> TocLink:
    flow = sum(arrow.sources or 0 for arrow in cut)
    return replace(link(sources, voices), flow=flow, people=people, threads=threads, cut=tuple(cut))


def test_the_map_tells_no_small_number_of_young_people_that_the_link_hides():
    adults = CutArrow("a", "b", 4, ("staff",))
    young = CutArrow("a", "c", 2, ("young_person",))
    # Adults are counted however few; with two young people in its cut neither flow nor people nor paths are told.
    kept = mapped(4, [adults], 4, 4, ("staff",))
    assert released(kept).flow == 4
    assert released(kept).cut == (adults,)
    for one in (
        mapped(4, [adults, young], 6, 4, ("staff",)),
        mapped(2, [CutArrow("a", "b", 2, ("young_person",))], 2, 2, ("young_person",)),
        # Fourteen said so directly; sixteen tell whole paths: two young people more.
        mapped(14, [CutArrow("a", "b", 14, ("family",)), CutArrow("a", "c", 9, ("family",))], 16, 16, ("family",)),
    ):
        found = released(one)
        assert (found.flow, found.people, found.threads, found.cut) == (None, None, None, ())
    many = mapped(14, [CutArrow("a", "b", 14, ("family",))], 14, 14, ("family",))
    assert (released(many).flow, released(many).threads) == (14, 14)


def cause(name: str, sources: int, voices: tuple[str, ...], *, threads: int = 0, in_theory: bool = True) -> SaidCause:
    counts = {"sources": sources, "unprompted": 0, "against": 0, "threads": threads}
    return SaidCause("o", name, "helps", in_theory, (name,), 1, **counts, sites=("north",), voices=voices, who=("p1",))


def test_causes_hide_what_is_small_their_pseudonyms_and_which_is_larger():
    rows = [cause("z", 5, ("young_person",)), cause("a", 2, ("family",)), cause("m", 3, ("staff",), threads=3)]
    shown = released_causes(rows, RULE, Heard())
    assert [(one.cause, one.sources, one.threads, one.sites, one.who) for one in shown] == [
        ("m", 3, 3, (), ()),
        ("a", None, None, (), ()),
        ("z", None, None, (), ()),
    ]
    told = released_causes([cause("three girls told us", 3, ("staff",), in_theory=False)], RULE, Heard())[0]
    assert (told.cause, told.factors) == ("Some girls told us", ("Some girls told us",))


def test_who_denies_a_cause_is_counted_as_carefully():
    denied = replace(cause("a", 0, ("young_person",)), against=2)
    assert released_causes([denied], RULE, Heard())[0].against is None


def test_who_says_otherwise_of_a_cause_is_not_held_beside_who_says_that_it_does_the_opposite():
    # Twelve young people say that it hinders; one more, of the thirteen who say otherwise, denies that it helps.
    doubted = replace(cause("a", 20, ("young_person",)), against=13, against_voices=("young_person",))
    hinders = replace(cause("a", 12, ("young_person",)), effect="hinders")
    shown = {one.effect: one for one in released_causes([doubted, hinders], RULE, Heard())}
    assert (shown["helps"].sources, shown["helps"].against, shown["hinders"].sources) == (20, None, 12)
    # Adults said so, and two young people otherwise: neither is told apart from the other.
    few = replace(cause("a", 2, ("staff",)), against=2, against_voices=("young_person",))
    assert released_causes([few], RULE, Heard())[0].sources is None


def test_how_many_young_people_say_that_a_link_helps_or_hinders_leaves_no_few():
    def sides(sources: int, helps: int, hinders: int, against: int, *voices: str) -> tuple[int | None, int | None]:
        one = replace(link(sources, voices or ("family",), against=against), helps=helps, hinders=hinders)
        shown = released(one)
        return shown.helps, shown.hinders

    assert sides(20, 13, 7, 7) == (13, 7)
    assert sides(20, 20, 0, 0) == (20, 0)
    # Few hinder; few are left who do not say that it helps; few deny it beside those who hinder; few say both.
    for counts in ((20, 15, 5, 5), (20, 16, 0, 0), (30, 18, 8, 12), (30, 20, 13, 13)):
        assert None in sides(*counts)
    assert sides(5, 3, 2, 2) == (None, None)
    # That none hinders is nobody's secret, and adults may be counted.
    assert sides(5, 5, 0, 0) == (None, 0)
    assert sides(5, 3, 2, 2, "staff") == (3, 2)


def test_that_nobody_denies_a_cause_stays_said():
    shown = released_causes([cause("a", 2, ("young_person",))], RULE, Heard())[0]
    assert (shown.sources, shown.against) == (None, 0)
    strict = released_causes([cause("a", 2, ("young_person",))], DisclosureRule(show_zero=False), Heard())[0]
    assert strict.against is None


def test_who_said_so_of_a_shown_number_of_young_people_leaves_no_few_that_did_not():
    rows = [cause("a", 7, ("young_person",)), cause("b", 7, ("family", "young_person")), cause("c", 7, ("staff",))]
    counted = [one.sources for one in sorted(released_causes(rows, RULE, Heard()), key=lambda one: one.cause)]
    assert counted == [7, 7, 7]
    shown = released_causes(rows, RULE, Heard({"young_person": 10, "family": 12}))
    assert {one.cause: one.sources for one in shown} == {"a": None, "b": 7, "c": 7}


def test_of_adults_and_young_people_together_no_number_is_told():
    """Ten said so, and five adults did by their own count: the five others would be young people of a hidden number."""
    ten = cause("a", 10, ("staff", "young_person"), threads=10)
    shown = released_causes([ten], RULE, Heard({"young_person": 12}))[0]
    assert (shown.sources, shown.unprompted, shown.threads, shown.sites) == (None, None, None, ())
    found = released(link(30, ("family", "stakeholder")))
    assert (found.sources, found.helps, found.hinders, found.sites) == (None, None, 0, ())
    # Nor of what the map's weakest point rests on: the adults' part of it stands elsewhere.
    adults, young = CutArrow("a", "b", 5, ("staff",)), CutArrow("a", "c", 20, ("family",))
    assert released(mapped(5, [adults, young], 25, 5, ("staff",))).flow is None
    # Adults say so and young people deny it: the adults are counted.
    doubted = replace(cause("a", 8, ("staff",)), against=9, against_voices=("young_person",))
    (counted,) = released_causes([doubted], RULE, Heard())
    assert (counted.sources, counted.against) == (8, None)


def test_in_a_second_release_of_a_year_no_count_of_young_people_tells_what_one_more_said():
    rows = [cause("a", 8, ("staff", "young_person"), threads=8), cause("c", 7, ("staff",), threads=7)]
    shown = released_causes(rows, RULE, Heard(again=True))
    assert [(one.cause, one.sources, one.threads) for one in shown] == [("c", 7, 7), ("a", None, None)]
    many = mapped(14, [CutArrow("a", "c", 14, ("family",))], 14, 14, ("staff",))
    assert released_links([many], (), RULE, Heard())[0].flow == 14
    assert released_links([many], (), RULE, Heard(again=True))[0].flow is None


def test_the_order_of_what_the_theory_lacks_does_not_tell_a_hidden_count(make, year):
    dataset = make()
    withheld = withhold(dataset, evaluate(dataset, year=1))
    rows = [
        ProposedLink(name, "n", "helps", False, True, sources, 0, 0, (), voices)
        for name, sources, voices in (("a", 4, ("staff",)), ("b", 4, ("family",)), ("c", 4, ("staff",)))
    ]
    shown = released_proposals(rows, withheld, 1)
    assert [(one.start, one.sources) for one in shown] == [("a", 4), ("c", 4), ("b", None)]


def test_a_release_knows_what_was_shown_before(make, year):
    dataset = make()
    evaluation = evaluate(dataset, year=1)
    before = [EarlierRelease(version, {}) for version in ("year-1-1", "year-2-1", "year-10-1")]
    assert [withhold(dataset, evaluation, [one]).again for one in before] == [True, False, False]


def test_proposals_quote_only_words_that_may_leave(make, year):
    dataset = make(
        interviews=[
            {"interview_id": f"i{i}", "file": f"i{i}.txt", "voice": voice, "site": "north", "year": 1}
            | {"consent_to_quote": True}
            for i, voice in enumerate(["staff", "stakeholder", "young_person"])
        ],
        toc_nodes=[{"node_id": "n", "kind": "outcome", "title": "Safety", "outcome_id": "safety"}],
        toc_links=[{"link_id": "l", "from_node": "m", "to_node": "n"}],
        factors=[{"factor": "luck"}, {"factor": "safer", "node_id": "n"}],
        causal_claims=[
            {"interview_id": f"i{i}", "start": 0, "end": 20, "from_factor": "luck", "to_factor": "safer"}
            for i in range(3)
        ],
        transcripts={
            "i0.txt": "It was luck, I think.",
            "i1.txt": "Two of the girls did.",
            "i2.txt": "It was only luck, I say.",
        },
    )
    evaluation = evaluate(dataset, year=1)
    (working,) = evaluation.proposals
    assert (working.sources, len(working.quotes)) == (3, 3)
    (shown,) = published(dataset, evaluation, withhold(dataset, evaluation)).proposals
    # One young person was heard, so that how many is not told, and their words are not either.
    assert (shown.sources, shown.sites) == (None, ())
    assert [quote.text for quote in shown.quotes] == ["It was luck, I think"]


def test_a_link_that_nobody_spoke_of_stays_as_it_is():
    nobody = TocLink("l1", "a", "b", 0, 0, 0, 0, 0, (), ())
    assert released(nobody) == nobody


def test_what_the_plan_hides_is_hidden_in_the_fidelity_and_in_the_work_behind_each_link(make, year):
    plan = [
        {
            "component": "casework",
            "node_id": "a",
            "site": "north",
            "year": 1,
            "measure": "young people",
            "planned": 12.0,
        }
        | {"delivered": 3.0},
        {"component": "training", "node_id": "a", "site": "north", "year": 1, "measure": "days", "planned": 12.0}
        | {"delivered": 3.0},
    ]
    links = [{"link_id": "l1", "from_node": "a", "to_node": "b"}]
    dataset = make(plan=plan, toc_links=links)
    evaluation = evaluate(dataset, year=1)
    assert [work.delivered for work in evaluation.toc_links[0].fidelity] == [3, 3]
    shown = published(dataset, evaluation, withhold(dataset, evaluation))
    casework, training = shown.fidelity
    assert (casework.delivered, casework.adherence, casework.coverage) == (None, None, None)
    assert (training.delivered, training.dose) == (3, 0.25)
    assert shown.toc_links[0].fidelity == shown.fidelity
