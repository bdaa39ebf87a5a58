"""The theory of change, tested: links in force, who speaks of them, what else may explain them, what feeds them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from tests.worked_example import example, judged

from tideturn.dataset.write import folder_files
from tideturn.evaluation.answer import answer
from tideturn.evaluation.theory import links_in_force, toc_links
from tideturn.methods.fidelity import fidelity

TEXT = "The days of training made people sure, and so they ask."
NODES = [
    {"node_id": "days", "kind": "activity", "title": "Days of training"},
    {"node_id": "sure", "kind": "output", "title": "People are sure"},
    {"node_id": "safety", "kind": "outcome", "title": "Safety", "outcome_id": "safety"},
    {"node_id": "risk", "kind": "outcome", "title": "Risk", "outcome_id": "risk"},
]
LINKS = [
    {"link_id": "l1", "from_node": "days", "to_node": "sure", "from_version": 1},
    {
        "link_id": "l2",
        "from_node": "sure",
        "to_node": "safety",
        "rivals": "Better weather|A law",
        "from_version": 1,
    },
    {"link_id": "l3", "from_node": "safety", "to_node": "risk", "from_version": 2},
    {"link_id": "l4", "from_node": "days", "to_node": "risk", "from_version": 1, "to_version": 1},
    {"link_id": "l5", "from_node": "sure", "to_node": "risk", "from_version": 3},
]
VERSIONS = [
    {"version": 1, "date": date(2018, 10, 1), "reason": "First"},
    {"version": 2, "date": date(2019, 9, 1), "reason": "Second"},
    {"version": 3, "date": date(2020, 3, 1), "reason": "Third"},
]
FACTORS = [
    {"factor": "training", "node_id": "days"},
    {"factor": "workshops", "node_id": "days"},
    {"factor": "being sure", "node_id": "sure"},
    {"factor": "safer", "node_id": "safety"},
    {"factor": "luck"},
]
CODEBOOK = [
    {"code": "c-l1", "title": "Training makes sure", "link_id": "l1"},
    {"code": "c-safe", "title": "Safer", "outcome_id": "safety"},
]


def interview(name, *, voice="stakeholder", site="north", year=1, source=None):
    given = {"interview_id": name, "file": f"{name}.txt", "voice": voice, "site": site, "year": year}
    return {**given, "consent_to_quote": True, "source": source}


def claim(name, start="training", end="being sure", prompted=False):
    return {"interview_id": name, "start": 0, "end": 9, "from_factor": start, "to_factor": end, "prompted": prompted}


def coding(name, *, coder="a", polarity="supports", prompted=False, code="c-l1"):
    given = {"interview_id": name, "start": 0, "end": 9, "code": code, "coder": coder}
    return {**given, "polarity": polarity, "prompted": prompted}


@pytest.fixture
def theory(make):
    def made(**tables):
        return make(
            transcripts={row["file"]: TEXT for row in tables.get("interviews", ())},
            **{"toc_nodes": NODES, "toc_links": LINKS, "toc_versions": VERSIONS, "factors": FACTORS, **tables},
        )

    return made


def link(dataset, year, link_id, fidelity=()):
    return next(one for one in toc_links(dataset, year, fidelity) if one.link_id == link_id)


def test_a_link_is_in_force_if_any_version_that_held_it_held_on_a_day_of_the_year(theory, year, year_2):
    dataset = theory()
    assert [row["link_id"] for row in links_in_force(dataset, year)] == ["l1", "l2", "l3", "l4"]
    # Version 1 ended before the second year began, and the link that only it held with it.
    assert [row["link_id"] for row in links_in_force(dataset, year_2)] == ["l1", "l2", "l3", "l5"]


def test_a_version_that_ends_on_the_day_before_the_year_is_not_in_force_in_it(theory, year_2):
    ended = [VERSIONS[0], {**VERSIONS[1], "date": year_2.start}]
    assert "l4" not in [row["link_id"] for row in links_in_force(theory(toc_versions=ended), year_2)]
    later = [VERSIONS[0], {**VERSIONS[1], "date": date(2019, 10, 2)}]
    assert "l4" in [row["link_id"] for row in links_in_force(theory(toc_versions=later), year_2)]


def test_without_versions_every_link_holds_and_before_the_first_version_none_does(theory, year):
    assert len(links_in_force(theory(toc_versions=[]), year)) == 5
    assert links_in_force(theory(toc_versions=[{**VERSIONS[0], "date": date(2021, 1, 1)}]), year) == []


def test_a_source_counts_once_however_often_it_speaks_and_in_however_many_interviews(theory, year):
    rows = [interview("i0", source="p"), interview("i1", source="p"), interview("i2", voice="staff", site="south")]
    claims = [claim("i0"), claim("i0", "workshops"), claim("i1"), claim("i2")]
    found = link(theory(interviews=rows, causal_claims=claims, codebook=CODEBOOK, codings=[coding("i0")]), year, "l1")
    assert (found.sources, found.unprompted) == (2, 2)
    assert found.sites == ("north", "south")
    assert found.voices == ("staff", "stakeholder")


def test_a_coding_of_the_links_own_code_and_a_causal_claim_both_mention_it(theory, year):
    rows = [interview(f"i{i}") for i in range(3)]
    codings = [coding("i0"), coding("i1", code="c-safe")]
    dataset = theory(interviews=rows, causal_claims=[claim("i2")], codebook=CODEBOOK, codings=codings)
    assert link(dataset, year, "l1").sources == 2


def test_one_unprompted_mention_makes_a_source_unprompted_and_an_unrecorded_one_does_not(theory, year):
    rows = [interview(f"i{i}") for i in range(4)]
    claims = [claim("i0", prompted=True), claim("i0", prompted=False), claim("i1", prompted=True)]
    claims += [claim("i2", prompted=None)]
    found = link(theory(interviews=rows, causal_claims=claims), year, "l1")
    assert (found.sources, found.unprompted) == (3, 1)


def test_who_does_not_bear_the_link_out_is_counted_apart(theory, year):
    rows = [interview(f"i{i}") for i in range(5)]
    codings = [
        coding("i0"),
        coding("i1", polarity="contradicts"),
        coding("i2", polarity="no_change"),
        coding("i3", polarity=None),
        coding("i4", polarity="mixed"),
    ]
    found = link(theory(interviews=rows, codebook=CODEBOOK, codings=codings), year, "l1")
    assert (found.sources, found.against) == (5, 3)


def test_only_the_settled_coding_counts_where_there_is_one(theory, year):
    codings = [coding("i0", coder="a"), coding("i0", coder="agreed", code="c-safe"), coding("i1", coder="a")]
    dataset = theory(interviews=[interview("i0"), interview("i1")], codebook=CODEBOOK, codings=codings)
    assert link(dataset, year, "l1").sources == 1


def test_what_was_said_in_another_year_does_not_count(theory, year, year_2):
    dataset = theory(interviews=[interview("i0"), interview("i1", year=2)], causal_claims=[claim("i0"), claim("i1")])
    assert link(dataset, year, "l1").sources == 1
    assert link(dataset, year_2, "l1").sources == 1


def test_a_claim_that_runs_the_other_way_skips_a_node_or_names_no_part_of_the_theory_mentions_no_link(theory, year):
    claims = [claim("i0", "being sure", "training"), claim("i0", "training", "safer"), claim("i0", "luck", "safer")]
    found = toc_links(theory(interviews=[interview("i0")], causal_claims=claims), year, ())
    assert [one.sources for one in found] == [0, 0, 0, 0]


def test_an_open_answer_is_a_source_by_its_person(theory, make_survey, year):
    survey = make_survey(
        "s",
        responses=[
            {"response_id": f"r{i}", "voice": "family", "site": "south", "year": 1, "person_id": "p", "why": TEXT}
            for i in range(2)
        ],
        items=[],
    )
    claims = [claim("survey:s:r0:why"), claim("survey:s:r1:why", prompted=True)]
    found = link(theory(surveys=[survey], causal_claims=claims), year, "l1")
    assert (found.sources, found.unprompted, found.sites, found.voices) == (1, 1, ("south",), ("family",))


def test_rivals_are_those_on_the_link_and_what_was_going_on_in_the_year_that_names_its_outcome(theory, year):
    context = [
        {"context_id": "a", "site": "north", "kind": "event", "description": "A trial", "outcome_id": "safety"},
        {"context_id": "b", "site": "north", "kind": "event", "description": "Ended before", "outcome_id": "safety"}
        | {"to": date(2018, 9, 30)},
        {"context_id": "c", "site": "north", "kind": "event", "description": "Begins after", "outcome_id": "safety"}
        | {"from": date(2019, 10, 1)},
        {"context_id": "d", "site": "north", "kind": "event", "description": "Explains nothing"},
    ]
    dataset = theory(context=context)
    assert link(dataset, year, "l2").rivals == ("Better weather", "A law", "A trial")
    assert link(dataset, year, "l1").rivals == ()


def test_a_link_is_fed_by_all_work_before_it_along_the_links_in_force(theory, year, year_2):
    plan = [
        {"component": "training", "node_id": "days", "site": "north", "year": 1, "measure": "days", "planned": 9.0},
        {"component": "training", "node_id": "days", "site": "south", "year": 1, "measure": "days", "planned": 9.0},
        {"component": "asking", "node_id": "safety", "site": "north", "year": 1, "measure": "talks", "planned": 4.0},
        {"component": "training", "node_id": "days", "site": "north", "year": 2, "measure": "days", "planned": 9.0},
    ]
    dataset = theory(plan=plan)
    work = fidelity(dataset.table("plan"), 1)
    fed = {one.link_id: [(w.component, w.site) for w in one.fidelity] for one in toc_links(dataset, year, work)}
    training = [("training", "north"), ("training", "south")]
    # The fourth link leads from the activity itself; the third from an outcome that work leads to, and is done at.
    assert fed == {"l1": training, "l2": training, "l3": [("asking", "north"), *training], "l4": training}
    # Without the link into its start, nothing before it feeds it.
    cut = theory(plan=plan, toc_links=[row for row in LINKS if row["link_id"] != "l2"])
    found = link(cut, year, "l3", fidelity(cut.table("plan"), 1))
    assert [w.component for w in found.fidelity] == ["asking"]


def test_a_ring_in_the_theory_ends(theory, year):
    ring = [*LINKS, {"link_id": "l6", "from_node": "risk", "to_node": "days", "from_version": 1}]
    row = {"component": "c", "node_id": "days", "site": "north", "year": 1, "measure": "days", "planned": 9.0}
    dataset = theory(toc_links=ring, plan=[row])
    assert len(link(dataset, year, "l3", fidelity(dataset.table("plan"), 1)).fidelity) == 1


def test_the_evaluation_holds_the_links_and_the_fidelity_of_its_year_and_json_says_them():
    for year in (1, 2):
        evaluation = judged(year)
        plan = [row for row in example().table("plan").to_dicts() if row["year"] == year]
        assert {(w.component, w.site) for w in evaluation.fidelity} == {(r["component"], r["site"]) for r in plan}
        whole = json.loads(answer(evaluation))
        assert len(whole["fidelity"]) == len(plan)
        assert set(whole["fidelity"][0]) == {
            "component", "site", "delivered", "planned", "coverage", "dose", "quality", "departure", "judged", "reason",
        }  # fmt: skip
        assert len(whole["toc_links"]) == {1: 35, 2: 36}[year]
        assert set(whole["toc_links"][0]) == {
            "link_id", "sources", "unprompted", "helps", "hinders", "against", "sites", "voices", "flow", "people",
            "threads", "cut", "rivals", "fidelity",
        }  # fmt: skip
    casework = next(w for w in whole["fidelity"] if (w["component"], w["site"]) == ("casework", "manchester"))
    assert (casework["delivered"], casework["planned"], casework["judged"]) == (34, 36, "adaptation")
    found = next(one for one in whole["toc_links"] if one["link_id"] == "link-01")
    assert (found["sources"], found["unprompted"], found["voices"], found["flow"]) == (1, 1, ["staff"], 1)
    assert [(w["component"], w["site"], w["delivered"], w["planned"], w["judged"]) for w in found["fidelity"]] == [
        ("casework", "birmingham", 34, 36, None),
        ("casework", "london", 38, 40, None),
        ("casework", "manchester", 34, 36, "adaptation"),
    ]


def test_the_example_agrees_with_a_count_made_by_hand_from_its_files():
    dataset = example()
    files = folder_files(dataset)

    def read(name):
        return list(csv.DictReader(io.StringIO(files[name].decode())))

    spoke = {row["interview_id"]: row for row in read("interviews.csv")}
    node = {row["factor"]: row["node_id"] for row in read("factors.csv")}
    for year in dataset.programme.years:
        said: dict[tuple[str, str], set[str]] = {}
        for row in read("causal_claims.csv"):
            if spoke[row["interview_id"]]["year"] == str(year.number):
                ends = (node[row["from_factor"]], node[row["to_factor"]])
                said.setdefault(ends, set()).add(spoke[row["interview_id"]]["source"] or row["interview_id"])
        found = toc_links(dataset, year, ())
        assert {one.link_id: one.sources for one in found} == {
            one.link_id: len(said.get((one.from_node, one.to_node), ())) for one in found
        }
        assert len(found) == {1: 35, 2: 36}[year.number]
        # Both kinds are in the example, so that a report shows both: links that people name, and links nobody does.
        assert {0, 1} <= {one.sources for one in found}
