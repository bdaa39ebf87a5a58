"""Who named which cause of what, and how rival explanations were weighed, in sentences about two folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

TRUE: Final = {
    ("example", "safety"): [
        "Four people interviewed said that a worker they know had helped young people to be safer.",
        "Four people interviewed named a worker they know as what made young people safer.",
        "Three staff and one partner put young people’s safety down to a worker they know.",
        "Three staff and a partner told us that young people are safer because of a worker they know.",
        "Four people interviewed, three staff and one partner, named a worker they know as something that had helped.",
        "Four people, without being asked, said a worker they know made the difference.",
        "Four people interviewed, all of them unprompted, credited a worker they know.",
        "A worker they know was named by four people interviewed as what had helped.",
        "According to four people interviewed, a worker they know has made young people safer.",
        "In interviews, three members of staff attributed it to a worker the young person knows.",
        "One partner said that a worker they know was behind the change.",
        "Three of the staff interviewed said that having a worker they know makes young people safer; schools and"
        " police also alter places, but that was judged the weaker explanation.",
        "Schools and police alter places too, but this explanation was found weaker; the programme is one of "
        "several causes of it.",
        "Four people said it was a worker they know that had made young people safer.",
        "Four of those interviewed said that a worker they know helps to keep young people safe.",
        "One partner and three members of staff felt that young people were safer thanks to a worker they know.",
        "Four people interviewed (three staff and one partner) put it down to a worker they know.",
        "Four of the people we interviewed attributed young people being safer to a worker they know.",
        "Several people interviewed said a worker they know had made a difference to young people’s safety.",
        "Four people we spoke to described a worker they know as what helped.",
        "Four people interviewed named a worker they know as having helped, and all of them did so unprompted.",
        "A worker they know helped young people to be safer, according to four people interviewed.",
        "Four people interviewed explained that young people are safer because they have a worker they know.",
        "In interviews, four people identified a worker they know as a reason for young people’s safety.",
        "Four people interviewed put the change down to a worker the young person knows.",
        "Four people interviewed said what made the difference was a worker young people know.",
        "Schools and police altering places was weighed and found weaker.",
        "In the opinion of three of our own staff and one partner, a worker young people know is something that "
        "keeps them safe.",
        "Of the 23 people interviewed, four said that knowing a worker had helped young people stay safe.",
        "What helped, four of those interviewed told us, was a worker whom young people know.",
        "It was the schools and the police altering places that we judged the weaker explanation.",
        "A worker they know is the reason why young people are safer, said four people interviewed, all unprompted.",
        "Three staff and a partner singled out a worker they know as having kept young people safe.",
        "Schools and police altering places was also weighed, and judged weaker than the programme.",
        "Another charity also works with young people at the highest risk, but this was found to be the weaker "
        "explanation.",
        "Four of the people we interviewed, three staff and a partner, named a worker they know as what helps "
        "young people to stay safe; schools and police also alter places, which was weighed and found a weaker "
        "explanation.",
        "Four people interviewed, in all three cities, named a worker whom the young person knows as what keeps "
        "them safe, and nobody had prompted them.",
        "Three staff and one partner all thought that young people had become safer through a worker they know.",
        "Four people interviewed, three of them staff, said a worker they know had made young people safer.",
        "Young people being safer was put down by four people to a worker they know, and schools and police "
        "altering places was found to be weaker.",
        "We judged schools and police altering places to be the weaker explanation.",
        "Four people interviewed, one of whom was a partner, credited a worker they know.",
        "Four people interviewed – three of whom were staff – credited a worker they know.",
    ],
    ("example", "joint_working"): [
        "Four partners said that joint working came about thanks to a worker based with the partner.",
        "Four partners credited the joint working to a worker based with them.",
        "Four partners interviewed in Year 2 said a worker based with them led to more joint working.",
        "One partner and one member of staff named a senior sponsor as a help with joint working.",
        "One partner said partners owning the priority had helped organisations to work together more.",
        "One member of staff said that better information shared helps joint working.",
        "Four partners told us that having a worker based with them made joint working easier.",
        "Four partners told us, unprompted, that a worker based with them had improved joint working.",
        "Four partners thought that organisations work together more because of a worker based with the partner.",
        "Four partners saw a worker based with them as the reason for joint working; safeguarding partners’ own "
        "reform explains it less well.",
        "Four partners said a worker based with them was the reason organisations work together more.",
        "It was a worker based with the partner that brought about joint working, according to four partners.",
        "A worker based with the partner, four partners said, had helped joint working.",
        "Four of the 13 partners interviewed named a worker based with them among the things that help joint working.",
        "Of 13 partners interviewed, four felt that a worker based with the partner was behind their working "
        "together more.",
        "Safeguarding partners’ own reform was considered too, but we found it a weaker explanation.",
        "A worker based with the partner was highlighted by four partners as making joint working easier.",
        "Two people interviewed, a team manager and a partner, saw a senior sponsor as helping organisations work"
        " together.",
        "A senior sponsor helped joint working, according to one member of staff and one partner.",
        "Four partners interviewed reported that having a worker based with them had strengthened joint working.",
        "The reform of safeguarding partners is a weaker explanation for joint working.",
    ],
    ("example", "structures_response"): [
        "Four partners said that a senior sponsor was behind the change in policies and culture.",
        "Four partners, unprompted, named a senior sponsor as the reason for their policies and culture.",
        "It was a senior sponsor that brought the policies about, in the view of four partners.",
        "Four partners gave a senior sponsor as the reason for policies and culture.",
        "Four partners credited a senior sponsor with their policies and culture; inspection findings have been "
        "ruled out.",
        "We ruled out inspection findings, and new statutory guidance weighs less.",
        "Four partners interviewed credit a senior sponsor for the change.",
        "A senior sponsor, in the view of four partners, is one reason why policies and culture have changed.",
        "We considered inspection findings and ruled them out; new statutory guidance is the weaker explanation.",
        "Four of the partners whom we interviewed traced policies and culture to a senior sponsor; inspection "
        "findings were ruled out as a cause.",
        "According to four partners interviewed in Year 2, policies and culture changed because of a senior sponsor.",
        "Inspection findings were considered and ruled out.",
        "A senior sponsor was given by four partners as the reason for changes in policies and culture.",
    ],
    ("example", "practitioner_understanding"): [
        "Five people said that understanding had improved because people had been trained and advised.",
        "Four partners and one member of staff attributed practitioners’ understanding to people trained and advised.",
        "Five people interviewed said that training and advising people had helped practitioners to understand "
        "exploitation.",
        "National awareness was weighed as just as strong an explanation.",
        "Five people interviewed attributed practitioners’ better understanding to people being trained and advised.",
        "Four partners and one member of staff said that people trained and advised helped practitioners "
        "understand exploitation.",
        "The programme is one of several causes of better understanding.",
        "An equally strong explanation is national awareness.",
        "Better understanding was put down to people having been trained and advised by five people interviewed.",
        "Five people interviewed cited people being trained and advised as a cause of better understanding.",
        "Training and advising people is what four partners and a member of staff believe has improved "
        "practitioners’ understanding.",
        "Awareness rose nationally as well, which we judged to be as strong an explanation as the programme.",
        "One partner in Birmingham put understanding down to people having been trained and advised.",
        "Five people who were interviewed put practitioners’ understanding down to people having been trained or "
        "advised, though awareness was rising everywhere and that explanation is as strong.",
        "Practitioners understand exploitation better because people were trained and advised, five of those "
        "interviewed said.",
        "Rising national awareness explains it just as well.",
    ],
    ("example", "identification"): [
        "Three people interviewed said that better information being shared helps in spotting young people.",
        "Two partners said that better information shared had helped them to identify young people at risk.",
        "One partner named national awareness as something that helps to identify young people.",
        "It is not known how much national awareness explains.",
        "The programme may have contributed to it.",
        "Better information shared was named by three people interviewed as what helps practitioners identify "
        "young people.",
        "Three people interviewed, none of whom had been asked, named better information shared as what helped.",
        "National awareness may explain some of it, and nobody knows how much.",
        "Two partners and one member of staff each said that sharing better information made it easier to spot "
        "young people at risk.",
        "Two partners and one member of staff, unprompted, pointed to better information being shared as helping "
        "to identify young people at risk.",
        "One partner put the spotting of young people down to national awareness.",
    ],
    ("example", "lasting_practice"): [
        "One partner said that staff turnover got in the way of lasting change in practice.",
        "One partner named staff turnover as a barrier to lasting change.",
        "One partner said that turnover of staff had held lasting change in practice back.",
        "Staff turnover stands in the way of lasting change, one partner said.",
        "One partner, without being prompted, cited staff turnover as an obstacle to lasting change in practice.",
        "Lasting change in practice is being held back by staff turnover, one partner told us.",
    ],
    ("second", "notice"): [
        "Two partners put noticing down to the workshops, one of them only when asked.",
        "One partner said without being asked that the workshops had helped practitioners notice the early signs.",
        "One partner named a card with a number as what had helped.",
        "Two partners said that the workshops had helped with noticing; a drama on television is another "
        "explanation, and nobody has weighed it.",
        "When asked, one partner said that workshops had helped with noticing.",
        "Two partners attributed it to the workshops, one of them unprompted.",
        "One partner credited a card with a number with helping practitioners to notice the early signs.",
        "A drama on television has not been weighed.",
        "Two partners believed that practitioners notice early signs because of the workshops.",
        "A partner in the Tees Valley told us that a card with a number helps people to notice the early signs.",
        "Workshops have helped people to notice early signs, according to two partners, one of whom was asked.",
        "One partner named a card with a number, unprompted, as the thing that helped practitioners notice.",
        "Two partners named workshops as something that helps people to notice, one of them without being asked.",
        "The workshops were credited by two partners, one of them when prompted, with helping practitioners to notice.",
        "A card with a number helps practitioners to notice early signs, in the view of one partner.",
    ],
    ("second", "steady"): [
        "Two people interviewed named people leaving as what gets in the way.",
        "Two people interviewed said that a key adult had helped young people to have one steady adult to turn to.",
        "A member of staff and a young person, unprompted, both said that people leaving got in the way.",
        "The mentors that schools brought in are as strong an explanation.",
        "One member of staff, without being asked, said that a key adult helps.",
        "Two people interviewed said that people leaving holds things back.",
        "Schools brought in mentors of their own, and that is as strong an explanation.",
        "Two people interviewed, one member of staff and one young person, blamed people leaving.",
        "People leaving was named as a barrier by a key adult and by a young person.",
        "Without being asked, a key adult in Cwm Tawe said a key adult helps young people to have a steady adult.",
        "A key adult and a young person both blamed people leaving.",
        "Two people, one of staff and one young person, told us without any prompting that a key adult helps.",
        "Mentors brought in by schools are an explanation just as strong.",
        "A member of staff and a young person each named a key adult, without being asked, as something that had "
        "helped.",
        "What gets in the way, according to a key adult in Cwm Tawe and a young person on the Northumberland "
        "coast, is people leaving.",
        "Schools also brought in mentors of their own, and that is judged as strong an explanation for young "
        "people’s having a steady adult.",
        "Both a key adult and a young person said that people leaving gets in the way.",
        "A young person in the Tees Valley told us, without being asked, that a key adult had helped.",
        "That schools brought in mentors of their own is as strong an explanation as the programme.",
    ],
    ("second", "nights"): [
        "A member of staff put the fewer nights away down to a steady adult.",
        "A member of staff said that a steady adult had helped young people to spend fewer nights away.",
        "A member of staff said that a steady adult had reduced the nights away.",
        "The end of lockdown rules carries less weight, since nights rose when they ended.",
        "Lockdown rules ending was judged the weaker explanation; whether the police changed how they record has "
        "not been weighed.",
        "One of the programme’s staff said that having a steady adult had cut the nights away.",
        "The end of lockdown rules was weighed as an explanation and found the weaker one, because nights away "
        "rose when the rules ended.",
        "Nobody has yet weighed whether the police changed how they record, and the end of lockdown rules is a "
        "weaker explanation.",
    ],
    ("second", "school"): [
        "One partner said that a steady adult helped young people to be in lessons more.",
        "A partner put being in lessons more down to a steady adult.",
        "A steady adult, said one partner, is what gets young people into lessons.",
        "A partner in Cwm Tawe thought that having a steady adult keeps young people in lessons.",
    ],
    ("second", "table"): [
        "One partner, when prompted, said the fortnightly table had brought agencies to one table.",
        "The fortnightly table had helped, according to one partner who was asked.",
        "The fortnightly table is what brought agencies to one table, said one partner when asked.",
    ],
    ("second", "onedoor"): [
        "One partner named weekend closing as what held back one way in for a worry.",
        "It is another explanation that two councils prepared to merge.",
        "One partner on the coast blamed weekend closing for holding back one way in.",
        "One partner on the Northumberland coast said that weekend closing stands in the way of one way in.",
        "Weekend closing is what holds back one way in, according to one partner.",
    ],
    ("example", "information_shared"): [
        "New data-protection law has been ruled out as an explanation.",
        "New data-protection law was ruled out, because it came into force before both waves were asked.",
    ],
    ("example", "access"): [
        "Another charity’s outreach team in the same area explains it better, and how far the programme "
        "contributed to it is not shown.",
    ],
    ("example", "mental_health"): [
        "How much health services’ own offers explain is unknown.",
        "A therapist told us that therapy had improved young people’s mental health.",
        "A therapist said that young people’s mental health had improved thanks to therapy.",
    ],
    ("example", "risk"): [
        "Police action against groups is an equally strong explanation.",
    ],
    ("second", "carers"): [
        "One parent or carer named a key adult as what helped parents and carers to feel on firmer ground.",
        "A parent or carer in the Tees Valley said that a key adult had put carers on firmer ground.",
        "A parent or carer said they felt on firmer ground because of a key adult.",
    ],
    ("example", "cyp_understanding"): [
        "Lessons at school are a weaker explanation, but the programme’s contribution has not been shown.",
    ],
    ("example", "confidence"): [
        "One member of staff said advice on cases had made practitioners more confident.",
    ],
    ("example", "victims"): [
        "It is not known how far court judgments explain it.",
    ],
}
FALSE: Final = {
    ("example", "safety"): [
        "Four people interviewed said that a worker they know made the difference too.",
        "Some four people interviewed credited a worker they know.",
        "Four people interviewed in Year 1 credited a worker they know.",
        "Another four people interviewed credited a worker they know.",
        "The other four people interviewed credited a worker they know.",
        "More than four people interviewed credited a worker they know.",
        "Four people interviewed credited a worker they know in London.",
        "Four people interviewed credited a worker they know, as did the young people.",
        "Four people interviewed credited a worker they know, so it was the cause.",
        "Four people interviewed credited a worker they know, and so did four partners.",
        "Four people interviewed credited a worker young people know about.",
        "Four people interviewed said that other workers they know made the difference.",
        "Four people interviewed said that a worker they know made young people less safe.",
        "Four people interviewed said that a worker they know makes it harder for young people to be safer.",
        "If four people interviewed credited a worker they know, the programme is one of several causes.",
        "Four people interviewed, and all the young people, credited a worker they know.",
        "Schools and police also alter places, but that was weighed as the weaker one and ruled out.",
        "The programme is one of several causes in London.",
        "It is not shown that the programme brought it about.",
        "Five people interviewed said that a worker they know had helped young people to be safer.",
        "Three people interviewed said that a worker they know had helped young people to be safer.",
        "Four partners said that a worker they know had helped young people to be safer.",
        "Four people interviewed said that therapy had helped young people to be safer.",
        "Four people interviewed, when asked, said a worker they know made the difference.",
        "All four people interviewed said that a worker they know made the difference.",
        "Only four people interviewed said that a worker they know made the difference.",
        "Four people interviewed said that a worker they know had not helped.",
        "Four people interviewed said that a worker they know got in the way.",
        "A worker they know made the difference.",
        "A worker they know is what made young people safer, as four people interviewed said.",
        "Four people interviewed said that a worker they know made the difference, and they were right.",
        "Four people interviewed said that a worker they know alone made the difference.",
        "In Year 1 four people interviewed said that a worker they know made the difference.",
        "Four people interviewed in London said that a worker they know made the difference.",
        "Schools and police also alter places, and that explanation was weighed as the stronger one.",
        "The programme is the main one of several causes of it.",
        "Four people interviewed said that a key worker had helped young people to be safer.",
        "Four people interviewed (two staff and two partners) put it down to a worker they know.",
        "Some partners interviewed said that a worker they know made the difference.",
        "Most people interviewed said that a worker they know made the difference.",
        "All four people interviewed, unprompted, credited a worker they know.",
        "Four people interviewed said that a worker they know would help.",
        "Four people interviewed said that a worker they know is the only thing that made the difference.",
        "Four people interviewed said that a worker they know hardly made the difference.",
        "Four people interviewed said that a worker they know and therapy made the difference.",
        "Four people interviewed doubted that a worker they know made the difference.",
        "Nobody said that four people interviewed credited a worker they know.",
        "Four people interviewed said that a worker they know made the difference to young people’s health.",
        "Four people interviewed said that a worker they know made the difference, which it did.",
        "Four young people said that a worker they know made the difference.",
        "The programme brought it about.",
        "At least three people interviewed credited a worker they know, and the programme is the cause.",
        "Four people interviewed said that losing a worker they know made the difference.",
        "Four people interviewed said that a worker they do not know made the difference.",
        "In the opinion of three partners and one member of staff, a worker young people know is something that "
        "keeps them safe.",
        "Of the 22 people interviewed, four said that a worker they know had helped young people stay safe.",
        "Of the 23 people interviewed, four said that a worker they know had failed to help young people stay safe.",
        "Four people interviewed, across all four cities, named a worker they know as what keeps young people safe.",
        "A partner in Birmingham said that a worker they know keeps young people safe.",
        "Four people interviewed named a worker they know as what stays in the way of young people being safe.",
        "Schools and police also alter places, which was judged no weaker.",
        "Schools and police also alter places, and that is weighed as weaker because the programme is the cause.",
        "Four people interviewed, two of them prompted, credited a worker they know.",
        "A worker they know made the difference, said four people interviewed in Year 1.",
        "Four people interviewed named a worker they know as what had helped therapy.",
        "Four people interviewed named a worker they know among the things that got in the way.",
        "Four people interviewed named a worker they know as the only reason why young people are safer.",
        "What helped least, four people interviewed said, was a worker they know.",
        "Four people interviewed said that a worker they know helps young people to be less safe.",
        "Four people interviewed said that a worker they know keeps young people out of safety.",
        "Four people interviewed said that a worker they know made it possible for young people to stay at risk.",
        "Four people interviewed said that young people are kept from safety by a worker they know.",
        "Schools and police do not alter places, and that was weighed as the weaker explanation.",
        "Of the 23 people interviewed, four, all of them prompted, credited a worker they know.",
        "Four people interviewed, one in each city, credited a worker they know.",
        "Schools and police also alter places, but we found it as strong an explanation.",
        "A partner in London and a partner in Birmingham credited a worker they know.",
        "Having a worker they know is what made young people safer, and nothing else explains it.",
        "Four people interviewed, none of whom had been prompted, named therapy as what had made young people safer.",
        "Four people interviewed, three of them partners, said a worker they know had made young people safer.",
        "Four people interviewed, two of them staff, said a worker they know had made young people safer.",
        "Three staff and one partner all doubted that young people had become safer through a worker they know.",
        "Four people interviewed said a worker they know had put young people at risk.",
        "Four people interviewed said a worker they know gets young people into trouble.",
        "Four people interviewed said young people were safer, but not because of a worker they know.",
        "Four people interviewed said that a worker they know helped them to keep people safe from young people.",
        "Four people interviewed, four of them staff, credited a worker they know.",
        "Three staff, one of them a partner, credited a worker they know.",
        "Four people interviewed, three of them young people, credited a worker they know.",
        "Both a partner and a young person credited a worker they know.",
        "Several people interviewed, three of them staff and two of them partners, credited a worker they know.",
    ],
    ("example", "identification"): [
        "The programme is one of several causes of it.",
        "How much national awareness explains is known.",
        "It is known how much national awareness explains.",
        "Three people interviewed said that better information helps young people to reach support.",
        "Three people interviewed said that better information from others helps in recognising adults.",
        "Three people interviewed said that better information stays out of spotting young people.",
        "National awareness may explain some of it, and we know how much.",
        "National awareness explains some of it, and nobody knows how much.",
        "Because practitioners had been trained, twice as many children were referred to the National Referral "
        "Mechanism.",
        "Referrals to the National Referral Mechanism doubled to 239 because the programme taught practitioners "
        "to recognise exploitation.",
        "One partner put the spotting of young people down to raised national funding.",
    ],
    ("example", "practitioner_understanding"): [
        "National awareness was not weighed as as strong an explanation.",
        "National awareness is a stronger explanation than the programme.",
        "Five people interviewed put better identification down to people having been trained and advised.",
        "Five people interviewed put better understanding down to people not having been trained and advised.",
        "Five people interviewed put better understanding down to partners having been trained and advised.",
        "Five partners put better understanding down to people having been trained and advised.",
        "Five people interviewed put better understanding down to training.",
        "Five people interviewed put young people’s understanding down to people having been trained and advised.",
        "National awareness is the stronger explanation.",
        "National awareness is not as strong an explanation.",
        "The programme is one of several causes of young people’s understanding.",
        "Awareness rose everywhere, and that is judged a weaker explanation for practitioners’ understanding.",
        "Awareness rose everywhere, an explanation judged as strong as the evidence.",
        "National awareness was considered too, but we found it weaker.",
        "National awareness is as strong an explanation for better identification.",
        "Five people interviewed said that training and advising people had helped young people to understand "
        "exploitation.",
        "Rising national awareness explains it less well.",
        "Practitioners understand the pathways better because people were trained and advised, five of those "
        "interviewed said.",
    ],
    ("example", "information_shared"): [
        "The end of the weekly meetings is the weaker explanation.",
        "New data-protection law was ruled out, because it came into force after both waves were asked.",
    ],
    ("example", "information_quality"): [
        "One member of staff said that joint working led to more information.",
    ],
    ("example", "joint_working"): [
        "Five people interviewed said that a worker based with the partner led to joint working.",
        "Four partners out of five credited a worker based with the partner.",
        "All partners credited a worker based with the partner.",
        "Most partners credited a worker based with the partner.",
        "Both partners credited a worker based with the partner.",
        "Four partners and four staff credited a worker based with the partner.",
        "Two members of staff said that a worker based with the partner helped joint working.",
        "Four partners said that joint working helped a worker based with the partner.",
        "Joint working was put down to four partners by a worker based with the partner.",
        "Four partners said that better information shared led to more joint working.",
        "Four partners said that a partner based with the worker brought about joint working.",
        "Four staff said that a worker based with the partner led to joint working.",
        "Four partners said that a worker based with the partner led to less joint working.",
        "Four partners said that a worker based with the partner led to better information.",
        "Safeguarding partners’ own reform was ruled out.",
        "Four partners said that the workers based with the police led to joint working.",
        "Of the 13 partners interviewed, five credited a worker based with them.",
        "Of the 13 partners interviewed in Year 1, four credited a worker based with them.",
        "Four partners credited a worker based with them with making it harder to work together.",
        "Four partners said that it was not a worker based with them that helped joint working.",
        "Two partners in London credited a worker based with them.",
        "Four partners said that a worker based with them kept organisations from working together.",
        "Four partners said that a worker based with them helped other organisations if they work together.",
        "Four partners said that a worker based with them had stopped joint working.",
        "Four partners interviewed said that joint working was held back by a worker based with them.",
        "Four partners interviewed said that what joint working helped was a worker based with them.",
        "Four partners said that a worker based with them made joint working possible only in London.",
        "A senior sponsor helped joint working, according to two partners.",
        "The reform of safeguarding partners is a weaker explanation for better information.",
        "Four partners, one of them staff, credited a worker based with them.",
    ],
    ("example", "structures_response"): [
        "Four partners said that a senior sponsor brought their policies about, and inspection findings are "
        "another explanation.",
        "Four partners said that a senior sponsor brought their policies about without the programme.",
        "Four partners said that a sponsor brought their policies about.",
        "Four partners said that policies and culture brought a senior sponsor about.",
        "New statutory guidance was ruled out.",
        "The programme may have contributed to it.",
        "Four partners, in all three cities, named a senior sponsor as the reason for policies and culture.",
        "What gets in the way of policies and culture, according to four partners, is a senior sponsor.",
        "Four partners blamed a senior sponsor for holding back policies and culture.",
        "New statutory guidance was weighed and found the stronger explanation.",
        "One partner in London said that a senior sponsor was behind policies and culture.",
        "We considered new statutory guidance and ruled it out.",
        "Inspection findings were weighed and found just as strong.",
        "Four partners said that a senior sponsor held policies and culture back.",
        "Policies now cover harm outside the family because a senior sponsor stood behind them.",
        "Four members of the programme’s own staff named a senior sponsor as the reason why policy or guidance "
        "had changed.",
        "A senior sponsor was given by four partners as the reason for changes in practice with families.",
        "Inspection findings were considered and found weaker.",
    ],
    ("second", "steady"): [
        "Three people interviewed said a key adult had helped.",
        "Two people interviewed said that a key adult had helped young people to have no adult to turn to.",
        "A key adult and a young person each described people leaving as something that had helped.",
        "A parent or carer and a young person named a key adult as a help.",
        "Two young people and a member of staff said that people leaving got in the way.",
        "Two people interviewed blamed a key adult.",
        "A youth club with a kitchen is the weaker explanation.",
        "The youth club with a kitchen was weighed as as strong.",
        "Two young people said that a key adult had helped.",
        "A key adult and a young person, both of them prompted, each described a key adult as something that had "
        "helped.",
        "Two people interviewed named people leaving as what had helped.",
        "It was ruled out that schools brought in mentors of their own.",
        "Two partners said that a key adult helps.",
        "One member of staff, when asked, said that a key adult helps.",
        "Two people interviewed said that a steady adult had helped young people to have one steady adult to turn to.",
        "What helps, according to a key adult in Cwm Tawe and a young person on the Northumberland coast, is "
        "people leaving.",
        "What gets in the way, according to a key adult in the Tees Valley and a young person on the "
        "Northumberland coast, is people leaving.",
        "A young person in Cwm Tawe named a key adult as a help.",
        "Schools also brought in mentors of their own, and that is judged as weak an explanation.",
        "A key adult in Cwm Tawe and a young person on the coast said that people leaving helps.",
        "A key adult on the coast named a key adult as a help.",
        "One member of staff and two young people blamed people leaving.",
        "It is the key adult, and not the mentors that schools brought in, that gives young people somebody to "
        "turn to.",
        "Both a key adult and a young person said that people leaving had helped.",
        "A young person on the coast told us, without being asked, that a key adult had helped.",
        "A young person in the Tees Valley said that people leaving gets in the way.",
        "Schools brought in mentors of their own, and that is ruled out.",
        "Both a key adult and a parent or carer said that people leaving gets in the way.",
    ],
    ("second", "notice"): [
        "Two partners said that practitioners notice the early signs because of a drama on television.",
        "When asked, two partners said that the workshops had helped.",
        "Two partners said that the workshops had helped practitioners pass a worry on the same day.",
        "Neither of two partners said that the workshops had helped.",
        "Two partners said that they had helped the workshops.",
        "One partner said that a card with a number and the workshops had helped with noticing.",
        "Two partners, unprompted, put noticing down to the workshops.",
        "Two partners, both unprompted, put noticing down to the workshops.",
        "All three partners we asked put their noticing down to the workshops.",
        "Two partners said that without workshops practitioners notice the early signs.",
        "Three partners put noticing down to the workshops.",
        "Two partners attributed it to the workshops, one of them unprompted and neither when asked.",
        "One partner said that short rotas helped with noticing.",
        "One member of staff said that short rotas got in the way of noticing.",
        "A drama on television is the weaker explanation.",
        "Two partners, neither of them asked, named workshops as something that helps people to notice.",
        "A partner in the Tees Valley put noticing down to the workshops, unprompted.",
        "One partner in Cwm Tawe named a card with a number as what helps.",
        "Three partners named workshops, all of them without being asked, as what helps people to notice.",
        "The workshops were credited by two partners, both when prompted, with helping practitioners to notice.",
        "A card with a number helps practitioners to notice early signs, in the view of two partners.",
    ],
    ("second", "table"): [
        "Two partners said that the fortnightly table had brought agencies to one table.",
        "One partner said that the bilingual desk had brought agencies to one table.",
        "One partner, unprompted, said the fortnightly table had brought agencies to one table.",
        "The fortnightly table is what brought agencies to one table, said one partner without being asked.",
        "The bilingual desk has brought agencies to one table, which 30 of 53 partners bear out.",
        "The bilingual desk has helped agencies to meet, said 30 of 53 partners, though more of them named work "
        "of their own.",
    ],
    ("second", "nights"): [
        "It has been weighed whether the police changed how they record.",
        "The police changing how they record explains it.",
        "Nobody has weighed lockdown rules.",
        "A member of staff said that a steady adult had increased the nights away.",
        "A member of staff put the nights away down to a steady adult.",
        "The police changing how they record has been ruled out.",
        "Lockdown rules ending in 2021 has been ruled out.",
        "A member of staff said that a steady adult had helped young people to spend nights away.",
        "The end of lockdown rules was weighed and found the weaker one, because nights fell when the rules ended.",
        "The end of lockdown rules is weaker, since nights rose and fell when they ended.",
        "One member of staff said that a steady adult keeps young people away nights.",
        "Because they have a steady adult to go home to, young people were away on 271 nights in Year 2, down "
        "from 476.",
        "It seems likely that the key adults’ work is what brought the police count of nights away down to 271.",
        "A member of staff put nights away down to a steady adult.",
        "Lockdown rules ended in 2021, and that is the weaker explanation, because nights fell when they ended.",
    ],
    ("example", "risk"): [
        "One member of staff said that young people’s understanding had brought about the risk of exploitation.",
        "One member of staff said that young people’s understanding had increased the risk of exploitation.",
        "The programme is one of several causes of it.",
        "One member of staff said that young people’s understanding keeps the risk of exploitation up.",
        "One member of staff said that young people’s understanding gets the risk of exploitation going.",
    ],
    ("example", "lasting_practice"): [
        "One partner said that staff turnover had brought about lasting change in practice.",
        "One partner said that staff turnover keeps practice changed.",
        "One partner said that lasting change is held back by national awareness.",
        "One partner said that staff turnover is what practice stays changed for.",
        "One partner, when prompted, cited staff turnover as an obstacle to lasting change in practice.",
    ],
    ("second", "onedoor"): [
        "One partner named weekend closing as what helped.",
        "One partner said that weekend closing gets one way in for a worry.",
        "Weekend closing gets in the way, according to two partners.",
    ],
    ("second", "school"): [
        "A steady adult, said one partner, is what keeps young people out of lessons.",
        "One partner said that a steady adult helped young people to be in no lessons.",
        "A partner in the Tees Valley thought that having a steady adult keeps young people in lessons.",
    ],
    ("example", "access"): [
        "Another charity’s outreach team is the stronger explanation, because it takes young people there before "
        "its hours doubled.",
        "Thanks to the programme’s workers young people get to the services they need.",
        "It seems likely that young people reach services because of the programme, since no other explanation is"
        " as strong.",
        "Another charity’s outreach team doubled its hours in the same months, but that is judged a weaker "
        "explanation of better access.",
    ],
    ("example", "mental_health"): [
        "A therapist said that young people’s mental health had worsened thanks to therapy.",
    ],
}


def told(sentences: Mapping[tuple[str, str], Sequence[str]]) -> list[tuple[str, str, str]]:
    return [(*of, text) for of, texts in sentences.items() for text in texts]


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


@pytest.mark.parametrize(("folder", "outcome", "text"), told(TRUE))
def test_named_or_weighed_as_the_sentence_says(folder: str, outcome: str, text: str) -> None:
    assert proved(folder, outcome, text)


@pytest.mark.parametrize(("folder", "outcome", "text"), told(FALSE))
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
