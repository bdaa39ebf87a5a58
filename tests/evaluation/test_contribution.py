"""The contribution rating: METHODS, section 3, rule by rule in their order; each case is worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worked_example import example, judged

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import RATINGS, WITHHELD
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.claims.rivals import Rival
from tideturn.evaluation.contribution import CauseTest, contributions, rated
from tideturn.evaluation.model import OutcomeVerdict, Override
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.theory_records import TocLink
from tideturn.evaluation.told import bound_in
from tideturn.evaluation.withholding.theory import released_contributions
from tideturn.methods.disclosure import DisclosureRule

ENOUGH = frozenset({("s1", "staff"), ("s2", "staff"), ("p1", "stakeholder")})
SMOKE = CauseTest("smoking_gun", "yes", beforehand=True)


def verdict(standing="supported", *, rose=False, **said):
    strand = Strand("survey", "stakeholder", "positive", "why", "partners", rose=rose)
    return OutcomeVerdict("safety", "programme", Verdict.of(standing), "why", "moderate", (), (strand,), **said)


def rivals(*weights):
    return [Rival("safety", f"Rival {n}", weight=weight) for n, weight in enumerate(weights)]


def rate(judged=None, *, weights=("weaker",), tests=(SMOKE,), said=ENOUGH):
    return rated(judged or verdict(), rivals=rivals(*weights), tests=tests, said=said)


def test_with_all_in_its_favour_the_programme_is_the_main_cause_and_never_the_only_one():
    found = rate(weights=("weaker", "ruled_out"))
    assert found.rating == "main_among_several"
    assert found.why == (
        "Every other explanation is weaker or ruled out, and somebody saw what only the programme would have brought "
        "about."
    )


@pytest.mark.parametrize(
    ("given", "rating", "why"),
    [
        # not shown, any of
        ({"judged": verdict("too_early")}, "not_shown", "not due yet"),
        ({"judged": verdict("mixed")}, "not_shown", "does not show that the outcome came about"),
        ({"judged": verdict("adverse")}, "not_shown", "does not show that the outcome came about"),
        ({"judged": verdict("no_change_observed")}, "not_shown", "does not show that the outcome came about"),
        ({"judged": verdict(claim="state")}, "not_shown", "no source shows in all its questions that they got better"),
        ({"weights": ("weaker", "stronger")}, "not_shown", "Another explanation is stronger"),
        ({"tests": (SMOKE, CauseTest("hoop", "no", beforehand=True))}, "not_shown", "nobody saw what it expected"),
        ({"tests": (CauseTest("doubly_decisive", "no", beforehand=True),)}, "not_shown", "nobody saw what it expected"),
        ({"said": frozenset()}, "not_shown", "Too few people said"),
        ({"said": frozenset([("s1", "staff"), ("p1", "stakeholder")])}, "not_shown", "Too few people said"),
        ({"said": frozenset((f"s{n}", "staff") for n in range(9))}, "not_shown", "Only the programme’s own staff said"),
        # plausible: contested or emerging, or a rival not weighed
        ({"judged": verdict("contested")}, "plausible", "The evidence goes both ways."),
        ({"judged": verdict("emerging")}, "plausible", "There are only early signs of it."),
        ({"weights": ("weaker", "")}, "plausible", "Not every other explanation is weighed."),
        ({"weights": ("weaker", "unknown")}, "plausible", "Not every other explanation is weighed."),
        ({"weights": ()}, "plausible", "No other explanation was considered."),
        (
            {"judged": verdict("emerging"), "weights": ("",)},
            "plausible",
            "There are only early signs of it, and not every other explanation is weighed.",
        ),
        # one of several: all weighed, and one as strong, or no test seen
        ({"weights": ("weaker", "as_strong")}, "one_of_several", "Another explanation is as strong."),
        ({"tests": ()}, "one_of_several", "no test tells the programme from them"),
        ({"tests": (replace(SMOKE, seen="unclear"),)}, "one_of_several", "no test tells"),
        ({"tests": (replace(SMOKE, beforehand=False),)}, "one_of_several", "no test tells"),
        ({"tests": (CauseTest("hoop", "yes", beforehand=True),)}, "one_of_several", "no test tells"),
        ({"tests": (CauseTest("straw", "yes", beforehand=True),)}, "one_of_several", "no test tells"),
        # main among several
        ({"tests": (CauseTest("doubly_decisive", "yes", beforehand=True),)}, "main_among_several", "somebody saw"),
        ({"tests": (SMOKE, CauseTest("straw", "no", beforehand=True))}, "main_among_several", "somebody saw"),
        ({"tests": (SMOKE, CauseTest("smoking_gun", "no", beforehand=True))}, "main_among_several", "somebody saw"),
        ({"judged": verdict(rose=True, claim="state")}, "main_among_several", "somebody saw"),
    ],
)
def test_the_first_rule_that_fits_decides(given, rating, why):
    found = rate(**given)
    assert found.rating == rating
    assert why in found.why


def test_the_rules_go_in_their_order_and_what_stands_is_rated():
    stronger_and_few = rate(weights=("stronger",), said=frozenset())
    assert stronger_and_few.why == "Another explanation is stronger."
    overridden = verdict("mixed", override=Override(Verdict.SUPPORTED, "Seen", "lead-1"))
    assert rate(overridden).rating == "main_among_several"
    assert rate(verdict(override=Override(Verdict.MIXED, "Doubted", "lead-1"))).rating == "not_shown"


WEIGHTS = st.sampled_from(("ruled_out", "weaker", "as_strong", "stronger", "unknown", ""))


@given(weights=st.lists(WEIGHTS, min_size=1, max_size=4), heavier=WEIGHTS)
def test_no_further_rival_ever_raises_the_rating(weights, heavier):
    before, after = (RATINGS.index(rate(weights=given).rating) for given in (weights, [*weights, heavier]))
    assert after <= before


@given(said=st.sets(st.tuples(st.sampled_from("abcd"), st.sampled_from(("staff", "stakeholder"))), max_size=6))
def test_more_people_never_lower_it_and_one_person_counts_once(said):
    rating = rate(said=frozenset(said)).rating
    assert (rating != "not_shown") == (len({source for source, _ in said}) >= 3 and len({v for _, v in said}) >= 2)
    assert RATINGS.index(rate(said=frozenset(said) | ENOUGH).rating) >= RATINGS.index(rating)


NODES = [{"node_id": "n", "kind": "outcome", "title": "t", "outcome_id": "safety"}]
TOC = [{"link_id": "l", "from_node": "a", "to_node": "n", "rivals": "A new law"}]


def row(rival, weighed):
    return {"outcome_id": "safety", "rival": rival, "weighed": weighed, "reason": "Because", "by": "PM"}


def link(to_node="n", helped_by=ENOUGH):
    return TocLink("l", "a", to_node, 3, 3, 0, 3, 0, (), (), helped_by=helped_by)


def test_a_folder_is_read_for_claims_rivals_tests_and_who_said_so(make, year):
    evidence = {"claim_id": "f", "evidence_id": "e", "edge": "supports", "test": "smoking_gun", "seen": "yes"}
    dataset = make(
        outcomes=[{"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1, "claim": "state"}],
        toc_nodes=NODES,
        toc_links=TOC,
        rivals=[row("a new  law.", "weaker"), row("Luck", "ruled_out")],
        findings=[
            {"claim_id": "f", "outcome_id": "safety", "year": 1},
            {"claim_id": "g", "outcome_id": "safety", "year": 2},
        ],
        finding_evidence=[
            {**evidence, "expected": "Fewer are charged.", "expected_on": date(2018, 10, 1)},
            {**evidence, "claim_id": "g", "test": "hoop", "seen": "no"},
            {**evidence, "evidence_id": "plain", "test": None, "seen": None},
        ],
    )
    site = replace(verdict(), scope="north")
    (found,) = contributions(
        dataset, year, [verdict(rose=True, claim="state"), site], [link(), link("other", frozenset({("x", "family")}))]
    )
    assert found.rating == "main_among_several"
    assert [(rival.text, rival.weight) for rival in found.rivals] == [("A new law", "weaker"), ("Luck", "ruled_out")]
    assert [(test.kind, test.beforehand) for test in found.tests] == [("smoking_gun", True)]
    assert (found.sources, found.voices) == (3, ("staff", "stakeholder"))
    (still,) = contributions(dataset, year, [verdict(claim="state")], [link()])
    assert still.rating == "not_shown"  # a state that did not rise


def test_what_a_sentence_says_is_held_against_the_folder():
    evaluation, dataset = judged(2), example()
    bindings = Bindings(evaluation, dataset=dataset)
    bound = [one for own in evaluation.contributions for one in bound_in(own.why)]
    assert {one.predicate for one in bound} >= {"rival stronger"}
    assert [bindings.why_not(one) for one in bound] == [""] * len(bound)
    others = [own for own in evaluation.contributions if all(rival.weight != "stronger" for rival in own.rivals)]
    wrong = [
        one._replace(item=f"contribution/{others[0].outcome_id}/2")
        for one in bound
        if one.predicate == "rival stronger"
    ]
    assert all(bindings.why_not(one) for one in wrong)


RULE = DisclosureRule()


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        (ENOUGH, False),
        (ENOUGH | {("y1", "young_person")}, True),
        (frozenset({("y1", "family")}), True),
        (frozenset(), False),
    ],
)
def test_a_release_does_not_tell_how_few_young_people_or_families_said_so(said, hidden):
    one = rate(said=frozenset(said))
    (shown,) = released_contributions([one], [verdict()], RULE)
    assert (shown.rating == WITHHELD) is hidden
    assert (shown.sources, shown.voices) == (None, ())


def test_where_few_said_so_decides_nothing_the_rating_stays(make):
    young = frozenset({("y1", "young_person")})
    (shown,) = released_contributions([rate(weights=("stronger",), said=young)], [verdict()], RULE)
    assert (shown.rating, shown.why) == ("not_shown", "Another explanation is stronger.")


@pytest.mark.parametrize("given", [verdict(WITHHELD), verdict(left_out=True)])
def test_a_verdict_that_a_release_does_not_show_is_not_told_by_its_cause(given):
    (shown,) = released_contributions([rate()], [given], RULE)
    assert shown.rating == WITHHELD


def test_a_place_whose_verdict_is_not_shown_hides_no_rating_of_the_whole_programme():
    """Nearly every place of the worked example has a strand left out: its release rated no outcome."""
    said = frozenset({("y1", "staff"), ("y2", "staff"), ("y3", "stakeholder")})
    one = rate(said=said)
    places = [replace(verdict(WITHHELD), scope="north"), replace(verdict(left_out=True), scope="south")]
    (shown,) = released_contributions([one], [verdict(), *places], RULE)
    assert shown.rating == one.rating != WITHHELD
