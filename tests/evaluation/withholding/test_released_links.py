"""Who spoke of the theory's links, as a release may say it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import TocLink
from tideturn.evaluation.withholding import published, withhold
from tideturn.evaluation.withholding.theory import released_links
from tideturn.methods.disclosure import DisclosureRule

RULE = DisclosureRule()


def link(sources: int, voices: tuple[str, ...], *, unprompted: int = 0, against: int = 0) -> TocLink:
    return TocLink("l1", "a", "b", sources, unprompted, against, ("north", "south"), voices)


def released(one: TocLink) -> TocLink:
    return released_links([one], (), RULE)[0]


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


def test_a_link_that_nobody_spoke_of_stays_as_it_is():
    nobody = TocLink("l1", "a", "b", 0, 0, 0, (), ())
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
