"""Who for, where and why: who names a context, a mechanism and an outcome together, and how many make a pattern."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tideturn.dataset.model import Year
from tideturn.evaluation.causal_map import year_map
from tideturn.evaluation.mechanisms import said_mechanisms
from tideturn.evaluation.theory_records import SaidMechanism

TEXT = "Nights are hard here. It was the days of training that did it. They were safer."
NIGHTS, DID_IT, SAFER = (0, 21), (22, 62), (63, 79)
WHOLE = (0, len(TEXT))
NODES = [
    {"node_id": "days", "kind": "activity", "title": "Days of training"},
    {"node_id": "sure", "kind": "output", "title": "People are sure"},
    {"node_id": "safe", "kind": "outcome", "title": "Safety", "outcome_id": "safety"},
    {"node_id": "less", "kind": "outcome", "title": "Risk", "outcome_id": "risk"},
]
LINKS = [{"link_id": "l1", "from_node": "days", "to_node": "safe"}]
FACTORS = [
    {"factor": "training", "node_id": "days"},
    {"factor": "being sure", "node_id": "sure"},
    {"factor": "safer", "node_id": "safe"},
    {"factor": "less risk", "node_id": "less"},
    {"factor": "shifts"},
]
CODEBOOK = [
    {"code": "nights", "title": "Work at night", "theme": "context"},
    {"code": "hard", "title": "What was hard", "theme": "challenge"},
    {"code": "safety", "title": "Safety", "outcome_id": "safety"},
    {"code": "risk", "title": "Risk", "outcome_id": "risk"},
    {"code": "days-safe", "title": "That the days made it safer", "link_id": "l1"},
]
Rows = list[dict[str, Any]]
Find = Callable[..., tuple[SaidMechanism, ...]]


def interview(name: str, *, source: str | None = None, voice: str = "staff", **given: Any) -> dict[str, Any]:
    row = {"interview_id": name, "file": f"{name}.txt", "voice": voice, "site": "north", "year": 1, "source": source}
    return {**row, "consent_to_quote": True, "sector": "police", **given}


def coded(name: str, code: str, span: tuple[int, int] = WHOLE, **given: Any) -> dict[str, Any]:
    return {"interview_id": name, "start": span[0], "end": span[1], "code": code, "coder": "c1", **given}


def claim(name: str, start: str, end: str, span: tuple[int, int] = WHOLE, effect: str = "helps") -> dict[str, Any]:
    ends = {"from_factor": start, "to_factor": end, "effect": effect, "prompted": False}
    return {"interview_id": name, "start": span[0], "end": span[1], **ends}


@pytest.fixture
def find(make: Any, year: Year) -> Find:
    def found(interviews: Rows, codings: Rows, claims: Rows = [], **tables: Any) -> tuple[SaidMechanism, ...]:  # noqa: B006
        given = {"toc_nodes": NODES, "toc_links": LINKS, "factors": FACTORS, "codebook": CODEBOOK, **tables}
        dataset = make(
            transcripts={row["file"]: TEXT for row in interviews},
            **{"interviews": interviews, "codings": codings, "causal_claims": claims, **given},
        )
        links = dataset.table("toc_links").to_dicts()
        return said_mechanisms(dataset, year, links, year_map(dataset, year, links))

    return found


def told(one: SaidMechanism) -> tuple[str, str, str, str, int | None]:
    return one.context, one.mechanism, one.effect, one.outcome_id, one.sources


def all_three(name: str) -> Rows:
    return [coded(name, "nights", NIGHTS), coded(name, "days-safe", DID_IT), coded(name, "safety")]


def test_three_people_make_a_pattern_and_two_an_account(find: Find) -> None:
    people = [interview("i1"), interview("i2", voice="stakeholder"), interview("i3", voice="stakeholder")]
    codings = [row for one in people for row in all_three(one["interview_id"])]
    (of_three,) = find(people, codings)
    assert told(of_three) == ("nights", "days", "helps", "safety", 3)
    assert (of_three.pattern, dict(of_three.by_voice)) == (True, {"staff": 1, "stakeholder": 2})
    (of_two,) = find(people[:2], codings[:6])
    assert (of_two.sources, of_two.pattern) == (2, False)


def test_the_same_person_in_several_interviews_is_one(find: Find) -> None:
    people = [interview("i1", source="p"), interview("i2", source="p"), interview("i3", source="p")]
    (one,) = find(people, [row for each in people for row in all_three(each["interview_id"])])
    assert (one.sources, one.pattern, len(one.quotes)) == (1, False, 1)


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_stretch_that_lacks_one_of_the_three_tells_nothing(find: Find, missing: int) -> None:
    codings = all_three("i1")
    assert find([interview("i1")], codings)
    assert not find([interview("i1")], codings[:missing] + codings[missing + 1 :])


@pytest.mark.parametrize(
    "other",
    [
        coded("i1", "nights", polarity="contradicts"),
        coded("i1", "hard"),  # a theme, and no context
        coded("i2", "nights"),  # somebody else's
    ],
)
def test_what_is_no_context_of_theirs_does_not_count(find: Find, other: dict[str, Any]) -> None:
    people = [interview("i1"), interview("i2")]
    rest = [coded("i1", "days-safe"), coded("i1", "safety")]
    assert find(people, [coded("i1", "nights"), *rest])
    assert not find(people, [other, *rest])


def test_a_link_that_leads_to_another_outcome_than_is_coded_tells_nothing(find: Find) -> None:
    codings = [coded("i1", "nights"), coded("i1", "days-safe"), coded("i1", "risk")]
    assert not find([interview("i1")], codings)
    for polarity in ("no_change", "contradicts", "too_early", "mixed"):
        assert not find([interview("i1")], [*codings[:2], coded("i1", "safety", polarity=polarity)])


def test_stretches_side_by_side_are_not_one_stretch(find: Find) -> None:
    claims = [claim("i1", "training", "safer", DID_IT)]
    assert not find([interview("i1")], [coded("i1", "nights", NIGHTS)], claims)
    assert not find([interview("i1")], [coded("i1", "nights", (0, 30))], claims), "they overlap, and neither holds both"
    (one,) = find([interview("i1")], [coded("i1", "nights", (0, 62))], claims)
    assert told(one) == ("nights", "days", "helps", "safety", 1)
    assert one.quotes[0].text == TEXT[:62]


def test_claims_that_meet_at_a_factor_tell_a_row_and_others_do_not(find: Find) -> None:
    laid = [coded("i1", "nights", NIGHTS)]
    first, onward = claim("i1", "shifts", "being sure", NIGHTS), claim("i1", "being sure", "safer", SAFER)
    (one,) = find([interview("i1")], laid, [first, onward])
    assert told(one) == ("nights", "sure", "helps", "safety", 1)
    assert one.quotes[0].text == "Nights are hard here. … They were safer.", "what lies between them is left out"
    assert not find([interview("i1")], laid, [first, claim("i1", "training", "safer", SAFER)]), "they do not meet"
    assert not find([interview("i1")], laid, [first]), "they lead to no outcome"
    assert not find([interview("i1"), interview("i2")], laid, [first, {**onward, "interview_id": "i2"}])
    (both,) = find([interview("i1"), interview("i2", source="i1")], laid, [first, {**onward, "interview_id": "i2"}])
    assert both.sources == 1, "one person, in two interviews"


def test_of_what_a_context_weakens_nobody_says_that_it_works_there(find: Find) -> None:
    laid, onward = [coded("i1", "nights", NIGHTS)], claim("i1", "being sure", "safer", SAFER)
    assert not find([interview("i1")], laid, [claim("i1", "shifts", "being sure", NIGHTS, "hinders"), onward])
    against = {**onward, "effect": "hinders"}
    (one,) = find([interview("i1")], laid, [claim("i1", "shifts", "being sure", NIGHTS), against])
    assert told(one) == ("nights", "sure", "hinders", "safety", 1)


def test_an_outcome_that_leads_on_is_no_mechanism_of_the_context(find: Find) -> None:
    claims = [claim("i1", "training", "safer", NIGHTS), claim("i1", "safer", "less risk", SAFER)]
    (one,) = find([interview("i1")], [coded("i1", "nights", NIGHTS)], claims)
    assert told(one) == ("nights", "days", "helps", "safety", 1)


def test_who_says_otherwise_is_counted_in_whatever_context(find: Find) -> None:
    claims = [claim("i1", "training", "safer"), claim("i2", "training", "safer", effect="hinders")]
    people = [interview("i1"), interview("i2", voice="family")]
    (one,) = find(people, [coded("i1", "nights")], claims)
    assert (one.effect, one.against, one.against_voices) == ("helps", 1, ("family",))


def test_only_those_who_agreed_are_quoted_and_only_by_the_kind_of_speaker(find: Find) -> None:
    people = [interview("i1", consent_to_quote=False), interview("i2", voice="stakeholder")]
    (one,) = find(people, [*all_three("i1"), *all_three("i2")])
    assert [(said.text, said.speaker) for said in one.quotes] == [(TEXT, "Stakeholder, police")]


def test_a_settled_coding_stands_in_place_of_each_coders(find: Find) -> None:
    laid = [*all_three("i1"), {**coded("i1", "safety"), "coder": "agreed"}]
    assert not find([interview("i1")], laid)


def test_another_year_and_a_folder_without_contexts_have_none(find: Find) -> None:
    assert not find([interview("i1", year=2)], all_three("i1"))
    assert not find([interview("i1")], all_three("i1"), codebook=CODEBOOK[1:])
