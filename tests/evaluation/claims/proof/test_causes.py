"""Who named which cause of what, and how rival explanations were weighed, in sentences about two folders."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import pytest
from tests import worked_example

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks import Context, context_of, run_checks
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.proof.clause import all_proved
from tideturn.evaluation.model import Evaluation

TRUE: Final = (
    ("example", "safety", "Four people interviewed said that a worker they know had helped young people to be safer."),
    ("example", "safety", "Four people interviewed named a worker they know as what made young people safer."),
    ("example", "safety", "Three staff and one partner put young people’s safety down to a worker they know."),
    (
        "example",
        "safety",
        "Three staff and a partner told us that young people are safer because of a worker they know.",
    ),
    (
        "example",
        "safety",
        "Four people interviewed, three staff and one partner, named a worker they know as something that had helped.",
    ),
    ("example", "safety", "Four people, without being asked, said a worker they know made the difference."),
    ("example", "safety", "Four people interviewed, all of them unprompted, credited a worker they know."),
    ("example", "safety", "A worker they know was named by four people interviewed as what had helped."),
    ("example", "safety", "According to four people interviewed, a worker they know has made young people safer."),
    ("example", "safety", "In interviews, three members of staff attributed it to a worker the young person knows."),
    ("example", "safety", "One partner said that a worker they know was behind the change."),
    (
        "example",
        "safety",
        "Three of the staff interviewed said that having a worker they know makes young people safer; schools and "
        "police also alter places, but that was judged the weaker explanation.",
    ),
    (
        "example",
        "safety",
        "Schools and police alter places too, but this explanation was found weaker; the programme is one of "
        "several causes of it.",
    ),
    (
        "example",
        "joint_working",
        "Four partners said that joint working came about thanks to a worker based with the partner.",
    ),
    ("example", "joint_working", "Four partners credited the joint working to a worker based with them."),
    (
        "example",
        "joint_working",
        "Four partners interviewed in Year 2 said a worker based with them led to more joint working.",
    ),
    (
        "example",
        "joint_working",
        "One partner and one member of staff named a senior sponsor as a help with joint working.",
    ),
    (
        "example",
        "joint_working",
        "One partner said partners owning the priority had helped organisations to work together more.",
    ),
    ("example", "joint_working", "One member of staff said that better information shared helps joint working."),
    (
        "example",
        "structures_response",
        "Four partners said that a senior sponsor was behind the change in policies and culture.",
    ),
    (
        "example",
        "structures_response",
        "Four partners, unprompted, named a senior sponsor as the reason for their policies and culture.",
    ),
    (
        "example",
        "structures_response",
        "It was a senior sponsor that brought the policies about, in the view of four partners.",
    ),
    (
        "example",
        "practitioner_understanding",
        "Five people said that understanding had improved because people had been trained and advised.",
    ),
    (
        "example",
        "practitioner_understanding",
        "Four partners and one member of staff attributed practitioners’ understanding to people trained and advised.",
    ),
    (
        "example",
        "practitioner_understanding",
        "Five people interviewed said that training and advising people had helped practitioners to understand "
        "exploitation.",
    ),
    ("example", "practitioner_understanding", "National awareness was weighed as just as strong an explanation."),
    (
        "example",
        "identification",
        "Three people interviewed said that better information being shared helps in spotting young people.",
    ),
    (
        "example",
        "identification",
        "Two partners said that better information shared had helped them to identify young people at risk.",
    ),
    (
        "example",
        "identification",
        "One partner named national awareness as something that helps to identify young people.",
    ),
    ("example", "identification", "It is not known how much national awareness explains."),
    ("example", "identification", "The programme may have contributed to it."),
    (
        "example",
        "lasting_practice",
        "One partner said that staff turnover got in the way of lasting change in practice.",
    ),
    ("example", "lasting_practice", "One partner named staff turnover as a barrier to lasting change."),
    (
        "example",
        "lasting_practice",
        "One partner said that turnover of staff had held lasting change in practice back.",
    ),
    ("second", "notice", "Two partners put noticing down to the workshops, one of them only when asked."),
    (
        "second",
        "notice",
        "One partner said without being asked that the workshops had helped practitioners notice the early signs.",
    ),
    ("second", "notice", "One partner named a card with a number as what had helped."),
    (
        "second",
        "notice",
        "Two partners said that the workshops had helped with noticing; a drama on television is another "
        "explanation, and nobody has weighed it.",
    ),
    ("second", "notice", "When asked, one partner said that workshops had helped with noticing."),
    ("second", "steady", "Two people interviewed named people leaving as what gets in the way."),
    (
        "second",
        "steady",
        "Two people interviewed said that a key adult had helped young people to have one steady adult to turn to.",
    ),
    (
        "second",
        "steady",
        "A member of staff and a young person, unprompted, both said that people leaving got in the way.",
    ),
    ("second", "steady", "The mentors that schools brought in are as strong an explanation."),
    ("second", "nights", "A member of staff put the fewer nights away down to a steady adult."),
    ("second", "school", "One partner said that a steady adult helped young people to be in lessons more."),
    ("second", "table", "One partner, when prompted, said the fortnightly table had brought agencies to one table."),
    ("second", "onedoor", "One partner named weekend closing as what held back one way in for a worry."),
    ("example", "safety", "Four people said it was a worker they know that had made young people safer."),
    ("example", "safety", "Four of those interviewed said that a worker they know helps to keep young people safe."),
    (
        "example",
        "safety",
        "One partner and three members of staff felt that young people were safer thanks to a worker they know.",
    ),
    ("example", "safety", "Four people interviewed (three staff and one partner) put it down to a worker they know."),
    (
        "example",
        "safety",
        "Four of the people we interviewed attributed young people being safer to a worker they know.",
    ),
    (
        "example",
        "safety",
        "Several people interviewed said a worker they know had made a difference to young people’s safety.",
    ),
    ("example", "safety", "Four people we spoke to described a worker they know as what helped."),
    (
        "example",
        "safety",
        "Four people interviewed named a worker they know as having helped, and all of them did so unprompted.",
    ),
    ("example", "safety", "A worker they know helped young people to be safer, according to four people interviewed."),
    (
        "example",
        "safety",
        "Four people interviewed explained that young people are safer because they have a worker they know.",
    ),
    (
        "example",
        "safety",
        "In interviews, four people identified a worker they know as a reason for young people’s safety.",
    ),
    (
        "example",
        "joint_working",
        "Four partners told us that having a worker based with them made joint working easier.",
    ),
    (
        "example",
        "joint_working",
        "Four partners told us, unprompted, that a worker based with them had improved joint working.",
    ),
    (
        "example",
        "joint_working",
        "Four partners thought that organisations work together more because of a worker based with the partner.",
    ),
    (
        "example",
        "joint_working",
        "Four partners saw a worker based with them as the reason for joint working; safeguarding partners’ own "
        "reform explains it less well.",
    ),
    ("example", "structures_response", "Four partners gave a senior sponsor as the reason for policies and culture."),
    (
        "example",
        "structures_response",
        "Four partners credited a senior sponsor with their policies and culture; inspection findings have been "
        "ruled out.",
    ),
    ("example", "structures_response", "We ruled out inspection findings, and new statutory guidance weighs less."),
    (
        "example",
        "practitioner_understanding",
        "Five people interviewed attributed practitioners’ better understanding to people being trained and advised.",
    ),
    (
        "example",
        "practitioner_understanding",
        "Four partners and one member of staff said that people trained and advised helped practitioners "
        "understand exploitation.",
    ),
    ("example", "practitioner_understanding", "The programme is one of several causes of better understanding."),
    ("example", "practitioner_understanding", "An equally strong explanation is national awareness."),
    ("example", "information_shared", "New data-protection law has been ruled out as an explanation."),
    (
        "example",
        "access",
        "Another charity’s outreach team in the same area explains it better, and how far the programme "
        "contributed to it is not shown.",
    ),
    ("example", "mental_health", "How much health services’ own offers explain is unknown."),
    ("example", "risk", "Police action against groups is an equally strong explanation."),
    ("second", "steady", "One member of staff, without being asked, said that a key adult helps."),
    ("second", "steady", "Two people interviewed said that people leaving holds things back."),
    ("second", "steady", "Schools brought in mentors of their own, and that is as strong an explanation."),
    ("second", "notice", "Two partners attributed it to the workshops, one of them unprompted."),
    (
        "second",
        "notice",
        "One partner credited a card with a number with helping practitioners to notice the early signs.",
    ),
    ("second", "notice", "A drama on television has not been weighed."),
    (
        "second",
        "nights",
        "A member of staff said that a steady adult had helped young people to spend fewer nights away.",
    ),
    ("second", "school", "A partner put being in lessons more down to a steady adult."),
    (
        "second",
        "carers",
        "One parent or carer named a key adult as what helped parents and carers to feel on firmer ground.",
    ),
    ("second", "onedoor", "It is another explanation that two councils prepared to merge."),
    ("second", "nights", "A member of staff said that a steady adult had reduced the nights away."),
    ("example", "safety", "Four people interviewed put the change down to a worker the young person knows."),
    ("example", "safety", "Four people interviewed said what made the difference was a worker young people know."),
    ("example", "safety", "Schools and police altering places was weighed and found weaker."),
    (
        "example",
        "identification",
        "Better information shared was named by three people interviewed as what helps practitioners "
        "identify young people.",
    ),
    (
        "example",
        "identification",
        "Three people interviewed, none of whom had been asked, named better information shared as what helped.",
    ),
    (
        "example",
        "joint_working",
        "Four partners said a worker based with them was the reason organisations work together more.",
    ),
    (
        "example",
        "joint_working",
        "It was a worker based with the partner that brought about joint working, according to four partners.",
    ),
    ("example", "joint_working", "A worker based with the partner, four partners said, had helped joint working."),
    ("example", "structures_response", "Four partners interviewed credit a senior sponsor for the change."),
    (
        "example",
        "practitioner_understanding",
        "Better understanding was put down to people having been trained and advised by five people interviewed.",
    ),
    (
        "example",
        "practitioner_understanding",
        "Five people interviewed cited people being trained and advised as a cause of better understanding.",
    ),
    (
        "example",
        "cyp_understanding",
        "Lessons at school are a weaker explanation, but the programme’s contribution has not been shown.",
    ),
    ("second", "steady", "Two people interviewed, one member of staff and one young person, blamed people leaving."),
    ("second", "notice", "Two partners believed that practitioners notice early signs because of the workshops."),
    ("second", "table", "The fortnightly table had helped, according to one partner who was asked."),
)
FALSE: Final = (
    ("example", "safety", "Four people interviewed said that a worker they know made the difference too."),
    ("example", "safety", "Some four people interviewed credited a worker they know."),
    ("example", "safety", "Four people interviewed in Year 1 credited a worker they know."),
    ("example", "safety", "Another four people interviewed credited a worker they know."),
    ("example", "safety", "The other four people interviewed credited a worker they know."),
    ("example", "safety", "More than four people interviewed credited a worker they know."),
    ("example", "safety", "Four people interviewed credited a worker they know in London."),
    ("example", "safety", "Four people interviewed credited a worker they know, as did the young people."),
    ("example", "safety", "Four people interviewed credited a worker they know, so it was the cause."),
    ("example", "safety", "Four people interviewed credited a worker they know, and so did four partners."),
    ("example", "safety", "Four people interviewed credited a worker young people know about."),
    ("example", "safety", "Four people interviewed said that other workers they know made the difference."),
    ("example", "safety", "Four people interviewed said that a worker they know made young people less safe."),
    (
        "example",
        "safety",
        "Four people interviewed said that a worker they know makes it harder for young people to be safer.",
    ),
    (
        "example",
        "safety",
        "If four people interviewed credited a worker they know, the programme is one of several causes.",
    ),
    ("example", "safety", "Four people interviewed, and all the young people, credited a worker they know."),
    (
        "example",
        "safety",
        "Schools and police also alter places, but that was weighed as the weaker one and ruled out.",
    ),
    ("example", "safety", "The programme is one of several causes in London."),
    ("example", "safety", "It is not shown that the programme brought it about."),
    ("example", "identification", "The programme is one of several causes of it."),
    ("example", "identification", "How much national awareness explains is known."),
    ("example", "identification", "It is known how much national awareness explains."),
    ("example", "practitioner_understanding", "National awareness was not weighed as as strong an explanation."),
    ("example", "practitioner_understanding", "National awareness is a stronger explanation than the programme."),
    (
        "example",
        "practitioner_understanding",
        "Five people interviewed put better identification down to people having been trained and advised.",
    ),
    (
        "example",
        "practitioner_understanding",
        "Five people interviewed put better understanding down to people not having been trained and advised.",
    ),
    (
        "example",
        "practitioner_understanding",
        "Five people interviewed put better understanding down to partners having been trained and advised.",
    ),
    ("example", "information_shared", "The end of the weekly meetings is the weaker explanation."),
    ("example", "information_quality", "One member of staff said that joint working led to more information."),
    (
        "example",
        "joint_working",
        "Five people interviewed said that a worker based with the partner led to joint working.",
    ),
    ("example", "joint_working", "Four partners out of five credited a worker based with the partner."),
    ("example", "joint_working", "All partners credited a worker based with the partner."),
    ("example", "joint_working", "Most partners credited a worker based with the partner."),
    ("example", "joint_working", "Both partners credited a worker based with the partner."),
    ("example", "joint_working", "Four partners and four staff credited a worker based with the partner."),
    (
        "example",
        "joint_working",
        "Two members of staff said that a worker based with the partner helped joint working.",
    ),
    ("example", "joint_working", "Four partners said that joint working helped a worker based with the partner."),
    ("example", "joint_working", "Joint working was put down to four partners by a worker based with the partner."),
    (
        "example",
        "structures_response",
        "Four partners said that a senior sponsor brought their policies about, and inspection findings are "
        "another explanation.",
    ),
    (
        "example",
        "structures_response",
        "Four partners said that a senior sponsor brought their policies about without the programme.",
    ),
    ("example", "structures_response", "Four partners said that a sponsor brought their policies about."),
    ("example", "structures_response", "Four partners said that policies and culture brought a senior sponsor about."),
    ("second", "steady", "Three people interviewed said a key adult had helped."),
    (
        "second",
        "steady",
        "Two people interviewed said that a key adult had helped young people to have no adult to turn to.",
    ),
    ("second", "steady", "A key adult and a young person each described people leaving as something that had helped."),
    ("second", "steady", "A parent or carer and a young person named a key adult as a help."),
    ("second", "steady", "Two young people and a member of staff said that people leaving got in the way."),
    ("second", "steady", "Two people interviewed blamed a key adult."),
    ("second", "steady", "A youth club with a kitchen is the weaker explanation."),
    ("second", "steady", "The youth club with a kitchen was weighed as as strong."),
    (
        "second",
        "notice",
        "Two partners said that practitioners notice the early signs because of a drama on television.",
    ),
    ("second", "notice", "When asked, two partners said that the workshops had helped."),
    (
        "second",
        "notice",
        "Two partners said that the workshops had helped practitioners pass a worry on the same day.",
    ),
    ("second", "notice", "Neither of two partners said that the workshops had helped."),
    ("second", "notice", "Two partners said that they had helped the workshops."),
    ("second", "notice", "One partner said that a card with a number and the workshops had helped with noticing."),
    ("second", "table", "Two partners said that the fortnightly table had brought agencies to one table."),
    ("second", "table", "One partner said that the bilingual desk had brought agencies to one table."),
    ("second", "nights", "It has been weighed whether the police changed how they record."),
    ("second", "nights", "The police changing how they record explains it."),
    ("second", "nights", "Nobody has weighed lockdown rules."),
    ("second", "nights", "A member of staff said that a steady adult had increased the nights away."),
    ("example", "safety", "Five people interviewed said that a worker they know had helped young people to be safer."),
    ("example", "safety", "Three people interviewed said that a worker they know had helped young people to be safer."),
    ("example", "safety", "Four partners said that a worker they know had helped young people to be safer."),
    ("example", "safety", "Four people interviewed said that therapy had helped young people to be safer."),
    ("example", "safety", "Four people interviewed, when asked, said a worker they know made the difference."),
    ("example", "safety", "All four people interviewed said that a worker they know made the difference."),
    ("example", "safety", "Only four people interviewed said that a worker they know made the difference."),
    ("example", "safety", "Four people interviewed said that a worker they know had not helped."),
    ("example", "safety", "Four people interviewed said that a worker they know got in the way."),
    ("example", "safety", "A worker they know made the difference."),
    ("example", "safety", "A worker they know is what made young people safer, as four people interviewed said."),
    (
        "example",
        "safety",
        "Four people interviewed said that a worker they know made the difference, and they were right.",
    ),
    ("example", "safety", "Four people interviewed said that a worker they know alone made the difference."),
    ("example", "safety", "In Year 1 four people interviewed said that a worker they know made the difference."),
    ("example", "safety", "Four people interviewed in London said that a worker they know made the difference."),
    (
        "example",
        "safety",
        "Schools and police also alter places, and that explanation was weighed as the stronger one.",
    ),
    ("example", "safety", "The programme is the main one of several causes of it."),
    ("example", "joint_working", "Four partners said that better information shared led to more joint working."),
    (
        "example",
        "joint_working",
        "Four partners said that a partner based with the worker brought about joint working.",
    ),
    (
        "example",
        "risk",
        "One member of staff said that young people’s understanding had brought about the risk of exploitation.",
    ),
    (
        "example",
        "risk",
        "One member of staff said that young people’s understanding had increased the risk of exploitation.",
    ),
    (
        "example",
        "lasting_practice",
        "One partner said that staff turnover had brought about lasting change in practice.",
    ),
    (
        "example",
        "identification",
        "Three people interviewed said that better information helps young people to reach support.",
    ),
    (
        "example",
        "identification",
        "Three people interviewed said that better information from others helps in recognising adults.",
    ),
    ("second", "notice", "Two partners, unprompted, put noticing down to the workshops."),
    ("second", "notice", "Two partners, both unprompted, put noticing down to the workshops."),
    ("second", "notice", "All three partners we asked put their noticing down to the workshops."),
    ("second", "notice", "Two partners said that without workshops practitioners notice the early signs."),
    ("second", "steady", "Two young people said that a key adult had helped."),
    (
        "second",
        "steady",
        "A key adult and a young person, both of them prompted, each described a key adult as something that had "
        "helped.",
    ),
    ("second", "steady", "Two people interviewed named people leaving as what had helped."),
    ("second", "nights", "A member of staff put the nights away down to a steady adult."),
    ("second", "nights", "The police changing how they record has been ruled out."),
    ("second", "steady", "It was ruled out that schools brought in mentors of their own."),
    ("example", "safety", "Four people interviewed said that a key worker had helped young people to be safer."),
    ("example", "safety", "Four people interviewed (two staff and two partners) put it down to a worker they know."),
    ("example", "safety", "Some partners interviewed said that a worker they know made the difference."),
    ("example", "safety", "Most people interviewed said that a worker they know made the difference."),
    ("example", "safety", "All four people interviewed, unprompted, credited a worker they know."),
    ("example", "safety", "Four people interviewed said that a worker they know would help."),
    (
        "example",
        "safety",
        "Four people interviewed said that a worker they know is the only thing that made the difference.",
    ),
    ("example", "safety", "Four people interviewed said that a worker they know hardly made the difference."),
    ("example", "safety", "Four people interviewed said that a worker they know and therapy made the difference."),
    ("example", "safety", "Four people interviewed doubted that a worker they know made the difference."),
    ("example", "safety", "Nobody said that four people interviewed credited a worker they know."),
    (
        "example",
        "safety",
        "Four people interviewed said that a worker they know made the difference to young people’s health.",
    ),
    ("example", "safety", "Four people interviewed said that a worker they know made the difference, which it did."),
    ("example", "safety", "Four young people said that a worker they know made the difference."),
    ("example", "safety", "The programme brought it about."),
    (
        "example",
        "safety",
        "At least three people interviewed credited a worker they know, and the programme is the cause.",
    ),
    ("example", "safety", "Four people interviewed said that losing a worker they know made the difference."),
    ("example", "safety", "Four people interviewed said that a worker they do not know made the difference."),
    ("example", "joint_working", "Four staff said that a worker based with the partner led to joint working."),
    ("example", "joint_working", "Four partners said that a worker based with the partner led to less joint working."),
    ("example", "joint_working", "Four partners said that a worker based with the partner led to better information."),
    ("example", "joint_working", "Safeguarding partners’ own reform was ruled out."),
    ("example", "joint_working", "Four partners said that the workers based with the police led to joint working."),
    (
        "example",
        "practitioner_understanding",
        "Five partners put better understanding down to people having been trained and advised.",
    ),
    ("example", "practitioner_understanding", "Five people interviewed put better understanding down to training."),
    (
        "example",
        "practitioner_understanding",
        "Five people interviewed put young people’s understanding down to people having been trained and advised.",
    ),
    ("example", "practitioner_understanding", "National awareness is the stronger explanation."),
    ("example", "practitioner_understanding", "National awareness is not as strong an explanation."),
    (
        "example",
        "practitioner_understanding",
        "The programme is one of several causes of young people’s understanding.",
    ),
    ("example", "risk", "The programme is one of several causes of it."),
    ("example", "structures_response", "New statutory guidance was ruled out."),
    ("example", "structures_response", "The programme may have contributed to it."),
    ("second", "notice", "Three partners put noticing down to the workshops."),
    ("second", "notice", "Two partners attributed it to the workshops, one of them unprompted and neither when asked."),
    ("second", "notice", "One partner said that short rotas helped with noticing."),
    ("second", "notice", "One member of staff said that short rotas got in the way of noticing."),
    ("second", "notice", "A drama on television is the weaker explanation."),
    ("second", "steady", "Two partners said that a key adult helps."),
    ("second", "steady", "One member of staff, when asked, said that a key adult helps."),
    ("second", "nights", "Lockdown rules ending in 2021 has been ruled out."),
    ("second", "nights", "A member of staff said that a steady adult had helped young people to spend nights away."),
    ("second", "table", "One partner, unprompted, said the fortnightly table had brought agencies to one table."),
    ("second", "onedoor", "One partner named weekend closing as what helped."),
    (
        "second",
        "steady",
        "Two people interviewed said that a steady adult had helped young people to have one steady adult to turn to.",
    ),
)


def world(folder: str) -> tuple[Dataset, Evaluation]:
    if folder == "example":
        return worked_example.built()[0], worked_example.bare_judged(2)
    return worked_example.second(), worked_example.second_judged(2)


@cache
def context(folder: str) -> Context:
    dataset, evaluation = world(folder)
    ledger = [item for year in (*evaluation.earlier, evaluation) for item in year.evidence]
    return context_of(dataset, evaluation.year, evaluation.contributions, lambda _: iter(()), ledger)


def claim(folder: str, outcome: str, text: str) -> Claim:
    """A claim of year 2 whose evidence is every interview about its outcome."""
    evaluation = world(folder)[1]
    heard = [item for item in evaluation.evidence if item.kind == "interview" and item.outcome_id == outcome]
    edges = tuple(Edge(item.evidence_id, "supports", None, (item,)) for item in heard)
    verdict = evaluation.verdict(outcome, "programme")
    of = (outcome, "programme", 2)
    return Claim("c1", "practitioners", text, text, "contribution", *of, "a", "b", (), edges, verdict)


def proved(folder: str, outcome: str, text: str) -> bool:
    return all_proved(context(folder).prove(claim(folder, outcome, text)))


@pytest.mark.parametrize(("folder", "outcome", "text"), TRUE)
def test_named_or_weighed_as_the_sentence_says(folder: str, outcome: str, text: str) -> None:
    assert proved(folder, outcome, text)


@pytest.mark.parametrize(("folder", "outcome", "text"), FALSE)
def test_not_named_or_weighed_so(folder: str, outcome: str, text: str) -> None:
    assert not proved(folder, outcome, text)


def test_a_cause_needs_an_interview_of_one_of_the_voices_and_the_whole_programme() -> None:
    said = claim("example", "safety", "Four people interviewed credited a worker they know.")
    prove = context("example").prove
    assert all_proved(prove(said))
    assert not all_proved(prove(replace(said, edges=())))
    assert not all_proved(prove(replace(said, scope="london")))
    assert not all_proved(prove(replace(said, year=1)))


def test_the_number_who_named_a_cause_is_no_mismatch_where_the_rest_is_not_proved() -> None:
    text = "Five people interviewed put better understanding down to people trained and advised, as we hoped."
    checks, _ = run_checks([claim("example", "practitioner_understanding", text)], context("example"))
    failed = {check.check for check in checks if check.status == "fail"}
    assert "number_mismatch" not in failed
    other = claim("example", "practitioner_understanding", text.replace("Five", "Nine"))
    checks, _ = run_checks([other], context("example"))
    assert "number_mismatch" in {check.check for check in checks if check.status == "fail"}


def test_a_cause_in_the_voice_of_the_report_asks_for_rivals_beside_one_that_people_named() -> None:
    named = "Four partners credited a senior sponsor with their policies and culture"
    for text, stopped in ((f"{named}.", False), (f"{named}; training caused it.", True)):
        checks, _ = run_checks([claim("example", "structures_response", text)], context("example"))
        failed = {check.check for check in checks if check.status == "fail"}
        assert ("contribution_without_rival" in failed) == stopped, text
