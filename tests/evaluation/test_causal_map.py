"""The year's causal map: whose claims are in it, what it says of the theory, and what was said of each outcome."""

from __future__ import annotations

import json

import pytest

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import VERDICT
from tideturn.evaluation.answer import answer
from tideturn.evaluation.causal_map import told_as
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.theory_records import SaidCause

TEXT = "It was the days that did it, and then they were safer."
NODES = [
    {"node_id": "days", "kind": "activity", "title": "Days of training"},
    {"node_id": "sure", "kind": "output", "title": "People are sure"},
    {"node_id": "safe", "kind": "outcome", "title": "Safety", "outcome_id": "safety"},
]
LINKS = [
    {"link_id": "l1", "from_node": "days", "to_node": "sure"},
    {"link_id": "l2", "from_node": "sure", "to_node": "safe"},
    {"link_id": "l3", "from_node": "days", "to_node": "safe"},
]
FACTORS = [
    {"factor": "training", "node_id": "days"},
    {"factor": "workshops", "node_id": "days"},
    {"factor": "being sure", "node_id": "sure"},
    {"factor": "safer", "node_id": "safe"},
    {"factor": "luck"},
]


def interview(name, *, source=None, year=1, site="north", voice="staff", consent=True):
    given = {"interview_id": name, "file": f"{name}.txt", "voice": voice, "site": site, "year": year}
    return {**given, "consent_to_quote": consent, "source": source}


def claim(name, start, end, *, prompted=False, polarity=None, effect="helps", span=(0, 27)):
    row = {"interview_id": name, "start": span[0], "end": span[1], "from_factor": start, "to_factor": end}
    row["effect"] = effect
    return {**row, "prompted": prompted} | ({"polarity": polarity} if polarity else {})


@pytest.fixture
def judged(make):
    def made(interviews, claims, *, year=1, **tables) -> Evaluation:
        dataset = make(
            transcripts={row["file"]: TEXT for row in interviews},
            interviews=interviews,
            causal_claims=claims,
            **{"toc_nodes": NODES, "toc_links": LINKS, "factors": FACTORS, **tables},
        )
        return evaluate(dataset, year=year)

    return made


def told(cause: SaidCause) -> tuple[str, int, int | None, int | None, int | None]:
    return cause.cause, cause.distance, cause.sources, cause.unprompted, cause.threads


def test_each_link_has_its_flow_its_weakest_point_and_whole_paths(judged):
    people = [interview("i1"), interview("i2"), interview("i3", source="i2"), interview("i4")]
    claims = [claim("i1", "training", "being sure"), claim("i2", "workshops", "being sure")]
    claims += [claim("i3", "being sure", "safer"), claim("i4", "being sure", "safer"), claim("i4", "training", "safer")]
    links = {one.link_id: one for one in judged(people, claims).toc_links}
    # By hand: i1 and i2 say the first; i2 (in another interview) and i4 the second; only i2 tells both.
    assert [(links[x].sources, links[x].flow, links[x].people, links[x].threads) for x in ("l1", "l2", "l3")] == [
        (2, 2, 2, 2),
        (2, 2, 2, 2),
        (1, 3, 3, 2),
    ]
    assert [(arrow.start, arrow.end, arrow.sources) for arrow in links["l3"].cut] == [
        ("days", "safe", 1),
        ("days", "sure", 2),
    ]


def test_without_a_claim_in_the_year_there_is_no_map_and_with_one_what_nobody_says_is_nought(judged):
    people = [interview("i1"), interview("i2", year=2)]
    first = judged(people, [claim("i2", "training", "being sure")])
    assert {(one.flow, one.people, one.threads) for one in first.toc_links} == {(None, None, None)}
    assert (first.causes, first.proposals, first.rings) == ((), (), ())
    second = judged(people, [claim("i2", "training", "being sure")], year=2)
    assert [one.flow for one in second.toc_links] == [1, 0, 0]


def test_the_causes_of_an_outcome_are_told_by_people_places_and_voices(judged):
    people = [interview("i1"), interview("i2", site="south", voice="stakeholder"), interview("i3", voice="family")]
    claims = [
        claim("i1", "luck", "safer"),
        claim("i2", "luck", "safer", prompted=True),
        claim("i3", "being sure", "safer"),
    ]
    claims += [claim("i1", "training", "being sure"), claim("i3", "workshops", "being sure")]
    found = judged(people, claims).causes
    assert [told(one) for one in found] == [
        ("luck", 1, 2, 1, 2),
        ("sure", 1, 1, 1, 1),
        ("days", 2, 2, 2, 1),
    ]
    assert {one.outcome_id for one in found} == {"safety"}
    luck, _, days = found
    assert (luck.in_theory, luck.sites, luck.voices, luck.who) == (
        False,
        ("north", "south"),
        ("staff", "stakeholder"),
        ("i1", "i2"),
    )
    assert (days.in_theory, days.factors, days.by_way_of) == (True, ("training", "workshops"), ("sure",))


