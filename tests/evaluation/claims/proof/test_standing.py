"""What the verdict says and of which sources: proved where it is so, and never where it is more or other than that."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from tests import worked_example

from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.claims.proof.clause import Clause
from tideturn.evaluation.model import EvidenceItem


@cache
def evidence(year: int, outcome: str) -> tuple[EvidenceItem, ...]:
    """All evidence of an outcome of the worked example for the whole programme, and what people and documents say."""
    return tuple(
        item
        for item in worked_example.bare_judged(year).evidence
        if item.outcome_id == outcome
        and (item.scope == "programme" or item.kind in ("interview", "change", "document"))
    )


def clauses(year: int, outcome: str, text: str, *, without: str = "") -> tuple[Clause, ...]:
    evaluation = worked_example.bare_judged(year)
    edges = tuple(
        Edge(item.evidence_id, "supports", None, (item,))
        for item in evidence(year, outcome)
        if not without or not item.evidence_id.startswith(without)
    )
    verdict = evaluation.verdict(outcome, "programme")
    claim = Claim("c1", "s", text, text, "change", outcome, "programme", year, "author", "reviewer", (), edges, verdict)
    about: dict[str, Any] = next(
        row for row in worked_example.built()[0].table("outcomes").to_dicts() if row["outcome_id"] == outcome
    )
    return prove(
        claim,
        f"{about['title']} . {about['definition']}",
        {site.name: site.code for site in worked_example.built()[0].programme.sites},
        contribution=next(one for one in evaluation.contributions if one.outcome_id == outcome),
        due=about["due_year"],
    )


def proved(year: int, outcome: str, text: str, *, without: str = "") -> bool:
    return all(clause.proved for clause in clauses(year, outcome, text, without=without))


TRUE = [
    (2, "safety", "The evidence shows that young people are safer."),
    (2, "safety", "Our evidence indicates that young people are safer than before."),
    (2, "safety", "With high confidence, young people are safer."),
    (2, "safety", "Young people are safer, and we say this with high confidence."),
    (2, "safety", "Taken together, the evidence suggests that young people are safer."),
    (2, "safety", "In Year 2 the evidence shows that young people are safer."),
    (2, "safety", "Partners say so, and so do staff."),
    (2, "safety", "Schools and police also alter places, but that explanation was weighed as the weaker one."),
    (2, "access", "The evidence suggests that young people reach the support services they need."),
    (
        2,
        "access",
        "The programme’s own part is not shown: another charity’s outreach team is the stronger explanation.",
    ),
    (2, "risk", "The evidence on whether young people’s risk of exploitation falls is contested."),
    (2, "risk", "The evidence points both ways on whether young people’s risk of exploitation has come down."),
    (2, "risk", "Staff say so, but partners in interviews say otherwise."),
    (
        2,
        "risk",
        "Whether young people’s risk of exploitation has fallen is contested: what partners "
        "say in interviews points the other way, while staff say so.",
    ),
    (2, "risk", "Police action against groups is as strong an explanation."),
    (2, "mental_health", "The evidence is mixed on whether young people’s mental and emotional health improves."),
    (2, "mental_health", "It is unclear whether young people’s mental health improves."),
    (2, "mental_health", "What staff say in interviews is mixed, and workers’ scores are mixed too."),
    (2, "mental_health", "Staff and partners are divided."),
    (2, "relationships", "No change was seen in relationships with family, carers and peers."),
    (2, "information_shared", "The evidence indicates that less information is shared."),
    (2, "information_shared", "The evidence indicates the opposite: staff and partners say otherwise."),
    (2, "information_shared", "The new data-protection law was ruled out."),
    (2, "pathways_understood", "Places differ on whether practitioners understand the pathways."),
    (2, "pathways_understood", "It is contested whether practitioners understand the pathways."),
    (
        2,
        "victims",
        "It is too early to say whether young people are seen as victims rather than "
        "offenders; it will be judged in Year 3.",
    ),
    (2, "victims", "It is too soon to judge whether young people are seen as victims, which is not due until Year 3."),
    (
        2,
        "structures_response",
        "The evidence indicates that policies, cultures and practice respond to exploitation "
        "outside the family too, and documents bear this out.",
    ),
    (
        2,
        "structures_response",
        "Inspection findings were ruled out, and new statutory guidance is a weaker explanation.",
    ),
    (
        2,
        "joint_working",
        "The evidence suggests that organisations work together more, and ties between "
        "organisations point the same way.",
    ),
]
FALSE = [
    (2, "safety", "The evidence proves that young people are safer."),
    (2, "safety", "The evidence shows that young people are safe."),
    (2, "safety", "The evidence shows that all young people are safer."),
    (2, "safety", "The evidence shows that young people are safer and healthier."),
    (2, "safety", "The evidence shows that young people are much safer."),
    (2, "safety", "The evidence shows that young people are not safer."),
    (2, "safety", "The evidence does not show that young people are safer."),
    (2, "safety", "No evidence shows that young people are safer."),
    (2, "safety", "The evidence shows that young people are safer because of the programme."),
    (2, "safety", "The evidence shows that young people are safer everywhere."),
    (2, "safety", "In London, the evidence shows that young people are safer."),
    (2, "safety", "The evidence shows that young people in London are safer."),
    (2, "safety", "The evidence showed that young people were safer in Year 1."),
    (2, "safety", "The evidence shows that young people are safer since 2018."),
    (2, "safety", "The evidence shows that young people will be safer."),
    (2, "safety", "The evidence is mixed on whether young people are safer."),
    (2, "safety", "It is too early to say whether young people are safer."),
    (2, "safety", "It is not known whether young people are safer."),
    (2, "safety", "The evidence on safety is contested."),
    (2, "safety", "Staff say otherwise."),
    (2, "safety", "Staff and documents agree that young people are safer."),
    (2, "safety", "Young people are safer, and nothing else confirms it."),
    (2, "safety", "The evidence indicates the opposite."),
    (2, "safety", "No change was seen in young people’s safety."),
    (2, "safety", "Our confidence in this is low."),
    (2, "safety", "With moderate confidence, young people are safer."),
    (2, "safety", "With very high confidence, young people are safer."),
    (2, "safety", "Young people say so themselves."),
    (2, "safety", "Places differ on whether young people are safer."),
    (2, "safety", "The programme’s part in safety is not shown."),
    (2, "safety", "Schools and police altering places is the stronger explanation."),
    (2, "safety", "Schools and police alter places, but that explanation was ruled out."),
    (2, "safety", "Only staff say so."),
    (2, "safety", "Most evidence shows that young people are safer than ever."),
    (2, "safety", "Even the police figures bear this out."),
    (2, "safety", "Staff alone agree."),
    (2, "safety", "The evidence shows that staff, partners and young people are safer."),
    (2, "safety", "Partners who answered the survey all agree."),
    (2, "access", "The evidence indicates that young people reach the support services they need."),
    (2, "access", "The evidence shows that young people reach the services they need."),
    (2, "access", "Young people reach the support services they need."),
    (2, "access", "Another charity’s outreach team is a weaker explanation."),
    (2, "access", "Another charity’s outreach team was ruled out."),
    (2, "access", "The programme’s part is shown."),
    (2, "risk", "Partners say so, but staff say otherwise."),
    (2, "risk", "The evidence suggests that young people’s risk of exploitation falls."),
    (2, "risk", "The evidence on risk is mixed."),
    (2, "risk", "Police records fell."),
    (2, "risk", "Staff and partners agree."),
    (2, "risk", "Partners say otherwise."),
    (2, "mental_health", "The evidence suggests that young people’s mental health improves."),
    (2, "mental_health", "Staff are divided, but partners agree."),
    (
        2,
        "mental_health",
        "There is not enough evidence to say whether young people’s mental and emotional health improves.",
    ),
    (2, "relationships", "Relationships with family, carers and peers improve."),
    (2, "relationships", "No change was seen in young people."),
    (2, "relationships", "The evidence suggests that relationships with family, carers and peers do not improve."),
    (2, "information_shared", "The evidence indicates that more information is shared."),
    (2, "information_shared", "The evidence shows that less information is shared."),
    (2, "information_shared", "Less information is shared."),
    (2, "information_shared", "The evidence indicates that no information is shared."),
    (2, "information_shared", "The new data-protection law is the stronger explanation."),
    (
        2,
        "victims",
        "It is too early to say whether young people are seen as victims rather than "
        "offenders; it will be judged in Year 4.",
    ),
    (2, "victims", "Young people are seen as victims rather than offenders."),
    (2, "victims", "The evidence suggests that young people are seen as victims rather than offenders."),
    (2, "victims", "It is too early to say, but young people are seen as victims rather than offenders."),
    (
        2,
        "victims",
        "It is too early to say whether young people are seen as victims, and young people are seen as victims.",
    ),
    (
        2,
        "safety",
        "Thirty-seven of the 45 partners who gave an opinion agreed that they are safer, and "
        "young people are safer at home.",
    ),
    (
        2,
        "cyp_understanding",
        "Thirty-five of the 55 young people who scored their own understanding twice gave a "
        "better score the last time, and young people understand exploitation.",
    ),
    (2, "safety", "Young people are safer, or so they say."),
    (2, "safety", "One said: young people are safer."),
    (2, "safety", "If it is so, young people are safer."),
    (2, "safety", "Young people are safer, say staff who left."),
    (2, "safety", "Neither staff nor partners say so."),
    (2, "safety", "Not all staff say so."),
    (2, "safety", "Staff and partners agree that young people are not safer."),
    (2, "safety", "No staff say so."),
    (2, "safety", "The evidence shows that young people are safer than before, at least in London."),
    (2, "safety", "The evidence shows that young people are safer at night."),
    (2, "safety", "The evidence shows that young people are safer by 30%."),
    (2, "safety", "The evidence from the police shows that young people are safer."),
    (2, "safety", "The evidence always shows that young people are safer."),
    (2, "safety", "What staff say in interviews is mixed."),
    (2, "safety", "What families say in interviews bears it out."),
    (2, "safety", "Documents bear it out."),
    (2, "safety", "Workers’ scores settle nothing."),
    (2, "risk", "Staff agree, and partners agree."),
    (2, "risk", "The evidence pulls both ways on mental health."),
    (2, "risk", "The evidence shows that young people’s risk of exploitation rises."),
    (2, "risk", "Young people’s risk of exploitation falls, staff say so."),
    (2, "structures_response", "Policies respond to exploitation."),
    (
        2,
        "structures_response",
        "The evidence indicates that cultures and practice respond to exploitation outside the family too.",
    ),
    (2, "structures_response", "Inspection findings are another explanation."),
    (2, "structures_response", "New guidance was not weighed."),
    (2, "joint_working", "The evidence suggests that organisations work together more because of a reform."),
    (2, "joint_working", "Safeguarding partners bear it out."),
    (2, "joint_working", "Police records bear it out."),
    (1, "victims", "It is too early to say whether young people are seen as victims in Year 2."),
    (2, "confidence", "Thirty-eight of 55 partners agreed, and practitioners are confident to identify and support."),
    (2, "pathways_understood", "Twenty-nine of 58 partners agreed, and practitioners understand the pathways."),
    (2, "risk", "Nineteen of 24 staff agreed, and young people’s risk of exploitation falls."),
    (2, "mental_health", "Ten of 21 staff agreed: young people’s mental health improves."),
]


@pytest.mark.parametrize(("year", "outcome", "text"), TRUE)
def test_what_stands_is_proved(year: int, outcome: str, text: str) -> None:
    assert [clause.left for clause in clauses(year, outcome, text)] == [()]


@pytest.mark.parametrize(("year", "outcome", "text"), FALSE)
def test_what_is_more_or_other_than_what_stands_is_not(year: int, outcome: str, text: str) -> None:
    assert not proved(year, outcome, text)


def test_a_source_says_so_only_where_the_claim_has_evidence_of_it() -> None:
    text = "Staff and partners agree, and so do young people’s own scores."
    assert proved(2, "safety", text)
    assert not proved(2, "safety", text, without="matched/safety/young_person")


def test_it_is_bound_to_the_verdict() -> None:
    (clause,) = clauses(2, "safety", "The evidence shows that young people are safer.")
    assert [(bond.evidence_id, bond.field) for bond in clause.bonds] == [("verdict/safety", "shows")]


def test_a_verdict_that_a_person_set_carries_no_confidence() -> None:
    assert not proved(2, "identification", "Our confidence in this is high.")


def test_without_the_contribution_nothing_is_said_of_causes() -> None:
    evaluation = worked_example.bare_judged(2)
    edges = tuple(Edge(item.evidence_id, "supports", None, (item,)) for item in evidence(2, "access"))
    text = "The programme’s own part is not shown."
    claim = Claim(
        "c1", "s", text, text, "contribution", "access", "programme", 2, "a", "b", (), edges,
        evaluation.verdict("access", "programme"),
    )  # fmt: skip
    (clause,) = prove(claim, "Young people reach the support services they need . ", {})
    assert not clause.proved