def test_who_denies_a_cause_is_counted_where_the_table_says_so(judged):
    people = [interview("i1"), interview("i2")]
    claims = [claim("i1", "luck", "safer", polarity="supports"), claim("i2", "luck", "safer", polarity="contradicts")]
    (found,) = judged(people, claims).causes
    assert (found.sources, found.against) == (1, 1)


def test_what_hinders_is_told_apart_and_further_up_by_what_its_steps_do(judged):
    people = [interview(f"i{n}") for n in range(1, 5)] + [interview("i5", voice="family")]
    claims = [claim("i1", "luck", "being sure", effect="hinders"), claim("i2", "being sure", "safer")]
    claims += [claim(f"i{n}", "luck", "safer", effect="hinders") for n in (3, 4, 5)] + [claim("i5", "luck", "safer")]
    claims += [claim("i1", "training", "luck", effect="hinders")]
    found = judged(people, claims)
    assert [(one.cause, one.effect, one.distance, one.sources, one.against) for one in found.causes] == [
        ("luck", "hinders", 1, 3, 1),
        ("luck", "helps", 1, 1, 3),
        ("sure", "helps", 1, 1, 0),
        ("days", "helps", 2, 1, 0),
        ("days", "hinders", 2, 1, 0),
    ]
    helps = next(one for one in found.causes if (one.cause, one.effect) == ("luck", "helps"))
    assert (helps.voices, helps.against_voices) == (("family",), ("family", "staff"))
    (proposal,) = found.proposals
    assert (proposal.start, proposal.end, proposal.effect, proposal.opposed) == ("luck", "safe", "hinders", False)
    told_apart = json.loads(answer(found))["causes"]
    assert {effect: [one["cause"] for one in own] for effect, own in told_apart.items()} == {
        "helps": ["luck", "sure", "days"],
        "hinders": ["luck", "days"],
    }


def test_a_claim_that_a_link_hinders_is_against_it_and_carries_nothing(judged):
    claims = [claim("i1", "training", "being sure"), claim("i2", "workshops", "being sure", effect="hinders")]
    claims += [claim("i3", "being sure", "safer", effect="hinders")]
    claims += [claim("i4", "being sure", "safer", polarity="contradicts")]
    claims += [claim("i5", "being sure", "safer", effect="hinders", polarity="contradicts")]
    links = {one.link_id: one for one in judged([interview(f"i{n}") for n in range(1, 6)], claims).toc_links}
    counts = {name: (one.sources, one.helps, one.hinders, one.against, one.flow) for name, one in links.items()}
    # By hand: whoever denies that it hinders neither says that it helps nor speaks against it.
    assert counts == {"l1": (2, 1, 1, 1, 1), "l2": (3, 0, 1, 2, 0), "l3": (0, 0, 0, 0, 0)}


@pytest.mark.parametrize(
    ("verdict", "helped", "hindered"),
    [
        ("supported", "What people said helped", "What people said held it back"),
        ("emerging", "What people said helped", "What people said held it back"),
        *((code, "What people said helps", "What people said gets in the way") for code in VERDICT.codes[:5]),
    ],
)
def test_nothing_is_told_as_having_helped_what_did_not_come_about(verdict, helped, hindered):
    assert (told_as("helps", Verdict.of(verdict)), told_as("hinders", Verdict.of(verdict))) == (helped, hindered)


def test_an_open_answer_is_a_source_by_its_person(judged, make_survey):
    survey = make_survey(
        "s",
        responses=[
            {"response_id": f"r{i}", "voice": "staff", "site": "south", "year": 1, "person_id": "p", "why": TEXT}
            for i in range(2)
        ],
        items=[],
    )
    claims = [claim(f"survey:s:r{i}:why", "luck", "safer") for i in range(2)] + [claim("i1", "luck", "safer")]
    (found,) = judged([interview("i1")], claims, surveys=[survey]).causes
    assert (found.sources, found.sites) == (2, ("north", "south"))


def test_a_proposal_holds_one_persons_words_once_and_only_with_consent(judged):
    people = [interview("i1"), interview("i2", consent=False), interview("i3"), interview("i4", source="i3")]
    claims = [claim(f"i{i}", "luck", "safer") for i in range(1, 5)]
    (proposal,) = judged(people, claims).proposals
    assert (proposal.start, proposal.end, proposal.sources) == ("luck", "safe", 3)
    assert (proposal.start_in_theory, proposal.end_in_theory) == (False, True)
    assert [(quote.text, quote.speaker) for quote in proposal.quotes] == [("It was the days that did it", "Staff")] * 2


def test_a_ring_is_kept_and_named(judged):
    claims = [claim("i1", "being sure", "safer"), claim("i1", "safer", "being sure")]
    found = judged([interview("i1")], claims)
    assert found.rings == (("safe", "sure", "safe"),)
    assert [told(one)[:3] for one in found.causes] == [("sure", 1, 1)]
